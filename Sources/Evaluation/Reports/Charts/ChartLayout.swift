/// Where the parts of a chart lie, and the chart as SVG elements.
struct ChartLayout {
    private let chart: Chart
    private let fontSize: Double
    private let legend: Legend
    private let area: PlotArea
    private let sample: PointSample
    private let left: Double
    private let top: Double
    private let xLabelDepth: Double
    private let xTicks: [(place: Double, label: String)]
    private let yTicks: [(place: Double, label: String)]

    private var titleStyle: TextStyle {
        TextStyle(size: fontSize * 1.3, isBold: true, color: "#1A1A1A")
    }
    private var subtitleStyle: TextStyle { TextStyle(size: fontSize, color: "#666666") }
    private var tickStyle: TextStyle { TextStyle(size: fontSize * 0.92, color: "#555555") }
    private var labelStyle: TextStyle {
        TextStyle(size: fontSize, color: "#333333", alignment: .middle)
    }

    init(_ chart: Chart, fontSize: Double = 12, showsLegend: Bool = true, mostPoints: Int) {
        self.chart = chart
        self.fontSize = fontSize
        let margin = fontSize * 1.3
        let tick = TextStyle(size: fontSize * 0.92)
        let coordinates = Coordinates(chart.layers)
        let xScale = Scale(chart.x, values: coordinates.x)
        let yScale = Scale(chart.y, values: coordinates.y)

        legend = Legend(
            showsLegend ? chart.layers : [], width: chart.size.width - 4 * margin,
            fontSize: fontSize)
        let heading =
            (chart.title.isEmpty ? 0 : fontSize * 1.75)
            + (chart.subtitle.isEmpty ? 0 : fontSize * 1.5) + legend.height
        // What can be seen depends on the scales alone, not on the pixels.
        let scales = PlotArea(x: xScale, y: yScale, width: 1, height: 1)
        sample = PointSample(chart.layers, in: scales, most: mostPoints)
        top =
            margin + heading + (heading > 0 ? fontSize * 0.5 : 0)
            + (sample.note.isEmpty ? 0 : fontSize * 0.9)
        // Turned labels reach down as far as the longest of them, others a line.
        xLabelDepth =
            chart.x.hasTurnedLabels
            ? (chart.x.ticks ?? []).map { tick.width($0.label) }.max() ?? 0 : fontSize
        let bottom =
            xLabelDepth + fontSize * (chart.x.label.isEmpty ? 1.2 : 2.9) + margin * 0.6
        // However much stands around it, the chart itself never vanishes.
        var height = max(40, chart.size.height - top - bottom)

        let yLabels =
            chart.y.ticks ?? Self.ticks(chart.y, yScale, height: height, fontSize: fontSize)
        let widest =
            yLabels.filter { (yScale.position($0.value) ?? -1) >= 0 }
            .map { tick.width($0.label) }.max() ?? 0
        var left = margin + widest + 8 + (chart.y.label.isEmpty ? 0 : fontSize * 1.6)
        var width = max(40, chart.size.width - left - margin * 1.6)
        if chart.isSquare {
            let side = min(width, height)
            left += (width - side) / 2
            (width, height) = (side, side)
        }
        self.left = left
        area = PlotArea(x: xScale, y: yScale, width: width, height: height)

        let xLabels = chart.x.ticks ?? Self.ticks(chart.x, xScale, width: width, tick)
        xTicks = Self.spaced(xLabels, xScale, length: width) {
            chart.x.hasTurnedLabels ? fontSize * 1.2 : tick.width($0) + 8
        }
        yTicks = Self.spaced(yLabels, yScale, length: height) { _ in fontSize * 1.2 }
    }

    private static func ticks(
        _ axis: Axis, _ scale: Scale, height: Double, fontSize: Double
    ) -> [Tick] {
        Ticks.ticks(scale, count: Int(height / (fontSize * 3.4)), isWhole: axis.isWhole)
    }

    /// As many round numbers as find room.
    private static func ticks(
        _ axis: Axis, _ scale: Scale, width: Double, _ style: TextStyle
    ) -> [Tick] {
        var count = max(2, Int(width / (style.size * 6)))
        while count > 2 {
            let ticks = Ticks.ticks(scale, count: count, isWhole: axis.isWhole)
            let widest = ticks.map { style.width($0.label) }.max() ?? 0
            if Double(ticks.count) * (widest + 14) <= width { return ticks }
            count -= 1
        }
        return Ticks.ticks(scale, count: count, isWhole: axis.isWhole)
    }

    /// The ticks whose labels do not touch the one before, with their place along the axis.
    private static func spaced(
        _ ticks: [Tick], _ scale: Scale, length: Double, _ room: (String) -> Double
    ) -> [(place: Double, label: String)] {
        var free = -Double.infinity
        var kept: [(place: Double, label: String)] = []
        for tick in ticks {
            guard let position = scale.position(tick.value), (-1e-9...1 + 1e-9).contains(position)
            else { continue }
            let (place, half) = (position * length, room(tick.label) / 2)
            guard place - half >= free else { continue }
            kept.append((place, tick.label))
            free = place + half
        }
        return kept
    }

    func draw() -> String {
        heading() + grid() + layers() + frame() + labels()
    }

    private func heading() -> String {
        var result = ""
        var y = fontSize * 1.3
        // A long title begins further left than the axis.
        func start(_ text: String, _ style: TextStyle) -> Double {
            max(fontSize, min(left, chart.size.width - fontSize - style.width(text)))
        }
        let width = chart.size.width - 2 * fontSize
        if !chart.title.isEmpty {
            let title = titleStyle.shortened(chart.title, toFit: width)
            result += titleStyle.draw(title, at: start(title, titleStyle), y + fontSize * 1.1)
            y += fontSize * 1.75
        }
        if !chart.subtitle.isEmpty {
            let subtitle = subtitleStyle.shortened(chart.subtitle, toFit: width)
            result += subtitleStyle.draw(
                subtitle, at: start(subtitle, subtitleStyle), y + fontSize)
            y += fontSize * 1.5
        }
        return result + legend.draw(x: left, y: y)
    }

    private func grid() -> String {
        var path = ""
        for tick in xTicks {
            path +=
                "M\(SVGText.number(left + tick.place)) \(SVGText.number(top))"
                + "v\(SVGText.number(area.height))"
        }
        for tick in yTicks {
            path +=
                "M\(SVGText.number(left)) \(SVGText.number(top + area.height - tick.place))"
                + "h\(SVGText.number(area.width))"
        }
        guard !path.isEmpty else { return "" }
        return SVGText.element("path", ["d": .word(path), "stroke": "#E8E8E8"]) + "\n"
    }

    private func layers() -> String {
        let drawn = chart.layers.enumerated().map { index, layer in
            area.draw(layer, sample: sample.points[index])
        }.joined()
        // A nested picture clips what runs off the chart; what lies on the edge is seen whole.
        let edge = 3.0
        let box =
            "\(SVGText.number(-edge)) \(SVGText.number(-edge)) "
            + "\(SVGText.number(area.width + 2 * edge)) \(SVGText.number(area.height + 2 * edge))"
        let content =
            drawn.isEmpty
            ? TextStyle(size: fontSize, color: "#767676", alignment: .middle)
                .draw("no data", at: area.width / 2, area.height / 2) : drawn
        return SVGText.opening(
            "svg",
            [
                "x": .length(left - edge), "y": .length(top - edge),
                "width": .length(area.width + 2 * edge),
                "height": .length(area.height + 2 * edge), "overflow": "hidden",
                "viewBox": .word(box), "fill": "none",
            ]) + "\n" + content + "</svg>\n"
    }

    private func frame() -> String {
        let path =
            "M\(SVGText.number(left)) \(SVGText.number(top))v\(SVGText.number(area.height))"
            + "h\(SVGText.number(area.width))"
        return SVGText.element("path", ["d": .word(path), "stroke": "#8C8C8C", "fill": "none"])
            + "\n"
    }

    private func labels() -> String {
        let bottom = top + area.height
        var style = tickStyle
        var result = ""
        if chart.x.hasTurnedLabels {
            (style.alignment, style.isTurned) = (.end, true)
            for tick in xTicks {
                result += style.draw(
                    tick.label, at: left + tick.place + fontSize * 0.33, bottom + 7)
            }
        } else {
            style.alignment = .middle
            for tick in xTicks {
                result += style.draw(tick.label, at: left + tick.place, bottom + fontSize * 1.35)
            }
        }
        (style.alignment, style.isTurned) = (.end, false)
        for tick in yTicks {
            result += style.draw(
                tick.label, at: left - 7, bottom - tick.place + fontSize * 0.33)
        }
        result += labelStyle.draw(
            chart.x.label, at: left + area.width / 2, bottom + xLabelDepth + fontSize * 2)
        var turned = labelStyle
        turned.isTurned = true
        let widest = yTicks.map { tickStyle.width($0.label) }.max() ?? 0
        result += turned.draw(
            chart.y.label, at: left - widest - 8 - fontSize * 0.75, top + area.height / 2)
        let note = TextStyle(size: fontSize * 0.83, color: "#767676", alignment: .end)
        return result + note.draw(sample.note, at: left + area.width, top - fontSize * 0.4)
    }
}

/// All the values that should be seen along each axis.
private struct Coordinates {
    var x: [Double] = []
    var y: [Double] = []

    init(_ layers: [Layer]) {
        for layer in layers {
            switch layer.mark {
            case .points(let points, _), .line(let points, _), .steps(let points, _):
                add(points)
            case .ellipse(let ellipse):
                add(ellipse.outline)
            case .bars(let bars):
                for bar in bars { add([Point(bar.lower, 0), Point(bar.upper, bar.height)]) }
            case .cells(let cells):
                for cell in cells {
                    add([
                        Point(cell.x.lowerBound, cell.y.lowerBound),
                        Point(cell.x.upperBound, cell.y.upperBound),
                    ])
                }
            case .text(_, let point, _):
                add([point])
            case .horizontalRule(let value):
                y.append(value)
            case .verticalRule(let value):
                x.append(value)
            }
        }
    }

    /// A point that lacks one coordinate is not drawn, and the other need not be seen.
    private mutating func add(_ points: [Point]) {
        for point in points where point.x.isFinite && point.y.isFinite {
            x.append(point.x)
            y.append(point.y)
        }
    }
}
