internal import FileStorage
public import GaussianMixtures
internal import NumericCore
public import SpeechFeatures

/// Trains a background model: gathers the frames of many clips, fits a mixture to them, and
/// learns from the same clips what scores mean.
///
/// Frames go to disk when they are many, so memory does not grow with the hours of audio.
public struct BackgroundTrainer {
    /// A clip among the frames: whose it is and which frames are its.
    struct Clip {
        let speaker: String
        let frames: Range<Int>
    }

    /// Clips are normalised in pieces of at least this many frames, one and a half seconds: as
    /// long as the clips that will be identified, so that the mixture knows how much of a
    /// channel the normalisation leaves in those.
    static let pieceFrames = 150

    /// How audio becomes frames.
    public let frontEnd: FrontEnd
    private var clips: [Clip] = []
    private var writer: FrameStoreWriter

    /// A trainer that has heard nothing yet.
    ///
    /// - Throws: ``SpeechFeatures/FrontEndError`` when the configuration cannot be used.
    public init(_ configuration: FrontEndConfiguration) throws(FrontEndError) {
        frontEnd = try FrontEnd(configuration)
        writer = FrameStoreWriter(dimension: frontEnd.dimension)
    }

    /// Number of frames so far.
    public var frameCount: Int { writer.count }
    /// Number of clips so far.
    public var clipCount: Int { clips.count }

    /// Adds a clip's speech frames, not normalised; clips without any are passed over.
    ///
    /// - Parameters:
    ///   - features: what ``frontEnd`` made of the clip with `unnormalizedFeatures(of:)`.
    ///   - speaker: whose clip it is; clips of one name are never taken for different voices.
    /// - Throws: ``FileStorage/TemporaryFile/Failure`` when they cannot be kept.
    public mutating func add(_ features: ClipFeatures, speaker: String) throws {
        guard features.frames.count > 0 else { return }
        let start = writer.count
        try features.frames.forEachBlock(of: 4096) { try writer.append($0.elements) }
        clips.append(Clip(speaker: speaker, frames: start..<writer.count))
    }

    /// Trains the model; the trainer must not be used again.
    ///
    /// - Parameters:
    ///   - options: how the mixture is fitted.
    ///   - adaptation: how speakers will be adapted.
    ///   - topComponents: how clips will be scored; nil for exactly.
    ///   - description: name, source and licence, and whatever else people should know.
    ///   - checkpointPath: a file from which an interrupted training goes on; nil for none.
    ///   - threads: how many work at once; without influence on the result.
    ///   - onIteration: called after each iteration.
    /// - Returns: the model, calibrated on halves of the clips.
    /// - Throws: ``IdentificationError``, ``GaussianMixtures/MixtureError``,
    ///   ``FileStorage/TemporaryFile/Failure``, and what `onIteration` throws.
    public mutating func train(
        _ options: FitOptions, adaptation: MaximumAPosteriori, topComponents: Int?,
        description: [String: String], checkpointPath: String? = nil, threads: Int = 1,
        onIteration: (FitState) throws -> Void = { _ in }
    ) throws -> BackgroundModel {
        let unnormalized = try writer.finish()
        guard unnormalized.count >= options.componentCount else {
            throw MixtureError.tooFewFrames(
                got: unnormalized.count, components: options.componentCount)
        }
        let mean = try Self.mean(of: unnormalized)
        let normalizing = try FrontEnd(frontEnd.configuration, backgroundMean: mean)
        var normalized = FrameStoreWriter(dimension: unnormalized.dimension)
        for clip in clips {
            for piece in Self.pieces(of: clip.frames) {
                let frames = try normalizing.normalize(try Self.copy(piece, of: unnormalized))
                try frames.forEachBlock(of: 4096) { try normalized.append($0.elements) }
            }
        }
        let frames = try normalized.finish()
        let checkpoint = try checkpointPath.map {
            try FitCheckpoint(path: $0, frames: frames, options: options)
        }
        let state = try MixtureFit(options).run(
            frames, from: checkpoint?.load(), threads: threads
        ) { state in
            try checkpoint?.save(state)
            try onIteration(state)
        }
        let scoring = try CalibrationTrials(
            clips: clips, frames: unnormalized, frontEnd: normalizing,
            background: ScoringBackground(state.mixture, adaptation: adaptation),
            topComponents: topComponents
        ).scoringConfiguration(threads: threads)
        return try BackgroundModel(
            mixture: state.mixture, configuration: frontEnd.configuration, featureMean: mean,
            scoring: scoring, description: description)
    }

    private static func pieces(of range: Range<Int>) -> [Range<Int>] {
        shardRanges(count: range.count, shards: range.count / pieceFrames)
            .map { range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound }
    }

    private static func mean(of frames: FrameStore) throws -> [Float] {
        var sums = [Double](repeating: 0, count: frames.dimension)
        try frames.forEachBlock(of: 4096) { block in
            for n in 0..<block.rows {
                for (d, value) in block.row(n).enumerated() { sums[d] += Double(value) }
            }
        }
        return sums.map { Float($0 / Double(frames.count)) }
    }

    static func copy(_ range: Range<Int>, of frames: FrameStore) throws -> FrameStore {
        var writer = FrameStoreWriter(dimension: frames.dimension)
        try frames.forEachBlock(of: 4096, in: range) { try writer.append($0.elements) }
        return try writer.finish()
    }
}
