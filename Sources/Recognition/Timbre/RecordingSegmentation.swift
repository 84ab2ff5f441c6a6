internal import NumericCore
public import SpeakerIdentification
internal import SpeechFeatures

/// How a long recording is told apart.
public struct SegmentationOptions: Sendable {
    /// How much speech is asked for its speaker at a time, in seconds.
    public var windowSeconds = 2.0
    /// How often it is asked, in seconds.
    public var stepSeconds = 0.5
    /// Shorter pauses than this are within a turn, in seconds.
    public var pauseSeconds = 0.5
    /// What a change of speaker costs, in nats; more of it gives fewer and longer turns.
    public var changeCost = 1.0
    /// How speech is matched against the enrolled speakers.
    public var matching = MatchingOptions()

    /// Two seconds every half second, over speech.
    public init() {}
}

/// Who speaks when in a recording.
///
/// Speech is cut into stretches by its pauses, and these into steps k of d_k seconds. Each is
/// asked for its speaker with the w_k seconds around it, moved inside the stretch: λ_k(i) is the
/// evidence for speaker i, as ``Recognizer/identify(_:_:)`` gives it for these seconds as a clip.
/// Whoever speaks is s_k, one of the enrolled or *unknown*, whose evidence is the threshold; the
/// answer is the sequence that maximises
///
///     Σ_k d_k/w_k λ_k(s_k) − c · #{ k : s_k ≠ s_k−1 }
///
/// (``SmoothedPath``). The windows of neighbouring steps overlap, and d_k/w_k lets each second of
/// speech count once. Silence is no state: it is found beforehand, and says nothing of who speaks
/// after it.
public struct RecordingSegmentation: Sendable {
    /// What the recording is called.
    public let name: String
    /// What was done to it on the way in.
    public let notes: [ClipNote]
    /// Its length in seconds.
    public let durationSeconds: Double
    /// Who speaks when, in order.
    public let turns: [Turn]

    /// A time in which one person speaks.
    public struct Turn: Sendable, Equatable {
        /// From when to when, in seconds of the recording.
        public var seconds: Range<Double>
        /// Who it is, if anybody who is enrolled.
        public let speaker: Decision
        /// The mean evidence for the speaker over the turn's windows, or for whom it speaks most
        /// where the speaker is unknown; in nats, nil where no window could be answered.
        public var score: Double?
    }
}

extension Recognizer {
    /// Tells the speakers of a long recording apart, in memory that hardly depends on its length:
    /// eight bytes for each enrolled speaker and step, and what half a minute takes.
    ///
    /// - Parameters:
    ///   - clip: the recording.
    ///   - options: how.
    ///   - onProgress: called with the share of the recording that has been heard, where its length
    ///     is known.
    /// - Returns: its turns.
    /// - Throws: `AudioInputError` when the recording cannot be read, or `GalleryError`.
    public func segments(
        of clip: Clip, _ options: SegmentationOptions = SegmentationOptions(),
        onProgress: (Double) throws -> Void = { _ in }
    ) throws -> RecordingSegmentation {
        try withSoundModels {
            try segments(of: clip, ranking(options.matching), options, onProgress)
        }
    }

    private func segments(
        of clip: Clip, _ ranking: SpeakerRanking, _ options: SegmentationOptions,
        _ onProgress: (Double) throws -> Void
    ) throws -> RecordingSegmentation {
        let audio = try analyzer.open(clip)
        var timeline = SpeakerTimeline(ranking, options)
        var stretches = SpeechStretches(
            sampleRate: analyzer.sampleRate, pauseSeconds: options.pauseSeconds,
            longestSeconds: max(30, 2 * options.windowSeconds), lookaheadSeconds: 3)
        let length = stretches.blockLength
        var waiting: [Float] = []
        while let block = try audio.nextBlock() {
            waiting += block
            let blocks = waiting.count / length
            for block in 0..<blocks {
                let samples = waiting[block * length..<(block + 1) * length]
                if let stretch = stretches.hear(samples) { try timeline.add(stretch) }
            }
            waiting.removeFirst(blocks * length)
            if let frames = audio.description.frames, frames > 0 {
                try onProgress(Double(audio.measures.sampleCount) / Double(frames))
            }
        }
        for stretch in stretches.finish(waiting[...]) { try timeline.add(stretch) }
        return RecordingSegmentation(
            name: clip.name, notes: audio.notes, durationSeconds: audio.measures.seconds,
            turns: timeline.turns())
    }
}
