import Foundation
import SpeakerIdentification
import TestSupport
import Testing

@Suite struct ScoreNormalizationTests {
    @Test(arguments: [
        (ScoreNormalization.none, "\"none\""), (.nearestOthers(3), "{\"nearest\":3}"),
        (.tNearest(3), "{\"tNearest\":3}"), (.z, "\"z\""), (.t, "\"t\""), (.zt, "\"zt\""),
        (.s, "\"s\""),
        (.adaptiveS(top: 8), "{\"adaptiveS\":8}"),
    ])
    func isWrittenAndRead(normalization: ScoreNormalization, text: String) throws {
        let data = try JSONEncoder().encode(normalization)
        #expect(String(decoding: data, as: UTF8.self) == text)
        #expect(try JSONDecoder().decode(ScoreNormalization.self, from: data) == normalization)
    }

    @Test(arguments: ["\"nearest\"", "\"adaptive-s\"", "\"Z\"", "{}", "{\"adaptiveS\":\"x\"}", "3"])
    func whatIsNoneIsNotRead(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ScoreNormalization.self, from: Data(text.utf8))
        }
    }

    /// What can be decoded and not be used is refused by the model it comes with.
    @Test(arguments: [
        (ScoreNormalization.nearestOthers(0), false), (.nearestOthers(1), true),
        (.tNearest(0), false), (.tNearest(1), true),
        (.adaptiveS(top: 1), false), (.adaptiveS(top: 2), true), (.zt, true), (.none, true),
    ])
    func modelsRefuseWhatIsUnusable(normalization: ScoreNormalization, isUsable: Bool) throws {
        let model = try SmallBackground.model()
        var scoring = model.scoring
        scoring.normalization = normalization
        func make() throws -> BackgroundModel {
            try BackgroundModel(
                mixtures: model.mixtures, configuration: model.configuration,
                featureMoments: model.featureMoments, scoring: scoring,
                description: model.description)
        }
        if isUsable {
            let made = try make()
            let read = try BackgroundModel(bytes: made.file.encoded(), path: "m")
            #expect(read.scoring.normalization == normalization)
        } else {
            #expect(throws: IdentificationError.self) { try make() }
        }
    }
}
