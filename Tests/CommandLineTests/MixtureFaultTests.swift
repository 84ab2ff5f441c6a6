import Testing

@Suite struct MixtureFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let arguments: String
        let status: Int32
        let message: String
        var testDescription: String { arguments }
    }

    static let fit = "-k 2 -o n.safetensors"
    static let faults: [Fault] = [
        Fault(
            arguments: "fit none.csv \(fit)", status: 66,
            message: "none.csv: cannot open: No such file or directory"),
        Fault(
            arguments: "fit words.csv \(fit)", status: 65,
            message: "words.csv: no column of numbers; check the separator and the header"),
        Fault(
            arguments: "fit holes.csv \(fit)", status: 65,
            message: "holes.csv: row 2, column 'y': the cell is missing; fill it, leave the row "
                + "out, or let missing cells be integrated out (marginalize)"),
        Fault(
            arguments: "fit d.csv --columns z \(fit)", status: 64,
            message: "d.csv: no column 'z'; it has x, y, kind"),
        Fault(
            arguments: "fit d.csv -k 61 -o n.safetensors", status: 65,
            message: "60 rows are too few for 61 components; give more data or ask for fewer "
                + "components"),
        Fault(
            arguments: "fit d.csv -k 2 -o none/n.safetensors", status: 73,
            message: "none/n.safetensors: cannot write: there is no folder"),
        Fault(
            arguments: "assign d.csv -m none.safetensors", status: 66,
            message: "none.safetensors: no such file, or it cannot be read"),
        Fault(
            arguments: "assign d.csv -m d.csv", status: 65,
            message: "d.csv: not a usable model file: "),
        Fault(
            arguments: "score other.csv -m m.safetensors", status: 64,
            message: "other.csv: no column 'y' of numbers, as the model has; it has x, z"),
        Fault(
            arguments: "score bare.csv -m m.safetensors", status: 65,
            message: "bare.csv: 2 columns of numbers expected, as the model has, got 3; choose "
                + "the columns that it was fitted to"),
        Fault(
            arguments: "sample -m m.safetensors --count 2 -o none/s.csv", status: 73,
            message: "none/s.csv: cannot write: there is no folder"),
    ]

    @Test(arguments: faults) func whatIsWrongIsSaid(_ fault: Fault) throws {
        let (workspace, _) = try MixtureData.workspace()
        try workspace.write("a,b\nc,d\ne,f\n", as: "words.csv")
        try workspace.write("x,y\n1,2\n3,\n4,5\n", as: "holes.csv")
        try workspace.write("x,z\n1,2\n3,4\n", as: "other.csv")
        try workspace.write("1,2,3\n3,4,5\n", as: "bare.csv")
        let run = try workspace.run(
            ["mixture"] + fault.arguments.split(separator: " ").map(String.init))
        #expect(run.status == fault.status)
        #expect(run.output == "")
        #expect(run.messages.count == 1)
        #expect(run.messages.first?.hasPrefix(fault.message) == true, "\(run.messages)")
        #expect(!workspace.exists("n.safetensors"))
    }

    @Test(arguments: [
        "fit d.csv -o n.safetensors", "fit d.csv -k 2", "fit d.csv -k 2 -o n --covariance round",
        "fit d.csv -k 2 -o n --pca 1.5", "fit d.csv -k 2 -o n --separator x",
        "fit d.csv -k 2 -o n --header maybe", "fit d.csv --from m.safetensors --pca 1 -o n",
        "fit d.csv -k 0 -o n", "fit d.csv -k 2 -o n --starts 0",
        "select d.csv --components 3-1", "select d.csv --folds 1",
        "assign d.csv -m m.safetensors -o out.txt",
        "outliers d.csv -m m.safetensors --false-alarm-rate 1",
        "outliers d.csv -m m.safetensors", "sample -m m.safetensors --count 0",
        "compare d.csv -k 2 --missing marginalize", "fill d.csv -m m.safetensors --missing refuse",
    ]) func usage(_ arguments: String) throws {
        let (workspace, _) = try MixtureData.workspace()
        let run = try workspace.run(
            ["mixture"] + arguments.split(separator: " ").map(String.init))
        #expect(run.status == 64)
        #expect(run.output == "")
    }
}
