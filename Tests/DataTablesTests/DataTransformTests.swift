import Foundation
import NumericCore
import DataTables
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
        let all = try PrincipalComponents(fitting: z)
        let variances = try Fixture.matrix("variances").elements
        #expect(all.variances.count == 5)
        for (ours, theirs) in zip(all.variances, variances) {
            #expect(abs(ours - theirs) < tolerance)
        }
        #expect(deviation(all.directions, try Fixture.matrix("directions")) < 1e-11)
        let three = try PrincipalComponents(fitting: z, keeping: .count(3))
        #expect(deviation(try three.forward(z), try Fixture.matrix("components")) < 1e-11)
        let white = try PrincipalComponents(fitting: z, keeping: .count(3), isWhitening: true)
        #expect(deviation(try white.forward(z), try Fixture.matrix("whitened")) < 1e-11)
        #expect(deviation(try all.inverse(all.forward(z)), z) < tolerance)
        #expect(abs(all.shares.reduce(0, +) - 1) < tolerance)
    }

    /// The definition, for matrices of all small sizes: A v = λ v and V Vᵀ = 1.
    @Test(arguments: 1...12)
    func whitenedComponentsAreUncorrelated(dimension: Int) throws {
        var generator = SeededGenerator(seed: UInt64(dimension))
        let rows = 60
        let x = Matrix(
            rows: rows, columns: dimension,
            elements: (0..<rows * dimension).map { index in
                generator.uniform() * Double(1 + index % dimension)
            })
        let components = try PrincipalComponents(fitting: x, isWhitening: true)
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
                #expect(abs(covariance - (i == j ? 1 : 0)) < 1e-11)
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
        let components = try PrincipalComponents(fitting: x)
        #expect(components.directions.elements == [1, 0, 0, 1])
        // 8/3 and 2/3, rounded once or twice.
        #expect(abs(components.variances[0] - 8.0 / 3) < 1e-15 * 4)
        #expect(abs(components.shares[0] - 0.8) < 1e-15)
    }

    @Test func onlyDirectionsThatVaryAreKept() throws {
        // The second column is twice the first.
        let x = Matrix<Double>(rows: 3, columns: 2, elements: [1, 2, 2, 4, 4, 8])
        #expect(try PrincipalComponents(fitting: x).variances.count == 1)
        #expect(throws: TableError.self) { try PrincipalComponents(fitting: x, keeping: .count(2)) }
        #expect(throws: TableError.self) {
            try PrincipalComponents(fitting: Matrix(rows: 3, columns: 2, repeating: 1))
        }
        #expect(throws: TableError.self) {
            try PrincipalComponents(fitting: Matrix(rows: 1, columns: 2, repeating: 1))
        }
        let wide = Matrix<Double>(rows: 2, columns: 3, elements: [0, 0, 0, 1, 2, 2])
        #expect(try PrincipalComponents(fitting: wide).variances.count == 1)
    }

    @Test func missingCellsMustBeFilledFirst() throws {
        let x = Matrix<Double>(rows: 2, columns: 2, elements: [1, 2, 3, .nan])
        let error = #expect(throws: TableError.missingValue(row: 2, column: 2)) {
            try PrincipalComponents(fitting: x)
        }
        #expect(
            error?.description
                == "row 2, column 2: the cell is missing; fill it or leave the row out first")
    }

    @Test func aTransformIsStoredAndReadBack() throws {
        let x = try Fixture.matrix("x")
        let transform = try DataTransform(
            fitting: x, standardizes: true, components: .count(2), isWhitening: true)
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
        #"{"principal_components":{"means":[0,0],"variances":[1],"total_variance":1,"directions":[[1]],"whitening":false}}"#,
        #"{"principal_components":{"means":[0],"variances":[-1],"total_variance":1,"directions":[[1]],"whitening":true}}"#,
    ]

    @Test(arguments: impossible)
    func impossibleNumbersAreRefused(json: String) {
        #expect(throws: TableError.self) {
            try JSONDecoder().decode(DataTransform.self, from: Data(json.utf8))
        }
    }

    @Test func undoesWhatItDid() throws {
        let x = try Fixture.matrix("x")
        let transform = try DataTransform(
            fitting: x, standardizes: true, components: .all, isWhitening: true)
        #expect(deviation(try transform.inverse(transform.forward(x)), x) < tolerance)
        // z has covariance 1: the volume ratio is 1 / √det of the covariance of x. By the
        // deviations s (÷ n) and the variances λ of the standardized columns: −Σ ln s − Σ ln λ / 2.
        let deviations = try Fixture.matrix("deviations").elements
        let variances = try Fixture.matrix("variances").elements
        let expected =
            -deviations.map { log($0) }.reduce(0, +) - variances.map { log($0) }.reduce(0, +) / 2
        #expect(abs(try #require(transform.logVolumeRatio) - expected) < 1e-11)
    }

    @Test func rowsOfAnotherLengthAreRefused() throws {
        let transform = try DataTransform(
            fitting: try Fixture.matrix("x"), standardizes: true, components: .count(2))
        let narrow = Matrix<Double>(rows: 1, columns: 4, repeating: 0)
        #expect(throws: TableError.dimensionMismatch(expected: 5, got: 4)) {
            try transform.forward(narrow)
        }
        #expect(throws: TableError.dimensionMismatch(expected: 2, got: 4)) {
            try transform.inverse(narrow)
        }
    }
}
