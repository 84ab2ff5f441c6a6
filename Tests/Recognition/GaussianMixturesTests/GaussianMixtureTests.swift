import CVectorKernels
import GaussianMixtures
import NumericCore
import Testing

@Suite struct GaussianMixtureTests {
    @Test func densityOfAHandWorkedMixture() throws {
        let mixture = try GaussianMixture(
            weights: [0.25, 0.75], means: Matrix(rows: 2, columns: 1, elements: [0, 2]),
            variances: Matrix(rows: 2, columns: 1, elements: [1, 4]))
        // At x = 1: 0.25·0.2419707245 + 0.75·0.1760326634 = 0.1925171787; its logarithm
        // to seven digits:
        #expect(abs(mixture.logDensity(of: [1]) - -1.6475698) < 1e-6)
    }

    @Test func densitiesAgreeWithScikitLearnAndKaldi() throws {
        let mixture = try Fixture.background()
        let points = try Fixture.matrix("points50")
        let ours = (0..<points.rows).map { mixture.logDensity(of: Array(points.row($0))) }
        // scikit-learn computes in Double, too, and the file has all digits.
        #expect(deviation(ours, try Fixture.vector("diag_iter20_score_samples50")) < 1e-12)
        // Kaldi computes in Float, which rounds some terms by 6·10⁻⁸ of their size.
        #expect(deviation(ours, try Fixture.vector("kaldi_frame_likes50_ubm20")) < 1e-6)
    }

    /// The product in Float against the plain sum in Double: 2D terms of up to a few hundred
    /// nats, each rounded to 6·10⁻⁸ of its size.
    @Test func blockFormAgreesWithThePlainForm() throws {
        let mixture = try Fixture.background()
        let frames = try Fixture.frames("points50")
        let values = AlignedFloats()
        ComponentLogDensities(mixture).evaluate(frames, into: values, expanded: AlignedFloats())
        for n in 0..<frames.rows {
            let plain = mixture.componentLogDensities(of: frames.row(n).map(Double.init))
            let block = (0..<8).map { Double(values.base[n * 8 + $0]) }
            #expect(deviation(block, plain) < 1e-5)
        }
    }

    /// Far from zero the expanded square loses everything unless data are centred first.
    @Test func offsetDoesNotCostPrecision() throws {
        let mixture = try GaussianMixture(
            weights: [0.5, 0.5],
            means: Matrix(rows: 2, columns: 1, elements: [300, 300.0078125]),
            variances: Matrix(rows: 2, columns: 1, repeating: 1e-4))
        let frames = Matrix<Float>(rows: 2, columns: 1, elements: [300.00390625, 300.015625])
        let values = AlignedFloats()
        ComponentLogDensities(mixture).evaluate(frames, into: values, expanded: AlignedFloats())
        let plain = (0..<2).flatMap {
            mixture.componentLogDensities(of: frames.row($0).map(Double.init))
        }
        // Float rounds some nats; 300² / 10⁻⁴ would leave nothing of them.
        #expect(deviation((0..<4).map { Double(values.base[$0]) }, plain) < 1e-5)
    }

    @Test func wrongParametersAreRefused() {
        let one = Matrix<Double>(rows: 1, columns: 1, repeating: 1)
        #expect(throws: MixtureError.self) {
            try GaussianMixture(weights: [0.5], means: one, variances: one)
        }
        #expect(throws: MixtureError.self) {
            try GaussianMixture(
                weights: [1], means: one, variances: Matrix(rows: 1, columns: 1, repeating: 0))
        }
        #expect(throws: MixtureError.self) {
            try GaussianMixture(
                weights: [1], means: Matrix(rows: 1, columns: 1, repeating: .nan), variances: one)
        }
        #expect(throws: MixtureError.self) {
            try GaussianMixture(weights: [0.5, 0.5], means: one, variances: one)
        }
    }

    @Test func bestComponentsAgreeWithKaldi() throws {
        let mixture = try Fixture.background()
        let points = try Fixture.matrix("points50")
        let expected = try Fixture.matrix("kaldi_gselect3_points50")
        for n in 0..<points.rows {
            let values = mixture.componentLogDensities(of: Array(points.row(n))).map(Float.init)
            let selection = topComponents(3, of: values)
            #expect(selection == expected.row(n).map { Int($0) }.sorted())
        }
    }

    /// In lengths of less than a vector, of one and of some and a rest.
    @Test(arguments: [1, 5, 8, 10, 16, 47]) func selectionEqualsSorting(count: Int) {
        var generator = SeededGenerator(seed: 5)
        for length in [8, 16, 47, 48, 200] where length >= count {
            for distinct in [4, 1000] {
                // Few distinct values, so that ties occur; and many.
                let values = (0..<length).map { _ in Float(generator.index(below: distinct)) }
                let sorted = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
                #expect(topComponents(count, of: values) == sorted.prefix(count).sorted())
            }
        }
    }

    @Test func selectionPassesOverWhatIsNoNumber() {
        var values = [Float](repeating: .nan, count: 40)
        for k in [3, 20, 38] { values[k] = Float(k) }
        #expect(topComponents(2, of: values) == [20, 38])
        values[5] = -.infinity
        #expect(topComponents(4, of: values) == [3, 5, 20, 38])
        // Fewer numbers than are wanted: any components, but such as there are.
        #expect(topComponents(10, of: values).allSatisfy(values.indices.contains))
    }

    private func topComponents(_ count: Int, of values: [Float]) -> [Int] {
        var selection = [Int32](repeating: 0, count: count)
        mixture_top_components(values, Int32(values.count), Int32(count), &selection)
        return selection.map { Int($0) }
    }
}
