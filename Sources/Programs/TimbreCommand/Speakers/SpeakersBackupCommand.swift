import ArgumentParser
import Timbre

struct SpeakersBackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a copy of the whole gallery, which may be in use meanwhile.",
        discussion: """
            The copy is a gallery itself and can take the place of one that was lost. What is \
            forgotten later stays in it: remove old copies.
            """)

    @Argument(help: "The file to write; nothing may stand there yet.") var file: String
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try finishing(output.console) {
            try SpeakerGallery.open(galleryOptions.path).backUp(to: file)
            output.console.remark("wrote \(file)")
            return .done
        }
    }
}
