import Foundation
import NumericCore
import MixtureTables
import TestSupport
import Testing

/// The table that a text holds.
func table(
    _ text: String, format: DelimitedFormat = .init(), columns: ColumnSelection = .init()
) throws -> Table {
    var reader = try TableReader(
        bytes: Array(text.utf8), name: "t.csv", format: format, columns: columns)
    return try reader.readAll()
}

/// The figures under `Tests/Fixtures/tables`; its README says how they were made.
enum Fixture {
    static func path(_ name: String) -> String { Repository.fixture("tables/" + name) }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Repository.bytes(ofFixture: "tables/" + name))
    }

    static func matrix(_ name: String) throws -> Matrix<Double> {
        try Repository.matrix(ofFixture: "tables/\(name).csv")
    }
}

/// Whether the same numbers stand in the same places, NaN being the same as NaN.
func same(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Bool {
    Array(a).map(\.bitPattern) == Array(b).map(\.bitPattern)
}

/// The largest |a − b| / max(1, |b|); infinite if the shapes differ.
func deviation(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    guard a.rows == b.rows, a.columns == b.columns else { return .infinity }
    return zip(a.elements, b.elements).reduce(0) { worst, pair in
        let difference = abs(pair.0 - pair.1) / max(1, abs(pair.1))
        return difference.isNaN ? .infinity : max(worst, difference)
    }
}
