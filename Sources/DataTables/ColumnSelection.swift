/// One column of a file.
public enum ColumnReference: Equatable, Sendable, CustomStringConvertible {
    /// The column so named in the header.
    case name(String)
    /// The column at this place, counted from 1.
    case number(Int)

    /// A column as written on a command line: a whole number counts columns, else it is a name.
    public init(_ text: String) {
        self = Int(text).map(Self.number) ?? .name(text)
    }

    /// The name or the number.
    public var description: String {
        switch self {
        case .name(let name): "'\(name)'"
        case .number(let number): "\(number)"
        }
    }
}

/// Which columns of a file become numbers and which are kept as text.
public struct ColumnSelection: Equatable, Sendable {
    /// The columns of numbers, in this order; nil: every column that is numeric in the first rows
    /// and not named in ``text``.
    public var values: [ColumnReference]?
    /// The columns kept as text; nil: every column that is not numeric in the first rows and not
    /// named in ``values``; when ``values`` is given, none. Empty: none.
    public var text: [ColumnReference]?
    /// Further columns of numbers, put behind the others, such as weights.
    public var further: [ColumnReference]

    /// A choice of columns; by default all are kept, as what they look like.
    public init(
        values: [ColumnReference]? = nil, text: [ColumnReference]? = nil,
        further: [ColumnReference] = []
    ) {
        self.values = values
        self.text = text
        self.further = further
    }

    /// The columns' indices.
    func resolve(
        names: [String]?, isNumeric: [Bool], file: String
    ) throws(TableError) -> ResolvedColumns {
        let columns = NamedColumns(names: names, count: isNumeric.count, file: file)
        let chosenValues = try values.map { references throws(TableError) in
            try columns.indices(of: references)
        }
        let chosenText = try text.map { references throws(TableError) in
            try columns.indices(of: references)
        }
        let behind = try columns.indices(of: further)
        let taken = Set((chosenValues ?? []) + (chosenText ?? []) + behind)
        let rest = isNumeric.indices.filter { !taken.contains($0) }
        let resolved = ResolvedColumns(
            values: (chosenValues ?? rest.filter { isNumeric[$0] }) + behind,
            text: chosenText ?? (values == nil ? rest.filter { !isNumeric[$0] } : []))
        guard resolved.values.count > behind.count else { throw .noNumericColumns(file: file) }
        return resolved
    }
}

/// Indices of columns, counted from 0.
struct ResolvedColumns {
    var values: [Int]
    var text: [Int]
}

private struct NamedColumns {
    let names: [String]?
    let count: Int
    let file: String

    func indices(of references: [ColumnReference]) throws(TableError) -> [Int] {
        var indices: [Int] = []
        var seen = Set<Int>()
        for reference in references {
            let index = try index(of: reference)
            guard seen.insert(index).inserted else {
                throw .repeatedColumn(file: file, column: "\(reference)")
            }
            indices.append(index)
        }
        return indices
    }

    private func index(of reference: ColumnReference) throws(TableError) -> Int {
        switch reference {
        case .number(let number):
            if (1...max(1, count)).contains(number), number <= count { return number - 1 }
        case .name(let name):
            let matches = (names ?? []).indices.filter { names?[$0] == name }
            guard matches.count < 2 else {
                throw .ambiguousColumn(file: file, column: "\(reference)")
            }
            if let match = matches.first { return match }
        }
        throw .noSuchColumn(file: file, column: "\(reference)", available: available)
    }

    private var available: String {
        guard let names else { return "\(count) columns without names" }
        let shown = names.prefix(12).joined(separator: ", ")
        return names.count > 12 ? "\(count) columns: \(shown), …" : shown
    }
}
