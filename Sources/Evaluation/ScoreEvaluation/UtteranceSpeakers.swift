/// Who speaks in which utterance: Kaldi's utt2spk.
struct UtteranceSpeakers: Sendable {
    private var speakers: [String: String] = [:]
    private var names: Set<String> = []

    /// - Throws: ``EvaluationError`` that names the line.
    init(_ file: TextFile) throws {
        let reader = TrialReader(role: .key, format: .utt2spk)
        try self.init(reader.read(file).rows)
    }

    /// Rows whose clips are the utterances and whose models are the speakers.
    init(_ rows: TrialRows) throws(EvaluationError) {
        let models = rows.models.names
        let clips = rows.clips.names
        for row in rows.rows {
            let speaker = models[Int(row.model)]
            let utterance = clips[Int(row.clip)]
            if let earlier = speakers.updateValue(speaker, forKey: utterance), earlier != speaker {
                throw .conflictingUtterance(
                    file: rows.file, line: Int(row.line), utterance: utterance)
            }
        }
        names = Set(models)
    }

    subscript(_ utterance: String) -> String? { speakers[utterance] }

    /// The speaker of a model that is named by an utterance or by the speaker.
    func speaker(ofModel model: String) -> String? {
        speakers[model] ?? (names.contains(model) ? model : nil)
    }
}
