import Foundation
import NumericCore
import Testing

/// The program at each level of vector instructions that the processor has.
@Suite struct ProcessorLevelTests {
    private static let levels = ProcessorLevel.allCases.filter {
        $0.rawValue <= ProcessorLevel.ofProcessor.rawValue
    }

    private func run(
        _ workspace: Workspace, at level: String, _ arguments: [String]
    ) throws -> Run {
        try workspace.run(arguments, environment: [ProcessorLevel.variable: level])
    }

    @Test(arguments: levels) func doctorNamesTheLevel(level: ProcessorLevel) throws {
        let doctor = try run(Workspace(), at: level.name, ["doctor", "--json"])
        let finding = try #require(
            doctor.objects().first { $0["check"] as? String == "processor level" })
        #expect((finding["detail"] as? String)?.hasPrefix(level.name + ", ") == true)
    }

    @Test func anUnknownLevelIsRefused() throws {
        let refused = try run(Workspace(), at: "avx9", ["doctor"])
        #expect(refused.status == 64)
        #expect(
            refused.errors == "timbre: TIMBRE_PROCESSOR_LEVEL=avx9: expected "
                + Self.levels.map(\.name).joined(separator: ", ")
                + ", the levels that this processor has\n")
        #expect(refused.output == "")
    }

    /// Scores of clips by speaker, at a level from the features on.
    private func scores(at level: ProcessorLevel) throws -> [[String: Double]] {
        let workspace = try Workspace()
        let run = try run(
            workspace, at: level.name,
            ["identify", "--gallery", workspace.gallery(), "--json", "--top", "12"]
                + SyntheticCorpus.speakers.map { SyntheticCorpus.probe($0, 1) })
        return try run.objects().map { answer in
            let candidates = try #require(answer["candidates"] as? [[String: Any]])
            return Dictionary(
                uniqueKeysWithValues: candidates.compactMap { candidate in
                    guard let name = candidate["speaker"] as? String,
                        let score = candidate["score"] as? Double
                    else { return nil }
                    return (name, score)
                })
        }
    }

    /// Rounding of a spectrum in Float, some 1e-7 of a frame's energy, moves the logarithm of a weak
    /// band, and now and then a frame to another rank or another component: 1e-4 of the standard
    /// deviations that scores are in, of which one means something. Ten times that is the bound.
    @Test func scoresAgreeAcrossLevels() throws {
        let all = try Self.levels.map(scores)
        for scores in all.dropFirst() {
            for (one, other) in zip(scores, all[0]) {
                #expect(one.count == 12 && one.keys == other.keys)
                for (name, score) in one {
                    #expect(abs(score - (other[name] ?? .nan)) < 1e-3)
                }
            }
        }
    }

    /// What fuses multiplication and addition computes the same sums in the same order.
    @Test(arguments: ["spherical", "diagonal", "tied", "full"])
    func fusedLevelsFitTheSameBytes(covariance: String) throws {
        let workspace = try Workspace()
        var generator = SeededGenerator(seed: 4)
        let table = (0..<400).map { row in
            (0..<5).map { _ in "\(Double(row % 3) * 4 + generator.normal())" }
                .joined(separator: ",")
        }
        try workspace.write(table.joined(separator: "\n") + "\n", as: "table.csv")
        let models = try Self.levels.filter { $0 != .baseline }.map { level in
            let fit = try run(
                workspace, at: level.name,
                [
                    "mixture", "fit", "table.csv", "--components", "3", "--covariance", covariance,
                    "--output", "\(level.name).safetensors",
                ])
            #expect(fit.status == 0)
            return try workspace.bytes("\(level.name).safetensors")
        }
        #expect(models.allSatisfy { $0 == models.first })
    }
}
