extension MaximumAPosteriori.Parameters: CustomStringConvertible {
    private static let words: [(word: String, parameter: Self)] = [
        ("means", .means), ("weights", .weights), ("variances", .variances),
    ]

    /// The parameters that a list of words names, separated by commas: `means,weights`.
    ///
    /// - Throws: ``MixtureError/invalidOptions(_:)`` for another word, or none.
    public init(parsing list: String) throws(MixtureError) {
        self = []
        for word in list.split(separator: ",", omittingEmptySubsequences: false) {
            guard let known = Self.words.first(where: { $0.word == word }) else {
                throw .invalidOptions(
                    "means, weights and variances expected, separated by commas; got \(word)")
            }
            insert(known.parameter)
        }
    }

    /// The words, in order: `means, weights`.
    public var description: String {
        Self.words.filter { contains($0.parameter) }.map(\.word).joined(separator: ", ")
    }
}
