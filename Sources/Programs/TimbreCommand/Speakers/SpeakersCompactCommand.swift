import ArgumentParser
import Timbre

struct SpeakersCompactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Write the gallery anew, so that nothing is left of what was removed.",
        discussion: """
            Galleries of up to 64 MiB are written anew after every removal. In a larger one \
            fragments of what was removed, such as a name, may be left until this is done. It \
            needs room for the gallery twice more.
            """)

    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try finishing(output.console) {
            try SpeakerGallery.open(galleryOptions.path).compact()
            output.console.remark("wrote \(galleryOptions.path) anew")
            return .done
        }
    }
}
