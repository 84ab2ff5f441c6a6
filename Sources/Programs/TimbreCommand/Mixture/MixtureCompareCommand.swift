import ArgumentParser
import MixtureTables
import FileStorage
import GaussianMixtures
import NumericCore

struct MixtureCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Cluster a table by k-means and by a mixture, side by side.",
        discussion: """
            Each cluster has the number of the component with which it shares most rows. The \
            adjusted Rand index is 1 for the same partition and 0 for what chance gives. Every \
            cell is needed. K-means measures all columns with one ruler: where their units \
            differ, take --standardize.
            """)

    @OptionGroup var dataArguments: DataArguments
    @Option(name: [.customShort("k"), .long], help: "Number of clusters and of Gaussians K.")
    var components: Int
    @Option(help: "spherical, diagonal, tied or full. (default: full)", transform: choice)
    var covariance: CovarianceType = .full
    @OptionGroup var fitArguments: FitArguments
    @Option(help: "The column that holds the rows' true classes.")
    var truth: String?
    @Option(help: "An SVG file: both partitions over the first two columns.")
    var plot: String?
    @Option(
        name: .shortAndLong,
        help: """
            A file for the rows' clusters and components: .csv, .tsv, .npy, or .json for one \
            object a line.
            """)
    var output: String?
    @OptionGroup var common: OutputOptions

    func validate() throws {
        try OutputFiles.requirePicture("--plot", plot)
        guard output != "-" else {
            throw ValidationError(
                "--output: standard output holds the comparison; give the name of a file")
        }
        if let output { _ = try RowFormat(path: output) }
    }

    private struct Line: Encodable {
        struct Clusters: Encodable {
            let inertia: Double
            let iterations: Int
            let converged: Bool
            let sizes: [Int]
            let truthAgreement: Double?
        }
        struct Mixture: Encodable {
            let meanLogLikelihood: Double?
            let iterations: Int?
            let converged: Bool?
            let sizes: [Int]
            let truthAgreement: Double?
        }
        let count: Int
        let kMeans: Clusters
        let mixture: Mixture
        let agreement: Double
        let disagreements: [Int]
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            try OutputFiles.check(
                [("--output", output), ("--plot", plot)], inputs: [("DATA", dataArguments.data)])
            var source = try fitArguments.weighted(dataArguments.source())
            source.needsEveryCell = true
            source.labels = truth.map { ColumnReference($0) }
            var options = fitArguments.options(source, seed: common.seed)
            options.componentCount = components
            options.covarianceType = covariance
            let data = try StoredData(source)
            console.remark(on: data)
            let progress = FitProgress(console, options)
            let comparison = try ClusterComparison(
                data, TableMixtureFit(options, plan: fitArguments.plan), onIteration: progress.show)
            progress.clear()
            if let plot {
                let svg = try MixtureCharts.svg(
                    of: comparison, data, title: "k-means and mixture of \(data.name)")
                try AtomicFile.write(Array(svg.utf8), to: plot)
            }
            if let output {
                let columns = [RowColumn("k_means", .whole), RowColumn("mixture", .whole)]
                try RowWriter(output, columns, console: console).write { append in
                    let pairs = zip(comparison.clusterLabels, comparison.componentLabels)
                    try append(
                        Matrix(
                            rows: data.count, columns: 2,
                            elements: pairs.flatMap { [Double($0), Double($1)] }), [])
                }
            }
            try console.isJSON
                ? console.result(json: line(comparison, data)) : show(comparison, data, console)
            return .done
        }
    }

    private func line(_ comparison: ClusterComparison, _ data: StoredData) -> Line {
        let summary = comparison.model.summary
        return Line(
            count: data.count,
            kMeans: Line.Clusters(
                inertia: comparison.clustering.inertia,
                iterations: comparison.clustering.history.count,
                converged: comparison.clustering.hasConverged, sizes: comparison.clusterSizes,
                truthAgreement: comparison.truth?.clusters),
            mixture: Line.Mixture(
                meanLogLikelihood: summary?.figures.meanLogLikelihood,
                iterations: summary?.iterations, converged: summary?.converged,
                sizes: comparison.componentSizes,
                truthAgreement: comparison.truth?.components),
            agreement: comparison.agreement,
            disagreements: comparison.disagreements.map { $0 + 1 })
    }

    private func show(
        _ comparison: ClusterComparison, _ data: StoredData, _ console: Console
    ) throws {
        let (clustering, summary) = (comparison.clustering, comparison.model.summary)
        let truth = comparison.truth
        func fit(_ converged: Bool, _ iterations: Int) -> String {
            (converged ? "converged after " : "did not converge in ")
                + counted(iterations, "iteration")
        }
        func sizes(_ sizes: [Int]) -> String {
            sizes.map(String.init).joined(separator: " ")
        }
        try console.table(
            [
                ["METHOD", "OBJECTIVE", "FIT", "ROWS OF EACH"] + (truth == nil ? [] : ["TRUTH"]),
                [
                    "k-means", "inertia \(fixed(clustering.inertia, 4))",
                    fit(clustering.hasConverged, clustering.history.count),
                    sizes(comparison.clusterSizes),
                ] + (truth.map { [text(ofRandIndex: $0.clusters)] } ?? []),
                [
                    "mixture",
                    summary.map { "\(fixed($0.figures.meanLogLikelihood, 4)) nats a row" } ?? "",
                    summary.map { fit($0.converged, $0.iterations) } ?? "",
                    sizes(comparison.componentSizes),
                ] + (truth.map { [text(ofRandIndex: $0.components)] } ?? []),
            ])
        let rows = comparison.disagreements
        try console.result("")
        try console.result("adjusted Rand index  \(text(ofRandIndex: comparison.agreement))")
        let listed = rows.prefix(20).map { "\($0 + 1)" }.joined(separator: ", ")
        try console.result(
            "they disagree on     \(rows.count) of \(counted(data.count, "row"))"
                + (rows.isEmpty ? "" : ": \(listed)\(rows.count > 20 ? ", …" : "")"))
    }
}
