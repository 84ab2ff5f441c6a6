public import ArgumentParser
import MixtureTables
public import GaussianMixtures
import NumericCore

extension CovarianceType: ExpressibleByArgument {}

/// `timbre-benchmarks mixture`: a fit's seconds, likelihood, labels and choice of K.
struct MixtureBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mixture",
        abstract: "Fits a Gaussian mixture to a table and measures the fit.",
        discussion: """
            Every variance has \(Self.regularization) added, as reg_covar of scikit-learn has by \
            default; the variance floor is the lowest that there is.
            """)

    static let regularization = 1e-6

    @Argument(help: "The table: .npy or CSV, a row per sample; NaN is a missing cell.")
    var data: String

    @Option(help: "Number of components K.")
    var components: Int

    @Option(help: "spherical, diagonal, tied or full.")
    var covariance = CovarianceType.full

    @Option(help: "Starts, of which the best is kept.")
    var starts = 10

    @Option(help: "Iterations at most.")
    var iterations = 500

    @Option(help: "The fit ends when the mean log-likelihood grows by less.")
    var tolerance = 1e-6

    @Option(help: "Seed of the starts.")
    var seed: UInt64 = 1

    @Option(help: "Threads.")
    var threads = 1

    @Option(help: "Fits are timed so often; each is a line.")
    var repetitions = 1

    @Option(help: "True labels, a column of whole numbers; measures the adjusted Rand index.")
    var labels: String?

    @Option(help: "Rows held out; measures their mean log-density.")
    var heldOut: String?

    @Option(help: "Also lets BIC choose K from 1 to this.")
    var choose: Int?

    @Option(help: "Starts of each fit when choosing K.")
    var choiceStarts = 1

    private var options: FitOptions {
        var options = FitOptions(componentCount: components, covarianceType: covariance)
        options.startCount = starts
        options.maximumIterations = iterations
        options.convergence = .gain(tolerance)
        options.varianceFloor = 1e-24
        options.covarianceRegularization = Self.regularization
        options.missingCells = .marginalized
        options.seed = seed
        return options
    }

    func validate() throws {
        guard threads >= 1, repetitions >= 1, choose ?? 1 >= 1 else {
            throw ValidationError("threads, repetitions and components are at least 1")
        }
    }

    func run() throws {
        Threads.use(threads)
        let rows = try Table(contentsOf: data).values
        let state = try timedFit(rows)
        let answers = MixtureAnswers(state.mixture)
        try print("log-likelihood", try answers.meanLogDensity(of: rows), "nats per row")
        try print("iterations of the best start", Double(state.history.count), "")
        if let heldOut {
            let rows = try Table(contentsOf: heldOut).values
            try print(
                "held-out log-likelihood", try answers.meanLogDensity(of: rows), "nats per row")
        }
        if let labels {
            let truth = try Table(contentsOf: labels).values.elements.map { Int($0) }
            guard truth.count == rows.rows else {
                throw ValidationError(
                    "\(labels): \(truth.count) labels for \(rows.rows) rows")
            }
            let index = adjustedRandIndex(try answers.labels(of: rows), truth)
            try print("adjusted Rand index", index, "")
        }
        if let choose {
            var search = MixtureSearch(
                componentCounts: 1...choose, covarianceTypes: [covariance], options: options)
            search.options.startCount = choiceStarts
            let stopwatch = Stopwatch()
            let outcome = try search.run(rows)
            try print("seconds of the choice", stopwatch.seconds, "s")
            if let best = outcome.recommended, let fit = best.fit {
                try print("components by BIC", Double(best.componentCount), "")
                try print("lowest BIC", fit.criteria.bic, "nats, twice")
            }
        }
    }

    private func timedFit(_ rows: Matrix<Double>) throws -> FitState {
        let fit = MixtureFit(options)
        var last: FitState?
        for _ in 0..<repetitions {
            let stopwatch = Stopwatch()
            last = try fit.run(rows)
            try print("seconds of the fit", stopwatch.seconds, "s")
            try print("processor seconds of the fit", stopwatch.processorSeconds, "s")
        }
        guard let last else { throw ValidationError("repetitions are at least 1") }
        return last
    }

    private func print(_ figure: String, _ value: Double, _ unit: String) throws {
        let setting =
            "\(components) \(covariance.rawValue) components, \(starts) starts, "
            + "\(threads) threads, \(LinearAlgebraLibrary.version)"
        try MeasuredFigure(figure: figure, value: value, unit: unit, setting: setting).print()
    }
}
