public import FileStorage

/// One clip as mono samples, block after block, in memory that does not depend on its length.
///
/// ```swift
/// let clip = try AudioClip(path: "alice.wav", options: .init(sampleRate: 16_000))
/// while let block = try clip.nextBlock() { use(block) }
/// clip.measures.seconds
/// ```
///
/// A clip is read once, from one thread at a time; different clips may be read at once.
public final class AudioClip {
    /// How to read a clip.
    public struct Options: Hashable, Sendable {
        /// The rate wanted in Hz; none keeps that of the clip.
        public var sampleRate: Int?
        /// How several channels become one.
        public var channel: ChannelSelection
        /// What the bytes are where they carry no header; a header is then not looked for.
        public var rawFormat: RawFormat?
        /// Which seconds of the clip are heard, to infinity for its end; nil for all of it.
        public var part: Range<Double>?
        /// Whether ``AudioClip/digest`` is computed.
        public var computesDigest: Bool
        /// The process of its own that decodes a file; nil to decode it in this one.
        public var isolation: IsolatedDecoder?

        /// The options of a clip.
        public init(
            sampleRate: Int? = nil, channel: ChannelSelection = .mixdown,
            rawFormat: RawFormat? = nil, part: Range<Double>? = nil, computesDigest: Bool = false,
            isolation: IsolatedDecoder? = nil
        ) {
            self.sampleRate = sampleRate
            self.channel = channel
            self.rawFormat = rawFormat
            self.part = part
            self.computesDigest = computesDigest
            self.isolation = isolation
        }
    }

    /// What the clip is called in errors: its path.
    public let name: String
    /// What the header says.
    public let description: ClipDescription
    /// The rate in Hz of the samples that ``nextBlock()`` gives.
    public let sampleRate: Int
    /// What was done to the clip and found in it; complete once it is read to the end.
    public private(set) var notes: [ClipNote]
    /// Measures of the samples read so far; of the clip once it is read to the end.
    public private(set) var measures: SampleMeasures
    /// SHA-256 of the mono samples before resampling, as little-endian Float32; there once the
    /// clip is read to the end, if asked for.
    ///
    /// A renamed copy, or one in another lossless format, has the same digest.
    public private(set) var digest: Digest?

    private let source: any MonoSource
    private let resampler: Resampler?
    private var digestStream: DigestStream?
    private var isAtEnd = false
    private var failure: AudioInputError?

    /// Opens a file, or a named pipe.
    ///
    /// - Throws: ``AudioInputError``.
    public convenience init(path: String, options: Options = Options()) throws(AudioInputError) {
        try self.init(file: ClipFile.open(path: path), options: options)
    }

    /// Takes a clip of any format from standard input, which is read to its end.
    ///
    /// - Throws: ``AudioInputError``.
    public convenience init(standardInput options: Options) throws(AudioInputError) {
        try self.init(descriptor: 0, name: "standard input", options: options)
    }

    /// Takes samples that are already there; one channel, full scale 1.
    ///
    /// - Throws: ``AudioInputError``.
    public convenience init(
        samples: [Float], sampleRate: Int, name: String = "samples", options: Options = Options()
    ) throws(AudioInputError) {
        guard AudioLimits.sampleRates.contains(sampleRate) else {
            throw .unsupportedSampleRate(clip: name, got: sampleRate)
        }
        let description = ClipDescription(
            container: "samples", encoding: "32 bit float", sampleRate: sampleRate, channels: 1,
            frames: samples.count)
        try self.init(
            name: name, source: MemorySource(samples: samples, description: description),
            options: options)
    }

    /// Reads a descriptor to its end; it stays open.
    convenience init(
        descriptor: Int32, name: String, options: Options
    ) throws(AudioInputError) {
        try self.init(
            file: ClipFile.spool(descriptor: descriptor, name: name), options: options)
    }

    private convenience init(file: ClipFile, options: Options) throws(AudioInputError) {
        let source: any MonoSource =
            if let isolation = options.isolation {
                try IsolatedSource(file: file, options: options, decoder: isolation)
            } else {
                try FileSource(file: file, options: options)
            }
        try self.init(name: file.name, source: source, options: options)
    }

    private init(
        name: String, source: any MonoSource, options: Options
    ) throws(AudioInputError) {
        self.name = name
        if let part = options.part {
            self.source = try PartSource(source, seconds: part, name: name)
        } else {
            self.source = source
        }
        description = source.description
        notes = try options.channel.notes(clip: name, channels: description.channels)
        measures = SampleMeasures(sampleRate: description.sampleRate)
        sampleRate = options.sampleRate ?? description.sampleRate
        guard AudioLimits.sampleRates.contains(sampleRate) else {
            throw .invalidTargetRate(got: sampleRate)
        }
        guard description.sampleRate >= sampleRate else {
            throw .sampleRateTooLow(
                clip: name, got: description.sampleRate, expected: sampleRate)
        }
        if description.sampleRate == sampleRate {
            resampler = nil
        } else {
            resampler = try Resampler(
                from: description.sampleRate, to: sampleRate, clip: name)
            notes.append(.resampled(from: description.sampleRate, to: sampleRate))
        }
        if options.computesDigest { digestStream = DigestStream() }
    }

    /// The next samples, about a second of them; none at the end.
    ///
    /// - Throws: ``AudioInputError``; once thrown, it is thrown again by every further call.
    public func nextBlock() throws(AudioInputError) -> [Float]? {
        if let failure { throw failure }
        do {
            while !isAtEnd {
                let block = try readBlock()
                if !block.isEmpty { return block }
            }
            return nil
        } catch {
            failure = error
            throw error
        }
    }

    /// All samples that are left; needs memory for all of them.
    ///
    /// - Throws: ``AudioInputError``.
    public func remainingSamples() throws(AudioInputError) -> [Float] {
        var samples: [Float] = []
        while let block = try nextBlock() { samples += block }
        return samples
    }

    private func readBlock() throws(AudioInputError) -> [Float] {
        let mono = try source.nextBlock()
        if mono.isEmpty {
            try finish()
            return try resampler?.finish() ?? []
        }
        let start = measures.seconds
        if let index = measures.add(mono) {
            let seconds = start + Double(index) / Double(description.sampleRate)
            throw .notFinite(clip: name, seconds: seconds)
        }
        // Every machine that Swift runs on today keeps the low byte first.
        mono.withUnsafeBytes { digestStream?.update($0) }
        return try resampler?.process(mono) ?? mono
    }

    private func finish() throws(AudioInputError) {
        isAtEnd = true
        guard measures.sampleCount > 0 else { throw .empty(clip: name) }
        digest = digestStream?.finish()
        digestStream = nil
        if let truncation = source.truncation(framesRead: measures.sampleCount) {
            notes.append(truncation)
        }
    }
}
