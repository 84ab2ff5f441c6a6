public import GaussianMixtures

/// What can go wrong between frames and a decision.
public enum IdentificationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A mixture or its file.
    case model(MixtureError)
    /// A background model that cannot be used, and why.
    case invalidModel(path: String, reason: String)
    /// Frames or statistics of more or fewer streams than the background model has.
    case wrongStreamCount(expected: Int, got: Int)
    /// A name that no shipped background model bears.
    case noShippedModel(name: String, searched: [String])
    /// Too little speech to adapt a background model to.
    case tooFewFramesToAdapt(got: Int, components: Int)
    /// Too little to fit a calibration.
    case tooFewScores(targets: Int, nontargets: Int)
    /// Numbers of a stored model that are not those that were stored.
    case damagedModel(speaker: String)
    /// Scores that are not higher for the same speaker than for different ones.
    case uninformativeScores

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .model(let error): error.description
        case .invalidModel(let path, let reason):
            "\(path): not a usable background model: \(reason)"
        case .wrongStreamCount(let expected, let got):
            "these are of \(got) streams, the background model has \(expected); use its own front end"
        case .noShippedModel(let name, let searched):
            "no background model named \(name) in \(searched.joined(separator: ", ")); "
                + "reinstall the program, or set TIMBRE_MODELS to the folder that holds it"
        case .tooFewFramesToAdapt(let got, let components):
            "\(got) frames of speech, noisy copies included, are too few to adapt \(components) "
                + "components to; give more clips, a minute of speech or more in all"
        case .tooFewScores(let targets, let nontargets):
            "\(targets) scores of the same speaker and \(nontargets) of different speakers are "
                + "too few to calibrate; give clips of more speakers"
        case .damagedModel(let speaker):
            "the stored model of \(speaker) is damaged, or was just removed; ask again, which makes it anew"
        case .uninformativeScores:
            "scores of the same speaker are no higher than those of different speakers; "
                + "check that the clips bear their speakers' names"
        }
    }
}
