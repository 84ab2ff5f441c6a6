import NumericCore
import Testing

@testable import SpeechFeatures

@Suite struct DeltasTests {
    static let order2 = FrontEndConfiguration.Deltas(order: 2, window: 2, style: .clampedStatics)
    static let iterated = FrontEndConfiguration.Deltas(order: 2, window: 2, style: .iterated)

    func apply(_ options: FrontEndConfiguration.Deltas, _ x: Matrix<Float>) -> Matrix<Float> {
        DeltaFilter(options).apply(to: x, first: 0, range: 0..<x.rows, total: x.rows)
    }

    /// Cepstra up to 100 with a rounding of 4e-6, summed over nine.
    @Test func agreesWithOtherPrograms() throws {
        let cepstra = try referenceTable("knf_mfcc13_c0")
        let kaldi = try referenceTable("kaldi_adddeltas_o2_w2_of_knf_mfcc13_c0")
        #expect(Distance(apply(Self.order2, cepstra), kaldi).largest < 3e-5)
        let torch = try referenceTable("iterated_deltas_of_knf_mfcc13_c0")
        #expect(Distance(apply(Self.iterated, cepstra), torch).largest < 3e-5)
    }

    /// The first derivative alone, of cepstra up to 600.
    @Test(arguments: [
        ["librosa_mfcc20_slaney", "librosa_delta_width5_of_mfcc20_slaney"],
        ["psf_mfcc13_defaults", "psf_delta2_of_mfcc13_defaults"],
    ]) func firstDerivativesAgree(files: [String]) throws {
        let cepstra = try referenceTable(files[0])
        let both = apply(.init(order: 1, window: 2, style: .iterated), cepstra)
        let delta = (0..<both.rows).flatMap { both.row($0).dropFirst(cepstra.columns) }
        let expected = try referenceTable(files[1])
        let table = Matrix(rows: both.rows, columns: cepstra.columns, elements: delta)
        #expect(Distance(table, expected).largest < 1e-4)
    }

    /// A straight line has its slope as Δ and no ΔΔ, away from the ends. Float rounds up to 17
    /// terms of up to 60 by 6e-8 of themselves.
    @Test(arguments: FrontEndConfiguration.DeltaStyle.allCases)
    func aLineHasItsSlope(style: FrontEndConfiguration.DeltaStyle) {
        let line = Matrix<Float>(rows: 40, columns: 1, elements: (0..<40).map { 3 * Float($0) })
        for window in 1...4 {
            let out = apply(.init(order: 2, window: window, style: style), line)
            for t in 2 * window..<40 - 2 * window {
                #expect(abs(out[t, 1] - 3) < 1e-4)
                #expect(abs(out[t, 2]) < 1e-4)
            }
        }
    }

    /// Without a change there is no derivative: to the rounding of weights that sum to zero.
    @Test(arguments: FrontEndConfiguration.DeltaStyle.allCases)
    func oneFrameHasNoDerivative(style: FrontEndConfiguration.DeltaStyle) {
        let one = Matrix<Float>(rows: 1, columns: 2, elements: [8, -4])
        let out = apply(.init(order: 2, window: 2, style: style), one)
        #expect(Array(out.elements.prefix(2)) == [8, -4])
        #expect(out.elements.dropFirst(2).allSatisfy { abs($0) < 1e-6 })
    }

    /// Any piece of a clip, with its surroundings, gives the bits that the whole gives.
    @Test(arguments: FrontEndConfiguration.DeltaStyle.allCases)
    func piecesGiveWhatTheWholeGives(style: FrontEndConfiguration.DeltaStyle) {
        let filter = DeltaFilter(.init(order: 2, window: 2, style: style))
        let x = Matrix(rows: 30, columns: 3, elements: noise(90))
        let whole = filter.apply(to: x, first: 0, range: 0..<30, total: 30)
        for lower in 0..<30 {
            for upper in lower + 1...30 {
                let near = max(0, lower - filter.reach)..<min(30, upper + filter.reach)
                let piece = filter.apply(
                    to: x.rows(in: near), first: near.lowerBound, range: lower..<upper, total: 30)
                #expect(piece == whole.rows(in: lower..<upper))
            }
        }
    }
}
