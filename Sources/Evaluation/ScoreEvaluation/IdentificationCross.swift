/// Trials read as identification: every clip was compared with every model.
///
/// The best model's name is the answer to a clip. Ties count against the system, as in
/// ``IdentificationOutcome/rank``.
struct IdentificationCross: Sendable {
    /// A clip's result.
    struct Clip: Sendable {
        /// The number of the clip's speaker.
        var speaker: UInt32
        /// The true model's place, from 1; 0 for a stranger's clip.
        var rank: Int
        /// The highest score.
        var best: Double
        /// The model that has it; of several the one whose name comes first.
        var winner: UInt32
    }

    /// Every clip that was heard.
    let clips: [Clip]
    /// The number of models.
    let models: Int

    /// - Throws: ``Obstacle``.
    init(_ trials: ScoredTrials, speakers: SpeakerComponents) throws(Obstacle) {
        let table = trials.table
        var heard = [Int](repeating: 0, count: table.clips.count)
        var asked = [Bool](repeating: false, count: table.models.count)
        var own = [Double?](repeating: nil, count: table.clips.count)
        var last: UInt64?
        for row in table.rows {
            // A key may list a trial twice.
            guard row.key != last else { throw .incomplete }
            last = row.key
            heard[Int(row.clip)] += 1
            asked[Int(row.model)] = true
            guard row.isTarget else { continue }
            guard own[Int(row.clip)] == nil else {
                throw .severalModels(clip: table.clips[row.clip])
            }
            own[Int(row.clip)] = row.score
        }
        let models = asked.count(where: \.self)
        guard models > 1 else { throw .oneModel }
        guard heard.allSatisfy({ $0 == 0 || $0 == models }) else { throw .incomplete }
        self.models = models
        // Places of the models' names in order.
        let names = table.models.names
        var places = [Int](repeating: 0, count: names.count)
        for (place, model) in names.indices.sorted(by: { names[$0] < names[$1] }).enumerated() {
            places[model] = place
        }
        var clips = speakers.clips.map {
            Clip(speaker: $0, rank: 0, best: -.infinity, winner: .max)
        }
        for row in table.rows {
            let index = Int(row.clip)
            if let own = own[index], row.score >= own { clips[index].rank += 1 }
            let winner = clips[index].winner
            if winner == .max || row.score > clips[index].best
                || (row.score == clips[index].best && places[Int(row.model)] < places[Int(winner)])
            {
                clips[index].best = row.score
                clips[index].winner = row.model
            }
        }
        self.clips = zip(clips, heard).filter { $0.1 > 0 }.map(\.0)
    }

    /// Why trials are no identification.
    enum Obstacle: Error, Equatable, CustomStringConvertible {
        case oneModel
        case incomplete
        case severalModels(clip: String)

        var description: String {
            switch self {
            case .oneModel: "there is a single model"
            case .incomplete: "not every clip was scored against every model"
            case .severalModels(let clip):
                "clip '\(clip)' is a target of more than one model"
            }
        }
    }
}

extension ClosedSetScores {
    /// - Throws: ``EvaluationError`` when there is no clip of an enrolled speaker.
    init(_ cross: IdentificationCross) throws(EvaluationError) {
        try self.init(
            ranks: cross.clips.lazy.map(\.rank).filter { $0 > 0 }, candidateCount: cross.models)
    }
}

extension OpenSetScores {
    /// - Throws: ``EvaluationError`` when there is no clip of an enrolled speaker or none of a
    ///   stranger.
    init(_ cross: IdentificationCross) throws(EvaluationError) {
        try self.init(
            strangers: cross.clips.filter { $0.rank == 0 }.map(\.best),
            hits: cross.clips.filter { $0.rank == 1 }.map(\.best),
            enrolledCount: cross.clips.count { $0.rank > 0 })
    }
}

extension IdentificationResampling {
    init(_ cross: IdentificationCross, speakers: SpeakerComponents) {
        self.init(
            cross.clips.map { ($0.best, Int($0.speaker), $0.rank == 0 ? nil : $0.rank) },
            enrolled: speakers.enrolled, strangers: speakers.strangers)
    }
}
