internal import FileStorage
public import GaussianMixtures
internal import NumericCore
public import SpeechFeatures

/// Trains a background model: gathers the frames of many clips, fits a mixture to each stream of
/// them, and learns from the same clips what scores mean.
///
/// Moments and mixtures are those of the clips alone; a clip's noisy copies enrol its voice, as they
/// will other voices, where scores are learnt from.
///
/// Frames go to disk when they are many, so memory does not grow with the hours of audio.
public struct BackgroundTrainer {
    /// A clip among the frames: whose it is, which frames are its, and its noisy copies'.
    struct Clip {
        let speaker: String
        let frames: Range<Int>
        let noisy: [Range<Int>]
        let signalToNoiseDecibels: Double?
    }

    /// How audio becomes frames.
    public let frontEnd: FrontEnd
    /// How the scores that calibrate are normalised; a formula that needs no impostor scores.
    var normalization = ScoreNormalization.tNearest(3)
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

    /// Adds a clip's speech frames, not normalised, and those of its noisy copies; clips without
    /// any are passed over.
    ///
    /// - Parameters:
    ///   - heard: what ``frontEnd`` made of the clip, not normalised, as an enrolment hears it.
    ///   - speaker: whose clip it is; clips of one name are never taken for different voices.
    /// - Throws: ``FileStorage/TemporaryFile/Failure`` when they cannot be kept.
    public mutating func add(_ heard: HeardClip, speaker: String) throws {
        guard heard.clip.streams[0].count > 0 else { return }
        let frames = try append(heard.clip)
        clips.append(
            Clip(
                speaker: speaker, frames: frames, noisy: try heard.noisy.map { try append($0) },
                signalToNoiseDecibels: heard.clip.signalToNoiseDecibels))
    }

    private mutating func append(_ features: ClipFeatures) throws -> Range<Int> {
        let start = writer.count
        try features.streams[0].forEachBlock(of: 4096) { try writer.append($0.elements) }
        return start..<writer.count
    }

    /// Trains the model; the trainer must not be used again.
    ///
    /// - Parameters:
    ///   - options: how the mixtures are fitted.
    ///   - adaptation: how speakers will be adapted.
    ///   - enrollmentNoises: in which noises the clips were heard, and enrolled ones will be.
    ///   - noisyCopyWeight: what a frame of an enrolled clip's noisy copy will count for.
    ///   - topComponents: how clips will be scored; nil for exactly.
    ///   - description: name, source and licence, and whatever else people should know.
    ///   - checkpointFolder: a folder from whose files, one a stream, an interrupted training goes
    ///     on; nil for none.
    ///   - onIteration: called with the stream's index and state after each iteration.
    /// - Returns: the model, calibrated on halves of the clips unless they are too few.
    /// - Throws: ``IdentificationError``, ``GaussianMixtures/MixtureError``,
    ///   ``FileStorage/TemporaryFile/Failure``, and what `onIteration` throws.
    public mutating func train(
        _ options: FitOptions, adaptation: MaximumAPosteriori,
        enrollmentNoises: [AddedNoise] = [], noisyCopyWeight: Double = 1,
        topComponents: Int?, description: [String: String],
        checkpointFolder: String? = nil,
        onIteration: (Int, FitState) throws -> Void = { _, _ in }
    ) throws -> BackgroundModel {
        let unnormalized = try writer.finish()
        guard unnormalized.count >= options.componentCount else {
            throw MixtureError.tooFewFrames(
                got: unnormalized.count, components: options.componentCount)
        }
        let ranges = clips.map(\.frames)
        let moments = try Self.moments(of: unnormalized, in: ranges)
        let normalizing = try FrontEnd(frontEnd.configuration, background: moments)
        var mixtures: [GaussianMixture] = []
        let streams = try normalizing.normalizeInPieces(unnormalized, clips: ranges)
        for (index, frames) in streams.enumerated() {
            let checkpoint = try checkpointFolder.map {
                try FitCheckpoint(
                    path: "\($0)/stream-\(index).safetensors", frames: frames, options: options)
            }
            let state = try MixtureFit(options).run(
                frames, from: checkpoint?.load()
            ) { state in
                try checkpoint?.save(state)
                try onIteration(index, state)
            }
            mixtures.append(state.mixture)
        }
        let unweighted = ScoringConfiguration(
            adaptation: adaptation, enrollmentNoises: enrollmentNoises,
            noisyCopyWeight: noisyCopyWeight, topComponents: topComponents,
            streamWeights: mixtures.map { _ in 1 / Double(mixtures.count) },
            normalization: normalization,
            calibration: ScoreCalibration(slope: 1, offset: 0), threshold: 0)
        let voices = TrainingVoices(
            clips, frames: unnormalized, frontEnd: normalizing,
            background: ScoringBackground(
                mixtures, weights: unweighted.streamWeights, adaptation: adaptation),
            noisyCopyWeight: noisyCopyWeight)
        let trials = try CalibrationTrials(voices, unweighted)
        let scoring = try trials.scoringConfiguration()
        return try BackgroundModel(
            mixtures: mixtures, configuration: frontEnd.configuration, featureMoments: moments,
            scoring: scoring ?? unweighted, cohort: try voices.cohort(),
            isCalibrated: scoring != nil, description: description)
    }

    /// Mean and variance of each column. E[x²] − μ² loses no digit that Float would keep, as μ² is
    /// no more than some powers of ten above the variance of a cepstrum.
    private static func moments(
        of frames: FrameStore, in ranges: [Range<Int>]
    ) throws -> FeatureMoments {
        var sums = [Double](repeating: 0, count: frames.dimension)
        var squares = sums
        for range in ranges {
            try frames.forEachBlock(of: 4096, in: range) { block in
                for n in 0..<block.rows {
                    for (d, value) in block.row(n).enumerated() {
                        sums[d] += Double(value)
                        squares[d] += Double(value) * Double(value)
                    }
                }
            }
        }
        let count = Double(ranges.reduce(0) { $0 + $1.count })
        let means = sums.map { $0 / count }
        return try FeatureMoments(
            means: means.map { Float($0) },
            variances: zip(squares, means).map { square, mean in
                Float(max(0, square / count - mean * mean))
            })
    }
}
