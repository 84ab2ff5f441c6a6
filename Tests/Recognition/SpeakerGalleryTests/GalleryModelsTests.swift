import Foundation
import GRDB
import NumericCore
import SpeakerGallery
import SpeakerIdentification
import TestSupport
import Testing

/// The file of models beside a gallery says what the gallery's statistics say, whatever became of
/// either.
@Suite struct GalleryModelsTests {
    private let material: GalleryMaterial
    private let background: ScoringBackground
    private var file: String { material.gallery.path + "-models" }

    init() throws {
        let cohort = try (0..<2).map {
            try SmallBackground.statistics(SmallBackground.model(), speaker: 9, seed: $0)
        }
        material = try GalleryMaterial(background: SmallBackground.model().with(cohort: cohort))
        background = ScoringBackground(material.gallery.background)
        try material.add(1, 2, to: "alice")
        try material.add(3, to: "bob")
        try material.add(4, to: "clara")
    }

    /// A model's numbers, to the last bit.
    private func numbers(_ model: SpeakerModel) -> [UInt32] {
        let layout = background.layout
        return withExtendedLifetime(model) {
            (0..<layout.parameterCount).map { model.content.parameters[$0].bitPattern }
                + (0..<layout.compactSize).map { UInt32(model.content.compact[$0]) }
        }
    }

    /// What the models have to be: adapted from the statistics as they are in the gallery now.
    private func plain(_ gallery: SpeakerGallery) throws -> [String: [UInt32]] {
        let models = try gallery.statisticsOfAllSpeakers().map {
            try SpeakerModel(speaker: $0, statistics: $1, background: background)
        }
        return Dictionary(uniqueKeysWithValues: models.map { ($0.speaker, numbers($0)) })
    }

    private func expectRight(_ gallery: SpeakerGallery) throws {
        let models = try gallery.models(background)
        #expect(models.speakers.map(\.speaker) == models.speakers.map(\.speaker).sorted())
        #expect(
            try Dictionary(uniqueKeysWithValues: models.speakers.map { ($0.speaker, numbers($0)) })
                == plain(gallery))
        let cohort = try gallery.background.cohort
        #expect(
            try models.cohort.map(numbers)
                == cohort.map {
                    numbers(
                        try SpeakerModel(speaker: "", statistics: $0, background: background))
                })
    }

    private func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file)) }

    @Test func storedModelsAreTheStatistics() throws {
        try expectRight(material.gallery)
        let first = try bytes()
        let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(rights as? Int == 0o600)
        try expectRight(material.gallery)
        try expectRight(SpeakerGallery.open(material.gallery.path))
        #expect(try bytes() == first)
    }

    @Test func theBackgroundIsTheSameFromEitherFile() throws {
        let whole = try SpeakerGallery.open(material.gallery.path).background
        _ = try material.gallery.models(background)
        let ready = try SpeakerGallery.open(material.gallery.path).background
        #expect(ready.identity == whole.identity)
        #expect(ready.cohortCount == 2)
        #expect(try ready.file.encoded() == whole.file.encoded())
    }

    static let changes: [@Sendable (SpeakerGallery) throws -> Void] = [
        { try $0.add([GalleryMaterial.recording(5)], to: "alice") },
        { try $0.add([GalleryMaterial.recording(5)], to: "dora") },
        { _ = try $0.forget("0001", of: "alice") },
        { _ = try $0.forget("0003", of: "bob") },
        { try $0.remove("bob") },
        { try $0.rename("bob", to: "zoe") },
        { try $0.merge("bob", into: "alice") },
        { try $0.edit("bob") { $0.consent = Consent(.withdrawn) } },
        { try $0.edit("bob") { $0.expiresAt = Date(timeIntervalSince1970: 1) } },
        { _ = try $0.import(try $0.exported(["bob"]), path: "itself") },
        { gallery in
            let other = try GalleryMaterial(background: gallery.background).gallery
            try other.add([GalleryMaterial.recording(7)], to: "alice")
            _ = try gallery.import(try other.exported(["alice"]), path: "other")
        },
    ]

    @Test(arguments: changes.indices) func everyChangeIsNoticed(change: Int) throws {
        let time = material.gallery.time
        let reader = try SpeakerGallery.open(material.gallery.path) { time }
        try expectRight(material.gallery)
        try Self.changes[change](material.gallery)
        try expectRight(reader)
        try expectRight(material.gallery)
    }

    /// Removed, restored from a copy, and changed otherwise: the counts are the same, the voices not.
    @Test func aRestoredGalleryIsNoticed() throws {
        let copy = material.folder.path("copy.sqlite")
        try material.gallery.backUp(to: copy)
        _ = try material.gallery.forget("0001", of: "alice")
        try expectRight(material.gallery)
        let restored = try SpeakerGallery.open(copy)
        try FileManager.default.copyItem(atPath: file, toPath: copy + "-models")
        _ = try restored.forget("0002", of: "alice")
        try expectRight(restored)
    }

    @Test func anotherBackgroundModelIsNoticed() throws {
        try expectRight(material.gallery)
        try material.gallery.changeBackground(to: SmallBackground.model(seed: 3)) {
            try $0.dropRest()
        }
        #expect(!FileManager.default.fileExists(atPath: file))
        let gallery = try SpeakerGallery.open(material.gallery.path)
        try gallery.add([GalleryMaterial.recording(8)], to: "bob")
        let models = try gallery.models(ScoringBackground(gallery.background))
        #expect(models.speakers.map(\.speaker) == ["bob"])
        #expect(models.cohort.isEmpty)
    }

    /// A wrong byte anywhere is found where it is used, or is nowhere used.
    @Test func damageIsNeverBelieved() throws {
        let right = try plain(material.gallery)
        _ = try material.gallery.models(background)
        let sound = try bytes()
        let frames = [Matrix<Float>](
            repeating: Matrix(rows: 2, columns: 3, repeating: 0.5), count: 2)
        let clip = try CompactClip(frames, background, topComponents: 2)
        let scorer = ClipScorer(background, topComponents: 2)
        var found = 0
        let places = sound.indices.filter {
            $0 < 90 || $0 % 509 == 0 || (sound[$0] != 0 && $0 % 29 == 0)
        }
        for place in places {
            var damaged = sound
            damaged[place] ^= UInt8(1 << (place % 8))
            try damaged.write(to: URL(fileURLWithPath: file))
            let gallery = try SpeakerGallery.open(material.gallery.path)
            #expect(gallery.background.identity == material.gallery.background.identity)
            var models = try gallery.models(background)
            do {
                _ = try scorer.scores(of: frames, against: models.speakers + models.cohort)
                _ = try SpeakerSearch(among: models.speakers.map(\.speaker)).selection(
                    for: clip, among: models.speakers)
            } catch is IdentificationError {
                found += 1
                gallery.discardModels()
                models = try gallery.models(background)
            }
            for model in models.speakers { #expect(numbers(model) == right[model.speaker]) }
        }
        #expect(found > 0)
    }

    @Test(arguments: [0, 1, 7, 87, 88, 4096, 8192, 20_000])
    func cutFilesAreMadeAnew(size: Int) throws {
        _ = try material.gallery.models(background)
        try bytes().prefix(size).write(to: URL(fileURLWithPath: file))
        try expectRight(SpeakerGallery.open(material.gallery.path))
        #expect(try bytes().count > size)
    }

    /// Neither a folder in its place nor a link elsewhere is followed or replaced.
    @Test func whatIsNoFileOfOursIsLeftAlone() throws {
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        try expectRight(material.gallery)
        try FileManager.default.removeItem(atPath: file)
        let elsewhere = material.folder.path("elsewhere")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: elsewhere))
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: elsewhere)
        try expectRight(material.gallery)
        #expect(try String(contentsOfFile: elsewhere, encoding: .utf8) == "mine")
    }

    /// Several make the file at once, while others change the gallery.
    @Test func manyAtOnceAgree() throws {
        let path = material.gallery.path
        _ = try Threads.with(6) {
            try orderedMap(count: 12) { number in
                let gallery = try SpeakerGallery.open(path)
                if number % 3 == 0 {
                    try gallery.add([GalleryMaterial.recording(20 + number)], to: "many \(number)")
                }
                do {
                    _ = try gallery.models(background)
                } catch IdentificationError.damagedModel {
                    _ = try gallery.models(background)
                }
            }
        }
        try expectRight(material.gallery)
        try expectRight(SpeakerGallery.open(path))
    }

    /// No four numbers of a removed speaker's model stand in any file.
    @Test func removedModelsAreErased() throws {
        let models = try material.gallery.models(background)
        let gone = models.speakers.first { $0.speaker == "alice" }.map { trace(of: $0) }
        let kept = models.speakers.first { $0.speaker == "bob" }.map { trace(of: $0) }
        let (secret, open) = (try #require(gone), try #require(kept))
        #expect(try material.holds(anyOf: [secret]))
        _ = try material.gallery.forget("0001", of: "alice")
        #expect(try !material.holds(anyOf: [secret]))
        #expect(try material.holds(anyOf: [open]))
        _ = try material.gallery.models(background)
        try material.gallery.remove("bob")
        #expect(try !material.holds(anyOf: [open]))
        try expectRight(material.gallery)
    }

    /// A program that was killed behind a removal leaves word, and one that was killed while it
    /// wrote a model leaves numbers without an entry.
    @Test func whatAKilledProgramLeftIsErased() throws {
        let models = try material.gallery.models(background)
        let secret = trace(of: models.speakers[0])
        let database = try DatabaseQueue(path: material.gallery.path)
        try database.inDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA foreign_keys = ON;
                    BEGIN;
                    DELETE FROM speaker WHERE name = 'alice';
                    PRAGMA user_version = 3;
                    COMMIT
                    """)
        }
        try database.close()
        var left = try bytes()
        let place = try #require(left.range(of: secret)?.lowerBound)
        // A free place of the same group, behind all that are taken.
        let other = place + 40 * 4 * background.layout.parameterCount
        left.replaceSubrange(other..<other + secret.count, with: secret)
        try left.write(to: URL(fileURLWithPath: file))
        #expect(try material.holds(anyOf: [secret]))
        try expectRight(SpeakerGallery.open(material.gallery.path))
        #expect(try !material.holds(anyOf: [secret]))
    }

    private func trace(of model: SpeakerModel) -> Data {
        withExtendedLifetime(model) {
            Data(buffer: UnsafeBufferPointer(start: model.content.parameters, count: 4))
        }
    }
}
