import Foundation
import NumericCore
import Testing

/// The figures under `Tests/Fixtures/mixtures`; its README says how they were made.
enum Reference {
    static func matrix(_ name: String) throws -> Matrix<Double> {
        let path = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/mixtures/\(name).csv")
        let rows = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map {
            try $0.split(separator: ",").map { try #require(Double($0)) }
        }
        return Matrix(
            rows: rows.count, columns: try #require(rows.first).count, elements: rows.flatMap { $0 }
        )
    }
}
