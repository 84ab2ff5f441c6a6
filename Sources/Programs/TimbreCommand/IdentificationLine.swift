import Foundation
import Timbre

/// What is printed of one clip.
struct IdentificationLine: Encodable {
    struct CandidateEntry: Encodable {
        let speaker: String
        let score: Double
        let probability: Double
    }

    let clip: String
    let decision: String
    var speaker: String?
    var score: Double?
    var probability: Double?
    var threshold: Double?
    var candidates: [CandidateEntry]?
    var durationSeconds: Double?
    var speechSeconds: Double?
    var snrDecibels: Double?
    var highBandDecibels: Double?
    let quality: String
    /// Left out where there are none.
    var warnings: [ClipWarning]?
    var message: String?

    /// A clip in which somebody was looked for: one of all, or one who was claimed.
    init(_ identification: Identification, top: Int, claimed: String? = nil) {
        let report = identification.clip
        clip = report.name
        quality = report.quality.rawValue
        durationSeconds = report.durationSeconds
        speechSeconds = report.speechSeconds
        snrDecibels = report.signalToNoiseDecibels
        highBandDecibels = report.highBandDecibels
        warnings = report.warnings.isEmpty ? nil : report.warnings
        speaker = claimed
        guard let answer = identification.decision else {
            decision = "unusable"
            message = "\(report.name): \(report.quality.explanation)"
            return
        }
        switch answer {
        case .match(let name):
            speaker = name
            decision = claimed == nil ? "match" : "accept"
        case .unknown:
            decision = claimed == nil ? "unknown" : "reject"
        }
        score = identification.candidates.first?.score
        probability = identification.candidates.first?.probability
        threshold = identification.threshold.isFinite ? identification.threshold : nil
        candidates = identification.candidates.prefix(top).map {
            CandidateEntry(speaker: $0.speaker, score: $0.score, probability: $0.probability)
        }
    }

    /// A clip that could not even be read.
    init(unusable clip: Clip, error: any Error) {
        self.clip = clip.name
        decision = "unusable"
        quality = clipFault(error)
        message = clip.message(error)
    }

    /// What the answer means for the program's exit code.
    var status: ExitStatus {
        switch decision {
        case "unknown", "reject": .unknown
        case "unusable": .badData
        default: .done
        }
    }
}
