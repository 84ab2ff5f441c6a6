extension Chart {
    /// The chart as an SVG document; the same chart gives the same bytes.
    public func svg() -> String {
        document(
            title: title, size: size, body: ChartLayout(self, mostPoints: Self.mostPoints).draw())
    }
}

/// Small charts side by side, such as every pair of columns of a table.
///
/// The charts share one legend, drawn above them.
public struct ChartGrid: Sendable {
    /// What they show together.
    public var title: String
    /// A line below the title; empty: none.
    public var subtitle: String
    /// How many stand in a row.
    public var columns: Int
    /// The charts, row after row; nil leaves a gap.
    public var charts: [Chart?]
    /// The size of each, whatever size it asks for itself.
    public var cellSize: Size

    /// Plots side by side.
    public init(
        _ title: String = "", subtitle: String = "", columns: Int, charts: [Chart?],
        cellSize: Size = Size(width: 260, height: 240)
    ) {
        self.title = title
        self.subtitle = subtitle
        self.columns = columns
        self.charts = charts
        self.cellSize = cellSize
    }

    /// Points drawn in each of so many charts at most; all of them together draw no more than a
    /// few large ones.
    public static func mostPoints(charts count: Int) -> Int {
        min(Chart.mostPoints, max(500, 4 * Chart.mostPoints / max(1, count)))
    }

    /// The charts as one SVG document; the same charts give the same bytes.
    public func svg() -> String {
        let columns = max(1, min(columns, charts.count))
        let rows = (charts.count + columns - 1) / columns
        let margin = 12.0
        let width = Double(columns) * cellSize.width + 2 * margin
        let title = TextStyle(size: 17, isBold: true, color: "#1A1A1A")
        let subtitle = TextStyle(size: 12.5, color: "#666666")
        let legend = Legend(
            charts.compactMap { $0 }.flatMap(\.layers), width: width - 4 * margin, fontSize: 12)

        var y = margin
        var body = ""
        if !self.title.isEmpty {
            body += title.draw(self.title, at: margin * 1.5, y + 17)
            y += 26
        }
        if !self.subtitle.isEmpty {
            body += subtitle.draw(self.subtitle, at: margin * 1.5, y + 12)
            y += 21
        }
        body += legend.draw(x: margin * 1.5, y: y)
        y += legend.height
        let mostPoints = Self.mostPoints(charts: charts.count)
        for (index, chart) in charts.enumerated() {
            guard var chart else { continue }
            chart.size = cellSize
            let (row, column) = index.quotientAndRemainder(dividingBy: columns)
            body +=
                SVGText.opening(
                    "svg",
                    [
                        "x": .length(margin + Double(column) * cellSize.width),
                        "y": .length(y + Double(row) * cellSize.height),
                        "width": .length(cellSize.width), "height": .length(cellSize.height),
                    ]) + "\n"
            body += ChartLayout(
                chart, fontSize: 10, showsLegend: false,
                mostPoints: mostPoints
            ).draw()
            body += "</svg>\n"
        }
        let height = y + Double(rows) * cellSize.height + margin
        return document(
            title: self.title, size: (width, height), body: body)
    }
}

private func document(title: String, size: Size, body: String) -> String {
    document(title: title, size: (size.width, size.height), body: body)
}

private func document(
    title: String, size: (width: Double, height: Double), body: String
) -> String {
    let (width, height) = (SVGText.number(size.width), SVGText.number(size.height))
    return SVGText.opening(
        "svg",
        [
            "xmlns": "http://www.w3.org/2000/svg", "width": .word(width),
            "height": .word(height), "viewBox": .word("0 0 \(width) \(height)"), "role": "img",
            "font-family": .word(SVGText.font),
        ]) + "\n<title>" + MarkupText.escaped(title.isEmpty ? "Chart" : title) + "</title>\n"
        + SVGText.element("rect", ["width": "100%", "height": "100%", "fill": "#FFFFFF"]) + "\n"
        + body + "</svg>\n"
}
