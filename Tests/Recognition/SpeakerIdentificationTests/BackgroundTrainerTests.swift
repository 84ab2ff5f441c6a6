import FileStorage
import Foundation
import GaussianMixtures
import NumericCore
import Testing
import TestSupport

@testable import SpeakerIdentification
@testable import SpeechFeatures

@Suite struct BackgroundTrainerTests {
    struct Interruption: Error {}

    /// Six voices, two clips each: two clusters whose distance is the voice's own, so that
    /// normalising the mean away does not make them equal.
    private func trainer(
        _ configuration: FrontEndConfiguration = SmallBackground.configuration
    ) throws -> BackgroundTrainer {
        var trainer = try BackgroundTrainer(configuration)
        for clip in 0..<12 {
            let voice = clip / 2
            var generator = SeededGenerator(seed: UInt64(clip))
            var elements: [Float] = []
            for _ in 0..<400 {
                let side = generator.uniform() < 0.5 ? -1.0 : 1.0
                for d in 0..<3 {
                    let distance = d == voice % 3 ? 2 + Double(voice) : 1
                    elements.append(Float(5 + side * distance + generator.normal()))
                }
            }
            try trainer.add(features(elements), speaker: "voice \(voice)")
        }
        return trainer
    }

    private func features(_ elements: [Float]) throws -> HeardClip {
        var writer = FrameStoreWriter(dimension: 3)
        try writer.append(elements)
        let frames = try writer.finish()
        return HeardClip(
            clip: ClipFeatures(
                streams: [frames], frameCount: frames.count, speechSeconds: 1, durationSeconds: 1,
                speechPower: 0.01, signalToNoiseDecibels: nil))
    }

    private func train(
        _ trainer: BackgroundTrainer, components: Int = 4,
        checkpointFolder: String? = nil,
        onIteration: (Int, FitState) throws -> Void = { _, _ in }
    ) throws -> BackgroundModel {
        var trainer = trainer
        var options = FitOptions.frames(componentCount: components)
        options.maximumIterations = 6
        options.convergence = .relativeGain(0)
        return try trainer.train(
            options, adaptation: MaximumAPosteriori(relevanceFactor: 4), topComponents: 2,
            description: ["name": "trained"], checkpointFolder: checkpointFolder,
            onIteration: onIteration)
    }

    @Test func sameBytesForAnyNumberOfThreads() throws {
        let one = try Threads.with(1) { try train(trainer()) }
        let two = try Threads.with(2) { try train(trainer()) }
        #expect(try one.file.encoded() == two.file.encoded())
    }

    /// Interrupted in either stream, a training goes on there and does nothing twice.
    @Test(arguments: 0..<2) func anInterruptedTrainingEndsWithTheSameBytes(stream: Int) throws {
        var all: [[Int]] = [[], []]
        let whole = try train(trainer()) { all[$0].append($1.history.count) }
        let folder = try TemporaryFolder()
        #expect(throws: Interruption.self) {
            try train(trainer(), checkpointFolder: folder.path) { index, state in
                if index == stream && state.history.count == 3 { throw Interruption() }
            }
        }
        #expect(FileManager.default.fileExists(atPath: folder.path("stream-0.safetensors")))
        #expect(
            FileManager.default.fileExists(atPath: folder.path("stream-1.safetensors"))
                == (stream == 1))
        var rest: [[Int]] = [[], []]
        let resumed = try train(trainer(), checkpointFolder: folder.path) {
            rest[$0].append($1.history.count)
        }
        // A stream that was done, one that was not, and one that was not begun.
        let expected =
            stream == 0
            ? [all[0].filter { $0 >= 3 }, all[1]]
            : [[try #require(all[0].last)], all[1].filter { $0 >= 3 }]
        #expect(rest == expected)
        #expect(try resumed.file.encoded() == whole.file.encoded())
    }

    @Test func everyStreamHasACheckpointOfItsOwn() throws {
        let folder = try TemporaryFolder()
        let model = try train(trainer(), checkpointFolder: folder.path)
        for (index, mixture) in model.mixtures.enumerated() {
            let path = folder.path("stream-\(index).safetensors")
            #expect(try Safetensors(contentsOf: path).mixture(path: path) == mixture)
        }
        // One stream's state is of no use to another.
        let path = folder.path("stream-1.safetensors")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: folder.path("stream-0.safetensors"), toPath: path)
        #expect(throws: MixtureError.foreignCheckpoint(path: path)) {
            try train(trainer(), checkpointFolder: folder.path)
        }
    }

    /// Summed in two passes; the means are far from zero.
    @Test func theMomentsAreThoseOfAllFrames() throws {
        var trainer = try BackgroundTrainer(SmallBackground.configuration)
        var generator = SeededGenerator(seed: 3)
        let clips = (0..<3).map { clip in
            (0..<900).map { 40 * Float($0 % 3) + Float(clip) + Float(generator.normal()) }
        }
        for clip in clips { try trainer.add(features(clip), speaker: "one") }
        let moments = try train(trainer, components: 1).featureMoments
        for d in 0..<3 {
            let values = clips.joined().enumerated().filter { $0.offset % 3 == d }
                .map { Double($0.element) }
            let mean = values.reduce(0, +) / 900
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 900
            // Half a unit of Float's last digit, and nothing of the sums in Double.
            #expect(abs(Double(moments.means[d]) / mean - 1) < 1e-7)
            #expect(abs(Double(moments.variances[d]) / variance - 1) < 1e-7)
        }
    }

    @Test func theModelKnowsWhatScoresMean() throws {
        let model = try train(trainer())
        #expect(model.name == "trained")
        #expect(model.isCalibrated)
        #expect(try model.file.metadata["calibrated"] == nil)
        #expect(model.mixtures.count == 2)
        #expect(model.mixtures[0] != model.mixtures[1])
        #expect(model.componentCount == 4)
        #expect(model.scoring.calibration.slope > 0)
        // The clusters lie evenly about 5; 4,800 frames leave a standard error below 0.1.
        #expect(model.featureMoments.means.allSatisfy { abs($0 - 5) < 0.4 })
    }

    /// A stream weighs what its own calibration says of a unit of its score: the slope of a model
    /// that has no other stream, and whose scores stay in nats per frame.
    @Test func streamsWeighWhatTheirScoresSay() throws {
        let weights = try train(trainer()).scoring.streamWeights
        let slopes = try SmallBackground.configuration.normalizations.map { normalization in
            var configuration = SmallBackground.configuration
            configuration.normalizations = [normalization]
            var trainer = try trainer(configuration)
            trainer.normalization = .nearestOthers(3)
            let scoring = try train(trainer).scoring
            #expect(scoring.streamWeights == [1])
            return scoring.calibration.slope
        }
        try #require(weights.count == 2 && slopes.count == 2)
        for (weight, slope) in zip(weights, slopes) {
            // The sums are the same, the last division is not.
            #expect(abs(weight - slope / (slopes[0] + slopes[1])) < 1e-12)
        }
        #expect(abs(slopes[0] - slopes[1]) > 1e-3)
    }

    @Test func tooLittleForACalibrationIsNotTakenForOne() throws {
        var trainer = try BackgroundTrainer(SmallBackground.configuration)
        var generator = SeededGenerator(seed: 1)
        try trainer.add(
            features((0..<300).map { _ in Float(generator.normal()) }), speaker: "alone")
        let model = try train(trainer, components: 2)
        #expect(model.scoring.calibration == ScoreCalibration(slope: 1, offset: 0))
        #expect(model.scoring.threshold == 0)
        #expect(model.scoring.streamWeights == [0.5, 0.5])
        #expect(!model.isCalibrated)
        let again = try BackgroundModel(bytes: model.file.encoded(), path: "model")
        #expect(!again.isCalibrated)
        #expect(again.identity == model.identity)
    }

    @Test func tooFewFramesAreRefused() throws {
        var trainer = try BackgroundTrainer(SmallBackground.configuration)
        try trainer.add(features([]), speaker: "nobody")
        #expect(trainer.clipCount == 0)
        try trainer.add(features([1, 2, 3]), speaker: "alice")
        #expect(trainer.clipCount == 1 && trainer.frameCount == 1)
        #expect(throws: MixtureError.tooFewFrames(got: 1, components: 2)) {
            try train(trainer, components: 2)
        }
    }

    static let falseAlarms: [(count: Int, allowed: Int)] = [
        (10, 0), (19, 0), (20, 1), (1010, 50),
    ]

    /// At most one stranger's piece in twenty reaches the threshold.
    @Test(arguments: falseAlarms)
    func theThresholdKeepsTheFalseAlarmRate(count: Int, allowed: Int) {
        let scores = (0..<count).map { Double(($0 * 7919) % count) }
        let threshold = CalibrationTrials.threshold(scores)
        #expect(scores.count { $0 >= threshold } == allowed)
        #expect(scores.count { $0 >= threshold.nextDown } == allowed + 1)
    }
}
