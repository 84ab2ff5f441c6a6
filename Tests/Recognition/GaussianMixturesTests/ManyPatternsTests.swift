import GaussianMixtures
import NumericCore
import RealModule
import Testing

/// Missing cells in so many ways, over so many rows, that shards and stores of patterns come into
/// play.
@Suite struct ManyPatternsTests {
    static let width = 20

    /// Rows that lack cells in one of 300 ways, a hundred of them in a way of their own.
    static func data(_ count: Int) -> Matrix<Double> {
        var generator = SeededGenerator(seed: 40)
        let patterns = (0..<300).map { _ in (0..<width).map { _ in generator.uniform() < 0.15 } }
        var data = Matrix<Double>(rows: count, columns: width, repeating: 0)
        for n in 0..<count {
            let pattern =
                n % 90 == 0
                ? (0..<width).map { _ in generator.uniform() < 0.5 }
                : patterns[generator.index(below: 300)]
            let centre = n % 3 == 0 ? 2.0 : -1
            for d in 0..<width {
                let value = centre + generator.normal() + (d > 0 ? 0.3 * data[n, 0] : 0)
                data[n, d] = value
            }
            for d in 0..<width where pattern[d] { data[n, d] = .nan }
        }
        return data
    }

    static func mixture(_ type: CovarianceType) throws -> GaussianMixture {
        let shapes = [0.3, -0.02].map { share in
            var shape = Matrix<Double>(rows: width, columns: width, repeating: share)
            for d in 0..<width { shape[d, d] = 1 + Double(d) / 20 }
            return shape
        }
        let diagonals = shapes.flatMap { shape in (0..<width).map { shape[$0, $0] } }
        let covariances: Covariances =
            switch type {
            case .spherical: .spherical([1, 2])
            case .diagonal: .diagonal(Matrix(rows: 2, columns: width, elements: diagonals))
            case .tied: .tied(shapes[0])
            case .full: .full(shapes)
            }
        return try GaussianMixture(
            weights: [0.3, 0.7],
            means: Matrix(
                rows: 2, columns: width,
                elements: [Double](repeating: 2, count: width)
                    + [Double](repeating: -1, count: width)),
            covariances: covariances)
    }

    @Test(arguments: [CovarianceType.full, .diagonal])
    func threadsDoNotChangeABit(type: CovarianceType) throws {
        let data = Self.data(9000)
        let expectation = Expectation(try Self.mixture(type), missingCells: .marginalized)
        let one = try Threads.with(1) { try expectation.statistics(of: data) }
        #expect(try Threads.with(3) { try expectation.statistics(of: data) } == one)
        #expect(one.frameCount == 9000)
    }

    /// Every row alone: its densities by the plain form of its own marginal, what is missing by
    /// its conditional. 10⁻¹²: the sums of some thousand rows in another order; ten times as much
    /// where deviations of either sign cancel.
    @Test(arguments: zip(CovarianceType.allCases, [3000, 3000, 300, 300]))
    func agreesWithRowByRow(type: CovarianceType, count: Int) throws {
        let (data, mixture) = (Self.data(count), try Self.mixture(type))
        let statistics = try Expectation(mixture, missingCells: .marginalized)
            .statistics(of: data)
        var (zeroth, logLikelihood) = ([0.0, 0], 0.0)
        var first = Matrix<Double>(rows: 2, columns: Self.width, repeating: 0)
        var squares = first
        for n in 0..<count {
            let row = Array(data.row(n))
            let observed = row.indices.filter { !row[$0].isNaN }
            let joint = try mixture.marginal(columns: observed)
                .componentLogDensities(of: observed.map { row[$0] })
            let total = logSumExp(joint)
            logLikelihood += total
            for k in 0..<2 {
                let share = Double.exp(joint[k] - total)
                zeroth[k] += share
                // Of one component alone: mean and variances of the missing cells.
                let alone = try GaussianMixture(
                    weights: [1], means: mixture.means.rows(in: k..<k + 1),
                    covariances: .full([mixture.covariance(of: k)]))
                let expected =
                    type == .spherical || type == .diagonal || observed.count == row.count
                    ? nil : try alone.conditional(on: row)
                var place = 0
                for d in 0..<Self.width {
                    var (deviation, variance) = (row[d] - mixture.means[k, d], 0.0)
                    if row[d].isNaN {
                        deviation =
                            (expected?.means[0, place]).map { $0 - mixture.means[k, d] } ?? 0
                        variance = expected?.variances[0, place] ?? mixture.variances[k, d]
                        place += 1
                    }
                    first[k, d] += share * deviation
                    squares[k, d] += share * (deviation * deviation + variance)
                }
            }
        }
        #expect(relativeDeviation(statistics.zeroth, zeroth) < 1e-12)
        #expect(abs(statistics.logLikelihood / logLikelihood - 1) < 1e-12)
        #expect(deviation(statistics.first.elements, first.elements) < 1e-11)
        let width = Self.width
        let diagonals: [Double] =
            switch type {
            case .spherical, .diagonal: statistics.second.elements
            case .tied: (0..<width).map { statistics.second[0, $0 * (width + 1)] }
            case .full:
                (0..<2).flatMap { k in
                    (0..<width).map { statistics.second[k, $0 * (width + 1)] }
                }
            }
        let expected =
            type == .tied
            ? (0..<width).map { squares[0, $0] + squares[1, $0] } : squares.elements
        #expect(relativeDeviation(diagonals, expected) < 1e-12)
    }
}
