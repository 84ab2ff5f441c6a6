import NumericCore
import Testing

@testable import SpeechFeatures

@Suite struct RastaTests {
    /// The difference equation, frame by frame from far before the clip, with its ends repeated.
    func plain(_ x: [Float]) -> [Double] {
        func at(_ t: Int) -> Double { Double(x[min(max(t, 0), x.count - 1)]) }
        var y = 0.0
        var out: [Double] = []
        for t in -20..<x.count {
            y = 0.98 * y + 0.1 * (2 * at(t + 4) + at(t + 3) - at(t + 1) - 2 * at(t))
            if t >= 0 { out.append(y) }
        }
        return out
    }

    /// In any two pieces, to the rounding of the output; clips shorter than the filter included.
    @Test(arguments: [1, 2, 4, 5, 6, 60]) func agreesWithTheDifferenceEquation(count: Int) {
        let x = noise(count, amplitude: 10)
        let rows = Matrix(rows: count, columns: 1, elements: x)
        let expected = plain(x)
        for cut in 0...count {
            var rasta = Rasta(clipStart: rows.rows(in: 0..<min(5, count)))
            var out: [Float] = []
            for piece in [0..<cut, cut..<count] where !piece.isEmpty {
                let seen = piece.lowerBound..<min(count, piece.upperBound + Rasta.lookahead)
                out += rasta.filter(rows.rows(in: seen), count: piece.count).elements
            }
            #expect(out.count == count)
            for (a, b) in zip(out, expected) { #expect(abs(Double(a) - b) < 1e-5) }
        }
    }

    /// What a channel adds to a log energy does not come through.
    @Test func aConstantVanishes() {
        let rows = Matrix<Float>(rows: 20, columns: 2, repeating: 7)
        var rasta = Rasta(clipStart: rows.rows(in: 0..<5))
        #expect(rasta.filter(rows, count: 20).elements.allSatisfy { $0 == 0 })
    }

    @Test func theFrontEndRunsItAcrossBlocks() throws {
        let plainEnd = try FrontEnd(.kaldi.with { $0.cepstra.lifter = 0 })
        let rastaEnd = try FrontEnd(
            .kaldi.with {
                $0.cepstra.lifter = 0
                $0.rasta = true
            })
        // 1250 frames: three blocks. c₀ is linear in the bands, so its trajectory is filtered too.
        let clip = noise(200_240)
        let before = try plainEnd.stage(.mfcc, of: blocks(clip)).all()
        let after = try rastaEnd.stage(.mfcc, of: blocks(clip)).all()
        let expected = plain((0..<before.rows).map { before[$0, 0] })
        // c₀ is near 90, rounded at 8e-6 at each of the filter's five places.
        for t in 0..<after.rows { #expect(abs(Double(after[t, 0]) - expected[t]) < 1e-4) }
    }
}
