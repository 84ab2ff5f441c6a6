import Foundation
import NumericCore
import MixtureTables
import Testing

@Suite struct DataTransformTests {
    // Both sides round sums of forty products of numbers of order one.
    private let tolerance = 1e-12

    @Test func standardizesAsNumPyDoes() throws {
        let x = try Fixture.matrix("x")
        let standardization = try Standardization(fitting: x)
        let means = try Fixture.matrix("means").elements
        let deviations = try Fixture.matrix("deviations").elements
        for column in 0..<5 {
            // One column lies around 1000.
            #expect(abs(standardization.means[column] - means[column]) < 1e-12 * 1000)
            #expect(abs(standardization.scales[column] / deviations[column] - 1) < 1e-12)
        }
        let z = try standardization.forward(x)
        // The column around 1000 has a standard deviation near 1: a thousand times the rounding.
        #expect(deviation(z, try Fixture.matrix("standardized")) < 1e-11)
        #expect(deviation(try standardization.inverse(z), x) < tolerance)
    }

    @Test func missingCellsAreLeftOutAndConstantColumnsKeepTheirScale() throws {
        // Column 1: mean of 1, 3; column 2 constant.
        let x = Matrix<Double>(rows: 3, columns: 2, elements: [1, 0.1, .nan, 0.1, 3, 0.1])
        let standardization = try Standardization(fitting: x)
        #expect(standardization.means == [2, 0.1])
        #expect(standardization.scales == [1, 1])
        #expect(same(try standardization.forward(x).elements, [-1, 0, .nan, 0, 1, 0]))
    }

    @Test func findsTheComponentsThatNumPyFinds() throws {
        let z = try Fixture.matrix("standardized")
        let all = try PrincipalComponents(fitting: z, keeping: .count(5))
        let variances = try Fixture.matrix("variances").elements
        #expect(all.variances.count == 5)
        for (ours, theirs) in zip(all.variances, variances) {
            #expect(abs(ours - theirs) < tolerance)
        }
        // Rounding turns directions by its ratio to the gap between two variances.
        #expect(deviation(all.directions, try Fixture.matrix("directions")) < 1e-11)
        let three = try PrincipalComponents(fitting: z, keeping: .count(3))
        #expect(deviation(try three.forward(z), try Fixture.matrix("components")) < 1e-11)
        // NumPy's whitened components, each times its standard deviation.
        var whitened = try Fixture.matrix("whitened")
        for index in whitened.elements.indices {
            whitened.elements[index] *= variances[index % 3].squareRoot()
        }
        #expect(deviation(try three.forward(z), whitened) < 1e-11)
        #expect(deviation(try all.inverse(all.forward(z)), z) < tolerance)
        #expect(abs(all.shares.reduce(0, +) - 1) < tolerance)
    }

    /// The definition, for matrices of all small sizes: A v = λ v and V Vᵀ = 1.
    @Test(arguments: 1...12)
    func componentsAreUncorrelated(dimension: Int) throws {
        var generator = SeededGenerator(seed: UInt64(dimension))
        let rows = 60
        let x = Matrix(
            rows: rows, columns: dimension,
            elements: (0..<rows * dimension).map { index in
                generator.uniform() * Double(1 + index % dimension)
            })
        let components = try PrincipalComponents(fitting: x, keeping: .count(dimension))
        let z = try components.forward(x)
        for i in 0..<dimension {
            for j in 0..<dimension {
                var product = 0.0
                var covariance = 0.0
                for column in 0..<dimension {
                    product += components.directions[i, column] * components.directions[j, column]
                }
                for row in 0..<rows { covariance += z[row, i] * z[row, j] / Double(rows - 1) }
                #expect(abs(product - (i == j ? 1 : 0)) < tolerance)
                // Rounding is relative to the largest variance, up to 144 times another.
                let variance = components.variances[i]
                #expect(abs(covariance - (i == j ? variance : 0)) < 1e-11 * variance)
            }
        }
    }

    @Test func aShareOfTheVarianceChoosesTheFewest() throws {
        // Variances 8 : 2 along the axes: (±2, 0), (0, ±1).
        let x = Matrix<Double>(rows: 4, columns: 2, elements: [2, 0, -2, 0, 0, 1, 0, -1])
        func kept(_ share: Double) throws -> Int {
            try PrincipalComponents(fitting: x, keeping: .shareOfVariance(share)).variances.count
        }
        #expect(try kept(0.79) == 1)
        #expect(try kept(0.81) == 2)
        #expect(try kept(1) == 2)
        let components = try PrincipalComponents(fitting: x, keeping: .count(2))
        #expect(components.directions.elements == [1, 0, 0, 1])
        // 8/3 and 2/3, rounded once or twice.
        #expect(abs(components.variances[0] - 8.0 / 3) < 1e-15 * 4)
        #expect(abs(components.shares[0] - 0.8) < 1e-15)
    }

    @Test func onlyDirectionsThatVaryAreKept() throws {
        // The second column is twice the first.
        let x = Matrix<Double>(rows: 3, columns: 2, elements: [1, 2, 2, 4, 4, 8])
        #expect(
            try PrincipalComponents(fitting: x, keeping: .shareOfVariance(1)).variances.count == 1)
        let error = #expect(throws: TableError.tooFewDirections(expected: 2, got: 1)) {
            try PrincipalComponents(fitting: x, keeping: .count(2))
        }
        #expect(
            error?.description
                == "2 principal components asked for, but the rows vary in 1 direction; ask for 1")
        for rows in [1, 3] {
            #expect(throws: TableError.tooFewDirections(expected: 1, got: 0)) {
                try PrincipalComponents(
                    fitting: Matrix(rows: rows, columns: 2, repeating: 1),
                    keeping: .shareOfVariance(0.5))
            }
        }
        let wide = Matrix<Double>(rows: 2, columns: 3, elements: [0, 0, 0, 1, 2, 2])
        #expect(
            try PrincipalComponents(fitting: wide, keeping: .shareOfVariance(1)).variances.count
                == 1)
    }

    @Test func missingCellsMustBeFilledFirst() throws {
        let x = Matrix<Double>(rows: 2, columns: 2, elements: [1, 2, 3, .nan])
        let error = #expect(throws: TableError.missingValue(row: 2, column: 2)) {
            try PrincipalComponents(fitting: x, keeping: .count(1))
        }
        #expect(
            error?.description
                == "row 2, column 2: the cell is missing; fill it or leave the row out first")
    }

    @Test func numbersTooLargeAreNamedByTheirColumn() throws {
        let x = Matrix<Double>(rows: 2, columns: 2, elements: [1, 1e200, 2, -1e200])
        #expect(throws: TableError.valuesTooLarge(column: 2)) { try Standardization(fitting: x) }
        #expect(throws: TableError.valuesTooLarge(column: 2)) {
            try PrincipalComponents(fitting: x, keeping: .count(1))
        }
        let empty = Matrix<Double>(rows: 2, columns: 2, elements: [1, .nan, 2, .nan])
        #expect(throws: TableError.emptyColumn(2)) { try Standardization(fitting: empty) }
    }

    private func transform(_ x: Matrix<Double>, components: Int) throws -> DataTransform {
        let standardization = try Standardization(fitting: x)
        return try DataTransform(
            standardization: standardization,
            principalComponents: PrincipalComponents(
                fitting: standardization.forward(x), keeping: .count(components)))
    }

    @Test func aTransformIsStoredAndReadBack() throws {
        let x = try Fixture.matrix("x")
        let transform = try transform(x, components: 2)
        let data = try JSONEncoder().encode(transform)
        let stored = try JSONDecoder().decode(DataTransform.self, from: data)
        #expect(stored == transform)
        #expect(try stored.forward(x) == transform.forward(x))
        #expect(stored.logVolumeRatio == nil)
        #expect(try JSONDecoder().decode(DataTransform.self, from: Data("{}".utf8)).forward(x) == x)
    }

    static let impossible = [
        #"{"standardization":{"means":[0],"scales":[0]}}"#,
        #"{"standardization":{"means":[0],"scales":[1,1]}}"#,
        #"{"principal_components":{"means":[0,0],"variances":[1],"total_variance":1,"directions":[[1]]}}"#,
        #"{"principal_components":{"means":[0],"variances":[-1],"total_variance":1,"directions":[[1]]}}"#,
    ]

    @Test(arguments: impossible)
    func impossibleNumbersAreRefused(json: String) {
        #expect(throws: TableError.self) {
            try JSONDecoder().decode(DataTransform.self, from: Data(json.utf8))
        }
    }

    @Test func undoesWhatItDid() throws {
        let x = try Fixture.matrix("x")
        let transform = try transform(x, components: 5)
        #expect(deviation(try transform.inverse(transform.forward(x)), x) < tolerance)
        // Turning changes no volume, dividing by the deviations s does: −Σ ln s.
        let deviations = try Fixture.matrix("deviations").elements
        let expected = -deviations.map { log($0) }.reduce(0, +)
        // Five logarithms, of deviations that agree to 10⁻¹².
        #expect(abs(try #require(transform.logVolumeRatio) - expected) < 1e-11)
    }

    @Test func rowsOfAnotherLengthAreRefused() throws {
        let transform = try transform(try Fixture.matrix("x"), components: 2)
        let narrow = Matrix<Double>(rows: 1, columns: 4, repeating: 0)
        #expect(throws: TableError.dimensionMismatch(expected: 5, got: 4)) {
            try transform.forward(narrow)
        }
        #expect(throws: TableError.dimensionMismatch(expected: 2, got: 4)) {
            try transform.inverse(narrow)
        }
    }
}
