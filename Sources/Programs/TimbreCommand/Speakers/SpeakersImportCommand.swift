import ArgumentParser
import GaussianMixtures
import Timbre

struct SpeakersImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read speakers from an exported file.",
        discussion: """
            All of it is added, or nothing; audio that a speaker has already is passed over.
            """)

    @Argument(help: "The file to read.") var file: String
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try finishing(output.console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            let added = try gallery.import(Safetensors(contentsOf: file), path: file)
            output.console.remark("added \(counted(added, "recording")) from \(file)")
            return .done
        }
    }
}
