import FileStorage
import NumericCore

/// Subtracts from every frame the mean of the window around it, and divides by its standard
/// deviation when asked to.
///
/// The window's sums follow it: what enters is added, what leaves is subtracted.
func slidingNormalized(
    _ frames: FrameStore, window: Int, withVariance: Bool, memoryLimit: Int
) throws -> FrameStore {
    let (total, dimension) = (frames.count, frames.dimension)
    var writer = FrameStoreWriter(dimension: dimension, memoryLimit: memoryLimit)
    guard total > 0 else { return try writer.finish() }
    let origin = try frames.frames(in: 0..<1).elements.map(Double.init)
    var sums = [Double](repeating: 0, count: dimension)
    var squares = sums
    var held = 0..<0
    for start in stride(from: 0, to: total, by: framesPerBlock) {
        let range = start..<min(start + framesPerBlock, total)
        let lastWindow = windowRange(around: range.upperBound - 1, length: window, total: total)
        let firstWindow = windowRange(around: start, length: window, total: total)
        // What leaves the window lies in the window held so far.
        let needed = min(held.lowerBound, firstWindow.lowerBound)..<lastWindow.upperBound
        let block = try frames.frames(in: needed)
        var result = Matrix<Float>(rows: range.count, columns: dimension, repeating: 0)
        func add(_ t: Int, _ sign: Double) {
            let row = (t - needed.lowerBound) * dimension
            for d in 0..<dimension {
                let value = Double(block.elements[row + d]) - origin[d]
                sums[d] += sign * value
                squares[d] += sign * value * value
            }
        }
        for t in range {
            let wanted = windowRange(around: t, length: window, total: total)
            for entering in held.upperBound..<wanted.upperBound { add(entering, 1) }
            for leaving in held.lowerBound..<wanted.lowerBound { add(leaving, -1) }
            held = wanted
            let n = Double(wanted.count)
            let row = (t - needed.lowerBound) * dimension
            for d in 0..<dimension {
                let mean = sums[d] / n
                var value = Double(block.elements[row + d]) - origin[d] - mean
                if withVariance {
                    let variance = max(squares[d] / n - mean * mean, ClipMoments.varianceFloor)
                    value /= variance.squareRoot()
                }
                result[t - start, d] = Float(value)
            }
        }
        try writer.append(result.elements)
    }
    return try writer.finish()
}
