import Foundation
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
                + "out, or integrate missing cells out (--missing marginalize)"),
        Fault(
            arguments: "fit d.csv --columns z \(fit)", status: 64,
            message: "d.csv: no column 'z'; it has x, y, kind"),
        Fault(
            arguments: "fit d.csv -k 61 -o n.safetensors", status: 65,
            message: "d.csv: 60 rows are too few for 61 components; give more rows or ask for "
                + "fewer components"),
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
            message: "other.csv: no column 'y', as the model has; it has x, z"),
        Fault(
            arguments: "score bare.csv -m m.safetensors", status: 65,
            message: "bare.csv: 2 columns of numbers expected, as the model has, got 3; choose "
                + "the columns that it was fitted to (--columns)"),
        Fault(
            arguments: "inspect d.csv", status: 65,
            message: "d.csv: not a usable model file: it is not a safetensors file; expected a "
                + "model, as timbre mixture fit writes it"),
        Fault(
            arguments: "fit words-among.csv \(fit)", status: 65,
            message: "words-among.csv: line 6, column 'y': expected a number, as in 19 of 20 "
                + "cells, got 'oops'; correct the cell, name the columns wanted (--columns), or "
                + "give the word for a missing cell (--missing-words)"),
        Fault(
            arguments: "fit holes.csv --pca 1 \(fit)", status: 65,
            message: "holes.csv: row 2, column 'y': the cell is missing; every cell is needed "
                + "here: fill it (timbre mixture fill) or leave the row out"),
        Fault(
            arguments: "compare holes.csv -k 1", status: 65,
            message: "holes.csv: row 2, column 'y': the cell is missing; every cell is needed "
                + "here: fill it (timbre mixture fill) or leave the row out"),
        Fault(
            arguments: "assign holes.csv -m pca.safetensors", status: 65,
            message: "holes.csv: row 2, column 'y': the cell is missing; every cell is needed"),
        Fault(
            arguments: "fit none.csv --pca 1 --missing marginalize \(fit)", status: 64,
            message: "principal components need every cell; leave out --missing marginalize, or "
                + "fit without --pca"),
        Fault(
            arguments: "score none.csv -m pca.safetensors --missing marginalize", status: 64,
            message: "principal components need every cell"),
        Fault(
            arguments: "fit none.csv --from pca.safetensors --missing marginalize \(fit)",
            status: 64, message: "principal components need every cell"),
        Fault(
            arguments: "fill none.csv -m pca.safetensors", status: 64,
            message: "the model sees principal components, of which rows with missing cells have "
                + "none; fit a model without --pca to fill cells"),
        Fault(
            arguments: "fit empty-column.csv --missing marginalize \(fit)", status: 65,
            message: "empty-column.csv: column 'y' holds no number; leave it out (--columns)"),
        Fault(
            arguments: "fit empty-column.csv --missing marginalize --standardize \(fit)",
            status: 65,
            message: "empty-column.csv: column 'y' holds no number; leave it out (--columns)"),
        Fault(
            arguments: "fit huge.csv \(fit)", status: 65,
            message: "huge.csv: column 'y': the squares of its numbers are not finite; divide it "
                + "by a large number, or leave it out (--columns)"),
        Fault(
            arguments: "fit huge.csv --standardize \(fit)", status: 65,
            message: "huge.csv: column 'y': the squares of its numbers are not finite; divide"),
        Fault(
            arguments: "fit line.csv --pca 2 \(fit)", status: 65,
            message: "line.csv: 2 principal components asked for, but the rows vary in 1 "
                + "direction; ask for 1 at most (--pca)"),
        Fault(
            arguments: "fit d.csv --pca 9 \(fit)", status: 64,
            message: "d.csv: 9 principal components of 2 columns; ask for 2 at most (--pca)"),
        Fault(
            arguments: "select line.csv --folds 10", status: 64,
            message: "line.csv: 10 folds of 4 rows; ask for 2 to 4 (--folds)"),
        Fault(
            arguments: "select line.csv --criterion held-out", status: 64,
            message: "line.csv: 5 folds of 4 rows; ask for 2 to 4 (--folds)"),
        Fault(
            arguments: "fit a.npz \(fit)", status: 65,
            message: "a.npz: no table: it is a ZIP archive, such as .npz or .xlsx; save one array "
                + "by numpy.save, or the sheet as CSV"),
        Fault(
            arguments: "sample -m m.safetensors --count 2 -o folder.csv", status: 73,
            message: "folder.csv: cannot write: it is a folder"),
        Fault(
            arguments: "fit d.csv -k 2 -o d.csv", status: 64,
            message: "--output: d.csv is the file of DATA; choose another name"),
        Fault(
            arguments: "fit d.csv -k 2 -o n.safetensors --plot link.svg", status: 64,
            message: "--plot: link.svg is the file of DATA; choose another name"),
        Fault(
            arguments: "fit d.csv --from m.safetensors -o ./m.safetensors", status: 64,
            message: "--output: ./m.safetensors is the file of --from; choose another name"),
        Fault(
            arguments: "fit d.csv -k 2 -o n.safetensors --plot p.svg --plot-bound ./p.svg",
            status: 64, message: "--plot-bound: ./p.svg is the file of --plot; choose another name"),
        Fault(
            arguments: "assign d.csv -m m.safetensors -o hard.csv", status: 64,
            message: "--output: hard.csv is the file of DATA; choose another name"),
        Fault(
            arguments: "outliers other.csv --reference d.csv -m m.safetensors -o d.csv "
                + "--false-alarm-rate 0.1", status: 64,
            message: "--output: d.csv is the file of --reference; choose another name"),
        Fault(
            arguments: "assign d.csv -m m.safetensors --keep kind -o a.npy", status: 64,
            message: "--keep: an array holds numbers alone; write .csv, .tsv or .json"),
        Fault(
            arguments: "fill d.csv -m m.safetensors --keep x", status: 64,
            message: "--keep: there would be two columns 'x'; name those to keep, or rename it"),
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
        try workspace.write(
            "x,y\n" + (1...20).map { "\($0 % 7),\($0 == 5 ? "oops" : "\($0)")\n" }.joined(),
            as: "words-among.csv")
        try workspace.write("x,y\n1,\n2,\n3,\n", as: "empty-column.csv")
        try workspace.write("x,y\n1,1e200\n2,-1e200\n4,1e200\n", as: "huge.csv")
        try workspace.write("x,y\n1,2\n2,4\n3,6\n4,8\n", as: "line.csv")
        try workspace.write([0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0, 0], as: "a.npz")
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: workspace.path("link.svg"), withDestinationPath: "d.csv")
        try files.linkItem(atPath: workspace.path("d.csv"), toPath: workspace.path("hard.csv"))
        try files.createDirectory(
            atPath: workspace.path("folder.csv"), withIntermediateDirectories: true)
        if fault.arguments.contains("pca.safetensors") {
            let fitted = try workspace.run(
                "mixture", "fit", "d.csv", "--pca", "1", "-k", "1", "-q", "-o", "pca.safetensors")
            #expect(fitted.status == 0)
        }
        let run = try workspace.run(
            ["mixture"] + fault.arguments.split(separator: " ").map(String.init))
        #expect(run.status == fault.status)
        #expect(run.output == "")
        let errors = run.messages.filter { !$0.contains("left out as text") }
        #expect(errors.count == 1)
        #expect(errors.first?.hasPrefix(fault.message) == true, "\(errors)")
        #expect(!workspace.exists("n.safetensors"))
        #expect(String(decoding: try workspace.bytes("d.csv"), as: UTF8.self) == MixtureData.text)
    }

    @Test(arguments: [
        "fit d.csv -o n.safetensors", "fit d.csv -k 2", "fit d.csv -k 2 -o n --covariance round",
        "fit d.csv -k 2 -o n --pca 1.5", "fit d.csv -k 2 -o n --separator x",
        "fit d.csv -k 2 -o n --header maybe", "fit d.csv --from m.safetensors --pca 1 -o n",
        "fit d.csv -k 0 -o n", "fit d.csv -k 2 -o n --starts 0",
        "select d.csv --components 3-1", "select d.csv --folds 1",
        "fit d.csv -k 2 -o -", "select d.csv -k 1 -o -", "fit d.csv -k 2 -o n --plot a.png",
        "fit d.csv -k 2 -o n --plot -", "select d.csv -k 1 --plot a.pdf",
        "compare d.csv -k 2 -o -", "compare d.csv -k 2 --plot c.jpeg",
        "score d.csv -m m.safetensors --json -o -", "inspect m.safetensors --seed 2",
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
