internal import NumericCore

/// The E-step of frames with missing cells (Ghahramani and Jordan, "Supervised learning from
/// incomplete data via an EM approach", 1994).
///
/// Frames that lack the same cells are taken together. Their responsibilities and their sums over
/// the observed columns o are those of the marginal mixture on o, an ordinary E-step. From these
/// sums follow the expected ones of the missing columns m, with B and C of ``Regression``:
///
///     F_m = B F_o      S_mo = B S_oo      S_mm = B S_oo Bᵀ + N C
struct IncompleteFrames {
    /// The sums of one pattern of missing cells.
    private struct Pattern {
        let observed: [Int]
        let missing: [Int]
        let expectation: Expectation
        var sums: SufficientStatistics
    }

    /// Numbers held in patterns; with more, their sums are taken over and they are forgotten.
    private static let capacity = 1 << 22

    private let expectation: Expectation
    private var patterns: [Pattern] = []
    private var places: [[Bool]: Int] = [:]
    private var size = 0
    /// Sums over all columns of the patterns that were forgotten.
    private var finished: SufficientStatistics

    init(_ expectation: Expectation) {
        self.expectation = expectation
        finished = SufficientStatistics(for: expectation.mixture)
    }

    /// Adds a block; complete frames go to `sums` at once.
    ///
    /// - Returns: the first frame that has no finite likelihood; nil for none.
    mutating func accumulate(
        _ block: Matrix<Double>, _ weights: [Double]?, into sums: inout SufficientStatistics,
        _ workspace: inout Expectation.Workspace
    ) throws(MixtureError) -> Int? {
        for group in block.rowsByMissingCells() where !group.observed.isEmpty {
            let frames = block.selecting(rows: group.rows, columns: group.observed)
            let weights = weights.map { all in group.rows.map { all[$0] } }
            let bad: Int?
            if group.observed.count == block.columns {
                bad = expectation.accumulate(frames, weights, into: &sums, &workspace)
            } else {
                let place = try place(of: group.observed)
                bad = patterns[place].expectation.accumulate(
                    frames, weights, into: &patterns[place].sums, &workspace)
            }
            if let bad { return group.rows[bad] }
        }
        return nil
    }

    /// Adds everything that is still held in patterns.
    mutating func finish(into sums: inout SufficientStatistics) {
        forget()
        sums.add(finished)
    }

    private mutating func place(of observed: [Int]) throws(MixtureError) -> Int {
        let mixture = expectation.mixture
        var key = [Bool](repeating: false, count: mixture.dimension)
        for d in observed { key[d] = true }
        if let place = places[key] { return place }
        if size > Self.capacity { forget() }
        let marginal = try mixture.marginal(validColumns: observed)
        let sums = SufficientStatistics(for: marginal)
        size += 4 * sums.second.elements.count
        places[key] = patterns.count
        patterns.append(
            Pattern(
                observed: observed,
                missing: (0..<mixture.dimension).filter { !key[$0] },
                expectation: Expectation(marginal, pruning: expectation.pruning), sums: sums))
        return patterns.count - 1
    }

    private mutating func forget() {
        for pattern in patterns { finished.add(overAllColumns(pattern)) }
        patterns.removeAll()
        places.removeAll()
        size = 0
    }

    /// The sums of a pattern with the expected ones of its missing columns.
    private func overAllColumns(_ pattern: Pattern) -> SufficientStatistics {
        let mixture = expectation.mixture
        var observedSums = pattern.sums
        observedSums.completeProducts()
        var sums = SufficientStatistics(for: mixture)
        sums.zeroth = observedSums.zeroth
        sums.logLikelihood = observedSums.logLikelihood
        sums.frameCount = observedSums.frameCount
        sums.totalWeight = observedSums.totalWeight
        for k in 0..<mixture.componentCount {
            for (place, d) in pattern.observed.enumerated() {
                sums.first[k, d] = observedSums.first[k, place]
            }
        }
        switch mixture.covarianceType {
        case .spherical, .diagonal:
            for k in 0..<mixture.componentCount {
                for (place, d) in pattern.observed.enumerated() {
                    sums.second[k, d] = observedSums.second[k, place]
                }
                for d in pattern.missing {
                    sums.second[k, d] = sums.zeroth[k] * mixture.variances[k, d]
                }
            }
        case .tied:
            let regression = mixture.regression(
                0, on: pattern.observed, missing: pattern.missing,
                factor: pattern.expectation.mixture.factor(of: 0))
            for k in 0..<mixture.componentCount {
                sums.expectFirst(k, regression, pattern.observed, pattern.missing)
            }
            sums.expectSecond(
                0, observedSums.second, count: sums.zeroth.reduce(0, +), regression,
                pattern.observed, pattern.missing)
        case .full:
            for k in 0..<mixture.componentCount {
                let regression = mixture.regression(
                    k, on: pattern.observed, missing: pattern.missing,
                    factor: pattern.expectation.mixture.factor(of: k))
                sums.expectFirst(k, regression, pattern.observed, pattern.missing)
                sums.expectSecond(
                    k, observedSums.second, count: sums.zeroth[k], regression, pattern.observed,
                    pattern.missing)
            }
        }
        return sums
    }
}

extension GaussianMixture {
    fileprivate func regression(
        _ component: Int, on observed: [Int], missing: [Int], factor: CholeskyFactor
    ) -> Regression {
        Regression(
            covariance(of: component), observed: observed, missing: missing, factor: factor)
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
