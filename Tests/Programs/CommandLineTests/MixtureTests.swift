import Foundation
import NumericCore
import Testing

/// Two clusters of 30 rows, of means (0, 100) and (10, 300), standard deviations (1, 10).
enum MixtureData {
    static let rows: [(x: Double, y: Double, kind: String)] = {
        var generator = SeededGenerator(seed: 11)
        return (0..<60).map { n in
            let far = n % 2 == 1
            return (
                (far ? 10 : 0) + generator.normal(),
                (far ? 300 : 100) + 10 * generator.normal(), far ? "far" : "near"
            )
        }
    }()

    static let text =
        "x,y,kind\n" + rows.map { "\($0.x),\($0.y),\($0.kind)\n" }.joined()

    /// A workspace with the table and, once fitted, `m.safetensors`.
    static func workspace(_ fit: String...) throws -> (workspace: Workspace, fitted: Run) {
        let workspace = try Workspace()
        try workspace.write(text, as: "d.csv")
        let fitted = try workspace.run(
            ["mixture", "fit", "d.csv", "--components", "2", "--output", "m.safetensors"] + fit)
        return (workspace, fitted)
    }
}

@Suite struct MixtureTests {
    @Test func fitForPeople() throws {
        let (workspace, run) = try MixtureData.workspace(
            "--plot", "p.svg", "--plot-bound", "b.svg")
        #expect(run.status == 0)
        #expect(run.messages == ["d.csv: left out as text: kind (line 2: 'near')"])
        #expect(
            run.lines.first?.split(separator: " ").map(String.init) == [
                "COMPONENT", "WEIGHT", "x", "y",
            ])
        #expect(run.lines.contains { $0.hasPrefix("data") && $0.hasSuffix("60 rows, 2 columns") })
        #expect(run.lines.contains { $0.hasPrefix("fit") && $0.contains("converged after") })
        for name in ["p.svg", "b.svg"] {
            #expect(String(decoding: try workspace.bytes(name), as: UTF8.self).hasPrefix("<svg"))
        }
        let inspection = try workspace.run("inspect", "m.safetensors")
        #expect(inspection.lines[0].hasSuffix("Gaussian mixture"))
    }

    @Test(arguments: [[], ["--standardize"], ["--standardize", "--pca", "2"]])
    func parametersAreInTheDatasUnits(_ options: [String]) throws {
        let workspace = try Workspace()
        try workspace.write(MixtureData.text, as: "d.csv")
        let run = try workspace.run(
            ["mixture", "fit", "d.csv", "-k", "2", "-o", "m.safetensors", "--json"] + options)
        let object = try #require(try run.objects().first)
        let means = try #require(object["means"] as? [[Double]]).sorted { $0[0] < $1[0] }
        // The clusters are ten deviations apart, so EM finds the means of their rows, to the
        // rounding of sums of thirty.
        for (mean, kind) in zip(means, ["near", "far"]) {
            let rows = MixtureData.rows.filter { $0.kind == kind }
            #expect(abs(mean[0] - rows.reduce(0) { $0 + $1.x } / 30) < 1e-11)
            #expect(abs(mean[1] - rows.reduce(0) { $0 + $1.y } / 30) < 1e-11)
        }
        #expect(object["columns"] as? [String] == ["x", "y"])
        #expect(object["converged"] as? Bool == true)
        let inspected = try workspace.run("mixture", "inspect", "m.safetensors", "--json")
        #expect(inspected.lines == run.lines)
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        let one = try MixtureData.workspace("--starts", "3", "--start", "random-points")
        let two = try MixtureData.workspace(
            "--starts", "3", "--start", "random-points", "--threads", "3")
        #expect(
            try one.workspace.bytes("m.safetensors") == two.workspace.bytes("m.safetensors"))
    }

    @Test func aFitThatDoesNotConvergeSaysSo() throws {
        let (workspace, run) = try MixtureData.workspace(
            "--iterations", "1", "--start", "random-responsibilities", "--starts", "1")
        #expect(run.status == 0)
        #expect(run.lines.contains { $0.hasPrefix("fit") && $0.contains("did not converge") })
        #expect(
            run.messages.dropFirst() == [
                "did not converge in 1 iteration; raise --iterations or --tolerance, or go on "
                    + "with --from m.safetensors"
            ])
        let further = try workspace.run(
            "mixture", "fit", "d.csv", "--from", "m.safetensors", "-o", "n.safetensors", "--json")
        #expect(try further.objects().first?["converged"] as? Bool == true)
    }

    @Test func selectRecommendsTheClustersThatAreThere() throws {
        let (workspace, _) = try MixtureData.workspace()
        let arguments = [
            "mixture", "select", "d.csv", "--components", "1-3", "--covariance", "diagonal,tied",
        ]
        let run = try workspace.run(
            arguments + ["--json", "--output", "best.safetensors", "--plot", "s.svg"])
        #expect(run.status == 0)
        let object = try #require(try run.objects().first)
        #expect((object["candidates"] as? [Any])?.count == 6)
        #expect((object["recommended"] as? [String: Any])?["components"] as? Int == 2)
        #expect(workspace.exists("best.safetensors") && workspace.exists("s.svg"))
        let table = try workspace.run(arguments + ["--criterion", "held-out", "--folds", "3"])
        #expect(table.lines[0].contains("HELD OUT"))
        #expect(table.lines.count(where: { $0.hasPrefix("→") }) == 1)
        #expect(table.lines.last?.hasPrefix("recommended by held-out: 2 ") == true)
    }

    @Test func assignGivesLabelsAndResponsibilities() throws {
        let (workspace, _) = try MixtureData.workspace()
        let run = try workspace.run("mixture", "assign", "d.csv", "--model", "m.safetensors")
        #expect(run.lines[0] == "label,responsibility_0,responsibility_1")
        #expect(run.lines.count == 61)
        let first = try #require(run.lines[1].split(separator: ",").first)
        for (n, line) in run.lines.dropFirst().enumerated() {
            #expect((line.split(separator: ",").first == first) == (n % 2 == 0))
        }
        let piped = try workspace.run(
            "mixture", "assign", "-", "-m", "m.safetensors", "--hard", "--json",
            input: workspace.path("d.csv"))
        #expect(piped.lines.count == 60)
        #expect(piped.lines[0] == "{\"label\":\(first)}")
        for name in ["a.npy", "a.tsv", "a.json"] {
            let file = try workspace.run(
                "mixture", "assign", "d.csv", "-m", "m.safetensors", "-o", name)
            #expect(file.status == 0)
            #expect(file.output == "")
        }
        // 128 bytes of header, 60 rows of three Doubles.
        #expect(try workspace.bytes("a.npy").count == 128 + 60 * 24)
        #expect(
            String(decoding: try workspace.bytes("a.tsv"), as: UTF8.self)
                .hasPrefix("label\tresponsibility_0\tresponsibility_1\n"))
    }

    @Test func scoreGivesRowsOrOneObject() throws {
        let (workspace, fitted) = try MixtureData.workspace("--standardize", "--json")
        let rows = try workspace.run("mixture", "score", "d.csv", "-m", "m.safetensors")
        #expect(rows.lines[0] == "log_density")
        let values = rows.lines.dropFirst().compactMap(Double.init)
        #expect(values.count == 60)
        let run = try workspace.run("mixture", "score", "d.csv", "-m", "m.safetensors", "--json")
        let (object, fit) = (try run.objects()[0], try fitted.objects()[0])
        #expect(object["count"] as? Int == 60)
        let mean = try #require(object["mean_log_likelihood"] as? Double)
        // The same sixty terms in another order.
        #expect(abs(mean - values.reduce(0, +) / 60) < 1e-12)
        // Of the rows it was fitted to, the model is worth what the fit said, to the rounding of
        // some hundred nats.
        for key in ["mean_log_likelihood", "aic", "bic"] {
            let (a, b) = (object[key] as? Double, fit[key] as? Double)
            #expect(abs(try #require(a) - #require(b)) < 1e-10)
        }
    }

    @Test func outliersStandOut() throws {
        let (workspace, _) = try MixtureData.workspace()
        try workspace.write("x,y\n0,100\n5,200\n10,300\n", as: "new.csv")
        let run = try workspace.run(
            "mixture", "outliers", "new.csv", "-m", "m.safetensors", "--false-alarm-rate", "0",
            "--reference", "d.csv")
        #expect(run.status == 0)
        #expect(run.lines[0] == "row,score,outlier")
        #expect(run.lines.dropFirst().map { $0.last } == ["0", "1", "0"])
        let message = try #require(run.messages.first)
        #expect(message.hasPrefix("1 outlier among 3 rows: scores above "))
        #expect(message.hasSuffix("which at most 0.00 % of the rows of d.csv exceed"))
        let own = try workspace.run(
            "mixture", "outliers", "d.csv", "-m", "m.safetensors", "--false-alarm-rate", "0.1",
            "--only", "--json")
        #expect(own.lines.count == 6)
        #expect(try own.objects().allSatisfy { $0["outlier"] as? Bool == true })
        #expect(own.messages.first?.contains("the data themselves") == true)
    }

    @Test func samplesCanBeFittedAgain() throws {
        let (workspace, _) = try MixtureData.workspace("--standardize")
        let run = try workspace.run(
            "mixture", "sample", "-m", "m.safetensors", "--count", "5000", "--seed", "4",
            "--labels", "-o", "s.csv", "--quiet")
        #expect(run.status == 0 && run.errors == "")
        let lines = String(decoding: try workspace.bytes("s.csv"), as: UTF8.self)
            .split(separator: "\n")
        #expect(lines.count == 5001)
        #expect(lines[0] == "x,y,label")
        let again = try workspace.run("mixture", "score", "s.csv", "-m", "m.safetensors", "--json")
        #expect(try again.objects()[0]["count"] as? Int == 5000)
    }

    @Test func fillKeepsWhatIsThere() throws {
        let (workspace, _) = try MixtureData.workspace()
        try workspace.write("y,x\n,0.5\n300,\n100.25,1\n", as: "holes.csv")
        let run = try workspace.run("mixture", "fill", "holes.csv", "-m", "m.safetensors")
        #expect(run.status == 0)
        let rows = run.lines.dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
        #expect(run.lines[0] == "x,y")
        // Within two deviations of the cluster that the known cell names.
        #expect(rows[0][0] == 0.5 && abs(rows[0][1] - 100) < 20)
        #expect(rows[1][1] == 300 && abs(rows[1][0] - 10) < 2)
        #expect(rows[2] == [1, 100.25])
        #expect(run.messages == ["2 cells filled"])
    }

    @Test func compareWithTheTruth() throws {
        let (workspace, _) = try MixtureData.workspace()
        let arguments = ["mixture", "compare", "d.csv", "-k", "2", "--truth", "kind"]
        let run = try workspace.run(
            arguments + ["--json", "--plot", "c.svg", "-o", "labels.csv", "-q"])
        #expect(run.status == 0)
        let object = try #require(try run.objects().first)
        #expect(object["agreement"] as? Double == 1)
        #expect((object["disagreements"] as? [Any])?.isEmpty == true)
        #expect((object["k_means"] as? [String: Any])?["truth_agreement"] as? Double == 1)
        #expect((object["mixture"] as? [String: Any])?["sizes"] as? [Int] == [30, 30])
        #expect(workspace.exists("c.svg") && workspace.exists("labels.csv"))
        let table = try workspace.run(arguments)
        #expect(
            table.lines.contains {
                $0.hasPrefix("they disagree on") && $0.hasSuffix("0 of 60 rows")
            })
    }
}
