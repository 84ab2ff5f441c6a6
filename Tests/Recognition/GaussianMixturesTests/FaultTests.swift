import GaussianMixtures
import NumericCore
import Testing

/// What is said of what cannot be done.
@Suite struct FaultTests {
    @Test func messagesCountFromOne() {
        let messages: [(MixtureError, String)] = [
            (.nonFiniteData(frame: 12), "row 13 holds a value that is not finite"),
            (.emptyColumn(0), "column 1 has no observed value; leave it out"),
            (
                .valuesTooLarge(column: 2),
                "the squares of column 3 are not finite; divide it by a large number"
            ),
            (
                .tooFewFrames(got: 3, components: 4),
                "3 rows are too few for 4 components; give more data or ask for fewer components"
            ),
            (
                .beyondReach(frame: 0),
                "row 1 is too far from every component: the squares of its distances are not "
                    + "finite; leave it out, or divide all data by a large number"
            ),
            (.dimensionMismatch(expected: 5, got: 2), "rows of 5 values expected, got 2"),
            (.invalidOptions("a share lies between 0 and 1"), "a share lies between 0 and 1"),
            (
                .foreignCheckpoint(path: "p"),
                "p: this checkpoint was made from other data or other options; repeat the "
                    + "command that began it, or choose another place"
            ),
        ]
        for (error, message) in messages { #expect("\(error)" == message) }
    }

    @Test func covariancesSayWhatTheyLack() {
        let faults: [([Double], String)] = [
            ([-1, 0, 0, 1], "a variance is not positive and finite"),
            ([.nan, 0, 0, 1], "a variance is not positive and finite"),
            ([1, .nan, .nan, 1], "a covariance is not finite"),
            ([1, 0.5, 0.25, 1], "a covariance is not symmetric"),
            ([1, 2, 2, 1], "a covariance is not positive definite; raise the variance floor"),
        ]
        for (elements, reason) in faults {
            #expect(throws: MixtureError.invalidParameters(reason)) {
                try GaussianMixture(
                    weights: [1], means: Matrix(rows: 1, columns: 2, repeating: 0),
                    covariances: .full([Matrix(rows: 2, columns: 2, elements: elements)]))
            }
        }
    }

    /// 10²⁰⁰ is finite, its square is not.
    @Test func aRowBeyondReach() throws {
        let mixture = try GaussianMixture(
            weights: [0.3, 0.7], means: Matrix(rows: 2, columns: 1, elements: [0, 1]),
            covariances: .spherical([1, 1]))
        let far = Matrix<Double>(rows: 2, columns: 1, elements: [-3, 1e200])
        #expect(throws: MixtureError.beyondReach(frame: 1)) {
            try Expectation(mixture).statistics(of: far)
        }
        let answers = MixtureAnswers(mixture)
        #expect(try answers.logDensities(of: far)[1] == -.infinity)
        #expect(try Array(answers.responsibilities(of: far).row(1)) == [0.3, 0.7])
        #expect(try answers.labels(of: far) == [0, 1])
        let plane = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 2, repeating: 0),
            variances: Matrix(rows: 1, columns: 2, repeating: 1))
        #expect(throws: MixtureError.beyondReach(frame: 0)) {
            try plane.conditional(on: [1e200, .nan])
        }
    }

    /// Each column's squares are finite and their sum is not: the widest column is named.
    @Test func theWidestColumnIsNamed() {
        var elements = [Double](repeating: 1e153, count: 200)
        elements[17] = 1.2e153
        #expect(throws: MixtureError.valuesTooLarge(column: 17)) {
            try KMeans(clusterCount: 2).fit(
                Matrix(
                    rows: 3, columns: 200,
                    elements: elements + elements.map { -$0 } + elements.map { _ in 0 }))
        }
    }

    /// Equally good components share a frame even where nothing but the best is kept.
    @Test func tiesShareAFrame() throws {
        let mixture = try GaussianMixture(
            weights: [0.5, 0.5], means: Matrix(rows: 2, columns: 1, elements: [-1, 1]),
            covariances: .spherical([1, 1]))
        let statistics = try Expectation(mixture, pruning: 1)
            .statistics(of: Matrix<Double>(rows: 1, columns: 1, repeating: 0))
        #expect(statistics.zeroth == [0.5, 0.5])
    }

    /// Three frames in all cannot feed a component that needs five; six can, but none of two.
    @Test func tooFewFramesToLive() throws {
        let mixture = try GaussianMixture(
            weights: [0.5, 0.5], means: Matrix(rows: 2, columns: 1, elements: [0, 4]),
            variances: Matrix(rows: 2, columns: 1, repeating: 1))
        let statistics = try Expectation(mixture)
            .statistics(of: Matrix<Double>(rows: 3, columns: 1, elements: [0, 4, 4]))
        #expect(throws: MixtureError.tooFewFrames(got: 3, components: 2)) {
            try Maximization(varianceFloor: [0.01], weightFloor: 0, minimumOccupancy: 5)
                .update(mixture, with: statistics)
        }
    }
}
