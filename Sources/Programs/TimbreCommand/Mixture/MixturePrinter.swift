import Foundation
import GaussianMixtures
import MixtureTables

/// How models look on the screen.
struct MixturePrinter {
    let console: Console

    /// A model as one object.
    struct Model: Encodable {
        let model: String?
        let components: Int
        let covariance: String
        let columns: [String]
        let standardized: Bool
        let principalComponents: Int?
        let rows: Int?
        let iterations: Int?
        let converged: Bool?
        let meanLogLikelihood: Double?
        let logLikelihood: Double?
        let parameters: Int
        let aic: Double?
        let bic: Double?
        let icl: Double?
        let inDataUnits: Bool
        let flooredComponents: Int?
        let reseededComponents: Int?
        let missingCells: String?
        let seed: UInt64?
        let weights: [Double]
        let means: [[Double]]
        let covariances: [[[Double]]]
    }

    func object(of model: TableMixture, file: String?) throws -> Model {
        let (summary, mixture) = (model.summary, model.mixture)
        let all = Array(0..<model.columnCount)
        let parameters = try mixture.weights.indices.map {
            try model.parameters(of: $0, columns: all)
        }
        return Model(
            model: file, components: mixture.componentCount,
            covariance: mixture.covarianceType.rawValue, columns: model.displayNames,
            standardized: model.transform.standardization != nil,
            principalComponents: model.transform.principalComponents?.variances.count,
            rows: summary?.rows, iterations: summary?.iterations, converged: summary?.converged,
            meanLogLikelihood: summary?.figures.meanLogLikelihood,
            logLikelihood: summary?.figures.logLikelihood,
            parameters: mixture.parameterCount, aic: summary?.figures.aic,
            bic: summary?.figures.bic, icl: summary?.figures.icl,
            inDataUnits: model.isInDataUnits, flooredComponents: summary?.flooredComponents,
            reseededComponents: summary?.reseededComponents,
            missingCells: summary?.missingCells.rawValue, seed: summary?.seed,
            weights: mixture.weights, means: parameters.map(\.mean),
            covariances: parameters.map { parameter in
                all.map { Array(parameter.covariance.row($0)) }
            })
    }

    /// Components, then the facts.
    func show(_ model: TableMixture) throws {
        let shown = min(model.columnCount, 6)
        var rows = [["COMPONENT", "WEIGHT"] + model.displayNames[..<shown]]
        for k in model.mixture.weights.indices {
            let (mean, covariance) = try model.parameters(of: k, columns: Array(0..<shown))
            rows.append(
                ["\(k)", fixed(model.mixture.weights[k], 4)]
                    + mean.indices.map {
                        "\(short(mean[$0])) ± \(short(covariance[$0, $0].squareRoot()))"
                    })
        }
        try console.table(rows, rightAligned: Set(0..<2 + shown))
        if shown < model.columnCount {
            try console.result(
                "(\(model.columnCount - shown) more columns; --json of inspect shows all)")
        }
        try console.result("")
        try facts(of: model)
    }

    private func facts(of model: TableMixture) throws {
        var steps: [String] = []
        if model.transform.standardization != nil { steps.append("standardized") }
        if let components = model.transform.principalComponents {
            steps.append(
                "\(components.variances.count) of \(model.columnCount) principal components, "
                    + "\(percent(components.shares.reduce(0, +))) of the variance")
        }
        var rows = [
            [
                "mixture",
                "\(model.mixture.componentCount) \(model.mixture.covarianceType.rawValue), "
                    + counted(model.mixture.parameterCount, "parameter"),
            ],
            [
                "data",
                (model.summary.map { counted($0.rows, "row") + ", " } ?? "")
                    + counted(model.columnCount, "column"),
            ],
        ]
        if !steps.isEmpty { rows.append(["transform", steps.joined(separator: ", ")]) }
        if let summary = model.summary { rows += fit(summary, isInDataUnits: model.isInDataUnits) }
        try console.table(rows)
    }

    private func fit(_ summary: TableMixture.Summary, isInDataUnits: Bool) -> [[String]] {
        let figures = summary.figures
        var rows = [
            [
                "fit",
                (summary.converged ? "converged after " : "did not converge in ")
                    + counted(summary.iterations, "iteration"),
            ],
            [
                "log-likelihood",
                "\(fixed(figures.meanLogLikelihood, 6)) nats a row"
                    + (isInDataUnits ? "" : ", of the projection"),
            ],
            ["AIC", fixed(figures.aic, 3)],
            ["BIC", fixed(figures.bic, 3)],
        ]
        if summary.flooredComponents > 0 {
            rows.append([
                "floored",
                "\(counted(summary.flooredComponents, "component")) held by the variance floor",
            ])
        }
        if summary.reseededComponents > 0 {
            rows.append([
                "reseeded", "\(counted(summary.reseededComponents, "time")) a dead component",
            ])
        }
        return rows
    }

    /// About five digits.
    private func short(_ value: Double) -> String {
        let size = abs(value)
        if size != 0, size < 1e-3 || size >= 1e6 { return String(format: "%.3e", value) }
        return fixed(value, size >= 1000 ? 1 : size >= 10 ? 3 : 4)
    }
}
