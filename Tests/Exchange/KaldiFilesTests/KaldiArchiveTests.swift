import Foundation
import KaldiFiles
import NumericCore
import TestSupport
import Testing

@Suite struct KaldiArchiveTests {
    static func read(_ bytes: [UInt8]) throws -> [KaldiFeatures] {
        var archive = KaldiArchiveReader(bytes: bytes, path: "a.ark")
        var features: [KaldiFeatures] = []
        while let next = try archive.next() { features.append(next) }
        return features
    }

    static func frames(_ rows: Int, _ columns: Int, seed: UInt64 = 1) -> Matrix<Float> {
        var generator = SeededGenerator(seed: seed)
        return Matrix(
            rows: rows, columns: columns,
            elements: (0..<rows * columns).map { _ in Float.random(in: -50...50, using: &generator)
            })
    }

    static let single =
        KaldiBytes.ascii("one ") + KaldiBytes.start
        + KaldiBytes.matrix(2, 3, [1, 2, 3, 4, 5, 6.5])
    static let double =
        KaldiBytes.ascii("two\t") + KaldiBytes.start + KaldiBytes.ascii("DM ")
        + KaldiBytes.count(1) + KaldiBytes.count(2) + KaldiBytes.doubles([0.1, -7])
    static let text = KaldiBytes.ascii("three  [\n  1 2 \n  -3e1 4.25 ]\nfour [ 9 ]\nfive [ ]\n")

    @Test func handMadeArchivesAreRead() throws {
        // Binary and text may follow each other.
        let features = try Self.read(Self.single + Self.double + Self.text)
        #expect(features.map(\.key) == ["one", "two", "three", "four", "five"])
        #expect(
            features.map(\.frames) == [
                Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6.5]),
                Matrix(rows: 1, columns: 2, elements: [0.1, -7]),
                Matrix(rows: 2, columns: 2, elements: [1, 2, -30, 4.25]),
                Matrix(rows: 1, columns: 1, elements: [9]),
                Matrix(rows: 0, columns: 0, elements: []),
            ])
        #expect(try Self.read([]).isEmpty)
    }

    /// Range 10 from −5 on; 3 rows and 2 columns.
    static func compressed(_ token: String, _ data: [UInt8]) -> [UInt8] {
        KaldiBytes.ascii("c ") + KaldiBytes.start + KaldiBytes.ascii(token + " ")
            + KaldiBytes.floats([-5, 10]) + KaldiBytes.bytes(Int32(3))
            + KaldiBytes.bytes(Int32(2)) + data
    }

    /// Worked by hand. 8 bits: −5 + 10 u / 255. 16 bits: −5 + 10 u / 65535. Percentiles of
    /// −5, −3, 1, 5 (u = 0, 13107, 39321, 65535): u = 0, 64, 192, 255 are these, and 32 is halfway
    /// between the first two, 128 between the next.
    static let compressions: [(bytes: [UInt8], values: [Float])] = [
        (
            compressed("CM3", [0, 51, 102, 153, 204, 255]), [-5, -3, -1, 1, 3, 5]
        ),
        (
            compressed(
                "CM2",
                [0, 13107, 26214, 39321, 52428, 65535].flatMap { KaldiBytes.bytes(UInt16($0)) }),
            [-5, -3, -1, 1, 3, 5]
        ),
        (
            compressed(
                "CM",
                [0, 13107, 39321, 65535, 0, 13107, 39321, 65535].flatMap {
                    KaldiBytes.bytes(UInt16($0))
                } + [0, 64, 192, 255, 32, 128]),
            [-5, 5, -3, -4, 1, -1]
        ),
    ]

    @Test(arguments: 0..<3) func compressedMatricesAreRead(_ index: Int) throws {
        let (bytes, values) = Self.compressions[index]
        let frames = try #require(try Self.read(bytes).first).frames
        #expect(frames.rows == 3 && frames.columns == 2)
        for (value, expected) in zip(frames.elements, values) {
            // Float rounds numbers of up to 10 by 5e-7, some times.
            #expect(abs(value - expected) < 2e-6)
        }
    }

    @Test func writtenBytesAreKaldis() throws {
        let folder = try TemporaryFolder()
        let (path, script) = (folder.path("f.ark"), folder.path("f.scp"))
        let (one, two) = (Self.frames(2, 3), Self.frames(1, 2, seed: 2))
        try KaldiArchive.write(to: path, script: script) { append in
            try append("a", one)
            try append("bc", two)
        }
        let first =
            KaldiBytes.ascii("a ") + KaldiBytes.start + KaldiBytes.matrix(2, 3, one.elements)
        let second =
            KaldiBytes.ascii("bc ") + KaldiBytes.start + KaldiBytes.matrix(1, 2, two.elements)
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == first + second)
        #expect(
            try String(contentsOfFile: script, encoding: .utf8)
                == "a \(path):2\nbc \(path):\(first.count + 3)\n")
    }

    @Test(arguments: [KaldiFormat.binary, .text])
    func roundTripsKeepEveryBit(_ format: KaldiFormat) throws {
        let folder = try TemporaryFolder()
        let (path, script) = (folder.path("f.ark"), folder.path("f.scp"))
        // More rows than a block; none; the smallest and largest numbers.
        let extremes: [Float] = [
            .leastNonzeroMagnitude, -.greatestFiniteMagnitude, 0.1, -0.0, 1e-20, 16_777_215,
        ]
        let written = [
            KaldiFeatures(key: "long", frames: Self.frames(5000, 3)),
            KaldiFeatures(key: "none", frames: Matrix(rows: 0, columns: 0, elements: [])),
            KaldiFeatures(
                key: "żółw/1", frames: Matrix(rows: 2, columns: 3, elements: extremes)),
        ]
        try KaldiArchive.write(to: path, script: script, format: format) { append in
            for features in written { try append(features.key, features.frames) }
        }
        var archive = try KaldiArchiveReader(contentsOf: path)
        for features in written { #expect(try archive.next() == features) }
        #expect(try archive.next() == nil)
        let entries = try KaldiScript(contentsOf: script)
        #expect(entries.entries.map(\.key) == written.map(\.key))
        for (entry, features) in zip(entries.entries, written).reversed() {
            #expect(try entries.features(of: entry) == features)
        }
    }

    @Test func keysAndValuesAreChecked() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("f.ark")
        for key in ["", "a b", "a\nb", String(repeating: "k", count: 5000)] {
            #expect(throws: KaldiError.self) {
                try KaldiArchive.write(to: path) { try $0(key, Self.frames(1, 1)) }
            }
        }
        let twice = #expect(throws: KaldiError.self) {
            try KaldiArchive.write(to: path) {
                try $0("a", Self.frames(1, 1))
                try $0("a", Self.frames(1, 1))
            }
        }
        #expect(twice == .invalidKey("a", reason: "a second utterance of that name"))
        #expect(throws: KaldiError.notFinite(key: "a", frame: 1)) {
            try KaldiArchive.write(to: path) {
                try $0("a", Matrix<Float>(rows: 2, columns: 1, elements: [1, .nan]))
            }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func everyTruncationIsAnError() {
        // Whole utterances before the end are no truncation.
        for bytes in [Self.single, Self.double] + Self.compressions.map(\.bytes) {
            for count in 1..<bytes.count {
                #expect(throws: KaldiError.self, "\(count)") {
                    try Self.read(Array(bytes[..<count]))
                }
            }
        }
        let text = KaldiBytes.ascii("three  [\n  1 2 \n  -3e1 4.25 ]\n")
        for count in 1..<text.count - 1 {
            #expect(throws: KaldiError.self, "\(count)") {
                try Self.read(Array(text[..<count]))
            }
        }
    }

    @Test func anyByteMayBeDamaged() {
        for bytes in [Self.single + Self.text] + Self.compressions.map(\.bytes) {
            for index in bytes.indices {
                for value: UInt8 in [0, 0x20, 0x5D, 0x7F, 0x80, 0xFF] {
                    var damaged = bytes
                    damaged[index] = value
                    _ = try? Self.read(damaged)
                }
            }
        }
    }

    static func object(_ bytes: [UInt8]) -> [UInt8] {
        KaldiBytes.ascii("one ") + KaldiBytes.start + bytes
    }

    static let faults: [(bytes: [UInt8], message: String)] = [
        (
            object(KaldiBytes.vector([1, 2])),
            "a.ark: byte 6: expected FM or DM or CM or CM2 or CM3, got 'FV'"
        ),
        (
            object(KaldiBytes.matrix(2, 0, [])),
            "a.ark: byte 6: expected rows and columns of the features of one, got 2×0"
        ),
        (
            object(KaldiBytes.matrix(.max, .max, [1])),
            "a.ark: byte 19: expected 4611686014132420609 numbers of the features of one in 4 bytes "
                + "each, got the end of the file after 4 bytes"
        ),
        (
            object(KaldiBytes.matrix(1, 2, [1, .nan])),
            "a.ark: byte 23: expected a number of the features of one, got nan"
        ),
        (
            object(KaldiBytes.matrix(1, 2, [1, -.infinity])),
            "a.ark: byte 6: expected finite numbers of the features of one, got -inf in row 1, "
                + "column 2"
        ),
        (
            object(
                KaldiBytes.ascii("DM ") + KaldiBytes.count(1) + KaldiBytes.count(1)
                    + KaldiBytes.doubles([1e300])),
            "a.ark: byte 6: expected finite numbers of the features of one, got inf in row 1, "
                + "column 1"
        ),
        (
            object(KaldiBytes.ascii("FM ") + [8, 1, 0, 0, 0]),
            "a.ark: byte 9: expected a number of rows of 4 bytes, got one of 8"
        ),
        (
            object(
                KaldiBytes.ascii("CM2 ") + KaldiBytes.floats([0, .nan])
                    + [UInt8](repeating: 1, count: 8)),
            "a.ark: byte 10: expected a finite range of the features of one, got nan from 0.0 on"
        ),
        (
            object(
                KaldiBytes.ascii("CM ") + KaldiBytes.floats([0, 1])
                    + KaldiBytes.bytes(Int32.max) + KaldiBytes.bytes(Int32.max)),
            "a.ark: byte 25: expected 2147483647×2147483647 numbers of the features of one in "
                + "4611686031312289785 bytes, got the end of the file after 0 bytes"
        ),
        (KaldiBytes.ascii("one\n[ 1 ]"), "a.ark: byte 0: expected a key and a blank, got 'one'"),
        (KaldiBytes.ascii("one"), "a.ark: byte 0: expected a key and a blank, got 'one'"),
        (KaldiBytes.ascii("one 1 2"), "a.ark:1: expected [ before the features of one, got '1'"),
        (
            KaldiBytes.ascii("one [ 1 2\n3 ]"),
            "a.ark:2: expected 2 numbers of the features of one as in the first row, got 1"
        ),
        (
            KaldiBytes.ascii("one [ 1e99 ]"),
            "a.ark:1: expected finite numbers of the features of one, got inf in row 1, column 1"
        ),
    ]

    @Test(arguments: 0..<faults.count) func faultsAreNamedWithTheirPlace(_ index: Int) {
        let error = #expect(throws: KaldiError.self) { try Self.read(Self.faults[index].bytes) }
        #expect(complaint(error) == Self.faults[index].message)
    }
}
