internal import RealModule

/// The convex hull of the receiver operating characteristic.
///
/// Raising the threshold over one score level moves the operating point from (P_fa, P_miss) to
/// (P_fa − n/N, P_miss + t/T), with t targets and n nontargets at the level. The lower-left
/// convex hull of these points is what remains when neighbouring steps are pooled until the
/// share of targets t / (t + n) strictly grows with the score. That is also what isotonic
/// regression by pooling adjacent violators does (Fawcett and Niculescu-Mizil, "PAV and the ROC
/// convex hull", 2007), so one pass serves the equal error rate, the minimum detection cost,
/// which a vertex attains, and the minimum Cllr.
struct ConvexHull {
    /// The hull's edges, from the lowest scores to the highest.
    private(set) var edges: [HullEdge] = []
    /// Targets T in all.
    private(set) var targets = 0.0
    /// Nontargets N in all.
    private(set) var nontargets = 0.0

    /// An empty hull, to which levels are appended.
    init() {}

    init(_ scores: VerificationScores) {
        for level in ScoreLevels(scores) {
            append(targets: level.targets, nontargets: level.nontargets)
        }
    }

    /// Adds the trials of the next higher score; counts may be whole weights.
    mutating func append(targets t: Double, nontargets n: Double) {
        guard t + n > 0 else { return }
        targets += t
        nontargets += n
        var edge = HullEdge(targets: t, nontargets: n)
        // t₁/(t₁+n₁) ≥ t₂/(t₂+n₂)  ⇔  t₁·n₂ ≥ t₂·n₁, exact while the products are below 2⁵³.
        while let last = edges.last,
            last.targets * edge.nontargets >= edge.targets * last.nontargets
        {
            edge.targets += last.targets
            edge.nontargets += last.nontargets
            edges.removeLast()
        }
        edges.append(edge)
    }

    /// Where the hull crosses P_miss = P_fa.
    var equalErrorRate: Double {
        var crossing = DiagonalCrossing(targets: targets, nontargets: nontargets)
        for edge in edges {
            if let rate = crossing.advance(targets: edge.targets, nontargets: edge.nontargets) {
                return rate
            }
        }
        return crossing.missRate
    }

    /// The lowest normalised detection cost at any threshold.
    func minimum(of cost: DetectionCost) -> Double {
        var missed = 0.0
        var accepted = nontargets
        var minimum = cost.normalized(ErrorRates(miss: 0, falseAlarm: 1))
        for edge in edges {
            missed += edge.targets
            accepted -= edge.nontargets
            let rates = ErrorRates(miss: missed / targets, falseAlarm: accepted / nontargets)
            minimum = min(minimum, cost.normalized(rates))
        }
        return minimum
    }

    /// Cllr after the best monotone mapping of the scores.
    ///
    /// The trials of an edge all get its log-likelihood ratio, llr = log (t/T) − log (n/N):
    ///
    ///     minCllr = ½ [ Σ (t/T) log₂(1 + nT/(tN)) + Σ (n/N) log₂(1 + tN/(nT)) ]
    var minimumLogLikelihoodRatioCost: Double {
        var sum = 0.0
        for edge in edges where edge.targets > 0 && edge.nontargets > 0 {
            let t = edge.targets / targets
            let n = edge.nontargets / nontargets
            sum += t * .log(onePlus: n / t) + n * .log(onePlus: t / n)
        }
        return sum / (2 * .log(2))
    }
}

/// The trials pooled on one edge of a hull.
struct HullEdge: Equatable {
    var targets: Double
    var nontargets: Double
}

/// Finds where a path of operating points crosses P_miss = P_fa.
///
/// From P_miss = 0, P_fa = 1 each step raises P_miss by t/T and lowers P_fa by n/N. On the step
/// that reaches the diagonal, from m missed and a accepted, both rates are equal after the part
///
///     λ = (a·T − m·N) / (t·N + n·T),    EER = (m + λ·t) / T
struct DiagonalCrossing {
    private let targets: Double
    private let nontargets: Double
    private var missed = 0.0
    private var accepted: Double

    init(targets: Double, nontargets: Double) {
        self.targets = targets
        self.nontargets = nontargets
        accepted = nontargets
    }

    var missRate: Double { missed / targets }

    /// Takes one step; the equal error rate if the step reaches the diagonal.
    mutating func advance(targets t: Double, nontargets n: Double) -> Double? {
        let distance = accepted * targets - missed * nontargets
        let length = t * nontargets + n * targets
        if distance <= length {
            return (missed + distance / length * t) / targets
        }
        missed += t
        accepted -= n
        return nil
    }
}
