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

    /// Eight colours that people with any colour vision can tell apart, as their vision is
    /// simulated by Machado, Oliveira and Fernandes ("A physiologically-based model for simulation
    /// of color vision deficiency", 2009). All of them stand out on white, at a contrast of 3 or
    /// more, and neighbours differ in lightness, so that grey prints tell them apart too.
    public static let palette: [Color] = [
        Color(code: "#0F628F"), Color(code: "#B57D5F"), Color(code: "#073B30"),
        Color(code: "#EB13BC"), Color(code: "#6A310D"), Color(code: "#039CE0"),
        Color(code: "#3D224E"), Color(code: "#8E8519"),
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
    /// Whether signs are filled; hollow ones let be seen what lies below.
    public var isFilled: Bool

    /// A look; by default solid lines and discs.
    public init(
        color: Color, opacity: Double = 1, dash: Dash = .solid, shape: PointShape = .circle,
        isFilled: Bool = true
    ) {
        self.color = color
        self.opacity = opacity
        self.dash = dash
        self.shape = shape
        self.isFilled = isFilled
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
