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
    let background: ScoringBackground
    let topComponents: Int?

    func scoringConfiguration(threads: Int) throws -> ScoringConfiguration {
        let (targets, nontargets) = try scores(threads: threads)
        let calibration: ScoreCalibration
        do {
            calibration = try ScoreCalibration(targets: targets, nontargets: nontargets)
        } catch .tooFewScores, .uninformativeScores {
            // Too few clips to learn from: a score of 0 says that speaker and background explain
            // the clip equally well, and that is then all that is known.
            return ScoringConfiguration(
                adaptation: background.adaptation, topComponents: topComponents,
                calibration: ScoreCalibration(slope: 1, offset: 0), threshold: 0)
        }
        return ScoringConfiguration(
            adaptation: background.adaptation, topComponents: topComponents,
            calibration: calibration, threshold: Self.threshold(nontargets))
    }

    /// The least threshold that no more than the allowed share of nontargets reaches.
    static func threshold(_ nontargets: [Double]) -> Double {
        let sorted = nontargets.sorted()
        let allowed = Int(Double(sorted.count) * falseAlarmRate)
        // A score equal to the threshold is a match.
        return sorted[sorted.count - 1 - allowed].nextUp
    }

    private func scores(threads: Int) throws -> (targets: [Double], nontargets: [Double]) {
        let usable = clips.filter { $0.frames.count >= Self.minimumFrames }
        let chosen = shardRanges(count: usable.count, shards: Self.maximumSpeakers)
            .map { usable[$0.lowerBound] }
        let expectation = Expectation(background.mixture, pruning: 1e-7)
        let models = try concurrentMap(count: chosen.count, threads: threads) { index in
            let clip = chosen[index]
            let half = clip.frames.lowerBound..<middle(of: clip)
            let statistics = try expectation.statistics(of: normalized(half))
            return try SpeakerModel(
                speaker: clip.speaker, statistics: statistics, background: background)
        }
        let scorer = ClipScorer(background, topComponents: topComponents)
        let scored = try concurrentMap(count: chosen.count, threads: threads) { index in
            let clip = chosen[index]
            return try pieces(of: middle(of: clip)..<clip.frames.upperBound).map { piece in
                try scorer.scores(of: normalized(piece), against: models)
            }
        }
        var (targets, nontargets): ([Double], [Double]) = ([], [])
        for (index, clip) in chosen.enumerated() {
            for scores in scored[index] {
                targets.append(scores[index])
                for (other, score) in zip(chosen, scores) where other.speaker != clip.speaker {
                    nontargets.append(score)
                }
            }
        }
        return (targets, nontargets)
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

    private func normalized(_ range: Range<Int>) throws -> FrameStore {
        try frontEnd.normalize(BackgroundTrainer.copy(range, of: frames))
    }
}
