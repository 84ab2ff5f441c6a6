internal import RealModule
public import ScoreEvaluation

/// How scores of targets and of nontargets are distributed.
public enum ScoreHistogram {
    private static let mostBins = 48
    /// The part of either kind that may lie beyond each end of the chart.
    private static let tail = 0.001

    /// The histogram of both kinds, each in per cent of its own.
    public static func picture(_ scores: VerificationScores) -> Picture {
        let sides = [scores.targets, scores.nontargets].map { $0.filter(\.isFinite) }
        let low = sides.compactMap { quantile($0, tail) }.min() ?? 0
        let high = sides.compactMap { quantile($0, 1 - tail) }.max() ?? 1
        let width = high > low ? high - low : 1
        let start = high > low ? low : low - 0.5
        // Width 2 IQR / ∛N (Freedman and Diaconis, 1981) of the rarer kind, within what the eye
        // takes in.
        let rarer = sides[0].count <= sides[1].count ? sides[0] : sides[1]
        let quartiles = (quantile(rarer, 0.75) ?? 1) - (quantile(rarer, 0.25) ?? 0)
        let wanted = 2 * quartiles / .root(Double(max(1, rarer.count)), 3)
        let bins = wanted > 0 ? Int(min(max(width / wanted, 12), Double(mostBins))) : mostBins

        var beyond = 0
        let shares = zip(sides, [scores.targets, scores.nontargets]).map { finite, all in
            var counts = [Double](repeating: 0, count: bins)
            for score in finite {
                let bin = ((score - start) / width * Double(bins)).rounded(.down)
                let isLast = score == start + width
                if bin >= 0, bin < Double(bins) || isLast {
                    counts[min(Int(bin), bins - 1)] += 1
                } else {
                    beyond += 1
                }
            }
            beyond += all.count - finite.count
            return counts.map { $0 / Double(all.count) }
        }
        var layers: [Layer] = []
        let looks = [Look.measured, Look.second]
        for (side, look) in zip(shares, looks) {
            var area = look
            area.opacity = 0.18
            layers.append(
                Layer(
                    .bars(
                        side.enumerated().map { bin, share in
                            Bar(
                                lower: edge(bin, start, width, bins),
                                upper: edge(bin + 1, start, width, bins), height: share)
                        }), area))
        }
        for (side, (look, name)) in zip(shares, zip(looks, ["targets", "nontargets"])) {
            let outline =
                [Point(start, 0)]
                + side.enumerated().flatMap { bin, share in
                    [
                        Point(edge(bin, start, width, bins), share),
                        Point(edge(bin + 1, start, width, bins), share),
                    ]
                } + [Point(start + width, 0)]
            layers.append(Layer(.line(outline, width: 1.8), look, name: name))
        }
        let threshold = scores.equalErrorThreshold
        if threshold.isFinite {
            layers.append(
                Layer(.verticalRule(threshold), Look.guide, name: "threshold of equal errors"))
        }
        let highest = shares.joined().max() ?? 1
        let top = min(1, highest * 1.06)
        let note =
            beyond == 0
            ? "" : " Not shown, beyond the ends of the chart: \(counted(beyond, "score"))."
        return Picture(
            name: "scores", title: "Scores",
            caption: """
                How often targets and nontargets get which scores; the less the two overlap, the \
                better.\(note)
                """,
            chart: Chart(
                x: Axis("score", range: start...start + width),
                y: Axis(
                    "% of the kind", range: 0...max(top, 1e-6),
                    ticks: Look.percentages(0...max(top, 1e-6))),
                layers: layers, size: Look.wide))
    }

    private static func edge(
        _ bin: Int, _ start: Double, _ width: Double, _ bins: Int
    ) -> Double { start + width * Double(bin) / Double(bins) }

    private static func quantile(_ ascending: [Double], _ share: Double) -> Double? {
        guard !ascending.isEmpty else { return nil }
        return ascending[Int((share * Double(ascending.count - 1)).rounded())]
    }
}
