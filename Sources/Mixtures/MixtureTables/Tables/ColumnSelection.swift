/// One column of a file.
public enum ColumnReference: Equatable, Sendable, CustomStringConvertible {
    /// The column so named in the header.
    case name(String)
    /// The column whose name is this number, else the column at this place, counted from 1.
    case number(Int)

    /// A column as written on a command line: a whole number counts columns, else it is a name.
    public init(_ text: String) {
        self = Int(text).flatMap { "\($0)" == text ? .number($0) : nil } ?? .name(text)
    }

    /// The name or the number.
    public var description: String {
        switch self {
        case .name(let name): "'\(name)'"
        case .number(let number): "\(number)"
        }
    }
}

/// Columns whose cells are kept as they stand, whatever they hold, beside what the other columns
/// become.
public enum KeptColumns: Equatable, Sendable {
    /// These, in this order.
    case these([ColumnReference])
    /// All that are not among the columns of numbers.
    case others
    /// All.
    case all
}

/// Which columns of a file become numbers and which are kept as text.
public struct ColumnSelection: Equatable, Sendable {
    /// The columns of numbers, in this order; nil: those of ``expected``, else every column that is
    /// numeric in the first rows and not named in ``text``.
    public var values: [ColumnReference]?
    /// The names of the columns of numbers, as a model knows them. Where ``values`` is nil and the
    /// file has names, its columns are found by them; by their places where all names agree.
    public var expected: [String]?
    /// The columns kept as text; nil: every column that is not numeric in the first rows and not
    /// named in ``values``; when ``values`` is given, none. Empty: none.
    public var text: [ColumnReference]?
    /// Further columns of numbers, put behind the others, such as weights.
    public var further: [ColumnReference]
    /// The columns kept as they stand.
    public var kept: KeptColumns

    /// A choice of columns; by default all are kept, as what they look like.
    public init(
        values: [ColumnReference]? = nil, expected: [String]? = nil,
        text: [ColumnReference]? = nil, further: [ColumnReference] = [],
        kept: KeptColumns = .these([])
    ) {
        self.values = values
        self.expected = expected
        self.text = text
        self.further = further
        self.kept = kept
    }
}
