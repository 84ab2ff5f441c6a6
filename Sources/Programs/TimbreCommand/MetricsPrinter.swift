import Reports
import ScoreEvaluation

/// Prints the figures of `timbre metrics`: tables for people, or a JSON object a line.
struct MetricsPrinter {
    let console: Console
    /// Whether the mean over the operating points is a figure of its own.
    let averages: Bool

    func show(_ report: MetricsReport) throws {
        if console.isJSON {
            try console.result(json: report)
        } else {
            try console.table(PageTable("Figures", report.namedFigures(averages: averages)))
        }
    }

    private struct ConditionLine: Encodable {
        let by: String
        let value: String
        let metrics: MetricsReport?
    }

    /// Conditions, a line each.
    func show(_ conditions: [(condition: String, report: MetricsReport?)], by column: String) throws
    {
        guard console.isJSON else {
            try console.result("")
            try console.table(PageTable(conditions, by: column))
            return
        }
        for (condition, report) in conditions {
            try console.result(json: ConditionLine(by: column, value: condition, metrics: report))
        }
    }

    private struct SpeakerLine: Encodable {
        struct Trials: Encodable {
            let count: Int
            let errors: Int
            let errorRate: Double?
            let meanScore: Double?

            init(_ trials: SpeakerFigures.Trials) {
                count = trials.count
                errors = trials.errors
                errorRate = trials.errorRate
                meanScore = trials.meanScore
            }
        }
        let by = "speaker"
        let value: String
        let enrolled: Bool
        let own: Trials
        let asModel: Trials
        let asVoice: Trials
        let takenFor: [String: Int]
    }

    /// Speakers, a line each.
    func show(_ speakers: [SpeakerFigures], confusions: [SpeakerConfusion]) throws {
        guard console.isJSON else {
            try console.result("")
            try console.table(PageTable(speakers, confusions: confusions))
            return
        }
        let confusions = Dictionary(grouping: confusions, by: \.speaker)
        for speaker in speakers {
            let pairs = (confusions[speaker.name] ?? []).map { ($0.takenFor, $0.count) }
            try console.result(
                json: SpeakerLine(
                    value: speaker.name, enrolled: speaker.isEnrolled, own: .init(speaker.own),
                    asModel: .init(speaker.asModel), asVoice: .init(speaker.asVoice),
                    takenFor: Dictionary(pairs, uniquingKeysWith: +)))
        }
    }
}
