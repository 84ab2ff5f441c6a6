import CVectorKernels
import FileStorage
import NumericCore
import RealModule

/// Replaces every value by the normal quantile of its rank within the window around it
/// (Pelecanos and Sridharan 2001):
///
///     y = Φ⁻¹((N + ½ − R) / N)
///
/// with N values in the window, of which the R-th largest is the frame's. Equal values share the
/// middle of their ranks, so a constant becomes 0.
func warped(_ frames: FrameStore, window: Int, memoryLimit: Int) throws -> FrameStore {
    let (total, dimension) = (frames.count, frames.dimension)
    var writer = FrameStoreWriter(dimension: dimension, memoryLimit: memoryLimit)
    guard total > 0 else { return try writer.finish() }
    let size = min(window, total)
    // (N + ½ − R)/N = k/2N for k = 2·(values below) + (values equal), from 1 to 2N − 1.
    let quantiles = (0...2 * size).map { k in
        Float(normalQuantile(min(max(Double(k), 0.5), 2 * Double(size) - 0.5) / Double(2 * size)))
    }
    let vectorLanes = Int(vector_lanes)
    var ranks = [Int32](repeating: 0, count: vectorLanes)
    for start in stride(from: 0, to: total, by: framesPerBlock) {
        let range = start..<min(start + framesPerBlock, total)
        let first = windowRange(around: start, length: window, total: total).lowerBound
        let last = windowRange(around: range.upperBound - 1, length: window, total: total)
        let block = try frames.frames(in: first..<last.upperBound)
        var result = Matrix<Float>(rows: range.count, columns: dimension, repeating: 0)
        for column in stride(from: 0, to: dimension, by: vectorLanes) {
            let lanes = min(vectorLanes, dimension - column)
            // Some columns side by side, filled up to a vector of them.
            let values = AlignedFloats(capacity: block.rows * vectorLanes)
            for row in 0..<block.rows {
                for lane in 0..<lanes {
                    values.base[row * vectorLanes + lane] = block[row, column + lane]
                }
            }
            for t in range {
                let around = windowRange(around: t, length: window, total: total)
                frame_ranks(
                    values.base + (around.lowerBound - first) * vectorLanes, Int32(around.count),
                    values.base + (t - first) * vectorLanes, &ranks)
                for lane in 0..<lanes {
                    result[t - start, column + lane] = quantiles[Int(ranks[lane])]
                }
            }
        }
        try writer.append(result.elements)
    }
    return try writer.finish()
}

/// Φ⁻¹(p) of the standard normal distribution, for p between 0 and 1.
///
/// Newton's method on Φ(x) = ½ erfc(−x/√2). From the centre outwards Φ bends away from its
/// tangent, so every step falls short of the solution and none overshoots.
func normalQuantile(_ p: Double) -> Double {
    if p > 0.5 { return -normalQuantile(1 - p) }
    var x = 0.0
    for _ in 0..<200 {
        let step =
            (p - 0.5 * .erfc(-x / 2.0.squareRoot())) / .exp(-x * x / 2) * (2 * .pi).squareRoot()
        x += step
        if abs(step) < 1e-12 { break }
    }
    return x
}
