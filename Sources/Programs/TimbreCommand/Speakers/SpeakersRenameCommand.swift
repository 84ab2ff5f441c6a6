import ArgumentParser
import Timbre

struct SpeakersRenameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Give a speaker another name.")

    @Argument(help: "The name now.") var speaker: String
    @Argument(help: "The new name.") var name: String
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try finishing(output.console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            try gallery.rename(speaker, to: name)
            output.console.remark("\(speaker) is now \(name)")
            try GalleryOptions.warn(of: gallery, output.console)
            return .done
        }
    }
}
