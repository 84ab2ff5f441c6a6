/// How an axis spaces its values.
public enum ScaleKind: Equatable, Sendable {
    /// Evenly.
    case linear
    /// By their logarithm; for values above zero.
    case logarithmic
    /// By the normal deviate Φ⁻¹(p), as both axes of a DET plot (Martin and others, "The DET
    /// curve in assessment of detection task performance", 1997); for rates between 0 and 1,
    /// labelled in percent.
    case probit
}

/// A mark on an axis and its label.
public struct Tick: Equatable, Sendable {
    /// Where it is.
    public var value: Double
    /// What is written there.
    public var label: String

    /// A tick.
    public init(_ value: Double, label: String) {
        self.value = value
        self.label = label
    }
}

/// One axis of a chart.
public struct Axis: Equatable, Sendable {
    /// What it shows, with the unit.
    public var label: String
    /// How its values are spaced.
    public var scale: ScaleKind
    /// From where to where it goes; nil: so far that everything can be seen.
    public var range: ClosedRange<Double>?
    /// What is written along it; nil: round numbers.
    public var ticks: [Tick]?
    /// Whether the labels of a horizontal axis are written upwards, so that long ones find room.
    public var hasTurnedLabels: Bool
    /// Whether only whole numbers are written along it.
    public var isWhole: Bool

    /// An axis.
    public init(
        _ label: String = "", scale: ScaleKind = .linear, range: ClosedRange<Double>? = nil,
        ticks: [Tick]? = nil, hasTurnedLabels: Bool = false, isWhole: Bool = false
    ) {
        self.label = label
        self.scale = scale
        self.range = range
        self.ticks = ticks
        self.hasTurnedLabels = hasTurnedLabels
        self.isWhole = isWhole
    }
}
