import ArgumentParser
import Timbre

/// How clips are compared with speakers.
struct MatchingArguments: ParsableArguments {
    @Option(help: "The least score of a match (default: the background model's).")
    var threshold: Double?

    @Flag(help: "Evaluate every component of the mixtures, not the best few of each frame.")
    var exact = false

    @Flag(help: "Score by the fast linear approximation.")
    var linear = false

    func validate() throws {
        if exact && linear { throw ValidationError("Choose one of --exact and --linear.") }
        if let threshold, threshold.isNaN { throw ValidationError("--threshold: not a number") }
    }

    func options(isClosedSet: Bool = false) -> MatchingOptions {
        var options = MatchingOptions()
        options.isClosedSet = isClosedSet
        options.threshold = threshold
        options.isExact = exact
        options.isLinear = linear
        return options
    }
}
