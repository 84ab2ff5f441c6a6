import Reports
import ScoreEvaluation
import Testing

@Suite struct TimelineChartTests {
    private func chart(_ turns: [(String, Range<Double>)], seconds: Double) -> Chart {
        TimelineChart.chart(
            "talk",
            turns.map { SpeakerTurn(recording: "talk", seconds: $0.1, speaker: $0.0) },
            unknown: "unknown", seconds: seconds)
    }

    private func cells(_ chart: Chart) -> [Cell] {
        chart.layers.flatMap { layer in
            if case .cells(let cells) = layer.mark { cells } else { [Cell]() }
        }
    }

    @Test func everyoneHasARowFromTheTop() throws {
        let turns = [("unknown", 0.0..<3), ("bo", 3.0..<5), ("ada", 6.0..<7), ("bo", 8.0..<9)]
        let chart = chart(turns, seconds: 10)
        // Ticks go upwards.
        #expect(chart.y.ticks?.map(\.label) == ["unknown", "ada", "bo"])
        #expect(chart.y.ticks?.map(\.value) == [0.5, 1.5, 2.5])
        let cells = cells(chart)
        #expect(cells.map { Int($0.y.lowerBound) } == [2, 1, 2, 0])
        #expect(cells.map(\.x) == [3...5, 6...7, 8...9, 0...3])
        // Whoever is unknown is paler.
        #expect(cells[3].shade < cells[0].shade)
        #expect(chart.x.range == 0...10)
    }

    @Test(arguments: [
        (10.0, "0:01", 11), (100, "0:10", 11), (3599, "5:00", 12), (7200, "0:10:00", 13),
    ]) func timesAreWrittenAsOnAClock(seconds: Double, second: String, count: Int) {
        let ticks = chart([("ada", 0..<1)], seconds: seconds).x.ticks ?? []
        #expect(ticks.count == count)
        #expect(ticks.dropFirst().first?.label == second)
    }

    @Test func aRecordingWithoutTurnsHasAnEmptyChart() {
        #expect(chart([], seconds: 0).svg().contains("no data"))
    }

    @Test func theReferenceLiesBelowTheAnswer() {
        let turn = SpeakerTurn(recording: "talk", seconds: 0..<2, speaker: "ada")
        let chart = TimelineChart.chart(
            "talk", [turn], unknown: "unknown", reference: [turn], seconds: 2)
        let cells = cells(chart)
        #expect(cells.count == 2)
        #expect(cells[1].y.upperBound < cells[0].y.lowerBound)
    }
}
