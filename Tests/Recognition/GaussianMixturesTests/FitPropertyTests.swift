import GaussianMixtures
import NumericCore
import RealModule
import Testing

/// What mathematics says of a fit when its data change.
@Suite struct FitPropertyTests {
    static func data() throws -> Matrix<Double> { try Fixture.matrix("X").rows(in: 0..<400) }

    static func fit(
        _ data: Matrix<Double>, _ start: GaussianMixture, weights: [Double]? = nil
    ) throws -> FitState {
        var options = FitOptions(componentCount: 8, covarianceType: start.covarianceType)
        options.maximumIterations = 6
        options.convergence = .gain(0)
        return try MixtureFit(options).run(
            data, weights: weights, from: FitState(mixture: start))
    }

    /// 10⁻⁹: rounding in Double, which six or twelve iterations of EM multiply.
    static func expectEqual(
        _ a: GaussianMixture, _ b: GaussianMixture, tolerance: Double = 1e-9
    ) {
        #expect(deviation(a.weights, b.weights) < tolerance)
        #expect(deviation(a.means.elements, b.means.elements) < tolerance)
        #expect(deviation(a.covariances.elements, b.covariances.elements) < tolerance)
    }

    @Test(arguments: CovarianceType.allCases)
    func theOrderOfRowsDoesNotMatter(type: CovarianceType) throws {
        let data = try Self.data()
        let reversed = Matrix(
            rows: data.rows, columns: 5,
            elements: (0..<data.rows).reversed().flatMap { data.row($0) })
        Self.expectEqual(
            try Self.fit(data, Fixture.start(type)).mixture,
            try Self.fit(reversed, Fixture.start(type)).mixture)
    }

    @Test(arguments: CovarianceType.allCases)
    func aWeightCountsLikeSoManyRows(type: CovarianceType) throws {
        let data = try Self.data()
        let weights = (0..<400).map { Double($0 % 4) }
        let repeated = (0..<400).flatMap { n in
            (0..<n % 4).flatMap { _ in Array(data.row(n)) }
        }
        let plain = try Self.fit(
            Matrix(rows: repeated.count / 5, columns: 5, elements: repeated),
            Fixture.start(type))
        let weighted = try Self.fit(data, Fixture.start(type), weights: weights)
        Self.expectEqual(weighted.mixture, plain.mixture)
        #expect(abs(weighted.lowerBound - plain.lowerBound) < 1e-9)
    }

    /// x' = A x + b: μ' = A μ + b, Σ' = A Σ Aᵀ, log-densities minus log |A|.
    private func expectFitFollows(
        _ type: CovarianceType, _ a: [[Double]], _ b: [Double], logDeterminant: Double
    ) throws {
        func map(_ x: ArraySlice<Double>) -> [Double] {
            zip(a, b).map { row, shift in
                zip(row, x).reduce(shift) { $0 + $1.0 * $1.1 }
            }
        }
        func map(_ sigma: Matrix<Double>) -> Matrix<Double> {
            var result = Matrix<Double>(rows: 5, columns: 5, repeating: 0)
            for i in 0..<5 {
                for j in 0..<5 {
                    for p in 0..<5 {
                        for q in 0..<5 { result[i, j] += a[i][p] * sigma[p, q] * a[j][q] }
                    }
                }
            }
            return result
        }
        func map(_ mixture: GaussianMixture) throws -> GaussianMixture {
            let matrices = (0..<8).map { map(mixture.covariance(of: $0)) }
            let covariances: Covariances =
                switch type {
                case .spherical: .spherical(matrices.map { $0[0, 0] })
                case .diagonal:
                    .diagonal(
                        Matrix(
                            rows: 8, columns: 5,
                            elements: matrices.flatMap { m in (0..<5).map { m[$0, $0] } }))
                case .tied: .tied(matrices[0])
                case .full: .full(matrices)
                }
            return try GaussianMixture(
                weights: mixture.weights,
                means: Matrix(
                    rows: 8, columns: 5,
                    elements: (0..<8).flatMap { map(mixture.means.row($0)) }),
                covariances: covariances)
        }
        let data = try Self.data()
        let moved = Matrix(
            rows: data.rows, columns: 5,
            elements: (0..<data.rows).flatMap { map(data.row($0)) })
        let plain = try Self.fit(data, Fixture.start(type))
        let state = try Self.fit(moved, map(Fixture.start(type)))
        // Ten times as much, as x' lies up to 10³ from zero and is rounded there.
        Self.expectEqual(state.mixture, try map(plain.mixture), tolerance: 1e-8)
        #expect(abs(state.lowerBound - plain.lowerBound + logDeterminant) < 1e-9)
    }

    private static let identity = (0..<5).map { i in (0..<5).map { $0 == i ? 1.0 : 0 } }

    @Test(arguments: CovarianceType.allCases) func translation(type: CovarianceType) throws {
        try expectFitFollows(
            type, Self.identity, [100, -3, 0, 1e3, 7], logDeterminant: 0)
    }

    @Test(arguments: CovarianceType.allCases) func scale(type: CovarianceType) throws {
        // Spherical covariances know one scale only.
        let scales: [Double] = type == .spherical ? [3, 3, 3, 3, 3] : [3, 0.01, 5, 100, 0.5]
        let matrix = (0..<5).map { i in (0..<5).map { $0 == i ? scales[i] : 0 } }
        try expectFitFollows(
            type, matrix, [0, 0, 0, 0, 0],
            logDeterminant: scales.reduce(0) { $0 + .log($1) })
    }

    /// Diagonal covariances alone depend on the axes.
    @Test(arguments: [CovarianceType.spherical, .tied, .full])
    func rotation(type: CovarianceType) throws {
        // Rotations by 0.7 in the planes (0, 1), (1, 2), (2, 3), (3, 4), one after the other.
        var matrix = Self.identity
        for p in 0..<4 {
            let (upper, lower) = (matrix[p], matrix[p + 1])
            matrix[p] = zip(upper, lower).map { .cos(0.7) * $0 - .sin(0.7) * $1 }
            matrix[p + 1] = zip(upper, lower).map { .sin(0.7) * $0 + .cos(0.7) * $1 }
        }
        try expectFitFollows(type, matrix, [0, 0, 0, 0, 0], logDeterminant: 0)
    }

    @Test(arguments: CovarianceType.allCases)
    func statisticsMergedInAnyGroupingAgree(type: CovarianceType) throws {
        let mixture = try Fixture.reference(type, iterations: 20)
        let data = try Self.data()
        let expectation = Expectation(mixture)
        let whole = try expectation.statistics(of: data)
        #expect(try Threads.with(3) { try expectation.statistics(of: data) } == whole)
        for shards in [2, 7, 100] {
            var sum = SufficientStatistics(
                componentCount: 8, dimension: 5, covarianceType: type)
            for range in shardRanges(count: data.rows, shards: shards).reversed() {
                sum.add(try expectation.statistics(of: data.rows(in: range)))
            }
            // Sums of 400 terms in another order; deviations of either sign cancel.
            #expect(deviation(sum.zeroth, whole.zeroth) < 1e-12)
            #expect(deviation(sum.first.elements, whole.first.elements) < 1e-10)
            #expect(deviation(sum.second.elements, whole.second.elements) < 1e-10)
            #expect(abs(sum.logLikelihood / whole.logLikelihood - 1) < 1e-13)
            #expect(sum.frameCount == 400)
        }
    }

    /// Whatever tree the parts are merged along, with and without missing cells: sums of 400 terms
    /// in another order.
    @Test(arguments: CovarianceType.allCases, [false, true])
    func statisticsMergedInNestedGroupingsAgree(type: CovarianceType, isIncomplete: Bool) throws {
        let data = isIncomplete ? try MissingCellsTests.data(rows: 400) : try Self.data()
        let expectation = Expectation(
            try Fixture.reference(type, iterations: 20), missingCells: .marginalized)
        let whole = try expectation.statistics(of: data)
        var generator = SeededGenerator(seed: 17)
        func merged(_ range: Range<Int>) throws -> SufficientStatistics {
            guard range.count > 30 else {
                return try expectation.statistics(of: data.rows(in: range))
            }
            let middle = range.lowerBound + 1 + generator.index(below: range.count - 1)
            let parts = try [
                merged(range.lowerBound..<middle), merged(middle..<range.upperBound),
            ]
            var sum = parts[generator.index(below: 2)]
            sum.add(sum == parts[0] ? parts[1] : parts[0])
            return sum
        }
        for _ in 0..<3 {
            let sum = try merged(0..<400)
            #expect(deviation(sum.zeroth, whole.zeroth) < 1e-11)
            #expect(deviation(sum.first.elements, whole.first.elements) < 1e-10)
            #expect(deviation(sum.second.elements, whole.second.elements) < 1e-10)
            #expect(abs(sum.logLikelihood / whole.logLikelihood - 1) < 1e-13)
            #expect(sum.frameCount == whole.frameCount)
            #expect(sum.totalWeight == whole.totalWeight)
        }
    }

    /// Statistics kept as numbers are the same statistics again; what cannot be any is refused.
    @Test(arguments: CovarianceType.allCases)
    func statisticsReadFromElsewhere(type: CovarianceType) throws {
        let data = try Self.data()
        let weights = (0..<400).map { Double($0 % 3) }
        let original = try Expectation(Fixture.reference(type, iterations: 20))
            .statistics(of: data, weights: weights)
        func rebuilt(_ second: Matrix<Double>, weight: Double) throws -> SufficientStatistics {
            try SufficientStatistics(
                zeroth: original.zeroth, first: original.first, second: second,
                covarianceType: type, logLikelihood: original.logLikelihood,
                frameCount: original.frameCount, totalWeight: weight)
        }
        #expect(try rebuilt(original.second, weight: original.totalWeight) == original)
        var negative = original.second
        negative[0, 0] = -1
        #expect(throws: MixtureError.self) { try rebuilt(negative, weight: 400) }
        #expect(throws: MixtureError.self) { try rebuilt(original.second, weight: -1) }
        let short = Matrix<Double>(rows: 1, columns: 1, repeating: 1)
        #expect(throws: MixtureError.self) { try rebuilt(short, weight: 400) }
    }

    /// The fit to drawn data gives back what they were drawn from.
    @Test(arguments: CovarianceType.allCases)
    func sampledDataGiveBackTheirParameters(type: CovarianceType) throws {
        let shape = Matrix(rows: 2, columns: 2, elements: [1, 0.6, 0.6, 2])
        let other = Matrix(rows: 2, columns: 2, elements: [1.5, -0.4, -0.4, 0.5])
        let covariances: Covariances =
            switch type {
            case .spherical: .spherical([1, 0.5])
            case .diagonal:
                .diagonal(Matrix(rows: 2, columns: 2, elements: [1, 2, 0.5, 1.5]))
            case .tied: .tied(shape)
            case .full: .full([shape, other])
            }
        let truth = try GaussianMixture(
            weights: [0.7, 0.3], means: Matrix(rows: 2, columns: 2, elements: [0, 0, 8, -8]),
            covariances: covariances)
        var generator = SeededGenerator(seed: 6)
        let sample = truth.sample(3000, using: &generator)
        let fitted = try MixtureFit(FitOptions(componentCount: 2, covarianceType: type))
            .run(sample.rows).mixture
        let order = fitted.weights[0] > 0.5 ? [0, 1] : [1, 0]
        let labels = try MixtureAnswers(fitted).labels(of: sample.rows)
        #expect(zip(labels, sample.labels).allSatisfy { order[$1] == $0 })
        for (k, j) in order.enumerated() {
            // Four standard errors of 900 to 2,100 draws.
            #expect(abs(fitted.weights[j] - truth.weights[k]) < 0.034)
            #expect(deviation(fitted.means.row(j), truth.means.row(k)) < 0.19)
            #expect(
                deviation(
                    fitted.covariance(of: j).elements, truth.covariance(of: k).elements) < 0.25)
        }
    }
}
