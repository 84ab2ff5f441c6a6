import TestSupport
import Testing
import Timbre

@Suite struct ClipListTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ text: String, root: String? = nil) throws -> [[String]] {
        try ClipList.read(folder.write(text, as: "list.tsv"), root: root)
            .map { [$0.speaker, $0.clip.name] }
    }

    @Test func pathsAreRelativeToTheList() throws {
        let clips = try read("speaker\tclip\nanna\ta/1.wav\nboris\t/data/b 2.wav\n")
        #expect(clips == [["anna", folder.path("a/1.wav")], ["boris", "/data/b 2.wav"]])
    }

    @Test func pathsAreRelativeToAGivenRoot() throws {
        let clips = try read("speaker\tclip\nanna\t1.wav\nboris\t/data/2.wav\n", root: "/audio")
        #expect(clips == [["anna", "/audio/1.wav"], ["boris", "/data/2.wav"]])
    }

    @Test func columnsAreFoundByName() throws {
        let text = "session\tclip\tspeaker\tnote\n1\ta.wav\tanna\tloud\n2\tb.wav\tboris\n"
        #expect(try read(text, root: "/r") == [["anna", "/r/a.wav"], ["boris", "/r/b.wav"]])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) throws {
        let lines = ["speaker\tclip", "anna\ta.wav", "", "Zoë\tß.wav"]
        for text in [lines.joined(separator: end), lines.joined(separator: end) + end] {
            #expect(try read(text, root: "/r") == [["anna", "/r/a.wav"], ["Zoë", "/r/ß.wav"]])
        }
    }

    @Test func aListNeedNotNameSpeakers() throws {
        let path = try folder.write("note\tclip\nloud\ta.wav\n\tb.wav\n", as: "clips.tsv")
        let clips = try ClipList.read(path, root: "/r", needsSpeakers: false)
        #expect(clips.map(\.speaker) == ["a.wav", "b.wav"])
        #expect(clips.map(\.clip.name) == ["/r/a.wav", "/r/b.wav"])
        let empty = try folder.write("clip\na.wav\n", as: "one.tsv")
        #expect(try ClipList.read(empty, root: "/r", needsSpeakers: false).count == 1)
        #expect(
            throws: ClipList.Failure.line(
                path: path, number: 1,
                reason: "a header with the columns speaker and clip, separated by a tab, expected")
        ) { try ClipList.read(path) }
        let none = try folder.write("speaker\nanna\n", as: "none.tsv")
        #expect(
            throws: ClipList.Failure.line(
                path: none, number: 1, reason: "a header with the column clip expected")
        ) { try ClipList.read(none, needsSpeakers: false) }
    }

    @Test func aHeaderAloneIsAnEmptyList() throws {
        #expect(try read("speaker\tclip\n").isEmpty)
    }

    static let badHeaders = ["", "anna\ta.wav\n", "speaker clip\nanna a.wav\n", "speaker\tfile\n"]

    @Test(arguments: badHeaders)
    func aHeaderIsExpected(text: String) throws {
        let error = #expect(throws: ClipList.Failure.self) { try read(text) }
        #expect(
            error?.description == folder.path("list.tsv")
                + ":1: a header with the columns speaker and clip, separated by a tab, expected")
    }

    static let badLines = ["anna", "anna\t", "\ta.wav", "anna a.wav"]

    @Test(arguments: badLines)
    func linesWithoutAFieldAreNamed(line: String) throws {
        // The blank line counts.
        let error = #expect(throws: ClipList.Failure.self) {
            try read("speaker\tclip\r\nanna\ta.wav\r\n\r\n\(line)\r\n")
        }
        #expect(
            error
                == .line(
                    path: folder.path("list.tsv"), number: 4,
                    reason: "a speaker and a clip expected, separated by a tab"))
    }

    @Test func missingAndBinaryFilesAreRefused() throws {
        #expect(throws: ClipList.Failure.missing(path: "/nowhere.tsv")) {
            try ClipList.read("/nowhere.tsv")
        }
        let path = try folder.write([0xFF, 0xFE, 0x00, 0xC3], as: "binary")
        #expect(throws: ClipList.Failure.missing(path: path)) { try ClipList.read(path) }
    }

    @Test func aByteOrderMarkIsPassedOver() throws {
        #expect(
            try read("\u{FEFF}speaker\tclip\nanna\ta.wav\n", root: "/r") == [["anna", "/r/a.wav"]])
    }
}
