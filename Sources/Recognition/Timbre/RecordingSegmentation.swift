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

/// Who speaks when in a recording (`SpeakerTimeline`). Speech is cut into stretches by its pauses, and
/// these into steps, each of which is asked for its speaker with the window around it, moved inside
/// the stretch. Silence is found beforehand, and says nothing of who speaks after it.
public struct RecordingSegmentation: Sendable {
    /// What the recording is called.
    public let name: String
    /// What was done to it on the way in.
    public let notes: [ClipNote]
    /// Its length in seconds.
    public let durationSeconds: Double
    /// Who speaks when, in order.
    public let turns: [SpeakerTimeline.Turn]
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
            try segments(of: clip, identifier(options.matching.scorer), options, onProgress)
        }
    }

    private func segments(
        of clip: Clip, _ identifier: Identifier, _ options: SegmentationOptions,
        _ onProgress: (Double) throws -> Void
    ) throws -> RecordingSegmentation {
        let audio = try analyzer.open(clip)
        var timeline = SpeakerTimeline(
            speakers: identifier.speakers.map(\.speaker),
            threshold: identifier.threshold(options.matching), changeCost: options.changeCost)
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
                if let stretch = stretches.hear(samples) {
                    timeline.add(try steps(of: stretch, identifier, options))
                }
            }
            waiting.removeFirst(blocks * length)
            if let frames = audio.description.frames, frames > 0 {
                try onProgress(Double(audio.measures.sampleCount) / Double(frames))
            }
        }
        for stretch in stretches.finish(waiting[...]) {
            timeline.add(try steps(of: stretch, identifier, options))
        }
        return RecordingSegmentation(
            name: clip.name, notes: audio.notes, durationSeconds: audio.measures.seconds,
            turns: timeline.turns())
    }

    /// Asks who speaks in a stretch, step by step.
    private func steps(
        of stretch: SpeechStretch, _ identifier: Identifier, _ options: SegmentationOptions
    ) throws -> [SpeakerTimeline.Step] {
        let rate = Double(analyzer.sampleRate)
        let count = stretch.samples.count
        let ranges = shardRanges(
            count: count, shards: Int((Double(count) / (options.stepSeconds * rate)).rounded()))
        let window = min(count, Int(options.windowSeconds * rate))
        return try orderedMap(count: ranges.count) { index in
            let range = ranges[index]
            let centred = range.lowerBound + (range.count - window) / 2
            let start = max(0, min(centred, count - window))
            let clip = try analyzer.analyze(
                samples: Array(stretch.samples[start..<start + window]), name: "-")
            let from = stretch.start + range.lowerBound
            return SpeakerTimeline.Step(
                seconds: Double(from) / rate..<Double(from + range.count) / rate,
                share: Double(range.count) / Double(window),
                evidence: clip.report.quality == .ok
                    ? try identifier.evidenceForEverybody(in: clip.streams, clip.measures) : [])
        }
    }
}
