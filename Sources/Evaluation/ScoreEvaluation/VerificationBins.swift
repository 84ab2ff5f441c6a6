/// Sorted trials pooled by score, few enough that a thousand replicates can look at them all.
///
/// Up to 16384 targets and 16384 nontargets nothing but trials of equal score is pooled. Beyond,
/// a bin is closed when it holds 1/16384 of the targets or of the nontargets. Thresholds between
/// bins are exact. A threshold within a bin misses at most 1/8192 of the targets less than the
/// next above it, and accepts no fewer nontargets; so equal error rates, and costs with
/// C_miss P_target ≤ C_fa (1 − P_target), come out too high by that at most. In Cllr the mean cost
/// of a bin stands for its trials'. Bins never reach across a threshold at which a figure asks
/// for error rates.
struct VerificationBins: Sendable {
    static let limit = 16384

    struct Bin: Sendable {
        /// Where the bin's targets and nontargets end among all.
        var targetEnd = 0
        var nontargetEnd = 0
        /// What its targets cost in Cllr on average, in nats.
        var targetCost = 0.0
        var nontargetCost = 0.0
        /// The mean probability of its targets and of its nontargets.
        var targetProbability = 0.0
        var nontargetProbability = 0.0
    }

    private(set) var bins: [Bin] = []
    /// The clip's speaker of each target, ascending by score.
    private(set) var targets: [UInt32] = []
    /// The clip's and the model's speaker of each nontarget, ascending by score.
    private(set) var nontargets: [SIMD2<UInt32>] = []
    /// How many bins lie below each of the thresholds.
    private(set) var cuts: [Int] = []

    /// Whether trials of different scores were pooled.
    private(set) var isPooled = false

    /// Pools sorted trials; thresholds ascend.
    init(
        _ pairs: [SpeakerPair], targetCount: Int, thresholds: [Double], limit: Int = Self.limit
    ) {
        targets.reserveCapacity(targetCount)
        nontargets.reserveCapacity(pairs.count - targetCount)
        let targetQuota = (targetCount + limit - 1) / limit
        let nontargetQuota = (pairs.count - targetCount + limit - 1) / limit
        var bin = Bin()
        var (firstTarget, firstNontarget) = (0, 0)
        var levels = 0
        func close() {
            guard levels > 0 else { return }
            bin.targetEnd = targets.count
            bin.nontargetEnd = nontargets.count
            let t = Double(max(1, targets.count - firstTarget))
            let n = Double(max(1, nontargets.count - firstNontarget))
            bin.targetCost /= t
            bin.targetProbability /= t
            bin.nontargetCost /= n
            bin.nontargetProbability /= n
            bins.append(bin)
            if levels > 1 { isPooled = true }
            bin = Bin()
            (firstTarget, firstNontarget) = (targets.count, nontargets.count)
            levels = 0
        }
        var last = -Double.infinity
        var start = 0
        while start < pairs.count {
            let score = pairs[start].score
            var end = start + 1
            var hasTarget = pairs[start].isTarget
            while end < pairs.count, pairs[end].score == score {
                hasTarget = hasTarget || pairs[end].isTarget
                end += 1
            }
            let isFull =
                targets.count - firstTarget >= targetQuota
                || nontargets.count - firstNontarget >= nontargetQuota
            if isFull || last.isInfinite || score.isInfinite || (hasTarget && targetQuota <= 1) {
                close()
            }
            while cuts.count < thresholds.count, thresholds[cuts.count] <= score {
                close()
                cuts.append(bins.count)
            }
            levels += 1
            last = score
            let costs = ScoreCosts(score)
            for index in start..<end {
                let pair = pairs[index]
                if pair.isTarget {
                    targets.append(pair.speaker)
                    bin.targetCost += costs.target
                    bin.targetProbability += costs.probability
                } else {
                    nontargets.append(SIMD2(pair.speaker, pair.model))
                    bin.nontargetCost += costs.nontarget
                    bin.nontargetProbability += costs.probability
                }
            }
            start = end
        }
        close()
        while cuts.count < thresholds.count { cuts.append(bins.count) }
    }

    /// Each bin's targets and nontargets in up to 64 replicates, replicate by replicate.
    func weights(_ lanes: ReplicateLanes, replicates: Int) -> BinWeights {
        var weights = BinWeights(bins: bins.count, replicates: replicates)
        var (firstTarget, firstNontarget) = (0, 0)
        for (index, bin) in bins.enumerated() {
            var sums = [Double](repeating: 0, count: ReplicateLanes.count)
            lanes.sum(targets[firstTarget..<bin.targetEnd], into: &sums)
            for lane in 0..<replicates {
                weights.targets[lane * bins.count + index] = sums[lane]
                sums[lane] = 0
            }
            lanes.sum(nontargets[firstNontarget..<bin.nontargetEnd], into: &sums)
            for lane in 0..<replicates {
                weights.nontargets[lane * bins.count + index] = sums[lane]
            }
            (firstTarget, firstNontarget) = (bin.targetEnd, bin.nontargetEnd)
        }
        return weights
    }
}

/// Weights of bins, replicates × bins, row-major.
struct BinWeights {
    let bins: Int
    var targets: [Double]
    var nontargets: [Double]

    init(bins: Int, replicates: Int) {
        self.bins = bins
        targets = Array(repeating: 0, count: bins * replicates)
        nontargets = targets
    }
}
