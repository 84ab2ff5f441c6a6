import Foundation
import NumericCore
import SpeakerGallery
import SpeakerIdentification

extension FuzzedReader {
    /// The file of models beside a gallery, and a clip identified by it.
    static let galleryModels = FuzzedReader("gallery-models") {
        let copy = try StoredGallery.copy()
        _ = try copy.gallery.models(ScoringBackground(copy.gallery.background))
        let file = try read(modelsOf: copy.gallery)
        let input = try ModelFileInput(file: file)
        // Else the reader would be given something else than a sound file.
        let isSame = try input.file(of: copy.gallery.background.identity) == file
        precondition(isSame, "a sound file is not packed and unpacked")
        return [input.bytes]
    } read: { bytes in
        let copy = try StoredGallery.copy()
        let file = try ModelFileInput(bytes).file(of: copy.gallery.background.identity)
        _ = try copy.folder.write(file, as: "gallery.sqlite-models")
        let gallery = try SpeakerGallery.open(copy.gallery.path)
        let background = ScoringBackground(gallery.background)
        do {
            try identify(gallery, background)
        } catch IdentificationError.damagedModel {
            gallery.discardModels()
            try identify(gallery, background)
        }
    }

    private static func read(modelsOf gallery: SpeakerGallery) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: gallery.path + "-models")))
    }

    /// Scores two frames against everybody, in each of the ways that there are.
    private static func identify(
        _ gallery: SpeakerGallery, _ background: ScoringBackground
    ) throws {
        let models = try gallery.models(background)
        let frames = gallery.background.mixtures.map {
            Matrix<Float>(rows: 2, columns: $0.dimension, repeating: 0.5)
        }
        let clip = try CompactClip(frames, background, topComponents: 2)
        _ = try SpeakerSearch(
            among: models.speakers.map(\.speaker), bestCount: 1, referenceCount: 1
        ).selection(for: clip, among: models.speakers)
        for count in [2, nil] {
            _ = try ClipScorer(background, topComponents: count).scores(
                of: frames, against: models.speakers + models.cohort)
        }
    }
}
