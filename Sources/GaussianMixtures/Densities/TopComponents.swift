/// Picks the components with the highest log-density of a frame.
public enum TopComponents {
    /// The indices of the `count` largest values, in rising order of index.
    ///
    /// - Parameters:
    ///   - count: how many; all of them when there are no more.
    ///   - values: K values; of equal ones the lower index is preferred.
    ///   - selection: overwritten with the indices; its storage is reused.
    public static func select(
        _ count: Int, from values: UnsafeBufferPointer<Float>, into selection: inout [Int]
    ) {
        selection.removeAll(keepingCapacity: true)
        guard count < values.count else {
            selection.append(contentsOf: values.indices)
            return
        }
        guard count > 0 else { return }
        // `selection` is kept sorted by falling value; most values fail the first comparison.
        var least = -Float.infinity
        for index in values.indices {
            let value = values[index]
            if selection.count == count {
                guard value > least else { continue }
                selection.removeLast()
            }
            var position = selection.count
            while position > 0, values[selection[position - 1]] < value { position -= 1 }
            selection.insert(index, at: position)
            if let last = selection.last { least = values[last] }
        }
        selection.sort()
    }
}
