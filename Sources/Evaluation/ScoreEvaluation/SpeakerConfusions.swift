/// Who was taken for whom among enrolled speakers.
///
/// A clip's answer is the speaker whose model scores highest, of several the first by name. Where
/// the clip's own speaker comes first of a tie, that is no confusion, though it is no hit either
/// (``IdentificationOutcome/rank``).
public struct SpeakerConfusions: Equatable, Sendable {
    /// An enrolled speaker.
    public struct Speaker: Equatable, Sendable {
        /// The name.
        public let name: String
        /// How many clips there are of the speaker.
        public let clips: Int
    }

    /// The enrolled speakers, by name.
    public let speakers: [Speaker]
    /// The confusions, the most frequent first.
    public let pairs: [SpeakerConfusion]

    /// The confusions of some outcomes.
    public init(_ outcomes: [IdentificationOutcome]) {
        var clips: [String: Int] = [:]
        var counts: [Pair: Int] = [:]
        for outcome in outcomes {
            for candidate in outcome.candidates { clips[candidate.speaker, default: 0] += 0 }
            guard case .enrolled(let name) = outcome.speaker else { continue }
            clips[name, default: 0] += 1
            counts[Pair(speaker: name, takenFor: outcome.candidates[0].speaker), default: 0] += 1
        }
        self.init(clips: clips, counts: counts)
    }

    init(_ cross: IdentificationCross, speakers: SpeakerComponents) {
        var clips: [String: Int] = [:]
        var counts: [Pair: Int] = [:]
        for name in speakers.names[..<speakers.enrolled] { clips[name] = 0 }
        for clip in cross.clips where clip.rank > 0 {
            let name = speakers.names[Int(clip.speaker)]
            let answer = speakers.names[Int(speakers.models[Int(clip.winner)])]
            clips[name, default: 0] += 1
            counts[Pair(speaker: name, takenFor: answer), default: 0] += 1
        }
        self.init(clips: clips, counts: counts)
    }

    private init(clips: [String: Int], counts: [Pair: Int]) {
        speakers = clips.sorted { $0.key < $1.key }.map { Speaker(name: $0.key, clips: $0.value) }
        pairs = counts.filter { $0.key.speaker != $0.key.takenFor }.map { pair, count in
            SpeakerConfusion(speaker: pair.speaker, takenFor: pair.takenFor, count: count)
        }.sorted { a, b in
            a.count != b.count
                ? a.count > b.count : (a.speaker, a.takenFor) < (b.speaker, b.takenFor)
        }
    }

    private struct Pair: Hashable {
        let speaker: String
        let takenFor: String
    }
}
