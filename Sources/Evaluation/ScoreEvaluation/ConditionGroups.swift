/// The trials of one condition.
public struct ConditionGroup: Equatable, Sendable {
    /// The condition's word, or the interval of numbers.
    public let name: String
    /// The numbers of the words that belong to it.
    let conditions: Set<UInt32>
}

extension ScoredTrials {
    /// Up to so many different numbers are conditions of their own; more are cut into four.
    private static let distinctNumbers = 8

    /// The conditions of the trials, in order.
    ///
    /// Each word is a condition. Where all words are numbers, such as durations, and more than
    /// eight differ, four intervals with a quarter of the trials each take their place, as far
    /// as equal numbers allow.
    public var conditionGroups: [ConditionGroup] {
        let names = table.conditions.names
        let numbers = names.map { Double($0) ?? .nan }
        let order = names.indices.sorted { a, b in
            numbers[a] != numbers[b] && !numbers[a].isNaN && !numbers[b].isNaN
                ? numbers[a] < numbers[b] : names[a] < names[b]
        }
        guard names.count > Self.distinctNumbers, !numbers.contains(where: \.isNaN) else {
            return order.map { ConditionGroup(name: names[$0], conditions: [UInt32($0)]) }
        }
        var counts = [Int](repeating: 0, count: names.count)
        for row in table.rows { counts[Int(row.condition)] += 1 }
        var groups: [ConditionGroup] = []
        var members: [Int] = []
        var seen = 0
        for (place, index) in order.enumerated() {
            members.append(index)
            seen += counts[index]
            let isLast = place + 1 == order.count
            if isLast || seen * 4 >= (groups.count + 1) * table.rows.count {
                let range = "\(names[members[0]])–\(names[index])"
                groups.append(
                    ConditionGroup(
                        name: members.count == 1 ? names[index] : range,
                        conditions: Set(members.map(UInt32.init))))
                members = []
            }
        }
        return groups
    }

    /// The trials of one condition.
    public func trials(of group: ConditionGroup) -> ScoredTrials {
        var part = self
        part.table.rows.removeAll { !group.conditions.contains($0.condition) }
        return part
    }
}
