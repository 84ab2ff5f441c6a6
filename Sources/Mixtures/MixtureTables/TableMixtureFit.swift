public import GaussianMixtures

/// Fits a mixture to a table.
///
/// ```swift
/// let data = try StoredData(DataSource(path: "flowers.csv"))
/// let fit = TableMixtureFit(FitOptions(componentCount: 3))
/// let (model, bounds) = try fit.run(data)
/// ```
public struct TableMixtureFit: Sendable {
    /// How the fit goes.
    public var options: FitOptions
    /// What is done to the rows first.
    public var plan: TransformPlan
    /// A model to begin from: its transform is taken too, and the plan is not.
    public var start: TableMixture?

    /// A fit.
    public init(
        _ options: FitOptions, plan: TransformPlan = TransformPlan(),
        from start: TableMixture? = nil
    ) {
        self.options = options
        self.plan = plan
        self.start = start
    }

    /// Fits until convergence or the last iteration.
    ///
    /// - Parameters:
    ///   - data: at least as many rows as components.
    ///   - onIteration: as for `MixtureFit`; bounds are those of the transformed rows.
    /// - Returns: the model, and the mean log-likelihood that each iteration saw, in nats, in the
    ///   data's units where the model's densities are.
    /// - Throws: `MixtureError`, `TableError`, ``WorkbenchError``, and what `onIteration` throws.
    public func run(
        _ data: StoredData, onIteration: (FitState) throws -> Void = { _ in }
    ) throws -> (model: TableMixture, bounds: [Double]) {
        if let start {
            guard start.columnCount == data.rows.dimension else {
                throw WorkbenchError.columnCount(
                    file: data.name, expected: start.columnCount, got: data.rows.dimension)
            }
            if let expected = start.columnNames, let got = data.columnNames, expected != got {
                throw WorkbenchError.otherColumns(
                    file: data.name, expected: expected, got: got)
            }
        }
        let prepared = try PreparedRows(data, by: try start?.transform ?? plan.fit(data))
        let state = try data.naming {
            try MixtureFit(options).run(
                prepared.rows, weights: prepared.weights,
                from: start.map { FitState(mixture: $0.mixture) },
                onIteration: onIteration)
        }
        let criteria = try InformationCriteria(
            state.mixture, of: prepared.rows, weights: prepared.weights)
        return (
            try prepared.model(state, criteria, data, options),
            state.history.map { $0.meanLogLikelihood + prepared.meanLogVolume }
        )
    }
}
