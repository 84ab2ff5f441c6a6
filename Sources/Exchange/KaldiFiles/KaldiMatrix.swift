internal import NumericCore

extension KaldiObjects {
    /// A matrix of finite numbers: `FM`, `DM` or compressed `CM`, `CM2`, `CM3`; or rows in
    /// brackets.
    func matrix<Scalar: FrameScalar>(_ what: String) throws(KaldiError) -> Matrix<Scalar> {
        let place = place
        let matrix: Matrix<Scalar>
        if isBinary {
            let type = try token(among: ["FM", "DM", "CM", "CM2", "CM3"])
            if let compression = KaldiCompression(rawValue: type) {
                let values = try compressed(compression, what)
                matrix = Matrix(
                    rows: values.rows, columns: values.columns,
                    elements: values.elements.map { Scalar($0) })
            } else {
                let size = try (rows: count("a number of rows"), columns: count("one of columns"))
                try check(size.rows, size.columns, what, at: place)
                matrix = Matrix(
                    rows: size.rows, columns: size.columns,
                    elements: try numbers(
                        size.rows * size.columns, size: type == "FM" ? 4 : 8, what))
            }
        } else {
            let rows = try textRows(what)
            matrix = Matrix(
                rows: rows.count, columns: rows.first?.count ?? 0,
                elements: rows.flatMap { $0.map { Scalar($0) } })
        }
        if let bad = matrix.elements.firstIndex(where: { !$0.isFinite }) {
            let (row, column) = bad.quotientAndRemainder(dividingBy: matrix.columns)
            throw malformed(
                "finite numbers of \(what)",
                "\(matrix.elements[bad]) in row \(row + 1), column \(column + 1)", at: place)
        }
        return matrix
    }

    /// Refuses sizes of which one alone is 0. Their product fits an Int, for each is of 31 bits.
    func check(
        _ rows: Int, _ columns: Int, _ what: String, at place: KaldiError.Place
    ) throws(KaldiError) {
        guard (rows == 0) == (columns == 0) else {
            throw malformed("rows and columns of \(what)", "\(rows)×\(columns)", at: place)
        }
    }
}
