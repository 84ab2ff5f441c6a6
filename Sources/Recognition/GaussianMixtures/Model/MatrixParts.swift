internal import NumericCore

extension Matrix where Element: FrameScalar {
    /// The same values as Double.
    var inDouble: Matrix<Double> {
        Matrix<Double>(rows: rows, columns: columns, elements: Element.doubles(elements))
    }
}

extension Matrix where Element == Double {
    /// A square matrix with given values on its diagonal.
    init(diagonal: [Double]) {
        self.init(rows: diagonal.count, columns: diagonal.count, repeating: 0)
        for (i, value) in diagonal.enumerated() { self[i, i] = value }
    }

    /// The elements in some rows and some columns.
    func selecting(rows: [Int], columns: [Int]) -> Matrix {
        var selected: [Element] = []
        selected.reserveCapacity(rows.count * columns.count)
        for row in rows {
            for column in columns { selected.append(self[row, column]) }
        }
        return Matrix(rows: rows.count, columns: columns.count, elements: selected)
    }

    /// The elements in some columns.
    func selecting(columns: [Int]) -> Matrix { selecting(rows: Array(0..<rows), columns: columns) }

    /// The square matrix that a row holds, row after row.
    func square(_ row: Int, side: Int) -> Matrix {
        Matrix(rows: side, columns: side, elements: Array(self.row(row)))
    }

    /// (A + Aᵀ) / 2.
    var symmetrized: Matrix {
        var result = self
        for i in 0..<rows {
            for j in 0..<i {
                let mean = (self[i, j] + self[j, i]) / 2
                result[i, j] = mean
                result[j, i] = mean
            }
        }
        return result
    }

    /// A + c I.
    func addingToDiagonal(_ value: Double) -> Matrix {
        var result = self
        for i in 0..<rows { result[i, i] += value }
        return result
    }
}
