public import ScoreEvaluation

/// Who was taken for whom, as a heat map.
public enum ConfusionChart {
    /// So many speakers' names find room beside each other.
    static let mostSpeakers = 48
    private static let mostNumberedSpeakers = 16

    /// The heat map of the speakers who were taken for another or were another's answer, most
    /// involved first if there are too many; none where nobody was.
    public static func picture(_ confusions: SpeakerConfusions) -> Picture? {
        var involved: [String: Int] = [:]
        for pair in confusions.pairs {
            involved[pair.speaker, default: 0] += pair.count
            involved[pair.takenFor, default: 0] += pair.count
        }
        guard !involved.isEmpty else { return nil }
        let kept = Set(
            involved.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
                .prefix(mostSpeakers).map(\.key))
        let shown = confusions.speakers.filter { kept.contains($0.name) }
        let places = Dictionary(uniqueKeysWithValues: zip(shown.map(\.name), shown.indices))
        var counts = [[Int]](
            repeating: [Int](repeating: 0, count: shown.count), count: shown.count)
        var right = shown.map(\.clips)
        for pair in confusions.pairs {
            guard let row = places[pair.speaker] else { continue }
            right[row] -= pair.count
            if let column = places[pair.takenFor] { counts[row][column] = pair.count }
        }
        for row in shown.indices { counts[row][row] = right[row] }
        return Picture(
            name: "confusion", title: "Confusion between speakers",
            caption: caption(confusions, shown: shown.count, involved: involved.count),
            chart: chart(shown, counts))
    }

    private static func caption(
        _ confusions: SpeakerConfusions, shown: Int, involved: Int
    ) -> String {
        let rest = confusions.speakers.count - involved
        var text = """
            A row is a speaker, a column the answer; the darker, the more of the speaker's clips. \
            All answers are right where only the diagonal is dark.
            """
        if shown < involved {
            text += " The \(shown) speakers with most confusions of \(involved) are shown."
        }
        if rest > 0 {
            text +=
                " \(counted(rest, "further speaker")) \(rest == 1 ? "was" : "were") never confused "
                + "with anybody."
        }
        return text
    }

    private static func chart(_ speakers: [SpeakerConfusions.Speaker], _ counts: [[Int]]) -> Chart {
        let count = speakers.count
        var cells: [Cell] = []
        var numbers: [Layer] = []
        for row in speakers.indices {
            // The first speaker stands at the top.
            let bottom = Double(count - 1 - row)
            for column in speakers.indices where counts[row][column] > 0 {
                let share = Double(counts[row][column]) / Double(max(1, speakers[row].clips))
                let left = Double(column)
                cells.append(
                    Cell(
                        x: left...left + 1, y: bottom...bottom + 1, shade: 0.12 + 0.88 * share))
                if count <= mostNumberedSpeakers {
                    numbers.append(
                        Layer(
                            .text("\(counts[row][column])", at: Point(left + 0.5, bottom + 0.5)),
                            Look.mark))
                }
            }
        }
        // Names take about 15 pixels each.
        let side = max(440, Double(count) * 15 + 150)
        return Chart(
            x: Axis(
                "answer", range: 0...Double(count),
                ticks: speakers.enumerated().map { Tick(Double($0) + 0.5, label: $1.name) },
                hasTurnedLabels: true),
            y: Axis(
                "speaker", range: 0...Double(count),
                ticks: speakers.enumerated().reversed().map {
                    Tick(Double(count - 1 - $0) + 0.5, label: $1.name)
                }),
            layers: [Layer(.cells(cells), Look.measured)] + numbers,
            size: Size(width: side, height: side), isSquare: true)
    }
}
