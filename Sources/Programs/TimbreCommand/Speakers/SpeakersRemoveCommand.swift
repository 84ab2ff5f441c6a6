import ArgumentParser
import Timbre

struct SpeakersRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove speakers and all that is known of their voices.",
        discussion: "A misspelt name stops the command before anybody is gone.")

    @Argument(help: "Who.") var speakers: [String]
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try finishing(output.console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            let names = Set(speakers).sorted()
            try gallery.remove(names)
            for name in names { output.console.remark("removed \(name)") }
            try GalleryOptions.warn(of: gallery, output.console)
            return .done
        }
    }
}
