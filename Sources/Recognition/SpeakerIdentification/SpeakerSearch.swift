internal import NumericCore

/// Finds in a large gallery whom to score a clip against.
///
/// Everybody gets a compact score (``CompactClip``). The best of these, and *references* chosen by
/// a hash of their names, the same for every clip, are worth exact ones; nobody else is a candidate.
/// Where scores are divided by the deviation of all others', references stand for those who are not
/// among the best: M of them, who are not themselves, count for (N − B) / M speakers each in a
/// gallery of N, and each of the B best for one (a stratified sample; Cochran, "Sampling Techniques",
/// 1977, chapter 5). A gallery of no more than ``wholeCount`` speakers is not searched but scored
/// wholly.
public struct SpeakerSearch: Sendable {
    /// How many of the best get exact scores.
    public static let bestCount = 100
    /// How many references do.
    public static let referenceCount = 128
    /// How many speakers need no search.
    public static let wholeCount = bestCount + referenceCount
    /// Speakers that one task looks at.
    private static let taskSize = 1024

    /// Whom to score exactly.
    public struct Selection: Sendable {
        /// Indices of the best and the references, rising.
        public let speakers: [Int]
        /// For how many speakers of the gallery each of them stands.
        public let weights: [Double]
    }

    private let references: [Int]
    private let bestCount: Int

    /// A search among speakers.
    ///
    /// - Parameters:
    ///   - names: of everybody.
    ///   - bestCount: how many of the best get exact scores.
    ///   - referenceCount: how many references do.
    public init(
        among names: [String], bestCount: Int = bestCount, referenceCount: Int = referenceCount
    ) {
        self.bestCount = bestCount
        references = names.enumerated()
            .map { (hash: Self.hash($1), index: $0) }
            .sorted { $0 < $1 }.prefix(referenceCount).map(\.index)
    }

    /// Whom to score a clip against.
    ///
    /// - Parameters:
    ///   - clip: the clip.
    ///   - models: everybody's, in the order of the names.
    ///   - claim: the index of a speaker who is scored in any case.
    /// - Returns: the best, the references and the claim.
    /// - Throws: ``IdentificationError/damagedModel(speaker:)``.
    public func selection(
        for clip: CompactClip, among models: [SpeakerModel], claim: Int? = nil
    ) throws -> Selection {
        let tasks = shardRanges(
            count: models.count, shards: (models.count + Self.taskSize - 1) / Self.taskSize)
        let scores = try orderedMap(count: tasks.count) { task in
            try tasks[task].map { index in
                guard let score = clip.score(models[index].content) else {
                    throw IdentificationError.damagedModel(speaker: models[index].speaker)
                }
                return score
            }
        }.flatMap { $0 }
        let candidates = tasks.flatMap { Self.best(bestCount, of: scores, in: $0) }
        let best = Set(
            candidates.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(bestCount))
        let others = Set(references).subtracting(best)
        let weight = Double(models.count - best.count) / Double(max(1, others.count))
        let speakers = best.union(others).union(claim.map { [$0] } ?? []).sorted()
        return Selection(
            speakers: speakers,
            weights: speakers.map { best.contains($0) ? 1 : others.contains($0) ? weight : 0 })
    }

    private static func best(_ count: Int, of scores: [Double], in range: Range<Int>) -> [Int] {
        Array(range.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(count))
    }

    /// FNV-1a over the name's UTF-8 (Fowler, Noll and Vo), its bits spread once more.
    private static func hash(_ name: String) -> UInt64 {
        let sum = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        let mixed = (sum ^ sum >> 32) &* 0x9e37_79b9_7f4a_7c15
        return mixed ^ mixed >> 32
    }
}
