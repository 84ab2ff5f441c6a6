import Foundation
public import ScoreEvaluation

/// A figure as people read it: with its name, in per cent where it is a rate, and what it was
/// measured on.
public struct NamedFigure: Equatable, Sendable {
    /// What it is called, such as `EER`.
    public var name: String
    /// The value and its interval.
    public var figure: Figure
    /// Whether it is a fraction that is read in per cent.
    public var isRate: Bool
    /// The errors it rests on; empty where that is no count of errors.
    public var errors: String
    /// What it was measured on, such as `36 clips`.
    public var over: String

    /// A figure with a name.
    public init(
        _ name: String, _ figure: Figure, over: String, errors: String = "", isRate: Bool = false
    ) {
        self.name = name
        self.figure = figure
        self.isRate = isRate
        self.errors = errors
        self.over = over
    }

    /// The value: `3.41 %`, or `0.212`.
    public var value: String { text(figure.value) }
    /// The lower end of the 95 % interval; empty without one.
    public var low: String { figure.low.map(text) ?? "" }
    /// The upper end of the 95 % interval; empty without one.
    public var high: String { figure.high.map(text) ?? "" }

    private func text(_ value: Double) -> String {
        isRate ? fixed(100 * value, 2) + " %" : fixed(value, 3)
    }
}

/// A number of things: `1 clip`, `2 clips`.
func counted(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
}

/// A number with so many digits behind the point.
func fixed(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
}
