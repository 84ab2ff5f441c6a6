/// Verification trials arranged so that a bootstrap replicate is one pass over them.
///
/// A speaker drawn m times brings both its clips and its model m times. A nontarget trial of
/// model i and a clip of speaker j thus counts mᵢ·mⱼ times, since its score depends on both
/// voices (the pigeonhole bootstrap; Owen, "The pigeonhole bootstrap", 2007); a target trial
/// counts mᵢ times, and copies of one speaker are never taken for two different people.
struct VerificationResampling: Sendable {
    private struct Row {
        var speaker: UInt32
        /// The model's speaker, or for a target trial the slot that always holds 1.
        var model: UInt32
    }

    private struct Level {
        /// Where the level's rows end.
        var end: Int
        /// What a target costs in Cllr at this score, in nats.
        var targetCost: Double
        /// What a nontarget costs.
        var nontargetCost: Double
    }

    let scores: VerificationScores
    let enrolled: Int
    let strangers: Int
    private let rows: [Row]
    private let levels: [Level]

    /// Sorts trials by score.
    ///
    /// A clip's speaker is ``Trial/speaker``; else the model of the clip's target trial; else a
    /// stranger of the clip's own name.
    ///
    /// - Throws: ``EvaluationError`` when one side is empty, a score is not a number, or labels
    ///   and speakers contradict each other.
    init(_ trials: some Sequence<Trial>) throws(EvaluationError) {
        let list = try LabelledTrials(trials)
        scores = try VerificationScores(
            ascendingTargets: list.sorted.compactMap { $0.isTarget ? $0.score : nil },
            nontargets: list.sorted.compactMap { $0.isTarget ? nil : $0.score })

        let speakers = list.clipSpeakers
        let models = list.models.names.map(TrueSpeaker.enrolled)
        let numbers = SpeakerNumbers(Set(speakers).union(models))
        enrolled = numbers.enrolled
        strangers = numbers.strangers
        let always = UInt32(enrolled + strangers)
        let speakerNumbers = speakers.map { UInt32(numbers[$0]) }
        let modelNumbers = models.map { UInt32(numbers[$0]) }

        var rows: [Row] = []
        var levels: [Level] = []
        rows.reserveCapacity(list.sorted.count)
        for (index, trial) in list.sorted.enumerated() {
            let speaker = speakerNumbers[Int(trial.clip)]
            let model = modelNumbers[Int(trial.model)]
            guard trial.isTarget || model != speaker else {
                throw .mislabelledTrial(
                    model: list.models[trial.model], clip: list.clips[trial.clip])
            }
            rows.append(Row(speaker: speaker, model: trial.isTarget ? always : model))
            let isLast = index + 1 == list.sorted.count
            if isLast || list.sorted[index + 1].score != trial.score {
                levels.append(
                    Level(
                        end: index + 1, targetCost: softplus(-trial.score),
                        nontargetCost: softplus(trial.score)))
            }
        }
        self.rows = rows
        self.levels = levels
    }

    /// EER, minDCF at each cost, Cllr and minCllr with speakers counted as often as drawn; none
    /// when no target or no nontarget is left.
    func measure(_ multiplicities: [Double], costs: [DetectionCost]) -> [Double]? {
        let weights = multiplicities + [1]
        let always = UInt32(multiplicities.count)
        var hull = ConvexHull()
        var targetSum = 0.0
        var nontargetSum = 0.0
        // Levels of nontargets alone pool in any case, and are most: they reach the hull as one.
        var run = 0.0
        rows.withUnsafeBufferPointer { rows in
            var start = 0
            for level in levels {
                var targets = 0.0
                var nontargets = 0.0
                for index in start..<level.end {
                    let row = rows[index]
                    let weight = weights[Int(row.speaker)] * weights[Int(row.model)]
                    if row.model == always { targets += weight } else { nontargets += weight }
                }
                start = level.end
                // A cost may be infinite, and infinity times no trials would not be a number.
                if nontargets > 0 { nontargetSum += nontargets * level.nontargetCost }
                if targets > 0 {
                    targetSum += targets * level.targetCost
                    hull.append(targets: 0, nontargets: run)
                    hull.append(targets: targets, nontargets: nontargets)
                    run = 0
                } else {
                    run += nontargets
                }
            }
        }
        hull.append(targets: 0, nontargets: run)
        guard hull.targets > 0, hull.nontargets > 0 else { return nil }
        let cllr = costInBits(
            meanTarget: targetSum / hull.targets, meanNontarget: nontargetSum / hull.nontargets)
        return [hull.equalErrorRate] + costs.map { hull.minimum(of: $0) }
            + [cllr, hull.minimumLogLikelihoodRatioCost]
    }
}

/// Trials by numbers instead of names, sorted by score.
private struct LabelledTrials {
    struct Row {
        var score: Double
        var model: UInt32
        var clip: UInt32
        var isTarget: Bool
    }

    private(set) var models = NameIndex()
    private(set) var clips = NameIndex()
    private(set) var sorted: [Row] = []
    private var given: [String?] = []
    private var claimed: [String?] = []

    init(_ trials: some Sequence<Trial>) throws(EvaluationError) {
        for trial in trials {
            guard !trial.score.isNaN else {
                throw .scoreNotANumber(model: trial.model, clip: trial.clip)
            }
            let clip = clips.number(of: trial.clip)
            if Int(clip) == given.count {
                given.append(nil)
                claimed.append(nil)
            }
            if let speaker = trial.speaker {
                try Self.set(&given[Int(clip)], to: speaker, clip: trial.clip)
            }
            if trial.isTarget {
                try Self.set(&claimed[Int(clip)], to: trial.model, clip: trial.clip)
            }
            sorted.append(
                Row(
                    score: trial.score, model: models.number(of: trial.model), clip: clip,
                    isTarget: trial.isTarget))
        }
        for (clip, (given, claimed)) in zip(given, claimed).enumerated() {
            if let given, let claimed, given != claimed {
                throw .conflictingSpeakers(clip: clips.names[clip], given, claimed)
            }
        }
        sorted.sort { $0.score < $1.score }
    }

    /// Who speaks in each clip, by the clip's number.
    var clipSpeakers: [TrueSpeaker] {
        clips.names.indices.map { clip in
            guard let name = given[clip] ?? claimed[clip] else {
                return .stranger(clips.names[clip])
            }
            return models.known(name) == nil ? .stranger(name) : .enrolled(name)
        }
    }

    private static func set(
        _ slot: inout String?, to name: String, clip: String
    ) throws(EvaluationError) {
        if let earlier = slot, earlier != name {
            throw .conflictingSpeakers(clip: clip, earlier, name)
        }
        slot = name
    }
}
