public import GaussianMixtures
internal import NumericCore

/// A mixture of a table's columns: with the transform that their rows go through first, their
/// names, and how the fit went.
///
/// ```swift
/// let model = try TableMixture(contentsOf: "flowers.safetensors")
/// try model.labels(of: rows)   // rows in the data's units
/// ```
public struct TableMixture: Sendable, Equatable {
    /// How the fit went.
    public struct Summary: Codable, Sendable, Equatable {
        /// Number of rows that it was fitted to.
        public var rows: Int
        /// Number of EM iterations.
        public var iterations: Int
        /// Whether the fit had settled.
        public var converged: Bool
        /// What the mixture is worth for the rows it was fitted to, in the data's units unless
        /// principal components leave directions out.
        public var figures: FitFigures
        /// Components held by the variance floor at the end.
        public var flooredComponents: Int
        /// Components that died and were seeded anew, over all iterations.
        public var reseededComponents: Int
        /// What a missing cell was.
        public var missingCells: MissingCells
        /// Seed of the fit.
        public var seed: UInt64

        private enum CodingKeys: String, CodingKey {
            case rows
            case iterations
            case converged
            case figures
            case flooredComponents = "floored_components"
            case reseededComponents = "reseeded_components"
            case missingCells = "missing_cells"
            case seed
        }
    }

    /// The mixture of transformed rows.
    public let mixture: GaussianMixture
    /// From the data's units to what the mixture sees.
    public let transform: DataTransform
    /// The columns' names; nil when the table gave none.
    public let columnNames: [String]?
    /// How the fit went; nil for a mixture of another program, which does not say.
    public let summary: Summary?

    /// Number of columns D of the data.
    public var columnCount: Int { transform.inputDimension ?? mixture.dimension }

    /// Whether densities are in the data's units; they are not where principal components leave
    /// directions out, which have no density.
    public var isInDataUnits: Bool { !transform.dropsDirections }

    /// The columns' names, or `column 1` and so on.
    public var displayNames: [String] {
        columnNames ?? (0..<columnCount).map { "column \($0 + 1)" }
    }

    /// A mixture and what belongs to it.
    ///
    /// - Throws: `MixtureError.invalidParameters` when the parts do not fit together.
    public init(
        mixture: GaussianMixture, transform: DataTransform, columnNames: [String]?,
        summary: Summary?
    ) throws(MixtureError) {
        guard (transform.outputDimension ?? mixture.dimension) == mixture.dimension else {
            throw .invalidParameters(
                "the mixture has \(mixture.dimension) columns, the transform gives "
                    + "\(transform.outputDimension ?? 0)")
        }
        let columns = transform.inputDimension ?? mixture.dimension
        if let columnNames, columnNames.count != columns {
            throw .invalidParameters("\(columnNames.count) names for \(columns) columns")
        }
        self.mixture = mixture
        self.transform = transform
        self.columnNames = columnNames
        self.summary = summary
    }
}
