import NumericCore
import SpeakerIdentification
import TestSupport
import Testing

/// The two-stage search against scores of everybody.
@Suite struct SpeakerSearchTests {
    private static let speakers = Result { try SyntheticSpeakers(count: 60) }
    private let speakers: SyntheticSpeakers
    private let names: [String]

    init() throws {
        speakers = try Self.speakers.get()
        names = speakers.models.map(\.speaker)
    }

    private func clip(of speaker: Int) throws -> CompactClip {
        try CompactClip(
            speakers.clip(of: speaker, frames: 200), speakers.background, topComponents: 10)
    }

    @Test func theWinnerOfAllIsTheWinnerOfTheBest() throws {
        let search = SpeakerSearch(among: names, bestCount: 5, referenceCount: 8)
        let scorer = ClipScorer(speakers.background, topComponents: nil)
        for speaker in stride(from: 0, to: 60, by: 6) {
            let selection = try search.selection(for: clip(of: speaker), among: speakers.models)
            let scores = try scorer.scores(
                of: speakers.clip(of: speaker, frames: 200), against: speakers.models)
            let winner = try #require(scores.indices.max { scores[$0] < scores[$1] })
            #expect(selection.speakers.contains(winner))
            #expect((8...13).contains(selection.speakers.count))
            // A sum of some quotients, rounded.
            #expect(abs(selection.weights.reduce(0, +) - 60) < 1e-12)
        }
    }

    @Test func referencesAreTheSameForEveryClipAndNumberOfThreads() throws {
        let search = SpeakerSearch(among: names, bestCount: 5, referenceCount: 8)
        let references = try [3, 4].map { speaker in
            let selection = try search.selection(for: clip(of: speaker), among: speakers.models)
            return Set(
                zip(selection.speakers, selection.weights).filter { $0.1 > 1 }.map(\.0))
        }
        // But for those who are among the best of either clip.
        #expect(references[0].intersection(references[1]).count >= 3)
        let one = try Threads.with(1) {
            try search.selection(for: clip(of: 1), among: speakers.models)
        }
        let two = try Threads.with(2) {
            try search.selection(for: clip(of: 1), among: speakers.models)
        }
        #expect(one.speakers == two.speakers)
        #expect(one.weights == two.weights)
    }

    @Test func aClaimIsScoredInAnyCase() throws {
        let search = SpeakerSearch(among: names, bestCount: 2, referenceCount: 2)
        for claim in stride(from: 0, to: 60, by: 7) {
            let selection = try search.selection(
                for: clip(of: 1), among: speakers.models, claim: claim)
            #expect(selection.speakers.contains(claim))
        }
    }

    /// The formula of the clip's comment in Double, of which the compact score is a rounded copy.
    @Test(arguments: [false, true])
    func compactScoresAreNearThePlainSum(adaptsVariances: Bool) throws {
        let speakers = try SyntheticSpeakers(
            count: 20, parameters: adaptsVariances ? [.means, .variances] : .means)
        let frames = speakers.clip(of: 1, frames: 300)
        let statistics = try speakers.background.statistics(of: frames)
        let clip = try CompactClip(frames, speakers.background, topComponents: nil)
        let plain = speakers.mixtures.map { mixtures in
            mixtures.enumerated().reduce(0.0) { sum, entry in
                let (stream, mixture) = entry
                let (background, sums) = (
                    speakers.backgroundMixtures[stream], statistics.streams[stream]
                )
                return (0..<32).reduce(sum) { sum, k in
                    (0..<12).reduce(sum) { sum, d in
                        let deviation = background.variances[k, d].squareRoot()
                        let u = (mixture.means[k, d] - background.means[k, d]) / deviation
                        return sum + SyntheticSpeakers.weights[stream] / 300
                            * (u * sums.first[k, d] / deviation - sums.zeroth[k] * u * u / 2)
                    }
                }
            }
        }
        let order = try (1...20).map { count in
            Set(
                try SpeakerSearch(among: [], bestCount: count, referenceCount: 0).selection(
                    for: clip, among: speakers.models
                ).speakers)
        }
        let best = plain.indices.sorted { plain[$0] > plain[$1] }
        // Nobody's place differs by much.
        for (place, speaker) in best.enumerated() {
            #expect(order[min(19, place + 3)].contains(speaker))
        }
    }

    /// Where everybody is among the best, σ is that of everybody, but for the order of sums; where
    /// few are, it comes near: of some 22 references the deviation is known to 1/√44, twice which
    /// is allowed.
    @Test func theSpreadIsThatOfAll() throws {
        let scorer = ClipScorer(speakers.background, topComponents: nil)
        let normalizer = ScoreNormalizer(.tNearest(3))
        for speaker in 0..<5 {
            let frames = speakers.clip(of: speaker, frames: 200)
            let scores = try scorer.scores(of: frames, against: speakers.models)
            let whole = normalizer.normalized(scores, cohort: [])
            for (best, tolerance) in [(60, 1e-12), (15, 0.3)] {
                let selection = try SpeakerSearch(
                    among: names, bestCount: best, referenceCount: 30
                ).selection(for: clip(of: speaker), among: speakers.models)
                let found = normalizer.normalized(
                    selection.speakers.map { scores[$0] }, cohort: [], selection: selection)
                let place = try #require(selection.speakers.firstIndex(of: speaker))
                #expect(abs(found[place] / whole[speaker] - 1) < tolerance)
            }
        }
    }
}
