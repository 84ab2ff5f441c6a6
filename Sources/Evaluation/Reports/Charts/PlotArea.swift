internal import RealModule

/// The space between the axes: where values lie in it, and what the layers draw there.
struct PlotArea {
    let x: Scale
    let y: Scale
    let width: Double
    let height: Double

    /// The pixel of a point, nil where the axes cannot show it. Lines that run off to infinity
    /// end well out of sight.
    func pixel(_ point: Point) -> (x: Double, y: Double)? {
        guard let right = x.position(point.x), let up = y.position(point.y) else { return nil }
        func bounded(_ position: Double) -> Double { min(max(position, -20), 21) }
        return (bounded(right) * width, (1 - bounded(up)) * height)
    }

    func draw(_ layer: Layer, sample: [Point]?) -> String {
        let style = layer.style
        switch layer.mark {
        case .points(let points, let radius):
            return signs(sample ?? points, radius: radius, style)
        case .line(let points, let width):
            return stroked(linePath(points), style, width: width)
        case .steps(let points, let width):
            return stroked(stepPath(points), style, width: width)
        case .ellipse(let ellipse):
            let path = linePath(ellipse.outline)
            guard !path.isEmpty else { return "" }
            return stroked(path + "z", style, width: 2, fill: .word(style.color.code))
        case .bars(let bars):
            return rectangles(bars, style)
        case .cells(let cells):
            return shades(cells, style)
        case .text(let text, let point, let alignment):
            guard let place = pixel(point) else { return "" }
            return TextStyle(
                size: 12, color: style.color.code, alignment: alignment, hasHalo: true
            ).draw(text, at: place.x, place.y + 4)
        case .horizontalRule(let value):
            guard let up = y.position(value), (0...1).contains(up) else { return "" }
            let place = SVGText.number((1 - up) * height)
            return stroked("M0 \(place)H\(SVGText.number(width))", style, width: 1.25)
        case .verticalRule(let value):
            guard let right = x.position(value), (0...1).contains(right) else { return "" }
            let place = SVGText.number(right * width)
            return stroked("M\(place) 0V\(SVGText.number(height))", style, width: 1.25)
        }
    }

    /// Whether a point lies between the axes, or so near that part of its sign does.
    func shows(_ point: Point) -> Bool {
        guard let right = x.position(point.x), let up = y.position(point.y) else { return false }
        return (-0.02...1.02).contains(right) && (-0.02...1.02).contains(up)
    }

    private func signs(_ points: [Point], radius: Double, _ style: Style) -> String {
        let signs = points.filter(shows).compactMap(pixel).map {
            style.shape.element(x: $0.x, y: $0.y, radius: radius)
        }
        guard !signs.isEmpty else { return "" }
        return SVGText.opening("g", style.signAttributes)
            + "\n" + signs.joined(separator: "\n") + "\n</g>\n"
    }

    private func stroked(
        _ path: String, _ style: Style, width: Double, fill: SVGText.Attribute = "none"
    ) -> String {
        guard path.count > 1 else { return "" }
        var isFilled = false
        if case .word(let word) = fill { isFilled = word != "none" }
        return SVGText.element(
            "path",
            [
                "d": .word(path), "fill": fill, "fill-opacity": isFilled ? ".07" : .none,
                "stroke": .word(style.color.code), "stroke-width": .length(width),
                "stroke-opacity": .opacity(style.opacity),
                "stroke-dasharray": style.dash.pattern(width: width), "stroke-linejoin": "round",
            ]) + "\n"
    }

    private func linePath(_ points: [Point]) -> String {
        var path = ""
        var last: String?
        for point in points {
            guard let place = pixel(point) else {
                last = nil
                continue
            }
            let text = "\(SVGText.number(place.x)) \(SVGText.number(place.y))"
            // What moves by less than a tenth of a pixel cannot be seen.
            if text == last { continue }
            path += (last == nil ? "M" : "L") + text
            last = text
        }
        return path
    }

    private func stepPath(_ points: [Point]) -> String {
        var path = ""
        var last: (x: String, y: String)?
        for point in points {
            guard let place = pixel(point) else {
                last = nil
                continue
            }
            let here = (x: SVGText.number(place.x), y: SVGText.number(place.y))
            if let last {
                if here.x != last.x { path += "H" + here.x }
                if here.y != last.y { path += "V" + here.y }
            } else {
                path += "M\(here.x) \(here.y)"
            }
            last = here
        }
        return path
    }

    private func rectangles(_ bars: [Bar], _ style: Style) -> String {
        var result = ""
        for bar in bars {
            guard
                let foot = pixel(Point(bar.lower, 0))
                    ?? pixel(Point(bar.lower, y.range.lowerBound)),
                let top = pixel(Point(bar.upper, bar.height))
            else { continue }
            result +=
                SVGText.element(
                    "rect",
                    [
                        "x": .length(min(foot.x, top.x)), "y": .length(min(foot.y, top.y)),
                        "width": .length(abs(top.x - foot.x)),
                        "height": .length(abs(top.y - foot.y)),
                    ]) + "\n"
        }
        guard !result.isEmpty else { return "" }
        return SVGText.opening(
            "g",
            [
                "fill": .word(style.color.code), "fill-opacity": .opacity(style.opacity),
                "stroke": "#FFFFFF", "stroke-width": ".75",
            ]) + "\n" + result + "</g>\n"
    }
}

extension PlotArea {
    private func shades(_ cells: [Cell], _ style: Style) -> String {
        var result = ""
        for cell in cells {
            guard let foot = pixel(Point(cell.x.lowerBound, cell.y.lowerBound)),
                let top = pixel(Point(cell.x.upperBound, cell.y.upperBound))
            else { continue }
            result +=
                SVGText.element(
                    "rect",
                    [
                        "x": .length(foot.x), "y": .length(top.y),
                        "width": .length(top.x - foot.x), "height": .length(foot.y - top.y),
                        "fill-opacity": .opacity(cell.shade * style.opacity),
                    ]) + "\n"
        }
        guard !result.isEmpty else { return "" }
        return SVGText.opening("g", ["fill": .word(style.color.code)]) + "\n" + result + "</g>\n"
    }
}

extension Style {
    /// How signs are painted.
    var signAttributes: KeyValuePairs<String, SVGText.Attribute> {
        isFilled
            ? ["fill": .word(color.code), "fill-opacity": .opacity(opacity)]
            : [
                "fill": "none", "stroke": .word(color.code), "stroke-width": "1.2",
                "stroke-opacity": .opacity(opacity),
            ]
    }
}

extension Ellipse {
    /// Points on the ellipse, c + R(α) (a cos t, b sin t), t around the circle.
    var outline: [Point] {
        (0..<96).map { index in
            let t = Double(index) / 96 * 2 * .pi
            let (u, v) = (firstSemiAxis * .cos(t), secondSemiAxis * .sin(t))
            return Point(
                center.x + u * .cos(angle) - v * .sin(angle),
                center.y + u * .sin(angle) + v * .cos(angle))
        }
    }
}
