public import GaussianMixtures
internal import NumericCore
public import SpeakerIdentification
public import SpeechFeatures

/// Trains a background model from clips.
public struct BackgroundTraining: Sendable {
    /// How audio becomes frames.
    public var configuration: FrontEndConfiguration
    /// How the mixtures are fitted.
    public var options: FitOptions
    /// How speakers will be adapted.
    public var adaptation: MaximumAPosteriori
    /// Components evaluated per frame when clips are scored; nil for all.
    public var topComponents: Int? = 10
    /// In which noises recordings will be heard once more when they are enrolled; the background
    /// hears its clips in them, too.
    public var enrollmentNoises: [AddedNoise] = [.white, .speechShaped]
    /// What a frame heard in noise counts for when a recording is enrolled: enough to know the
    /// voice in noise, too little to blur it where there is none.
    public var noisyCopyWeight = 0.3
    /// How clips are read.
    public var reader = ClipReader()
    /// A folder from whose files an interrupted training goes on; nil for none.
    public var checkpointFolder: String?
    /// What people should know of the model: `name`, `source`, `licence`.
    public var description: [String: String] = [:]

    /// Relevance factors that suit a front end's frames: speakers differ less in derivatives than
    /// in cepstra, so more frames must be heard of them before they are believed.
    public static func relevanceFactors(for configuration: FrontEndConfiguration) -> [Double] {
        [3] + Array(repeating: 10, count: max(0, configuration.deltas.order))
    }

    /// What is told while the training goes on.
    public enum Progress: Sendable {
        /// So many clips of so many have been read.
        case read(clips: Int, of: Int)
        /// An iteration of a stream's mixture is done.
        case iteration(stream: Int, FitState)
    }

    /// A training with a front end and a fit.
    public init(
        _ configuration: FrontEndConfiguration, _ options: FitOptions,
        adaptation: MaximumAPosteriori
    ) {
        self.configuration = configuration
        self.options = options
        self.adaptation = adaptation
    }

    /// Trains on clips; clips that cannot be read or hold no speech are left out.
    ///
    /// - Parameters:
    ///   - clips: with the names of their speakers.
    ///   - onProgress: called from the calling thread; may throw to stop.
    ///   - onRefusal: called with each clip that was left out, and why.
    /// - Returns: the model.
    /// - Throws: `MixtureError`, `FrontEndError`, `IdentificationError`, and what `onProgress`
    ///   throws.
    public func run(
        _ clips: [LabelledClip], onProgress: (Progress) throws -> Void = { _ in },
        onRefusal: (Clip, any Error) -> Void = { _, _ in }
    ) throws -> BackgroundModel {
        var trainer = try BackgroundTrainer(configuration)
        try ClipHearing(frontEnd: trainer.frontEnd, noises: enrollmentNoises, reader: reader).run(
            clips
        ) {
            $0
        } consume: { clip, heard in
            try trainer.add(heard, speaker: clip.speaker)
        } onRead: {
            try onProgress(.read(clips: $0, of: clips.count))
        } onRefusal: {
            onRefusal($0, $1)
        }
        return try trainer.train(
            options, adaptation: adaptation, enrollmentNoises: enrollmentNoises,
            noisyCopyWeight: noisyCopyWeight, topComponents: topComponents,
            description: description, checkpointFolder: checkpointFolder
        ) { try onProgress(.iteration(stream: $0, $1)) }
    }
}

/// Hears clips as background models do: their speech frames before normalisation, as they are and
/// once more in noise.
struct ClipHearing: Sendable {
    let frontEnd: FrontEnd
    /// In which noises a clip is heard once more.
    let noises: [AddedNoise]
    let reader: ClipReader

    /// Hears clips, several at a time; ones that cannot be read or hold no speech are left out.
    ///
    /// - Parameters:
    ///   - clips: to be heard.
    ///   - body: called with what was heard, from any thread.
    ///   - consume: called with what `body` made of a clip, in the clips' order, from the
    ///     calling thread.
    ///   - onRead: called with the number of clips that are done, in use or left out.
    ///   - onRefusal: called with each clip that was left out, and why.
    /// - Throws: what `consume` and `onRead` throw.
    func run<Made: Sendable>(
        _ clips: [LabelledClip], _ body: @Sendable (HeardClip) throws -> Made,
        consume: (LabelledClip, Made) throws -> Void, onRead: (Int) throws -> Void,
        onRefusal: (Clip, any Error) -> Void
    ) throws {
        try orderedMap(count: clips.count) { index in
            Result { try body(hear(clips[index].clip)) }
        } consume: { index, result in
            switch result {
            case .success(let made): try consume(clips[index], made)
            case .failure(let error): onRefusal(clips[index].clip, error)
            }
            try onRead(index + 1)
        }
    }

    private func hear(_ clip: Clip) throws -> HeardClip {
        let audio = try reader.open(clip, sampleRate: frontEnd.configuration.sampleRate)
        let heard = try frontEnd.hear({ try audio.nextBlock() }, in: noises, isNormalized: false)
        guard heard.clip.streams[0].count > 0 else {
            throw UnfitClip(clip: clip.name, quality: .noSpeech)
        }
        return heard
    }
}
