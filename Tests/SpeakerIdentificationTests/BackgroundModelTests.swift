import GaussianMixtures
import NumericCore
import SpeakerIdentification
import SpeechFeatures
import TestMaterial
import Testing

@Suite struct BackgroundModelTests {
    /// The small model with one thing changed.
    private func changed(
        weights: [Double]? = nil, means: Matrix<Double>? = nil, variances: Matrix<Double>? = nil,
        configuration: FrontEndConfiguration? = nil, featureMean: [Float]? = nil,
        scoring: ScoringConfiguration? = nil, description: [String: String]? = nil
    ) throws -> BackgroundModel {
        let model = try SmallBackground.model()
        return try BackgroundModel(
            mixture: GaussianMixture(
                weights: weights ?? model.mixture.weights, means: means ?? model.mixture.means,
                variances: variances ?? model.mixture.variances),
            configuration: configuration ?? model.configuration,
            featureMean: featureMean ?? model.featureMean, scoring: scoring ?? model.scoring,
            description: description ?? model.description)
    }

    @Test func identityChangesWithEveryPart() throws {
        let model = try SmallBackground.model()
        var means = model.mixture.means
        means[3, 2] = means[3, 2].nextUp
        var variances = model.mixture.variances
        variances[0, 0] = variances[0, 0].nextUp
        var configuration = model.configuration
        configuration.melFilters.lowFrequency += 1
        var (relevance, top, slope, offset, threshold) = (
            model.scoring, model.scoring, model.scoring, model.scoring, model.scoring
        )
        relevance.adaptation = try MaximumAPosteriori(relevanceFactor: 5)
        top.topComponents = nil
        slope.calibration = ScoreCalibration(slope: 2.5, offset: -1)
        offset.calibration = ScoreCalibration(slope: 2, offset: -1.5)
        threshold.threshold = model.scoring.threshold.nextUp
        let models = try [
            model,
            changed(weights: model.mixture.weights.reversed()),
            changed(means: means),
            changed(variances: variances),
            changed(configuration: configuration),
            changed(featureMean: [10, -2, Float(0.5).nextUp]),
            changed(scoring: relevance),
            changed(scoring: top),
            changed(scoring: slope),
            changed(scoring: offset),
            changed(scoring: threshold),
            changed(description: ["name": "other"]),
        ]
        #expect(Set(models.map(\.identity)).count == models.count)
        #expect(try changed().identity == model.identity)
    }

    @Test func partsMustFit() throws {
        #expect(
            throws: IdentificationError.invalidModel(
                path: "small", reason: "its feature mean does not fit its 3 dimensions")
        ) { try changed(featureMean: [1, 2]) }
        #expect(throws: IdentificationError.self) { try changed(featureMean: [1, 2, .nan]) }
        var configuration = SmallBackground.configuration
        configuration.cepstra.count = 4
        #expect(throws: IdentificationError.self) { try changed(configuration: configuration) }
        var scoring = try SmallBackground.scoring()
        scoring.threshold = .nan
        #expect(throws: IdentificationError.self) { try changed(scoring: scoring) }
    }

    @Test func theFrontEndNormalisesTowardsTheFeatureMean() throws {
        let frontEnd = try SmallBackground.model().frontEnd()
        #expect(frontEnd.backgroundMean == [10, -2, 0.5])
        #expect(frontEnd.dimension == 3)
    }
}
