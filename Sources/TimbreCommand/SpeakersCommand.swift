import ArgumentParser
import Foundation
import GaussianMixtures
import Timbre

struct SpeakersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speakers",
        abstract: "List, show, rename, remove, merge, export and import enrolled speakers.",
        subcommands: [
            List.self, Show.self, Rename.self, Remove.self, Merge.self, Export.self, Import.self,
        ],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List everybody enrolled.")
        @OptionGroup var galleryOptions: GalleryOptions
        @OptionGroup var output: OutputOptions

        private struct Line: Encodable {
            let speaker: String
            let recordings: Int
            let speechSeconds: Double
            let createdAt: String
        }

        func run() throws {
            let console = output.console
            try finishing(console) {
                let gallery = try SpeakerGallery.open(galleryOptions.path)
                let speakers = try gallery.speakers()
                if console.isJSON {
                    for speaker in speakers {
                        try console.result(
                            json: Line(
                                speaker: speaker.name, recordings: speaker.recordingCount,
                                speechSeconds: speaker.speechSeconds,
                                createdAt: speaker.createdAt.ISO8601Format()))
                    }
                } else {
                    try console.table(
                        [["SPEAKER", "RECORDINGS", "SPEECH", "SINCE"]]
                            + speakers.map {
                                [
                                    $0.name, "\($0.recordingCount)",
                                    fixed($0.speechSeconds, 1) + " s",
                                    $0.createdAt.ISO8601Format(),
                                ]
                            }, rightAligned: [1, 2])
                    if let calibration = try gallery.calibration() {
                        console.remark(calibration.summary)
                    }
                }
                return .done
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a speaker's recordings.")
        @Argument(help: "Who.") var speaker: String
        @OptionGroup var galleryOptions: GalleryOptions
        @OptionGroup var output: OutputOptions

        private struct Line: Encodable {
            let speaker: String
            let recording: String
            let digest: String
            let durationSeconds: Double
            let speechSeconds: Double
            let snrDecibels: Double?
            let enrolledAt: String
        }

        func run() throws {
            let console = output.console
            try finishing(console) {
                let recordings = try SpeakerGallery.open(galleryOptions.path)
                    .recordings(of: speaker)
                if console.isJSON {
                    for recording in recordings {
                        try console.result(
                            json: Line(
                                speaker: speaker, recording: recording.name,
                                digest: recording.digest,
                                durationSeconds: recording.durationSeconds,
                                speechSeconds: recording.speechSeconds,
                                snrDecibels: recording.signalToNoiseDecibels,
                                enrolledAt: recording.enrolledAt.ISO8601Format()))
                    }
                } else {
                    try console.table(
                        [["RECORDING", "DIGEST", "LENGTH", "SPEECH", "SNR", "ENROLLED"]]
                            + recordings.map {
                                [
                                    $0.name, String($0.digest.prefix(12)),
                                    fixed($0.durationSeconds, 1) + " s",
                                    fixed($0.speechSeconds, 1) + " s",
                                    $0.signalToNoiseDecibels.map { fixed($0, 0) + " dB" } ?? "?",
                                    $0.enrolledAt.ISO8601Format(),
                                ]
                            }, rightAligned: [2, 3, 4])
                }
                return .done
            }
        }
    }

    struct Rename: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a speaker another name.")
        @Argument(help: "The name now.") var speaker: String
        @Argument(help: "The new name.") var name: String
        @OptionGroup var galleryOptions: GalleryOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try finishing(output.console) {
                try SpeakerGallery.open(galleryOptions.path).rename(speaker, to: name)
                output.console.remark("\(speaker) is now \(name)")
                return .done
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove speakers and all that is known of their voices.")
        @Argument(help: "Who.") var speakers: [String]
        @OptionGroup var galleryOptions: GalleryOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try finishing(output.console) {
                let gallery = try SpeakerGallery.open(galleryOptions.path)
                // A misspelt name stops the command before anybody is gone.
                let known = Set(try gallery.speakers().map(\.name))
                for speaker in speakers where !known.contains(speaker) {
                    throw GalleryError.noSpeaker(name: speaker)
                }
                for speaker in Set(speakers).sorted() {
                    try gallery.remove(speaker)
                    output.console.remark("removed \(speaker)")
                }
                GalleryOptions.warn(of: gallery, output.console)
                return .done
            }
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move a speaker's recordings to another and remove the first.")
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
                GalleryOptions.warn(of: gallery, output.console)
                return .done
            }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
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

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read speakers from an exported file.")
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
}
