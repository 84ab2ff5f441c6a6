import ArgumentParser
import Timbre

/// How a stream on standard input is followed.
struct LiveArguments: ParsableArguments {
    @Flag(
        name: .customLong("live"),
        help: """
            Follow a stream on standard input, given as -: WAV of unknown length, or --raw. \
            Answers come while it goes on, and segments end at pauses.
            """)
    var isLive = false

    @Option(
        help: ArgumentHelp(
            "With --live: how long a pause ends a segment. (default: 1)", valueName: "seconds"))
    var pause: Double?

    @Option(
        help: ArgumentHelp(
            "With --live: how often a segment that goes on is answered. (default: 1)",
            valueName: "seconds"))
    var every: Double?

    @Option(
        help: ArgumentHelp(
            "With --live: how long a segment lasts at most. (default: 30)", valueName: "seconds"))
    var longest: Double?

    func validate() throws {
        for (option, value, range) in [
            ("--pause", pause, SpeechPauses.seconds), ("--every", every, 0.1...3600),
            ("--longest", longest, 1...600),
        ] {
            guard let value else { continue }
            guard isLive else {
                throw ValidationError("\(option) belongs to --live; leave it out, or say --live")
            }
            try SpeechPauses.require(option, value, range)
        }
    }

    /// What is followed is named as the one clip there is.
    func validate(_ clips: ClipArguments) throws {
        guard isLive, clips.clips != ["-"] || clips.list != nil else { return }
        throw ValidationError("--live follows standard input and nothing else; name - alone")
    }

    func options(_ matching: MatchingOptions) -> LiveOptions {
        var options = LiveOptions()
        options.pauseSeconds = pause ?? options.pauseSeconds
        options.intervalSeconds = every ?? options.intervalSeconds
        options.longestSeconds = longest ?? options.longestSeconds
        options.matching = matching
        return options
    }
}

/// Which pauses can be told.
enum SpeechPauses {
    /// In seconds.
    static let seconds = 0.3...60

    static func require(_ option: String, _ value: Double, _ range: ClosedRange<Double>) throws {
        guard !range.contains(value) else { return }
        throw ValidationError(
            "\(option): \(range.lowerBound.formatted()) to \(range.upperBound.formatted()) seconds "
                + "expected, got \(value)")
    }
}
