import Foundation
import MixtureTables
import NumericCore

/// A file that is gone with its last user.
final class TableFile {
    let path: String

    init(_ text: String, name: String = "table.csv") throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("timbre-\(UUID().uuidString)-\(name)").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var source: DataSource { DataSource(path: path) }

    /// The rows of a table that need no file any more.
    static func stored(_ text: String) throws -> StoredData {
        let file = try TableFile(text)
        return try withExtendedLifetime(file) { try StoredData(file.source) }
    }
}

/// Correlated rows of three columns of very different size.
enum Correlated {
    static let rows: [[Double]] = {
        var generator = SeededGenerator(seed: 7)
        return (0..<60).map { _ -> [Double] in
            let a = generator.normal()
            let b = generator.normal()
            let c = generator.normal()
            return [100 + 20 * a, 0.01 * (a + b), -3 + a - 2 * b + c]
        }
    }()

    static let text: String = {
        let lines = rows.map { row in row.map { "\($0)" }.joined(separator: ",") }
        return "x,y,z\n" + lines.joined(separator: "\n") + "\n"
    }()

    static let means: [Double] = (0..<3).map { (d: Int) -> Double in
        var sum = 0.0
        for row in rows { sum += row[d] }
        return sum / Double(rows.count)
    }

    /// Maximum likelihood: dividing by N.
    static let covariance: [[Double]] = (0..<3).map { (i: Int) -> [Double] in
        (0..<3).map { (j: Int) -> Double in
            var sum = 0.0
            for row in rows { sum += (row[i] - means[i]) * (row[j] - means[j]) }
            return sum / Double(rows.count)
        }
    }

    /// log N(x; μ, Σ) of three columns by Cramer's rule.
    static func logDensity(_ x: [Double]) -> Double {
        let s = covariance
        func minor(_ i: Int, _ j: Int) -> Double {
            let r = [0, 1, 2].filter { $0 != i }
            let c = [0, 1, 2].filter { $0 != j }
            let first: Double = s[r[0]][c[0]] * s[r[1]][c[1]]
            let second: Double = s[r[0]][c[1]] * s[r[1]][c[0]]
            return (i + j) % 2 == 0 ? first - second : second - first
        }
        var determinant = 0.0
        for j in 0..<3 { determinant += s[0][j] * minor(0, j) }
        var square = 0.0
        for i in 0..<3 {
            for j in 0..<3 {
                let product: Double = (x[i] - means[i]) * (x[j] - means[j])
                square += product * minor(i, j) / determinant
            }
        }
        return -0.5 * (3 * log(2 * Double.pi) + log(determinant) + square)
    }
}
