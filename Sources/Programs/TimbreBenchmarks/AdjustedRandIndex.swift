/// How far two labellings of the same rows agree: 1 for the same partition, 0 on average for
/// labels at random (Hubert and Arabie, "Comparing partitions", 1985).
///
///     ARI = (S − E) / (M − E),   S = Σᵢⱼ C(nᵢⱼ, 2),   A = Σᵢ C(aᵢ, 2),   B = Σⱼ C(bⱼ, 2)
///     E = A B / C(n, 2),   M = (A + B) / 2
///
/// with nᵢⱼ rows that bear label i here and j there, aᵢ and bⱼ their sums. Where both labellings
/// are one cluster, or both all singletons, it is 1.
///
/// - Precondition: as many labels here as there.
func adjustedRandIndex(_ labels: [Int], _ others: [Int]) -> Double {
    precondition(labels.count == others.count, "two labels for each row")
    func pairs(_ counts: some Collection<Int>) -> Double {
        counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
    }
    var (rows, columns, cells) = ([Int: Int](), [Int: Int](), [[Int]: Int]())
    for (i, j) in zip(labels, others) {
        rows[i, default: 0] += 1
        columns[j, default: 0] += 1
        cells[[i, j], default: 0] += 1
    }
    let (together, here, there) = (pairs(cells.values), pairs(rows.values), pairs(columns.values))
    let expected = here * there / max(1, pairs([labels.count]))
    let largest = (here + there) / 2
    return largest == expected ? 1 : (together - expected) / (largest - expected)
}
