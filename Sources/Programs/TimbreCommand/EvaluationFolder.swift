import Reports
import FileStorage

/// The folder that an evaluation leaves behind: report.json, report.html, and its pictures as
/// files of their own.
struct EvaluationFolder {
    let path: String

    /// Makes the folder, before long work rather than after it.
    init(_ path: String) throws {
        self.path = path
        try OutputFolder.make(path)
    }

    func write(_ bytes: some Sequence<UInt8>, as name: String) throws {
        try AtomicFile.write(Array(bytes), to: path + "/" + name)
    }

    /// The figures, as `--json` prints them.
    func write(json: String) throws {
        try write((json + "\n").utf8, as: "report.json")
    }

    func write(_ page: EvaluationPage) throws {
        try write(page.html().utf8, as: "report.html")
        for picture in page.pictures {
            try write(picture.chart.svg().utf8, as: picture.name + ".svg")
        }
    }
}

/// The command that was given, as a shell takes it.
enum GivenCommand {
    static var text: String { text(CommandLine.arguments) }

    static func text(_ arguments: [String]) -> String {
        (["timbre"] + arguments.dropFirst().map(quoted)).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "_@%+=:,./-".utf8.contains(byte)
                }
            }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
