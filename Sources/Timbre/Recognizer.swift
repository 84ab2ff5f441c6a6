import Foundation
internal import GaussianMixtures
public import SpeakerGallery
public import SpeakerIdentification
import Synchronization

/// Knows voices: enrols speakers in a gallery and tells who is heard in a clip.
///
/// ```swift
/// let recognizer = try Recognizer.openOrCreate(gallery: "voices.sqlite")
/// try recognizer.enroll("alice", [.file("alice1.wav"), .file("alice2.wav")])
/// let answer = try recognizer.identify(.file("visitor.wav"))
/// switch answer.decision {
/// case .match(let speaker): print(speaker, answer.candidates[0].probability)
/// case .unknown: print("somebody else")
/// case nil: print("unusable: \(answer.clip.quality)")
/// }
/// ```
///
/// Any number of threads may use one recognizer.
public final class Recognizer: Sendable {
    /// The enrolled speakers.
    public let gallery: SpeakerGallery
    /// The background model that the gallery is bound to.
    public var background: BackgroundModel { gallery.background }
    private let analyzer: ClipAnalyzer
    private let threads: Int
    /// By the scorer, which some normalisations have to know.
    private let loaded = Mutex<[MatchingOptions.Scorer: EnrolledModels]>([:])

    /// A recognizer for an open gallery.
    ///
    /// - Parameters:
    ///   - gallery: the enrolled speakers.
    ///   - reader: how clips are read.
    ///   - threads: how many make speakers' models at once; nil for one per processor.
    /// - Throws: `IdentificationError` when its background model cannot be used.
    public init(
        _ gallery: SpeakerGallery, reader: ClipReader = ClipReader(), threads: Int? = nil
    ) throws {
        self.gallery = gallery
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        analyzer = try ClipAnalyzer(gallery.background, reader: reader)
    }

    /// A recognizer for the gallery in a file, which must exist.
    ///
    /// - Parameters:
    ///   - path: where the gallery lies.
    ///   - reader: how clips are read.
    ///   - threads: how many make speakers' models at once; nil for one per processor.
    /// - Returns: the recognizer.
    /// - Throws: `GalleryError`, or that the background model cannot be used.
    public static func open(
        gallery path: String, reader: ClipReader = ClipReader(), threads: Int? = nil
    ) throws -> Recognizer {
        try Recognizer(SpeakerGallery.open(path), reader: reader, threads: threads)
    }

    /// A recognizer for the gallery in a file, which is made if need be.
    ///
    /// - Parameters:
    ///   - path: where the gallery lies or will lie.
    ///   - background: the model that a new gallery is bound to; nil for `speech-16k`.
    ///   - reader: how clips are read.
    ///   - threads: how many make speakers' models at once; nil for one per processor.
    /// - Returns: the recognizer; a gallery that exists keeps its own background model.
    /// - Throws: `GalleryError`, or `IdentificationError` when a model cannot be used.
    public static func openOrCreate(
        gallery path: String, background: BackgroundModel? = nil,
        reader: ClipReader = ClipReader(), threads: Int? = nil
    ) throws -> Recognizer {
        do {
            return try open(gallery: path, reader: reader, threads: threads)
        } catch GalleryError.noGallery {
            let model = try background ?? ShippedModels.load("speech-16k")
            return try Recognizer(
                SpeakerGallery.create(path, background: model), reader: reader, threads: threads)
        }
    }

    /// Adds recordings to a speaker, creating it; all of them or, when one is refused, none.
    ///
    /// - Returns: a report per clip.
    /// - Throws: `AudioInputError` for a clip that cannot be read, ``UnfitClip`` for one
    ///   without enough speech, and `GalleryError`.
    @discardableResult
    public func enroll(_ speaker: String, _ clips: [Clip]) throws -> [ClipReport] {
        let prepared = try clips.map { try prepare($0) }
        try gallery.add(prepared.map(\.recording), to: speaker)
        reload()
        return prepared.map(\.report)
    }

    /// A clip as it would be enrolled; ``add(_:to:)`` stores it. This is the part that takes time
    /// and may run on several threads.
    ///
    /// - Throws: `AudioInputError`, or ``UnfitClip`` when the clip is not fit.
    public func prepare(_ clip: Clip) throws -> PreparedRecording {
        let (analyzed, statistics) = try analyzer.enrollment(of: clip, computesDigest: true)
        let recording = Recording(
            name: clip.name, digest: analyzed.digest,
            durationSeconds: analyzed.report.durationSeconds,
            speechSeconds: analyzed.report.speechSeconds,
            signalToNoiseDecibels: analyzed.report.signalToNoiseDecibels, enrolledAt: Date(),
            statistics: statistics)
        return PreparedRecording(report: analyzed.report, recording: recording)
    }

    /// Stores a prepared recording.
    ///
    /// - Throws: `GalleryError`.
    public func add(_ prepared: PreparedRecording, to speaker: String) throws {
        try gallery.add([prepared.recording], to: speaker)
        reload()
    }

    /// Who is heard in a clip: everybody enrolled with a recording, ranked, and a decision.
    ///
    /// Speakers' models are made at the first call and kept until somebody is enrolled through
    /// this recognizer; call ``reload()`` after other changes.
    ///
    /// - Throws: `AudioInputError` when the clip cannot be read, or `GalleryError`.
    public func identify(
        _ clip: Clip, _ options: MatchingOptions = MatchingOptions()
    ) throws -> Identification {
        let ranking = SpeakerRanking(
            analyzer: analyzer, enrolled: try enrolled(options), options: options)
        return try ranking.identify(analyzer.analyze(clip))
    }

    /// Whether a clip is a speaker's: the same answer with that one candidate, whose probability
    /// is that the claim is true, for equal odds beforehand.
    ///
    /// - Throws: `AudioInputError`, or `GalleryError`, also when nobody has that name, or the
    ///   speaker has no recordings.
    public func verify(
        _ speaker: String, _ clip: Clip, _ options: MatchingOptions = MatchingOptions()
    ) throws -> Identification {
        let enrolled = try enrolled(options)
        guard enrolled.models.contains(where: { $0.speaker == speaker }) else {
            // It says whether there is no such speaker, or one without recordings.
            _ = try gallery.statistics(of: speaker)
            throw GalleryError.noRecordings(speaker: speaker)
        }
        let ranking = SpeakerRanking(
            analyzer: analyzer, enrolled: enrolled, options: options, claim: speaker)
        return try ranking.identify(analyzer.analyze(clip))
    }

    /// Forgets the models in memory, so that the next question reads the gallery anew.
    public func reload() {
        loaded.withLock { $0 = [:] }
    }

    private func enrolled(_ options: MatchingOptions) throws -> EnrolledModels {
        try loaded.withLock { loaded in
            if let enrolled = loaded[options.scorer] { return enrolled }
            let models = try loaded.values.first?.models ?? readModels()
            let enrolled = EnrolledModels(
                models: models, cohort: analyzer.cohort.models,
                normalizer: try ScoreNormalizer(
                    background.scoring.normalization, speakers: models, cohort: analyzer.cohort,
                    background: analyzer.scoringBackground, scorer: analyzer.scorer(options),
                    threads: threads))
            loaded[options.scorer] = enrolled
            return enrolled
        }
    }

    private func readModels() throws -> [SpeakerModel] {
        // Statistics take several times the memory of models, so a few are read at a time.
        var models: [SpeakerModel] = []
        var batch: [(speaker: String, statistics: VoiceStatistics)] = []
        func finishBatch() throws {
            models += try analyzer.models(batch, threads: threads)
            batch = []
        }
        try gallery.forEachSpeaker { speaker, statistics in
            batch.append((speaker, statistics))
            if batch.count >= threads { try finishBatch() }
        }
        try finishBatch()
        return models
    }
}

/// A clip made ready to be stored.
public struct PreparedRecording: Sendable {
    /// What was found in the clip.
    public let report: ClipReport
    /// What the gallery will keep.
    public let recording: Recording
}
