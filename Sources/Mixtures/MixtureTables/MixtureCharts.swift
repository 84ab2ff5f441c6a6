internal import GaussianMixtures
internal import NumericCore
internal import Reports

/// Pictures of a model over its data, in the data's units.
///
/// ```swift
/// let svg = try MixtureCharts(model, data).svg(title: "Flowers")
/// ```
public struct MixtureCharts {
    /// The share of each component that its ellipses hold.
    public static let ellipseShares = [0.5, 0.95]
    /// Columns shown at most.
    public static let mostColumns = 5

    let model: TableMixture
    let names: [String]
    let indices: [Int]
    let rows: Matrix<Double>
    let labels: [Int]
    private let total: Int

    /// Columns that are shown.
    private var shown: Int { min(names.count, Self.mostColumns) }

    /// Charts of a model over data; of many rows, a sample.
    ///
    /// - Throws: `MixtureError`, `TableError`, `TemporaryFile.Failure`.
    public init(_ model: TableMixture, _ data: StoredData) throws {
        // As many as each chart draws, so that all charts show the same rows.
        let columns = min(model.columnCount, Self.mostColumns)
        try self.init(
            model, data,
            mostRows: ChartGrid.mostPoints(charts: columns < 3 ? 1 : columns * columns))
    }

    init(_ model: TableMixture, _ data: StoredData, mostRows: Int) throws {
        self.model = model
        names = model.columnNames ?? data.columnNames ?? model.displayNames
        total = data.count
        (indices, rows) = try data.sample(mostRows)
        labels = try model.labels(of: rows)
    }

    /// One column: its histogram and the density; two: the plane with ellipses; more: every pair
    /// of the first five.
    ///
    /// - Throws: `MixtureError` when a column hardly varies in the model.
    public func svg(title: String) throws -> String {
        let mixture = model.mixture
        let shape =
            "\(mixture.componentCount) \(mixture.covarianceType.rawValue) "
            + "component\(mixture.componentCount == 1 ? "" : "s")"
        let ellipses =
            " · ellipses hold 50 % and 95 % of each component"
            + (model.isInDataUnits ? "" : ", without the directions left out")
        switch names.count {
        case 1:
            return try density(
                of: 0, title: title, subtitle: shape + drawn, isSmall: false
            ).svg()
        case 2:
            return try plane(
                0, 1, labels: labels, title: title, subtitle: shape + ellipses + drawn,
                isSmall: false
            ).svg()
        default:
            let charts = try (0..<shown).flatMap { row in
                try (0..<shown).map { column -> Chart? in
                    if column > row { return nil }
                    if column == row { return try density(of: row, isSmall: true) }
                    return try plane(column, row, labels: labels, isSmall: true)
                }
            }
            let left = names.count > shown ? " · first \(shown) of \(names.count) columns" : ""
            return ChartGrid(
                title, subtitle: shape + ellipses + left + drawn, columns: shown, charts: charts
            ).svg()
        }
    }

    /// Which rows the picture shows; empty when it shows them all.
    var drawn: String {
        let incomplete = (0..<rows.rows).count {
            rows.row($0).prefix(shown).contains(where: \.isNaN)
        }
        let part = rows.rows < total ? " · \(rows.rows) of \(total) rows drawn" : ""
        guard incomplete > 0 else { return part }
        let number = (part.isEmpty ? "" : "of these ") + "\(incomplete)"
        let lack = incomplete == 1 ? "lacks a cell" : "lack cells"
        return part + (part.isEmpty ? " · " : ", ") + number
            + (part.isEmpty ? " of \(total) rows " : " ") + lack
            + (shown > 2
                ? " and \(incomplete == 1 ? "is" : "are") drawn only where both are there"
                : " and \(incomplete == 1 ? "is" : "are") not drawn")
    }

    func name(of component: Int) -> String { "component \(component)" }

    /// A range in which all values can be seen, with a little room.
    static func range(_ values: [Double]) -> ClosedRange<Double>? {
        guard let low = values.min(), let high = values.max(), low < high else { return nil }
        let room = (high - low) * 0.04
        return low - room...high + room
    }
}
