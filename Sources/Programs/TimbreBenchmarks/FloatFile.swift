import ArgumentParser
import Foundation
import NumericCore

/// A file of plain numbers, float32, as NumPy's `tofile` writes them.
enum FloatFile {
    /// The numbers as rows of so many columns.
    static func matrix(_ path: String, columns: Int) throws -> Matrix<Float> {
        let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        let count = data.count / MemoryLayout<Float>.size
        guard data.count % MemoryLayout<Float>.size == 0, count % columns == 0 else {
            throw ValidationError("\(path): \(data.count) bytes are no rows of \(columns) floats")
        }
        let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = data.copyBytes(to: buffer) / MemoryLayout<Float>.size
        }
        return Matrix(rows: count / columns, columns: columns, elements: values)
    }
}
