internal import NumericCore

/// The frames that a start looks at: all that count, or of many one at random out of each of equal
/// stretches. Missing cells hold their column's mean.
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
        let counting = weights.map { all in all.indices.filter { all[$0] > 0 } }
        let count = counting?.count ?? frames.count
        var (elements, kept): ([Double], [Double]) = ([], [])
        func add(_ block: Matrix<Double>, from start: Int) {
            for n in 0..<block.rows {
                let (row, weight) = (block.row(n), weights?[start + n] ?? 1)
                guard weight > 0, row.contains(where: { !$0.isNaN }) else { continue }
                elements += row
                kept.append(weight)
            }
        }
        if count <= size {
            var start = 0
            try frames.forEachBlock(of: Sharding.blockSize) { block in
                add(block.inDouble, from: start)
                start += block.rows
            }
        } else {
            for stretch in shardRanges(count: count, shards: size) {
                let place = stretch.lowerBound + generator.index(below: stretch.count)
                let index = counting?[place] ?? place
                add(try frames.frames(in: index..<index + 1).inDouble, from: index)
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
        let deviations = scale.map { $0.squareRoot() }
        var elements: [Double] = []
        elements.reserveCapacity(frames.elements.count)
        for n in 0..<frames.rows {
            for (d, value) in frames.row(n).enumerated() {
                elements.append((value - means[d]) / deviations[d])
            }
        }
        return Matrix(rows: frames.rows, columns: frames.columns, elements: elements)
    }
}
