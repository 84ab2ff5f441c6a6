/// −log p(x) of every row of a source, in nats, eight bytes a row.
public struct OutlierScores: Sendable {
    /// The scores, in the order of the rows.
    public let values: [Double]

    /// Scores a source to its end.
    ///
    /// - Throws: `TableError`, `MixtureError`, ``WorkbenchError``, also without rows.
    public init(_ model: TableMixture, _ source: DataSource, threads: Int = 1) throws {
        var values: [Double] = []
        var scores = try TableScores(model, source)
        try scores.run(threads: threads) { values += $0.map { -$0 } }
        guard !values.isEmpty else { throw WorkbenchError.noRows(file: source.name) }
        self.values = values
    }
}
