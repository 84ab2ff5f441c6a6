/// Indices of columns, counted from 0.
struct ResolvedColumns {
    /// Those of numbers.
    private(set) var values: [Int] = []
    /// Those of words.
    private(set) var text: [Int] = []
    /// Those whose cells are kept as they stand.
    private(set) var kept: [Int] = []
    /// What was left out and why.
    private(set) var remarks: [TableRemark] = []

    /// The columns that a selection means in a file.
    init(
        _ selection: ColumnSelection, names: [String]?, _ columns: [ColumnEvidence], file: String
    ) throws(TableError) {
        let named = NamedColumns(names: names, count: columns.count, file: file)
        let chosenValues = try selection.values.map { references throws(TableError) in
            try named.indices(of: references)
        }
        let chosenText = try selection.text.map { references throws(TableError) in
            try named.indices(of: references)
        }
        let behind = try named.indices(of: selection.further)
        var chosenKept: [Int]?
        if case .these(let references) = selection.kept {
            chosenKept = try named.indices(of: references)
        }
        let taken = Set((chosenValues ?? []) + (chosenText ?? []) + behind)
        let rest = columns.indices.filter { !taken.contains($0) }
        let numeric = rest.filter { columns[$0].isNumeric }

        if let chosenValues {
            values = chosenValues
        } else if let expected = selection.expected, let names {
            values =
                expected == numeric.map { names[$0] }
                ? numeric
                : try expected.map { name throws(TableError) in
                    try named.index(ofExpected: name, among: numeric)
                }
        } else {
            values = numeric.filter { !columns[$0].isRowIndex }
            let left = rest.filter { !columns[$0].isNumeric }
            let unnamed = left.filter { !(chosenKept ?? []).contains($0) }
            try named.refuse(unnamed.filter { columns[$0].isNearlyNumeric }, columns)
            if values.count < numeric.count { remarks.append(.rowIndex) }
            if selection.text != nil, !unnamed.isEmpty {
                remarks.append(
                    .leftOut(
                        unnamed.compactMap { column in
                            columns[column].firstWord.map {
                                .init(column: named.label(column), line: $0.line, found: $0.found)
                            }
                        }))
            }
        }
        text =
            chosenText ?? (selection.values == nil ? rest.filter { !columns[$0].isNumeric } : [])
        guard !values.isEmpty else { throw .noNumericColumns(file: file) }
        kept =
            switch selection.kept {
            case .these: chosenKept ?? []
            case .others: columns.indices.filter { !(values + behind).contains($0) }
            case .all: Array(columns.indices)
            }
        values += behind
    }
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
            if let match = try index(named: "\(number)", reference) { return match }
            if number >= 1, number <= count { return number - 1 }
        case .name(let name):
            if let match = try index(named: name, reference) { return match }
        }
        throw .noSuchColumn(file: file, column: "\(reference)", available: available(names))
    }

    private func index(
        named name: String, _ reference: ColumnReference
    ) throws(TableError) -> Int? {
        let matches = (names ?? []).indices.filter { names?[$0] == name }
        guard matches.count < 2 else {
            throw .ambiguousColumn(file: file, column: "\(reference)")
        }
        return matches.first
    }

    /// A column that a model knows by name; `numeric` are those that an error offers.
    func index(ofExpected name: String, among numeric: [Int]) throws(TableError) -> Int {
        if let match = try index(named: name, .name(name)) { return match }
        throw .noSuchColumn(
            file: file, column: "'\(name)', as the model has",
            available: available(names.map { names in numeric.map { names[$0] } }))
    }

    /// Refuses columns of numbers with a few words among them.
    func refuse(_ nearlyNumeric: [Int], _ columns: [ColumnEvidence]) throws(TableError) {
        guard let column = nearlyNumeric.first, let word = columns[column].firstWord else { return }
        let evidence = columns[column]
        throw .wordAmongNumbers(
            file: file, line: word.line, column: place(column), found: word.found,
            numbers: evidence.numbers, cells: evidence.numbers + evidence.words)
    }

    /// A column as a list names it.
    func label(_ column: Int) -> String {
        guard let name = names?[column], !name.isEmpty else { return "column \(column + 1)" }
        return name
    }

    private func place(_ column: Int) -> String {
        names.map { "column '\($0[column])'" } ?? "column \(column + 1)"
    }

    private func available(_ names: [String]?) -> String {
        guard let names else { return "\(count) columns without names" }
        let shown = names.prefix(12).joined(separator: ", ")
        return names.count > 12 ? "\(names.count) columns: \(shown), …" : shown
    }
}
