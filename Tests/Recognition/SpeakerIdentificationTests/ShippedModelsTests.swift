import SpeakerIdentification
import Testing

@Suite struct ShippedModelsTests {
    static let sampleRates: [(name: String, hertz: Int)] = [
        ("speech-16k", 16000), ("telephone-8k", 8000),
    ]

    @Test(arguments: sampleRates)
    func modelsLoad(name: String, hertz: Int) throws {
        let model = try ShippedModels.load(name)
        #expect(model.configuration.sampleRate == hertz)
        #expect(model.mixtures.count == model.configuration.normalizations.count)
        #expect(model.componentCount >= 2)
        #expect(model.scoring.threshold.isFinite)
        for key in ["source", "licence"] {
            if let text = model.description[key] { #expect(!text.isEmpty) }
        }
    }

    /// That a nontarget comes near the best three of n others has a chance of about 3 / n, and a
    /// target is little hindered by more of them: the same score says more among many, by up to
    /// log n. Below 0 the number of others would tell which trials were targets.
    @Test(arguments: sampleRates)
    func moreOthersMakeAScoreSayMore(name: String, hertz: Int) throws {
        let coefficient = try ShippedModels.load(name).scoring.calibration.offsetPerLogOthers
        #expect(coefficient > 0 && coefficient < 1)
    }

    @Test func theirNamesAreKnown() {
        #expect(ShippedModels.names == Self.sampleRates.map(\.name))
    }

    @Test func othersAreNotFound() {
        let error = #expect(throws: IdentificationError.self) {
            try ShippedModels.load("../speech-16k")
        }
        #expect(
            error
                == .noShippedModel(name: "../speech-16k", searched: ShippedModels.folders))
    }
}
