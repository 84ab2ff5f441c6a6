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
    /// Whether the clip can say anything about its speaker.
    public let quality: ClipQuality
}

/// A clip's report and its frames.
struct AnalyzedClip: Sendable {
    let report: ClipReport
    let streams: [FrameStore]
    let digest: String
}

/// Reads clips and makes frames for one background model; any number of threads may use it.
struct ClipAnalyzer: Sendable {
    let background: BackgroundModel
    let scoringBackground: ScoringBackground
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
        scoringBackground = ScoringBackground(background)
    }

    func analyze(_ clip: Clip, computesDigest: Bool = false) throws -> AnalyzedClip {
        let audio = try reader.open(
            clip, sampleRate: background.configuration.sampleRate, computesDigest: computesDigest)
        let features = try frontEnd.features { try audio.nextBlock() }
        var quality = ClipQuality(
            speechSeconds: features.speechSeconds,
            clippedFraction: audio.measures.clippedFraction,
            signalToNoiseDecibels: features.signalToNoiseDecibels)
        if frontEnd.selection == .silence {
            // What is asked of speech does not matter to what is heard without it.
            quality = .ok
            guard features.streams[0].count > 0 else { throw NoSilence(clip: clip.name) }
        }
        let report = ClipReport(
            name: clip.name, notes: audio.notes, durationSeconds: audio.measures.seconds,
            speechSeconds: features.speechSeconds,
            signalToNoiseDecibels: features.signalToNoiseDecibels,
            clippedFraction: audio.measures.clippedFraction,
            quality: quality)
        return AnalyzedClip(
            report: report, streams: features.streams, digest: audio.digest?.hexadecimal ?? "")
    }

    func statistics(of clip: AnalyzedClip) throws -> VoiceStatistics {
        try scoringBackground.statistics(of: clip.streams)
    }

    /// Models of speakers whose statistics are known.
    func models(
        _ speakers: [(speaker: String, statistics: VoiceStatistics)], threads: Int
    ) throws -> [SpeakerModel] {
        try concurrentMap(count: speakers.count, threads: threads) { index in
            try SpeakerModel(
                speaker: speakers[index].speaker, statistics: speakers[index].statistics,
                background: scoringBackground)
        }
    }
}
