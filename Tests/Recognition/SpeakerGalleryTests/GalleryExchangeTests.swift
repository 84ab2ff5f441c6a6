import Foundation
import GaussianMixtures
import SpeakerGallery
import TestSupport
import Testing

@Suite struct GalleryExchangeTests {
    private func source(
        parameters: MaximumAPosteriori.Parameters = .means
    ) throws -> GalleryMaterial {
        let material = try GalleryMaterial(parameters: parameters)
        try material.add(1, 2, to: "alice")
        try material.add(3, to: "bob")
        try material.add(4, to: "carol")
        return material
    }

    /// With and without the second-order sums that adapting variances needs.
    @Test(arguments: [.means, [.means, .variances]] as [MaximumAPosteriori.Parameters])
    func exportedSpeakersArriveWhole(parameters: MaximumAPosteriori.Parameters) throws {
        let (source, target) = (
            try source(parameters: parameters), try GalleryMaterial(parameters: parameters)
        )
        let path = source.folder.path("speakers.safetensors")
        try source.gallery.exported(["bob", "alice"]).write(to: path)
        let file = try Safetensors(contentsOf: path)
        let orders =
            ["zeroth", "first"] + (parameters.contains(.variances) ? ["second"] : [])
        let names = (0..<3).flatMap { recording in
            (0..<2).flatMap { stream in orders.map { "\(recording).\(stream).\($0)" } }
        }
        #expect(Set(file.tensors.keys) == Set(names))
        #expect(try target.gallery.import(file, path: path) == 3)
        #expect(try target.gallery.speakers().map(\.name) == ["alice", "bob"])
        for name in ["alice", "bob"] {
            let (copy, original) = (
                try target.gallery.recordings(of: name), try source.gallery.recordings(of: name)
            )
            #expect(copy.map(\.statistics) == original.map(\.statistics))
            #expect(
                copy.flatMap(\.statistics.streams).allSatisfy {
                    $0.second.elements.contains { $0 > 0 } == parameters.contains(.variances)
                })
            #expect(copy.map(\.summary.name) == original.map(\.summary.name))
            #expect(copy.map(\.summary.digest) == original.map(\.summary.digest))
            #expect(copy.map(\.summary.enrolledAt) == original.map(\.summary.enrolledAt))
            #expect(copy.map(\.summary.clippedFraction) == original.map(\.summary.clippedFraction))
            #expect(
                copy.map(\.summary.signalToNoiseDecibels)
                    == original.map(\.summary.signalToNoiseDecibels))
        }
    }

    @Test func importingTwiceAddsNothing() throws {
        let (source, target) = (try source(), try GalleryMaterial())
        let file = try source.gallery.exported(["alice", "carol"])
        try target.add(2, to: "alice")
        #expect(try target.gallery.import(file, path: "s") == 2)
        let before = try target.sum(of: "alice")
        #expect(try target.gallery.import(file, path: "s") == 0)
        #expect(try target.digests(of: "alice") == [2, 1])
        #expect(try target.sum(of: "alice") == before)
    }

    @Test func whatIsSaidOfSpeakersTravelsAlong() throws {
        let (source, target) = (try source(), try GalleryMaterial())
        try source.gallery.edit("alice") {
            $0.tags = ["nurse", "ward 3"]
            $0.notes = "quiet"
            $0.consent = Consent(.withdrawn, at: Date(timeIntervalSince1970: 1e9))
            $0.expiresAt = Date(timeIntervalSince1970: 4e9)
        }
        _ = try source.gallery.forget("0003", of: "bob")
        let file = try source.gallery.exported(["alice", "bob"])
        #expect(try target.gallery.import(file, path: "s") == 2)
        #expect(try target.gallery.facts(of: "alice") == source.gallery.facts(of: "alice"))
        #expect(try target.gallery.speakers() == Array(source.gallery.speakers().prefix(2)))
        #expect(try target.gallery.statisticsOfAllSpeakers().isEmpty)
        // What the gallery knows already is not made laxer.
        try source.gallery.edit("alice") { $0 = SpeakerFacts() }
        _ = try target.gallery.import(source.gallery.exported(["alice"]), path: "s")
        #expect(try target.gallery.facts(of: "alice").consent.status == .withdrawn)
    }

    /// Files of version 1 know nothing of what is said of speakers.
    @Test func filesOfVersion1AreRead() throws {
        var file = try source().gallery.exported(["alice"])
        file.metadata["version"] = "1"
        file.metadata["speakers"] = nil
        let target = try GalleryMaterial()
        #expect(try target.gallery.import(file, path: "s") == 2)
        #expect(try target.gallery.facts(of: "alice") == SpeakerFacts())
    }

    @Test func anotherBackgroundModelIsRefused() throws {
        let file = try source().gallery.exported(["alice"])
        let folder = try TemporaryFolder()
        let target = try SpeakerGallery.create(
            folder.path("g.sqlite"), background: SmallBackground.model(seed: 2))
        #expect(
            throws: GalleryError.cannotImport(
                path: "s",
                reason: "its speakers were enrolled with another background model than this "
                    + "gallery's (small); enrol their clips anew")
        ) { try target.import(file, path: "s") }
        #expect(try target.speakers().isEmpty)
    }

    struct Damage: Sendable {
        let reason: String
        let apply: @Sendable (inout Safetensors) -> Void
    }

    static let unusable = "the statistics of recording 1 are not usable"
    static let damages: [Damage] = [
        Damage(reason: "it holds no exported speakers of version 1 or 2") {
            $0.metadata["format"] = "timbre-background-model"
        },
        Damage(reason: "it holds no exported speakers of version 1 or 2") {
            $0.metadata["version"] = "3"
        },
        Damage(reason: "its list of recordings cannot be read") {
            $0.metadata["recordings"] = "[{}]"
        },
        Damage(reason: "its list of recordings cannot be read") { $0.metadata["recordings"] = nil },
        Damage(reason: "its list of speakers cannot be read") { $0.metadata["speakers"] = nil },
        Damage(reason: "its list of speakers cannot be read") {
            $0.metadata["speakers"]?.replace("unstated", with: "perhaps")
        },
        Damage(reason: unusable) { $0.tensors["1.0.zeroth"] = nil },
        Damage(reason: unusable) { $0.tensors["1.1.second"] = nil },
        Damage(reason: unusable) {
            $0.tensors["1.0.first"] = .init(shape: [3, 4], values: .init(repeating: 0, count: 12))
        },
        Damage(reason: unusable) {
            $0.tensors["1.1.zeroth"] = .init(shape: [4], values: [1, -1, 1, 1])
        },
        Damage(reason: unusable) {
            $0.tensors["1.1.first"] = .init(
                shape: [4, 3], values: .init(repeating: .nan, count: 12))
        },
        Damage(reason: unusable) { changeLogLikelihoods(of: &$0) { $0.dropLast() } },
        Damage(reason: unusable) { changeLogLikelihoods(of: &$0) { $0 + $0 } },
        Damage(reason: unusable) { changeLogLikelihoods(of: &$0) { _ in [] } },
    ]

    /// Changes the second recording's list of a log-likelihood per stream.
    private static func changeLogLikelihoods(
        of file: inout Safetensors, _ change: ([Double]) -> [Double]
    ) {
        guard let text = file.metadata["recordings"],
            var entries = try? JSONSerialization.jsonObject(with: Data(text.utf8))
                as? [[String: Any]],
            let values = entries[1]["log_likelihoods"] as? [Double]
        else {
            Issue.record("no list of recordings")
            return
        }
        entries[1]["log_likelihoods"] = change(values)
        let data = try? JSONSerialization.data(withJSONObject: entries)
        file.metadata["recordings"] = data.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func damagedFilesAreRefusedWhole() throws {
        let target = try GalleryMaterial(parameters: [.means, .variances])
        let whole = try source(parameters: [.means, .variances]).gallery.exported(["alice", "bob"])
        for damage in Self.damages {
            var file = whole
            damage.apply(&file)
            #expect(throws: GalleryError.cannotImport(path: "s", reason: damage.reason)) {
                try target.gallery.import(file, path: "s")
            }
        }
        #expect(try target.gallery.speakers().isEmpty)
    }

    @Test func aNameThatCannotBeIsRefused() throws {
        let target = try GalleryMaterial()
        var file = try source().gallery.exported(["alice", "bob"])
        let text = try #require(file.metadata["recordings"])
        file.metadata["recordings"] = text.replacing("\"bob\"", with: "\"\"")
        file.metadata["speakers"]?.replace("\"bob\"", with: "\"\"")
        #expect(throws: GalleryError.invalidName("")) {
            try target.gallery.import(file, path: "s")
        }
        #expect(try target.gallery.speakers().isEmpty)
    }
}
