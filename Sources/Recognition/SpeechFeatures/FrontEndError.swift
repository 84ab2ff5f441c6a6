/// Why features cannot be made.
public enum FrontEndError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A part of the configuration has a value that it cannot have.
    case invalidField(String, expected: String, got: String)
    /// A configuration file names something that does not exist.
    case unknownKey(String)
    /// There is no preset of this name.
    case unknownPreset(String)
    /// A configuration file is not a JSON object.
    case notJSON
    /// Normalisation needs the background's moments, and the front end was given none.
    case noBackgroundMoments
    /// Moments of the background that no frames can have.
    case unusableMoments
    /// Frames are of another length than the front end's own.
    case wrongDimension(expected: Int, got: Int)
    /// A sample that no recording can contain.
    case unusableSample(index: Int, value: Float)

    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .invalidField(let field, let expected, let got):
            "front-end configuration: \(field) must be \(expected), got \(got)"
        case .unknownKey(let key):
            "front-end configuration: there is no key \(key); remove it or check its spelling"
        case .unknownPreset(let name):
            "front-end configuration: there is no preset \(name); choose one of "
                + FrontEndConfiguration.presets.keys.sorted().joined(separator: ", ")
        case .notJSON:
            "front-end configuration: expected a JSON object such as {\"preset\":\"speech-16k\"}"
        case .noBackgroundMoments:
            "a shrunken mean needs the background model's moments; "
                + "give them to the front end, or ask for unnormalized features"
        case .unusableMoments:
            "the background's moments must be as many means as variances, all finite, and no variance "
                + "negative; take them from the model's own training frames"
        case .wrongDimension(let expected, let got):
            "these frames have \(got) values each, this front end makes \(expected); "
                + "use the front end that made them"
        case .unusableSample(let index, let value):
            "sample \(index) is \(value), expected a finite value within "
                + "±\(SampleConditioner.limit); check how the audio was read"
        }
    }
}
