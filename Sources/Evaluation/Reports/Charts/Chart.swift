/// A chart: two axes and the layers drawn between them, first to last.
///
/// ```swift
/// var chart = Chart("Detection error trade-off", x: Axis("False alarms", scale: .probit),
///     y: Axis("Misses", scale: .probit))
/// chart.layers.append(Layer(.steps(curve), Style(classIndex: 0), name: "GMM-UBM"))
/// let svg = chart.svg()
/// ```
public struct Chart: Sendable {
    /// Points drawn in one chart at most; of more, a sample of so many, which the chart says.
    public static let mostPoints = 5000

    /// What it shows.
    public var title: String
    /// A line below the title; empty: none.
    public var subtitle: String
    /// The horizontal axis.
    public var x: Axis
    /// The vertical axis.
    public var y: Axis
    /// What is drawn, the last on top.
    public var layers: [Layer]
    /// Its size in pixels.
    public var size: Size
    /// Whether the space between the axes is a square, as for DET, ROC and reliability.
    public var isSquare: Bool

    /// A chart.
    public init(
        _ title: String = "", subtitle: String = "", x: Axis = Axis(), y: Axis = Axis(),
        layers: [Layer] = [], size: Size = Size(width: 720, height: 480), isSquare: Bool = false
    ) {
        self.title = title
        self.subtitle = subtitle
        self.x = x
        self.y = y
        self.layers = layers
        self.size = size
        self.isSquare = isSquare
    }
}

/// Marks of one look.
public struct Layer: Sendable {
    /// What is drawn.
    public var mark: Mark
    /// How it looks.
    public var style: Style
    /// Its name in the legend; nil: it has none. Layers of the same name and look share one.
    public var name: String?

    /// A layer.
    public init(_ mark: Mark, _ style: Style = Style(classIndex: 0), name: String? = nil) {
        self.mark = mark
        self.style = style
        self.name = name
    }
}

/// Width and height in pixels.
public struct Size: Equatable, Sendable {
    /// From left to right.
    public var width: Double
    /// From top to bottom.
    public var height: Double

    /// A size; whatever is asked for, at least 120 pixels each way and at most 10,000.
    public init(width: Double, height: Double) {
        func bounded(_ length: Double) -> Double { length > 120 ? min(length, 10_000) : 120 }
        self.width = bounded(width)
        self.height = bounded(height)
    }
}
