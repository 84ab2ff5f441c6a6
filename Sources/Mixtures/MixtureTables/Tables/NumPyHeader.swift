/// The header of a `.npy` file: a Python dictionary with exactly the keys `descr`,
/// `fortran_order` and `shape` (NumPy, "NumPy enhancement proposal 1: a simple file format").
struct NumPyHeader: Equatable {
    var element: NumPyElement
    var isFortranOrder: Bool
    var rows: Int
    var columns: Int

    /// The first bytes of every `.npy` file.
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// Bytes of a header beyond which it describes no table.
    static let longest = 1 << 16

    /// Bytes of all the values; nil when no Int can count them.
    var byteCount: Int? {
        let (count, overflows) = rows.multipliedReportingOverflow(by: columns)
        let (bytes, overflowsToo) = count.multipliedReportingOverflow(by: element.size)
        return overflows || overflowsToo ? nil : bytes
    }

    /// Reads the dictionary.
    init(_ bytes: [UInt8], file: String) throws(TableError) {
        func invalid(_ reason: String) -> TableError {
            .invalidArray(file: file, reason: reason)
        }
        var parser = DictionaryParser(rest: bytes[...])
        guard let entries = parser.dictionary() else {
            throw invalid("its header is not a dictionary of descr, fortran_order and shape")
        }
        guard case .text(let type) = entries["descr"] else {
            throw invalid("it holds records of several fields; save plain numbers")
        }
        guard let element = NumPyElement(type) else {
            throw invalid(
                "its values are of type '\(type)'; expected real numbers: f2, f4, f8, i1 to i8, "
                    + "u1 to u8, b1")
        }
        guard case .truth(let isFortranOrder) = entries["fortran_order"] else {
            throw invalid("fortran_order is neither True nor False")
        }
        guard case .shape(let shape) = entries["shape"] else {
            throw invalid("its shape is no tuple of whole numbers")
        }
        guard (1...2).contains(shape.count) else {
            throw invalid("it has \(shape.count) axes; expected one or two: rows and columns")
        }
        self.element = element
        rows = shape[0]
        columns = shape.count == 2 ? shape[1] : 1
        // With a single column or row both orders are the same.
        self.isFortranOrder = isFortranOrder && columns > 1 && rows > 1
        guard (1...TableLimits.columns).contains(columns) else {
            throw invalid("it has \(columns) columns; expected 1 to \(TableLimits.columns)")
        }
        guard byteCount != nil else { throw invalid("its shape is too large") }
    }
}

/// The little of Python's notation that a header may use.
private struct DictionaryParser {
    enum Value {
        case text(String)
        case truth(Bool)
        case shape([Int])
        /// Structured types are lists.
        case list
    }

    var rest: ArraySlice<UInt8>

    mutating func dictionary() -> [String: Value]? {
        guard take("{") else { return nil }
        var entries: [String: Value] = [:]
        while !take("}") {
            guard let key = quoted(), take(":"), let value = value(), entries[key] == nil else {
                return nil
            }
            entries[key] = value
            if case .list = value { return entries }
            guard take(",") || next == UInt8(ascii: "}") else { return nil }
        }
        skipBlanks()
        guard rest.isEmpty, Set(entries.keys) == ["descr", "fortran_order", "shape"] else {
            return nil
        }
        return entries
    }

    private var next: UInt8? { rest.first }

    private mutating func value() -> Value? {
        if take("True") { return .truth(true) }
        if take("False") { return .truth(false) }
        if take("(") { return shape().map(Value.shape) }
        if take("[") { return .list }
        return quoted().map(Value.text)
    }

    private mutating func shape() -> [Int]? {
        var shape: [Int] = []
        while !take(")") {
            guard let number = number() else { return nil }
            shape.append(number)
            if !take(",") { return take(")") ? shape : nil }
        }
        return shape
    }

    private mutating func number() -> Int? {
        skipBlanks()
        let digits = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }
        rest = rest.dropFirst(digits.count)
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private mutating func quoted() -> String? {
        skipBlanks()
        guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
        else { return nil }
        let text = rest.dropFirst().prefix { $0 != quote }
        rest = rest.dropFirst(text.count + 1)
        guard rest.first == quote else { return nil }
        rest = rest.dropFirst()
        skipBlanks()
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func take(_ text: String) -> Bool {
        skipBlanks()
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        skipBlanks()
        return true
    }

    private mutating func skipBlanks() {
        rest = rest.drop { isBlank($0) || $0 == UInt8(ascii: "\n") }
    }
}
