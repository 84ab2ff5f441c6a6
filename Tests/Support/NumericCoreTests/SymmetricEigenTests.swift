import NumericCore
import Testing

@Suite struct SymmetricEigenTests {
    /// ((2, −1), (−1, 2)): 3 along (1, −1), 1 along (1, 1), to some units in the last place of the
    /// largest.
    @Test func aHandWorkedMatrix() {
        let eigen = SymmetricEigen(Matrix(rows: 2, columns: 2, elements: [2, -1, -1, 2]))
        let root = 0.5.squareRoot()
        for (value, expected) in zip(eigen.values, [3.0, 1]) {
            #expect(abs(value - expected) < 1e-14)
        }
        for (value, expected) in zip(eigen.vectors.elements, [root, -root, root, root]) {
            #expect(abs(value - expected) < 1e-14)
        }
    }

    /// A v = λ v, vᵢ·vⱼ = δᵢⱼ and falling λ: of random matrices, of some that have no full rank,
    /// and at both ends of what a Double can hold. 10⁻¹³ of the largest λ: 40 columns of rounding.
    @Test(arguments: [(1, 1), (2, 2), (7, 7), (40, 40), (40, 5), (30, 1)], [1.0, 1e-290, 1e290])
    func whatIsAnEigenvector(shape: (size: Int, rank: Int), scale: Double) {
        let (size, rank) = shape
        var generator = SeededGenerator(seed: 3)
        let factor = Matrix(
            rows: size, columns: rank, elements: (0..<size * rank).map { _ in generator.normal() })
        var matrix = Matrix<Double>(rows: size, columns: size, repeating: 0)
        for i in 0..<size {
            for j in 0..<size {
                for m in 0..<rank { matrix[i, j] += scale * factor[i, m] * factor[j, m] }
            }
        }
        let eigen = SymmetricEigen(matrix)
        let largest = eigen.values[0]
        #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(eigen.values.dropFirst(rank).allSatisfy { abs($0) < 1e-13 * largest })
        for k in 0..<size {
            let vector = Array(eigen.vectors.row(k))
            #expect((vector.max { abs($0) < abs($1) } ?? 0) > 0)
            for i in 0..<size {
                let product = zip(matrix.row(i), vector).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(product - eigen.values[k] * vector[i]) < 1e-13 * largest)
                let cosine = zip(eigen.vectors.row(i), vector).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(cosine - (i == k ? 1 : 0)) < 1e-13)
            }
        }
    }

    @Test func nothingHasNoEigenvalues() {
        #expect(SymmetricEigen(Matrix(rows: 0, columns: 0, elements: [])).values.isEmpty)
    }
}
