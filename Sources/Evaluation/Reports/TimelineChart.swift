public import ScoreEvaluation

/// Who speaks when, as bars along the time: a row for each speaker.
public enum TimelineChart {
    /// So many rows find room; more speakers than this share the last.
    private static let mostRows = 40

    /// The timeline of one recording.
    ///
    /// - Parameters:
    ///   - title: what stands above it.
    ///   - turns: who speaks when.
    ///   - unknown: the name of whoever is unknown, whose row is the last and paler.
    ///   - reference: who really speaks when, as thin lines below the bars; empty if nobody knows.
    ///   - seconds: the recording's length.
    /// - Returns: the chart, as high as its rows need.
    public static func chart(
        _ title: String, _ turns: [SpeakerTurn], unknown: String, reference: [SpeakerTurn] = [],
        seconds: Double
    ) -> Chart {
        let rows = rows(turns + reference, unknown: unknown)
        let places = Dictionary(uniqueKeysWithValues: zip(rows, rows.indices))
        func row(_ name: String) -> Double {
            // The first speaker stands at the top.
            Double(rows.count - 1 - (places[name] ?? rows.count - 1))
        }
        // Room for the reference below, where there is one.
        let bars = reference.isEmpty ? 0.2...0.8 : 0.3...0.85
        let known = turns.filter { $0.speaker != unknown }
        let others = turns.filter { $0.speaker == unknown }
        func cells(_ turns: [SpeakerTurn], _ height: ClosedRange<Double>, _ shade: Double) -> Mark {
            .cells(
                turns.filter { !$0.seconds.isEmpty }.map { turn in
                    let bottom = row(turn.speaker)
                    return Cell(
                        x: turn.seconds.lowerBound...turn.seconds.upperBound,
                        y: bottom + height.lowerBound...bottom + height.upperBound, shade: shade)
                })
        }
        var layers: [Layer] = (1..<max(1, rows.count)).map {
            Layer(.horizontalRule(Double($0)), Style(color: .gray, opacity: 0.25))
        }
        layers += [
            Layer(cells(known, bars, 1), Look.measured),
            Layer(cells(others, bars, 0.4), Look.measured),
        ]
        if !reference.isEmpty {
            layers.append(Layer(cells(reference, 0.12...0.22, 1), Look.mark))
        }
        let length = max(seconds, 1)
        return Chart(
            title,
            subtitle: reference.isEmpty ? "" : "bars: answer; thin black lines: reference",
            x: Axis(
                "time in the recording, \(unit(length))", range: 0...length, ticks: ticks(length)),
            y: Axis(
                "", range: 0...Double(max(1, rows.count)),
                ticks: rows.map { Tick(row($0) + 0.5, label: $0) }.reversed()),
            layers: layers,
            size: Size(width: 960, height: 120 + 26 * Double(max(2, rows.count))))
    }

    /// The speakers as they are first heard, the unknown one last.
    private static func rows(_ turns: [SpeakerTurn], unknown: String) -> [String] {
        var names: [String] = []
        for turn in turns.sorted(by: { $0.seconds.lowerBound < $1.seconds.lowerBound })
        where turn.speaker != unknown && !names.contains(turn.speaker) {
            names.append(turn.speaker)
        }
        if names.count > mostRows { names = Array(names[..<mostRows]) }
        return turns.contains { $0.speaker == unknown } ? names + [unknown] : names
    }

    /// Ticks at whole seconds, minutes or hours.
    private static func ticks(_ seconds: Double) -> [Tick] {
        let step =
            [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400].first {
                seconds / Double($0) <= 12
            } ?? max(1, Int(seconds / 12))
        return stride(from: 0, through: Int(seconds), by: step).map { time in
            let rest = "\(time % 60 < 10 ? "0" : "")\(time % 60)"
            guard seconds >= 3600 else { return Tick(Double(time), label: "\(time / 60):\(rest)") }
            let minutes = "\(time / 60 % 60 < 10 ? "0" : "")\(time / 60 % 60)"
            return Tick(Double(time), label: "\(time / 3600):\(minutes):\(rest)")
        }
    }

    private static func unit(_ seconds: Double) -> String {
        seconds >= 3600 ? "hours:minutes:seconds" : "minutes:seconds"
    }
}
