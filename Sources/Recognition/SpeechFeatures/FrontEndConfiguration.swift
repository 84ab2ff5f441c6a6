/// Everything that decides what features a clip gives.
///
/// Two clips are comparable when their configurations are equal, which ``canonicalHash`` tells
/// in 32 bytes. Start from a preset and change what differs; ``FrontEnd/init(_:background:)``
/// checks the whole once.
///
/// ```swift
/// var configuration = FrontEndConfiguration.speech16k
/// configuration.normalizations = [.mean]
/// let frontEnd = try FrontEnd(configuration)
/// frontEnd.dimension  // 72
/// ```
public struct FrontEndConfiguration: Codable, Sendable, Hashable {
    /// Samples per second, in hertz.
    public var sampleRate: Int
    /// What a full-scale sample counts as; energies, and with them floors and c0, depend on it.
    public var sampleScale: SampleScale
    /// How samples are cut into frames.
    public var framing: Framing
    /// Whether each frame's own mean is subtracted from it.
    public var removesDCOffset: Bool
    /// The first-order high-pass that lifts the upper bands.
    public var preEmphasis: PreEmphasis
    /// Noise added to the samples.
    public var dither: Dither
    /// The taper laid over a frame.
    public var window: Window
    /// Points of the Fourier transform: even, at least a frame long.
    public var transformLength: Int
    /// What the power spectrum is divided by.
    public var spectrumScaling: SpectrumScaling
    /// The filters that gather the spectrum into bands.
    public var melFilters: MelFilters
    /// How band energies become logarithms.
    public var logarithm: Logarithm
    /// What the cosine transform keeps.
    public var cepstra: Cepstra
    /// Whether log band energies are filtered along time by RASTA.
    public var rasta: Bool
    /// The time derivatives appended to the cepstra.
    public var deltas: Deltas
    /// Which frames count as speech.
    public var speechActivity: SpeechActivity
    /// How the speech frames of a clip are freed from its channel, in one way or several; each
    /// gives a stream of its own of the same speech frames.
    public var normalizations: [Normalization]

    /// A configuration of the given parts, unchecked until a ``FrontEnd`` is made of it.
    public init(
        sampleRate: Int, sampleScale: SampleScale, framing: Framing, removesDCOffset: Bool,
        preEmphasis: PreEmphasis, dither: Dither, window: Window, transformLength: Int,
        spectrumScaling: SpectrumScaling, melFilters: MelFilters, logarithm: Logarithm,
        cepstra: Cepstra, rasta: Bool, deltas: Deltas, speechActivity: SpeechActivity,
        normalizations: [Normalization]
    ) {
        self.sampleRate = sampleRate
        self.sampleScale = sampleScale
        self.framing = framing
        self.removesDCOffset = removesDCOffset
        self.preEmphasis = preEmphasis
        self.dither = dither
        self.window = window
        self.transformLength = transformLength
        self.spectrumScaling = spectrumScaling
        self.melFilters = melFilters
        self.logarithm = logarithm
        self.cepstra = cepstra
        self.rasta = rasta
        self.deltas = deltas
        self.speechActivity = speechActivity
        self.normalizations = normalizations
    }

    /// What a sample of 1 is multiplied by before anything else.
    public enum SampleScale: Int, Codable, Sendable {
        /// Samples stay in [−1, 1).
        case unit = 1
        /// Samples become [−32768, 32768), as in a 16-bit file.
        case sixteenBit = 32768
    }
}

extension FrontEndConfiguration {
    /// Frame length in samples, rounded to the nearest.
    var frameLength: Int { Int((framing.lengthSeconds * Double(sampleRate)).rounded()) }
    /// Frame shift in samples, rounded to the nearest.
    var frameShift: Int { Int((framing.shiftSeconds * Double(sampleRate)).rounded()) }
    /// Samples that go into one frame: the whole transform where the window lies centred in it.
    var segmentLength: Int { window == .centredPeriodicHann ? transformLength : frameLength }
    /// Length D of a feature vector.
    var dimension: Int { cepstra.count * (1 + deltas.order) }
    /// The number of frames, at least one, whose shifts make up some seconds.
    package func frames(inSeconds seconds: Double) -> Int {
        max(1, Int((seconds * Double(sampleRate) / Double(frameShift)).rounded()))
    }
}
