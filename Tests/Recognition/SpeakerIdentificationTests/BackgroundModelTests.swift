import GaussianMixtures
import NumericCore
import SpeakerIdentification
import SpeechFeatures
import TestSupport
import Testing

@Suite struct BackgroundModelTests {
    /// The small model with one thing changed.
    private func changed(
        stream: Int = 0, weights: [Double]? = nil, means: Matrix<Double>? = nil,
        variances: Matrix<Double>? = nil, configuration: FrontEndConfiguration? = nil,
        featureMeans: [Float]? = nil, featureVariances: [Float]? = nil,
        scoring: ScoringConfiguration? = nil, description: [String: String]? = nil
    ) throws -> BackgroundModel {
        let model = try SmallBackground.model()
        var mixtures = model.mixtures
        mixtures[stream] = try GaussianMixture(
            weights: weights ?? mixtures[stream].weights, means: means ?? mixtures[stream].means,
            variances: variances ?? mixtures[stream].variances)
        return try BackgroundModel(
            mixtures: mixtures, configuration: configuration ?? model.configuration,
            featureMoments: FeatureMoments(
                means: featureMeans ?? model.featureMoments.means,
                variances: featureVariances ?? model.featureMoments.variances),
            scoring: scoring ?? model.scoring, description: description ?? model.description)
    }

    @Test func identityChangesWithEveryPart() throws {
        let model = try SmallBackground.model()
        func nextUp(_ matrix: Matrix<Double>, _ k: Int, _ d: Int) -> Matrix<Double> {
            var matrix = matrix
            matrix[k, d] = matrix[k, d].nextUp
            return matrix
        }
        var configuration = model.configuration
        configuration.melFilters.lowFrequency += 1
        var relabelled = model.configuration
        relabelled.normalizations.reverse()
        var (relevance, top, weights, slope, offset, threshold) = (
            model.scoring, model.scoring, model.scoring, model.scoring, model.scoring, model.scoring
        )
        var (noises, copies, normalization) = (model.scoring, model.scoring, model.scoring)
        noises.enrollmentNoises = [.speechShaped]
        copies.noisyCopyWeight = 0.25
        normalization.normalization = .adaptiveS(top: 3)
        weights.streamWeights.reverse()
        relevance.adaptation = try MaximumAPosteriori(relevanceFactor: 5)
        top.topComponents = nil
        slope.calibration = ScoreCalibration(slope: 2.5, offset: -1)
        offset.calibration = ScoreCalibration(slope: 2, offset: -1.5)
        threshold.threshold = model.scoring.threshold.nextUp
        let ofStreams = try model.mixtures.enumerated().flatMap { stream, mixture in
            [
                try changed(stream: stream, weights: mixture.weights.reversed()),
                try changed(stream: stream, means: nextUp(mixture.means, 3, 2)),
                try changed(stream: stream, variances: nextUp(mixture.variances, 0, 0)),
            ]
        }
        let models =
            try ofStreams + [
                model,
                changed(configuration: configuration),
                changed(configuration: relabelled),
                changed(featureMeans: [10, -2, Float(0.5).nextUp]),
                changed(featureVariances: [4, 0.5, Float(0.25).nextUp]),
                changed(scoring: relevance),
                changed(scoring: top),
                changed(scoring: noises),
                changed(scoring: copies),
                changed(scoring: weights),
                changed(scoring: slope),
                changed(scoring: offset),
                changed(scoring: threshold),
                changed(scoring: normalization),
                changed(description: ["name": "other"]),
            ]
        #expect(Set(models.map(\.identity)).count == models.count)
        #expect(try changed().identity == model.identity)
    }

    @Test func partsMustFit() throws {
        func refuses(_ reason: String, _ make: () throws -> BackgroundModel) {
            #expect(throws: IdentificationError.invalidModel(path: "small", reason: reason)) {
                _ = try make()
            }
        }
        let shapes = "its mixtures and feature moments are of different shapes"
        refuses(shapes) { try changed(featureMeans: [1, 2], featureVariances: [1, 2]) }
        let other = try RandomMixture.make(components: 5, dimension: 3, seed: 9)
        refuses(shapes) {
            try changed(
                stream: 1, weights: other.weights, means: other.means, variances: other.variances)
        }
        var configuration = SmallBackground.configuration
        configuration.normalizations.append(.mean)
        refuses("it has 2 mixtures and 2 weights for 3 ways of normalising") {
            try changed(configuration: configuration)
        }
        for weights in [[1], [0.5, 0.25, 0.25]] {
            var scoring = try SmallBackground.scoring()
            scoring.streamWeights = weights
            refuses("it has 2 mixtures and \(weights.count) weights for 2 ways of normalising") {
                try changed(scoring: scoring)
            }
        }
        configuration = SmallBackground.configuration
        configuration.cepstra.count = 4
        #expect(throws: IdentificationError.self) { try changed(configuration: configuration) }
        var scoring = try SmallBackground.scoring()
        scoring.threshold = .nan
        #expect(throws: IdentificationError.self) { try changed(scoring: scoring) }
    }

    @Test func itsShapeIsThatOfEveryStream() throws {
        let model = try SmallBackground.model()
        #expect(model.mixtures.count == 2)
        #expect(model.mixtures[0] != model.mixtures[1])
        #expect(model.componentCount == 4)
        #expect(model.dimension == 3)
    }

    @Test func theFrontEndNormalisesTowardsTheFeatureMoments() throws {
        let frontEnd = try SmallBackground.model().frontEnd()
        let moments = try FeatureMoments(means: [10, -2, 0.5], variances: [4, 0.5, 0.25])
        #expect(frontEnd.background == moments)
        #expect(frontEnd.dimension == 3)
    }
}
