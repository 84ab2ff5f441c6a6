/// Scores a source block by block and adds up what the whole of it is worth.
public struct TableScores {
    private let model: TableMixture
    private let name: String
    /// The rows that are yet to be read.
    public private(set) var blocks: DataBlocks
    private var logLikelihood = 0.0
    /// Number of rows scored so far.
    public private(set) var count = 0

    /// Opens a source.
    ///
    /// - Throws: `TableError`, ``WorkbenchError``.
    public init(_ model: TableMixture, _ source: DataSource) throws {
        self.model = model
        name = source.name
        blocks = try DataBlocks(source, for: model)
    }

    /// Scores the source to its end; `body` takes each block's rows and their log p(x), in nats.
    ///
    /// - Throws: `TableError`, `MixtureError`, ``WorkbenchError``, and what `body` throws.
    public mutating func run(_ body: (DataBlocks.Block, [Double]) throws -> Void)
        throws
    {
        while let block = try blocks.next() {
            let densities = try model.logDensities(of: block.values)
            logLikelihood += densities.reduce(0, +)
            count += densities.count
            try body(block, densities)
        }
    }

    /// What the model is worth for all rows scored so far, each counting 1.
    ///
    /// - Throws: ``WorkbenchError/noRows(file:)``.
    public var figures: FitFigures {
        get throws {
            guard count > 0 else { throw WorkbenchError.noRows(file: name) }
            return FitFigures(
                logLikelihood: logLikelihood, count: count,
                parameterCount: model.mixture.parameterCount)
        }
    }
}
