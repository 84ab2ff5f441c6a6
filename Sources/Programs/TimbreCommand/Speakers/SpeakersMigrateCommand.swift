import ArgumentParser
import Timbre

struct SpeakersMigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Enrol everybody anew with another background model.",
        discussion: """
            The clips are found by their sound, whatever they are called now. Unless every \
            recording's clip is found, and can be enrolled, nothing is changed. Until all is done \
            the gallery can be read as it was, also after a crash. Its calibration goes: run \
            timbre calibrate again.
            """)

    @Option(help: "The background model: a shipped one's name or a file.") var model: String
    @Option(name: .customLong("root"), help: "A folder with the clips; may be repeated.")
    var roots: [String]
    @Flag(help: "Leave recordings out whose clips cannot be found or enrolled.")
    var dropMissing = false
    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let migrated: Int
        let dropped: Int
        let model: String
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let gallery = try SpeakerGallery.open(galleryOptions.path)
            let background = try ModelArgument.load(model)
            guard background.identity != gallery.background.identity else {
                console.remark("the gallery is bound to \(background.name) already")
                return .done
            }
            let migration = try GalleryMigration(
                of: gallery, to: background, reader: readerOptions.reader)
            let bar = ProgressBar(console)
            let clips = try ClipArguments.search(roots).map(\.clip)
            let found = try migration.search(clips) {
                bar.show(Double($0) / Double(clips.count), "looking for clips")
            }
            let outcome: GalleryMigration.Outcome
            do {
                outcome = try migration.run(found, dropsMissing: dropMissing) {
                    bar.show(Double($0) / Double($1), "enrolling")
                }
            } catch let error as GalleryMigration.Incomplete {
                bar.clear()
                for loss in error.losses { console.error(Self.message(loss)) }
                throw error
            }
            bar.clear()
            for loss in outcome.dropped { console.error("left out: " + Self.message(loss)) }
            try GalleryOptions.warn(of: gallery, console)
            if console.isJSON {
                try console.result(
                    json: Line(
                        migrated: outcome.migrated, dropped: outcome.dropped.count,
                        model: background.name))
            } else {
                try console.result(
                    "\(counted(outcome.migrated, "recording")) enrolled anew with "
                        + "\(background.name), \(outcome.dropped.count) left out")
            }
            return .done
        }
    }

    private static func message(_ loss: GalleryMigration.Loss) -> String {
        "\(loss.speaker): \(loss.recording): \(loss.reason)"
    }
}
