/// What a recognizer says of a clip whose speaker is known.
public struct ClipEvidence: Equatable, Sendable {
    /// The score of an enrolled speaker's own model.
    public struct Own: Equatable, Sendable {
        /// The score, with everybody in the gallery.
        public let score: Double
        /// Whether nobody else's is as high.
        public let isFirst: Bool

        /// A score and whether it is the highest, alone.
        public init(score: Double, isFirst: Bool) {
            self.score = score
            self.isFirst = isFirst
        }
    }

    /// Who truly speaks; of two speakers never the same.
    public let speaker: String
    /// The own model's score; nil for a stranger, who has none.
    public let own: Own?
    /// The scores of everybody else's models, as they are when the speaker is not enrolled.
    public let others: [Double]

    /// What is said of a clip.
    public init(speaker: String, own: Own?, others: [Double]) {
        self.speaker = speaker
        self.own = own
        self.others = others
    }
}
