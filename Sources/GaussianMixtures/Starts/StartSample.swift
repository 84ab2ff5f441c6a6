internal import NumericCore

/// The frames that a start looks at: all, or of many one at random out of each of equal stretches.
/// Missing cells hold their column's mean.
struct StartSample: Sendable {
    /// Frames per component; more change little and cost much.
    static let framesPerComponent = 100
    /// Frames that are looked at however few the components are.
    static let leastFrames = 20_000

    let frames: Matrix<Double>
    let weights: [Double]

    init(
        of frames: some FrameSource, weights: [Double]?, componentCount: Int, means: [Double],
        _ generator: inout SeededGenerator
    ) throws {
        let size = max(Self.leastFrames, componentCount * Self.framesPerComponent)
        var (elements, kept): ([Double], [Double]) = ([], [])
        if frames.count <= size {
            try frames.forEachBlock(of: Expectation.blockSize) { block in
                elements += block.inDouble.elements
            }
            kept = weights ?? [Double](repeating: 1, count: frames.count)
        } else {
            for stretch in shardRanges(count: frames.count, shards: size) {
                let index = stretch.lowerBound + generator.index(below: stretch.count)
                elements += try frames.frames(in: index..<index + 1).inDouble.elements
                kept.append(weights?[index] ?? 1)
            }
        }
        for index in elements.indices where elements[index].isNaN {
            elements[index] = means[index % means.count]
        }
        self.weights = kept
        self.frames = Matrix(rows: kept.count, columns: frames.dimension, elements: elements)
    }

    /// The frames about the means in given units: D.
    func standardized(means: [Double], scale: [Double]) -> Matrix<Double> {
        var result = frames
        for n in 0..<result.rows {
            for d in means.indices {
                result[n, d] = (result[n, d] - means[d]) / scale[d].squareRoot()
            }
        }
        return result
    }
}
