internal import AudioInput
internal import FileStorage
internal import GaussianMixtures
internal import NumericCore
public import SpeakerIdentification
internal import SpeechFeatures

/// What was found in a clip, before anybody is looked for in it.
public struct ClipReport: Sendable {
    /// What the clip is called.
    public let name: String
    /// What was done to it on the way in.
    public let notes: [ClipNote]
    /// Length in seconds.
    public let durationSeconds: Double
    /// Net speech in seconds.
    public let speechSeconds: Double
    /// Signal-to-noise ratio in decibels; nil when it cannot be told.
    public let signalToNoiseDecibels: Double?
    /// Share of clipped samples, 0 to 1.
    public let clippedFraction: Double
    /// Power of the speech above 4 kHz relative to that below, in decibels; nil for background
    /// models that do not hear so high.
    public let highBandDecibels: Double?
    /// How alike the least alike parts of a clip to be enrolled are (`SpeakerHomogeneity`); nil
    /// elsewhere, and for clips too short.
    public let speakerHomogeneity: Double?
    /// Whether the clip can say anything about its speaker.
    public let quality: ClipQuality
    /// What makes it a poor clip, though it can be used.
    public let warnings: [ClipWarning]
}

/// A clip that is not fit to learn a voice from, or to tell one by.
public struct UnfitClip: Error, Equatable, Sendable, CustomStringConvertible {
    /// The clip's name.
    public let clip: String
    /// Why not.
    public let quality: ClipQuality

    /// Why not, and what to do about it.
    public var description: String { "\(clip): \(quality.explanation)" }
}

/// A clip's report and its frames.
struct AnalyzedClip: Sendable {
    let report: ClipReport
    let streams: [FrameStore]
    let digest: String

    /// What calibration makes use of.
    var measures: QualityMeasures {
        QualityMeasures(
            speechSeconds: report.speechSeconds,
            signalToNoiseDecibels: report.signalToNoiseDecibels)
    }
}

/// Reads clips and makes frames for one background model; any number of threads may use it.
struct ClipAnalyzer: Sendable {
    let background: BackgroundModel
    let scoringBackground: ScoringBackground
    private let speakerHomogeneity: SpeakerHomogeneity
    private let lazyCohort: Lazy<Cohort, any Error>
    /// The shortest piece of speech that a voice is looked for in by itself.
    private static let pieceSeconds = 2.0

    private let frontEnd: FrontEnd
    private let reader: ClipReader

    init(
        _ background: BackgroundModel, reader: ClipReader, selection: FrameSelection = .speech
    ) throws {
        self.background = background
        self.reader = reader
        var frontEnd = try background.frontEnd()
        frontEnd.selection = selection
        self.frontEnd = frontEnd
        let scoringBackground = ScoringBackground(background)
        self.scoringBackground = scoringBackground
        lazyCohort = Lazy {
            try Cohort(of: background, background: scoringBackground)
        }
        speakerHomogeneity = SpeakerHomogeneity(
            background: scoringBackground,
            pieceLength: frontEnd.configuration.frames(inSeconds: Self.pieceSeconds))
    }

    /// The background model's own voices, made when they are first asked for.
    func cohort() throws -> Cohort {
        try lazyCohort.value()
    }

    /// The background model's sample rate in Hz.
    var sampleRate: Int { background.configuration.sampleRate }

    /// A clip whose speaker is asked for.
    func analyze(_ clip: Clip, computesDigest: Bool = false) throws -> AnalyzedClip {
        let audio = try open(clip, computesDigest: computesDigest)
        return try analyzed(clip.name, audio, try frontEnd.features { try audio.nextBlock() })
    }

    /// Mono samples at the model's rate, as though they were a clip.
    func analyze(samples: [Float], name: String) throws -> AnalyzedClip {
        let audio = try AudioClip(samples: samples, sampleRate: sampleRate, name: name)
        return try analyzed(name, audio, try frontEnd.features { try audio.nextBlock() })
    }

    /// A clip whose speaker is asked for, or why it cannot tell a voice.
    ///
    /// - Throws: ``UnfitClip``, or what reading it throws.
    func usable(_ clip: Clip) throws -> AnalyzedClip {
        let analyzed = try analyze(clip)
        guard analyzed.report.quality == .ok else {
            throw UnfitClip(clip: clip.name, quality: analyzed.report.quality)
        }
        return analyzed
    }

    /// A clip to be enrolled, and what is kept of it: the sums over the clip as it is and over its
    /// noisy copies. Whether one voice is heard in it is told by the sums over its pieces.
    ///
    /// - Throws: ``UnfitClip`` when it is not fit, before anything is summed.
    func enrollment(
        of clip: Clip, computesDigest: Bool = false, comparesVoices: Bool = false
    ) throws -> (clip: AnalyzedClip, statistics: VoiceStatistics) {
        let audio = try open(clip, computesDigest: computesDigest)
        // Noise is measured against speech, and would cover whatever is heard without it.
        let noises = frontEnd.selection == .speech ? background.scoring.enrollmentNoises : []
        let heard = try frontEnd.hear({ try audio.nextBlock() }, in: noises, isNormalized: true)
        let quality = try quality(of: heard.clip, audio, name: clip.name)
        guard quality == .ok else { throw UnfitClip(clip: clip.name, quality: quality) }
        let pieces = try speakerHomogeneity.pieces(of: heard.clip.streams)
        let likeness =
            comparesVoices
            ? try speakerHomogeneity.ratio(of: pieces, against: cohort) : nil
        let analyzed = try analyzed(clip.name, audio, heard.clip, likeness: likeness)
        var statistics = VoiceStatistics(sumOf: pieces)
        for copy in heard.noisy where copy.speechSeconds > 0 {
            statistics.add(
                try scoringBackground.statistics(of: copy.streams),
                weight: background.scoring.noisyCopyWeight)
        }
        return (analyzed, statistics)
    }

    /// Opens a clip at the model's rate.
    func open(_ clip: Clip, computesDigest: Bool = false) throws -> AudioClip {
        try reader.open(clip, sampleRate: sampleRate, computesDigest: computesDigest)
    }

    /// Whether a clip can say anything about its speaker; always where silence is listened to, since
    /// what is asked of speech does not matter to it.
    ///
    /// - Throws: ``NoSilence`` where that was to be heard and there is none.
    private func quality(
        of features: ClipFeatures, _ audio: AudioClip, name: String
    ) throws -> ClipQuality {
        guard frontEnd.selection == .speech else {
            guard features.streams[0].count > 0 else { throw NoSilence(clip: name) }
            return .ok
        }
        return ClipQuality(
            speechSeconds: features.speechSeconds,
            clippedFraction: audio.measures.clippedFraction,
            signalToNoiseDecibels: features.signalToNoiseDecibels, limits: reader.limits)
    }

    private func analyzed(
        _ name: String, _ audio: AudioClip, _ features: ClipFeatures, likeness: Double? = nil
    ) throws -> AnalyzedClip {
        let report = ClipReport(
            name: name, notes: audio.notes, durationSeconds: audio.measures.seconds,
            speechSeconds: features.speechSeconds,
            signalToNoiseDecibels: features.signalToNoiseDecibels,
            clippedFraction: audio.measures.clippedFraction,
            highBandDecibels: features.highBandDecibels, speakerHomogeneity: likeness,
            quality: try quality(of: features, audio, name: name),
            warnings: ClipWarning.all(
                highBandDecibels: features.highBandDecibels, speakerHomogeneity: likeness,
                limits: reader.limits))
        return AnalyzedClip(
            report: report, streams: features.streams, digest: audio.digest?.hexadecimal ?? "")
    }

    /// Models of speakers whose statistics are known.
    func models(
        _ speakers: [(speaker: String, statistics: VoiceStatistics)]
    ) throws -> [SpeakerModel] {
        try orderedMap(count: speakers.count) { index in
            try SpeakerModel(
                speaker: speakers[index].speaker, statistics: speakers[index].statistics,
                background: scoringBackground)
        }
    }
}
