import GaussianMixtures
import NumericCore
import RealModule
import Testing

/// The sums of Double frames by matrix products against the plain loops.
///
/// 10⁻⁹ relative: within reach the expanded form may be wrong by 10⁻⁹ nats per column at worst,
/// and is by some 10⁻¹² at these distances; the sums are of 400 frames.
@Suite struct ExpectationInDoubleTests {
    static let tolerance = 1e-9

    @Test(arguments: CovarianceType.allCases)
    func agreesWithThePlainSums(_ type: CovarianceType) throws {
        try check(try mixture(type), frames())
    }

    /// Every tenth frame is so far away that its block takes the centred form.
    @Test(arguments: CovarianceType.allCases)
    func agreesWithThePlainSumsFarAway(_ type: CovarianceType) throws {
        var frames = frames()
        for n in stride(from: 0, to: 200, by: 10) { frames[n, 1] *= 1e5 }
        try check(try mixture(type), frames)
    }

    /// About zero the squares would leave nothing of the differences; about the mean they do.
    @Test(arguments: CovarianceType.allCases)
    func offsetsCostNoPrecision(_ type: CovarianceType) throws {
        let offset = 0x1p30
        var frames = frames()
        for index in frames.elements.indices { frames.elements[index] += offset }
        try check(try mixture(type, offset: offset), frames)
    }

    /// More columns than the expanded form takes with correlations.
    @Test(arguments: CovarianceType.allCases)
    func agreesInManyColumns(_ type: CovarianceType) throws {
        try check(try mixture(type, width: 24), frames(width: 24))
    }

    @Test func pruningKeepsTheBestAlone() throws {
        let mixture = try mixture(.full)
        let frames = frames()
        let statistics = try Expectation(mixture, pruning: 1).statistics(of: frames)
        var counts = [0.0, 0, 0]
        for n in 0..<frames.rows {
            let values = mixture.componentLogDensities(of: Array(frames.row(n)))
            counts[values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }] += 1
        }
        #expect(statistics.zeroth == counts)
    }

    private func frames(width: Int = 3) -> Matrix<Double> {
        var generator = SeededGenerator(seed: 5)
        return Matrix(
            rows: 400, columns: width,
            elements: (0..<400 * width).map { _ in 4 * generator.uniform() - 2 })
    }

    private func mixture(
        _ type: CovarianceType, width: Int = 3, offset: Double = 0
    ) throws -> GaussianMixture {
        let means = (0..<3 * width).map { offset + Double($0 % 5) / 2 - 1 }
        func matrix(_ k: Int) -> Matrix<Double> {
            var matrix = Matrix<Double>(rows: width, columns: width, repeating: 0.2)
            for d in 0..<width { matrix[d, d] = 0.5 + Double(k + d) / 8 }
            return matrix
        }
        let covariances: Covariances =
            switch type {
            case .spherical: .spherical([0.5, 0.75, 1])
            case .diagonal:
                .diagonal(
                    Matrix(
                        rows: 3, columns: width,
                        elements: (0..<3 * width).map { 0.5 + Double($0 % 7) / 8 }))
            case .tied: .tied(matrix(1))
            case .full: .full((0..<3).map(matrix))
            }
        return try GaussianMixture(
            weights: [0.25, 0.5, 0.25], means: Matrix(rows: 3, columns: width, elements: means),
            covariances: covariances)
    }

    private func check(_ mixture: GaussianMixture, _ frames: Matrix<Double>) throws {
        let weights = (0..<frames.rows).map { Double($0 % 3) }
        let fast = try Expectation(mixture).statistics(of: frames, weights: weights)
        let width = frames.columns
        let isSquare = mixture.covarianceType == .full || mixture.covarianceType == .tied
        var zeroth = [Double](repeating: 0, count: 3)
        var first = [Double](repeating: 0, count: 3 * width)
        var second = [Double](repeating: 0, count: fast.second.elements.count)
        var logLikelihood = 0.0
        for n in 0..<frames.rows {
            let joint = mixture.componentLogDensities(of: Array(frames.row(n)))
            let total = logSumExp(joint)
            logLikelihood += weights[n] * total
            for k in 0..<3 {
                let share = weights[n] * Double.exp(joint[k] - total)
                zeroth[k] += share
                for i in 0..<width {
                    let deviation = frames[n, i] - mixture.means[k, i]
                    first[k * width + i] += share * deviation
                    for j in isSquare ? 0..<width : i..<i + 1 {
                        let row = mixture.covarianceType == .tied ? 0 : k
                        let place = row * fast.second.columns + (isSquare ? i * width + j : i)
                        second[place] += share * deviation * (frames[n, j] - mixture.means[k, j])
                    }
                }
            }
        }
        #expect(deviation(fast.zeroth, zeroth) < Self.tolerance)
        #expect(deviation(fast.first.elements, first) < Self.tolerance)
        #expect(deviation(fast.second.elements, second) < Self.tolerance)
        #expect(abs(fast.logLikelihood / logLikelihood - 1) < Self.tolerance)
    }

}
