import FileStorage
import Foundation
import Testing

@testable import SpeechFeatures

@Suite struct ConfigurationTests {
    func read(_ text: String) throws -> FrontEndConfiguration {
        try FrontEndConfiguration(json: Data(text.utf8))
    }

    @Test func presetsAreSoundAndDistinct() throws {
        let hashes = Set(FrontEndConfiguration.presets.values.map(\.canonicalHash))
        #expect(hashes.count == 5)
        for (name, preset) in FrontEndConfiguration.presets {
            try preset.validate()
            _ = try FrontEnd(preset)
            #expect(try FrontEndConfiguration(preset: name) == preset)
            #expect(try read(preset.canonicalJSON) == preset)
            #expect(try read(#"{"preset":"\#(name)"}"#) == preset)
        }
        #expect(try FrontEnd(.speech16k).dimension == 72)
        #expect(try FrontEnd(.telephone8k).dimension == 72)
    }

    /// Written by hand from the rules: sorted keys, no white space, shortest numbers.
    @Test func theCanonicalFormIsFixed() {
        let expected =
            #"{"cepstra":{"count":24,"first":"c0","lifter":0},"#
            + #""deltas":{"order":2,"style":"clampedStatics","window":2},"#
            + #""dither":{"amplitude":0,"seed":0},"#
            + #""framing":{"edges":"snip","lengthSeconds":0.025,"shiftSeconds":0.01},"#
            + #""logarithm":{"natural":{"floor":1}},"#
            + #""melFilters":{"count":30,"highFrequency":7600,"lowFrequency":100,"#
            + #""normalization":"none","scale":"htk","triangles":"linearInMel"},"#
            + #""normalizations":[{"none":{}},{"mean":{}},"#
            + #"{"shrunkenMeanAndVariance":{"relevance":150}},{"warping":{"seconds":3}}],"#
            + #""preEmphasis":{"coefficient":0.97,"scope":"withinFrame"},"rasta":false,"#
            + #""removesDCOffset":true,"sampleRate":16000,"sampleScale":32768,"#
            + #""spectrumScaling":"none","#
            + #""speechActivity":{"adaptiveEnergy":{"floorDecibels":-90,"hangoverFrames":0,"#
            + #""percentile":0.98,"rangeDecibels":40}},"transformLength":512,"window":"hamming"}"#
        #expect(FrontEndConfiguration.speech16k.canonicalJSON == expected)
        #expect(
            FrontEndConfiguration.speech16k.canonicalHash == Digest.sha256(of: expected.utf8))
    }

    @Test func aFileOverridesItsPreset() throws {
        let configuration = try read(
            """
            {"preset": "speech-16k", "melFilters": {"count": 24},
             "normalizations": ["mean", {"warping": {"seconds": 3}}],
             "speechActivity": {"biGaussian": {"floorDecibels": -80, "hangoverFrames": 2}},
             "logarithm": {"decibels": {"floor": 1e-10}}, "rasta": true}
            """)
        let expected = FrontEndConfiguration.speech16k.with {
            $0.melFilters.count = 24
            $0.normalizations = [.mean, .warping(seconds: 3)]
            $0.speechActivity = .biGaussian(floorDecibels: -80, hangoverFrames: 2)
            $0.logarithm = .decibels(floor: 1e-10, topDecibels: nil)
            $0.rasta = true
        }
        #expect(configuration == expected)
    }

    static let unknown: [[String]] = [
        [#"{"preset":"kaldi","colour":1}"#, "colour"],
        [#"{"preset":"kaldi","melFilters":{"cuont":1}}"#, "melFilters.cuont"],
        [#"{"preset":"kaldi","logarithm":"binary"}"#, "logarithm.binary"],
        [#"{"preset":"kaldi","normalization":"mean"}"#, "normalization"],
        [#"{"preset":"kaldi","normalizations":["whitening"]}"#, "normalizations.0.whitening"],
        [
            #"{"preset":"kaldi","normalizations":["mean",{"whitening":{}}]}"#,
            "normalizations.1.whitening",
        ],
        [
            #"{"preset":"kaldi","normalizations":[{"warping":{"seconds":3,"minutes":1}}]}"#,
            "normalizations.0.warping.minutes",
        ],
        [
            #"{"preset":"speech-16k","normalizations":["none",{"mean":{"seconds":3}}]}"#,
            "normalizations.1.mean.seconds",
        ],
    ]

    @Test(arguments: unknown) func unknownKeysAreNamed(example: [String]) throws {
        #expect(throws: FrontEndError.unknownKey(example[1])) { try read(example[0]) }
    }

    struct Refused: Sendable {
        var text: String
        var field: String
        var got: String
    }
    static let refused: [Refused] = [
        Refused(text: #"{"sampleRate":16000}"#, field: "cepstra", got: "nothing"),
        Refused(
            text: #"{"preset":"kaldi","normalizations":[{"warping":{}}]}"#,
            field: "normalizations.0.warping.seconds", got: "nothing"),
        Refused(
            text: #"{"preset":"kaldi","normalizations":["mean","shrunkenMean"]}"#,
            field: "normalizations.1.shrunkenMean.relevance", got: "nothing"),
        Refused(
            text: #"{"preset":"kaldi","normalizations":[]}"#, field: "normalizations", got: "0"),
        Refused(
            text: #"{"preset":"kaldi","normalizations":"mean"}"#, field: "normalizations",
            got: #""mean""#),
        Refused(
            text: #"{"preset":"kaldi","normalizations":["mean",3]}"#, field: "normalizations.1",
            got: "3"),
        Refused(
            text: #"{"preset":"kaldi","normalizations":[{"mean":{},"none":{}}]}"#,
            field: "normalizations.0", got: #"{"mean":{},"none":{}}"#),
        Refused(text: #"{"preset":"kaldi","window":"kaiser"}"#, field: "window", got: #""kaiser""#),
        Refused(
            text: #"{"preset":"kaldi","melFilters":{"count":"many"}}"#, field: "melFilters.count",
            got: #""many""#),
        Refused(
            text: #"{"preset":"kaldi","transformLength":512.5}"#, field: "transformLength",
            got: "512.5"),
        Refused(text: #"{"preset":"kaldi","sampleScale":2}"#, field: "sampleScale", got: "2"),
        Refused(text: #"{"preset":7}"#, field: "preset", got: "7"),
        Refused(text: #"{"preset":"kaldi","rasta":1}"#, field: "rasta", got: "1"),
        Refused(text: #"{"preset":"kaldi","melFilters":3}"#, field: "melFilters", got: "3"),
        Refused(
            text: #"{"preset":"kaldi","dither":{"seed":-1}}"#, field: "dither",
            got: #"{"amplitude":0,"seed":-1}"#),
        Refused(
            text: #"{"preset":"kaldi","transformLength":256}"#, field: "transformLength", got: "256"
        ),
    ]

    @Test(arguments: refused) func wrongValuesAreNamed(example: Refused) throws {
        #expect {
            try read(example.text)
        } throws: { error in
            guard case .invalidField(let field, _, let got)? = error as? FrontEndError else {
                return false
            }
            return field == example.field && got == example.got
        }
    }

    @Test func wrongNamesGetTheListOfRightOnes() {
        #expect {
            try read(#"{"preset":"kaldi","deltas":{"style":"smooth"}}"#)
        } throws: { error in
            "\(error)" == "front-end configuration: deltas.style must be one of clampedStatics, "
                + #"iterated, got "smooth""#
        }
    }

    @Test func whatIsNoObjectIsRefused() throws {
        for text in ["", "[]", "3", "{", "nonsense", "null"] {
            #expect(throws: FrontEndError.notJSON) { try read(text) }
        }
        #expect(throws: FrontEndError.unknownPreset("mp3")) { try read(#"{"preset":"mp3"}"#) }
    }

    struct Change: Sendable {
        var field: String
        var apply: @Sendable (inout FrontEndConfiguration) -> Void
    }
    static let changes: [Change] = [
        Change(field: "sampleRate") { $0.sampleRate = 0 },
        Change(field: "framing.lengthSeconds") { $0.framing.lengthSeconds = .nan },
        Change(field: "framing.lengthSeconds") { $0.framing.lengthSeconds = -1 },
        Change(field: "framing.shiftSeconds") { $0.framing.shiftSeconds = 0 },
        Change(field: "framing.shiftSeconds") { $0.framing.shiftSeconds = 0.03 },
        Change(field: "transformLength") { $0.transformLength = 399 },
        Change(field: "transformLength") { $0.transformLength = 401 },
        Change(field: "transformLength") { $0.transformLength = Int.max },
        Change(field: "preEmphasis.coefficient") { $0.preEmphasis.coefficient = 1.5 },
        Change(field: "dither.amplitude") { $0.dither.amplitude = -1 },
        Change(field: "melFilters.count") { $0.melFilters.count = 0 },
        Change(field: "melFilters.lowFrequency") { $0.melFilters.lowFrequency = 8000 },
        Change(field: "melFilters.lowFrequency") { $0.melFilters.lowFrequency = .nan },
        Change(field: "melFilters.highFrequency") { $0.melFilters.highFrequency = 8001 },
        Change(field: "logarithm.floor") { $0.logarithm = .natural(floor: 0) },
        Change(field: "logarithm.topDecibels") {
            $0.logarithm = .decibels(floor: 1, topDecibels: -1)
        },
        Change(field: "cepstra.count") { $0.cepstra.count = 31 },
        Change(field: "cepstra.count") {
            $0.cepstra = .init(count: 30, lifter: 0, first: .dropped)
        },
        Change(field: "cepstra.lifter") { $0.cepstra.lifter = -1 },
        Change(field: "deltas.order") { $0.deltas.order = 3 },
        Change(field: "deltas.window") { $0.deltas.window = 0 },
        Change(field: "speechActivity.percentile") {
            $0.speechActivity = .adaptiveEnergy(
                rangeDecibels: 40, percentile: 98, floorDecibels: -90, hangoverFrames: 0)
        },
        Change(field: "speechActivity.hangoverFrames") {
            $0.speechActivity = .biGaussian(floorDecibels: -90, hangoverFrames: -1)
        },
        Change(field: "normalizations") { $0.normalizations = [] },
        Change(field: "normalizations") { $0.normalizations = .init(repeating: .mean, count: 17) },
        Change(field: "normalizations.0.seconds") { $0.normalizations = [.warping(seconds: 0)] },
        Change(field: "normalizations.1.relevance") {
            $0.normalizations = [.mean, .shrunkenMean(relevance: .infinity)]
        },
        Change(field: "normalizations.0.relevance") {
            $0.normalizations = [.shrunkenMeanAndVariance(relevance: -1)]
        },
    ]

    @Test(arguments: changes) func valuesOutOfRangeAreNamed(change: Change) {
        let configuration = FrontEndConfiguration.speech16k.with(change.apply)
        #expect {
            try FrontEnd(configuration)
        } throws: { error in
            guard case .invalidField(change.field, _, _)? = error as? FrontEndError else {
                return false
            }
            return true
        }
    }

    @Test func errorsSayWhatWasExpected() {
        #expect(
            "\(FrontEndError.invalidField("deltas.order", expected: "from 0 to 2", got: "3"))"
                == "front-end configuration: deltas.order must be from 0 to 2, got 3")
        #expect(
            "\(FrontEndError.unknownPreset("mp3"))"
                == "front-end configuration: there is no preset mp3; choose one of kaldi, "
                + "librosa, python-speech-features, speech-16k, telephone-8k")
        #expect(
            "\(FrontEndError.noBackgroundMoments)"
                == "a shrunken mean needs the background model's moments; "
                + "give them to the front end, or ask for unnormalized features")
        #expect(
            "\(FrontEndError.unusableMoments)"
                == "the background's moments must be as many means as variances, all finite, and "
                + "no variance negative; take them from the model's own training frames")
    }
}
