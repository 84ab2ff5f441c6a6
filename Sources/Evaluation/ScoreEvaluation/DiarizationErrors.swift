/// How well it was told who speaks when, in seconds, and as the diarisation error rate
///
///     DER = (missed + false alarms + confusion) / speech
///
/// ("The 2009 (RT-09) Rich Transcription Meeting Recognition Evaluation Plan", section 6). At a
/// moment when R people speak by the reference, H by the answer and C by both, R counts as speech,
/// R − H as missed or H − R as false alarm, and min(R, H) − C as confusion. Names stand for
/// themselves: nobody looks for the mapping between two sets of labels that is the most favourable,
/// as where speakers are told apart and not recognised.
///
/// ```swift
/// let reference = [SpeakerTurn(recording: "a", seconds: 0..<4, speaker: "ada")]
/// let answer = [SpeakerTurn(recording: "a", seconds: 1..<5, speaker: "ada")]
/// let errors = DiarizationErrors(reference: reference, answer: answer, collar: 0.25)
/// errors.missed       // 0.75
/// errors.falseAlarms  // 0.75
/// errors.rate         // 1.5 / 3.5
/// ```
public struct DiarizationErrors: Sendable, Equatable {
    /// Speech that counts, in seconds; of people who speak at once, of each.
    public private(set) var speech = 0.0
    /// Speech of nobody in the answer.
    public private(set) var missed = 0.0
    /// Somebody in the answer who is nobody in the reference.
    public private(set) var falseAlarms = 0.0
    /// Speech of one that is another's in the answer.
    public private(set) var confusion = 0.0

    /// DER, a fraction that may exceed 1; nil without speech.
    public var rate: Double? {
        speech > 0 ? (missed + falseAlarms + confusion) / speech : nil
    }

    /// Compares turns of one recording or several.
    ///
    /// - Parameters:
    ///   - reference: who speaks when.
    ///   - answer: who is said to.
    ///   - collar: seconds around each beginning and end of the reference's turns that do not
    ///     count, since nobody knows them so well; 0.25 in NIST's evaluations.
    public init(reference: [SpeakerTurn], answer: [SpeakerTurn], collar: Double = 0.25) {
        for recording in Set((reference + answer).map(\.recording)).sorted() {
            add(
                reference.filter { $0.recording == recording },
                answer.filter { $0.recording == recording }, collar)
        }
    }

    private enum Role { case reference, answer, collar }

    private mutating func add(
        _ reference: [SpeakerTurn], _ answer: [SpeakerTurn], _ collar: Double
    ) {
        var changes: [(time: Double, role: Role, speaker: String, step: Int)] = []
        func note(_ role: Role, _ speaker: String, from start: Double, to end: Double) {
            changes += [(start, role, speaker, 1), (end, role, speaker, -1)]
        }
        for turn in reference {
            let (start, end) = (turn.seconds.lowerBound, turn.seconds.upperBound)
            note(.reference, turn.speaker, from: start, to: end)
            for time in [start, end] {
                note(.collar, "", from: time - collar, to: time + collar)
            }
        }
        for turn in answer {
            note(
                .answer, turn.speaker, from: turn.seconds.lowerBound, to: turn.seconds.upperBound)
        }
        changes.sort { $0.time < $1.time }
        // Turns of one speaker may overlap: who speaks is counted, not noted.
        var speaking: [Role: [String: Int]] = [:]
        for (change, next) in zip(changes, changes.dropFirst()) {
            let count = speaking[change.role]?[change.speaker] ?? 0
            speaking[change.role, default: [:]][change.speaker] =
                count + change.step == 0 ? nil : count + change.step
            guard speaking[.collar, default: [:]].isEmpty else { continue }
            add(
                seconds: next.time - change.time, Set(speaking[.reference, default: [:]].keys),
                Set(speaking[.answer, default: [:]].keys))
        }
    }

    private mutating func add(seconds: Double, _ reference: Set<String>, _ answer: Set<String>) {
        let right = reference.intersection(answer).count
        speech += seconds * Double(reference.count)
        missed += seconds * Double(max(0, reference.count - answer.count))
        falseAlarms += seconds * Double(max(0, answer.count - reference.count))
        confusion += seconds * Double(min(reference.count, answer.count) - right)
    }
}
