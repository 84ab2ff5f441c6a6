import Foundation

/// A measured figure: one line of JSON on standard output.
struct MeasuredFigure: Encodable {
    /// What was measured.
    let figure: String
    let value: Double
    /// The unit of the value; empty for a plain number.
    let unit: String
    /// Under which options it was measured.
    let setting: String

    func print() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(self), as: UTF8.self))
    }
}
