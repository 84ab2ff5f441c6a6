import NumericCore
import Timbre

/// Asks a question of many clips and prints an answer per clip, in order.
struct ClipAnswers {
    let console: Console
    let table: AnswerTable

    /// The status that tells the worst of what happened.
    func run(
        _ clips: [Clip],
        _ question: @Sendable (Clip) throws -> (IdentificationLine, [ClipNote])
    ) throws -> ExitStatus {
        var rows = [table.header]
        var status = ExitStatus.done
        let bar = ProgressBar(console)
        try orderedMap(count: clips.count) { index in
            Result { try question(clips[index]) }
        } consume: { index, result in
            let line: IdentificationLine
            switch result {
            case .success(let (answer, notes)):
                line = answer
                for note in notes { console.detail("\(answer.clip): \(note)") }
                status = max(status, answer.status)
            case .failure(let error) where error is GalleryError:
                throw error
            case .failure(let error):
                line = IdentificationLine(unusable: clips[index], error: error)
                status = max(status, ExitStatus(error))
            }
            if let message = line.message {
                bar.clear()
                console.error(message)
            }
            for warning in line.warnings ?? [] {
                bar.clear()
                console.remark("\(line.clip): \(warning.explanation)")
            }
            if console.isJSON {
                try console.result(json: line)
            } else {
                rows.append(table.row(line))
            }
            bar.show(Double(index + 1) / Double(clips.count), clips[index].name)
        }
        bar.clear()
        if !console.isJSON {
            try console.table(rows, rightAligned: table.rightAligned)
        }
        return status
    }
}
