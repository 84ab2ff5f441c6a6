import Foundation
import GaussianMixtures
import NumericCore
import SpeakerIdentification
import TestSupport
import Testing

/// Speakers and scores of bob.learn.em; `Tests/Fixtures/mixtures/README.md` says how they were
/// made. Rows are relevance factors, columns clips.
enum BobFigures {
    static let relevanceFactors = [4.0, 16]

    static func matrix(_ name: String) throws -> Matrix<Double> {
        try Repository.matrix(ofFixture: "mixtures/\(name).csv")
    }

    static func frames(_ name: String, _ range: Range<Int>) throws -> Matrix<Float> {
        let values = try matrix(name).rows(in: range)
        return Matrix(
            rows: values.rows, columns: values.columns, elements: values.elements.map(Float.init))
    }

    /// X[0:200], `map_data`, `points50`[0:45].
    static func clips() throws -> [Matrix<Float>] {
        try [frames("X", 0..<200), frames("map_data", 0..<300), frames("points50", 0..<45)]
    }

    static func mixture() throws -> GaussianMixture {
        try GaussianMixture(
            weights: matrix("diag_iter20_weights").elements,
            means: matrix("diag_iter20_means"), variances: matrix("diag_iter20_cov"))
    }

    /// The mixture as the only stream.
    static func background(relevanceFactor: Double) throws -> ScoringBackground {
        ScoringBackground(
            [try mixture()], weights: [1],
            adaptation: try MaximumAPosteriori(relevanceFactor: relevanceFactor))
    }

    /// bob's statistics leave out no component, however small its responsibility.
    static func statistics(_ frames: Matrix<Float>) throws -> VoiceStatistics {
        VoiceStatistics(streams: [try Expectation(mixture()).statistics(of: frames)])
    }

    /// The speaker of `map_data`.
    static func speaker(_ background: ScoringBackground) throws -> SpeakerModel {
        try SpeakerModel(
            speaker: "map_data",
            statistics: statistics(frames("map_data", 0..<300)),
            background: background)
    }
}
