import FileStorage
import GaussianMixtures
import NumericCore
import RealModule
import TestSupport
import Testing

@testable import SpeakerIdentification
@testable import SpeechFeatures

@Suite struct BackgroundAdapterTests {
    static let adaptations: [MaximumAPosteriori.Parameters] = [
        .means, [.means, .weights, .variances],
    ]

    /// The small model with two voices as its cohort; their second order is not kept.
    private func model() throws -> BackgroundModel {
        let plain = try SmallBackground.model()
        let cohort = try ([7, 8] as [UInt64]).map { voice in
            let statistics = try SmallBackground.statistics(plain, speaker: voice, seed: voice)
            return VoiceStatistics(
                streams: try statistics.streams.map {
                    try SufficientStatistics(
                        zeroth: $0.zeroth, first: $0.first,
                        second: Matrix(rows: 4, columns: 3, repeating: 0), logLikelihood: 0,
                        frameCount: 0)
                })
        }
        return try BackgroundModel(
            mixtures: plain.mixtures, configuration: plain.configuration,
            featureMoments: plain.featureMoments, scoring: plain.scoring, cohort: cohort,
            isCalibrated: false, description: plain.description)
    }

    /// Frames of the first stream's mixture, moved.
    private func frames(_ model: BackgroundModel, count: Int, seed: UInt64) -> Matrix<Float> {
        RandomMixture.frames(
            of: model.mixtures[0], count: count, shift: 1, speaker: 3, seed: seed)
    }

    private func features(_ frames: Matrix<Float>) throws -> ClipFeatures {
        var writer = FrameStoreWriter(dimension: frames.columns)
        try writer.append(frames.elements)
        return ClipFeatures(
            streams: [try writer.finish()], frameCount: frames.rows, speechSeconds: 1,
            durationSeconds: 1, speechPower: 0.01, signalToNoiseDecibels: nil)
    }

    /// Of 400 frames two pieces are made, of 200 each; of the noisy copy's 100 a single one.
    private func heard(_ model: BackgroundModel, seed: UInt64) throws -> HeardClip {
        HeardClip(
            clip: try features(frames(model, count: 400, seed: seed)),
            noisy: [try features(frames(model, count: 100, seed: seed + 1))])
    }

    /// x as the second stream of the small model hears it: (x − μ') √(v / σ'²), τ = 150.
    private func shrunken(_ piece: [[Double]], _ moments: FeatureMoments) -> [[Double]] {
        let n = Double(piece.count)
        return (0..<3).reduce(into: piece) { result, d in
            let (m, v) = (Double(moments.means[d]), Double(moments.variances[d]))
            let own = piece.reduce(0) { $0 + $1[d] } / n
            let ownVariance = piece.reduce(0) { $0 + ($1[d] - own) * ($1[d] - own) } / n
            let mean = (n * own + 150 * m) / (n + 150)
            let variance = (n * ownVariance + 150 * v) / (n + 150)
            for t in piece.indices {
                result[t][d] = (piece[t][d] - mean) * (v / variance).squareRoot()
            }
        }
    }

    /// Reynolds' equations 11 to 13 as printed, over plain loops: raw moments, densities one by
    /// one, pieces cut by hand.
    @Test(arguments: adaptations)
    func agreesWithPlainLoops(parameters: MaximumAPosteriori.Parameters) throws {
        let model = try model()
        let clips = try ([20, 30] as [UInt64]).map { try heard(model, seed: $0) }
        let adapter = try BackgroundAdapter(model)
        var sum = try adapter.statistics(of: clips[0])
        sum.add(try adapter.statistics(of: clips[1]))
        let adaptation = try MaximumAPosteriori(relevanceFactor: 30, parameters: parameters)
        let adapted = try adapter.adapted(to: sum, by: adaptation, description: [:])

        var pieces: [[[Double]]] = []
        for seed in [20, 30] as [UInt64] {
            let long = frames(model, count: 400, seed: seed)
            let short = frames(model, count: 100, seed: seed + 1)
            pieces += [
                rows(of: long, 0..<200), rows(of: long, 200..<400), rows(of: short, 0..<100),
            ]
        }
        let streams = [
            pieces.flatMap { $0 }, pieces.flatMap { shrunken($0, model.featureMoments) },
        ]
        for (stream, frames) in streams.enumerated() {
            try expect(
                adapted.mixtures[stream], model.mixtures[stream], adaptedTo: frames, parameters)
        }
    }

    private func rows(of frames: Matrix<Float>, _ range: Range<Int>) -> [[Double]] {
        range.map { frames.row($0).map { Double($0) } }
    }

    private func expect(
        _ adapted: GaussianMixture, _ mixture: GaussianMixture, adaptedTo frames: [[Double]],
        _ parameters: MaximumAPosteriori.Parameters
    ) throws {
        let shares: [[Double]] = frames.map { (x: [Double]) -> [Double] in
            let densities: [Double] = (0..<4).map { (k: Int) -> Double in
                var density = mixture.weights[k]
                for d in 0..<3 {
                    let (mean, variance) = (mixture.means[k, d], mixture.variances[k, d])
                    let z = (x[d] - mean) / variance.squareRoot()
                    density *= .exp(-z * z / 2) / (2 * Double.pi * variance).squareRoot()
                }
                return density
            }
            let total = densities.reduce(0, +)
            return densities.map { $0 / total }
        }
        var count = [Double](repeating: 0, count: 4)
        for share in shares { for k in 0..<4 { count[k] += share[k] } }
        let alpha: [Double] = count.map { $0 / ($0 + 30) }
        var weights = mixture.weights
        if parameters.contains(.weights) {
            for k in 0..<4 {
                let share = count[k] / Double(frames.count)
                weights[k] = alpha[k] * share + (1 - alpha[k]) * mixture.weights[k]
            }
            let sum = weights.reduce(0, +)
            weights = weights.map { $0 / sum }
        }
        for k in 0..<4 {
            // Frames are Float, and components are left out of frames below 1e-7: 10⁻⁵ of the
            // weights, ten times as much of means of some units, and of variances a hundred times,
            // as they are differences of squares.
            #expect(abs(adapted.weights[k] - weights[k]) < 1e-5)
            for d in 0..<3 {
                let (mean, variance) = (mixture.means[k, d], mixture.variances[k, d])
                var (first, second) = (0.0, 0.0)
                for (share, x) in zip(shares, frames) {
                    first += share[k] * x[d] / count[k]
                    second += share[k] * x[d] * x[d] / count[k]
                }
                let expectedMean = alpha[k] * first + (1 - alpha[k]) * mean
                #expect(abs(adapted.means[k, d] - expectedMean) < 1e-4)
                var expectedVariance = variance
                if parameters.contains(.variances) {
                    let prior = variance + mean * mean
                    expectedVariance = alpha[k] * second + (1 - alpha[k]) * prior
                    expectedVariance -= expectedMean * expectedMean
                }
                #expect(abs(adapted.variances[k, d] - expectedVariance) < 1e-3)
            }
        }
    }

    /// With responsibilities held still, sums about the adapted means are what a second look at the
    /// frames would give: here one component, which takes every frame wholly.
    @Test func theCohortIsRecentred() throws {
        func mixture(_ mean: Double) throws -> GaussianMixture {
            try GaussianMixture(
                weights: [1], means: Matrix(rows: 1, columns: 3, repeating: mean),
                variances: Matrix(rows: 1, columns: 3, repeating: 1))
        }
        let voice = RandomMixture.frames(
            of: try mixture(3), count: 80, shift: 0, speaker: 1, seed: 1)
        let small = try SmallBackground.model()
        let mixtures = [try mixture(2), try mixture(-1)]
        let model = try BackgroundModel(
            mixtures: mixtures, configuration: small.configuration,
            featureMoments: small.featureMoments, scoring: small.scoring,
            cohort: [
                VoiceStatistics(
                    streams: try mixtures.map { try Expectation($0).statistics(of: voice) })
            ], description: [:])
        let others = try mixtures.map { mixture in
            try Expectation(mixture).statistics(
                of: RandomMixture.frames(
                    of: mixture, count: 60, shift: 1, speaker: 2, seed: 2))
        }
        let adapted = try BackgroundAdapter(model).adapted(
            to: VoiceStatistics(streams: others), by: MaximumAPosteriori(relevanceFactor: 4),
            description: [:])
        for (stream, mixture) in adapted.mixtures.enumerated() {
            #expect(mixture.means != mixtures[stream].means)
            let expected = try Expectation(mixture).statistics(of: voice)
            let got = try adapted.cohort[0].streams[stream]
            #expect(got.zeroth == expected.zeroth)
            // A block's 80 frames of some units each are summed in Float.
            for d in 0..<3 { #expect(abs(got.first[0, d] - expected.first[0, d]) < 1e-4) }
        }
    }

    /// All but mixtures, cohort and description stays, and the model is another one.
    @Test func theAdaptedModelIsAModelOfItsOwn() throws {
        let model = try model()
        let adapter = try BackgroundAdapter(model)
        let sum = try adapter.statistics(of: heard(model, seed: 20))
        let adapted = try adapter.adapted(
            to: sum, by: MaximumAPosteriori(relevanceFactor: 30),
            description: model.description)
        #expect(adapted.identity != model.identity)
        #expect(adapted.configuration == model.configuration)
        #expect(adapted.featureMoments == model.featureMoments)
        #expect(adapted.scoring == model.scoring)
        #expect(!adapted.isCalibrated)
        #expect(adapted.description == model.description)
        #expect(adapted.mixtures.map(\.weights) == model.mixtures.map(\.weights))
        #expect(adapted.mixtures.map(\.variances) == model.mixtures.map(\.variances))
        let again = try BackgroundModel(bytes: adapted.file.encoded(), path: "m")
        #expect(again.identity == adapted.identity)
        #expect(again.cohortCount == 2)
    }

    /// The larger the relevance factor, the nearer the original.
    @Test func theRelevanceFactorHoldsTheModelBack() throws {
        let model = try model()
        let adapter = try BackgroundAdapter(model)
        let sum = try adapter.statistics(of: heard(model, seed: 20))
        let distances = try [1, 100, 1e9].map { factor in
            let adapted = try adapter.adapted(
                to: sum, by: MaximumAPosteriori(relevanceFactor: factor), description: [:])
            return zip(adapted.mixtures[0].means.elements, model.mixtures[0].means.elements)
                .reduce(0) { max($0, abs($1.0 - $1.1)) }
        }
        #expect(distances[0] > distances[1] && distances[1] > distances[2])
        // Some hundred frames are 10⁻⁷ of 10⁹, and means move by such a part of some units.
        #expect(distances[2] < 1e-5)
    }

    @Test func fewerFramesThanComponentsAreRefused() throws {
        let model = try model()
        let adapter = try BackgroundAdapter(model)
        let three = HeardClip(clip: try features(frames(model, count: 3, seed: 1)))
        #expect(throws: IdentificationError.tooFewFramesToAdapt(got: 3, components: 4)) {
            try adapter.adapted(
                to: adapter.statistics(of: three), by: MaximumAPosteriori(relevanceFactor: 4),
                description: [:])
        }
        let none = HeardClip(
            clip: try features(Matrix(rows: 0, columns: 3, elements: [])))
        #expect(try adapter.statistics(of: none).frameCount == 0)
    }

    @Test func statisticsOfOtherStreamsAreRefused() throws {
        let model = try model()
        let adapter = try BackgroundAdapter(model)
        let one = VoiceStatistics(streams: [
            try adapter.statistics(of: heard(model, seed: 1)).streams[0]
        ])
        #expect(throws: IdentificationError.wrongStreamCount(expected: 2, got: 1)) {
            try adapter.adapted(
                to: one, by: MaximumAPosteriori(relevanceFactor: 4), description: [:])
        }
    }
}
