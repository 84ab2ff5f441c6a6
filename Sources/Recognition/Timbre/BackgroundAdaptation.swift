public import GaussianMixtures
public import SpeakerIdentification

/// Adapts a background model to a domain from unlabelled clips of it.
///
/// It pays where recordings differ from those that the model was trained on: nine minutes of other
/// speakers through the same telephone band or in the same room took a third of the equal error
/// rate away there, and on clean speech changed little. Of relevance factors, 16 was the better
/// where the model fits worst, and no worse than 256 elsewhere; adapting all parameters gains
/// nothing over means alone.
///
/// ```swift
/// let adaptation = try BackgroundAdaptation(ShippedModels.load("speech-16k"))
/// let outcome = try adaptation.run(clips)
/// try outcome.model.file.write(to: "own.safetensors")
/// ```
public struct BackgroundAdaptation: Sendable {
    /// The model that is adapted.
    public var original: BackgroundModel
    /// What is adapted, and how far.
    public var adaptation: MaximumAPosteriori
    /// How clips are read.
    public var reader = ClipReader()
    /// What the new model is called.
    public var name = "adapted"

    /// The relevance factor of an adaptation, in frames, as Reynolds, Quatieri and Dunn chose it.
    public static let relevanceFactor = 16.0

    /// An adaptation of a model's means.
    public init(_ original: BackgroundModel) throws(MixtureError) {
        self.original = original
        adaptation = try MaximumAPosteriori(relevanceFactor: Self.relevanceFactor)
    }

    /// What came out.
    public struct Outcome: Sendable {
        /// The adapted model.
        public let model: BackgroundModel
        /// Number of clips that took part.
        public let clipCount: Int
        /// Net speech in them, in seconds; each is heard once more in every noise of the model.
        public let speechSeconds: Double
        /// Frames that a component saw on average, in all noises.
        public let framesPerComponent: Double
    }

    /// Adapts to clips; clips that cannot be read or hold no speech are left out.
    ///
    /// - Parameters:
    ///   - clips: of as many people of the domain as there are; their speakers do not matter.
    ///   - onProgress: called with the number of clips done, of all; may throw to stop.
    ///   - onRefusal: called with each clip that was left out, and why.
    /// - Returns: the adapted model and on how much it rests.
    /// - Throws: `IdentificationError` for too little speech or a model that cannot be used, and
    ///   what `onProgress` throws.
    public func run(
        _ clips: [LabelledClip], onProgress: (Int, Int) throws -> Void = { _, _ in },
        onRefusal: (Clip, any Error) -> Void = { _, _ in }
    ) throws -> Outcome {
        let adapter = try BackgroundAdapter(original)
        var sum = VoiceStatistics(
            streams: original.mixtures.map { _ in
                SufficientStatistics(
                    componentCount: original.componentCount, dimension: original.dimension)
            })
        var (clipCount, speechSeconds) = (0, 0.0)
        try ClipHearing(
            frontEnd: adapter.frontEnd, noises: original.scoring.enrollmentNoises, reader: reader
        ).run(clips) {
            (statistics: try adapter.statistics(of: $0), seconds: $0.clip.speechSeconds)
        } consume: { _, heard in
            sum.add(heard.statistics)
            clipCount += 1
            speechSeconds += heard.seconds
        } onRead: {
            try onProgress($0, clips.count)
        } onRefusal: {
            onRefusal($0, $1)
        }
        let model = try adapter.adapted(
            to: sum, by: adaptation,
            description: description(clips: clipCount, seconds: speechSeconds))
        return Outcome(
            model: model, clipCount: clipCount, speechSeconds: speechSeconds,
            framesPerComponent: Double(sum.frameCount) / Double(original.componentCount))
    }

    /// The original's, with what was done to it.
    private func description(clips: Int, seconds: Double) -> [String: String] {
        var description = original.description
        description["name"] = name
        description["adapted_from"] = "\(original.name) \(original.identity.hexadecimal)"
        description["adapted_on"] =
            "\(clips) clips, \((10 * seconds).rounded() / 10) seconds of speech"
        description["adapted_by"] =
            "\(adaptation.parameters), relevance factor "
            + adaptation.relevanceFactors.map { String($0) }.joined(separator: ", ")
        return description
    }
}
