import Foundation
import NumericCore
import Testing

@Suite struct MixtureSelectTests {
    /// Thirty rows of which four are the same: with enough components one collapses on these.
    private static let text: String = {
        var generator = SeededGenerator(seed: 2)
        let rows = (0..<30).map { n in
            n < 4 ? "5,5\n" : "\(generator.normal()),\(generator.normal())\n"
        }
        return "x,y\n" + rows.joined()
    }()

    @Test func flooredMixturesAreToldAndPassedOver() throws {
        let workspace = try Workspace()
        try workspace.write(Self.text, as: "d.csv")
        let arguments = [
            "mixture", "select", "d.csv", "-k", "1,2", "--covariance", "full,full",
        ]
        let table = try workspace.run(arguments)
        #expect(table.status == 0)
        // One line for each of two numbers, though the type is named twice.
        #expect(table.lines.count(where: { $0.contains(" full ") }) == 2)
        #expect(table.lines.contains { $0.hasSuffix(" 1 floored") })
        #expect(table.lines.contains("recommended by bic: 1 full"))
        #expect(
            table.lines.last
                == "passed over: 2 full, better by bic, but the variance floor holds 1 of its 2 "
                + "components")
        let object = try #require(try workspace.run(arguments + ["--json"]).objects().first)
        let candidates = try #require(object["candidates"] as? [[String: Any]])
        #expect(candidates.map { $0["floored_components"] as? Int } == [0, 1])
        #expect(candidates.map { $0["reseeded_components"] as? Int } == [0, 0])
        #expect((object["recommended"] as? [String: Any])?["components"] as? Int == 1)
        #expect((object["passed_over"] as? [String: Any])?["components"] as? Int == 2)
    }

    @Test func whereAllAreFlooredTheRecommendationSaysSo() throws {
        let workspace = try Workspace()
        try workspace.write(Self.text, as: "d.csv")
        let run = try workspace.run("mixture", "select", "d.csv", "-k", "2", "--covariance", "full")
        #expect(run.lines.last == "recommended by bic: 2 full")
        #expect(
            run.messages == [
                "every mixture has components held by the variance floor, the recommended one "
                    + "too: its figures tell of the floor, not of the rows; try fewer components, "
                    + "a simpler covariance, or fewer columns"
            ])
    }

    /// By default ten.
    @Test func severalStartsAreTheDefault() throws {
        let workspace = try Workspace()
        try workspace.write(Self.text, as: "d.csv")
        let arguments = ["mixture", "fit", "d.csv", "-k", "2", "-v", "-o"]
        let usual = try workspace.run(arguments + ["a.safetensors"])
        #expect(usual.messages.count(where: { $0.hasPrefix("start ") }) == 10)
        #expect(usual.messages.first?.hasPrefix("start 1 of 10: ") == true)
        let ten = try workspace.run(arguments + ["b.safetensors", "--starts", "10"])
        #expect(ten.status == 0)
        #expect(try workspace.bytes("a.safetensors") == workspace.bytes("b.safetensors"))
        let further = try workspace.run(
            arguments + ["c.safetensors", "--from", "a.safetensors"])
        #expect(further.messages.first?.hasPrefix("iteration ") == true)
    }
}
