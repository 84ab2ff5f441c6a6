public import ScoreEvaluation

/// An evaluation as a page to read, print and keep.
///
/// The page is one HTML file: no script, and nothing that is fetched from elsewhere, which it also
/// forbids the browser.
///
/// ```swift
/// let page = try EvaluationPage(
///     title: "AN4", figures: report.namedFigures(speakers: 61), scores: EvaluationScores(outcomes))
/// let html = page.html()
/// ```
public struct EvaluationPage: Sendable {
    /// What was evaluated.
    public var title: String
    /// The most important figures, in a line.
    public var summary = ""
    /// What has to be known before a figure is believed, a sentence or two each.
    public var warnings: [String] = []
    /// What was measured with what: the model, versions.
    public var facts: [(name: String, value: String)] = []
    /// The command that repeats the evaluation.
    public var command = ""
    /// Tables: the figures, and what belongs beside them.
    public var tables: [PageTable] = []
    /// The pictures.
    public var pictures: [Picture] = []
    /// Tables that are long or for few readers, below the pictures.
    public var appendices: [PageTable] = []
    /// What could not be used, a line each.
    public var refusals: [String] = []

    /// A page without content.
    public init(title: String) { self.title = title }

    /// A page of figures, with the pictures of the scores behind them.
    ///
    /// - Throws: `EvaluationError`.
    public init(title: String, figures: [NamedFigure], scores: EvaluationScores) throws {
        self.init(title: title)
        let important = ["top-1", "EER", "FNIR at FPIR 10 %"].compactMap { name in
            figures.first { $0.name == name }
        }
        summary = important.map { "\($0.name) \($0.value)" }.joined(separator: " · ")
        var table = PageTable("Figures", figures)
        if figures.contains(where: { $0.figure.low != nil }) {
            table.caption = """
                Intervals are 95 % bootstrap intervals over speakers: what would other speakers \
                have given?
                """
        }
        tables = [table]
        pictures = try scores.pictures()
        if let table = scores.confusions.flatMap({ PageTable($0) }) { appendices = [table] }
    }

    /// The page as an HTML document; the same page gives the same bytes.
    public func html() -> String {
        var text = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'">
            \(HTMLText.element("title", title))
            <style>
            \(PageStyle.sheet)
            </style>
            </head>
            <body>
            <main>
            \(HTMLText.element("h1", title))

            """
        if !summary.isEmpty { text += HTMLText.element("p", summary, class: "summary") + "\n" }
        for warning in warnings {
            text += HTMLText.element("p", warning, class: "warning") + "\n"
        }
        text += tables.map(\.html).joined()
        text += figures + appendices.map(\.html).joined() + leftOut + origin
        return text + "</main>\n</body>\n</html>\n"
    }

    private var figures: String {
        guard !pictures.isEmpty else { return "" }
        let figures = pictures.map { picture in
            let kind = picture.chart.size.width > Look.square.width ? " class=\"large\"" : ""
            return "<figure\(kind)>\n" + picture.chart.svg()
                + HTMLText.element("figcaption", picture.caption) + "\n</figure>\n"
        }
        return "<section>\n<h2>Pictures</h2>\n<div class=\"pictures\">\n" + figures.joined()
            + "</div>\n</section>\n"
    }

    private var leftOut: String {
        guard !refusals.isEmpty else { return "" }
        let count =
            refusals.count == 1
            ? "One clip could not be used and is in none of the figures."
            : "\(refusals.count) clips could not be used and are in none of the figures."
        return "<section>\n<h2>Left out</h2>\n<p>\(count)</p>\n<ul>\n"
            + refusals.map { HTMLText.element("li", $0) + "\n" }.joined() + "</ul>\n</section>\n"
    }

    private var origin: String {
        guard !facts.isEmpty || !command.isEmpty else { return "" }
        var text = "<section>\n<h2>How it was measured</h2>\n"
        if !facts.isEmpty {
            let list = facts.map {
                HTMLText.element("dt", $0.name) + HTMLText.element("dd", $0.value) + "\n"
            }
            text += "<dl>\n" + list.joined() + "</dl>\n"
        }
        if !command.isEmpty {
            text += "<p>This command repeats it:</p>\n" + HTMLText.element("pre", command) + "\n"
        }
        return text + "</section>\n"
    }
}
