import ArgumentParser
import Timbre

struct SpeakersMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Move a speaker's recordings to another and remove the first.",
        discussion: """
            Audio that both have is kept once. Tags are joined, and whatever forbids more stays: \
            a withdrawn consent, the earlier expiry.
            """)

    @Argument(help: "Whose recordings are moved.") var source: String
    @Argument(help: "Who gets them.") var target: String
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if source == target { throw ValidationError("Name two different speakers.") }
    }

    func run() throws {
        try finishing(output.console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            try gallery.merge(source, into: target)
            output.console.remark("\(source)'s recordings are now \(target)'s")
            try GalleryOptions.warn(of: gallery, output.console)
            return .done
        }
    }
}
