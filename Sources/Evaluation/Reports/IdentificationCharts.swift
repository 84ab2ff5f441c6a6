import Foundation
public import ScoreEvaluation

/// The curves of identification.
public enum IdentificationCharts {
    private static let mostRanks = 50

    /// The cumulative match characteristic: how often the true speaker is among the first k.
    public static func cumulativeMatch(_ scores: ClosedSetScores) -> Picture {
        let curve = scores.cumulativeMatchCurve
        // Beyond the rank where everybody is found nothing more is to be seen.
        let complete = curve.firstIndex(of: 1).map { $0 + 1 } ?? curve.count
        let shown = min(max(complete + 1, 10), curve.count, mostRanks)
        let points = curve.prefix(shown).enumerated().map { Point(Double($0 + 1), $1) }
        let lowest = max(0, ((curve.first ?? 0) * 10 - 0.5).rounded(.down) / 10)
        let range = lowest...(1 + (1 - lowest) * 0.04)
        return Picture(
            name: "cmc", title: "Cumulative match characteristic",
            caption: """
                How often the true speaker is among the first so many of \
                \(counted(scores.candidateCount, "candidate")); clips of enrolled speakers.
                """,
            chart: Chart(
                x: Axis(
                    "rank", range: 0.5...Double(shown) + 0.5,
                    ticks: shown <= 12
                        ? (1...shown).map { Tick(Double($0), label: "\($0)") } : nil),
                y: Axis(
                    "clips, %", range: range, ticks: Look.percentages(lowest...1)),
                layers: [
                    Layer(.line(points, width: 1.5), Look.measured),
                    Layer(.points(points, radius: 3.5), Look.measured),
                ], size: Look.wide))
    }

    /// The open-set trade-off: FNIR over FPIR, both on probit axes.
    public static func openSet(_ scores: OpenSetScores) throws -> Picture {
        let strangers = scores.strangers.count
        let step = max(1, strangers / 1000)
        let points = try stride(from: 0, through: strangers, by: step).map { accepted in
            let rate = Double(accepted) / Double(strangers)
            return Point(rate, try scores.falseNegativeRate(atFalsePositiveRate: rate))
        }
        let tenth = try scores.falseNegativeRate(atFalsePositiveRate: 0.1)
        func range(_ clips: Int, _ highest: Double) -> ClosedRange<Double> {
            min(max(0.5 / Double(clips), 1e-4), 0.05)...highest
        }
        let never = points.map(\.y).min() ?? 0
        return Picture(
            name: "open-set", title: "Open-set identification",
            caption: """
                How many strangers' clips get a name (FPIR), and how many clips of enrolled speakers \
                get no name or a wrong one (FNIR), at every threshold; nearer to the lower left is \
                better.
                """,
            chart: Chart(
                x: Axis(
                    "FPIR, % of strangers' clips", scale: .probit, range: range(strangers, 0.95)),
                y: Axis(
                    "FNIR, % of enrolled speakers' clips", scale: .probit,
                    range: range(scores.enrolledCount, max(0.9, min(0.98, never + 0.05)))),
                layers: [
                    Layer(.steps(points), Look.measured),
                    Layer(
                        .points([Point(0.1, tenth)], radius: 4.5), Look.mark,
                        name: String(format: "FNIR %.0f %% at FPIR 10 %%", 100 * tenth)),
                ], size: Look.square, isSquare: true))
    }
}
