import Foundation
import MixtureWorkbench
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
}

/// Correlated rows of three columns of very different size.
enum Correlated {
    static let rows: [[Double]] = {
        var generator = SeededGenerator(seed: 7)
        return (0..<60).map { _ in
            let (a, b, c) = (generator.normal(), generator.normal(), generator.normal())
            return [100 + 20 * a, 0.01 * (a + b), -3 + a - 2 * b + c]
        }
    }()

    static let text =
        "x,y,z\n"
        + rows.map { $0.map { "\($0)" }.joined(separator: ",") }.joined(separator: "\n") + "\n"

    static let means = (0..<3).map { d in rows.reduce(0) { $0 + $1[d] } / Double(rows.count) }

    /// Maximum likelihood: dividing by N.
    static let covariance = (0..<3).map { i in
        (0..<3).map { j in
            rows.reduce(0) { $0 + ($1[i] - means[i]) * ($1[j] - means[j]) } / Double(rows.count)
        }
    }

    /// log N(x; μ, Σ) of three columns by Cramer's rule.
    static func logDensity(_ x: [Double]) -> Double {
        let s = covariance
        func minor(_ i: Int, _ j: Int) -> Double {
            let (r, c) = ([0, 1, 2].filter { $0 != i }, [0, 1, 2].filter { $0 != j })
            return s[r[0]][c[0]] * s[r[1]][c[1]] - s[r[0]][c[1]] * s[r[1]][c[0]]
        }
        let determinant =
            s[0][0] * minor(0, 0) - s[0][1] * minor(0, 1) + s[0][2] * minor(0, 2)
        var square = 0.0
        for i in 0..<3 {
            for j in 0..<3 {
                square +=
                    (x[i] - means[i]) * (x[j] - means[j]) * minor(i, j)
                    * ((i + j) % 2 == 0 ? 1 : -1) / determinant
            }
        }
        return -0.5 * (3 * log(2 * Double.pi) + log(determinant) + square)
    }
}
