import CVectorKernels
import NumericCore
import Testing

/// What ``NumericCore/ProductPanels`` does not use.
@Suite struct ProductKernelTests {
    /// Less than a vector, whole ones, four side by side, and some and a rest. Float rounds each of
    /// the terms and of the sums by 6e-8.
    @Test(arguments: [0, 1, 15, 16, 63, 64, 129, 1024]) func dotProducts(count: Int) {
        var generator = SeededGenerator(seed: 4)
        let left = (0..<count).map { _ in Float(generator.normal()) }
        let right = (0..<count).map { _ in Float(generator.normal()) }
        let terms = zip(left, right).map { Double($0) * Double($1) }
        let size = terms.reduce(0) { $0 + abs($1) }
        let product = Double(product_dot(left, right, Int32(count)))
        #expect(abs(product - terms.reduce(0, +)) <= Double(count + 1) * 6e-8 * size)
    }

    /// Against forward substitution row by row, for less than the frames that go side by side, as
    /// many, and more. Both round each step to half a unit of 2⁻⁵²; the factors have a condition of
    /// some tens.
    @Test(arguments: [1, 31, 32, 70], [1, 2, 9]) func whitenedDistances(count: Int, dimension: Int)
    {
        var generator = SeededGenerator(seed: UInt64(100 * count + dimension))
        let frames = (0..<count * dimension).map { _ in 3 + generator.normal() }
        let mean = (0..<dimension).map { _ in 3 + generator.normal() }
        var lower = [Double](repeating: 0, count: dimension * dimension)
        for i in 0..<dimension {
            for j in 0..<i { lower[i * dimension + j] = 0.3 * generator.normal() }
            lower[i * dimension + i] = 0.5 + generator.uniform()
        }
        var columns = [Double](repeating: 0, count: dimension * Int(mixture_whitened_frames))
        var distances = [Double](repeating: -1, count: 2 * count)
        mixture_whitened_distances(
            frames, Int32(count), Int32(dimension), mean, lower, &columns, &distances, 2)
        for n in 0..<count {
            var z: [Double] = []
            for i in 0..<dimension {
                var sum = frames[n * dimension + i] - mean[i]
                for j in 0..<i { sum -= lower[i * dimension + j] * z[j] }
                z.append(sum / lower[i * dimension + i])
            }
            let plain = z.reduce(0) { $0 + $1 * $1 }
            #expect(abs(distances[2 * n] - plain) < 1e-12 * (1 + plain))
            #expect(distances[2 * n + 1] == -1)
        }
    }
}
