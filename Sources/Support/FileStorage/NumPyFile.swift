public import NumericCore

/// Writes frames as a NumPy `.npy` file: version 1.0, `<f4`, C order, shape (T, D).
public enum NumPyFile {
    /// Writes the frames block by block; the file is there whole or not at all.
    ///
    /// - Throws: ``AtomicFile/Failure``, or ``TemporaryFile/Failure`` when the frames cannot be read.
    public static func write(_ frames: some FrameSource<Float>, to path: String) throws {
        try AtomicFile.write(to: path) { file in
            try file.append(header(rows: frames.count, columns: frames.dimension))
            try frames.forEachBlock(of: 4096) { block in
                let bits = block.elements.map { $0.bitPattern.littleEndian }
                try file.append(bits.withUnsafeBytes { Array($0) })
            }
        }
    }

    private static func header(rows: Int, columns: Int) -> [UInt8] {
        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        // Magic, version and length take 10 bytes; the values begin at a multiple of 64.
        while (10 + text.utf8.count + 1) % 64 != 0 { text += " " }
        text += "\n"
        let length = UInt16(text.utf8.count)
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)]
            + Array(text.utf8)
    }
}
