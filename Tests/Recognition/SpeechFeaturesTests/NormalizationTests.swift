import FileStorage
import NumericCore
import RealModule
import Testing

@testable import SpeechFeatures

@Suite struct NormalizationTests {
    typealias Normalization = FrontEndConfiguration.Normalization

    func apply(
        _ normalization: Normalization, _ x: Matrix<Float>, window: Int = 0,
        background: FeatureMoments? = nil
    ) throws -> Matrix<Float> {
        try normalize(
            try FrameStore(x), by: normalization, window: window, background: background,
            memoryLimit: 1 << 20
        ).all()
    }

    struct Case: Sendable {
        var file: String
        var normalization: Normalization
        var window: Int
    }
    static let cases: [Case] = [
        Case(file: "cmn_utt", normalization: .mean, window: 0),
        Case(file: "cmvn_utt", normalization: .meanAndVariance, window: 0),
        Case(file: "slidingcmn_w300_center", normalization: .slidingMean(seconds: 3), window: 300),
        Case(file: "slidingcmn_w100_center", normalization: .slidingMean(seconds: 1), window: 100),
        Case(
            file: "slidingcmn_w100_center_normvars",
            normalization: .slidingMeanAndVariance(seconds: 1), window: 100),
    ]

    /// The other programs worked in double precision on figures of seven digits.
    @Test(arguments: cases) func agreesWithAnotherProgram(_ reference: Case) throws {
        let out = try apply(
            reference.normalization, try referenceTable("knf_mfcc13_c0"),
            window: reference.window)
        let expected = try referenceTable(reference.file + "_of_knf_mfcc13_c0")
        #expect(Distance(out, expected).largest < 2e-5)
    }

    /// Kaldi's rule in its own words: half a window to each side, pushed inside at the ends.
    func plainWindow(_ t: Int, _ window: Int, _ total: Int) -> Range<Int> {
        var (start, end) = (t - window / 2, t - window / 2 + window)
        if start < 0 { (start, end) = (0, end - start) }
        if end > total { (start, end) = (max(0, start - (end - total)), total) }
        return start..<end
    }

    /// Every window summed anew; several blocks of frames; windows longer than the clip.
    @Test(arguments: [1, 2, 7, 300, 1500]) func slidingAgreesWithFreshSums(window: Int) throws {
        let x = Matrix(rows: 1300, columns: 2, elements: noise(2600, amplitude: 3))
        let means = try apply(.slidingMean(seconds: 1), x, window: window)
        let scaled = try apply(.slidingMeanAndVariance(seconds: 1), x, window: window)
        for t in 0..<1300 {
            let around = plainWindow(t, window, 1300)
            for d in 0..<2 {
                let values = around.map { Double(x[$0, d]) }
                let mean = values.reduce(0, +) / Double(values.count)
                let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                let variance = max(square / Double(values.count), 1e-10)
                let centred = Double(x[t, d]) - mean
                // Differences of up to 6 are rounded to Float by 2.4e-7.
                #expect(abs(Double(means[t, d]) - centred) < 1e-6)
                // A window of one frame has variance 0 and difference 0, each to 1e-15.
                let expected = centred / variance.squareRoot()
                #expect(abs(Double(scaled[t, d]) - expected) < 1e-5 * max(1, abs(expected)))
            }
        }
    }

    /// Ranks counted one by one, and Φ of the result is the rank again.
    @Test(arguments: [1, 5, 101, 300]) func warpingAgreesWithRanks(window: Int) throws {
        let x = Matrix(rows: 700, columns: 2, elements: noise(1400))
        let out = try apply(.warping(seconds: 3), x, window: window)
        for t in 0..<700 {
            let around = plainWindow(t, window, 700)
            for d in 0..<2 {
                let larger = around.filter { x[$0, d] > x[t, d] }.count
                let rank = Double(larger + 1)
                let expected = (Double(around.count) + 0.5 - rank) / Double(around.count)
                let probability = 0.5 * Double.erfc(-Double(out[t, d]) / 2.0.squareRoot())
                // Float rounds quantiles of up to 4 by 1.2e-7.
                #expect(abs(probability - expected) < 1e-6)
            }
        }
    }

    /// One window over the whole clip: sorted, the values are the normal quantiles themselves,
    /// whatever distribution they came from.
    @Test func warpedValuesAreNormalQuantiles() throws {
        let x = Matrix(rows: 301, columns: 1, elements: noise(301).map { Float.exp(9 * $0) })
        let sorted = try apply(.warping(seconds: 3), x, window: 301).elements.sorted()
        #expect(sorted[150] == 0)
        // p and 1 − p are rounded apart, and Float rounds what becomes of them by 1.2e-7.
        for (index, value) in sorted.enumerated() {
            #expect(abs(value + sorted[300 - index]) < 3e-7)
        }
        // Tables of the normal distribution: Φ⁻¹(0.975) = 1.959964, here between two ranks.
        #expect(sorted[292] < 1.959964 && sorted[293] > 1.959964)
    }

    /// Figures from tables of the normal distribution, to what the fifteen digits of p leave.
    @Test func normalQuantilesFromTables() {
        let table: [(p: Double, x: Double)] = [
            (0.5, 0), (0.841344746068543, 1), (0.977249868051821, 2), (0.998650101968370, 3),
            (0.00134989803163009, -3), (0.95, 1.64485362695147), (1e-9, -5.99780701500769),
        ]
        for (p, x) in table { #expect(abs(normalQuantile(p) - x) < 1e-12) }
    }

    @Test func equalValuesWarpToZero() throws {
        let out = try apply(
            .warping(seconds: 3), Matrix<Float>(rows: 20, columns: 3, repeating: 4), window: 9)
        #expect(out.elements.allSatisfy { $0 == 0 })
    }

    /// By hand: Σx = 2 + 4 = 6, τm = 2·9, so (6 + 18)/(2 + 2) = 6 is subtracted.
    @Test func aShrunkenMeanByHand() throws {
        let x = Matrix<Float>(rows: 2, columns: 1, elements: [2, 4])
        let background = try FeatureMoments(means: [9], variances: [1])
        let out = try apply(.shrunkenMean(relevance: 2), x, background: background)
        #expect(out.elements == [-4, -2])
        let bare = try apply(.shrunkenMean(relevance: 0), x, background: background)
        #expect(bare.elements == [-1, 1])
    }

    /// By hand: Σx = 18, so μ' = (18 + 2·3)/4 = 6; σ² = 7², so σ'² = (2·49 + 2·7)/4 = 28 and
    /// √(7/28) = ½.
    @Test func aShrunkenMeanAndVarianceByHand() throws {
        let x = Matrix<Float>(rows: 2, columns: 1, elements: [2, 16])
        let out = try apply(
            .shrunkenMeanAndVariance(relevance: 2), x,
            background: FeatureMoments(means: [3], variances: [7]))
        #expect(out.elements == [-2, 5])
    }

    /// Both moments summed in two passes; several blocks of frames.
    @Test(arguments: [1.5, 150, 1e4]) func shrunkenVariancesAgreeWithFreshSums(
        relevance: Double
    ) throws {
        let x = Matrix(
            rows: 1300, columns: 2,
            elements: noise(2600, amplitude: 3).enumerated().map { $1 + ($0 % 2 == 0 ? 40 : 0) })
        let background = try FeatureMoments(means: [35, -1], variances: [9, 0.25])
        let out = try apply(
            .shrunkenMeanAndVariance(relevance: relevance), x, background: background)
        for d in 0..<2 {
            let values = (0..<1300).map { Double(x[$0, d]) }
            let mean = values.reduce(0, +) / 1300
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1300
            let (m, v) = (Double(background.means[d]), Double(background.variances[d]))
            let drawnMean = (1300 * mean + relevance * m) / (1300 + relevance)
            let drawnVariance = (1300 * variance + relevance * v) / (1300 + relevance)
            for t in 0..<1300 {
                let expected = (values[t] - drawnMean) * (v / drawnVariance).squareRoot()
                // Results below 16 are rounded to Float at no more than 5e-7.
                #expect(abs(Double(out[t, d]) - expected) < 1e-6)
            }
        }
    }

    /// With τ = 0 the clip speaks for itself: the values have the background's variance v.
    @Test func withoutRelevanceOnlyTheScaleIsTheBackgrounds() throws {
        let x = Matrix(rows: 700, columns: 2, elements: noise(1400, amplitude: 2))
        let variances: [Float] = [6.25, 0.04]
        let out = try apply(
            .shrunkenMeanAndVariance(relevance: 0), x,
            background: FeatureMoments(means: [100, -100], variances: variances))
        let plain = try apply(.meanAndVariance, x)
        for t in 0..<700 {
            for d in 0..<2 {
                // Two roundings of values below 4.5.
                let expected = Double(plain[t, d]) * Double(variances[d]).squareRoot()
                #expect(abs(Double(out[t, d]) - expected) < 1e-6)
            }
        }
    }

    /// Who was not heard has the background's moments: a shift, and no scale.
    @Test func withoutFramesTheMomentsAreTheBackgrounds() {
        let none = ClipMoments(dimension: 2)
        #expect(none.means(drawnTowards: [3, -4], relevance: 150) == [3, -4])
        #expect(none.scale(drawnTowards: [0.5, 9], relevance: 150) == [1, 1])
        #expect(none.scale(drawnTowards: [0.5, 9], relevance: 0) == [1, 1])
    }

    /// Neither a background nor a clip without any variance divides by zero.
    @Test(arguments: [0, 150] as [Double]) func noVarianceStaysFinite(relevance: Double) throws {
        let none = try FeatureMoments(means: [0], variances: [0])
        let some = try FeatureMoments(means: [0], variances: [4])
        let still = Matrix<Float>(rows: 9, columns: 1, repeating: 5)
        let moving = Matrix(rows: 9, columns: 1, elements: noise(9))
        for (x, background) in [(still, none), (still, some), (moving, none)] {
            let out = try apply(
                .shrunkenMeanAndVariance(relevance: relevance), x, background: background)
            #expect(out.elements.allSatisfy { $0.isFinite })
        }
    }

    static let offsetFree: [Normalization] = [
        .mean, .meanAndVariance, .slidingMean(seconds: 1), .slidingMeanAndVariance(seconds: 1),
        .warping(seconds: 1),
    ]

    /// A channel adds a constant to every cepstrum; values near 64 are rounded at 4e-6.
    @Test(arguments: offsetFree) func aConstantOffsetMakesNoDifference(
        normalization: Normalization
    ) throws {
        let x = Matrix(rows: 200, columns: 2, elements: noise(400, amplitude: 4))
        // A multiple of the values' own step, so that the sum is exact and ranks stay.
        var quantized = x
        for index in x.elements.indices {
            quantized.elements[index] = (x.elements[index] * 4096).rounded() / 4096
        }
        var moved = quantized
        for index in moved.elements.indices { moved.elements[index] += 64 }
        let a = try apply(normalization, quantized, window: 50)
        let b = try apply(normalization, moved, window: 50)
        #expect(Distance(a, b).largest < 1e-5)
    }

    static let all: [Normalization] =
        offsetFree + [
            .none, .shrunkenMean(relevance: 100), .shrunkenMeanAndVariance(relevance: 100),
        ]

    @Test(arguments: all) func oneFrameAndNoneStayFinite(normalization: Normalization) throws {
        for rows in 0...1 {
            let x = Matrix<Float>(rows: rows, columns: 2, repeating: 5)
            let out = try apply(
                normalization, x, window: 100,
                background: FeatureMoments(means: [0, 0], variances: [1, 0]))
            #expect(out.rows == rows)
            #expect(out.elements.allSatisfy { $0.isFinite })
            if Self.offsetFree.contains(normalization) {
                #expect(out.elements.allSatisfy { $0 == 0 })
            }
        }
    }
}
