import COpenBLAS
import NumericCore

/// How fast log-densities could be if they were nothing but their matrix product: frames expanded
/// to [y, y², 1], N×(2D+1), by the coefficients of K components.
struct ProductLimit {
    /// Frames at a time: of several sizes, one at which the product is fast.
    private static let frames = 512

    private let components: Int
    private let left: Matrix<Float>
    private let right: Matrix<Float>

    init(components: Int, dimension: Int) {
        LinearAlgebraLibrary.useOneThread()
        self.components = components
        let width = 2 * dimension + 1
        var generator = SeededGenerator(seed: 1)
        func matrix(_ rows: Int, _ columns: Int) -> Matrix<Float> {
            Matrix(
                rows: rows, columns: columns,
                elements: (0..<rows * columns).map { _ in
                    Float.random(in: -1...1, using: &generator)
                })
        }
        left = matrix(Self.frames, width)
        right = matrix(width, components)
    }

    /// Million frame·components per second on one thread, measured for a while.
    func rate(seconds: Double) -> Double {
        var result = [Float](repeating: 0, count: Self.frames * components)
        let stopwatch = Stopwatch()
        var repetitions = 0
        while stopwatch.seconds < seconds {
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(left.rows), Int32(components),
                Int32(left.columns), 1, left.elements, Int32(left.columns), right.elements,
                Int32(components), 0, &result, Int32(components))
            repetitions += 1
        }
        return Double(repetitions * Self.frames * components) * 1e-6 / stopwatch.seconds
    }
}
