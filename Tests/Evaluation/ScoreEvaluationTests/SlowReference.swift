import NumericCore
import RealModule
import ScoreEvaluation

/// Plain, slow versions of the metrics, straight from their definitions.
enum SlowReference {
    /// One (P_miss, P_fa) for every threshold that makes a difference: below all scores, halfway
    /// between each two neighbours, above all.
    static func operatingPoints(
        _ targets: [Double], _ nontargets: [Double]
    ) -> [(miss: Double, falseAlarm: Double)] {
        let distinct = Set(targets + nontargets).sorted()
        var thresholds = [distinct[0] - 1]
        for (low, high) in zip(distinct, distinct.dropFirst()) {
            thresholds.append((low + high) / 2)
        }
        thresholds.append(distinct[distinct.count - 1] + 1)
        return thresholds.map { threshold in
            (
                Double(targets.count { $0 < threshold }) / Double(targets.count),
                Double(nontargets.count { $0 >= threshold }) / Double(nontargets.count)
            )
        }
    }

    /// Where the lines between neighbouring points meet the diagonal.
    static func interpolatedEqualErrorRate(_ targets: [Double], _ nontargets: [Double]) -> Double {
        let points = operatingPoints(targets, nontargets)
        for (a, b) in zip(points, points.dropFirst())
        where a.miss <= a.falseAlarm && b.miss >= b.falseAlarm {
            return crossing(a, b)
        }
        return .nan
    }

    /// The lowest crossing of the diagonal by a line between any point above and any below it:
    /// two points suffice for every point of the hull.
    static func hullEqualErrorRate(_ targets: [Double], _ nontargets: [Double]) -> Double {
        let points = operatingPoints(targets, nontargets)
        var lowest = 1.0
        for a in points where a.miss <= a.falseAlarm {
            for b in points where b.miss >= b.falseAlarm {
                lowest = min(lowest, crossing(a, b))
            }
        }
        return lowest
    }

    private static func crossing(
        _ a: (miss: Double, falseAlarm: Double), _ b: (miss: Double, falseAlarm: Double)
    ) -> Double {
        let before = a.falseAlarm - a.miss
        let after = b.miss - b.falseAlarm
        guard before + after > 0 else { return a.miss }
        return a.miss + (b.miss - a.miss) * before / (before + after)
    }

    static func minimumCost(
        _ targets: [Double], _ nontargets: [Double], prior: Double, miss: Double,
        falseAlarm: Double
    ) -> Double {
        let costs = operatingPoints(targets, nontargets).map {
            miss * prior * $0.miss + falseAlarm * (1 - prior) * $0.falseAlarm
        }
        return (costs.min() ?? .nan) / min(miss * prior, falseAlarm * (1 - prior))
    }

    static func cllr(_ targets: [Double], _ nontargets: [Double]) -> Double {
        let targetCosts = targets.map { Double.log2(1 + .exp(-$0)) }
        let nontargetCosts = nontargets.map { Double.log2(1 + .exp($0)) }
        return 0.5
            * (targetCosts.reduce(0, +) / Double(targets.count)
                + nontargetCosts.reduce(0, +) / Double(nontargets.count))
    }

    /// Isotonic regression by the min-max formula over distinct scores, O(n³):
    /// p_k = max over i ≤ k of min over j ≥ k of the mean label of levels i…j.
    static func minimumCllr(_ targets: [Double], _ nontargets: [Double]) -> Double {
        let distinct = Set(targets + nontargets).sorted()
        let t = distinct.map { score in Double(targets.count { $0 == score }) }
        let n = distinct.map { score in Double(nontargets.count { $0 == score }) }
        var targetSum = 0.0
        var nontargetSum = 0.0
        for k in distinct.indices {
            var p = 0.0
            for i in 0...k {
                var lowest = 1.0
                for j in k..<distinct.count {
                    let hits = t[i...j].reduce(0, +)
                    lowest = min(lowest, hits / (hits + n[i...j].reduce(0, +)))
                }
                p = max(p, lowest)
            }
            // Posterior odds over prior odds: the likelihood ratio.
            let ratio = p / (1 - p) / (Double(targets.count) / Double(nontargets.count))
            if t[k] > 0 { targetSum += t[k] * .log2(1 + 1 / ratio) }
            if n[k] > 0 { nontargetSum += n[k] * .log2(1 + ratio) }
        }
        return 0.5
            * (targetSum / Double(targets.count) + nontargetSum / Double(nontargets.count))
    }

    static func areaUnderCurve(_ targets: [Double], _ nontargets: [Double]) -> Double {
        var wins = 0.0
        for target in targets {
            for nontarget in nontargets {
                wins += target > nontarget ? 1 : target == nontarget ? 0.5 : 0
            }
        }
        return wins / Double(targets.count * nontargets.count)
    }
}

/// Scores on a coarse grid, so that there are many ties.
func tiedScores(seed: UInt64) -> (targets: [Double], nontargets: [Double]) {
    var generator = SeededGenerator(seed: seed)
    let grid = [1.0, 2, 4, 64][Int(seed % 4)]
    let shift = Double(seed % 5) - 1
    let targets = (0...generator.index(below: 40)).map { _ in
        ((generator.normal() + shift) * grid).rounded() / grid
    }
    let nontargets = (0...generator.index(below: 60)).map { _ in
        (generator.normal() * grid).rounded() / grid
    }
    return (targets, nontargets)
}

extension Array {
    func shuffled(seed: UInt64) -> [Element] {
        var generator = SeededGenerator(seed: seed)
        return shuffled(using: &generator)
    }
}
