import Foundation
import GaussianMixtures
import NumericCore
import Testing

@Suite struct StartTests {
    @Test func theBestOfSeveralStartsIsKept() throws {
        var options = FitOptions(componentCount: 6)
        options.start = .randomPoints
        options.maximumIterations = 15
        options.startCount = 5
        let data = try Fixture.matrix("X").rows(in: 0..<400)
        var bounds: [Double] = []
        let best = try MixtureFit(options).run(data) { bounds.append($0.lowerBound) }
        #expect(bounds.count == 5)
        // The best so far: never worse, and not the same from the first start on.
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(Set(bounds).count > 1)
        #expect(best.lowerBound == bounds.last)
        #expect(try MixtureFit(options).run(data) == best)
    }

    @Test func onlyTheLastIterationEndsAFitThatHasNotSettled() throws {
        var options = FitOptions(componentCount: 6)
        options.maximumIterations = 2
        let state = try MixtureFit(options).run(Fixture.matrix("X"))
        #expect(state.isFinished)
        #expect(!state.hasConverged)
    }

    @Test(arguments: CovarianceType.allCases)
    func parametersMaySettleInsteadOfTheLikelihood(type: CovarianceType) throws {
        var options = FitOptions(componentCount: 2, covarianceType: type)
        options.convergence = .parameterChange(1e-7)
        options.maximumIterations = 3000
        let data = try Fixture.matrix("X").rows(in: 0..<300)
        let state = try MixtureFit(options).run(data)
        #expect(state.hasConverged)
        // One more iteration moves nothing by more than that, in deviations of some 2.
        var further = options
        further.maximumIterations = 1
        let next = try MixtureFit(further).run(data, from: FitState(mixture: state.mixture))
        #expect(deviation(next.mixture.means.elements, state.mixture.means.elements) < 1e-6)
    }

    @Test func parametersThatDoNotFitAreRefused() throws {
        let data = try Fixture.matrix("X")
        let start = FitState(mixture: try Fixture.start(.tied))
        let error = #expect(throws: MixtureError.self) {
            try MixtureFit(FitOptions(componentCount: 8)).run(data, from: start)
        }
        #expect(
            error.map { "\($0)" }
                == "the fit begins with 8 tied components but shall end with 8 full ones")
        #expect(throws: MixtureError.dimensionMismatch(expected: 5, got: 2)) {
            try MixtureFit(FitOptions(componentCount: 8, covarianceType: .tied))
                .run(Matrix<Double>(rows: 10, columns: 2, repeating: 1), from: start)
        }
        #expect(throws: MixtureError.invalidOptions("2000 rows but 3 weights of rows")) {
            try MixtureFit(FitOptions(componentCount: 2)).run(data, weights: [1, 2, 3])
        }
    }

    /// A checkpoint holds every type.
    @Test(arguments: CovarianceType.allCases)
    func anInterruptedFitGoesOn(type: CovarianceType) throws {
        struct Interruption: Error {}
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("checkpoint-\(UUID().uuidString).safetensors").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var options = FitOptions(componentCount: 3, covarianceType: type)
        options.maximumIterations = 8
        let data = try Fixture.matrix("X").rows(in: 0..<300)
        let checkpoint = try FitCheckpoint(path: path, frames: data, options: options)
        #expect(throws: Interruption.self) {
            try MixtureFit(options).run(data) { state in
                try checkpoint.save(state)
                if state.history.count == 4 { throw Interruption() }
            }
        }
        let resumed = try MixtureFit(options).run(data, from: checkpoint.load())
        let whole = try MixtureFit(options).run(data)
        #expect(resumed == whole)
    }
}
