import ArgumentParser
import Timbre

/// How clips are compared with speakers.
struct MatchingArguments: ParsableArguments {
    @Flag(help: "Evaluate every component of the mixtures, not the best few of each frame.")
    var exact = false

    @Flag(
        help: """
            Score by the fast linear approximation; probabilities stay those of exact scores.
            """)
    var linear = false

    func validate() throws {
        if exact && linear { throw ValidationError("Choose one of --exact and --linear.") }
    }

    var options: MatchingOptions {
        var options = MatchingOptions()
        options.scorer = exact ? .exact : linear ? .linear : .topComponents
        return options
    }
}

/// From which score on a clip is a speaker's.
struct ThresholdArgument: ParsableArguments {
    @Option(
        name: .customLong("threshold"),
        help: """
            The least score of a match (default: the gallery's by timbre calibrate, else the \
            background model's).
            """)
    var value: Double?

    func validate() throws {
        if let value, value.isNaN { throw ValidationError("--threshold: not a number") }
    }
}
