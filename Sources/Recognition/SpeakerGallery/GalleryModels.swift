internal import FileStorage
internal import Foundation
internal import GRDB
internal import NumericCore
public import SpeakerIdentification

/// The models of everybody who may be looked for, and of the voices beside them.
public struct GalleryModels: Sendable {
    /// Of speakers with recordings who may be looked for, by name.
    public let speakers: [SpeakerModel]
    /// Of the background model's cohort.
    public let cohort: [SpeakerModel]
}

/// Models made ready, which are kept in a file beside the gallery; ``ModelFileLayout`` tells how.
extension SpeakerGallery {
    /// Everybody's models, from the file as far as it has them, and made of the statistics
    /// otherwise, which adds them to the file where it can be written.
    ///
    /// - Parameter background: this gallery's background model, made ready for scoring.
    /// - Returns: the models; those from the file are checked by who scores clips against them.
    /// - Throws: ``GalleryError`` when the gallery cannot be read or is damaged.
    public func models(
        _ background: ScoringBackground
    ) throws -> GalleryModels {
        let identity = self.background.identity.hexadecimal
        let path = ModelFile.path(ofGallery: path)
        let layout = background.layout
        func mapped() -> ModelFile? {
            ignoresModels.load(ordering: .relaxed) ? nil : ModelFile(path, identity: identity)
        }
        func content(in file: ModelFile?, of voice: Voice) -> ModelContent? {
            file?.fits(layout) == true ? file?.content(of: voice.revision) : nil
        }
        var voices = try self.voices()
        var file = mapped()
        var contents = voices.map { content(in: file, of: $0) }
        if contents.contains(where: { $0 == nil }) {
            let made: [Int64: ModelContent]
            (voices, made) = try makeModels(background, path)
            file = mapped()
            contents = voices.map { made[$0.revision] ?? content(in: file, of: $0) }
        }
        var (speakers, cohort): ([SpeakerModel], [SpeakerModel]) = ([], [])
        for (voice, content) in zip(voices, contents) {
            guard let content else {
                throw IdentificationError.damagedModel(speaker: voice.name)
            }
            let model = SpeakerModel(speaker: voice.name, content)
            if voice.identifier == nil { cohort.append(model) } else { speakers.append(model) }
        }
        return GalleryModels(speakers: speakers, cohort: cohort)
    }

    /// Gives up the file of models, whose content turned out to be damaged; the next call of
    /// ``models(_:)`` makes it anew, or does without where it cannot be deleted.
    public func discardModels() {
        if unlink(ModelFile.path(ofGallery: path)) != 0 && errno != ENOENT {
            ignoresModels.store(true, ordering: .relaxed)
        }
    }

    /// Somebody of whom there is a model: a speaker, or a voice of the cohort.
    private struct Voice {
        let name: String
        let revision: Int64
        /// The speaker's; nil for a voice of the cohort.
        let identifier: Int64?
    }

    private func voices() throws -> [Voice] { try read { try voices($0) } }

    private func voices(_ database: Database) throws -> [Voice] {
        try checkBackground(database)
        var voices: [Voice] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT name, revision, id FROM speaker
                WHERE revision <> 0 AND \(Self.isAdmitted) ORDER BY name
                """, arguments: try admission(database))
        while let row = try rows.next() {
            voices.append(
                Voice(
                    name: try row.decode(atIndex: 0), revision: try row.decode(atIndex: 1),
                    identifier: try row.decode(Int64.self, atIndex: 2)))
        }
        return voices
            + (0..<background.cohortCount).map {
                Voice(name: "cohort \($0)", revision: Int64($0 + 1), identifier: nil)
            }
    }

    /// Adapts all who are not in the file.
    ///
    /// - Returns: everybody, and the models that could not be stored, by their revisions.
    private func makeModels(
        _ background: ScoringBackground, _ path: String
    ) throws -> ([Voice], [Int64: ModelContent]) {
        // Before anything is read: whatever is removed from the gallery later is erased from the
        // file after this.
        let mayWrite = isWritable && !ignoresModels.load(ordering: .relaxed)
        let writer =
            mayWrite && self.background.cohortCount <= ModelFileLayout.largestCohort
            ? ModelFileWriter.open(path, background.layout, self.background) : nil
        let file =
            ignoresModels.load(ordering: .relaxed)
            ? nil : ModelFile(path, identity: self.background.identity.hexadecimal)
        func holds(_ revision: Int64) -> Bool {
            if let writer { return writer.holds(revision) }
            return file?.fits(background.layout) == true && file?.content(of: revision) != nil
        }
        // It may have to be read from the gallery, which is not read twice at once.
        let count = Int64(self.background.cohortCount)
        let isCohortThere = (0..<count).allSatisfy { holds($0 + 1) }
        let cohort = isCohortThere ? [] : try self.background.cohort
        return try read { database in
            let voices = try voices(database)
            let all = try Int64.fetchSet(database, sql: "SELECT revision FROM speaker")
            // What is superseded makes room; where it cannot, there is room behind it.
            _ = writer?.drop(allBut: all.union(voices.map(\.revision)))
            var kept: [Int64: ModelContent] = [:]
            let missing = voices.filter { !holds($0.revision) }
            // Statistics take several times the memory of models, so a few are read at a time.
            for start in stride(from: 0, to: missing.count, by: 4 * Threads.count) {
                let batch = missing[start..<min(start + 4 * Threads.count, missing.count)]
                let blobs = try batch.map { try recordings(of: $0, database) }
                let models = try orderedMap(count: batch.count) { index in
                    let voice = batch[start + index]
                    let statistics: VoiceStatistics
                    if voice.identifier != nil {
                        statistics = try sum(of: blobs[index])
                    } else {
                        // Gone only now.
                        guard cohort.count >= voice.revision else {
                            throw IdentificationError.damagedModel(speaker: voice.name)
                        }
                        statistics = cohort[Int(voice.revision) - 1]
                    }
                    return try SpeakerModel(
                        speaker: voice.name, statistics: statistics, background: background)
                }
                for (voice, model) in zip(batch, models) {
                    let isStored =
                        writer?.store(
                            model.content, background.layout, revision: voice.revision) ?? false
                    if !isStored { kept[voice.revision] = model.content }
                }
            }
            return (voices, kept)
        }
    }

    private func recordings(of voice: Voice, _ database: Database) throws -> [Data] {
        guard let identifier = voice.identifier else { return [] }
        return try Data.fetchAll(
            database, sql: "SELECT statistics FROM recording WHERE speaker_id = ? ORDER BY id",
            arguments: [identifier])
    }

    private func sum(of recordings: [Data]) throws -> VoiceStatistics {
        var sum: VoiceStatistics?
        for recording in recordings {
            let statistics = try decode(recording)
            if sum == nil { sum = statistics } else { sum?.add(statistics) }
        }
        guard let sum else {
            throw GalleryError.notAGallery(path: path, reason: "a speaker's recordings are gone")
        }
        return sum
    }
}
