internal import NumericCore

extension Matrix where Element == Double {
    /// The rows that have the same cells, in the order in which the patterns first occur; a NaN
    /// is a missing cell.
    func rowsByMissingCells() -> [(observed: [Int], rows: [Int])] {
        var groups: [(observed: [Int], rows: [Int])] = []
        var places: [[Bool]: Int] = [:]
        for n in 0..<rows {
            let key = row(n).map(\.isNaN)
            if let place = places[key] {
                groups[place].rows.append(n)
            } else {
                places[key] = groups.count
                groups.append((key.indices.filter { !key[$0] }, [n]))
            }
        }
        return groups
    }
}
