internal import NumericCore

extension GaussianMixture {
    /// The expected sums over all columns, from those over the observed ones,
    /// with B and C of ``Regression``:
    ///
    ///     F_m = B F_o      S_mo = B S_oo      S_mm = B S_oo Bᵀ + N C
    ///
    /// - Parameters:
    ///   - missing: the columns m.
    ///   - observedSums: over the columns o, products in the lower triangle.
    ///   - observed: the columns o.
    ///   - marginal: this mixture's marginal on o.
    /// - Returns: sums over all columns.
    func statistics(
        over missing: [Int], from observedSums: SufficientStatistics, of observed: [Int],
        under marginal: GaussianMixture
    ) -> SufficientStatistics {
        var observedSums = observedSums
        observedSums.completeProducts()
        var sums = SufficientStatistics(for: self)
        sums.zeroth = observedSums.zeroth
        sums.logLikelihood = observedSums.logLikelihood
        sums.frameCount = observedSums.frameCount
        sums.totalWeight = observedSums.totalWeight
        for k in 0..<componentCount {
            for (place, d) in observed.enumerated() {
                sums.first[k, d] = observedSums.first[k, place]
            }
        }
        func regression(_ component: Int) -> Regression {
            Regression(
                covariance(of: component), observed: observed, missing: missing,
                factor: marginal.factor(of: component))
        }
        switch covarianceType {
        case .spherical, .diagonal:
            for k in 0..<componentCount {
                for (place, d) in observed.enumerated() {
                    sums.second[k, d] = observedSums.second[k, place]
                }
                for d in missing { sums.second[k, d] = sums.zeroth[k] * variances[k, d] }
            }
        case .tied:
            let regression = regression(0)
            for k in 0..<componentCount { sums.expectFirst(k, regression, observed, missing) }
            sums.expectSecond(
                0, observedSums.second, count: sums.zeroth.reduce(0, +), regression, observed,
                missing)
        case .full:
            for k in 0..<componentCount {
                let regression = regression(k)
                sums.expectFirst(k, regression, observed, missing)
                sums.expectSecond(
                    k, observedSums.second, count: sums.zeroth[k], regression, observed, missing)
            }
        }
        return sums
    }
}

extension SufficientStatistics {
    /// F_m = B F_o.
    fileprivate mutating func expectFirst(
        _ component: Int, _ regression: Regression, _ observed: [Int], _ missing: [Int]
    ) {
        let expected = regression.expected(observed.map { first[component, $0] })
        for (d, value) in zip(missing, expected) { first[component, d] = value }
    }

    /// S_oo as given, S_mo = B S_oo, S_mm = S_mo Bᵀ + N C.
    fileprivate mutating func expectSecond(
        _ row: Int, _ observedProducts: Matrix<Double>, count: Double, _ regression: Regression,
        _ observed: [Int], _ missing: [Int]
    ) {
        let width = dimension
        func set(_ i: Int, _ j: Int, _ value: Double) {
            second[row, i * width + j] = value
            second[row, j * width + i] = value
        }
        let products = observedProducts.square(row, side: observed.count)
        for (i, a) in observed.enumerated() {
            for (j, b) in observed.enumerated() { set(a, b, products[i, j]) }
        }
        // Column j of B S_oo is B times column j of S_oo, which is its row j.
        var crossed = Matrix<Double>(
            rows: missing.count, columns: observed.count, repeating: 0)
        for (j, b) in observed.enumerated() {
            for (i, value) in regression.expected(products.row(j)).enumerated() {
                crossed[i, j] = value
                set(missing[i], b, value)
            }
        }
        for (i, a) in missing.enumerated() {
            let row = regression.expected(crossed.row(i))
            for (j, b) in missing.enumerated() where j <= i {
                set(a, b, row[j] + count * regression.residual[i, j])
            }
        }
    }
}
