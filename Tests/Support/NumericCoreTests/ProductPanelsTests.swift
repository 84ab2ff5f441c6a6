import NumericCore
import Testing

@Suite struct ProductPanelsTests {
    /// The level is the one that the environment asks for, where it asks.
    @Test func theLevelIsTheOneAskedFor() {
        #expect(ProcessorLevel.fault == nil)
        #expect(ProcessorLevel.inUse.rawValue <= ProcessorLevel.ofProcessor.rawValue)
    }

    private func random<Scalar: BinaryFloatingPoint>(
        _ rows: Int, _ columns: Int, _ generator: inout SeededGenerator, as: Scalar.Type
    ) -> Matrix<Scalar> {
        Matrix(
            rows: rows, columns: columns,
            elements: (0..<rows * columns).map { _ in Scalar(generator.normal()) })
    }

    /// The product of two matrices; the right one is given by its columns, as rows.
    private func product<Scalar: ProductScalar>(
        _ left: Matrix<Scalar>, _ columns: Matrix<Scalar>, zero: Scalar
    ) -> Matrix<Scalar> {
        var result = Matrix(rows: left.rows, columns: columns.rows, repeating: zero)
        let panels = ProductPanels<Scalar>()
        columns.elements.withUnsafeBufferPointer { columns in
            left.elements.withUnsafeBufferPointer { left in
                result.elements.withUnsafeMutableBufferPointer { target in
                    guard let right = columns.baseAddress, let base = left.baseAddress,
                        let target = target.baseAddress
                    else { return }
                    panels.pack(
                        right.rows(result.columns, stride: columns.count / result.columns),
                        step: 1, depth: columns.count / result.columns)
                    panels.multiply(
                        base.rows(result.rows, stride: left.count / result.rows), into: target,
                        stride: result.columns)
                }
            }
        }
        return result
    }

    /// Against sums in Double: each of the terms, of a few units, is rounded once in Float and once
    /// more as it is added, to half of 2⁻²³ of the sum so far.
    @Test(arguments: [1, 2, 7, 16, 19], [1, 3, 16, 33, 70])
    func productsAreThePlainSums(rows: Int, columns: Int) {
        var generator = SeededGenerator(seed: UInt64(rows * 100 + columns))
        for depth in [1, 15, 16, 40] {
            let left = random(rows, depth, &generator, as: Float.self)
            let right = random(columns, depth, &generator, as: Float.self)
            let result = product(left, right, zero: 0)
            for i in 0..<rows {
                for j in 0..<columns {
                    let terms = zip(left.row(i), right.row(j)).map { Double($0) * Double($1) }
                    let size = terms.reduce(0) { $0 + abs($1) }
                    let bound = Double(depth + 1) * 0x1p-24 * size
                    #expect(abs(Double(result[i, j]) - terms.reduce(0, +)) <= bound)
                }
            }
        }
    }

    /// An element is the same bits in a product of any shape, at any place: of Floats and Doubles.
    @Test func anElementDependsOnItsRowAndColumnAlone() {
        var generator = SeededGenerator(seed: 9)
        func check<Scalar: ProductScalar & BinaryFloatingPoint>(_: Scalar.Type) {
            let left = random(37, 73, &generator, as: Scalar.self)
            let right = random(131, 73, &generator, as: Scalar.self)
            let whole = product(left, right, zero: 0)
            for (rows, columns) in [(3..<4, 5..<6), (0..<6, 0..<131), (9..<22, 100..<117)] {
                let part = product(left.rows(in: rows), right.rows(in: columns), zero: 0)
                for (i, row) in rows.enumerated() {
                    for (j, column) in columns.enumerated() {
                        #expect(part[i, j] == whole[row, column])
                    }
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    /// Columns as rows, and the first columns alone.
    @Test func panelsServeAsRows() {
        var generator = SeededGenerator(seed: 2)
        let matrix = random(21, 9, &generator, as: Double.self)
        let whole = product(matrix, matrix, zero: 0)
        let panels = ProductPanels<Double>()
        var result = Matrix<Double>(rows: 21, columns: 5, repeating: 0)
        matrix.elements.withUnsafeBufferPointer { elements in
            result.elements.withUnsafeMutableBufferPointer { target in
                guard let base = elements.baseAddress, let target = target.baseAddress else {
                    return
                }
                panels.pack(base.rows(21, stride: 9), step: 1, depth: 9)
                panels.multiply(
                    panels.asRows, step: Double.panelWidth, columns: 5, into: target, stride: 5)
            }
        }
        for i in 0..<21 {
            #expect(Array(result.row(i)) == Array(whole.row(i).prefix(5)))
        }
    }
}
