/// A chart with what has to be said of it.
public struct Picture: Sendable {
    /// A word for file names, such as `det`.
    public var name: String
    /// How to read it, in a sentence or two.
    public var caption: String
    /// The chart, with its title.
    public var chart: Chart

    /// A picture.
    public init(name: String, title: String, caption: String, chart: Chart) {
        self.name = name
        self.caption = caption
        self.chart = chart
        self.chart.title = title
    }
}

/// What all pictures have in common.
enum Look {
    /// Small enough that its words can still be read on a telephone.
    static let square = Size(width: 440, height: 470)
    static let wide = Size(width: 440, height: 360)

    static let measured = Style(classIndex: 0)
    static let second = Style(classIndex: 1)
    /// Of what is only there to compare with.
    static let guide = Style(color: .gray, dash: .dotted)
    static let mark = Style(color: Color(red: 0, green: 0, blue: 0), shape: .circle)
    static let secondMark = Style(color: Color(red: 0, green: 0, blue: 0), shape: .diamond)
    static let background = Style(color: .gray, opacity: 0.3)

    /// Ticks in per cent along an even axis.
    static func percentages(_ range: ClosedRange<Double>) -> [Tick] {
        let span = range.upperBound - range.lowerBound
        let step = [1, 2, 5, 10, 20].first { span * 100 / Double($0) <= 7 } ?? 20
        let first = Int((range.lowerBound * 100 / Double(step)).rounded(.up)) * step
        return stride(from: first, through: Int((range.upperBound * 100).rounded()), by: step)
            .map { Tick(Double($0) / 100, label: "\($0)%") }
    }
}
