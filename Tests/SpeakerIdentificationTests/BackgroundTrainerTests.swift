import FileStorage
import GaussianMixtures
import NumericCore
import Testing
import TestMaterial

@testable import SpeakerIdentification
@testable import SpeechFeatures

@Suite struct BackgroundTrainerTests {
    struct Interruption: Error {}

    /// Six voices, two clips each: two clusters whose distance is the voice's own, so that
    /// normalising the mean away does not make them equal.
    private func trainer() throws -> BackgroundTrainer {
        var trainer = try BackgroundTrainer(SmallBackground.configuration)
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

    private func features(_ elements: [Float]) throws -> ClipFeatures {
        var writer = FrameStoreWriter(dimension: 3)
        try writer.append(elements)
        let frames = try writer.finish()
        return ClipFeatures(
            frames: frames, frameCount: frames.count, speechSeconds: 1, durationSeconds: 1,
            signalToNoiseDecibels: nil)
    }

    private func train(
        _ trainer: BackgroundTrainer, components: Int = 4, threads: Int = 1,
        checkpointPath: String? = nil, onIteration: (FitState) throws -> Void = { _ in }
    ) throws -> BackgroundModel {
        var trainer = trainer
        var options = FitOptions.frames(componentCount: components)
        options.maximumIterations = 6
        options.convergence = .relativeGain(0)
        return try trainer.train(
            options, adaptation: MaximumAPosteriori(relevanceFactor: 4), topComponents: 2,
            description: ["name": "trained"], checkpointPath: checkpointPath, threads: threads,
            onIteration: onIteration)
    }

    @Test func sameBytesForAnyNumberOfThreads() throws {
        let one = try train(trainer(), threads: 1)
        let two = try train(trainer(), threads: 2)
        #expect(one.file.encoded() == two.file.encoded())
    }

    @Test func anInterruptedTrainingEndsWithTheSameBytes() throws {
        let whole = try train(trainer())
        let folder = try TemporaryFolder()
        let path = folder.path("checkpoint.safetensors")
        var iterations = 0
        #expect(throws: Interruption.self) {
            try train(trainer(), checkpointPath: path) { _ in
                iterations += 1
                if iterations == 3 { throw Interruption() }
            }
        }
        var more = 0
        let resumed = try train(trainer(), threads: 2, checkpointPath: path) { _ in more += 1 }
        #expect(more < 6)
        #expect(resumed.file.encoded() == whole.file.encoded())
    }

    @Test func theModelKnowsWhatScoresMean() throws {
        let model = try train(trainer())
        #expect(model.name == "trained")
        #expect(model.mixture.componentCount == 4)
        #expect(model.scoring.calibration.slope > 0)
        // The clusters lie evenly about 5; 4,800 frames leave a standard error below 0.1.
        #expect(model.featureMean.allSatisfy { abs($0 - 5) < 0.4 })
    }

    @Test func tooLittleForACalibrationIsNotTakenForOne() throws {
        var trainer = try BackgroundTrainer(SmallBackground.configuration)
        var generator = SeededGenerator(seed: 1)
        try trainer.add(
            features((0..<300).map { _ in Float(generator.normal()) }), speaker: "alone")
        let model = try train(trainer, components: 2)
        #expect(model.scoring.calibration == ScoreCalibration(slope: 1, offset: 0))
        #expect(model.scoring.threshold == 0)
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
        (10, 0), (999, 0), (1000, 1), (2500, 2),
    ]

    /// At most one in a thousand comparisons with a different speaker reaches the threshold.
    @Test(arguments: falseAlarms)
    func theThresholdKeepsTheFalseAlarmRate(count: Int, allowed: Int) {
        let scores = (0..<count).map { Double(($0 * 7919) % count) }
        let threshold = CalibrationTrials.threshold(scores)
        #expect(scores.count { $0 >= threshold } == allowed)
        #expect(scores.count { $0 >= threshold.nextDown } == allowed + 1)
    }
}
