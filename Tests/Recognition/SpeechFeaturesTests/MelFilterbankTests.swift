import NumericCore
import Testing

@testable import SpeechFeatures

@Suite struct MelFilterbankTests {
    struct Case: Sendable {
        var file: String
        var configuration: FrontEndConfiguration
    }
    static let kaldi = FrontEndConfiguration.kaldi
    static let librosa = FrontEndConfiguration.librosa
    static let librosaHTK = librosa.with { $0.melFilters.scale = .htk }
    static let cases: [Case] = [
        Case(file: "melbank_kaldi_23x256", configuration: kaldi),
        Case(
            file: "melbank_kaldi_24x256", configuration: kaldi.with { $0.melFilters.count = 24 }),
        Case(
            file: "melbank_kaldi_40x256", configuration: kaldi.with { $0.melFilters.count = 40 }),
        Case(file: "melbank_librosa_slaney_40x257", configuration: librosa),
        Case(file: "melbank_librosa_htk_slaneynorm_40x257", configuration: librosaHTK),
        Case(
            file: "melbank_librosa_htk_nonorm_40x257",
            configuration: librosaHTK.with { $0.melFilters.normalization = .none }),
    ]

    /// The other programs compute these tables in single precision, Kaldi's from mels up to
    /// 2840, whose last bit is 2.4e-4 and divided by a filter's width of 69 and more.
    @Test(arguments: cases) func agreesWithAnotherProgram(_ reference: Case) throws {
        let expected = try referenceTable(reference.file)
        let rows = try MelFilterbank(reference.configuration).dense(bins: expected.columns)
        let table = Matrix(
            rows: rows.count, columns: expected.columns, elements: rows.flatMap { $0 })
        #expect(Distance(table, expected).largest < 1e-5)
    }

    /// Logarithms and exponentials of numbers up to 8000, rounded.
    @Test func slaneysScaleMeetsAtOneKilohertz() {
        let scale = FrontEndConfiguration.MelScale.slaney
        #expect(scale.mel(ofHertz: 1000) == 15)
        #expect(abs(scale.mel(ofHertz: 6400) - 42) < 1e-12)
        for scale in FrontEndConfiguration.MelScale.allCases {
            for hertz in [0.0, 20, 999, 1001, 8000] {
                #expect(abs(scale.hertz(ofMel: scale.mel(ofHertz: hertz)) - hertz) < 1e-9)
            }
        }
    }

    /// A sparse product equals the dense one, to the rounding of a few hundred positive terms.
    @Test func appliesTheWeightsItShows() throws {
        let bank = try MelFilterbank(.librosa)
        // Behind the 257 bins there is the vector that may be read and counts for nothing.
        let power = noise(257).map { $0 * $0 } + [Float](repeating: 1, count: 16)
        var energies = [Float](repeating: 0, count: bank.count)
        energies.withUnsafeMutableBufferPointer { energies in
            power.withUnsafeBufferPointer { power in
                guard let bins = power.baseAddress, let out = energies.baseAddress else { return }
                bank.apply(to: bins, writing: out)
            }
        }
        for (row, energy) in zip(bank.dense(bins: 257), energies) {
            let expected = zip(row, power).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            #expect(abs(Double(energy) - expected) < 1e-5 * expected)
        }
    }

    @Test func refusesAFilterBetweenTwoBins() {
        let crowded = FrontEndConfiguration.kaldi.with { $0.melFilters.count = 128 }
        #expect {
            try FrontEnd(crowded)
        } throws: { error in
            guard case .invalidField("melFilters.count", _, let got)? = error as? FrontEndError
            else { return false }
            return got.hasPrefix("128, whose filter ")
        }
    }
}
