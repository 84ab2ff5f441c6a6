import NumericCore
import Testing

@testable import SpeechFeatures

@Suite struct WindowTests {
    struct Case: Sendable {
        var file: String
        var window: FrontEndConfiguration.Window
        var segmentLength: Int
    }
    static let cases: [Case] = [
        Case(file: "window_povey400", window: .povey, segmentLength: 400),
        Case(file: "window_hamming400_kaldi", window: .hamming, segmentLength: 400),
        Case(
            file: "window_hann400_periodic_padded512", window: .centredPeriodicHann,
            segmentLength: 512),
    ]

    /// The files have seven digits.
    @Test(arguments: cases) func agreesWithAnotherProgram(_ reference: Case) throws {
        let weights = windowWeights(
            reference.window, frameLength: 400, segmentLength: reference.segmentLength)
        let table = Matrix(rows: weights.count, columns: 1, elements: weights)
        #expect(Distance(table, try referenceTable(reference.file)).largest < 2e-7)
    }

    /// By hand: 1 − cos(2πn/4) is 0, 1, 2, 1, 0. Float rounds by 6e-8.
    @Test func aShortHannWindow() {
        let weights = windowWeights(.hann, frameLength: 5, segmentLength: 5)
        for (weight, expected) in zip(weights, [0, 0.5, 1, 0.5, 0] as [Float]) {
            #expect(abs(weight - expected) < 1e-7)
        }
        #expect(windowWeights(.rectangular, frameLength: 2, segmentLength: 2) == [1, 1])
    }
}
