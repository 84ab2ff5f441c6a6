import GaussianMixtures
import NumericCore
import RealModule
import SpeakerIdentification
import TestSupport
import Testing

@Suite struct ClipScorerTests {
    static let adaptations: [MaximumAPosteriori.Parameters] = [
        .means, .weights, .variances, [.means, .weights], [.means, .weights, .variances],
    ]

    /// The streams' mean log-likelihood ratios by their weights, frame by frame in Double.
    private func plainScore(
        _ streams: [Matrix<Float>], _ speaker: [GaussianMixture], _ background: [GaussianMixture]
    ) -> Double {
        streams.indices.reduce(0) { sum, index in
            let frames = streams[index]
            let ratios = (0..<frames.rows).map { n in
                let point = frames.row(n).map(Double.init)
                return speaker[index].logDensity(of: point)
                    - background[index].logDensity(of: point)
            }
            return sum + SyntheticSpeakers.weights[index] * ratios.reduce(0, +)
                / Double(ratios.count)
        }
    }

    // Float log-densities of some tens of nats carry 10⁻⁵ nats of rounding a frame, of either
    // sign; their mean over hundreds of frames less.
    static let tolerance = 1e-5

    @Test(arguments: adaptations)
    func exactScoresAgreeWithThePlainSum(parameters: MaximumAPosteriori.Parameters) throws {
        let speakers = try SyntheticSpeakers(count: 3, parameters: parameters)
        // More than two blocks of frames.
        let clip = speakers.clip(of: 1, frames: 600)
        let scores = try ClipScorer(speakers.background, topComponents: nil)
            .scores(of: clip, against: speakers.models)
        for (score, mixtures) in zip(scores, speakers.mixtures) {
            let plain = plainScore(clip, mixtures, speakers.backgroundMixtures)
            #expect(abs(score - plain) < Self.tolerance)
        }
    }

    /// A scorer of several streams gives the weighted sum of what scorers of each alone would.
    @Test(arguments: [nil, 3] as [Int?])
    func scoresAreTheWeightedSumOverTheStreams(count: Int?) throws {
        let mixtures = try [1, 2, 3].map {
            try RandomMixture.make(components: 8, dimension: 4, seed: $0)
        }
        let adaptation = try MaximumAPosteriori(relevanceFactor: 4)
        func frames(_ stream: Int, seed: UInt64) -> Matrix<Float> {
            RandomMixture.frames(
                of: mixtures[stream], count: 300, shift: 0.5, speaker: 9, seed: seed)
        }
        func score(_ streams: [Int], _ weights: [Double]) throws -> (clip: Double, linear: Double) {
            let background = ScoringBackground(
                streams.map { mixtures[$0] }, weights: weights, adaptation: adaptation)
            let speaker = try SpeakerModel(
                speaker: "9",
                statistics: background.statistics(of: streams.map { frames($0, seed: 1) }),
                background: background)
            let clip = streams.map { frames($0, seed: 2) }
            return (
                try ClipScorer(background, topComponents: count)
                    .scores(of: clip, against: [speaker])[0],
                try LinearScorer(background)
                    .scores(of: background.statistics(of: clip), against: [speaker])[0]
            )
        }
        let weights = [0.5, 0.125, 0.375]
        let together = try score([0, 1, 2], weights)
        let alone = try (0..<3).map { try score([$0], [1]) }
        func sum(_ scores: [Double]) -> Double {
            zip(weights, scores).reduce(0) { $0 + $1.0 * $1.1 }
        }
        // Double sums of a few figures about 1, in another order.
        #expect(abs(together.clip - sum(alone.map(\.clip))) < 1e-12)
        #expect(abs(together.linear - sum(alone.map(\.linear))) < 1e-12)
        #expect(abs(alone[0].clip - alone[1].clip) > 1e-3)
    }

    @Test(arguments: BobFigures.relevanceFactors.indices)
    func scoresAgreeWithBob(row: Int) throws {
        let background = try BobFigures.background(
            relevanceFactor: BobFigures.relevanceFactors[row])
        let speaker = try BobFigures.speaker(background)
        let expected = try BobFigures.matrix("llr_full_mean_bob").row(row)
        let scorer = ClipScorer(background, topComponents: nil)
        for (clip, figure) in zip(try BobFigures.clips(), expected) {
            let score = try scorer.scores(of: [clip], against: [speaker])[0]
            #expect(abs(score - figure) < Self.tolerance)
        }
    }

    @Test func allComponentsAreTheExactScoreBitForBit() throws {
        let speakers = try SyntheticSpeakers(count: 2)
        let clip = speakers.clip(of: 0, frames: 300)
        let exact = try ClipScorer(speakers.background, topComponents: nil)
            .scores(of: clip, against: speakers.models)
        for count in [32, 33, 1000] {
            let scores = try ClipScorer(speakers.background, topComponents: count)
                .scores(of: clip, against: speakers.models)
            #expect(scores == exact)
        }
    }

    /// With ε the mean, over frames and by weight over streams, of log Σ over all components − log Σ over the background's best C, which
    /// is never negative, s = s_C + ε(speaker) − ε(background). Hence
    ///
    ///     −ε(background) ≤ s − s_C ≤ ε(speaker),   ε(background) ≤ log K/C
    ///
    /// the last because no component left out is above one that is kept.
    @Test(arguments: [1, 3, 10], adaptations)
    func truncationIsBounded(count: Int, parameters: MaximumAPosteriori.Parameters) throws {
        let speakers = try SyntheticSpeakers(count: 2, parameters: parameters)
        let clip = speakers.clip(of: 0, frames: 100)
        let exact = try ClipScorer(speakers.background, topComponents: nil)
            .scores(of: clip, against: speakers.models)
        let truncated = try ClipScorer(speakers.background, topComponents: count)
            .scores(of: clip, against: speakers.models)
        for (index, mixtures) in speakers.mixtures.enumerated() {
            var (ofSpeaker, ofBackground) = (0.0, 0.0)
            for (stream, background) in speakers.backgroundMixtures.enumerated() {
                for n in 0..<100 {
                    let point = clip[stream].row(n).map(Double.init)
                    let densities = background.componentLogDensities(of: point)
                    let best = densities.indices.sorted { densities[$0] > densities[$1] }
                        .prefix(count)
                    let speakers = mixtures[stream].componentLogDensities(of: point)
                    let weight = SyntheticSpeakers.weights[stream] / 100
                    ofSpeaker +=
                        weight * (logSumExp(speakers) - logSumExp(best.map { speakers[$0] }))
                    ofBackground +=
                        weight * (logSumExp(densities) - logSumExp(best.map { densities[$0] }))
                }
            }
            #expect(ofBackground <= .log(32 / Double(count)))
            let difference = exact[index] - truncated[index]
            #expect(difference >= -ofBackground - Self.tolerance)
            #expect(difference <= ofSpeaker + Self.tolerance)
            #expect(abs(difference - (ofSpeaker - ofBackground)) < 2 * Self.tolerance)
        }
    }

    /// A speaker so far from some frames that the ratio of likelihoods is beyond Float.
    @Test func extremeRatiosAgreeWithThePlainSum() throws {
        let background = try RandomMixture.make(components: 4, dimension: 3, seed: 1)
        let scoring = ScoringBackground(
            [background], weights: [1], adaptation: try MaximumAPosteriori(relevanceFactor: 1))
        var statistics = SufficientStatistics(componentCount: 4, dimension: 3)
        statistics = try SufficientStatistics(
            zeroth: [50, 50, 50, 50],
            first: Matrix(rows: 4, columns: 3, repeating: 1200), second: statistics.second,
            logLikelihood: -1000, frameCount: 200)
        let speaker = try SpeakerModel(
            speaker: "far", statistics: VoiceStatistics(streams: [statistics]), background: scoring)
        let mixture = try scoring.adaptation.adapt(background, to: statistics)
        let clip = RandomMixture.frames(of: background, count: 50, shift: 0, speaker: 1, seed: 4)
        let score = try ClipScorer(scoring, topComponents: nil)
            .scores(of: [clip], against: [speaker])[0]
        let plain = (0..<50).reduce(0) { sum, n in
            let point = clip.row(n).map(Double.init)
            return sum + (mixture.logDensity(of: point) - background.logDensity(of: point)) / 50
        }
        #expect(plain < -100)
        // Float rounds some tens of terms by 6e-8 of the largest.
        #expect(abs(score - plain) < 1e-5 * abs(plain))
    }

    /// A speaker's score is the same bits in a gallery of any size and at any place in it, on any
    /// number of threads.
    @Test(
        arguments: [(nil, .means), (10, .means), (10, [.means, .variances])]
            as [(Int?, MaximumAPosteriori.Parameters)])
    func aScoreDependsOnNobodyElse(topComponents: Int?, parameters: MaximumAPosteriori.Parameters)
        throws
    {
        let speakers = try SyntheticSpeakers(count: 7, parameters: parameters)
        let scorer = ClipScorer(speakers.background, topComponents: topComponents)
        for number in 0..<100 {
            // From less than a block of frames to more than one.
            let clip = speakers.clip(of: number % 7, frames: number % 10 == 0 ? 300 : 1 + number)
            let own = speakers.models[number % 7]
            let alone = try scorer.scores(of: clip, against: [own])[0]
            for size in [2, 3, 5, 8, 13, 61, 228] where number % 10 == 0 || size <= 13 {
                var gallery = (0..<size).map { speakers.models[$0 % 7] }
                let place = 31 * number % size
                gallery[place] = own
                let scores = try Threads.with(1 + size % 3) {
                    try scorer.scores(of: clip, against: gallery)
                }
                #expect(scores[place] == alone)
            }
        }
    }

    @Test func tenComponentsRankLikeAll() throws {
        let speakers = try SyntheticSpeakers(count: 6)
        let exact = ClipScorer(speakers.background, topComponents: nil)
        let fast = ClipScorer(speakers.background, topComponents: 10)
        for speaker in 0..<6 {
            let clip = speakers.clip(of: speaker, frames: 100)
            let all = try exact.scores(of: clip, against: speakers.models)
            let ten = try fast.scores(of: clip, against: speakers.models)
            func ranking(_ scores: [Double]) -> [Int] {
                scores.indices.sorted { scores[$0] > scores[$1] }
            }
            #expect(ranking(all) == ranking(ten))
            #expect(ranking(all)[0] == speaker)
        }
    }

    @Test func whatCannotBeScoredIsRefused() throws {
        let speakers = try SyntheticSpeakers(count: 1)
        for count in [nil, 3] as [Int?] {
            let scorer = ClipScorer(speakers.background, topComponents: count)
            // Whichever stream it is in.
            for stream in 0..<2 {
                var clip = speakers.clip(of: 0, frames: 400)
                func refuses(_ replacement: Matrix<Float>, _ error: MixtureError) {
                    clip[stream] = replacement
                    #expect(throws: IdentificationError.model(error)) {
                        try scorer.scores(of: clip, against: speakers.models)
                    }
                }
                for value in [Float.nan, .infinity] {
                    var frames = speakers.clip(of: 0, frames: 400)[stream]
                    frames[300, 5] = value
                    refuses(frames, .nonFiniteData(frame: 300))
                }
                refuses(
                    Matrix(rows: 1, columns: 2, repeating: 0),
                    .dimensionMismatch(expected: 12, got: 2))
                refuses(
                    Matrix(rows: 0, columns: 12, repeating: 0),
                    .tooFewFrames(got: 0, components: 1))
            }
            let clip = speakers.clip(of: 0, frames: 4)
            for frames in [[], [clip[0]], clip + [clip[0]]] {
                let error = IdentificationError.wrongStreamCount(expected: 2, got: frames.count)
                #expect(throws: error) { try scorer.scores(of: frames, against: speakers.models) }
            }
        }
    }
}
