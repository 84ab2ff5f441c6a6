internal import FileStorage
internal import GaussianMixtures
internal import NumericCore
internal import SpeechFeatures

/// The voices that a background model was trained on, to be enrolled and looked for like others.
///
/// Of each the first half of the first clip enrols it, with that clip's noisy copies. What it is
/// tried on are second halves: of that clip, and of the speaker's further ones, which may be of
/// other sessions.
struct TrainingVoices {
    /// More voices than this sharpen nothing and take longer.
    static let maximumCount = 96
    /// Clips of one voice that it is tried on.
    static let maximumClips = 3
    /// Clips with fewer frames than this have no halves worth using.
    static let minimumFrames = 300
    /// Voices of a model's cohort.
    static let cohortSize = 16

    /// A voice and its clips, the one that enrols it first.
    struct Voice {
        let speaker: String
        let clips: [BackgroundTrainer.Clip]
    }

    let voices: [Voice]
    let frontEnd: FrontEnd
    let background: ScoringBackground
    let noisyCopyWeight: Double
    private let frames: FrameStore

    /// The voices of a trainer's clips.
    ///
    /// - Parameters:
    ///   - clips: in the trainer's order.
    ///   - frames: theirs, not normalised.
    ///   - frontEnd: knows the moments of all frames.
    ///   - background: what the clips have trained.
    ///   - noisyCopyWeight: what a frame of a noisy copy counts for.
    init(
        _ clips: [BackgroundTrainer.Clip], frames: FrameStore, frontEnd: FrontEnd,
        background: ScoringBackground, noisyCopyWeight: Double
    ) {
        var order: [String] = []
        var bySpeaker: [String: [BackgroundTrainer.Clip]] = [:]
        for clip in clips where clip.frames.count >= Self.minimumFrames {
            if bySpeaker[clip.speaker] == nil { order.append(clip.speaker) }
            bySpeaker[clip.speaker, default: []].append(clip)
        }
        voices = Self.spread(order, Self.maximumCount).map { speaker in
            Voice(
                speaker: speaker,
                clips: Array(bySpeaker[speaker, default: []].prefix(Self.maximumClips)))
        }
        self.frames = frames
        self.frontEnd = frontEnd
        self.background = background
        self.noisyCopyWeight = noisyCopyWeight
    }

    /// `count` of some things, evenly spread over them; all where there are no more.
    static func spread<T>(_ all: [T], _ count: Int) -> [T] {
        shardRanges(count: all.count, shards: count).map { all[$0.lowerBound] }
    }

    /// The models of the voices' first halves.
    func models() throws -> [SpeakerModel] {
        try orderedMap(count: voices.count) { index in
            let statistics = try statistics(of: voices[index].clips[0]) { range in
                range.lowerBound..<range.lowerBound + range.count / 2
            }
            return try SpeakerModel(
                speaker: voices[index].speaker, statistics: statistics, background: background)
        }
    }

    /// Whole clips of some voices, as enrolling keeps them.
    func cohort() throws -> [VoiceStatistics] {
        let chosen = Self.spread(voices, Self.cohortSize)
        return try orderedMap(count: chosen.count) { index in
            try statistics(of: chosen[index].clips[0]) { $0 }
        }
    }

    /// Frames of all streams.
    func normalized(_ range: Range<Int>) throws -> [FrameStore] {
        try frontEnd.normalize(frames.copy(range))
    }

    private func statistics(
        of clip: BackgroundTrainer.Clip, _ part: (Range<Int>) -> Range<Int>
    ) throws -> VoiceStatistics {
        var sum = try background.statistics(of: normalized(part(clip.frames)))
        for copy in clip.noisy where part(copy).count > 0 {
            sum.add(
                try background.statistics(of: normalized(part(copy))), weight: noisyCopyWeight)
        }
        return sum
    }
}
