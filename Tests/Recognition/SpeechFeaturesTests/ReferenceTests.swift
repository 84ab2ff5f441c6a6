import NumericCore
import Testing

@testable import SpeechFeatures

/// A stage of a configuration against the figures of another program.
struct ReferenceCase: Sendable, CustomTestStringConvertible {
    var file: String
    var stage: FrontEndStage
    var configuration: FrontEndConfiguration
    var largest: Double
    var rootMeanSquare: Double

    var testDescription: String { file }

    init(
        _ file: String, _ stage: FrontEndStage, _ configuration: FrontEndConfiguration,
        largest: Double, rootMeanSquare: Double = 1e-3
    ) {
        self.file = file
        self.stage = stage
        self.configuration = configuration
        self.largest = largest
        self.rootMeanSquare = rootMeanSquare
    }
}

@Suite struct ReferenceTests {
    static let kaldi = FrontEndConfiguration.kaldi
    static let withEnergy = kaldi.with { $0.cepstra.first = .logEnergy }
    static let unliftered = kaldi.with { $0.cepstra.lifter = 0 }
    static let unitScale = kaldi.with { $0.sampleScale = .unit }
    static let unitScaleWithEnergy = withEnergy.with { $0.sampleScale = .unit }
    static let reflecting = kaldi.with { $0.framing.edges = .reflect }
    static let hamming = kaldi.with { $0.window = .hamming }
    static let bands40 = kaldi.with {
        $0.melFilters.count = 40
        $0.cepstra.count = 20
    }
    static let bands24 = bands40.with { $0.melFilters.count = 24 }
    static let bands30 = bands40.with {
        $0.melFilters.count = 30
        $0.melFilters.highFrequency = 7600
    }
    static let voxCeleb = bands30.with {
        $0.cepstra.count = 24
        $0.cepstra.first = .logEnergy
        $0.framing.edges = .reflect
    }
    static let librosa = FrontEndConfiguration.librosa
    static let librosaUncentred = librosa.with { $0.framing.edges = .snip }
    static let librosaHTK = librosa.with { $0.melFilters.scale = .htk }
    static let librosaPlain = librosaHTK.with { $0.melFilters.normalization = .none }
    static let librosaLiftered = librosaPlain.with { $0.cepstra.lifter = 22 }
    static let speechFeatures = FrontEndConfiguration.pythonSpeechFeatures
    static let speechFeaturesC0 = speechFeatures.with { $0.cepstra.first = .c0 }

    // Log energies and plain cepstra: 1e-3, a few times what single precision leaves of the
    // quietest bands. A lifter of up to 12 multiplies that: 1e-2, at 1e-3 in the mean square.
    // knf_* are in single precision themselves, gold64_* in double.
    static let cases: [ReferenceCase] = [
        .init("gold64_kaldi_fbank23_log", .fbank, kaldi, largest: 1e-3),
        .init("gold64_kaldi_mfcc13_c0", .mfcc, kaldi, largest: 1e-2),
        .init("gold64_kaldi_mfcc13_energy", .mfcc, withEnergy, largest: 1e-2),
        .init("gold64_kaldi_mfcc20_mel40_c0", .mfcc, bands40, largest: 1e-2),
        .init("knf_fbank23_log", .fbank, kaldi, largest: 1e-3),
        .init("knf_fbank40_log", .fbank, bands40, largest: 1e-3),
        .init("knf_mfcc13_c0", .mfcc, kaldi, largest: 1e-2),
        .init("knf_mfcc13_energy", .mfcc, withEnergy, largest: 1e-2),
        .init("knf_mfcc13_c0_nolifter", .mfcc, unliftered, largest: 1e-3),
        .init("knf_mfcc13_c0_unit_scale", .mfcc, unitScale, largest: 1e-2),
        .init("knf_mfcc13_energy_unit_scale", .mfcc, unitScaleWithEnergy, largest: 1e-2),
        .init("knf_mfcc13_c0_snip_edges_false", .mfcc, reflecting, largest: 1e-2),
        .init("knf_mfcc13_c0_hamming", .mfcc, hamming, largest: 1e-2),
        .init("knf_mfcc20_mel40_c0", .mfcc, bands40, largest: 1e-2),
        .init("knf_mfcc20_mel24_c0", .mfcc, bands24, largest: 1e-2),
        .init("knf_mfcc20_mel30_20_7600_c0", .mfcc, bands30, largest: 1e-2),
        .init("knf_mfcc24_voxceleb_v1_energy", .mfcc, voxCeleb, largest: 1e-2),
        .init("torchaudio_kaldi_mfcc13_energy", .mfcc, withEnergy, largest: 1e-2),
        .init("librosa_logmel40_slaney_db", .fbank, librosa, largest: 1e-3),
        .init("librosa_mfcc20_slaney", .mfcc, librosa, largest: 1e-3),
        .init("librosa_mfcc20_slaney_center_false", .mfcc, librosaUncentred, largest: 1e-3),
        .init("librosa_mfcc20_htk", .mfcc, librosaHTK, largest: 1e-3),
        .init("librosa_mfcc20_htk_nonorm", .mfcc, librosaPlain, largest: 1e-3),
        .init("librosa_mfcc20_htk_nonorm_htklifter22", .mfcc, librosaLiftered, largest: 1e-2),
        .init("psf_logfbank26_defaults", .fbank, speechFeatures, largest: 1e-3),
        .init("psf_mfcc13_defaults", .mfcc, speechFeatures, largest: 1e-3),
        .init("psf_mfcc13_defaults_noenergy", .mfcc, speechFeaturesC0, largest: 1e-3),
    ]

    @Test(arguments: cases) func agreesWithAnotherProgram(_ reference: ReferenceCase) throws {
        let frontEnd = try FrontEnd(reference.configuration)
        let values = try frontEnd.stage(reference.stage, of: blocks(try referenceClip())).all()
        let distance = Distance(values, try referenceTable(reference.file))
        #expect(distance.largest <= reference.largest)
        #expect(distance.rootMeanSquare <= reference.rootMeanSquare)
    }

    /// The samples as they go into the transform: steps of rounding of values up to 2¹⁵.
    @Test func windowedFramesAgreeWithDoublePrecision() throws {
        let frontEnd = try FrontEnd(.kaldi)
        var frames: [Float] = []
        _ = try frontEnd.forEachSpectrum(of: blocks(try referenceClip())) { analyzer in
            if frames.count < 1200 { frames += Array(analyzer.windowed) }
        }
        let windowed = Matrix(rows: 3, columns: 400, elements: frames)
        let expected = try referenceTable("gold64_kaldi_windowed_frames0_2")
        #expect(Distance(windowed, expected).largest < 2e-3)
    }

    /// Against the largest bin of a frame, single precision rounds at 6e-8; the sum of 400 terms
    /// through nine stages of the transform stays below 1e-6.
    @Test func powerSpectraAgreeWithDoublePrecision() throws {
        let power = try FrontEnd(.kaldi).stage(.power, of: blocks(try referenceClip()))
        let expected = try referenceTable("gold64_kaldi_power_frames0_2")
        #expect(power.count == 298)
        let rows = try power.frames(in: 0..<3)
        for frame in 0..<3 {
            let scale = expected.row(frame).max() ?? 0
            for (a, b) in zip(rows.row(frame), expected.row(frame)) {
                #expect(abs(a - b) < 1e-6 * scale)
            }
        }
    }
}
