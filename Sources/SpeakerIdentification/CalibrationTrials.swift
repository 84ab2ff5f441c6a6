internal import FileStorage
internal import GaussianMixtures
internal import NumericCore
internal import SpeechFeatures

/// Learns from the background's own clips what scores mean.
///
/// The first half of a clip enrols its speaker; the second half, in pieces of 1.5 s, is scored
/// against all of them. Halves of one clip share their session, so same-speaker scores come out
/// better here than they will later; different-speaker scores, which alone set the threshold, do
/// not know this advantage.
struct CalibrationTrials {
    /// More speakers than this sharpen nothing and take longer.
    static let maximumSpeakers = 128
    static let pieceFrames = BackgroundTrainer.pieceFrames
    /// Clips with fewer frames than this have no halves worth using.
    static let minimumFrames = 300
    /// The share of comparisons with a different speaker that may reach the threshold.
    static let falseAlarmRate = 0.001

    let clips: [BackgroundTrainer.Clip]
    let frames: FrameStore
    let frontEnd: FrontEnd
    let mixtures: [GaussianMixture]
    let adaptation: MaximumAPosteriori
    let topComponents: Int?

    /// Scores of clips against their own and against other speakers, per stream.
    private struct Trials {
        var targets: [[Double]]
        var nontargets: [[Double]]

        func fused(_ weights: [Double]) -> (targets: [Double], nontargets: [Double]) {
            func sum(_ scores: [[Double]]) -> [Double] {
                (scores.first ?? []).indices.map { trial in
                    zip(weights, scores).reduce(0) { $0 + $1.0 * $1.1[trial] }
                }
            }
            return (sum(targets), sum(nontargets))
        }
    }

    func scoringConfiguration(
        threads: Int
    ) throws -> (configuration: ScoringConfiguration, isCalibrated: Bool) {
        let trials = try trials(threads: threads)
        do {
            let weights = try Self.weights(trials)
            let (targets, nontargets) = trials.fused(weights)
            let configuration = ScoringConfiguration(
                adaptation: adaptation, topComponents: topComponents, streamWeights: weights,
                calibration: try ScoreCalibration(targets: targets, nontargets: nontargets),
                threshold: Self.threshold(nontargets))
            return (configuration, true)
        } catch IdentificationError.tooFewScores, IdentificationError.uninformativeScores {
            // Too few clips to learn from: a score of 0 says that speaker and background explain
            // the clip equally well, and that is then all that is known.
            let configuration = ScoringConfiguration(
                adaptation: adaptation, topComponents: topComponents,
                streamWeights: Self.equalWeights(mixtures.count),
                calibration: ScoreCalibration(slope: 1, offset: 0), threshold: 0)
            return (configuration, false)
        }
    }

    /// A stream counts for as much as a unit of its score says by itself: the slope of its own
    /// calibration.
    private static func weights(_ trials: Trials) throws -> [Double] {
        let slopes = try zip(trials.targets, trials.nontargets).map {
            try ScoreCalibration(targets: $0, nontargets: $1).slope
        }
        let sum = slopes.reduce(0, +)
        return slopes.map { $0 / sum }
    }

    private static func equalWeights(_ count: Int) -> [Double] {
        [Double](repeating: 1 / Double(count), count: count)
    }

    /// The least threshold that no more than the allowed share of nontargets reaches.
    static func threshold(_ nontargets: [Double]) -> Double {
        let sorted = nontargets.sorted()
        let allowed = Int(Double(sorted.count) * falseAlarmRate)
        // A score equal to the threshold is a match.
        return sorted[sorted.count - 1 - allowed].nextUp
    }

    private func trials(threads: Int) throws -> Trials {
        let usable = clips.filter { $0.frames.count >= Self.minimumFrames }
        let chosen = shardRanges(count: usable.count, shards: Self.maximumSpeakers)
            .map { usable[$0.lowerBound] }
        let background = ScoringBackground(
            mixtures, weights: Self.equalWeights(mixtures.count), adaptation: adaptation)
        let models = try concurrentMap(count: chosen.count, threads: threads) { index in
            let clip = chosen[index]
            let half = clip.frames.lowerBound..<middle(of: clip)
            let statistics = try background.statistics(of: normalized(half))
            return try SpeakerModel(
                speaker: clip.speaker, statistics: statistics, background: background)
        }
        let scorer = ClipScorer(background, topComponents: topComponents)
        let scored = try concurrentMap(count: chosen.count, threads: threads) { index in
            let clip = chosen[index]
            return try pieces(of: middle(of: clip)..<clip.frames.upperBound).map { piece in
                try scorer.streamScores(of: normalized(piece), against: models)
            }
        }
        let nothing = [[Double]](repeating: [], count: mixtures.count)
        var trials = Trials(targets: nothing, nontargets: nothing)
        for (index, clip) in chosen.enumerated() {
            for streams in scored[index] {
                for (stream, scores) in streams.enumerated() {
                    trials.targets[stream].append(scores[index])
                    for (other, score) in zip(chosen, scores) where other.speaker != clip.speaker {
                        trials.nontargets[stream].append(score)
                    }
                }
            }
        }
        return trials
    }

    private func middle(of clip: BackgroundTrainer.Clip) -> Int {
        clip.frames.lowerBound + clip.frames.count / 2
    }

    private func pieces(of range: Range<Int>) -> [Range<Int>] {
        stride(
            from: range.lowerBound, through: range.upperBound - Self.pieceFrames,
            by: Self.pieceFrames
        )
        .map { $0..<$0 + Self.pieceFrames }
    }

    private func normalized(_ range: Range<Int>) throws -> [FrameStore] {
        try frontEnd.normalize(BackgroundTrainer.copy(range, of: frames))
    }
}
