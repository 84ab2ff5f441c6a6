internal import NumericCore

/// The E-step of frames with missing cells (Ghahramani and Jordan, "Supervised learning from
/// incomplete data via an EM approach", 1994).
///
/// Frames that lack the same cells are taken together. Their responsibilities and their sums over
/// the observed columns o are those of the marginal mixture on o, an ordinary E-step. From these
/// sums follow the expected ones of the missing columns (`ExpectedSums.swift`).
struct IncompleteFrames {
    /// The sums of one pattern of missing cells.
    private struct Pattern {
        let marginal: MarginalExpectation
        var sums: SufficientStatistics
    }

    /// Numbers held in patterns; with more, their sums are taken over and they are forgotten.
    private static let capacity = 1 << 18

    private let expectation: Expectation
    private let marginals: MarginalExpectations
    private var patterns: [Pattern] = []
    private var places: [[Int]: Int] = [:]
    private var size = 0
    /// Sums over all columns of the patterns that were forgotten.
    private var finished: SufficientStatistics

    init(_ expectation: Expectation, _ marginals: MarginalExpectations) {
        self.expectation = expectation
        self.marginals = marginals
        finished = SufficientStatistics(for: expectation.mixture)
    }

    /// Adds a block; complete frames go to `sums` at once.
    ///
    /// - Returns: the first frame that counts and has no finite likelihood; nil for none.
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
                bad = patterns[place].marginal.expectation.accumulate(
                    frames, weights, into: &patterns[place].sums, &workspace)
            }
            if let bad { return group.rows[bad] }
        }
        return nil
    }

    /// Adds the sums of other frames.
    mutating func add(_ other: IncompleteFrames) {
        for pattern in other.patterns {
            if let place = places[pattern.marginal.columns.observed] {
                patterns[place].sums.add(pattern.sums)
            } else {
                append(pattern)
            }
        }
        finished.add(other.finished)
    }

    /// Adds everything that is still held in patterns.
    mutating func finish(into sums: inout SufficientStatistics) {
        forget()
        sums.add(finished)
    }

    private mutating func place(of observed: [Int]) throws(MixtureError) -> Int {
        if let place = places[observed] { return place }
        let marginal = try marginals.expectation(on: observed)
        append(
            Pattern(
                marginal: marginal,
                sums: SufficientStatistics(for: marginal.columns.marginal)))
        return patterns.count - 1
    }

    private mutating func append(_ pattern: Pattern) {
        if size > Self.capacity { forget() }
        size += 4 * pattern.sums.second.elements.count
        places[pattern.marginal.columns.observed] = patterns.count
        patterns.append(pattern)
    }

    private mutating func forget() {
        for pattern in patterns {
            finished.add(pattern.marginal.columns.expectedSums(from: pattern.sums))
        }
        patterns.removeAll()
        places.removeAll()
        size = 0
    }
}
