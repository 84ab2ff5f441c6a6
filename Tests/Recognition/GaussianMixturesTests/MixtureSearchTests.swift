import GaussianMixtures
import NumericCore
import RealModule
import Testing

@Suite struct MixtureSearchTests {
    /// Three correlated clusters well apart.
    static func data(_ count: Int) throws -> Matrix<Double> {
        let shape = Matrix(rows: 2, columns: 2, elements: [1, 0.8, 0.8, 1])
        var generator = SeededGenerator(seed: 21)
        return try GaussianMixture(
            weights: [0.5, 0.3, 0.2],
            means: Matrix(rows: 3, columns: 2, elements: [0, 0, 7, 0, 0, 7]),
            covariances: .tied(shape)
        ).sample(count, using: &generator).rows
    }

    @Test(arguments: [MixtureSearch.Criterion.bic, .icl, .crossValidation])
    func theTruthIsRecommended(criterion: MixtureSearch.Criterion) throws {
        var options = FitOptions(componentCount: 1)
        options.convergence = .gain(1e-4)
        let search = MixtureSearch(
            componentCounts: 2...4, covarianceTypes: [.spherical, .tied], criterion: criterion,
            options: options)
        let data = try Self.data(300)
        var seen = 0
        let outcome = try search.run(data) { _ in seen += 1 }
        #expect(seen == 6)
        #expect(outcome.candidates.map(\.componentCount) == [2, 3, 4, 2, 3, 4])
        let best = try #require(outcome.recommended)
        #expect(best.covarianceType == .tied)
        // A fourth component may foretell by chance a little better.
        #expect(best.componentCount == 3 || criterion == .crossValidation)
        let alone = try Threads.with(1) { try search.run(data) }
        #expect(alone.recommendedIndex == outcome.recommendedIndex)
        for (a, b) in zip(alone.candidates, outcome.candidates) { #expect(a.mixture == b.mixture) }
    }

    @Test func aCandidateThatCannotBeFittedSaysWhy() throws {
        let outcome = try MixtureSearch(componentCounts: [2, 9], covarianceTypes: [.full])
            .run(Self.data(8))
        #expect(outcome.recommendedIndex == 0)
        #expect(throws: MixtureError.tooFewFrames(got: 8, components: 9)) {
            try outcome.candidates[1].outcome.get()
        }
        #expect(throws: MixtureError.self) {
            try MixtureSearch(componentCounts: []).run(Self.data(8))
        }
    }

    /// Each row held out alone, one Gaussian: mean and variance of the others by hand.
    @Test func leavingOneOut() throws {
        let values = [1.0, 2, 4, 8, 9, 11]
        var sum = 0.0
        for (index, x) in values.enumerated() {
            var others = values
            others.remove(at: index)
            let mean = others.reduce(0, +) / 5
            let variance = others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5
            sum -= (.log(2 * Double.pi * variance) + (x - mean) * (x - mean) / variance) / 2
        }
        let result = try CrossValidation(
            FitOptions(componentCount: 1), of: Matrix(rows: 6, columns: 1, elements: values),
            foldCount: 6)
        // Some tens of roundings of a few nats.
        #expect(abs(result.mean - sum / 6) < 1e-12)
        #expect(result.foldMeans.count == 6)
        #expect(throws: MixtureError.self) {
            try CrossValidation(
                FitOptions(componentCount: 1), of: Matrix(rows: 6, columns: 1, elements: values),
                foldCount: 7)
        }
    }

    /// ICL = BIC − 2 Σ log of each row's highest responsibility.
    @Test func integratedCompletedLikelihood() throws {
        let mixture = try Fixture.reference(.full, iterations: 5)
        let data = try Fixture.matrix("X")
        let criteria = try InformationCriteria(mixture, of: data)
        let responsibilities = try MixtureAnswers(mixture).responsibilities(of: data)
        let certainty = (0..<data.rows).reduce(0.0) {
            $0 + .log(responsibilities.row($1).max() ?? 0)
        }
        // Sums of 2,000 logarithms, of some 10⁴ nats.
        #expect(abs(criteria.icl - (criteria.bic - 2 * certainty)) < 1e-7)
    }

    /// A weight of 2 is a row twice.
    @Test func criteriaOfWeightedRows() throws {
        let mixture = try Fixture.reference(.diagonal, iterations: 5)
        let data = try Fixture.matrix("X").rows(in: 0..<100)
        let twice = Matrix(rows: 200, columns: 5, elements: data.elements + data.elements)
        let weighted = try InformationCriteria(
            mixture, of: data, weights: [Double](repeating: 2, count: 100))
        let plain = try InformationCriteria(mixture, of: twice)
        // Sums of 200 terms in another order.
        #expect(abs(weighted.bic / plain.bic - 1) < 1e-12)
        #expect(abs(weighted.icl / plain.icl - 1) < 1e-12)
    }

    /// One cell of a column is observed, and the fold that holds its row out cannot be fitted: the
    /// others stand.
    @Test func aFoldWithoutAColumnIsLeftOut() throws {
        var data = try Self.data(40)
        for n in 1..<40 { data[n, 1] = .nan }
        var options = FitOptions(componentCount: 1, covarianceType: .diagonal)
        options.missingCells = .marginalized
        let result = try CrossValidation(options, of: data, foldCount: 4)
        #expect(result.foldMeans.count == 3)
        let search = MixtureSearch(
            componentCounts: [1], covarianceTypes: [.diagonal], foldCount: 4, options: options)
        #expect(try search.run(data).recommended?.fit?.crossValidation == result)
        // Both folds of two rows lack the other's column.
        let crossed = Matrix<Double>(rows: 2, columns: 2, elements: [1, .nan, .nan, 1])
        #expect(throws: MixtureError.self) {
            try CrossValidation(options, of: crossed, foldCount: 2)
        }
    }

    @Test func foldsThatDoNotExistAreRefused() throws {
        for folds in [-1, 1, 9] {
            #expect(
                throws: MixtureError.invalidOptions(
                    "folds are 2 to the number of rows, 8, got \(folds)")
            ) {
                try MixtureSearch(componentCounts: [1], foldCount: folds).run(Self.data(8))
            }
        }
    }

    @Test func subsetsReadTheirFrames() throws {
        let data = try Fixture.matrix("X")
        let indices = [0, 3, 4, 700, 1999]
        let subset = FrameSubset(data, indices: indices)
        #expect(subset.count == 5)
        #expect(
            try subset.frames(in: 1..<4).elements == [3, 4, 700].flatMap { Array(data.row($0)) })
        #expect(try subset.frames(in: 2..<2).rows == 0)
    }
}
