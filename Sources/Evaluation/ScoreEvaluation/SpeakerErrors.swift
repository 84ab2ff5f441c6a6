/// How often a detector erred in some speakers' clips.
public struct SpeakerErrors: Equatable, Sendable {
    /// One speaker's clips.
    public struct Speaker: Equatable, Sendable {
        /// The speaker.
        public let name: String
        /// How many clips there are.
        public var clips = 0
        /// How many trials they bring.
        public var trials = 0
        /// In how many of these the detector erred.
        public var errors = 0
    }

    /// The speakers, by name; each has a trial.
    public let speakers: [Speaker]

    init(_ clips: [DetectionTrials.Clip], isError: (Double) -> Bool) {
        var speakers: [String: Speaker] = [:]
        for clip in clips {
            var speaker = speakers[clip.speaker] ?? Speaker(name: clip.speaker)
            speaker.clips += 1
            speaker.trials += clip.scores.count
            speaker.errors += clip.scores.count(where: isError)
            speakers[clip.speaker] = speaker
        }
        self.speakers = speakers.values.sorted { $0.name < $1.name }
    }

    /// How many clips there are.
    public var clips: Int { speakers.reduce(0) { $0 + $1.clips } }
    /// How many trials.
    public var trials: Int { speakers.reduce(0) { $0 + $1.trials } }
    /// In how many of these the detector erred.
    public var errors: Int { speakers.reduce(0) { $0 + $1.errors } }
    /// The share of errors, a fraction; nil without trials.
    public var rate: Double? { trials > 0 ? Double(errors) / Double(trials) : nil }
}
