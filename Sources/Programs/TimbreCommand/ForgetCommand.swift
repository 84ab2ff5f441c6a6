import ArgumentParser
import Timbre

struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Remove one recording of a speaker.",
        discussion: """
            The speaker's model is afterwards exactly that of one who never had the recording.
            """)

    @Argument(help: "Whose recording it is.")
    var speaker: String

    @Argument(
        help: "Its name or the beginning of its digest, as timbre speakers show prints them.")
    var recording: String

    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try finishing(console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            let name = try gallery.forget(recording, of: speaker)
            try GalleryOptions.warn(of: gallery, console)
            if console.isJSON {
                try console.result(json: ["forgotten": name, "speaker": speaker])
            } else {
                try console.result("\(speaker): forgot \(name)")
            }
            return .done
        }
    }
}
