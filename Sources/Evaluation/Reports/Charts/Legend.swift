/// The names of the layers, each with a sample of its look, in rows.
struct Legend {
    private struct Entry {
        let name: String
        let style: Style
        let kind: Kind
    }

    private enum Kind {
        case sign
        case line
        case area

        var width: Double { self == .line ? 24 : 12 }
    }

    let height: Double
    private let rows: [[Entry]]
    private let text: TextStyle

    /// A legend of the named layers that fits a width.
    init(_ layers: [Layer], width: Double, fontSize: Double) {
        text = TextStyle(size: fontSize, color: "#333333")
        var rows: [[Entry]] = []
        var used = Double.infinity
        var seen = Set<[String]>()
        for layer in layers {
            guard let name = layer.name, !name.isEmpty, let kind = Self.kind(layer.mark),
                seen.insert([name, layer.style.color.code, layer.style.dash.rawValue]).inserted
            else { continue }
            let entry = Entry(name: name, style: layer.style, kind: kind)
            let needed = Self.width(of: entry, text)
            if used + needed > width {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(entry)
            used += needed
        }
        self.rows = rows
        height = Double(rows.count) * fontSize * 1.6
    }

    private static func width(of entry: Entry, _ text: TextStyle) -> Double {
        entry.kind.width + 6 + text.width(entry.name) + 16
    }

    private static func kind(_ mark: Mark) -> Kind? {
        switch mark {
        case .points: .sign
        case .line, .steps, .ellipse, .horizontalRule, .verticalRule: .line
        case .bars, .cells: .area
        case .text: nil
        }
    }

    func draw(x: Double, y: Double) -> String {
        var result = ""
        for (row, entries) in rows.enumerated() {
            let middle = y + (Double(row) + 0.5) * text.size * 1.6
            var left = x
            for entry in entries {
                result += sample(entry, x: left, y: middle)
                result += text.draw(
                    entry.name, at: left + entry.kind.width + 6, middle + text.size * 0.35)
                left += Self.width(of: entry, text)
            }
        }
        return result
    }

    private func sample(_ entry: Entry, x: Double, y: Double) -> String {
        let width = entry.kind.width
        switch entry.kind {
        case .sign:
            return SVGText.opening("g", entry.style.signAttributes)
                + entry.style.shape.element(x: x + width / 2, y: y, radius: 4) + "</g>\n"
        case .line:
            return SVGText.element(
                "path",
                [
                    "d": .word(
                        "M\(SVGText.number(x)) \(SVGText.number(y))h\(SVGText.number(width))"),
                    "stroke": .word(entry.style.color.code), "stroke-width": "2",
                    "stroke-dasharray": entry.style.dash.pattern(width: 2),
                ]) + "\n"
        case .area:
            return SVGText.element(
                "rect",
                [
                    "x": .length(x), "y": .length(y - 6), "width": "12",
                    "height": "12", "fill": .word(entry.style.color.code),
                    "fill-opacity": .opacity(entry.style.opacity),
                ]) + "\n"
        }
    }
}

extension Dash {
    func pattern(width: Double) -> SVGText.Attribute {
        let lengths: [Double] =
            switch self {
            case .solid: []
            case .dashed: [3.5, 2]
            case .dotted: [1, 1.6]
            case .dashDotted: [4, 1.8, 1, 1.8]
            }
        guard !lengths.isEmpty else { return .none }
        return .word(lengths.map { SVGText.number($0 * width) }.joined(separator: " "))
    }
}

extension PointShape {
    /// The sign around a place; signs of the same radius look equally large.
    func element(x: Double, y: Double, radius r: Double) -> String {
        let number = SVGText.number
        switch self {
        case .circle:
            return SVGText.element(
                "circle",
                ["cx": .length(x), "cy": .length(y), "r": .length(r)])
        case .square:
            let side = r * 1.8
            return SVGText.element(
                "rect",
                [
                    "x": .length(x - side / 2), "y": .length(y - side / 2),
                    "width": .length(side), "height": .length(side),
                ])
        case .triangle:
            return SVGText.element(
                "path",
                [
                    "d": .word(
                        "M\(number(x)) \(number(y - r * 1.25))l\(number(r * 1.2)) "
                            + "\(number(r * 2.1))h\(number(-r * 2.4))z")
                ])
        case .diamond:
            let s = number(r * 1.3)
            return SVGText.element(
                "path",
                [
                    "d": .word(
                        "M\(number(x)) \(number(y - r * 1.3))l\(s) \(s) -\(s) \(s) -\(s) -\(s)z")
                ])
        }
    }
}
