import ArgumentParser
import GaussianMixtures
import Timbre

struct SpeakersExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write speakers to a file for another gallery of the same model.")

    @Argument(help: "Who (default: everybody).") var speakers: [String] = []
    @Option(name: .shortAndLong, help: "The file to write.") var file: String
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try finishing(output.console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            let names = try speakers.isEmpty ? gallery.speakers().map(\.name) : speakers
            try gallery.exported(names).write(to: file, isPrivate: true)
            output.console.remark("wrote \(counted(names.count, "speaker")) to \(file)")
            return .done
        }
    }
}
