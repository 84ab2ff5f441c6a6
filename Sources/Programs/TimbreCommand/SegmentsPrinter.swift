import Reports
import FileStorage
import ScoreEvaluation
import Timbre

/// Tells recordings apart one by one and prints who speaks when.
struct SegmentsPrinter {
    /// What whoever is not enrolled is called.
    static let unknown = "unknown"

    let console: Console
    /// The enrolled speakers' names.
    let enrolled: [String]
    /// Who really speaks when.
    let truth: [SpeakerTurn]?
    let collar: Double

    typealias Question = (Clip, (Double) -> Void) throws -> RecordingSegmentation

    /// Prints the turns of each recording, writes them as RTTM and draws those of one, where asked.
    func run(
        _ clips: [Clip], rttm: String?, picture: String?, _ question: Question
    ) throws -> ExitStatus {
        var rows = [["CLIP", "FROM", "TO", "SECONDS", "SPEAKER", "SCORE"]]
        var answer: [SpeakerTurn] = []
        var status = ExitStatus.done
        let bar = ProgressBar(console)
        for clip in clips {
            let segmentation: RecordingSegmentation
            do {
                segmentation = try question(clip) { bar.show($0, clip.name) }
            } catch let error as GalleryError {
                throw error
            } catch {
                bar.clear()
                console.error(clip.message(error))
                if console.isJSON {
                    try console.result(json: IdentificationLine(unusable: clip, error: error))
                }
                status = max(status, ExitStatus(error))
                continue
            }
            bar.clear()
            for note in segmentation.notes { console.detail("\(clip.name): \(note)") }
            if segmentation.turns.isEmpty { console.remark("\(clip.name): no speech in it") }
            for turn in segmentation.turns {
                let line = TurnLine(clip: clip.name, turn)
                if console.isJSON {
                    try console.result(json: line)
                } else {
                    rows.append(line.row)
                }
            }
            let turns = Self.turns(segmentation)
            answer += turns
            if let picture { try draw(segmentation, turns, to: picture) }
        }
        if !console.isJSON { try console.table(rows, rightAligned: [1, 2, 3, 5]) }
        if let rttm {
            try AtomicFile.write(Array(TranscriptionTimeMarks.write(answer).utf8), to: rttm)
        }
        if let truth { try compare(answer, with: truth, clips) }
        return status
    }

    private static func turns(_ segmentation: RecordingSegmentation) -> [SpeakerTurn] {
        segmentation.turns.map { turn in
            var name = unknown
            if case .match(let speaker) = turn.speaker { name = speaker }
            return SpeakerTurn(
                recording: recording(segmentation.name), seconds: turn.seconds,
                speaker: TranscriptionTimeMarks.field(name))
        }
    }

    /// What RTTM calls a recording: its file's name.
    private static func recording(_ clip: String) -> String {
        TranscriptionTimeMarks.field(OutputFolder.baseName(clip))
    }

    /// The reference's turns in a recording; whoever is not enrolled cannot but be unknown.
    private func reference(_ turns: [SpeakerTurn], of recording: String) -> [SpeakerTurn] {
        let names = Set(enrolled.map(TranscriptionTimeMarks.field))
        return turns.filter { $0.recording == recording }.map { turn in
            var turn = turn
            if !names.contains(turn.speaker) { turn.speaker = Self.unknown }
            return turn
        }
    }

    private func draw(
        _ segmentation: RecordingSegmentation, _ turns: [SpeakerTurn], to path: String
    ) throws {
        let chart = TimelineChart.chart(
            segmentation.name, turns, unknown: Self.unknown,
            reference: reference(truth ?? [], of: Self.recording(segmentation.name)),
            seconds: segmentation.durationSeconds)
        try AtomicFile.write(Array(chart.svg().utf8), to: path)
    }

    private func compare(
        _ answer: [SpeakerTurn], with truth: [SpeakerTurn], _ clips: [Clip]
    ) throws {
        let recordings = clips.map { Self.recording($0.name) }
        let known = Set(truth.map(\.recording))
        for (recording, clip) in zip(recordings, clips) where !known.contains(recording) {
            console.error(
                "\(clip.name): the reference has no turns of \(recording); left out of the error "
                    + "rate")
        }
        let compared = Set(recordings).intersection(known)
        let errors = DiarizationErrors(
            reference: compared.sorted().flatMap { reference(truth, of: $0) },
            answer: answer.filter { compared.contains($0.recording) }, collar: collar)
        if console.isJSON { return try console.result(json: ErrorLine(errors)) }
        guard let rate = errors.rate else { return }
        func share(_ seconds: Double) -> String { percent(seconds / errors.speech) }
        try console.result(
            "DER \(percent(rate)): missed \(share(errors.missed)), false alarms "
                + "\(share(errors.falseAlarms)), confusion \(share(errors.confusion)) of "
                + "\(fixed(errors.speech, 1)) s of speech")
    }
}

/// What is printed of one turn.
private struct TurnLine: Encodable {
    let clip: String
    let startSeconds: Double
    let endSeconds: Double
    let decision: String
    var speaker: String?
    let score: Double?

    init(clip: String, _ turn: SpeakerTimeline.Turn) {
        self.clip = clip
        startSeconds = turn.seconds.lowerBound
        endSeconds = turn.seconds.upperBound
        score = turn.score
        switch turn.speaker {
        case .match(let name): (decision, speaker) = ("match", name)
        case .unknown: decision = SegmentsPrinter.unknown
        }
    }

    var row: [String] {
        [
            clip, clock(startSeconds), clock(endSeconds), fixed(endSeconds - startSeconds, 1),
            speaker ?? decision, score.map { fixed($0, 2) } ?? "",
        ]
    }
}

/// What is printed of the comparison with a reference.
private struct ErrorLine: Encodable {
    let diarizationErrorRate: Double?
    let speechSeconds: Double
    let missedSeconds: Double
    let falseAlarmSeconds: Double
    let confusionSeconds: Double

    init(_ errors: DiarizationErrors) {
        diarizationErrorRate = errors.rate
        speechSeconds = errors.speech
        missedSeconds = errors.missed
        falseAlarmSeconds = errors.falseAlarms
        confusionSeconds = errors.confusion
    }
}
