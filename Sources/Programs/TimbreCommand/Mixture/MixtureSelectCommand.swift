import ArgumentParser
import FileStorage
import GaussianMixtures
import MixtureTables

struct MixtureSelectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "select",
        abstract: "Try several numbers and types of components and recommend one.",
        discussion: """
            AIC, BIC and ICL: the lower, the better. held-out is the mean log-density of rows \
            that the mixture was not fitted to: the higher, the better. A mixture with \
            components held by the variance floor is recommended only where every one has them.
            """)

    @OptionGroup var dataArguments: DataArguments
    @OptionGroup var missingArguments: MissingArguments
    @Option(
        name: [.customShort("k"), .long],
        help: "Numbers to try: 1-10, or 1,2,4,8. (default: 1-10)", transform: Self.numbers)
    var components: [Int] = Array(1...10)
    @Option(
        help: "Types to try: all, or some of spherical,diagonal,tied,full. (default: all)",
        transform: Self.types)
    var covariance: [CovarianceType] = CovarianceType.allCases
    @Option(help: "By what to choose.")
    var criterion = CriterionChoice.bic
    @Option(help: "Folds of held-out rows (default: 5 if held-out decides, else none).")
    var folds: Int?
    @OptionGroup var fitArguments: FitArguments
    @Option(name: .shortAndLong, help: "The model file to write for the recommended mixture.")
    var output: String?
    @Option(help: "An SVG file: the criterion by number of components and type.")
    var plot: String?
    @OptionGroup var common: OutputOptions

    enum CriterionChoice: String, CaseIterable, ExpressibleByArgument {
        case bic
        case aic
        case icl
        case heldOut = "held-out"

        var criterion: MixtureSearch.Criterion {
            switch self {
            case .bic: .bic
            case .aic: .aic
            case .icl: .icl
            case .heldOut: .crossValidation
            }
        }
    }

    private struct Line: Encodable {
        struct Candidate: Encodable {
            let components: Int
            let covariance: String
            let error: String?
            let parameters: Int?
            let meanLogLikelihood: Double?
            let aic: Double?
            let bic: Double?
            let icl: Double?
            let heldOut: Double?
            let heldOutStandardError: Double?
            let iterations: Int?
            let converged: Bool?
            let flooredComponents: Int?
            let reseededComponents: Int?
        }
        struct Choice: Encodable {
            let components: Int
            let covariance: String

            init(_ candidate: TableMixtureSearch.Candidate) {
                components = candidate.componentCount
                covariance = candidate.covarianceType.rawValue
            }
        }
        let criterion: String
        let candidates: [Candidate]
        let recommended: Choice?
        let passedOver: Choice?
        let output: String?
    }

    /// So many candidates at most; more are a slip of the keys.
    private static let most = 1000

    private static func numbers(_ word: String) throws -> [Int] {
        var numbers: [Int] = []
        for part in word.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                .map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first >= 1,
                last >= first, last - first < most
            else {
                throw ValidationError("numbers from 1 such as 1-10 or 1,2,4 expected, got \(word)")
            }
            numbers += Array(first...last).filter { !numbers.contains($0) }
        }
        return numbers
    }

    private static func types(_ word: String) throws -> [CovarianceType] {
        if word == "all" { return CovarianceType.allCases }
        return try word.split(separator: ",").reduce(into: []) { types, word in
            let type: CovarianceType = try choice(String(word))
            if !types.contains(type) { types.append(type) }
        }
    }

    func validate() throws {
        try OutputFiles.requireModel("--output", output)
        try OutputFiles.requirePicture("--plot", plot)
        if let folds, folds < 2 {
            throw ValidationError("--folds: a number from 2 expected, got \(folds)")
        }
    }

    func run() throws {
        let console = common.console
        try finishing(console) {
            try OutputFiles.check(
                [("--output", output), ("--plot", plot)], inputs: [("DATA", dataArguments.data)])
            let source = try fitArguments.weighted(
                missingArguments.applied(to: dataArguments.source()))
            let data = try StoredData(source)
            console.remark(on: data)
            let bar = ProgressBar(console)
            let outcome = try TableMixtureSearch(
                MixtureSearch(
                    componentCounts: components, covarianceTypes: covariance,
                    criterion: criterion.criterion, foldCount: folds,
                    options: fitArguments.options(source, seed: common.seed)),
                plan: fitArguments.plan
            ).run(data) { done, total in
                bar.show(Double(done) / Double(total), "\(done) of \(total) mixtures")
            }
            bar.clear()
            let best = try outcome.recommended?.model.get()
            if let output, let best { try best.write(to: output) }
            if let plot {
                let chart = FitCharts.search(
                    outcome, by: criterion.criterion, title: "Mixtures of \(data.name)")
                try AtomicFile.write(Array(chart.svg().utf8), to: plot)
            }
            try show(outcome, console)
            guard let best else {
                console.error(
                    "\(data.name): no mixture could be fitted; the table says why")
                return .badData
            }
            if !best.isInDataUnits { MixtureRemarks.units(of: best, console) }
            if outcome.recommended?.isFloored == true {
                console.remark(
                    "every mixture has components held by the variance floor, the recommended one "
                        + "too: its figures tell of the floor, not of the rows; try fewer "
                        + "components, a simpler covariance, or fewer columns")
            }
            return .done
        }
    }

    private func show(_ outcome: TableMixtureSearch.Outcome, _ console: Console) throws {
        if console.isJSON {
            try console.result(json: line(outcome))
            return
        }
        let hasHeldOut = outcome.candidates.contains { $0.heldOut != nil }
        var rows = [
            ["", "COMPONENTS", "COVARIANCE", "PARAMETERS", "AIC", "BIC", "ICL"]
                + (hasHeldOut ? ["HELD OUT"] : []) + ["FIT"]
        ]
        for (index, candidate) in outcome.candidates.enumerated() {
            let mark = index == outcome.recommendedIndex ? "→" : ""
            var row = [
                mark, "\(candidate.componentCount)", candidate.covarianceType.rawValue,
            ]
            if let summary = candidate.summary {
                let figures = summary.figures
                row += [
                    "\(figures.parameterCount)", fixed(figures.aic, 2), fixed(figures.bic, 2),
                    figures.icl.map { fixed($0, 2) } ?? "",
                ]
                if hasHeldOut {
                    row.append(
                        candidate.heldOut.map {
                            "\(fixed($0.mean, 4)) ± \(fixed($0.standardError, 4))"
                        } ?? "")
                }
                row.append(Self.fit(summary))
            } else if case .failure(let error) = candidate.model {
                row += ["", "", "", ""] + (hasHeldOut ? [""] : []) + ["\(error)"]
            }
            rows.append(row)
        }
        try console.table(rows, rightAligned: Set([1, 3, 4, 5, 6] + (hasHeldOut ? [7] : [])))
        if let best = outcome.recommended {
            try console.result(
                "\nrecommended by \(criterion.rawValue): "
                    + "\(best.componentCount) \(best.covarianceType.rawValue)"
                    + (output.map { ", written to \($0)" } ?? ""))
        }
        if let other = outcome.passedOver, let summary = other.summary {
            try console.result(
                "passed over: \(other.componentCount) \(other.covarianceType.rawValue), better by "
                    + "\(criterion.rawValue), but the variance floor holds "
                    + "\(summary.flooredComponents) of its "
                    + counted(other.componentCount, "component"))
        }
    }

    private static func fit(_ summary: TableMixture.Summary) -> String {
        (summary.converged
            ? counted(summary.iterations, "iteration")
            : "did not converge in \(summary.iterations)")
            + (summary.flooredComponents > 0 ? ", \(summary.flooredComponents) floored" : "")
            + (summary.reseededComponents > 0 ? ", \(summary.reseededComponents) reseeded" : "")
    }

    private func line(_ outcome: TableMixtureSearch.Outcome) -> Line {
        Line(
            criterion: criterion.rawValue,
            candidates: outcome.candidates.map { candidate in
                let summary = candidate.summary
                var error: String?
                if case .failure(let reason) = candidate.model { error = "\(reason)" }
                return Line.Candidate(
                    components: candidate.componentCount,
                    covariance: candidate.covarianceType.rawValue, error: error,
                    parameters: candidate.figures?.parameterCount,
                    meanLogLikelihood: candidate.figures?.meanLogLikelihood,
                    aic: candidate.figures?.aic, bic: candidate.figures?.bic,
                    icl: candidate.figures?.icl, heldOut: candidate.heldOut?.mean,
                    heldOutStandardError: candidate.heldOut?.standardError,
                    iterations: summary?.iterations, converged: summary?.converged,
                    flooredComponents: summary?.flooredComponents,
                    reseededComponents: summary?.reseededComponents)
            },
            recommended: outcome.recommended.map(Line.Choice.init),
            passedOver: outcome.passedOver.map(Line.Choice.init), output: output)
    }
}
