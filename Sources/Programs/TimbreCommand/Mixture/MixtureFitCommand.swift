import ArgumentParser
import FileStorage
import GaussianMixtures
import MixtureTables

struct MixtureFitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fit a Gaussian mixture to a table.",
        discussion: """
            The model keeps the columns' names and their transform, so that later rows are \
            treated the same and every answer is in the data's units. The same seed gives the \
            same bytes, whatever --threads says. Rows beyond some megabytes wait in a temporary \
            file; --pca needs them in memory.
            """)

    @OptionGroup var dataArguments: DataArguments
    @OptionGroup var missingArguments: MissingArguments
    @Option(name: [.customShort("k"), .long], help: "Number of Gaussians K.")
    var components: Int?
    @Option(help: "spherical, diagonal, tied or full. (default: full)", transform: choice)
    var covariance: CovarianceType?
    @OptionGroup var fitArguments: FitArguments
    @Option(help: "A model to begin from, also of Kaldi's: its size, type and transform are taken.")
    var from: String?
    @Option(name: .shortAndLong, help: "The model file to write.")
    var output: String
    @Option(help: "An SVG file: the data with the mixture's ellipses, or its density.")
    var plot: String?
    @Option(help: "An SVG file: the lower bound of each iteration.")
    var plotBound: String?
    @OptionGroup var common: OutputOptions

    func validate() throws {
        try OutputFiles.requireModel("--output", output)
        try OutputFiles.requirePicture("--plot", plot)
        try OutputFiles.requirePicture("--plot-bound", plotBound)
        if from != nil {
            guard !fitArguments.standardize, fitArguments.pca == nil else {
                throw ValidationError(
                    "--from: the model brings its transform; leave out --standardize and --pca")
            }
            guard fitArguments.starts ?? 1 == 1 else {
                throw ValidationError("--from: there is one start; leave out --starts")
            }
        } else if components == nil {
            throw ValidationError("--components: a number from 1 expected, or a model by --from")
        }
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            try OutputFiles.check(
                [("--output", output), ("--plot", plot), ("--plot-bound", plotBound)],
                inputs: [("DATA", dataArguments.data), ("--from", from)])
            let start = try from.map { try TableMixture(contentsOf: $0) }
            let source = try fitArguments.weighted(
                missingArguments.applied(to: dataArguments.source(), for: start))
            var options = fitArguments.options(source, seed: common.seed)
            if start != nil { options.startCount = 1 }
            options.componentCount = components ?? start?.mixture.componentCount ?? 1
            options.covarianceType = covariance ?? start?.mixture.covarianceType ?? .full
            let data = try StoredData(source, for: start)
            console.remark(on: data)
            let progress = FitProgress(console, options)
            let (model, bounds) = try TableMixtureFit(
                options, plan: fitArguments.plan, from: start
            ).run(data, onIteration: progress.show)
            progress.clear()
            try model.write(to: output)
            if let plot {
                let svg = try MixtureCharts(model, data).svg(title: "Mixture of \(data.name)")
                try AtomicFile.write(Array(svg.utf8), to: plot)
            }
            if let plotBound {
                let chart = FitCharts.bound(
                    bounds, converged: model.summary?.converged == true,
                    title: "Lower bound, \(data.name)")
                try AtomicFile.write(Array(chart.svg().utf8), to: plotBound)
            }
            let printer = MixturePrinter(console: console)
            if console.isJSON {
                try console.result(json: try printer.object(of: model, file: output))
            } else {
                try printer.show(model)
            }
            if let summary = model.summary, !summary.converged {
                console.remark(
                    "did not converge in \(counted(summary.iterations, "iteration")); "
                        + "raise --iterations or --tolerance, or go on with --from \(output)")
            }
            return .done
        }
    }
}
