/// A table of a page.
public struct PageTable: Sendable {
    /// What it shows.
    public var title: String
    /// How to read it; empty: nothing has to be said.
    public var caption: String
    /// The names of the columns.
    public var header: [String]
    /// The rows, each as long as the header.
    public var rows: [[String]]
    /// The columns of numbers, which stand below each other.
    public var numbers: Set<Int>

    /// A table.
    public init(
        _ title: String, caption: String = "", header: [String], rows: [[String]],
        numbers: Set<Int> = []
    ) {
        self.title = title
        self.caption = caption
        self.header = header
        self.rows = rows
        self.numbers = numbers
    }

    /// Figures with their intervals.
    public init(_ title: String, _ figures: [NamedFigure]) {
        let hasErrors = figures.contains { !$0.errors.isEmpty }
        self.init(
            title,
            header: ["figure", "value", "95 % low", "95 % high"] + (hasErrors ? ["errors"] : [])
                + ["over"],
            rows: figures.map {
                [$0.name, $0.value, $0.low, $0.high] + (hasErrors ? [$0.errors] : []) + [$0.over]
            }, numbers: hasErrors ? [1, 2, 3, 4] : [1, 2, 3])
    }

    var html: String {
        func row(_ cells: [String], _ name: String) -> String {
            cells.enumerated().map { column, cell in
                // The first cell names its row.
                HTMLText.element(
                    name == "td" && column == 0 ? "th" : name, cell,
                    class: numbers.contains(column) ? "number" : nil)
            }.joined()
        }
        var text = "<section>\n" + HTMLText.element("h2", title) + "\n"
        if !caption.isEmpty { text += HTMLText.element("p", caption) + "\n" }
        text += "<div class=\"wide\"><table>\n<thead><tr>\(row(header, "th"))</tr></thead>\n"
        text += "<tbody>\n"
        for cells in rows { text += "<tr>\(row(cells, "td"))</tr>\n" }
        return text + "</tbody>\n</table></div>\n</section>\n"
    }
}
