internal import GaussianMixtures
internal import NumericCore
internal import Plots

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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
    private static let mostPoints = 4000

    private let model: TableMixture
    private let names: [String]
    private let total: Int
    private let indices: [Int]
    private let rows: Matrix<Double>
    private let labels: [Int]

    /// Charts of a model over data; of many rows, a sample.
    ///
    /// - Throws: `MixtureError`, `TableError`, `TemporaryFile.Failure`.
    public init(_ model: TableMixture, _ data: StoredData) throws {
        self.model = model
        names = model.columnNames ?? data.columnNames ?? model.displayNames
        total = data.count
        (indices, rows) = try data.sample(Self.mostPoints)
        labels = try model.labels(of: rows)
    }

    /// One column: its histogram and the density; two: the plane with ellipses; more: every pair
    /// of the first five.
    ///
    /// - Throws: `MixtureError` when a column hardly varies in the model.
    public func svg(title: String) throws -> String {
        let mixture = model.mixture
        let drawn = rows.rows < total ? " · \(rows.rows) of \(total) rows drawn" : ""
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
            let shown = min(names.count, Self.mostColumns)
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

    /// The same plane twice: rows coloured by k-means' clusters and by the mixture's components;
    /// rows on which they disagree are ringed. The plane is that of the first two columns.
    ///
    /// - Throws: `MixtureError` when a column hardly varies in the model.
    public static func svg(
        of comparison: ClusterComparison, _ data: StoredData, title: String
    ) throws -> String {
        let charts = try MixtureCharts(comparison.model, data)
        let differing = charts.indices.filter {
            comparison.clusterLabels[$0] != comparison.componentLabels[$0]
        }
        let clusters = charts.indices.map { comparison.clusterLabels[$0] }
        guard charts.names.count > 1 else {
            return try charts.density(of: 0, title: title, isSmall: false).svg()
        }
        let places = Dictionary(
            uniqueKeysWithValues: charts.indices.enumerated().map { ($1, $0) })
        let rings = differing.compactMap { places[$0] }.map {
            Point(charts.rows[$0, 0], charts.rows[$0, 1])
        }
        func marked(_ chart: Chart) -> Chart {
            var chart = chart
            let ring = Layer(
                .points(rings, radius: 4.2),
                Style(color: Color(red: 0, green: 0, blue: 0), opacity: 0.4),
                name: rings.isEmpty ? nil : "they disagree")
            if !rings.isEmpty { chart.layers.insert(ring, at: 0) }
            return chart
        }
        var left = try charts.plane(
            0, 1, labels: clusters, title: "k-means", isSmall: true, hasEllipses: false)
        let right = try charts.plane(0, 1, labels: charts.labels, title: "mixture", isSmall: true)
        left.x.range = right.x.range
        left.y.range = right.y.range
        let agreement = Double(Int((comparison.agreement * 1000).rounded())) / 1000
        let count = comparison.disagreements.count
        return ChartGrid(
            title,
            subtitle: "adjusted Rand index \(agreement) · they disagree on \(count) of "
                + "\(charts.total) rows",
            columns: 2, charts: [marked(left), marked(right)],
            cellSize: Size(width: 430, height: 400)
        ).svg()
    }

    private func name(of component: Int) -> String { "component \(component)" }

    private func plane(
        _ x: Int, _ y: Int, labels: [Int], title: String = "", subtitle: String = "",
        isSmall: Bool, hasEllipses: Bool = true
    ) throws -> Chart {
        let plane = try model.marginal(columns: [x, y])
        var layers: [Layer] = []
        for k in model.mixture.weights.indices {
            let points = labels.indices.filter { labels[$0] == k }
                .map { Point(rows[$0, x], rows[$0, y]) }
            layers.append(
                Layer(
                    .points(points, radius: isSmall ? 1.6 : 2.4),
                    Style(classIndex: k, opacity: 0.55), name: name(of: k)))
        }
        var (xs, ys) = ([Double](), [Double]())
        for n in 0..<rows.rows where rows[n, x].isFinite && rows[n, y].isFinite {
            xs.append(rows[n, x])
            ys.append(rows[n, y])
        }
        for k in model.mixture.weights.indices {
            for share in Self.ellipseShares {
                let ellipse = try plane.confidenceEllipse(
                    component: k, columns: (0, 1), share: share)
                let (c, s) = (cos(ellipse.angle), sin(ellipse.angle))
                let width = hypot(ellipse.major * c, ellipse.minor * s)
                let height = hypot(ellipse.major * s, ellipse.minor * c)
                xs += [ellipse.x - width, ellipse.x + width]
                ys += [ellipse.y - height, ellipse.y + height]
                guard hasEllipses else { continue }
                var style = Style(classIndex: k, opacity: share > 0.9 ? 0.7 : 1)
                style.dash = .solid
                layers.append(
                    Layer(
                        .ellipse(
                            Ellipse(
                                center: Point(ellipse.x, ellipse.y),
                                firstSemiAxis: ellipse.major, secondSemiAxis: ellipse.minor,
                                angle: ellipse.angle)), style))
            }
        }
        return Chart(
            title, subtitle: subtitle, x: Axis(names[x], range: Self.range(xs)),
            y: Axis(names[y], range: Self.range(ys)), layers: layers,
            size: Size(width: 720, height: 560))
    }

    private static func range(_ values: [Double]) -> ClosedRange<Double>? {
        guard let low = values.min(), let high = values.max(), low < high else { return nil }
        let room = (high - low) * 0.04
        return low - room...high + room
    }

    /// The histogram of a column, the density over it and each component's part in it.
    private func density(
        of column: Int, title: String = "", subtitle: String = "", isSmall: Bool
    ) throws -> Chart {
        let values = (0..<rows.rows).map { rows[$0, column] }.filter(\.isFinite).sorted()
        let line = try model.marginal(columns: [column])
        var layers: [Layer] = []
        let deviations = line.variances.elements.map { $0.squareRoot() }
        let low = zip(line.means.elements, deviations).map { $0 - 3 * $1 }
        let high = zip(line.means.elements, deviations).map { $0 + 3 * $1 }
        let span = Self.range(values + low + high) ?? 0...1
        if let first = values.first, let last = values.last, first < last {
            // Width 2 IQR / ∛N (Freedman and Diaconis, 1981), within what the eye takes in.
            let quartiles = values[values.count * 3 / 4] - values[values.count / 4]
            let wanted = 2 * quartiles / cbrt(Double(values.count))
            let bars = wanted > 0 ? ((last - first) / wanted).rounded(.up) : 20
            let count = Int(min(max(bars, 8), isSmall ? 30 : 80))
            let width = (last - first) / Double(count)
            var heights = [Double](repeating: 0, count: count)
            for value in values { heights[min(count - 1, Int((value - first) / width))] += 1 }
            layers.append(
                Layer(
                    .bars(
                        heights.enumerated().map { index, height in
                            Bar(
                                lower: first + Double(index) * width,
                                upper: first + Double(index + 1) * width,
                                height: height / (Double(values.count) * width))
                        }), Style(color: .gray, opacity: 0.35), name: "rows"))
        }
        let steps = 300
        let grid = (0...steps).map {
            span.lowerBound
                + (span.upperBound - span.lowerBound) * Double($0) / Double(steps)
        }
        let parts = grid.map { line.componentLogDensities(of: [$0]).map { exp($0) } }
        for k in line.weights.indices {
            var style = Style(classIndex: k)
            style.dash = .solid
            layers.append(
                Layer(
                    .line(zip(grid, parts).map { Point($0, $1[k]) }, width: isSmall ? 1.2 : 1.8),
                    style, name: isSmall ? nil : name(of: k)))
        }
        if line.componentCount > 1 {
            layers.append(
                Layer(
                    .line(
                        zip(grid, parts).map { Point($0, $1.reduce(0, +)) },
                        width: isSmall ? 1.4 : 2.2),
                    Style(color: Color(red: 40, green: 40, blue: 40), dash: .dashed),
                    name: "mixture"))
        }
        return Chart(
            title, subtitle: subtitle, x: Axis(names[column], range: span),
            y: Axis(isSmall ? "" : "density"), layers: layers)
    }
}
