import Foundation
public import ScoreEvaluation

/// Whether probabilities are kept.
public enum ReliabilityCharts {
    /// Verification: the probability of a target that scores promise, against the share of
    /// targets, both at even odds.
    public static func verification(_ table: ReliabilityTable) -> Picture {
        picture(
            table.bins.map {
                (($0.lower, $0.upper), $0.weight, $0.meanProbability, $0.targetShare)
            },
            error: table.expectedCalibrationError, name: "reliability",
            title: "Reliability of verification",
            caption: """
                Of the trials said to be targets with a probability, how many are? Scores are \
                taken for log-likelihood ratios, and targets and nontargets count alike. On the \
                diagonal, probabilities are kept; below it, too much is promised. Bars show where \
                the trials lie.
                """,
            x: "probability of a target", y: "share of targets", bars: "share of trials")
    }

    /// Identification: the probability of the answer against the share of right answers.
    public static func answers(_ table: AnswerReliability) -> Picture {
        let weights =
            table.strangerCount > 0
            ? "Strangers' clips, whose answers are never right, weigh as much as enrolled speakers'."
            : """
            There are no strangers here, whom the probabilities allow for, so points above the \
            diagonal are to be expected.
            """
        return picture(
            table.bins.map {
                (($0.lower, $0.upper), $0.weight, $0.meanProbability, $0.rightShare)
            },
            error: table.expectedCalibrationError, name: "reliability-answers",
            title: "Reliability of answers",
            caption: """
                Of the answers said to be right with a probability, how many are? \(weights) Bars \
                show where the answers lie.
                """,
            x: "probability of the first candidate", y: "share of right answers",
            bars: "share of answers")
    }

    private static func picture(
        _ bins: [(ends: (Double, Double), weight: Double, mean: Double?, share: Double?)],
        error: Double, name: String, title: String, caption: String, x: String, y: String,
        bars: String
    ) -> Picture {
        let points = bins.compactMap { bin in
            bin.mean.flatMap { mean in bin.share.map { Point(mean, $0) } }
        }
        let ticks = Look.percentages(0...1)
        return Picture(
            name: name, title: title, caption: caption,
            chart: Chart(
                x: Axis("\(x), %", range: 0...1, ticks: ticks),
                y: Axis("\(y), %", range: 0...1, ticks: ticks),
                layers: [
                    Layer(
                        .bars(
                            bins.filter { $0.weight > 0 }.map {
                                Bar(lower: $0.ends.0, upper: $0.ends.1, height: $0.weight)
                            }), Look.background, name: bars),
                    Layer(.line([Point(0, 0), Point(1, 1)], width: 1.25), Look.guide),
                    Layer(.line(points, width: 1.5), Look.measured),
                    Layer(
                        .points(points, radius: 4), Look.measured,
                        name: String(format: "ECE %.3f", error)),
                ], size: Look.square, isSquare: true))
    }
}
