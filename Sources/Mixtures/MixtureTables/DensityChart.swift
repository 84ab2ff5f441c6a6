internal import GaussianMixtures
internal import RealModule
internal import Reports

extension MixtureCharts {
    /// The histogram of a column, the density over it and each component's part in it.
    func density(
        of column: Int, title: String = "", subtitle: String = "", isSmall: Bool
    ) throws -> Chart {
        let line = try model.marginal(columns: [column])
        let span = span(of: line, column: column)
        var layers: [Layer] = []
        if let bins = Histogram(of: column, in: rows, mostBars: isSmall ? 30 : 80) {
            let all = (0..<rows.rows).map { rows[$0, column] }
            layers.append(
                Layer(
                    .bars(bins.bars(of: all)), Style(color: .gray, opacity: 0.35), name: "rows"))
        }
        let steps = 300
        let grid = (0...steps).map {
            span.lowerBound
                + (span.upperBound - span.lowerBound) * Double($0) / Double(steps)
        }
        let parts = grid.map { line.componentLogDensities(of: [$0]).map(Double.exp) }
        for k in line.weights.indices {
            layers.append(
                Layer(
                    .line(zip(grid, parts).map { Point($0, $1[k]) }, width: isSmall ? 1.2 : 1.8),
                    Style(classIndex: k), name: isSmall ? nil : name(of: k)))
        }
        if line.componentCount > 1 {
            layers.append(
                Layer(
                    .line(
                        zip(grid, parts).map { Point($0, $1.reduce(0, +)) },
                        width: isSmall ? 1.6 : 2.6),
                    Style(color: Color(red: 90, green: 90, blue: 90), opacity: 0.8),
                    name: "mixture"))
        }
        return Chart(
            title, subtitle: subtitle, x: Axis(names[column], range: span),
            y: Axis(isSmall ? "" : "density"), layers: layers)
    }

    /// The histogram of a column, its bars divided among the rows' labels.
    func histogram(of column: Int, labels: [Int], title: String) throws -> Chart {
        let span = span(of: try model.marginal(columns: [column]), column: column)
        var layers: [Layer] = []
        if let bins = Histogram(of: column, in: rows, mostBars: 80) {
            for k in model.mixture.weights.indices {
                let values = labels.indices.filter { labels[$0] == k }.map { rows[$0, column] }
                layers.append(
                    Layer(
                        .bars(bins.bars(of: values)), Style(classIndex: k, opacity: 0.6),
                        name: name(of: k)))
            }
        }
        return Chart(
            title, x: Axis(names[column], range: span), y: Axis("density"), layers: layers)
    }

    private func span(of line: GaussianMixture, column: Int) -> ClosedRange<Double> {
        let values = (0..<rows.rows).map { rows[$0, column] }.filter(\.isFinite)
        let deviations = line.variances.elements.map { $0.squareRoot() }
        let low = zip(line.means.elements, deviations).map { $0 - 3 * $1 }
        let high = zip(line.means.elements, deviations).map { $0 + 3 * $1 }
        return Self.range(values + low + high) ?? 0...1
    }
}
