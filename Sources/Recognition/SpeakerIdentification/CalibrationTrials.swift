internal import NumericCore
internal import SpeechFeatures

/// Learns from the background's own voices what scores mean: pieces of half a second to four
/// seconds are looked for among some of the voices, now few and now many, with their own and
/// without it.
///
/// Where a speaker has a single clip, its halves share their session, so same-speaker scores come
/// out better here than they will later; different-speaker scores do not know this advantage.
struct CalibrationTrials {
    /// Lengths of pieces, in frames of 10 ms.
    static let pieceFrames = [50, 100, 200, 400]
    /// How many voices are enrolled, at most, when a piece is looked for; one of these is drawn.
    static let gallerySizes = [2, 8, 32, Int.max]
    /// How many of a piece's nontargets are learnt from: of a large gallery no more than of the
    /// smallest, or the number of others would tell by itself which trials are nontargets.
    static let nontargetsPerPiece = 2
    /// The share of strangers' pieces whose best evidence may reach the threshold.
    static let falseIdentificationRate = 0.05

    /// A piece's scores against all voices in every stream.
    private struct Piece {
        let voice: Int
        let measures: QualityMeasures
        let streams: [[Double]]
    }

    private let scoring: ScoringConfiguration
    private let pieces: [Piece]
    private let voices: Int

    /// Scores all pieces.
    init(_ training: TrainingVoices, _ scoring: ScoringConfiguration) throws {
        self.scoring = scoring
        voices = training.voices.count
        let models = try training.models()
        let scorer = ClipScorer(training.background, topComponents: scoring.topComponents)
        let shift = training.frontEnd.configuration.framing.shiftSeconds
        pieces = try orderedMap(count: voices) { voice in
            try training.voices[voice].clips.flatMap { clip in
                try Self.pieces(of: clip.frames).map { range in
                    Piece(
                        voice: voice,
                        measures: QualityMeasures(
                            speechSeconds: Double(range.count) * shift,
                            signalToNoiseDecibels: clip.signalToNoiseDecibels),
                        streams: try scorer.streamScores(
                            of: training.normalized(range), against: models))
                }
            }
        }.flatMap { $0 }
    }

    /// What the scores teach; nil when they are too few or say nothing.
    func scoringConfiguration() throws -> ScoringConfiguration? {
        do {
            var scoring = scoring
            scoring.streamWeights = try weights()
            let outcomes = outcomes(scoring.streamWeights, scoring.normalization)
            scoring.calibration = try Self.calibration(outcomes)
            // What a stranger among them would have been taken for.
            let best = outcomes.compactMap { outcome in
                outcome.nontargets.map {
                    scoring.calibration.logLikelihoodRatio(
                        of: $0.score, $0.measures, others: $0.others)
                }.max()
            }
            scoring.threshold = Self.threshold(best)
            return scoring
        } catch IdentificationError.tooFewScores, IdentificationError.uninformativeScores {
            return nil
        }
    }

    /// The least threshold that no more than the allowed share of strangers reaches.
    static func threshold(_ strangers: [Double]) -> Double {
        let sorted = strangers.sorted()
        let allowed = Int(Double(sorted.count) * falseIdentificationRate)
        // Evidence equal to the threshold is a match.
        return sorted[sorted.count - 1 - allowed].nextUp
    }

    /// A stream counts for as much as a unit of its score says by itself: the slope of its own
    /// calibration, for a second of speech. Streams are added up in nats per frame, so a unit is
    /// one of these, whatever the sum will be normalised by.
    private func weights() throws -> [Double] {
        let count = scoring.streamWeights.count
        let slopes = try (0..<count).map { stream in
            let outcomes = outcomes((0..<count).map { $0 == stream ? 1 : 0 }, .nearestOthers(3))
            return try Self.calibration(outcomes).slope
        }
        let sum = slopes.reduce(0, +)
        return slopes.map { $0 / sum }
    }

    /// What comes out when a piece's voice is enrolled, and when it is not.
    private struct Outcome {
        var targets: [ScoreCalibration.Trial] = []
        var nontargets: [ScoreCalibration.Trial] = []
    }

    private static func calibration(_ outcomes: [Outcome]) throws -> ScoreCalibration {
        try ScoreCalibration(
            targets: outcomes.flatMap(\.targets),
            nontargets: outcomes.flatMap { $0.nontargets.prefix(nontargetsPerPiece) })
    }

    private func outcomes(
        _ weights: [Double], _ normalization: ScoreNormalization
    ) -> [Outcome] {
        pieces.enumerated().map { number, piece in
            let scores = (0..<voices).map { voice in
                zip(weights, piece.streams).reduce(0) { $0 + $1.0 * $1.1[voice] }
            }
            // Drawn, so that the number of others has nothing to do with the length of the piece.
            var generator = SeededGenerator(seed: 0, stream: UInt64(number))
            let size = Self.gallerySizes[
                Int.random(in: 0..<Self.gallerySizes.count, using: &generator)]
            let others = (0..<voices).filter { $0 != piece.voice }.shuffled(using: &generator)
            let cohort = others.suffix(min(TrainingVoices.cohortSize, others.count / 2))
            let enrolled = others.dropLast(cohort.count).prefix(size)
            func trials(_ gallery: [Int]) -> [ScoreCalibration.Trial] {
                normalization.normalized(
                    gallery.map { scores[$0] }, cohort: cohort.map { scores[$0] }
                ).map {
                    ScoreCalibration.Trial(
                        score: $0, measures: piece.measures,
                        others: gallery.count + cohort.count - 1)
                }
            }
            return Outcome(
                // The voice takes the place of another, so that the number of others tells nothing.
                targets: Array(trials([piece.voice] + enrolled.dropLast()).prefix(1)),
                nontargets: trials(Array(enrolled)))
        }
    }

    /// Pieces of the second half, as long as it will take, one of each length.
    private static func pieces(of clip: Range<Int>) -> [Range<Int>] {
        var start = clip.lowerBound + clip.count / 2
        return pieceFrames.compactMap { length in
            guard start + length <= clip.upperBound else { return nil }
            defer { start += length }
            return start..<start + length
        }
    }
}
