public import FileStorage
internal import NumericCore

/// A stage of the chain whose output can be looked at.
public enum FrontEndStage: String, Sendable, CaseIterable {
    /// The power spectrum of every frame: T×(n/2 + 1).
    case power
    /// The logarithms of the mel band energies, before RASTA: T×M.
    case fbank
    /// The cepstra before deltas, speech activity and normalisation: T×C.
    case mfcc
    /// What ``FrontEnd/features(of:)`` gives, its S streams side by side: T_speech×SD.
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
/// features.streams[0].count  // 98
/// ```
public struct FrontEnd: Sendable {
    /// What this front end does.
    public let configuration: FrontEndConfiguration
    /// The moments that a shrunken ``FrontEndConfiguration/Normalization`` draws towards.
    public let background: FeatureMoments?
    /// Which frames it keeps. That is no part of the configuration, for frames of either kind are
    /// made alike and can be compared.
    public var selection = FrameSelection.speech
    let tables: FrontEndTables
    /// Bytes of a stage held in memory before it goes to disk.
    var memoryLimit = FrameStoreWriter.defaultMemoryLimit

    /// A front end for a configuration.
    ///
    /// - Parameters:
    ///   - configuration: checked here, once.
    ///   - background: of D values each; only shrunken means need them, and only to normalise.
    /// - Throws: ``FrontEndError/invalidField(_:expected:got:)`` or
    ///   ``FrontEndError/wrongDimension(expected:got:)``.
    public init(
        _ configuration: FrontEndConfiguration, background: FeatureMoments? = nil
    ) throws(FrontEndError) {
        try configuration.validate()
        if let background, background.means.count != configuration.dimension {
            throw .wrongDimension(
                expected: configuration.dimension, got: background.means.count)
        }
        self.configuration = configuration
        self.background = background
        tables = try FrontEndTables(configuration)
    }

    /// Length D of a feature vector of one stream.
    public var dimension: Int { configuration.dimension }

    /// The normalised speech frames of a clip, or those of the ``selection``.
    ///
    /// - Parameter nextBlock: the next samples, mono, at the configuration's rate, at unit
    ///   scale; nil at the clip's end.
    /// - Returns: the frames, a stream of T_speech×D per normalisation, and what was learned of
    ///   the clip on the way.
    /// - Throws: ``FrontEndError/noBackgroundMoments``,
    ///   ``FrontEndError/unusableSample(index:value:)``, `TemporaryFile.Failure`, and what `nextBlock`
    ///   throws.
    public func features(of nextBlock: () throws -> [Float]?) throws -> ClipFeatures {
        try requireBackground()
        let clip = try unnormalizedFeatures(of: nextBlock)
        return ClipFeatures(
            streams: try normalize(clip.streams[0]), frameCount: clip.frameCount,
            speechSeconds: clip.speechSeconds, durationSeconds: clip.durationSeconds,
            speechPower: clip.speechPower,
            signalToNoiseDecibels: clip.signalToNoiseDecibels,
            highBandDecibels: clip.highBandDecibels)
    }

    /// The speech frames of a clip before normalisation, a single stream; who trains a background
    /// model finds its moments from these.
    ///
    /// - Parameter nextBlock: as for ``features(of:)``.
    /// - Returns: as ``features(of:)``.
    /// - Throws: as ``features(of:)``, but for the background's moments.
    public func unnormalizedFeatures(of nextBlock: () throws -> [Float]?) throws -> ClipFeatures {
        var bands = try bandEnergies(of: nextBlock)
        let frameCount = bands.logEnergies.count
        let cepstra = try cepstra(of: bands)
        // Their memory serves the frames to come.
        var nothing = FrameStoreWriter(dimension: 1)
        bands.logEnergies = try nothing.finish()
        let selected = try selectedFrames(of: cepstra, bands)
        let shiftSeconds = Double(configuration.frameShift) / Double(configuration.sampleRate)
        return ClipFeatures(
            streams: [selected.frames], frameCount: frameCount,
            speechSeconds: Double(selected.speechCount) * shiftSeconds,
            durationSeconds: Double(bands.sampleCount) / Double(configuration.sampleRate),
            speechPower: selected.powers.speechPower,
            signalToNoiseDecibels: selected.powers.signalToNoiseDecibels(bands.levels),
            highBandDecibels: selected.balance.decibels)
    }

    /// Normalises the frames that ``unnormalizedFeatures(of:)`` gave for one clip, in every way
    /// of the configuration.
    ///
    /// - Throws: ``FrontEndError/noBackgroundMoments``,
    ///   ``FrontEndError/wrongDimension(expected:got:)`` or `TemporaryFile.Failure`.
    public func normalize(_ frames: FrameStore) throws -> [FrameStore] {
        guard frames.dimension == dimension else {
            throw FrontEndError.wrongDimension(expected: dimension, got: frames.dimension)
        }
        let normalizations = configuration.normalizations
        return try orderedMap(count: normalizations.count) {
            let normalization = normalizations[$0]
            return try SpeechFeatures.normalize(
                frames, by: normalization,
                window: configuration.frames(inSeconds: normalization.seconds ?? 0),
                background: background, memoryLimit: memoryLimit)
        }
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
        case .final: try sideBySide(features(of: nextBlock).streams)
        }
    }

    // Before any work is done rather than after all of it.
    private func requireBackground() throws(FrontEndError) {
        if background == nil, configuration.normalizations.contains(where: { $0.relevance != nil })
        {
            throw .noBackgroundMoments
        }
    }

    private func sideBySide(_ streams: [FrameStore]) throws -> FrameStore {
        guard streams.count > 1 else { return streams[0] }
        var writer = FrameStoreWriter(
            dimension: streams.count * dimension, memoryLimit: memoryLimit)
        for start in stride(from: 0, to: streams[0].count, by: framesPerBlock) {
            let range = start..<min(start + framesPerBlock, streams[0].count)
            let blocks = try streams.map { try $0.frames(in: range) }
            try writer.append(
                (0..<range.count).flatMap { row in blocks.flatMap { $0.row(row) } })
        }
        return try writer.finish()
    }
}
