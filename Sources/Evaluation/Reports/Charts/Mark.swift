/// What a layer of a chart draws.
///
/// Points that an axis cannot show (NaN, infinite, below zero on a logarithmic axis) are left
/// out; a line is broken there. Zero on a logarithmic axis, and 0 and 1 on a probit axis, lie
/// beyond its ends: lines run off towards them.
public enum Mark: Sendable {
    /// A small sign at each point, with a radius in pixels.
    case points([Point], radius: Double = 2.5)
    /// Straight lines from point to point, with a width in pixels.
    case line([Point], width: Double = 2)
    /// From each point across to the next one's x, then up or down to it.
    case steps([Point], width: Double = 2)
    /// An ellipse.
    case ellipse(Ellipse)
    /// Bars that stand on zero.
    case bars([Bar])
    /// The cells of a heat map.
    case cells([Cell])
    /// A word, its middle or an end at a point.
    case text(String, at: Point, alignment: TextAlignment = .middle)
    /// A level line across the chart.
    case horizontalRule(Double)
    /// An upright line across the chart.
    case verticalRule(Double)
}

/// An ellipse in the units of a chart's axes.
public struct Ellipse: Equatable, Sendable {
    /// Its centre.
    public var center: Point
    /// Half of the axis that the angle turns.
    public var firstSemiAxis: Double
    /// Half of the axis at right angles to it.
    public var secondSemiAxis: Double
    /// From the x axis to the first axis, anticlockwise, in radians.
    public var angle: Double

    /// An ellipse.
    public init(center: Point, firstSemiAxis: Double, secondSemiAxis: Double, angle: Double) {
        self.center = center
        self.firstSemiAxis = firstSemiAxis
        self.secondSemiAxis = secondSemiAxis
        self.angle = angle
    }
}

/// A bar of a bar chart or histogram.
public struct Bar: Equatable, Sendable {
    /// Its left edge.
    public var lower: Double
    /// Its right edge.
    public var upper: Double
    /// How far it reaches from zero.
    public var height: Double

    /// A bar.
    public init(lower: Double, upper: Double, height: Double) {
        self.lower = lower
        self.upper = upper
        self.height = height
    }
}

/// A cell of a heat map.
public struct Cell: Equatable, Sendable {
    /// From left to right.
    public var x: ClosedRange<Double>
    /// From bottom to top.
    public var y: ClosedRange<Double>
    /// How much of the layer's colour it has, from 0, none, to 1, all.
    public var shade: Double

    /// A cell.
    public init(x: ClosedRange<Double>, y: ClosedRange<Double>, shade: Double) {
        self.x = x
        self.y = y
        self.shade = shade
    }
}

/// Which part of a word lies at its point.
public enum TextAlignment: String, Sendable {
    /// The word begins there.
    case start
    /// The word is centred there.
    case middle
    /// The word ends there.
    case end
}
