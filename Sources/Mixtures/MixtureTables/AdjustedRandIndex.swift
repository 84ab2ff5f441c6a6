internal import Foundation

/// How far two partitions of the same rows agree, corrected for chance (Hubert and Arabie,
/// "Comparing partitions", 1985):
///
///     ARI = (Σᵢⱼ C(nᵢⱼ, 2) − E) / (½ [A + B] − E)
///     A = Σᵢ C(aᵢ, 2)   B = Σⱼ C(bⱼ, 2)   E = A B / C(N, 2)
///
/// with nᵢⱼ rows of class i in the one and j in the other, aᵢ and bⱼ their sums. 1 means the same
/// partition, 0 what chance gives; it can be negative. Two partitions that both leave everything
/// together, or everything apart, are the same.
///
/// - Precondition: as many labels in each.
public func adjustedRandIndex<First: Hashable, Second: Hashable>(
    _ first: [First], _ second: [Second]
) -> Double {
    precondition(first.count == second.count, "labels of the same rows")
    func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }
    func sum<Key: Hashable>(_ keys: some Sequence<Key>) -> Double {
        keys.reduce(into: [Key: Int]()) { $0[$1, default: 0] += 1 }.values
            // Sums of whole numbers: no order of the dictionary changes them.
            .reduce(0) { $0 + pairs($1) }
    }
    let joint = sum(zip(first, second).map { Pair(first: $0, second: $1) })
    let (a, b, all) = (sum(first), sum(second), pairs(first.count))
    guard all > 0 else { return 1 }
    let expected = a * b / all
    let most = (a + b) / 2
    return most == expected ? 1 : (joint - expected) / (most - expected)
}

private struct Pair<First: Hashable, Second: Hashable>: Hashable {
    let first: First
    let second: Second
}

/// The index with four digits behind the point; with more where they are needed to tell it from
/// 1, which it is for equal partitions alone.
public func text(ofRandIndex index: Double) -> String {
    guard index < 1 else { return String(format: "%.4f", index) }
    // Adding 0 leaves no −0.
    let texts = (4...15).map { String(format: "%.\($0)f", (index * 1e15).rounded() / 1e15 + 0) }
    return texts.first { Double($0) != 1 } ?? texts[texts.count - 1]
}
