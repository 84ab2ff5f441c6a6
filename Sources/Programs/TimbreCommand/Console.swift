import Reports
import Foundation
import Timbre

/// Where words go: results to standard output, talk to standard error.
struct Console: Sendable {
    let isJSON: Bool
    let isQuiet: Bool
    let isVerbose: Bool

    /// Nobody takes the results.
    struct OutputFailure: Error, CustomStringConvertible {
        var description: String {
            "standard output cannot be written; check the disk, or the program that reads it"
        }
    }

    /// A line of the result.
    func result(_ line: String) throws {
        try result(bytes: Array((line + "\n").utf8))
    }

    /// Whole lines of the result, or a file that is one.
    func result(bytes: [UInt8]) throws {
        // Written at once, so that a pipe sees every line when it is done.
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw OutputFailure()
        }
    }

    /// A result as one JSON object on one line.
    func result(json value: some Encodable) throws {
        try result(Self.line(json: value))
    }

    /// A value as one JSON object without line breaks.
    static func line(json value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// A remark that a quiet run leaves out.
    func remark(_ text: String) {
        if !isQuiet { error(text) }
    }

    /// A remark for those who want to know more.
    func detail(_ text: String) {
        if isVerbose && !isQuiet { error(text) }
    }

    /// Says when what scores mean was never learnt, or was with far fewer enrolled.
    func warn(ofCalibration gallery: SpeakerGallery, enrolled: Int) throws {
        guard let calibration = try gallery.calibration() else {
            return warn(ifUncalibrated: gallery.background)
        }
        if let remark = calibration.remark(enrolled: enrolled) {
            self.remark(remark + "; run timbre calibrate again")
        }
    }

    /// Says who is enrolled and is not looked for.
    func warn(ofThoseNotLookedFor speakers: [SpeakerSummary]) {
        let excluded = speakers.filter { $0.standing != .admitted }
        guard !excluded.isEmpty else { return }
        let named = excluded.prefix(5).map { "\($0.name) (\($0.standing.explanation))" }
        remark(
            "not looked for: " + named.joined(separator: ", ")
                + (excluded.count > 5 ? " and \(excluded.count - 5) more" : "")
                + "; timbre speakers list shows them, timbre speakers edit changes it")
    }

    /// Says when a background model never learnt what scores mean.
    func warn(ifUncalibrated background: BackgroundModel) {
        guard !background.isCalibrated else { return }
        remark(
            "the background model \(background.name) was trained on too few clips to learn what "
                + "scores mean; its threshold and probabilities are guesses, try --threshold")
    }

    /// A line on standard error.
    func error(_ text: String) {
        Self.talk("timbre: " + text + "\n")
    }

    /// Words on standard error as they are; where it is closed, nobody is there to be told.
    static func talk(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// A table of a page, its header in capitals.
    func table(_ table: PageTable) throws {
        try self.table(
            [table.header.map { $0.uppercased() }] + table.rows, rightAligned: table.numbers)
    }

    /// A table with aligned columns; the first row is the header.
    func table(_ rows: [[String]], rightAligned: Set<Int> = []) throws {
        guard let header = rows.first else { return }
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return rightAligned.contains(column) ? padding + cell : cell + padding
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            try result(line)
        }
    }
}

/// A number with so many digits behind the point.
func fixed(_ value: Double, _ digits: Int) -> String {
    let text = String(format: "%.\(digits)f", value)
    // What is rounded to zero has no sign.
    return text.hasPrefix("-") && !text.contains { "123456789in".contains($0) }
        ? String(text.dropFirst()) : text
}

/// A time within a recording, to a tenth of a second: `1:02.3`, and `1:01:02.3` behind an hour.
func clock(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    let (hours, minutes) = (tenths / 36_000, tenths / 600 % 60)
    let rest = String(format: "%02d.%d", tenths / 10 % 60, tenths % 10)
    return hours > 0 ? String(format: "%d:%02d:", hours, minutes) + rest : "\(minutes):\(rest)"
}

/// A number of things: `1 clip`, `2 clips`.
func counted(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
}

/// A remark as a sentence of its own.
func sentence(_ remark: String) -> String {
    remark.prefix(1).uppercased() + remark.dropFirst() + "."
}

/// A share as a percentage.
func percent(_ value: Double, _ digits: Int = 1) -> String {
    String(format: "%.\(digits)f %%", 100 * value)
}
