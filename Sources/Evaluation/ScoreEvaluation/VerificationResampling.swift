/// Verification trials arranged so that bootstrap replicates are one pass over them.
///
/// A speaker drawn m times brings both its clips and its models m times. A nontarget trial of
/// speaker i's model and a clip of speaker j thus counts mᵢ·mⱼ times, since its score depends on
/// both voices (the pigeonhole bootstrap; Owen, "The pigeonhole bootstrap", 2007); a target
/// trial counts mᵢ times, and copies of one speaker are never taken for two different people.
struct VerificationResampling: Sendable {
    let scores: VerificationScores
    let reliability: ReliabilityTable
    let costs: [DetectionCost]
    /// How many of the costs, from the first, enter the mean.
    private let averaged: Int
    private let enrolled: Int
    private let strangers: Int
    private let bins: VerificationBins
    /// How many bins lie below each cost's threshold, and below each step of the reliability
    /// table.
    private let costCuts: [Int]
    private let reliabilityCuts: [Int]

    /// - Throws: ``EvaluationError`` when one side is empty.
    init(
        _ pairs: consuming SpeakerPairs, costs: [DetectionCost], averaged: Int,
        limit: Int = VerificationBins.limit
    ) throws(EvaluationError) {
        scores = try pairs.scores
        reliability = ReliabilityTable(scores)
        self.costs = costs
        self.averaged = averaged
        enrolled = pairs.groups.enrolled
        strangers = pairs.groups.strangers
        let thresholds = costs.map(\.bayesThreshold) + ReliabilityTable.thresholds
        let order = thresholds.indices.sorted { thresholds[$0] < thresholds[$1] }
        bins = VerificationBins(
            pairs.sorted, targetCount: scores.targets.count,
            thresholds: order.map { thresholds[$0] }, limit: limit)
        var cuts = [Int](repeating: 0, count: order.count)
        for (place, index) in order.enumerated() { cuts[index] = bins.cuts[place] }
        costCuts = Array(cuts[..<costs.count])
        reliabilityCuts = [0] + cuts[costs.count...] + [bins.bins.count]
    }

    /// Whether replicates are measured on pooled scores (``VerificationBins``).
    var isPooled: Bool { bins.isPooled }

    /// The figures of the trials as they are, exact.
    var values: VerificationFigures<Double> {
        let hull = ConvexHull(scores)
        return VerificationFigures(
            hull, interpolatedEqualErrorRate: scores.interpolatedEqualErrorRate,
            areaUnderCurve: scores.areaUnderCurve,
            logLikelihoodRatioCost: scores.logLikelihoodRatioCost,
            expectedCalibrationError: reliability.expectedCalibrationError,
            minimumCosts: costs.map { hull.minimum(of: $0) },
            actualCosts: costs.map { scores.actualCost($0) }, averaged: averaged)
    }

    /// The figures with their intervals.
    func figures(_ bootstrap: SpeakerBootstrap?) throws -> VerificationFigures<Figure> {
        let figures = try bootstrap.figures(
            values: values.list, enrolled: enrolled, strangers: strangers,
            lanes: ReplicateLanes.count, measure: measure)
        return VerificationFigures(list: figures, costs: costs.count)
    }

    /// The figures of some replicates; none where no target or no nontarget is left.
    func measure(_ multiplicities: [[Double]]) -> [[Double]?] {
        let lanes = ReplicateLanes(multiplicities, speakers: enrolled + strangers)
        let weights = bins.weights(lanes, replicates: multiplicities.count)
        let count = bins.bins.count
        return weights.targets.withUnsafeBufferPointer { targets in
            weights.nontargets.withUnsafeBufferPointer { nontargets in
                multiplicities.indices.map { lane in
                    let range = lane * count..<(lane + 1) * count
                    return figures(
                        targets: UnsafeBufferPointer(rebasing: targets[range]),
                        nontargets: UnsafeBufferPointer(rebasing: nontargets[range]))?.list
                }
            }
        }
    }

    private func figures(
        targets: UnsafeBufferPointer<Double>, nontargets: UnsafeBufferPointer<Double>
    ) -> VerificationFigures<Double>? {
        let targetTotal = targets.reduce(0, +)
        let nontargetTotal = nontargets.reduce(0, +)
        guard targetTotal > 0, nontargetTotal > 0 else { return nil }
        var hull = ConvexHull()
        var crossing = DiagonalCrossing(targets: targetTotal, nontargets: nontargetTotal)
        var interpolated: Double?
        var above = targetTotal
        var pairs = 0.0
        var targetCost = 0.0
        var nontargetCost = 0.0
        for (index, bin) in bins.bins.enumerated() {
            let t = targets[index]
            let n = nontargets[index]
            // A cost may be infinite, and infinity times no trials would not be a number.
            if t > 0 { targetCost += t * bin.targetCost }
            if n > 0 { nontargetCost += n * bin.nontargetCost }
            hull.append(targets: t, nontargets: n)
            if interpolated == nil { interpolated = crossing.advance(targets: t, nontargets: n) }
            above -= t
            pairs += n * (above + t / 2)
        }
        return VerificationFigures(
            hull, interpolatedEqualErrorRate: interpolated ?? crossing.missRate,
            areaUnderCurve: pairs / (targetTotal * nontargetTotal),
            logLikelihoodRatioCost: costInBits(
                meanTarget: targetCost / targetTotal,
                meanNontarget: nontargetCost / nontargetTotal),
            expectedCalibrationError: zip(reliabilityCuts, reliabilityCuts.dropFirst()).reduce(0) {
                sum, range in
                // w |f − p̄| = |Σ targets' weight − Σ probabilities' weight|
                var difference = 0.0
                for index in range.0..<range.1 {
                    let bin = bins.bins[index]
                    difference += targets[index] / targetTotal * (1 - bin.targetProbability)
                    difference -= nontargets[index] / nontargetTotal * bin.nontargetProbability
                }
                return sum + abs(difference) / 2
            },
            minimumCosts: costs.map { hull.minimum(of: $0) },
            actualCosts: zip(costs, costCuts).map { cost, cut in
                cost.normalized(
                    ErrorRates(
                        miss: targets[..<cut].reduce(0, +) / targetTotal,
                        falseAlarm: nontargets[cut...].reduce(0, +) / nontargetTotal))
            }, averaged: averaged)
    }
}
