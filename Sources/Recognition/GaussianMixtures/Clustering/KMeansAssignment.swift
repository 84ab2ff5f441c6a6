internal import NumericCore

/// Rows assigned to the nearest of some centres.
struct KMeansAssignment: Sendable {
    let centres: Matrix<Double>
    private(set) var labels: [Int] = []
    private(set) var inertia = 0.0
    /// Of every row, times its weight.
    private var squaredDistances: [Double] = []
    /// Σ w: K.
    private var counts: [Double]
    /// Σ w (x − c): K×D.
    private var shifts: Matrix<Double>

    private init(centres: Matrix<Double>) {
        self.centres = centres
        counts = [Double](repeating: 0, count: centres.rows)
        shifts = Matrix(rows: centres.rows, columns: centres.columns, repeating: 0)
    }

    init(
        of rows: some FrameSource, _ weights: [Double], to centres: Matrix<Double>
    ) throws {
        self.init(centres: centres)
        let distances = SquaredDistances(to: centres)
        let shards = Sharding.shards(of: rows.count)
        let parts = try orderedMap(count: shards.count) { shard in
            var part = KMeansAssignment(centres: centres)
            var values = [Double](
                repeating: 0, count: Sharding.blockSize * centres.rows)
            var start = shards[shard].lowerBound
            try rows.forEachBlock(of: Sharding.blockSize, in: shards[shard]) { block in
                part.add(block.inDouble, weights[start..<start + block.rows], distances, &values)
                start += block.rows
            }
            return part
        }
        for part in parts {
            labels += part.labels
            squaredDistances += part.squaredDistances
            inertia += part.inertia
            for k in counts.indices { counts[k] += part.counts[k] }
            for i in shifts.elements.indices { shifts.elements[i] += part.shifts.elements[i] }
        }
    }

    private mutating func add(
        _ block: Matrix<Double>, _ weights: ArraySlice<Double>, _ distances: SquaredDistances,
        _ values: inout [Double]
    ) {
        distances.evaluate(block, into: &values)
        let (count, width) = (distances.count, block.columns)
        values.withUnsafeBufferPointer { values in
            block.elements.withUnsafeBufferPointer { x in
                centres.elements.withUnsafeBufferPointer { centres in
                    shifts.elements.withUnsafeMutableBufferPointer { shifts in
                        for (n, weight) in weights.enumerated() {
                            var nearest = 0
                            for k in 1..<max(1, count)
                            where values[n * count + k] < values[n * count + nearest] {
                                nearest = k
                            }
                            let distance = weight * values[n * count + nearest]
                            labels.append(nearest)
                            squaredDistances.append(distance)
                            inertia += distance
                            counts[nearest] += weight
                            let (row, centre) = (n * width, nearest * width)
                            for d in 0..<width {
                                shifts[centre + d] += weight * (x[row + d] - centres[centre + d])
                            }
                        }
                    }
                }
            }
        }
    }

    /// The clusters' means; a cluster without rows moves to the row farthest from its centre.
    func means(_ rows: some FrameSource) throws -> Matrix<Double> {
        var result = centres
        var distances = squaredDistances
        for k in 0..<centres.rows {
            if counts[k] > 0 {
                for d in 0..<centres.columns { result[k, d] += shifts[k, d] / counts[k] }
            } else if let farthest = distances.indices.max(by: { distances[$0] < distances[$1] }),
                distances[farthest] > 0
            {
                distances[farthest] = 0
                let row = try rows.frames(in: farthest..<farthest + 1).inDouble
                for d in 0..<centres.columns { result[k, d] = row[0, d] }
            }
        }
        return result
    }
}
