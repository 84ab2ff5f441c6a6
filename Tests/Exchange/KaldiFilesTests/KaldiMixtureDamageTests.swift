import Foundation
import KaldiFiles
import Testing

extension KaldiMixtureFileTests {
    @Test func everyTruncationIsAnError() throws {
        let binary = Self.binary()
        for count in 0..<binary.count {
            #expect(throws: KaldiError.self, "\(count)") {
                try KaldiMixtureFile.read(bytes: Array(binary[..<count]), path: "m")
            }
        }
        // Behind the last token only blanks follow, without which text is whole, too.
        let text = Array(Self.text.utf8)
        for count in 0..<text.count - 2 {
            #expect(throws: KaldiError.self, "\(count)") {
                try KaldiMixtureFile.read(bytes: Array(text[..<count]), path: "m")
            }
        }
    }

    /// Damage of any one byte is an error or another mixture, and never a crash.
    @Test func anyByteMayBeDamaged() {
        for bytes in [Self.binary(), Array(Self.text.utf8)] {
            for index in bytes.indices {
                for value: UInt8 in [0, 0x20, 0x5D, 0x7F, 0x80, 0xFF] {
                    var damaged = bytes
                    damaged[index] = value
                    _ = try? KaldiMixtureFile.read(bytes: damaged, path: "m")
                }
            }
        }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let message: String
        var testDescription: String { message }

        init(_ bytes: [UInt8], _ message: String) {
            self.bytes = bytes
            self.message = message
        }

        init(_ old: String, _ new: String, _ message: String) {
            self.init(
                Array(KaldiMixtureFileTests.text.replacingOccurrences(of: old, with: new).utf8),
                message)
        }
    }

    static let faults: [Fault] = [
        .init([], "m:1: expected <DiagGMM>, got the end of the file"),
        .init([0, 0x43], "m: byte 1: expected B behind a zero byte, got 'C'"),
        .init(
            binary(opening: "<FullGMM> "),
            "m: byte 2: expected <DiagGMM>, got <FullGMM>; fgmm-global-to-gmm makes a diagonal one "
                + "of it"),
        .init(
            binary(weights: [0.25, 0.5]),
            "m: byte 38: expected weights of at least 0 whose sum is 1, got 2 with the sum 0.75"),
        .init(
            binary(weights: [-0.25, 1.25]),
            "m: byte 38: expected weights of at least 0 whose sum is 1, got 2 with the sum 1.0"),
        .init(
            binary(weights: [.nan, 1]), "m: byte 56: expected a number of weights, got nan"),
        .init(
            binary(constants: [1]), "m: byte 34: expected 2 constants, got 1"),
        .init(
            binary(weights: []),
            "m: byte 38: expected weights of at least 0 whose sum is 1, got none"),
        .init(
            binary(scaledMeans: KaldiBytes.matrix(1, 2, [1, 2])),
            "m: byte 80: expected 2 rows of <MEANS_INVVARS>, got 1×2"),
        .init(
            binary(scaledMeans: KaldiBytes.matrix(2, .max, [1, 2])),
            "m: byte 93: expected 4294967294 numbers of <MEANS_INVVARS> in 4 bytes each, got the "
                + "end of the file after 59 bytes"),
        .init(
            binary(scaledMeans: KaldiBytes.matrix(-2, 2, [1, 2, 3, 4])),
            "m: byte 83: expected a number of rows of at least 0, got a negative one"),
        .init(
            binary(precisions: KaldiBytes.matrix(2, 1, [1, 2])),
            "m: byte 120: expected 2 rows of 2 numbers of <INV_VARS>, got 2×1"),
        .init(
            binary(precisions: KaldiBytes.matrix(2, 2, [1, 2, 0, 1])),
            "m: byte 149: expected positive precisions whose inverses are finite, got others"),
        .init(
            binary(precisions: KaldiBytes.matrix(2, 2, [1, 2, .infinity, 1])),
            "m: byte 120: expected finite numbers of <INV_VARS>, got inf in row 2, column 1"),
        .init(
            binary() + [7], "m: byte 160: expected the end of the file, got byte 0x07"),
        .init(
            "0.75 2.0", "0.75",
            "m:6: expected 2 numbers of <MEANS_INVVARS> as in the first row, got 1"),
        .init("4.0", "four", "m:9: expected a number of <INV_VARS>, got 'four'"),
        .init("4.0", "nan", "m:9: expected a number of <INV_VARS>, got 'nan'"),
        .init("<WEIGHTS>", "<WEIGHT>", "m:3: expected <WEIGHTS>, got '<WEIGHT>'"),
        .init("0.25 0.75 ]", "0.25\n0.75 ]", "m:3: expected weights in one line, got 2 lines"),
        .init("</DiagGMM>", "</DiagGMM> x", "m:10: expected the end of the file, got 'x'"),
    ]

    @Test(arguments: faults) func faultsAreNamedWithTheirPlace(_ fault: Fault) {
        let error = #expect(throws: KaldiError.self) {
            try KaldiMixtureFile.read(bytes: fault.bytes, path: "m")
        }
        #expect(complaint(error) == fault.message)
    }
}
