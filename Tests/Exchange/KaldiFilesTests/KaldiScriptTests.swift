import KaldiFiles
import NumericCore
import TestSupport
import Testing

@Suite struct KaldiScriptTests {
    private let folder: TemporaryFolder
    private let archive: String

    init() throws {
        folder = try TemporaryFolder()
        // 4 rows of 3 numbers behind a key of two bytes and a blank.
        archive = try folder.write(
            KaldiBytes.ascii("ab ") + KaldiBytes.start
                + KaldiBytes.matrix(4, 3, (0..<12).map(Float.init)), as: "f.ark")
    }

    private func features(_ place: String) throws -> Matrix<Float> {
        let script = try KaldiScript(
            contentsOf: folder.write("first x.ark\nab \(archive)\(place)\n", as: "f.scp"))
        return try script.features(of: #require(script.entries.last)).frames
    }

    @Test(arguments: [
        (":3", 0...3, 0...2), (":3[1:2]", 1...2, 0...2), (":3[3:3,1:2]", 3...3, 1...2),
        (":3[:,0:0]", 0...3, 0...0), (":3[,2:2]", 0...3, 2...2), (":3[0:1,:]", 0...1, 0...2),
    ])
    func rangesIncludeBothEnds(
        _ place: String, _ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>
    ) throws {
        let frames = try features(place)
        #expect(frames.rows == rows.count && frames.columns == columns.count)
        #expect(
            frames.elements == rows.flatMap { row in columns.map { Float(3 * row + $0) } })
    }

    @Test func aMatrixMayBeAFileOfItsOwn() throws {
        let path = try folder.write(
            KaldiBytes.start + KaldiBytes.matrix(1, 1, [5]), as: "one.mat")
        let script = try KaldiScript(contentsOf: folder.write("u \(path)\n", as: "f.scp"))
        #expect(try script.features(of: script.entries[0]).frames.elements == [5])
    }

    @Test(arguments: [
        (":3[1:4]", "f.scp:2: expected a range within 4×3 numbers, got rows 1:4, columns 0:2"),
        (":3[0:0,3:3]", "f.scp:2: expected a range within 4×3 numbers, got rows 0:0, columns 3:3"),
        (":3[2:1]", "f.scp:2: expected a range first:last, counted from 0, got '2:1'"),
        (":3[1]", "f.scp:2: expected a range first:last, counted from 0, got '1'"),
        (":3[-1:2]", "f.scp:2: expected a range first:last, counted from 0, got '-1:2'"),
        (
            ":3[0:99999999999999999999]",
            "f.scp:2: expected a range first:last, counted from 0, got '0:99999999999999999999'"
        ),
        (":3[0:1,0:1,0:1]", "f.scp:2: expected ranges of rows and columns, got 3 ranges"),
        (":0", "f.ark:1: expected [ before the features of ab, got 'a'"),
        (":4", "f.ark: byte 4: expected [ before the features of ab, got 'B'"),
        (
            ":9000000",
            "f.ark: byte 66: expected [ before the features of ab, got the end of the file"
        ),
    ])
    func faultsAreNamed(_ place: String, _ message: String) {
        let error = #expect(throws: KaldiError.self) { try features(place) }
        #expect(complaint(error)?.replacing(folder.path + "/", with: "") == message)
    }

    @Test func commandsAreNotRun() throws {
        let path = try folder.write("u touch \(folder.path)/made |\n", as: "f.scp")
        let error = #expect(throws: KaldiError.self) { try KaldiScript(contentsOf: path) }
        #expect(error == .command(path: path, line: 1, text: "touch \(folder.path)/made |"))
    }

    @Test(arguments: [
        ("a x.ark:1\na x.ark:2\n", "f.scp:2: expected a key once, got 'a' again"),
        ("a\n", "f.scp:1: expected a key, a blank and what it stands for, got 'a'"),
        ("a x.ark:1\n\nb x.ark:2\n", "f.scp:2: expected a key, got an empty line"),
        ("a -\n", "f.scp:1: expected a file, got standard input"),
        ("a [0:1]\n", "f.scp:1: expected an archive, got '[0:1]'"),
    ])
    func badListsAreNamed(_ text: String, _ message: String) throws {
        let path = try folder.write(text, as: "f.scp")
        let error = #expect(throws: KaldiError.self) { try KaldiScript(contentsOf: path) }
        #expect(complaint(error)?.replacing(folder.path + "/", with: "") == message)
    }
}
