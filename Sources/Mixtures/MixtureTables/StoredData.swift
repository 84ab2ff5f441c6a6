public import FileStorage
public import NumericCore

/// A whole table that can be read again and again: its rows in memory while they are few, in a
/// temporary file once they are many; its weights and labels in memory.
public struct StoredData: Sendable {
    /// What errors call it.
    public let name: String
    /// The columns' names; nil when the table gives none.
    public let columnNames: [String]?
    /// The rows, N×D, in the data's units.
    public let rows: RowStore<Double>
    /// What each row counts; nil for 1 each.
    public let weights: [Double]?
    /// The rows' true classes; nil when the source holds none.
    public let labels: [String]?
    /// What the reader decided by itself.
    public let remarks: [TableRemark]
    /// The columns, by name or as `column 1`, that hold one number throughout.
    public let constantColumns: [String]
    /// The first column whose squares are beyond a Double, from 0.
    let hugeColumn: Int?

    /// Number of rows N.
    public var count: Int { rows.count }

    /// Reads a source to its end.
    ///
    /// - Throws: `TableError`, ``WorkbenchError``, `TemporaryFile.Failure`.
    public init(_ source: DataSource, for model: TableMixture? = nil) throws {
        var blocks = try DataBlocks(source, for: model)
        var writer = RowStoreWriter<Double>(dimension: blocks.dimension)
        var weights: [Double]? = source.weights.map { _ in [] }
        var labels: [String]? = source.labels.map { _ in [] }
        var lowest = [Double](repeating: .infinity, count: blocks.dimension)
        var highest = lowest.map { -$0 }
        while let block = try blocks.next() {
            for n in 0..<block.values.rows {
                for (d, x) in block.values.row(n).enumerated() where !x.isNaN {
                    lowest[d] = min(lowest[d], x)
                    highest[d] = max(highest[d], x)
                }
            }
            try writer.append(block.values.elements)
            weights?.append(contentsOf: block.weights ?? [])
            labels?.append(contentsOf: block.labels ?? [])
        }
        guard blocks.count > 0 else { throw WorkbenchError.noRows(file: source.name) }
        name = source.name
        columnNames = blocks.columnNames
        rows = try writer.finish()
        self.weights = weights
        self.labels = labels
        remarks = blocks.remarks
        hugeColumn = lowest.indices.first { d in
            let range = highest[d] - lowest[d]
            return range > 0 && !(range * range * Double(blocks.count)).isFinite
        }
        let constant = lowest.indices.filter { lowest[$0] == highest[$0] && blocks.count > 1 }
        constantColumns = constant.map { blocks.columnNames?[$0] ?? "column \($0 + 1)" }
    }

    /// At most so many rows, drawn without replacement and in their order; all when they are few.
    ///
    /// - Throws: `TemporaryFile.Failure` when they cannot be read.
    public func sample(_ most: Int, seed: UInt64 = 1) throws -> (
        indices: [Int], rows: Matrix<Double>
    ) {
        guard count > most else { return (Array(0..<count), try rows.frames(in: 0..<count)) }
        var generator = SeededGenerator(seed: seed)
        var indices: [Int] = []
        // Selection sampling (Knuth, "The Art of Computer Programming", 3.4.2, algorithm S).
        for index in 0..<count
        where generator.index(below: count - index) < most - indices.count {
            indices.append(index)
        }
        let elements = try indices.flatMap { try rows.frames(in: $0..<$0 + 1).elements }
        return (
            indices, Matrix(rows: indices.count, columns: rows.dimension, elements: elements)
        )
    }
}
