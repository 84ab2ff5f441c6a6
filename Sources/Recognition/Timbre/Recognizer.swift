internal import NumericCore
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
    let analyzer: ClipAnalyzer
    private let loaded = Mutex(Loaded())

    /// What questions are answered with, as far as it has been asked for.
    private struct Loaded {
        /// By the scorer.
        var identifiers: [Scorer: Identifier] = [:]
        /// Everybody's, whatever the scorer.
        var models: GalleryModels?
        /// How often models turned out to be gone or damaged since all was looked up anew.
        var failures = 0
    }

    /// A recognizer for an open gallery.
    ///
    /// - Parameters:
    ///   - gallery: the enrolled speakers.
    ///   - reader: how clips are read.
    /// - Throws: `IdentificationError` when its background model cannot be used.
    public init(
        _ gallery: SpeakerGallery, reader: ClipReader = ClipReader()
    ) throws {
        self.gallery = gallery
        analyzer = try ClipAnalyzer(gallery.background, reader: reader)
    }

    /// A recognizer for the gallery in a file, which must exist.
    ///
    /// - Parameters:
    ///   - path: where the gallery lies.
    ///   - reader: how clips are read.
    /// - Returns: the recognizer.
    /// - Throws: `GalleryError`, or that the background model cannot be used.
    public static func open(
        gallery path: String, reader: ClipReader = ClipReader()
    ) throws -> Recognizer {
        try Recognizer(SpeakerGallery.open(path), reader: reader)
    }

    /// A recognizer for the gallery in a file, which is made if need be.
    ///
    /// - Parameters:
    ///   - path: where the gallery lies or will lie.
    ///   - background: the model that a new gallery is bound to; nil for `speech-16k`.
    ///   - reader: how clips are read.
    /// - Returns: the recognizer; a gallery that exists keeps its own background model.
    /// - Throws: `GalleryError`, or `IdentificationError` when a model cannot be used.
    public static func openOrCreate(
        gallery path: String, background: BackgroundModel? = nil,
        reader: ClipReader = ClipReader()
    ) throws -> Recognizer {
        do {
            return try open(gallery: path, reader: reader)
        } catch GalleryError.noGallery {
            let model = try background ?? ShippedModels.load("speech-16k")
            return try Recognizer(
                SpeakerGallery.create(path, background: model), reader: reader)
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

    /// Enrols clips of any number of speakers, several at a time and in their order. A clip that is
    /// refused stops no other.
    ///
    /// - Parameters:
    ///   - clips: each with its speaker, who is created if need be.
    ///   - onClip: called with each clip's place and its report, or why it was refused.
    /// - Throws: `GalleryError` where no clip can be stored, and what `onClip` throws.
    public func enroll(
        _ clips: [LabelledClip], onClip: (Int, Result<ClipReport, any Error>) throws -> Void
    ) throws {
        try orderedMap(count: clips.count) { index in
            Result { try prepare(clips[index].clip) }
        } consume: { index, prepared in
            do {
                let prepared = try prepared.get()
                try add(prepared, to: clips[index].speaker)
                try onClip(index, .success(prepared.report))
            } catch let error as GalleryError where !error.isAboutOneRecording {
                throw error
            } catch {
                try onClip(index, .failure(error))
            }
        }
    }

    /// A clip as it will be enrolled. This is the part that takes time.
    package func prepare(_ clip: Clip) throws -> PreparedRecording {
        let (analyzed, statistics) = try analyzer.enrollment(
            of: clip, computesDigest: true, comparesVoices: true)
        let recording = EnrolledRecording(
            analyzed.report, digest: analyzed.digest, statistics, at: gallery.time)
        return PreparedRecording(report: analyzed.report, recording: recording)
    }

    /// Stores a prepared recording.
    package func add(_ prepared: PreparedRecording, to speaker: String) throws {
        try gallery.add([prepared.recording], to: speaker)
        reload()
    }

    /// Who is heard in a clip: everybody enrolled with a recording, ranked, and a decision.
    ///
    /// Speakers' models are made at the first call and kept until somebody is enrolled through
    /// this recognizer; call ``reload()`` after other changes. Where the gallery keeps a calibration
    /// (``adopt(_:)``), evidence goes through its map and is compared with its threshold.
    ///
    /// - Throws: `AudioInputError` when the clip cannot be read, or `GalleryError`.
    public func identify(
        _ clip: Clip, _ options: MatchingOptions = MatchingOptions()
    ) throws -> Identification {
        try identify(analyzer.analyze(clip), options)
    }

    /// The same for a clip that has been heard.
    func identify(_ clip: AnalyzedClip, _ options: MatchingOptions) throws -> Identification {
        try withSoundModels {
            let identifier = try identifier(options.scorer)
            guard clip.report.quality == .ok else {
                return Identification(
                    unusable: clip.report, threshold: identifier.threshold(options))
            }
            return Identification(
                clip: clip.report,
                try identifier.identify(clip.streams, clip.measures, options))
        }
    }

    /// Whether a clip is a speaker's: the same answer with that one candidate, whose probability
    /// is that the claim is true, for equal odds beforehand.
    ///
    /// - Throws: `AudioInputError`, or `GalleryError`, also when nobody has that name, or the
    ///   speaker has no recordings.
    public func verify(
        _ speaker: String, _ clip: Clip, _ options: MatchingOptions = MatchingOptions()
    ) throws -> Identification {
        guard try identifier(options.scorer).place(of: speaker) != nil else {
            // It says whether there is no such speaker, or one without recordings.
            _ = try gallery.statistics(of: speaker)
            throw GalleryError.noRecordings(speaker: speaker)
        }
        var options = options
        options.claim = speaker
        return try identify(analyzer.analyze(clip), options)
    }

    /// Answers by the models in the gallery's file. Where they were erased in the meantime, they
    /// are looked up once more, and where they are damaged, made anew.
    func withSoundModels<T>(_ body: () throws -> T) throws -> T {
        for _ in 0..<2 {
            let failures = loaded.withLock { $0.failures }
            do { return try body() } catch IdentificationError.damagedModel {
                loaded.withLock { loaded in
                    // Else another thread has seen to it, whose new models must not be discarded.
                    guard loaded.failures == failures else { return }
                    if failures > 0 { gallery.discardModels() }
                    loaded = Loaded(failures: failures + 1)
                }
            }
        }
        return try body()
    }

    /// Everybody enrolled, ready to be looked for.
    func identifier(_ scorer: Scorer) throws -> Identifier {
        try loaded.withLock { loaded in
            if let identifier = loaded.identifiers[scorer] { return identifier }
            let models = try loaded.models ?? gallery.models(analyzer.scoringBackground)
            loaded.models = models
            let calibration = try gallery.calibration()
            let scoring = background.scoring
            let identifier = Identifier(
                models.speakers, cohort: models.cohort, background: analyzer.scoringBackground,
                scoring: scoring, scorer: scorer,
                normalizer: try ScoreNormalizer(
                    speakers: models.speakers,
                    cohort: scoring.normalization.needsImpostorScores ? analyzer.cohort() : .none,
                    background: analyzer.scoringBackground, scoring: scoring, scorer: scorer),
                calibration: calibration.map { ($0.map, $0.threshold) })
            loaded.identifiers[scorer] = identifier
            return identifier
        }
    }

    /// Forgets the models and the calibration in memory, so that the next question reads the gallery
    /// again.
    public func reload() {
        loaded.withLock { $0 = Loaded() }
    }
}

/// What was found out about a clip.
public struct Identification: Sendable {
    /// The clip and its quality.
    public let clip: ClipReport
    /// A name or *unknown*; nil when the clip is unusable, as ``ClipReport/quality`` says.
    public let decision: SpeakerDecision?
    /// Everybody who is enrolled, best first, and in galleries of more than
    /// `SpeakerSearch.wholeCount` those who were scored exactly, `SpeakerSearch.bestCount` at most;
    /// empty when the clip is unusable.
    public let candidates: [SpeakerCandidate]
    /// The least evidence of a match, in nats; −∞ for a closed set.
    public let threshold: Double

    init(clip: ClipReport, _ answer: Identifier.Answer) {
        self.clip = clip
        decision = answer.decision
        candidates = answer.candidates
        threshold = answer.threshold
    }

    init(unusable clip: ClipReport, threshold: Double) {
        self.clip = clip
        decision = nil
        candidates = []
        self.threshold = threshold
    }
}

/// A clip made ready to be stored.
package struct PreparedRecording: Sendable {
    /// What was found in the clip.
    package let report: ClipReport
    /// What the gallery will keep.
    package let recording: EnrolledRecording
}
