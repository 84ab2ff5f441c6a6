internal import NumericCore

extension DetectionTrials {
    /// The scores of all trials, each as a map makes it that has seen no trial of its speaker.
    ///
    /// Speakers, those with targets first, are shuffled and dealt to the folds in turn; what is
    /// learnt from all other folds is applied to each.
    ///
    /// - Parameters:
    ///   - folds: how many, at most; never more than there are speakers.
    ///   - seed: of the shuffling.
    ///   - learn: the map that some scores teach; nil when they teach none.
    /// - Returns: the mapped scores; nil when the speakers are too few to learn and to test in
    ///   every fold.
    /// - Throws: ``EvaluationError`` when a score is not a number.
    public func crossValidated(
        folds: Int = 10, seed: UInt64, learn: (VerificationScores) -> ((Double) -> Double)?
    ) throws(EvaluationError) -> VerificationScores? {
        var generator = SeededGenerator(seed: seed)
        let withTargets = Set(targets.map(\.speaker))
        let others = Set(nontargets.map(\.speaker)).subtracting(withTargets)
        let speakers =
            withTargets.sorted().shuffled(using: &generator)
            + others.sorted().shuffled(using: &generator)
        let count = min(folds, speakers.count)
        guard count > 1 else { return nil }
        var tested: (targets: [Double], nontargets: [Double]) = ([], [])
        for fold in 0..<count {
            let held = Set(speakers.indices.filter { $0 % count == fold }.map { speakers[$0] })
            func part(_ isHeld: Bool) -> DetectionTrials {
                DetectionTrials(
                    targets: targets.filter { held.contains($0.speaker) == isHeld },
                    nontargets: nontargets.filter { held.contains($0.speaker) == isHeld })
            }
            let training = part(false)
            guard !training.targets.isEmpty, !training.nontargets.isEmpty,
                let map = learn(try training.scores)
            else { return nil }
            let test = part(true).mapped(map)
            tested.targets += test.targets.flatMap(\.scores)
            tested.nontargets += test.nontargets.flatMap(\.scores)
        }
        return try VerificationScores(targets: tested.targets, nontargets: tested.nontargets)
    }
}
