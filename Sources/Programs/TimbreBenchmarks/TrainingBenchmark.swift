import ArgumentParser
import Foundation
import GaussianMixtures
import NumericCore

/// `timbre-benchmarks training`: EM iterations of a diagonal mixture on many Float frames.
struct TrainingBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "training",
        abstract: "Measures EM iterations of a mixture with diagonal covariances.",
        discussion: """
            Iterations begin with K frames at equal distances as means, the frames' variances and \
            equal weights. The first is not counted. After each, the matrix product that \
            log-densities are is measured by itself, on one thread.
            """)

    @Argument(help: "Frames: T×D numbers, float32, row-major, nothing else.")
    var frames: String

    @Option(help: "Length D of a frame.")
    var dimension = 60

    @Option(help: "Number of components K.")
    var components = 512

    @Option(help: "Iterations that are timed; each is a line.")
    var iterations = 3

    @Option(help: "Threads.")
    var threads = 1

    func validate() throws {
        guard dimension >= 1, components >= 1, iterations >= 1, threads >= 1 else {
            throw ValidationError("all numbers are at least 1")
        }
    }

    func run() throws {
        Threads.use(threads)
        let frames = try FloatFile.matrix(frames, columns: dimension)
        guard frames.rows >= components else {
            throw ValidationError("\(frames.rows) frames for \(components) components")
        }
        var options = FitOptions.frames(componentCount: components)
        options.convergence = .gain(0)
        options.maximumIterations = iterations + 1
        let rate = Double(frames.rows) * Double(components) * 1e-6
        let product = ProductLimit(components: components, dimension: dimension)
        let before = ResidentMemory.peakMebibytes
        var stopwatch = Stopwatch()
        let state = try MixtureFit(options).run(
            frames, from: FitState(mixture: try start(frames))
        ) { state in
            if state.history.count > 1 {
                let unit = "million frame·components/s"
                try print("EM iteration", rate / stopwatch.seconds, unit)
                try print("matrix product alone", product.rate(seconds: 0.3), unit)
            }
            stopwatch = Stopwatch()
        }
        try print(
            "log-likelihood", state.history.last?.meanLogLikelihood ?? .nan, "nats per frame")
        try print("memory above the frames", ResidentMemory.peakMebibytes - before, "MiB")
    }

    private func print(_ figure: String, _ value: Double, _ unit: String) throws {
        let setting =
            "\(components) components, \(dimension) values, \(threads) threads, "
            + LinearAlgebraLibrary.version
        try MeasuredFigure(figure: figure, value: value, unit: unit, setting: setting).print()
    }

    private func start(_ frames: Matrix<Float>) throws -> GaussianMixture {
        let step = frames.rows / components
        var means: [Double] = []
        for k in 0..<components { means += frames.row(k * step).map(Double.init) }
        var sums = [Double](repeating: 0, count: dimension)
        var squares = sums
        for n in 0..<frames.rows {
            for (d, value) in frames.row(n).enumerated() {
                sums[d] += Double(value)
                squares[d] += Double(value) * Double(value)
            }
        }
        let count = Double(frames.rows)
        let variances = zip(sums, squares).map { $1 / count - ($0 / count) * ($0 / count) }
        return try GaussianMixture(
            weights: [Double](repeating: 1 / Double(components), count: components),
            means: Matrix(rows: components, columns: dimension, elements: means),
            covariances: .diagonal(
                Matrix(
                    rows: components, columns: dimension,
                    elements: (0..<components).flatMap { _ in variances })))
    }
}
