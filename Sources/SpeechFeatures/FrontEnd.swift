public import FileStorage

/// A stage of the chain whose output can be looked at.
public enum FrontEndStage: String, Sendable, CaseIterable {
    /// The power spectrum of every frame: T×(n/2 + 1).
    case power
    /// The logarithms of the mel band energies, before RASTA: T×M.
    case fbank
    /// The cepstra before deltas, speech activity and normalisation: T×C.
    case mfcc
    /// What ``FrontEnd/features(of:)`` gives: T_speech×D.
    case final
}

/// Blocks of samples → feature vectors, as one configuration says.
///
/// A front end holds nothing of any clip: one may serve any number of threads at once. What a
/// clip needs in memory does not depend on its length; long clips go through temporary files.
/// How the samples are cut into blocks makes no difference to a single bit.
///
/// ```swift
/// let frontEnd = try FrontEnd(.kaldi)
/// var samples: [Float]? = [Float](repeating: 0.25, count: 16000)
/// let features = try frontEnd.features { defer { samples = nil }; return samples }
/// features.frames.count  // 98
/// ```
public struct FrontEnd: Sendable {
    /// What this front end does.
    public let configuration: FrontEndConfiguration
    /// The background model's mean m, D values, that ``FrontEndConfiguration/Normalization``'s
    /// `shrunkenMean` draws towards.
    public let backgroundMean: [Float]?
    let tables: FrontEndTables
    /// Bytes of a stage held in memory before it goes to disk.
    var memoryLimit = FrameStoreWriter.defaultMemoryLimit

    /// A front end for a configuration.
    ///
    /// - Parameters:
    ///   - configuration: checked here, once.
    ///   - backgroundMean: D values; only `shrunkenMean` needs them, and only to normalise.
    /// - Throws: ``FrontEndError/invalidField(_:expected:got:)`` or
    ///   ``FrontEndError/wrongDimension(expected:got:)``.
    public init(
        _ configuration: FrontEndConfiguration, backgroundMean: [Float]? = nil
    ) throws(FrontEndError) {
        try configuration.validate()
        if let backgroundMean, backgroundMean.count != configuration.dimension {
            throw .wrongDimension(
                expected: configuration.dimension, got: backgroundMean.count)
        }
        self.configuration = configuration
        self.backgroundMean = backgroundMean
        tables = try FrontEndTables(configuration)
    }

    /// Length D of a feature vector.
    public var dimension: Int { configuration.dimension }

    /// The normalised speech frames of a clip.
    ///
    /// - Parameter nextBlock: the next samples, mono, at the configuration's rate, at unit
    ///   scale; nil at the clip's end.
    /// - Returns: the frames, T_speech×D, and what was learned of the clip on the way.
    /// - Throws: ``FrontEndError/noBackgroundMean``,
    ///   ``FrontEndError/unusableSample(index:value:)``, `TemporaryFile.Failure`, and what `nextBlock`
    ///   throws.
    public func features(of nextBlock: () throws -> [Float]?) throws -> ClipFeatures {
        try requireBackgroundMean()
        let clip = try unnormalizedFeatures(of: nextBlock)
        return ClipFeatures(
            frames: try normalize(clip.frames), frameCount: clip.frameCount,
            speechSeconds: clip.speechSeconds, durationSeconds: clip.durationSeconds,
            signalToNoiseDecibels: clip.signalToNoiseDecibels)
    }

    /// The speech frames of a clip before normalisation; who trains a background model finds its
    /// mean from these.
    ///
    /// - Parameter nextBlock: as for ``features(of:)``.
    /// - Returns: as ``features(of:)``.
    /// - Throws: as ``features(of:)``, but for the background mean.
    public func unnormalizedFeatures(of nextBlock: () throws -> [Float]?) throws -> ClipFeatures {
        let bands = try bandEnergies(of: nextBlock)
        let selection = try speechFrames(of: cepstra(of: bands), bands)
        let shiftSeconds = Double(configuration.frameShift) / Double(configuration.sampleRate)
        return ClipFeatures(
            frames: selection.frames, frameCount: bands.logEnergies.count,
            speechSeconds: Double(selection.frames.count) * shiftSeconds,
            durationSeconds: Double(bands.sampleCount) / Double(configuration.sampleRate),
            signalToNoiseDecibels: selection.powers.signalToNoiseDecibels(bands.levels))
    }

    /// Normalises the frames that ``unnormalizedFeatures(of:)`` gave for one clip.
    ///
    /// - Throws: ``FrontEndError/noBackgroundMean``,
    ///   ``FrontEndError/wrongDimension(expected:got:)`` or `TemporaryFile.Failure`.
    public func normalize(_ frames: FrameStore) throws -> FrameStore {
        guard frames.dimension == dimension else {
            throw FrontEndError.wrongDimension(expected: dimension, got: frames.dimension)
        }
        return try SpeechFeatures.normalize(
            frames, by: configuration.normalization,
            window: configuration.frames(inSeconds: configuration.normalization.seconds ?? 0),
            backgroundMean: backgroundMean, memoryLimit: memoryLimit)
    }

    /// The output of one stage, a frame a row.
    ///
    /// - Parameters:
    ///   - stage: the stage; its documentation says how wide the rows are.
    ///   - nextBlock: as for ``features(of:)``.
    /// - Returns: the rows.
    /// - Throws: as ``features(of:)``.
    public func stage(
        _ stage: FrontEndStage, of nextBlock: () throws -> [Float]?
    ) throws -> FrameStore {
        switch stage {
        case .power: try powerSpectra(of: nextBlock)
        case .fbank: try clampedBands(bandEnergies(of: nextBlock))
        case .mfcc: try cepstra(of: bandEnergies(of: nextBlock))
        case .final: try features(of: nextBlock).frames
        }
    }

    // Before any work is done rather than after all of it.
    private func requireBackgroundMean() throws(FrontEndError) {
        if case .shrunkenMean = configuration.normalization, backgroundMean == nil {
            throw .noBackgroundMean
        }
    }
}
