import NumericCore

/// Which points of the layers are drawn when there are too many: a sample without replacement,
/// the same each time, in which every layer has its share.
struct PointSample {
    /// The points to draw instead of a layer's own, by the layer's index.
    private(set) var points: [Int: [Point]] = [:]
    /// What the chart says of it; empty when all are drawn.
    private(set) var note = ""

    init(_ layers: [Layer], in area: PlotArea, most: Int) {
        var visible: [(index: Int, points: [Point])] = []
        for (index, layer) in layers.enumerated() {
            guard case .points(let points, _) = layer.mark else { continue }
            visible.append((index, points.filter(area.shows)))
        }
        let total = visible.reduce(0) { $0 + $1.points.count }
        guard total > most else { return }
        var drawn = 0
        for (index, points) in visible where !points.isEmpty {
            let share = max(1, Int(Double(most) * Double(points.count) / Double(total)))
            self.points[index] = Self.sample(points, share, stream: UInt64(index))
            drawn += share
        }
        note = "\(Label.grouped("\(drawn)")) of \(Label.grouped("\(total)")) points drawn"
    }

    /// Selection sampling: each point in turn is taken with probability wanted/remaining (Knuth,
    /// "The Art of Computer Programming", volume 2, 3.4.2, algorithm S).
    private static func sample(_ points: [Point], _ count: Int, stream: UInt64) -> [Point] {
        var generator = SeededGenerator(seed: 0, stream: stream)
        var taken: [Point] = []
        for (index, point) in points.enumerated()
        where generator.index(below: points.count - index) < count - taken.count {
            taken.append(point)
        }
        return taken
    }
}
