public import NumericCore

/// Writes numbers as a `.npy` file: version 1.0, `<f8`, C order, shape (rows, columns).
public enum NumPyWriter {
    /// What stands before the values; they begin at a multiple of 64 bytes.
    public static func header(rows: Int, columns: Int) -> [UInt8] {
        var text = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        // Magic, version and length take 10 bytes.
        while (10 + text.utf8.count + 1) % 64 != 0 { text += " " }
        text += "\n"
        let length = UInt16(text.utf8.count)
        return NumPyHeader.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)]
            + Array(text.utf8)
    }

    /// The values, row after row; blocks may follow each other.
    public static func bytes(of values: Matrix<Double>) -> [UInt8] {
        values.elements.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) }
    }
}
