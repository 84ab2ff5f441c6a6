import GaussianMixtures
import TestSupport
import Testing
import Timbre

@testable import TimbreCommand

@Suite struct InspectionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func facts(_ path: String) throws -> (kind: String, facts: [String: String]) {
        let inspection = try Inspection(of: path)
        return (
            inspection.kind,
            Dictionary(inspection.facts.map { ($0.name, "\($0.value)") }) { first, _ in first }
        )
    }

    @Test func aClip() throws {
        let samples = [Float](repeating: 0.25, count: 8000)
        let path = try folder.write(VoiceMaterial.wave(samples), as: "a.wav")
        let (kind, facts) = try facts(path)
        #expect(kind == "clip")
        #expect(facts["sample rate"] == "16000 Hz")
        #expect(facts["channels"] == "1")
        #expect(facts["length"] == "0.500 s")
        #expect(facts["peak"] == "0.2500 of full scale")
        #expect(facts["DC offset"] == "0.25000")
        #expect(facts["clipped"] == "0.000 %")
        #expect(facts["digest"]?.count == 64)
    }

    @Test func aBackgroundModel() throws {
        let model = try SmallBackground.model(parameters: [.means, .variances])
        try model.file.write(to: folder.path("m.safetensors"))
        let (kind, facts) = try facts(folder.path("m.safetensors"))
        #expect(kind == "background model")
        #expect(facts["background model"] == "small")
        #expect(facts["identity"] == model.identity.hexadecimal)
        #expect(facts["streams"] == "2")
        #expect(facts["components"] == "4")
        #expect(facts["dimension"] == "3")
        #expect(facts["sample rate"] == "16000 Hz")
        #expect(facts["adapted"] == "means, variances")
        #expect(facts["relevance factors"] == "4")
        #expect(facts["components per frame"] == "2")
        #expect(facts["threshold"] == "0.2500")
        #expect(facts["licence"] == "none")
        #expect(facts["front end"] == model.configuration.canonicalJSON)
    }

    @Test func aGalleryAndItsExport() throws {
        let recognizer = try VoiceMaterial.enrolledRecognizer(in: folder)
        let gallery = try facts(recognizer.gallery.path)
        #expect(gallery.kind == "gallery")
        #expect(gallery.facts["speakers"] == "3")
        #expect(gallery.facts["recordings"] == "6")
        #expect(gallery.facts["background model"] == "synthetic")
        let path = folder.path("speakers.safetensors")
        try recognizer.gallery.exported(["anna", "boris"]).write(to: path)
        let exported = try facts(path)
        #expect(exported.kind == "exported speakers")
        #expect(exported.facts["recordings"] == "4")
        #expect(
            exported.facts["background model"] == recognizer.background.identity.hexadecimal)
    }

    @Test func otherTensors() throws {
        let file = Safetensors(
            metadata: ["format": "timbre-something"],
            tensors: ["x": .init(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])])
        try file.write(to: folder.path("x.safetensors"))
        let (kind, facts) = try facts(folder.path("x.safetensors"))
        #expect(kind == "timbre-something")
        #expect(facts == ["x": "2×3"])
    }

    @Test func whatCannotBeInspectedIsSaid() throws {
        #expect(throws: AudioInputError.noSuchFile(path: folder.path("none"))) {
            try Inspection(of: folder.path("none"))
        }
        #expect(throws: AudioInputError.isFolder(path: folder.path)) {
            try Inspection(of: folder.path)
        }
        let path = try folder.write("SQLite format 3\0 but no more", as: "g.sqlite")
        #expect(throws: GalleryError.self) { try Inspection(of: path) }
        var bytes = try SmallBackground.model().file.encoded()
        bytes[bytes.count - 1] ^= 1
        let damaged = try folder.write(bytes, as: "m.safetensors")
        #expect(throws: MixtureError.self) { try Inspection(of: damaged) }
    }
}
