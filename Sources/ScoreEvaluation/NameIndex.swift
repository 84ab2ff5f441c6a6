/// Numbers names by first appearance and keeps one copy of each.
struct NameIndex {
    private(set) var names: [String] = []
    private var numbers: [String: UInt32] = [:]

    /// The number of a name, new or known.
    mutating func number(of name: String) -> UInt32 {
        if let number = numbers[name] { return number }
        let number = UInt32(names.count)
        numbers[name] = number
        names.append(name)
        return number
    }

    /// The number of a name, if it is known.
    func known(_ name: String) -> UInt32? { numbers[name] }

    subscript(_ number: UInt32) -> String { names[Int(number)] }
}

/// A model and a clip by their numbers.
struct TrialKey: Hashable {
    var model: UInt32
    var clip: UInt32
}
