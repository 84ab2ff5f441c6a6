/// Speakers put together where they are so many that drawing each by itself costs time and memory
/// and tells no more.
///
/// Sums over independent speakers vary as sums over groups of them do. With G groups an interval's
/// width is itself known to within √(1/2G), 0.6 % of 16384, far less than what a thousand
/// replicates leave open.
struct SpeakerGroups: Sendable {
    static let limit = 16384

    /// How many groups the enrolled are in: one each, up to the limit.
    let enrolled: Int
    /// How many the strangers are in.
    let strangers: Int
    /// How many speakers are enrolled.
    private let enrolledSpeakers: Int

    /// The groups of speakers by number, the enrolled first, then the strangers.
    init(enrolled: Int, strangers: Int) {
        self.enrolled = min(enrolled, Self.limit)
        self.strangers = min(strangers, Self.limit)
        enrolledSpeakers = enrolled
    }

    /// The number of a speaker's group.
    subscript(_ speaker: Int) -> Int {
        speaker < enrolledSpeakers
            ? speaker % enrolled : enrolled + (speaker - enrolledSpeakers) % strangers
    }
}
