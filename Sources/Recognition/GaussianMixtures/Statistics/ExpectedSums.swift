internal import NumericCore

extension ObservedColumns {
    /// The expected sums over all columns, from those over the observed ones,
    /// with B and C of ``Regression``:
    ///
    ///     F_m = B F_o      S_mo = B S_oo      S_mm = B S_oo Bᵀ + N C
    ///
    /// - Parameter observedSums: over the columns o, products in the lower triangle.
    /// - Returns: sums over all columns.
    func expectedSums(from observedSums: SufficientStatistics) -> SufficientStatistics {
        var observedSums = observedSums
        observedSums.completeProducts()
        var sums = SufficientStatistics(for: mixture)
        sums.zeroth = observedSums.zeroth
        sums.logLikelihood = observedSums.logLikelihood
        sums.frameCount = observedSums.frameCount
        sums.totalWeight = observedSums.totalWeight
        for k in sums.zeroth.indices {
            for (place, d) in observed.enumerated() {
                sums.first[k, d] = observedSums.first[k, place]
            }
        }
        let regressions = regressions
        switch mixture.covarianceType {
        case .spherical, .diagonal:
            for k in sums.zeroth.indices {
                for (place, d) in observed.enumerated() {
                    sums.second[k, d] = observedSums.second[k, place]
                }
                for d in missing { sums.second[k, d] = sums.zeroth[k] * mixture.variances[k, d] }
            }
        case .tied:
            for k in sums.zeroth.indices {
                sums.expectFirst(k, regressions[0], observed, missing)
            }
            sums.expectSecond(
                0, observedSums.second, count: sums.zeroth.reduce(0, +), regressions[0], observed,
                missing)
        case .full:
            for k in sums.zeroth.indices {
                sums.expectFirst(k, regressions[k], observed, missing)
                sums.expectSecond(
                    k, observedSums.second, count: sums.zeroth[k], regressions[k], observed,
                    missing)
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
