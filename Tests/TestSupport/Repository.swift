package import Foundation
package import NumericCore

/// Files of the repository that tests read.
package enum Repository {
    /// The repository's folder.
    package static let path = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// A file below `Tests/Fixtures`, where a README says how each was made.
    package static func fixture(_ name: String) -> String { path + "/Tests/Fixtures/" + name }

    /// The bytes of a fixture.
    package static func bytes(ofFixture name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: fixture(name)))
    }

    /// The numbers of a fixture without a header, rows of equally many, separated by commas.
    package static func matrix(ofFixture name: String) throws -> Matrix<Double> {
        struct NotANumber: Error { let text: Substring }
        let text = String(decoding: try bytes(ofFixture: name), as: UTF8.self)
        let rows = try text.split(separator: "\n").map { line in
            try line.split(separator: ",").map { cell in
                guard let number = Double(cell) else { throw NotANumber(text: cell) }
                return number
            }
        }
        return Matrix(
            rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap(\.self))
    }
}
