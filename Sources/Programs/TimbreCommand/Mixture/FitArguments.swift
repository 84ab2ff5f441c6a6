import ArgumentParser
import MixtureTables
import GaussianMixtures

/// How mixtures are fitted.
struct FitArguments: ParsableArguments {
    @Option(
        help: """
            Where EM begins: k-means, k-means++, binary-splitting, random-responsibilities or \
            random-points. (default: k-means)
            """,
        transform: choice)
    var start: FitOptions.Start = .kMeans
    @Option(help: "So many starts, of which the best is kept (default: 10).")
    var starts: Int?
    @Option(help: "EM iterations at most.")
    var iterations = 500
    @Option(
        help: """
            When EM ends: at less than this gain of the lower bound, in nats a row, or change of \
            the parameters, as a share of the columns' spread.
            """)
    var tolerance = 1e-6
    @Option(help: "What has to settle.")
    var convergence = ConvergenceChoice.lowerBound
    @Option(help: "Added to every variance in every iteration.")
    var regularization = 0.0
    @Option(help: "Lowest variance, as a share of the column's.")
    var varianceFloor = 1e-6
    @Option(help: "The column that says what each row counts.")
    var weights: String?
    @Flag(help: "Bring each column to mean 0 and standard deviation 1 first.")
    var standardize = false
    @Option(
        help: """
            Keep principal components: how many, or the share of variance that they hold, such \
            as 0.95.
            """,
        transform: Self.components)
    var pca: ComponentChoice?

    /// As many as k-means has: one start often ends on a lower hill, and ten still cost less than
    /// finding that out.
    static let usualStarts = 10

    enum ConvergenceChoice: String, CaseIterable, ExpressibleByArgument {
        case lowerBound = "lower-bound"
        case parameters
    }

    func validate() throws {
        guard tolerance >= 0, tolerance.isFinite else {
            throw ValidationError("--tolerance: a number from 0 expected, got \(tolerance)")
        }
    }

    private static func components(_ word: String) throws -> ComponentChoice {
        if let count = Int(word), count >= 1 { return .count(count) }
        if let share = Double(word), share > 0, share <= 1 { return .shareOfVariance(share) }
        throw ValidationError(
            "a number of components from 1, or a share of variance between 0 and 1 expected, "
                + "got \(word)")
    }

    var plan: TransformPlan { TransformPlan(standardizes: standardize, components: pca) }

    func options(_ source: DataSource, seed: UInt64) -> FitOptions {
        var options = FitOptions(componentCount: 1)
        options.start = start
        // Binary splitting draws nothing, so every start of it is the same.
        options.startCount = starts ?? (start == .binarySplitting ? 1 : Self.usualStarts)
        options.maximumIterations = iterations
        options.convergence =
            convergence == .parameters ? .parameterChange(tolerance) : .gain(tolerance)
        options.covarianceRegularization = regularization
        options.varianceFloor = varianceFloor
        options.missingCells = source.missingCells
        options.seed = seed
        return options
    }

    /// The source with its column of weights.
    ///
    /// - Throws: `WorkbenchError` when its missing cells do not agree with the transform.
    func weighted(_ source: DataSource) throws -> DataSource {
        var source = source
        source.weights = weights.map { ColumnReference($0) }
        source.needsEveryCell = source.needsEveryCell || pca != nil
        try plan.check(source.missingCells)
        return source
    }
}

/// Shows how a fit goes on.
final class FitProgress {
    private let console: Console
    private let bar: ProgressBar
    private let options: FitOptions
    private var starts = 0

    init(_ console: Console, _ options: FitOptions) {
        self.console = console
        self.options = options
        bar = ProgressBar(console)
    }

    func show(_ state: FitState) {
        guard let iteration = state.history.last else { return }
        let bound = "\(fixed(iteration.meanLogLikelihood, 6)) nats a row"
        if options.plannedStarts > 1 {
            starts += 1
            let text = "start \(starts) of \(options.plannedStarts): \(bound)"
            console.detail(text + (state.hasConverged ? "" : ", did not converge"))
            bar.show(Double(starts) / Double(options.plannedStarts), text)
        } else {
            let text = "iteration \(state.history.count): \(bound)"
            console.detail(text)
            bar.show(Double(state.history.count) / Double(options.plannedIterations), text)
        }
    }

    func clear() { bar.clear() }
}
