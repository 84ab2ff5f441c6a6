/// −log p(x) of every row of a source, in nats, eight bytes a row; with them the cells that are
/// kept as they stand.
public struct OutlierScores: Sendable {
    /// The scores, in the order of the rows.
    public let values: [Double]
    /// The kept cells.
    public let kept: [TextColumn]
    /// What the reader decided by itself.
    public let remarks: [TableRemark]

    /// Scores a source to its end.
    ///
    /// - Throws: `TableError`, `MixtureError`, ``WorkbenchError``, also without rows.
    public init(_ model: TableMixture, _ source: DataSource) throws {
        var values: [Double] = []
        var scores = try TableScores(model, source)
        var kept = scores.blocks.keptColumnNames.map { TextColumn(name: $0, values: []) }
        remarks = scores.blocks.remarks
        try scores.run() { block, densities in
            // Not −x: of 0 that is −0.
            values += densities.map { 0 - $0 }
            for index in kept.indices { kept[index].values += block.kept[index].values }
        }
        guard !values.isEmpty else { throw WorkbenchError.noRows(file: source.name) }
        self.values = values
        self.kept = kept
    }
}
