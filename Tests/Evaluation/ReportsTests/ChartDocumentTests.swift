import Reports
import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct ChartDocumentTests {
    static let curve = (1..<20).map { Point(Double($0) / 40, 0.3 / Double($0)) }
    static let everyMark: [Layer] = [
        Layer(.points(curve), Style(classIndex: 0, opacity: 0.5), name: "points & <signs>"),
        Layer(.points(curve), Style(classIndex: 1)), Layer(.points(curve), Style(classIndex: 2)),
        Layer(.points(curve), Style(classIndex: 3)),
        Layer(.line(curve), Style(classIndex: 1), name: "line"),
        Layer(.steps(curve), Style(classIndex: 2), name: "steps"),
        Layer(
            .ellipse(
                Ellipse(
                    center: Point(0.2, 0.1), firstSemiAxis: 0.1, secondSemiAxis: 0.05, angle: 0.5)),
            name: "ellipse"),
        Layer(.bars([Bar(lower: 0.1, upper: 0.2, height: 0.2)]), name: "bars"),
        Layer(.text("a < b & \"c\"\u{1}", at: Point(0.1, 0.1))),
        Layer(.cells([Cell(x: 0.1...0.2, y: 0.1...0.3, shade: 0.5)]), name: "cells"),
        Layer(.horizontalRule(0.1)), Layer(.verticalRule(0.1)),
    ]

    static func isWellFormed(_ svg: String) -> Bool { XMLParser(data: Data(svg.utf8)).parse() }

    @Test(arguments: [ScaleKind.linear, .logarithmic, .probit])
    func everyMarkOnEveryScaleIsWellFormed(scale: ScaleKind) {
        let chart = Chart(
            "T & <t>", subtitle: "'s'", x: Axis("x", scale: scale), y: Axis("y", scale: scale),
            layers: Self.everyMark)
        let svg = chart.svg()
        #expect(Self.isWellFormed(svg))
        #expect(svg == chart.svg())
        #expect(svg.contains(">T &amp; &lt;t&gt;<"))
        #expect(svg.contains(">a &lt; b &amp; &quot;c&quot;\u{FFFD}<"))
        #expect(!svg.contains("nan") && !svg.contains("inf\""))
        let grid = ChartGrid("grid", columns: 2, charts: [chart, nil, chart])
        #expect(Self.isWellFormed(grid.svg()))
    }

    /// Whatever the numbers, there is a chart.
    @Test(arguments: [
        [], [Point(3, 4)], [Point(0, 0)], [Point(.nan, 1), Point(1, .infinity)],
        [Point(2, 5), Point(2, 5)], [Point(-1e308, -1e308), Point(1e308, 1e308)],
        [Point(0x1p-1030, 0x1p-1030), Point(0x1p-1029, 0x1p-1028)], [Point(-2, -3), Point(0, 0)],
        [Point(1, 1), Point(1 + 1e-15, 1)], [Point(1e15, 1e15), Point(1e15 + 2, 1e15 + 2)],
        [Point(-1e299, 1e-299), Point(1e299, 1e299)],
    ])
    func anyNumbersGiveAChart(points: [Point]) {
        for scale in [ScaleKind.linear, .logarithmic, .probit] {
            for range in [nil, 0.0...0.0, -1...1, (-Double.infinity)...Double.infinity] {
                let chart = Chart(
                    x: Axis(scale: scale, range: range), y: Axis(scale: scale),
                    layers: [
                        Layer(.points(points)), Layer(.line(points)), Layer(.steps(points)),
                        Layer(.bars(points.map { Bar(lower: $0.x, upper: $0.x, height: $0.y) })),
                    ], size: Size(width: .nan, height: -1))
                #expect(Self.isWellFormed(chart.svg()))
            }
        }
    }

    @Test func aChartOfNothingSaysSo() {
        #expect(Chart().svg().contains(">no data<"))
        #expect(Chart(layers: [Layer(.points([Point(.nan, 0)]))]).svg().contains(">no data<"))
        #expect(!Chart(layers: [Layer(.points([Point(0, 0)]))]).svg().contains(">no data<"))
        #expect(Self.isWellFormed(ChartGrid(columns: 0, charts: []).svg()))
    }

    @Test func aLineBreaksWhereAPointIsMissing() {
        let points = [Point(0, 0), Point(1, 1), Point(.nan, 1), Point(2, 0), Point(3, 1)]
        let svg = Chart(layers: [Layer(.line(points))]).svg()
        let path = svg.split(separator: "\n").first { $0.contains("stroke-linejoin=\"round\"") }
        #expect(path?.filter { $0 == "M" }.count == 2)
    }

    @Test func manyPointsAreSampledAndTheChartSaysIt() {
        let points = (0..<12_000).map { Point(Double($0 % 113), Double($0 % 97)) }
        let chart = Chart(layers: [
            Layer(.points(Array(points[..<9000]))),
            Layer(.points(Array(points[9000...])), Style(classIndex: 1)),
        ])
        let svg = chart.svg()
        #expect(svg.contains(">5,000 of 12,000 points drawn<"))
        // Three quarters of 5,000 are discs, a quarter squares; one square is the background.
        #expect(svg.split(separator: "<circle").count - 1 == 3750)
        #expect(svg.split(separator: "<rect").count - 1 == 1250 + 1)
        #expect(svg == chart.svg())
    }

    @Test func fiveThousandPointsAreAllDrawn() {
        let points = (0..<Chart.mostPoints).map { Point(Double($0), 1) }
        let svg = Chart(layers: [Layer(.points(points))]).svg()
        #expect(svg.split(separator: "<circle").count - 1 == Chart.mostPoints)
        #expect(!svg.contains("points drawn"))
    }

    @Test func cellsAreShadesOfOneColour() {
        let cells = [Cell(x: 0...1, y: 0...1, shade: 0.25), Cell(x: 1...2, y: 1...2, shade: 1)]
        let svg = Chart(layers: [Layer(.cells(cells))]).svg()
        let shades = svg.split(separator: "\n").filter { $0.hasPrefix("<rect x") }
        #expect(shades.count == 2)
        #expect(shades.first?.contains("fill-opacity=\".25\"") == true)
        #expect(shades.last?.contains("fill-opacity") == false)
    }

    /// Names of nine letters find no room side by side, but they do upwards.
    @Test func turnedLabelsFindRoom() {
        let ticks = (0..<30).map { Tick(Double($0), label: "speaker \($0)") }
        func shown(turned: Bool) -> Int {
            let axis = Axis(range: 0...30, ticks: ticks, hasTurnedLabels: turned)
            let svg = Chart(x: axis, layers: [Layer(.points([Point(1, 1)]))]).svg()
            return svg.split(separator: ">speaker ").count - 1
        }
        #expect(shown(turned: true) == 30)
        #expect(shown(turned: false) < 15)
    }

    @Test func textCannotTurnTheTextAroundIt() {
        #expect(MarkupText.escaped("a\u{202E}b\u{0}\n<") == "a\u{FFFD}b\u{FFFD} &lt;")
    }

    @Test func layersOfOneNameAndLookShareTheLegend() {
        let layer = Layer(.line([Point(0, 0), Point(1, 1)]), name: "speech")
        let svg = Chart(layers: [layer, layer]).svg()
        #expect(svg.split(separator: ">speech<").count - 1 == 1)
    }
}
