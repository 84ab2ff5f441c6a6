import ArgumentParser
import Foundation
import NumericCore
import Timbre

/// How a command speaks.
struct TalkOptions: ParsableArguments {
    @Flag(name: .long, help: "Print one JSON object per line instead of a table.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print no progress and no remarks.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more of what is being done.")
    var verbose = false

    var console: Console { Console(isJSON: json, isQuiet: quiet, isVerbose: verbose) }
}

/// What every command takes that computes.
struct OutputOptions: ParsableArguments {
    @OptionGroup var talk: TalkOptions

    @Option(help: "How many threads work at once (default: one per processor).")
    var threads: Int?

    @Option(help: "Seed of everything random.")
    var seed: UInt64 = 1

    func validate() throws {
        if let threads, threads < 1 || threads > 1024 {
            throw ValidationError("--threads: a number from 1 to 1024 expected, got \(threads)")
        }
        if let threads { Threads.use(threads) }
    }

    var json: Bool { talk.json }
    var console: Console { talk.console }
}

/// Which gallery.
struct GalleryOptions: ParsableArguments {
    @Option(
        help: """
            The gallery's file (default: $TIMBRE_GALLERY, else timbre/gallery.sqlite in \
            $XDG_DATA_HOME or ~/.local/share).
            """)
    var gallery: String?

    var path: String { gallery ?? GalleryLocation.standard }

    /// Says when something that was removed is still on the disk.
    static func warn(of gallery: SpeakerGallery, _ console: Console) throws {
        if gallery.hasPostponedErasure {
            console.error(
                "\(gallery.path): another program is using this gallery, or the disk is full; what "
                    + "was removed is erased from the disk when the gallery is next opened")
        } else if try gallery.needsCompaction() {
            console.remark(
                "\(gallery.path): fragments of what was removed, such as a name, may be left in "
                    + "unused parts of the file; timbre speakers compact erases them")
        }
    }
}

/// How clips are read.
struct ReaderOptions: ParsableArguments {
    @Option(
        help:
            "Which channel of a clip: mix for the mean of all, or a number from 1. (default: mix)",
        transform: parseChannel)
    var channel: ChannelSelection = .mixdown

    @Option(
        help: """
            Take clips for headerless audio, such as pcm16le:8000:1 (encoding, sample rate in \
            hertz, channels).
            """,
        transform: { try RawFormat(parsing: $0) })
    var raw: RawFormat?

    @Flag(
        help: """
            Decode each clip in a process of its own, with limits of memory and time: for clips \
            that are not to be trusted.
            """)
    var isolate = false

    private static func parseChannel(_ word: String) throws -> ChannelSelection {
        if word == "mix" { return .mixdown }
        guard let number = Int(word), number >= 1 else {
            throw ValidationError("mix or a number from 1 expected, got \(word)")
        }
        return .channel(number)
    }

    /// This program itself.
    private static var decoder: IsolatedDecoder {
        IsolatedDecoder(
            program: Bundle.main.executablePath ?? CommandLine.arguments[0],
            arguments: [DecodeCommand._commandName])
    }

    var reader: ClipReader { reader(ClipQuality.Limits()) }

    func reader(_ limits: ClipQuality.Limits) -> ClipReader {
        ClipReader(
            channel: channel, rawFormat: raw, limits: limits,
            isolation: isolate ? Self.decoder : nil)
    }
}

/// The case of an enumeration that a word names.
func choice<Choice: RawRepresentable<String> & CaseIterable>(_ word: String) throws -> Choice {
    guard let choice = Choice(rawValue: word) else {
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("one of \(known) expected, got \(word)")
    }
    return choice
}
