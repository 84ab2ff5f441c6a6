internal import NumericCore
internal import SpeakerIdentification
internal import SpeechFeatures

/// The evidence for each speaker along a recording.
struct SpeakerTimeline {
    /// A part of a stretch of speech, and what its window says.
    private struct Step {
        let seconds: Range<Double>
        /// The share of the window that the step is.
        let share: Double
        /// One value per enrolled speaker, in nats; empty where the window cannot be answered.
        let evidence: [Double]
    }

    private let ranking: SpeakerRanking
    private let options: SegmentationOptions
    private var steps: [Step] = []

    init(_ ranking: SpeakerRanking, _ options: SegmentationOptions) {
        self.ranking = ranking
        self.options = options
    }

    /// Asks who speaks in a stretch, step by step.
    mutating func add(_ stretch: SpeechStretch) throws {
        let rate = Double(ranking.analyzer.sampleRate)
        let count = stretch.samples.count
        let ranges = shardRanges(
            count: count, shards: Int((Double(count) / (options.stepSeconds * rate)).rounded()))
        let window = min(count, Int(options.windowSeconds * rate))
        let ranking = ranking
        steps += try orderedMap(count: ranges.count) { index in
            let range = ranges[index]
            let centred = range.lowerBound + (range.count - window) / 2
            let start = max(0, min(centred, count - window))
            let clip = try ranking.analyzer.analyze(
                samples: Array(stretch.samples[start..<start + window]), name: "-")
            let from = stretch.start + range.lowerBound
            return Step(
                seconds: Double(from) / rate..<Double(from + range.count) / rate,
                share: Double(range.count) / Double(window),
                evidence: clip.report.quality == .ok ? try ranking.ratios(of: clip) : [])
        }
    }

    /// Who speaks when, as far as it has been heard.
    func turns() -> [RecordingSegmentation.Turn] {
        let models = ranking.enrolled.models
        let path = SmoothedPath.best(steps.map(rewards), changeCost: options.changeCost)
        var turns: [RecordingSegmentation.Turn] = []
        var sums: (evidence: [Double], seconds: Double) = ([], 0)
        var last: Int?
        func finishTurn() {
            guard let state = last, !sums.evidence.isEmpty else { return }
            let sum = state == 0 ? sums.evidence.max() : sums.evidence[state - 1]
            turns[turns.count - 1].score = sum.map { $0 / sums.seconds }
        }
        for (step, state) in zip(steps, path) {
            if state == last, turns[turns.count - 1].seconds.upperBound == step.seconds.lowerBound {
                turns[turns.count - 1].seconds =
                    turns[turns.count - 1].seconds.lowerBound..<step.seconds.upperBound
            } else {
                finishTurn()
                sums = ([], 0)
                last = state
                turns.append(
                    RecordingSegmentation.Turn(
                        seconds: step.seconds,
                        speaker: state == 0
                            ? .unknown : .match(speaker: models[state - 1].speaker)))
            }
            guard !step.evidence.isEmpty else { continue }
            let seconds = step.seconds.upperBound - step.seconds.lowerBound
            if sums.evidence.isEmpty { sums.evidence = step.evidence.map { _ in 0 } }
            for index in step.evidence.indices {
                sums.evidence[index] += seconds * step.evidence[index]
            }
            sums.seconds += seconds
        }
        finishTurn()
        return turns
    }

    /// What each state is worth: unknown, which wins where all are alike, then the speakers.
    private func rewards(_ step: Step) -> [Double] {
        guard !step.evidence.isEmpty else {
            return [Double](repeating: 0, count: ranking.enrolled.models.count + 1)
        }
        return [step.share * ranking.threshold] + step.evidence.map { step.share * $0 }
    }
}
