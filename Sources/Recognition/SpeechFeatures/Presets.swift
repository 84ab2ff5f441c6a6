extension FrontEndConfiguration {
    /// The presets by name, as the command line and configuration files call them.
    public static let presets: [String: FrontEndConfiguration] = [
        "speech-16k": .speech16k,
        "telephone-8k": .telephone8k,
        "kaldi": .kaldi,
        "librosa": .librosa,
        "python-speech-features": .pythonSpeechFeatures,
    ]

    /// The preset of a name.
    ///
    /// - Throws: ``FrontEndError/unknownPreset(_:)`` when there is none.
    public init(preset name: String) throws(FrontEndError) {
        guard let preset = Self.presets[name] else { throw .unknownPreset(name) }
        self = preset
    }

    /// Wide-band speech for speaker recognition: D = 72.
    ///
    /// The logarithm's floor of 1 is a little under what the rounding noise of a 16-bit file
    /// gives a band, so bands that a codec left empty do not stand out by fifteen nats. Under
    /// 100 Hz lies more of the room and the desk than of the voice.
    public static let speech16k = FrontEndConfiguration(
        sampleRate: 16000,
        sampleScale: .sixteenBit,
        framing: Framing(lengthSeconds: 0.025, shiftSeconds: 0.01, edges: .snip),
        removesDCOffset: true,
        preEmphasis: PreEmphasis(coefficient: 0.97, scope: .withinFrame),
        dither: Dither(amplitude: 0, seed: 0),
        window: .hamming,
        transformLength: 512,
        spectrumScaling: .none,
        melFilters: MelFilters(
            count: 30, lowFrequency: 100, highFrequency: 7600, scale: .htk,
            triangles: .linearInMel, normalization: .none),
        logarithm: .natural(floor: 1),
        cepstra: Cepstra(count: 24, lifter: 0, first: .c0),
        rasta: false,
        deltas: Deltas(order: 2, window: 2, style: .clampedStatics),
        speechActivity: .adaptiveEnergy(
            rangeDecibels: 40, percentile: 0.98, floorDecibels: -90, hangoverFrames: 0),
        normalizations: [
            .none, .mean, .shrunkenMeanAndVariance(relevance: 150), .warping(seconds: 3),
        ])

    /// Telephone speech for speaker recognition: D = 72, band-limited to 100–3700 Hz.
    public static let telephone8k: FrontEndConfiguration = {
        var configuration = speech16k
        configuration.sampleRate = 8000
        configuration.transformLength = 256
        configuration.melFilters.highFrequency = 3700
        return configuration
    }()

    /// What Kaldi's `compute-mfcc-feats --use-energy=false --dither=0` gives for 16 kHz.
    public static let kaldi: FrontEndConfiguration = {
        var configuration = speech16k
        configuration.window = .povey
        configuration.melFilters.count = 23
        configuration.melFilters.lowFrequency = 20
        configuration.melFilters.highFrequency = 8000
        configuration.logarithm = .natural(floor: 0x1p-23)
        configuration.cepstra = Cepstra(count: 13, lifter: 22, first: .c0)
        configuration.deltas.order = 0
        configuration.speechActivity = .none
        configuration.normalizations = [.none]
        return configuration
    }()

    /// What librosa's `feature.mfcc` gives for `sr=16000, n_mfcc=20, n_fft=512, win_length=400,
    /// hop_length=160, n_mels=40`.
    public static let librosa: FrontEndConfiguration = {
        var configuration = kaldi
        configuration.sampleScale = .unit
        configuration.framing.edges = .centred
        configuration.removesDCOffset = false
        configuration.preEmphasis.coefficient = 0
        configuration.window = .centredPeriodicHann
        configuration.melFilters = MelFilters(
            count: 40, lowFrequency: 0, highFrequency: 8000, scale: .slaney,
            triangles: .linearInHertz, normalization: .area)
        configuration.logarithm = .decibels(floor: 1e-10, topDecibels: 80)
        configuration.cepstra = Cepstra(count: 20, lifter: 0, first: .c0)
        return configuration
    }()

    /// What python_speech_features' `mfcc` gives with its defaults for 16-bit samples at 16 kHz.
    public static let pythonSpeechFeatures: FrontEndConfiguration = {
        var configuration = kaldi
        configuration.framing.edges = .zeroPaddedTail
        configuration.removesDCOffset = false
        configuration.preEmphasis.scope = .wholeSignal
        configuration.window = .rectangular
        configuration.spectrumScaling = .dividedByTransformLength
        configuration.melFilters = MelFilters(
            count: 26, lowFrequency: 0, highFrequency: 8000, scale: .htk,
            triangles: .integerBins, normalization: .none)
        configuration.logarithm = .natural(floor: 0x1p-52)
        configuration.cepstra.first = .logPowerSum
        return configuration
    }()
}
