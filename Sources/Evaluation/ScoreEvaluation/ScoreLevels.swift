/// The trials that share one score.
struct ScoreLevel: Equatable {
    var score: Double
    /// How many targets have the score.
    var targets: Double
    /// How many nontargets have it.
    var nontargets: Double
}

/// The distinct scores, ascending, of two ascending lists.
///
/// Ties between a target and a nontarget meet in one level; whatever is computed from levels
/// cannot depend on which came first.
struct ScoreLevels: Sequence, IteratorProtocol {
    private let targets: [Double]
    private let nontargets: [Double]
    private var nextTarget = 0
    private var nextNontarget = 0

    init(_ scores: VerificationScores) {
        targets = scores.targets
        nontargets = scores.nontargets
    }

    mutating func next() -> ScoreLevel? {
        let score: Double
        switch (nextTarget < targets.count, nextNontarget < nontargets.count) {
        case (true, true): score = Swift.min(targets[nextTarget], nontargets[nextNontarget])
        case (true, false): score = targets[nextTarget]
        case (false, true): score = nontargets[nextNontarget]
        case (false, false): return nil
        }
        let firstTarget = nextTarget
        let firstNontarget = nextNontarget
        while nextTarget < targets.count, targets[nextTarget] == score { nextTarget += 1 }
        while nextNontarget < nontargets.count, nontargets[nextNontarget] == score {
            nextNontarget += 1
        }
        return ScoreLevel(
            score: score, targets: Double(nextTarget - firstTarget),
            nontargets: Double(nextNontarget - firstNontarget))
    }
}
