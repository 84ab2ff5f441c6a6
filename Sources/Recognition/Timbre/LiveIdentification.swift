internal import SpeakerIdentification
public import SpeechFeatures

/// How a stream is followed.
public struct LiveOptions: Sendable {
    /// How long a pause ends a segment, in seconds.
    public var pauseSeconds = 1.0
    /// How long a segment lasts at most, in seconds.
    public var longestSeconds = 30.0
    /// How often a segment that goes on is answered, in seconds.
    public var intervalSeconds = 1.0
    /// How segments are matched against the enrolled speakers.
    public var matching = MatchingOptions()

    /// A second of silence ends a segment; half a minute, too.
    public init() {}
}

/// Who is heard in a segment of a stream: from a pause to the next.
public struct LiveAnswer: Sendable {
    /// When the segment began and how far it has been heard, in seconds of the stream.
    public let seconds: Range<Double>
    /// Why the segment ended; nil while it goes on.
    public let ending: SpeechStretch.Ending?
    /// The answer for the segment so far.
    public let identification: Identification
}

/// Says who is speaking while the recording goes on.
///
/// A segment is answered as though what has been heard of it were a clip: once it is over, its
/// answer is that of ``Recognizer/identify(_:_:)`` for the same seconds cut out of a recording.
/// What is kept is the segment's samples, and ``LiveOptions/longestSeconds`` bounds them.
///
/// ```swift
/// var live = try recognizer.live()
/// while let samples = try audio.nextBlock() {
///     for answer in try live.hear(samples) { show(answer) }
/// }
/// for answer in try live.finish() { show(answer) }
/// ```
public struct LiveIdentification {
    /// The rate in Hz of the samples to be heard.
    public var sampleRate: Int { recognizer.analyzer.sampleRate }
    private let recognizer: Recognizer
    private let matching: MatchingOptions
    private var stretches: SpeechStretches
    private let interval: Int
    /// Samples less than a block.
    private var waiting: [Float] = []
    /// Length of the segment, in samples, from which it is answered again.
    private var nextAnswer: Int

    init(_ recognizer: Recognizer, _ options: LiveOptions) {
        self.recognizer = recognizer
        matching = options.matching
        let rate = recognizer.analyzer.sampleRate
        stretches = SpeechStretches(
            sampleRate: rate, pauseSeconds: options.pauseSeconds,
            longestSeconds: options.longestSeconds)
        interval = max(1, Int(min(options.intervalSeconds, 86_400) * Double(rate)))
        nextAnswer = interval
    }

    /// Listens to the stream's next mono samples at unit scale and gives the answers that they
    /// bring about, in order. How the stream is cut into blocks makes no difference.
    ///
    /// - Throws: `FrontEndError` for samples that no recording can contain.
    public mutating func hear(_ samples: [Float]) throws -> [LiveAnswer] {
        waiting += samples
        var answers: [LiveAnswer] = []
        let length = stretches.blockLength
        let blocks = waiting.count / length
        for block in 0..<blocks {
            let ended = stretches.hear(waiting[block * length..<(block + 1) * length])
            if let ended {
                answers.append(try answer(ended))
                nextAnswer = interval
            }
            if stretches.currentLength >= nextAnswer, let current = stretches.current {
                answers.append(try answer(current))
                nextAnswer = (current.samples.count / interval + 1) * interval
            }
        }
        waiting.removeFirst(blocks * length)
        return answers
    }

    /// Ends the stream, and the segment that goes on.
    ///
    /// - Throws: as ``hear(_:)``.
    public mutating func finish() throws -> [LiveAnswer] {
        defer { waiting = [] }
        return try stretches.finish(waiting[...]).map { try answer($0) }
    }

    private func answer(_ stretch: SpeechStretch) throws -> LiveAnswer {
        let clip = try recognizer.analyzer.analyze(samples: stretch.samples, name: "-")
        let rate = Double(sampleRate)
        let start = Double(stretch.start) / rate
        return LiveAnswer(
            seconds: start..<start + Double(stretch.samples.count) / rate, ending: stretch.ending,
            identification: try recognizer.identify(clip, matching))
    }
}

extension Recognizer {
    /// Everybody enrolled, ready to be looked for in a stream.
    ///
    /// - Throws: `GalleryError`.
    public func live(_ options: LiveOptions = LiveOptions()) throws -> LiveIdentification {
        _ = try identifier(options.matching.scorer)
        return LiveIdentification(self, options)
    }
}

/// The answers for a stream of samples, as ``LiveIdentification`` gives them.
///
/// ```swift
/// for try await answer in try recognizer.answers(to: microphone) { show(answer) }
/// ```
public struct LiveAnswers<Samples: AsyncSequence>: AsyncSequence where Samples.Element == [Float] {
    let live: LiveIdentification
    let samples: Samples

    /// An iterator that takes the next samples when it has no answer left.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private var live: LiveIdentification
        private var samples: Samples.AsyncIterator
        private var answers: ArraySlice<LiveAnswer> = []
        private var isFinished = false

        fileprivate init(_ live: LiveIdentification, _ samples: Samples.AsyncIterator) {
            self.live = live
            self.samples = samples
        }

        /// The next answer; nil after the last one.
        ///
        /// - Throws: as ``LiveIdentification/hear(_:)``, and what the samples throw.
        public mutating func next() async throws -> LiveAnswer? {
            while answers.isEmpty, !isFinished {
                if let block = try await samples.next() {
                    answers = try live.hear(block)[...]
                } else {
                    isFinished = true
                    answers = try live.finish()[...]
                }
            }
            return answers.popFirst()
        }
    }

    /// An iterator over the answers.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(live, samples.makeAsyncIterator())
    }
}

extension Recognizer {
    /// The answers for a stream of mono samples at unit scale and the background model's rate.
    ///
    /// - Parameters:
    ///   - samples: the stream, in blocks of any length.
    ///   - options: how it is followed.
    /// - Returns: the answers, in order.
    /// - Throws: `GalleryError`.
    public func answers<Samples: AsyncSequence>(
        to samples: Samples, _ options: LiveOptions = LiveOptions()
    ) throws -> LiveAnswers<Samples> where Samples.Element == [Float] {
        LiveAnswers(live: try live(options), samples: samples)
    }
}
