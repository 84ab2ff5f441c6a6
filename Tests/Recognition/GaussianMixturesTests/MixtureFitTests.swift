import FileStorage
import Foundation
import GaussianMixtures
import NumericCore
import Testing

@Suite struct MixtureFitTests {
    /// Four well separated clusters of unequal weight.
    static let truth = [(0.4, -6.0, 0.0), (0.3, 6.0, 1.0), (0.2, 0.0, 8.0), (0.1, 1.0, -9.0)]

    static func frames(_ count: Int) -> Matrix<Float> {
        var generator = SeededGenerator(seed: 11)
        var elements: [Float] = []
        for _ in 0..<count {
            let cluster = truth[generator.weightedIndex(truth.map(\.0))]
            elements.append(Float(cluster.1 + generator.normal()))
            elements.append(Float(cluster.2 + 0.5 * generator.normal()))
        }
        return Matrix(rows: count, columns: 2, elements: elements)
    }

    @Test func recoversWhatTheDataWereDrawnFrom() throws {
        let state = try MixtureFit(FitOptions.frames(componentCount: 4)).run(Self.frames(8000))
        #expect(state.isFinished)
        for (weight, x, y) in Self.truth {
            let k = try #require(
                (0..<4).min {
                    abs(state.mixture.means[$0, 0] - x) + abs(state.mixture.means[$0, 1] - y)
                        < abs(state.mixture.means[$1, 0] - x) + abs(state.mixture.means[$1, 1] - y)
                })
            // Four standard errors of 800 to 3,200 draws.
            #expect(abs(state.mixture.weights[k] - weight) < 0.022)
            #expect(abs(state.mixture.means[k, 0] - x) < 0.15)
            #expect(abs(state.mixture.means[k, 1] - y) < 0.075)
            #expect(abs(state.mixture.variances[k, 0] - 1) < 0.2)
            #expect(abs(state.mixture.variances[k, 1] - 0.25) < 0.05)
        }
    }

    @Test func splittingDoublesUpToTheWantedNumber() throws {
        var options = FitOptions.frames(componentCount: 6)
        options.start = .binarySplitting
        options.iterationsPerSplit = 2
        let state = try MixtureFit(options).run(Self.frames(2000))
        let counts = state.history.map(\.componentCount)
        #expect(counts.prefix(7) == [1, 1, 2, 2, 4, 4, 6])
        #expect(counts.dropFirst(6).allSatisfy { $0 == 6 })
        #expect(state.mixture.componentCount == 6)
    }

    @Test(arguments: FitOptions.Start.allCases)
    func theLikelihoodNeverFalls(start: FitOptions.Start) throws {
        var options = FitOptions.frames(componentCount: 7)
        options.start = start
        options.convergence = .relativeGain(0)
        options.minimumOccupancy = 1e-3
        let state = try MixtureFit(options).run(Fixture.frames("X").rows(in: 0..<500))
        let final = state.history.filter { $0.componentCount == 7 }.map(\.meanLogLikelihood)
        #expect(final.count > 3)
        // 10⁻⁶ nats is what Float log-densities leave of a mean over 500 frames.
        for (before, after) in zip(final, final.dropFirst()) { #expect(after >= before - 1e-6) }
    }

    @Test func sameSeedSameBitsForAnyNumberOfThreads() throws {
        let fit = MixtureFit(FitOptions.frames(componentCount: 6))
        let frames = Self.frames(3000)
        let one = try Threads.with(1) { try fit.run(frames) }
        #expect(try Threads.with(2) { try fit.run(frames) } == one)
        #expect(try Threads.with(5) { try fit.run(frames) } == one)
    }

    @Test func framesOnDiskGiveTheSameBits() throws {
        let frames = Self.frames(3000)
        var writer = FrameStoreWriter(dimension: 2, memoryLimit: 1024)
        try writer.append(frames.elements)
        let fit = MixtureFit(FitOptions.frames(componentCount: 5))
        #expect(try fit.run(writer.finish()) == fit.run(frames))
    }

    @Test func deadComponentsAreSeededAnew() throws {
        // Two distinct points cannot feed eight components with five frames each.
        let elements: [Float] = (0..<30).map { $0 % 2 == 0 ? 0 : 1 }
        var options = FitOptions.frames(componentCount: 8)
        options.maximumIterations = 5
        let state = try MixtureFit(options).run(Matrix(rows: 30, columns: 1, elements: elements))
        #expect(state.history.contains { $0.reseededCount > 0 })
        #expect(state.mixture.means.elements.allSatisfy { $0.isFinite })
        #expect(state.history.allSatisfy { $0.meanLogLikelihood.isFinite })
    }

    /// With no component alive there is none to share with: nothing moves.
    @Test func whereAllAreDeadTheyStay() throws {
        let mixture = try GaussianMixture(
            weights: [0.25, 0.75], means: Matrix(rows: 2, columns: 1, elements: [0, 4]),
            variances: Matrix(rows: 2, columns: 1, repeating: 1))
        let statistics = try Expectation(mixture)
            .statistics(of: Matrix(rows: 6, columns: 1, elements: [0, 4, 0, 4, 0, 4]))
        let update = try Maximization(
            varianceFloor: [0.01], weightFloor: 0, minimumOccupancy: 5
        ).update(mixture, with: statistics)
        #expect(update.reseededCount == 0)
        #expect(update.mixture.means == mixture.means)
        // A frame at 4 lies in the far component by e⁻⁸ / 3, one at 0 by 3 e⁻⁸ = 10⁻³.
        #expect(abs(update.mixture.weights[0] - 0.5) < 0.01)
    }

    /// 1 → 2 → 4 → 6 are three doublings of four iterations each.
    @Test func theIterationsOfAFitAreForeseen() {
        var options = FitOptions.frames(componentCount: 6)
        options.maximumIterations = 10
        #expect(options.plannedIterations == 10)
        options.start = .binarySplitting
        #expect(options.plannedIterations == 22)
    }

    @Test func aConstantColumnStaysFinite() throws {
        var frames = Self.frames(500)
        for n in 0..<500 { frames[n, 1] = 3 }
        let state = try MixtureFit(FitOptions.frames(componentCount: 3)).run(frames)
        #expect(state.history.allSatisfy { $0.meanLogLikelihood.isFinite })
    }

    @Test func whatCannotBeFittedIsRefused() throws {
        #expect(throws: MixtureError.tooFewFrames(got: 3, components: 4)) {
            try MixtureFit(FitOptions.frames(componentCount: 4)).run(Self.frames(3))
        }
        #expect(throws: MixtureError.self) {
            try MixtureFit(FitOptions.frames(componentCount: 0)).run(Self.frames(3))
        }
        var frames = Self.frames(100)
        frames[0, 0] = .infinity
        #expect(throws: MixtureError.nonFiniteData(frame: 0)) {
            try MixtureFit(FitOptions.frames(componentCount: 2)).run(frames)
        }
    }
}

@Suite struct FitCheckpointTests {
    struct Interruption: Error {}

    private func temporaryPath() -> String {
        FileManager.default.temporaryDirectory
            .appendingPathComponent("checkpoint-\(UUID().uuidString).safetensors").path
    }

    @Test(arguments: FitOptions.Start.allCases)
    func anInterruptedFitEndsWithTheSameBits(start: FitOptions.Start) throws {
        var options = FitOptions.frames(componentCount: 6)
        options.start = start
        let frames = MixtureFitTests.frames(2000)
        let fit = MixtureFit(options)
        let whole = try fit.run(frames)
        let checkpoint = try FitCheckpoint(path: temporaryPath(), frames: frames, options: options)
        defer { try? FileManager.default.removeItem(atPath: checkpoint.path) }
        var finished: FitState?
        var interruptions = 0
        while finished == nil {
            do {
                var steps = 0
                finished = try fit.run(frames, from: checkpoint.load()) { state in
                    try checkpoint.save(state)
                    steps += 1
                    if steps == 3 { throw Interruption() }
                }
            } catch is Interruption { interruptions += 1 }
        }
        #expect(interruptions > 1)
        #expect(finished == whole)
    }

    /// Several starts, stopped after each: the best so far and the starts that are left are kept.
    @Test(arguments: [1, 2, 3]) func interruptedStartsEndWithTheSameBits(steps: Int) throws {
        var options = FitOptions(componentCount: 4)
        options.start = .randomPoints
        options.startCount = 6
        options.maximumIterations = 8
        let frames = try Fixture.matrix("X").rows(in: 0..<200)
        let fit = MixtureFit(options)
        let whole = try fit.run(frames)
        #expect(whole.endedStarts == 6)
        let checkpoint = try FitCheckpoint(path: temporaryPath(), frames: frames, options: options)
        defer { try? FileManager.default.removeItem(atPath: checkpoint.path) }
        var finished: FitState?
        var ended: [Int] = []
        while finished == nil {
            do {
                var left = steps
                finished = try fit.run(frames, from: checkpoint.load()) { state in
                    try checkpoint.save(state)
                    ended.append(state.endedStarts)
                    left -= 1
                    if left == 0 { throw Interruption() }
                }
            } catch is Interruption {}
        }
        #expect(finished == whole)
        #expect(ended == [1, 2, 3, 4, 5, 6])
    }

    @Test func otherDataOrOptionsAreRefused() throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let options = FitOptions.frames(componentCount: 2)
        let frames = MixtureFitTests.frames(100)
        let state = try MixtureFit(options).run(frames)
        try FitCheckpoint(path: path, frames: frames, options: options).save(state)
        let others = MixtureFitTests.frames(99)
        #expect(throws: MixtureError.foreignCheckpoint(path: path)) {
            try FitCheckpoint(path: path, frames: others, options: options).load()
        }
        #expect(throws: MixtureError.foreignCheckpoint(path: path)) {
            try FitCheckpoint(
                path: path, frames: frames, options: FitOptions.frames(componentCount: 3)
            )
            .load()
        }
    }
}
