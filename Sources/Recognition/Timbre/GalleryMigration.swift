import Foundation
internal import NumericCore
public import SpeakerGallery
public import SpeakerIdentification

/// Takes a gallery to another background model: the clips of its recordings are found by their
/// digests, whatever they are called now, and enrolled anew.
///
/// ```swift
/// let migration = try GalleryMigration(of: gallery, to: ShippedModels.load("speech-16k"))
/// let clips = try migration.search(["recordings"])
/// let outcome = try migration.run(clips)
/// ```
public struct GalleryMigration: Sendable {
    /// A recording that cannot be enrolled anew, and why.
    public struct Loss: Sendable {
        /// Whose it is.
        public let speaker: String
        /// The clip's name when it was enrolled.
        public let recording: String
        /// Why not, in words.
        public let reason: String
    }

    /// Some recordings cannot be enrolled anew, so that the gallery stayed as it was.
    public struct Incomplete: Error, CustomStringConvertible {
        /// Which.
        public let losses: [Loss]
        /// The gallery.
        public let path: String

        /// What happened, and the remedy.
        public var description: String {
            "\(path): \(losses.count) of its recordings cannot be enrolled anew, so that nothing "
                + "was changed; find their clips, or leave them out by --drop-missing"
        }
    }

    /// What a migration did.
    public struct Outcome: Sendable {
        /// How many recordings were enrolled anew.
        public let migrated: Int
        /// Those that were left out.
        public let dropped: [Loss]
    }

    private let gallery: SpeakerGallery
    private let analyzer: ClipAnalyzer
    private let reader: ClipReader

    /// A migration of a gallery to a background model.
    ///
    /// - Parameters:
    ///   - gallery: the gallery; of no more use when it is done, open it again.
    ///   - background: the model that it will be bound to.
    ///   - reader: how clips are read; by the same channel as when they were enrolled.
    /// - Throws: `IdentificationError` when the background model cannot be used.
    public init(
        of gallery: SpeakerGallery, to background: BackgroundModel,
        reader: ClipReader = ClipReader()
    ) throws {
        self.gallery = gallery
        self.reader = reader
        analyzer = try ClipAnalyzer(background, reader: reader)
    }

    /// Computes the digests of clips; ones that cannot be read are passed over.
    ///
    /// - Parameters:
    ///   - clips: where the recordings may be.
    ///   - onProgress: called with the number of clips done.
    /// - Returns: the first clip of each digest.
    /// - Throws: what `onProgress` throws.
    public func search(
        _ clips: [Clip], onProgress: (Int) throws -> Void = { _ in }
    ) throws -> [String: Clip] {
        var found: [String: Clip] = [:]
        try orderedMap(count: clips.count) { index in
            try? digest(of: clips[index])
        } consume: { index, digest in
            if let digest, found[digest] == nil { found[digest] = clips[index] }
            try onProgress(index + 1)
        }
        return found
    }

    /// Enrols all recordings anew and binds the gallery to the background model, or changes
    /// nothing. Others can read the gallery meanwhile, and not write to it.
    ///
    /// - Parameters:
    ///   - clips: by their digests.
    ///   - dropsMissing: whether recordings without a usable clip are left out.
    ///   - onProgress: called with the number of recordings done, of all.
    /// - Returns: what was done.
    /// - Throws: ``Incomplete``, `GalleryError`, and what `onProgress` throws.
    public func run(
        _ clips: [String: Clip], dropsMissing: Bool = false,
        onProgress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Outcome {
        var (migrated, losses) = (0, [Loss]())
        try gallery.changeBackground(to: analyzer.background) { change in
            let entries = change.entries
            // What is known to be missing is told before the long work begins.
            let missing = entries.filter { clips[$0.digest] == nil }
            if !missing.isEmpty && !dropsMissing {
                throw Incomplete(
                    losses: missing.map { Self.loss($0, nil) }, path: gallery.path)
            }
            try orderedMap(count: entries.count) { index in
                Result { try clips[entries[index].digest].map(recording) }
            } consume: { index, result in
                switch result {
                case .success(let recording?):
                    try change.replace(entries[index], with: recording)
                    migrated += 1
                case .success(nil):
                    losses.append(Self.loss(entries[index], nil))
                case .failure(let error):
                    losses.append(Self.loss(entries[index], error))
                }
                try onProgress(index + 1, entries.count)
            }
            guard losses.isEmpty || dropsMissing else {
                throw Incomplete(losses: losses, path: gallery.path)
            }
            try change.dropRest()
        }
        return Outcome(migrated: migrated, dropped: losses)
    }

    private static func loss(_ entry: BackgroundChange.Entry, _ error: (any Error)?) -> Loss {
        Loss(
            speaker: entry.speaker, recording: entry.name,
            reason: error.map { "\($0)" } ?? "no clip with its digest was found")
    }

    private func digest(of clip: Clip) throws -> String? {
        let audio = try reader.open(clip, sampleRate: nil, computesDigest: true)
        while try audio.nextBlock() != nil {}
        return audio.digest?.hexadecimal
    }

    private func recording(_ clip: Clip) throws -> EnrolledRecording {
        let (analyzed, statistics) = try analyzer.enrollment(of: clip)
        return EnrolledRecording(
            analyzed.report, digest: analyzed.digest, statistics, at: gallery.time)
    }
}

extension EnrolledRecording {
    /// What is kept of a clip that was analysed.
    init(
        _ report: ClipReport, digest: String, _ statistics: VoiceStatistics, at time: Date
    ) {
        let summary = RecordingSummary(
            name: report.name, digest: digest, durationSeconds: report.durationSeconds,
            speechSeconds: report.speechSeconds,
            signalToNoiseDecibels: report.signalToNoiseDecibels,
            clippedFraction: report.clippedFraction, enrolledAt: time)
        self.init(summary, statistics)
    }
}
