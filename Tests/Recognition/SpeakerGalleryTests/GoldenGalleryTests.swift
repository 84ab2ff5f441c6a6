import Foundation
import GRDB
import SpeakerGallery
import SpeakerIdentification
import TestSupport
import Testing

/// Galleries as each released schema wrote them keep opening; Tests/Fixtures/galleries tells what
/// is in them.
@Suite struct GoldenGalleryTests {
    private static let fixtures = Repository.fixture("galleries")

    static let versions = [1, 2, 3, 4]

    @Test(arguments: versions) func everyVersionOpens(version: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("gallery.sqlite")
        try FileManager.default.copyItem(
            atPath: "\(Self.fixtures)/schema-\(version).sqlite", toPath: path)
        let applied = try DatabaseQueue(path: path).read { database in
            try String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations")
        }
        #expect(applied.count == version)
        let gallery = try SpeakerGallery.open(path)
        #expect(try gallery.background.identity == SmallBackground.model().identity)
        #expect(try gallery.speakers().map(\.name) == ["alice", "bob"])
        let whole = try GalleryMaterial()
        try whole.add(1, 2, 3, to: "alice")
        try whole.add(4, to: "bob")
        for name in ["alice", "bob"] {
            try expectNear(gallery.statistics(of: name), whole.gallery.statistics(of: name))
            let (read, written) = (
                try gallery.recordings(of: name), try whole.gallery.recordings(of: name)
            )
            #expect(read.map(\.summary.name) == written.map(\.summary.name))
            #expect(read.map(\.summary.digest) == written.map(\.summary.digest))
            #expect(read.map(\.summary.enrolledAt) == written.map(\.summary.enrolledAt))
            // Older programs kept no share of clipped samples.
            #expect(
                read.map(\.summary.clippedFraction)
                    == (version < 3
                        ? read.map { _ in nil } : written.map(\.summary.clippedFraction)))
        }
        let facts = try gallery.facts(of: "alice")
        #expect(facts.tags == (version < 3 ? [] : ["nurse"]))
        #expect(facts.consent.status == (version < 3 ? .unstated : .given))
        #expect(try gallery.calibration()?.threshold == (version < 2 ? nil : 1.5))
        // It is a gallery of today.
        let bob = try gallery.statistics(of: "bob")
        try gallery.add([GalleryMaterial.recording(5)], to: "bob")
        #expect(try gallery.log().last?.action == .enrolled)
        _ = try gallery.forget("0005", of: "bob")
        #expect(try gallery.statistics(of: "bob") == bob)
    }

    /// Sums over the same frames, which today's program may round in another order: Float keeps
    /// some hundred terms of a few units to 10⁻⁴ or better.
    private func expectNear(_ read: VoiceStatistics, _ written: VoiceStatistics) throws {
        #expect(read.frameCount == written.frameCount)
        for (read, written) in zip(read.streams, written.streams) {
            for (a, b) in zip(read.zeroth, written.zeroth) { #expect(abs(a - b) < 1e-3) }
            for (a, b) in zip(read.first.elements, written.first.elements) {
                #expect(abs(a - b) < 1e-3)
            }
        }
    }

    /// Also where the file cannot be brought up to date; no change is accepted then.
    @Test(
        .enabled(if: geteuid() != 0, "the superuser may write everything"), arguments: versions)
    func everyVersionCanBeReadOnly(version: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("gallery.sqlite")
        try FileManager.default.copyItem(
            atPath: "\(Self.fixtures)/schema-\(version).sqlite", toPath: path)
        chmod(path, 0o400)
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        let gallery = try SpeakerGallery.open(path)
        #expect(try gallery.statisticsOfAllSpeakers().map(\.speaker) == ["alice", "bob"])
        #expect(throws: GalleryError.readOnly(path: path)) {
            try gallery.add([GalleryMaterial.recording(5)], to: "bob")
        }
        #expect(throws: GalleryError.readOnly(path: path)) { try gallery.compact() }
        #expect(try gallery.recordings(of: "bob").count == 1)
    }
}
