import Foundation
public import ScoreEvaluation

/// The curves of verification.
public enum DetectionCharts {
    /// Curves of millions of scores are drawn by points that differ by this part of a rate.
    private static let resolution = 0.005

    /// The detection error trade-off: P_miss over P_fa, both on probit axes.
    ///
    /// - Throws: `EvaluationError`.
    public static func tradeOff(_ scores: VerificationScores) throws -> Picture {
        let rate = scores.equalErrorRate
        let points = scores.detectionCurve(resolution: resolution).map {
            Point($0.rates.falseAlarm, $0.rates.miss)
        }
        let cost = DetectionCost.priorOnePercent
        let cheapest = try scores.errorRates(at: scores.minimumCostThreshold(cost))
        // Half an error is the least that can be seen on either axis; a hundredth of a per cent
        // the least that is shown.
        let isGood = max(rate, cheapest.miss, cheapest.falseAlarm) < 0.45
        func range(_ trials: Int) -> ClosedRange<Double> {
            min(max(0.5 / Double(trials), 1e-4), 0.02)...(isGood ? 0.5 : 0.98)
        }
        let (x, y) = (range(scores.nontargets.count), range(scores.targets.count))
        let ends = [
            max(x.lowerBound, y.lowerBound), min(x.upperBound, y.upperBound),
        ]
        return Picture(
            name: "det", title: "Detection error trade-off",
            caption: """
                Every threshold is a point of the curve; nearer to the lower left is better. The \
                axes are stretched so that normally distributed scores give a straight line. The \
                equal error rate is that of the curve's convex hull.
                """,
            chart: Chart(
                x: Axis("false alarms, % of nontargets", scale: .probit, range: x),
                y: Axis("misses, % of targets", scale: .probit, range: y),
                layers: [
                    Layer(
                        .line(ends.map { Point($0, $0) }, width: 1.25), Look.guide,
                        name: "equal errors"),
                    Layer(.line(points), Look.measured),
                    Layer(
                        .points([Point(rate, rate)], radius: 4.5), Look.mark,
                        name: String(format: "EER %.2f %%", 100 * rate)),
                    Layer(
                        .points([Point(cheapest.falseAlarm, cheapest.miss)], radius: 4.5),
                        Look.secondMark,
                        name: String(format: "minDCF 0.01: %.2f", scores.minimumCost(cost))),
                ], size: Look.square, isSquare: true))
    }

    /// The receiver operating characteristic: 1 − P_miss over P_fa, both on even axes.
    public static func receiver(_ scores: VerificationScores) -> Picture {
        let points = scores.detectionCurve(resolution: resolution).map {
            Point($0.rates.falseAlarm, 1 - $0.rates.miss)
        }
        let ticks = Look.percentages(0...1)
        return Picture(
            name: "roc", title: "Receiver operating characteristic",
            caption: """
                The same errors on even axes; nearer to the upper left is better. The area below \
                the curve is the chance that a target scores above a nontarget.
                """,
            chart: Chart(
                x: Axis("false alarms, % of nontargets", range: 0...1, ticks: ticks),
                y: Axis("accepted, % of targets", range: 0...1, ticks: ticks),
                layers: [
                    Layer(
                        .line([Point(0, 0), Point(1, 1)], width: 1.25), Look.guide, name: "guessing"
                    ),
                    Layer(
                        .line(points), Look.measured,
                        name: String(format: "area %.4f", scores.areaUnderCurve)),
                ], size: Look.square, isSquare: true))
    }
}
