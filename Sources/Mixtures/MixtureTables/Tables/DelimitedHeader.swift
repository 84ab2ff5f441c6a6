/// Whether the first row of a text table holds names, as far as the cells tell.
struct DelimitedHeader {
    /// A word above numbers; in a lone row, words alone.
    let isWords: Bool
    /// Numbers that follow each other, such as 0, 1, 2 or years, which no other row holds.
    let isCount: Bool
    /// Whether the cells below the first one are whole numbers that are all different.
    let numbersRows: Bool
    /// Whether the row is taken for a header: words, or the count of columns beside an empty
    /// corner that pandas writes above its index.
    let isHeader: Bool

    /// What the rows' cells tell, and what each column holds below the first row.
    init(_ cells: [[Cell]], _ below: [ColumnEvidence]) {
        let (first, rest) = (cells[0], cells.dropFirst())
        isWords =
            rest.isEmpty
            ? first.allSatisfy { $0 == .word }
            : first.indices.contains { column in
                first[column] == .word && below[column].numbers > 0
                    && (below[column].isNumeric || below[column].isNearlyNumeric)
            }
        isCount =
            first.count > 1 && !rest.isEmpty && Self.isCount(first[...])
            && !rest.contains { Self.isCount($0[...]) }
        let index = rest.compactMap { Self.whole($0[0]) }
        numbersRows =
            !rest.isEmpty && index.count == rest.count && Set(index).count == index.count
        let isCorner =
            first.count > 1 && first[0] == .missing && first[1] == .number(0)
            && Self.isCount(first[1...])
        isHeader = isWords || (isCorner && numbersRows)
    }

    /// Whole numbers, each by one larger than the one before.
    private static func isCount(_ cells: ArraySlice<Cell>) -> Bool {
        var last: Double?
        return cells.allSatisfy { cell in
            guard let value = whole(cell) else { return false }
            defer { last = value }
            return last.map { value == $0 + 1 } ?? true
        }
    }

    private static func whole(_ cell: Cell) -> Double? {
        guard case .number(let value) = cell, value == value.rounded() else { return nil }
        return value
    }
}
