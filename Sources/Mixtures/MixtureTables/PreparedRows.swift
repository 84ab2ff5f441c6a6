internal import FileStorage
internal import GaussianMixtures

/// Rows as a mixture sees them, with what leads back to the data's units.
struct PreparedRows: Sendable {
    let transform: DataTransform
    let rows: RowStore<Double>
    let weights: [Double]?
    /// Σ w.
    let totalWeight: Double
    /// Σ w log |∂z/∂x|.
    let logVolume: Double

    init(_ data: StoredData, by transform: DataTransform) throws {
        self.transform = transform
        rows = try transform.forward(storing: data.rows)
        weights = data.weights
        totalWeight = data.weights?.reduce(0, +) ?? Double(data.count)
        var (volume, start) = (0.0, 0)
        try data.rows.forEachBlock(of: 4096) { block in
            for (n, ratio) in transform.logVolumeRatios(block).enumerated() {
                volume += ratio * (data.weights?[start + n] ?? 1)
            }
            start += block.rows
        }
        logVolume = volume
    }

    /// What is added to a mean log-density of the transformed rows.
    var meanLogVolume: Double { logVolume / totalWeight }

    func figures(_ criteria: InformationCriteria) -> FitFigures {
        FitFigures(criteria, logVolume: logVolume, totalWeight: totalWeight)
    }

    /// The model that a fit of these rows ended with.
    func model(
        _ state: FitState, _ criteria: InformationCriteria, _ data: StoredData,
        _ options: FitOptions
    ) throws -> TableMixture {
        try TableMixture(
            mixture: state.mixture, transform: transform, columnNames: data.columnNames,
            summary: TableMixture.Summary(
                rows: data.count, iterations: state.history.count,
                converged: state.hasConverged, figures: figures(criteria),
                flooredComponents: state.history.last?.flooredCount ?? 0,
                reseededComponents: state.history.reduce(0) { $0 + $1.reseededCount },
                missingCells: options.missingCells, seed: options.seed))
    }
}
