import ArgumentParser
import Timbre

/// What `--isolate` starts for each clip; nobody else has a use for it.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode-clip",
        abstract: "Decode the clip on standard input into messages on standard output.",
        shouldDisplay: false)

    @Option var name: String
    @Option var seconds: Int
    @Option var memory: Int
    @Option var channel: Int?
    @Option(transform: { try RawFormat(parsing: $0) })
    var raw: RawFormat?

    func run() throws {
        try DecoderService.run(
            name: name, channel: channel.map { .channel($0) } ?? .mixdown, rawFormat: raw,
            seconds: seconds, memory: memory)
    }
}
