import Foundation
import GRDB
import GaussianMixtures
import NumericCore
import SpeakerGallery
import Testing

/// What was removed cannot be read from the disk either.
@Suite struct GalleryErasureTests {
    /// Whether any sixteen bytes of a recording's statistics, its name or its digest stand in any
    /// file of the gallery, in use or free.
    private func isOnDisk(_ recording: EnrolledRecording, _ material: GalleryMaterial) throws
        -> Bool
    {
        let traces =
            recording.statistics.streams.flatMap(Self.traces)
            + [Data(recording.summary.name.utf8), Data(recording.summary.digest.utf8)]
        return try material.holds(anyOf: traces)
    }

    /// The first-order sums as they are stored, four at a time.
    private static func traces(_ stream: SufficientStatistics) -> [Data] {
        let sums = stream.first.elements
        return stride(from: 0, to: sums.count - 3, by: 4).map { start in
            sums[start..<start + 4].reduce(Data()) { data, sum in
                data + withUnsafeBytes(of: Float(sum).bitPattern.littleEndian) { Data($0) }
            }
        }
    }

    private func filled() throws -> (GalleryMaterial, EnrolledRecording) {
        let material = try GalleryMaterial()
        try material.add(1, 2, to: "alice")
        let secret = try GalleryMaterial.recording(3)
        try material.gallery.add([secret], to: "alice")
        try material.add(4, to: "bob")
        #expect(try isOnDisk(secret, material))
        return (material, secret)
    }

    @Test func forgottenRecordings() throws {
        let (material, secret) = try filled()
        _ = try material.gallery.forget("0003", of: "alice")
        #expect(try !isOnDisk(secret, material))
        #expect(try isOnDisk(GalleryMaterial.recording(1), material))
    }

    @Test func removedSpeakers() throws {
        let (material, secret) = try filled()
        try material.gallery.remove("alice")
        #expect(try !isOnDisk(secret, material))
        #expect(try !isOnDisk(GalleryMaterial.recording(1), material))
    }

    @Test func mergedDuplicates() throws {
        let (material, secret) = try filled()
        try material.gallery.add([secret], to: "bob")
        try material.gallery.merge("bob", into: "alice")
        #expect(try isOnDisk(secret, material))
        _ = try material.gallery.forget("0003", of: "alice")
        #expect(try !isOnDisk(secret, material))
    }

    /// Who reads keeps what was removed in the write-ahead log. The removal waits five seconds
    /// for the reader; so does this test.
    @Test func whatIsBeingReadIsErasedAtTheNextOpening() throws {
        let (material, secret) = try filled()
        let reader = try DatabaseQueue(path: material.gallery.path)
        try reader.inDatabase { database in
            try database.execute(sql: "BEGIN")
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM speaker") == 2)
            try material.gallery.remove("alice")
            #expect(material.gallery.hasPostponedErasure)
            #expect(try material.gallery.speakers().map(\.name) == ["bob"])
            #expect(try isOnDisk(secret, material))
            try database.execute(sql: "ROLLBACK")
        }
        #expect(try SpeakerGallery.open(material.gallery.path).speakers().map(\.name) == ["bob"])
        #expect(try !isOnDisk(secret, material))
        try material.gallery.remove("bob")
        #expect(!material.gallery.hasPostponedErasure)
    }

    @Test func namesTagsAndNotes() throws {
        let (material, _) = try filled()
        try material.gallery.edit("alice") {
            $0.tags = ["a tag of hers"]
            $0.notes = "a note about her"
        }
        try material.gallery.rename("alice", to: "Alexandra the Third")
        try material.gallery.rename("Alexandra the Third", to: "somebody else")
        #expect(try !material.holds(anyOf: [Data("alice".utf8), Data("Alexandra".utf8)]))
        try material.gallery.remove("somebody else")
        let words = ["somebody", "a tag of", "a note about", "alice"]
        #expect(try !material.holds(anyOf: words.map { Data($0.utf8) }))
        #expect(try material.gallery.log().last?.action == .removed)
    }

    /// Names that differ in length are moved from page to page, which leaves copies that SQLite
    /// does not overwrite; the test makes many at once, as a gallery collects in its life.
    @Test func whatWasMovedAbout() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        var generator = SeededGenerator(seed: 7)
        func name() -> String {
            String(
                (0..<20 + generator.index(below: 180)).map { _ in
                    Character(UnicodeScalar(UInt8(97 + generator.index(below: 26))))
                })
        }
        var (present, gone) = ([String](), [String]())
        let database = try DatabaseQueue(path: material.gallery.path)
        try database.write { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
            for _ in 0..<4000 {
                if present.isEmpty || generator.uniform() < 0.55 {
                    present.append(name())
                    try database.execute(
                        sql: "INSERT INTO speaker (name, created_at) VALUES (?, 0)",
                        arguments: [present[present.count - 1]])
                } else {
                    let former = present.remove(at: generator.index(below: present.count))
                    gone.append(former)
                    present.append(name())
                    try database.execute(
                        sql: "UPDATE speaker SET name = ? WHERE name = ?",
                        arguments: [present[present.count - 1], former])
                }
            }
        }
        try database.close()
        let traces = gone.flatMap { [Data($0.utf8.prefix(16)), Data($0.utf8.suffix(16))] }
        try material.gallery.remove("alice")
        #expect(try !material.holds(anyOf: traces))
        #expect(try material.gallery.speakers().map(\.name) == present.sorted())
    }

    /// A program that is killed between a removal and its erasure leaves word.
    @Test func whatAKilledProgramLeft() throws {
        let (material, secret) = try filled()
        let path = try material.copy()
        let copy = try DatabaseQueue(path: path)
        try copy.inDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA secure_delete = OFF;
                    PRAGMA foreign_keys = ON;
                    BEGIN;
                    DELETE FROM speaker WHERE name = 'alice';
                    PRAGMA user_version = 1;
                    COMMIT
                    """)
        }
        try copy.close()
        #expect(try GalleryMaterial.holds(path, anyOf: [Data(secret.summary.digest.utf8)]))
        #expect(try SpeakerGallery.open(path).speakers().map(\.name) == ["bob"])
        #expect(try !GalleryMaterial.holds(path, anyOf: [Data(secret.summary.digest.utf8)]))
    }

    @Test func compactingKeepsEverything() throws {
        let (material, _) = try filled()
        let before = try material.gallery.statisticsOfAllSpeakers().map(\.statistics)
        try material.gallery.compact()
        #expect(try material.gallery.statisticsOfAllSpeakers().map(\.statistics) == before)
        #expect(try !material.gallery.needsCompaction())
        #expect(
            try SpeakerGallery.open(material.gallery.path).speakers()
                == material.gallery.speakers())
    }
}

extension GalleryMaterial {
    /// Whether any of some byte strings stands in any file of the folder.
    func holds(anyOf traces: [Data]) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).contains {
            try Self.holds(folder.path($0), anyOf: traces)
        }
    }

    static func holds(_ path: String, anyOf traces: [Data]) throws -> Bool {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        return traces.contains { bytes.range(of: $0) != nil }
    }
}
