internal import NumericCore

extension Matrix where Element == Double {
    /// Whether a cell is NaN.
    var hasMissingCells: Bool { elements.contains { $0.isNaN } }

    /// The rows that have the same cells, in the order in which the patterns first occur; a NaN
    /// is a missing cell.
    func rowsByMissingCells() -> [(observed: [Int], rows: [Int])] {
        guard hasMissingCells else {
            return rows == 0 ? [] : [(Array(0..<columns), Array(0..<rows))]
        }
        var groups: [(observed: [Int], rows: [Int])] = []
        // A bit per column, 64 to a word: set where the cell is observed.
        var places: [[UInt64]: Int] = [:]
        var key = [UInt64](repeating: 0, count: (columns + 63) / 64)
        for n in 0..<rows {
            for word in key.indices { key[word] = 0 }
            for d in 0..<columns where !self[n, d].isNaN { key[d / 64] |= 1 << UInt64(d % 64) }
            if let place = places[key] {
                groups[place].rows.append(n)
            } else {
                places[key] = groups.count
                groups.append(((0..<columns).filter { !self[n, $0].isNaN }, [n]))
            }
        }
        return groups
    }
}
