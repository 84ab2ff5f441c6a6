/// A colour as red, green and blue, each 0 to 255.
public struct Color: Equatable, Hashable, Sendable {
    /// The hexadecimal notation of SVG, as in `#0072B2`.
    let code: String

    /// A colour of three parts.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        code =
            "#"
            + [red, green, blue].map { part in
                let digits = String(part, radix: 16, uppercase: true)
                return part < 16 ? "0" + digits : digits
            }.joined()
    }

    init(code: String) { self.code = code }

    /// Eight colours that people with any colour vision can tell apart (Okabe and Ito, "Color
    /// Universal Design", 2008), those that stand out on white first.
    public static let palette: [Color] = [
        Color(code: "#0072B2"), Color(code: "#D55E00"), Color(code: "#009E73"),
        Color(code: "#CC79A7"), Color(code: "#E69F00"), Color(code: "#56B4E9"),
        Color(code: "#000000"), Color(code: "#F0E442"),
    ]
    /// For what only guides the eye: diagonals, rules.
    public static let gray = Color(code: "#767676")
}

/// How a line is broken.
public enum Dash: String, CaseIterable, Sendable {
    /// Not at all.
    case solid
    /// Into dashes.
    case dashed
    /// Into dots.
    case dotted
    /// Into dashes and dots.
    case dashDotted
}

/// The sign drawn at a point.
public enum PointShape: String, CaseIterable, Sendable {
    /// A disc.
    case circle
    /// A square.
    case square
    /// A triangle, point up.
    case triangle
    /// A square on its corner.
    case diamond
}

/// How a layer looks.
public struct Style: Equatable, Hashable, Sendable {
    /// The colour of lines and of signs.
    public var color: Color
    /// 0 cannot be seen, 1 hides what lies below.
    public var opacity: Double
    /// How lines are broken.
    public var dash: Dash
    /// The sign at each point.
    public var shape: PointShape

    /// A look; by default solid lines and discs.
    public init(
        color: Color, opacity: Double = 1, dash: Dash = .solid, shape: PointShape = .circle
    ) {
        self.color = color
        self.opacity = opacity
        self.dash = dash
        self.shape = shape
    }

    /// The look of the class with this index, 0 and up: colour, dash and sign all differ between
    /// neighbours, so that classes can be told apart in black and white; it repeats after 32.
    public init(classIndex index: Int, opacity: Double = 1) {
        let index = index.magnitude
        let variant = Int((index + index / 8) % 4)
        self.init(
            color: Color.palette[Int(index % 8)], opacity: opacity,
            dash: Dash.allCases[variant], shape: PointShape.allCases[variant])
    }
}
