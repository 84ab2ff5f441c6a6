import Testing

@Suite struct VerifyTests {
    private static let ada = SyntheticCorpus.probe("ada", 1)
    // Scores are calibrated on people, not on synthesisers; of these voices nils' is the furthest
    // from ada's.
    private static let nils = SyntheticCorpus.probe("nils", 1)

    @Test func claimsAreAcceptedAndRejected() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let base = ["verify", "--gallery", gallery, "--json", "ada"]
        let right = try workspace.run(base + [Self.ada])
        #expect(right.status == 0)
        let accept = try #require(right.objects().first)
        #expect(Set(accept.keys) == IdentifyTests.answerKeys)
        #expect(accept["decision"] as? String == "accept")
        let wrong = try workspace.run(base + [Self.ada, Self.nils])
        #expect(wrong.status == 1)
        let reject = try #require(wrong.objects().last)
        #expect(Set(reject.keys) == IdentifyTests.answerKeys)
        #expect(reject["decision"] as? String == "reject")
        // Who was claimed is told in any case.
        #expect(reject["speaker"] as? String == "ada")
        let candidates = try #require(reject["candidates"] as? [[String: Any]])
        #expect(candidates.map { $0["speaker"] as? String } == ["ada"])
        #expect(wrong.errors == "")
    }

    /// The score is compared with the threshold: a claim is accepted at its own score, and no
    /// longer just above.
    @Test func theThresholdIsTheLeastScore() throws {
        let workspace = try Workspace()
        let base = ["verify", "--gallery", try workspace.gallery(), "--json", "ada", Self.nils]
        // Foundation's own reading of JSON may lose the last bit.
        let text = try #require(workspace.run(base).output.firstMatch(of: /"score":([-.e\d]+)/)).1
        let score = try #require(Double(text))
        #expect(try workspace.run(base + ["--threshold=\(text)"]).status == 0)
        #expect(try workspace.run(base + ["--threshold=\(score.nextUp)"]).status == 1)
    }

    @Test func theTableTellsDecisionAndThreshold() throws {
        let workspace = try Workspace()
        let run = try workspace.run(
            "verify", "--gallery", workspace.gallery(), "ada", Self.ada, Self.nils)
        #expect(run.status == 1)
        try #require(run.lines.count == 3)
        let header = run.lines[0].split(separator: " ").map(String.init)
        #expect(header == ["CLIP", "DECISION", "SCORE", "THRESHOLD", "PROBABILITY", "SPEECH"])
        #expect(run.lines[1].hasPrefix("\(Self.ada)   accept "))
        #expect(run.lines[2].hasPrefix("\(Self.nils)  reject "))
    }

    @Test func unusableClipsAndUnknownNamesAreTold() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        try workspace.write("hello\n", as: "text.wav")
        let run = try workspace.run("verify", "--gallery", gallery, "ada", "text.wav", Self.ada)
        #expect(run.status == 65)
        #expect(run.lines.count == 3)
        let nobody = try workspace.run("verify", "--gallery", gallery, "zeno", Self.ada)
        #expect(nobody.status == 66)
        #expect(nobody.output == "")
        #expect(
            nobody.messages == [
                "no speaker named zeno in the gallery; timbre speakers list shows who there is"
            ])
    }
}
