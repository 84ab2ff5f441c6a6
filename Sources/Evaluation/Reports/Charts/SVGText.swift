/// The little of SVG that charts need, written as text.
enum SVGText {
    static let font = "Helvetica Neue,Helvetica,Arial,Liberation Sans,sans-serif"

    /// A length in pixels with one decimal at most.
    static func number(_ value: Double) -> String {
        // Anything farther away is out of sight.
        let bounded = value.isNaN ? 0 : min(max(value, -1e6), 1e6)
        let tenths = Int((bounded * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return sign + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
    }

    /// An empty element; numbers and text among the attributes are written safely.
    static func element(_ name: String, _ attributes: KeyValuePairs<String, Attribute>) -> String {
        "<\(name)\(list(attributes))/>"
    }

    static func opening(_ name: String, _ attributes: KeyValuePairs<String, Attribute>) -> String {
        "<\(name)\(list(attributes))>"
    }

    private static func list(_ attributes: KeyValuePairs<String, Attribute>) -> String {
        attributes.reduce(into: "") { text, attribute in
            guard let value = attribute.value.text else { return }
            text += " \(attribute.key)=\"\(value)\""
        }
    }

    enum Attribute: ExpressibleByStringLiteral {
        case length(Double)
        case word(String)
        /// The attribute is left out.
        case none

        init(stringLiteral value: String) { self = .word(value) }

        static func opacity(_ value: Double) -> Attribute {
            let hundredths = value.isNaN ? 100 : Int((min(max(value, 0), 1) * 100).rounded())
            if hundredths == 100 { return .none }
            return .word("." + (hundredths < 10 ? "0" : "") + "\(hundredths)")
        }

        fileprivate var text: String? {
            switch self {
            case .length(let value): SVGText.number(value)
            case .word(let word): MarkupText.escaped(word)
            case .none: nil
            }
        }
    }
}

/// How text looks and about how much room it takes; the reader's font is not known.
struct TextStyle {
    var size: Double
    var isBold = false
    var color = "#333333"
    var alignment = TextAlignment.start
    var isTurned = false
    var hasHalo = false

    /// The width of a text, rather too wide than too narrow.
    func width(_ text: String) -> Double {
        let ems = text.unicodeScalars.reduce(0.0) { sum, scalar in
            switch scalar {
            case "i", "j", "l", "t", "f", "I", ".", ",", ":", ";", "'", "|", "!", " ", "(", ")":
                sum + 0.32
            case "m", "w", "M", "W", "%", "@": sum + 0.92
            case "A"..."Z", "−", "×": sum + 0.7
            case "\u{1100}"...: sum + (scalar.value < 0x2E80 ? 0.6 : 1)
            default: sum + 0.56
            }
        }
        return ems * size * (isBold ? 1.07 : 1)
    }

    /// As much of a text as fits a width, with an ellipsis where it is cut.
    func shortened(_ text: String, toFit limit: Double) -> String {
        if width(text) <= limit { return text }
        var kept = text
        while !kept.isEmpty, width(kept + "…") > limit { kept.removeLast() }
        return kept + "…"
    }

    func draw(_ text: String, at x: Double, _ y: Double) -> String {
        guard !text.isEmpty else { return "" }
        let place = "\(SVGText.number(x)) \(SVGText.number(y))"
        return SVGText.opening(
            "text",
            [
                "x": .length(x), "y": .length(y), "font-size": .length(size),
                "fill": .word(color),
                "font-weight": isBold ? "600" : .none,
                "text-anchor": alignment == .start ? .none : .word(alignment.rawValue),
                "transform": isTurned ? .word("rotate(-90 \(place))") : .none,
                "stroke": hasHalo ? "#FFFFFF" : .none,
                "stroke-width": hasHalo ? "3" : .none,
                "stroke-linejoin": hasHalo ? "round" : .none,
                "paint-order": hasHalo ? "stroke" : .none,
            ]) + MarkupText.escaped(text) + "</text>\n"
    }
}
