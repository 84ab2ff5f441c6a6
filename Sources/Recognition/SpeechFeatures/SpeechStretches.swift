/// A stretch of a recording in which somebody speaks without a pause.
public struct SpeechStretch: Sendable {
    /// Why a stretch ended.
    public enum Ending: String, Sendable {
        /// Nothing more was said for some time.
        case pause
        /// It became as long as stretches may be.
        case limit
        /// The recording ended.
        case end
    }

    /// Its first sample, counted from the recording's start.
    public let start: Int
    /// Its samples, mono at unit scale.
    public let samples: [Float]
    /// Why it ended; nil while it goes on.
    public let ending: Ending?
}

/// Cuts a recording into stretches of speech while it goes on, in memory that the longest stretch
/// bounds.
///
/// A stretch begins a fifth of a second before speech (``RunningSpeechActivity``) and ends a fifth
/// after it, or where the next begins.
///
/// ```swift
/// var stretches = SpeechStretches(sampleRate: 16_000, pauseSeconds: 1, longestSeconds: 30)
/// if let stretch = stretches.hear(samples[..<stretches.blockLength]) { answer(stretch) }
/// ```
public struct SpeechStretches: Sendable {
    /// Blocks that are kept before and after speech.
    private static let margin = 2
    /// The shortest pause, in seconds; margins have to fit into it.
    public static let leastPauseSeconds = 0.3

    /// Samples that are heard at a time, a tenth of a second.
    public var blockLength: Int { activity.blockLength }
    private var activity: RunningSpeechActivity
    private let pause: Int
    private let longest: Int
    /// The samples from ``keptFrom`` on, in blocks.
    private var kept: [Float] = []
    private var keptFrom = 0
    /// How many blocks are judged.
    private var judged = 0
    /// The stretch that goes on: its first block, and the last one that is speech.
    private var open: (start: Int, lastSpeech: Int)?
    /// Where the last stretch ended.
    private var lastEnd = 0

    /// Cuts a recording.
    ///
    /// - Parameters:
    ///   - sampleRate: in Hz.
    ///   - pauseSeconds: silence that ends a stretch, at least ``leastPauseSeconds``.
    ///   - longestSeconds: where a stretch ends without a pause, at least a second.
    ///   - lookaheadSeconds: how long it waits for what follows before it says what is speech.
    public init(
        sampleRate: Int, pauseSeconds: Double, longestSeconds: Double,
        lookaheadSeconds: Double = 0.3
    ) {
        func blocks(_ seconds: Double, atLeast least: Double) -> Int {
            Int((10 * min(max(seconds, least), 86_400)).rounded())
        }
        activity = RunningSpeechActivity(
            sampleRate: sampleRate, lookahead: blocks(lookaheadSeconds, atLeast: 0))
        pause = blocks(pauseSeconds, atLeast: Self.leastPauseSeconds)
        longest = blocks(longestSeconds, atLeast: 1)
    }

    /// The stretch that goes on, with all that has been heard of it; it may have ended by now.
    public var current: SpeechStretch? {
        open.map {
            SpeechStretch(
                start: $0.start * blockLength,
                samples: Array(kept[(($0.start - keptFrom) * blockLength)...]), ending: nil)
        }
    }

    /// Length of ``current`` in samples; 0 while nobody speaks.
    public var currentLength: Int {
        open.map { kept.count - ($0.start - keptFrom) * blockLength } ?? 0
    }

    /// Samples in memory.
    var keptCount: Int { kept.count }

    /// Takes the next ``blockLength`` samples in and returns the stretch that is now known to have
    /// ended.
    public mutating func hear(_ block: ArraySlice<Float>) -> SpeechStretch? {
        precondition(block.count == blockLength, "\(blockLength) samples, got \(block.count)")
        kept += block
        return activity.hear(block).flatMap { judge($0) }
    }

    /// Ends the recording.
    ///
    /// - Parameter rest: the last samples, less than a block.
    /// - Returns: the stretches that were waiting for what follows, or end with the recording.
    public mutating func finish(_ rest: ArraySlice<Float> = []) -> [SpeechStretch] {
        var stretches: [SpeechStretch] = []
        while let isSpeech = activity.finish() {
            if let stretch = judge(isSpeech) { stretches.append(stretch) }
        }
        kept += rest
        if let open {
            // What is too short to be judged goes with the speech before it.
            let end = min(
                kept.count, (open.lastSpeech + 1 + Self.margin - keptFrom) * blockLength)
            stretches.append(take(open.start, sampleEnd: end, .end))
        }
        return stretches
    }

    private mutating func judge(_ isSpeech: Bool) -> SpeechStretch? {
        let block = judged
        judged += 1
        if isSpeech {
            open = (open?.start ?? max(lastEnd, block - Self.margin), block)
        }
        guard let open else {
            forget(before: judged - Self.margin)
            return nil
        }
        let end = min(judged, open.lastSpeech + 1 + Self.margin)
        if block - open.lastSpeech >= pause { return close(open.start, end: end, .pause) }
        return judged - open.start >= longest ? close(open.start, end: end, .limit) : nil
    }

    private mutating func close(
        _ start: Int, end: Int, _ ending: SpeechStretch.Ending
    ) -> SpeechStretch {
        let stretch = take(start, sampleEnd: (end - keptFrom) * blockLength, ending)
        lastEnd = end
        forget(before: max(end, judged - Self.margin))
        return stretch
    }

    private mutating func take(
        _ start: Int, sampleEnd: Int, _ ending: SpeechStretch.Ending
    ) -> SpeechStretch {
        open = nil
        return SpeechStretch(
            start: start * blockLength,
            samples: Array(kept[((start - keptFrom) * blockLength)..<sampleEnd]), ending: ending)
    }

    private mutating func forget(before block: Int) {
        guard block > keptFrom else { return }
        kept.removeFirst((block - keptFrom) * blockLength)
        keptFrom = block
    }
}
