import Foundation
import GaussianMixtures
import KaldiFiles
import NumericCore
import TestSupport
import Testing

@Suite struct KaldiMixtureFileTests {
    /// Two components in two columns; precisions are powers of 2, so that every number is exact.
    ///
    ///     w = (¼, ¾)   μ = ((1, −2), (3, ½))   σ² = ((½, 2), (4, ¼))
    ///
    /// and the constants, worked by hand with log 2π = 1.837877:
    ///
    ///     g₀ = log ¼ − log 2π + ½ (log 2 − log 2) − ½ (2 + 2)  = −5.224171
    ///     g₁ = log ¾ − log 2π + ½ (log ¼ + log 4) − ½ (9/4 + 1) = −3.750559
    ///
    /// 10⁻⁶: half a unit of their last digit, and half of Float's.
    static let constants: [Float] = [-5.224171, -3.750559]
    static let scaledMeans: [Float] = [2, -1, 0.75, 2]
    static let precisions: [Float] = [2, 0.5, 0.25, 4]

    static func mixture() throws -> GaussianMixture {
        try GaussianMixture(
            weights: [0.25, 0.75],
            means: Matrix(rows: 2, columns: 2, elements: [1, -2, 3, 0.5]),
            variances: Matrix(rows: 2, columns: 2, elements: [0.5, 2, 4, 0.25]))
    }

    static func binary(
        opening: String = "<DiagGMM> ", constants: [Float]? = constants,
        weights: [Float] = [0.25, 0.75], scaledMeans: [UInt8]? = nil, precisions: [UInt8]? = nil,
        closing: String = "</DiagGMM> "
    ) -> [UInt8] {
        var bytes = KaldiBytes.start + KaldiBytes.ascii(opening)
        if let constants {
            bytes += KaldiBytes.ascii("<GCONSTS> ") + KaldiBytes.vector(constants)
        }
        bytes += KaldiBytes.ascii("<WEIGHTS> ") + KaldiBytes.vector(weights)
        bytes += KaldiBytes.ascii("<MEANS_INVVARS> ")
        bytes += scaledMeans ?? KaldiBytes.matrix(2, 2, Self.scaledMeans)
        bytes += KaldiBytes.ascii("<INV_VARS> ")
        bytes += precisions ?? KaldiBytes.matrix(2, 2, Self.precisions)
        return bytes + KaldiBytes.ascii(closing)
    }

    /// As Kaldi lays text out.
    static let text = """
        <DiagGMM>\u{20}
        <GCONSTS>  [ -5.224171 -3.750559 ]
        <WEIGHTS>  [ 0.25 0.75 ]
        <MEANS_INVVARS>  [
          2.0 -1.0
          0.75 2.0 ]
        <INV_VARS>  [
          2.0 0.5
          0.25 4.0 ]
        </DiagGMM>\u{20}

        """

    @Test func theBytesAreKaldis() throws {
        let written = try KaldiMixtureFile.encoded(Self.mixture())
        let expected = Self.binary()
        #expect(written.count == expected.count)
        // The constants, rounded by hand, stand behind `\0B<DiagGMM> <GCONSTS> FV ` and a length.
        let constants = 30..<38
        #expect(written[..<30] == expected[..<30])
        #expect(written[38...] == expected[38...])
        for (index, constant) in Self.constants.enumerated() {
            let start = constants.lowerBound + 4 * index
            let bits = written[start..<start + 4].reversed().reduce(UInt32(0)) {
                $0 << 8 | UInt32($1)
            }
            #expect(abs(Float(bitPattern: bits) - constant) < 1e-6)
        }
    }

    @Test func theTextIsKaldis() throws {
        let written = try KaldiMixtureFile.encoded(Self.mixture(), format: .text)
        let lines = String(decoding: written, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let expected = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == expected.count)
        for (index, line) in lines.enumerated() where index != 1 {
            #expect(line == expected[index])
        }
        let constants = lines[1].split(separator: " ").compactMap { Float($0) }
        #expect(constants.count == 2)
        for (constant, expected) in zip(constants, Self.constants) {
            #expect(abs(constant - expected) < 1e-6)
        }
    }

    @Test func handMadeFilesAreRead() throws {
        let mixture = try Self.mixture()
        #expect(try KaldiMixtureFile.read(bytes: Self.binary(), path: "b") == mixture)
        #expect(try KaldiMixtureFile.read(bytes: Array(Self.text.utf8), path: "t") == mixture)
        // The constants may be missing, and are not believed; old tokens are known.
        for bytes in [
            Self.binary(constants: nil), Self.binary(constants: [7, -.infinity]),
            Self.binary(opening: "<DiagGMMBegin> ", closing: "<DiagGMMEnd> "),
        ] { #expect(try KaldiMixtureFile.read(bytes: bytes, path: "b") == mixture) }
        let doubles =
            KaldiBytes.ascii("DM ") + KaldiBytes.count(2) + KaldiBytes.count(2)
            + KaldiBytes.doubles(Self.precisions.map(Double.init))
        #expect(
            try KaldiMixtureFile.read(bytes: Self.binary(precisions: doubles), path: "b")
                == mixture)
    }

    /// Kaldi's own log-likelihoods (`LogLikelihood`) of 50 points under the mixture. Single
    /// precision rounds the file's numbers, and Kaldi's sums, by 6e-8 of their size some times.
    @Test(arguments: [KaldiFormat.binary, .text])
    func whatIsReadBackGivesKaldisLogLikelihoods(_ format: KaldiFormat) throws {
        let mixture = try GaussianMixture(
            weights: Reference.matrix("diag_iter20_weights").elements,
            means: Reference.matrix("diag_iter20_means"),
            variances: Reference.matrix("diag_iter20_cov"))
        let folder = try TemporaryFolder()
        let path = folder.path("final.dubm")
        try KaldiMixtureFile.write(mixture, to: path, format: format)
        let read = try KaldiMixtureFile.read(path)
        let points = try Reference.matrix("points50")
        let expected = try Reference.matrix("kaldi_frame_likes50_ubm20").elements
        #expect(points.rows == expected.count)
        for row in 0..<points.rows {
            let density = read.logDensity(of: Array(points.row(row)))
            #expect(abs(density - expected[row]) < 1e-6 * abs(expected[row]))
        }
    }

    /// The sums that Kaldi's programs compute from the numbers in the file, term by term.
    @Test func theFilesOwnNumbersGiveTheDensities() throws {
        let mixture = try RandomMixture.make(components: 16, dimension: 24, seed: 3)
        let text = String(
            decoding: try KaldiMixtureFile.encoded(mixture, format: .text), as: UTF8.self)
        let blocks = text.split(separator: "[").dropFirst().map { block in
            block.prefix { $0 != "]" }.split(whereSeparator: \.isWhitespace).compactMap {
                Double($0)
            }
        }
        try #require(blocks.map(\.count) == [16, 16, 384, 384])
        let point: [Double] = (0..<24).map { sin(Double($0)) }
        let logs = (0..<16).map { k -> Double in
            var sum = blocks[0][k]
            for d in 0..<24 {
                sum += point[d] * blocks[2][24 * k + d]
                sum -= 0.5 * point[d] * point[d] * blocks[3][24 * k + d]
            }
            return sum
        }
        let expected = mixture.componentLogDensities(of: point)
        // 48 terms, whose factors single precision rounds by 6e-8.
        for (sum, expected) in zip(logs, expected) {
            #expect(abs(sum - expected) < 1e-5 * max(1, abs(expected)))
        }
    }

    @Test func roundTripsKeepSinglePrecision() throws {
        let mixture = try RandomMixture.make(components: 5, dimension: 7, seed: 8)
        for format in [KaldiFormat.binary, .text] {
            let bytes = try KaldiMixtureFile.encoded(mixture, format: format)
            let read = try KaldiMixtureFile.read(bytes: bytes, path: "m")
            // Half a unit of Float, and in text, which is read as Double, half a unit more: 1.2e-7
            // of every number. A variance is of one, a mean of two.
            for (a, b) in zip(read.means.elements, mixture.means.elements) {
                #expect(abs(a - b) <= 3e-7 * max(1, abs(b)))
            }
            for (a, b) in zip(read.variances.elements, mixture.variances.elements) {
                #expect(abs(a - b) <= 1.5e-7 * b)
            }
            // What single precision holds already stays.
            #expect(try KaldiMixtureFile.encoded(read, format: format) == bytes)
        }
        let spherical = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 3, elements: [1, 2, 3]),
            covariances: .spherical([0.25]))
        let read = try KaldiMixtureFile.read(
            bytes: KaldiMixtureFile.encoded(spherical), path: "m")
        #expect(read.variances == spherical.variances)
    }

    /// A weight of 0 has no density anywhere; Kaldi writes its constant as -inf.
    @Test func aDeadComponentSurvives() throws {
        let mixture = try GaussianMixture(
            weights: [1, 0], means: Matrix(rows: 2, columns: 1, elements: [0, 1]),
            variances: Matrix(rows: 2, columns: 1, elements: [1, 1]))
        for format in [KaldiFormat.binary, .text] {
            let bytes = try KaldiMixtureFile.encoded(mixture, format: format)
            #expect(try KaldiMixtureFile.read(bytes: bytes, path: "m") == mixture)
        }
    }

    @Test func whatKaldiCannotHoldIsRefused() throws {
        let full = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 1, elements: [0]),
            covariances: .full([Matrix(rows: 1, columns: 1, elements: [1])]))
        #expect(throws: KaldiError.notDiagonal(.full)) { try KaldiMixtureFile.encoded(full) }
        for variance in [1e-39, 1e39] {
            let mixture = try GaussianMixture(
                weights: [1], means: Matrix(rows: 1, columns: 1, elements: [0]),
                variances: Matrix(rows: 1, columns: 1, elements: [variance]))
            #expect(throws: KaldiError.outOfRange(component: 0, column: 0)) {
                try KaldiMixtureFile.encoded(mixture)
            }
        }
    }

    @Test func filesThatAreNotThereAreNamed() throws {
        #expect(throws: KaldiError.cannotOpen(path: "/nowhere", code: ENOENT)) {
            try KaldiMixtureFile.read("/nowhere")
        }
        let folder = try TemporaryFolder()
        #expect(throws: KaldiError.notAFile(path: folder.path)) {
            try KaldiMixtureFile.read(folder.path)
        }
    }
}
