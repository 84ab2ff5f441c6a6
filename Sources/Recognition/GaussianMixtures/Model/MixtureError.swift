/// What can be wrong with a mixture, its data or its file. Rows and columns are indices, from 0;
/// the messages count them from 1, as people do.
public enum MixtureError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Parameters that are no mixture; says which.
    case invalidParameters(String)
    /// Options or arguments that cannot be followed; says which, and what they may be.
    case invalidOptions(String)
    /// Fewer frames than components.
    case tooFewFrames(got: Int, components: Int)
    /// A value of the data that is not finite.
    case nonFiniteData(frame: Int)
    /// A frame so far from every component that the squares of its distances are not finite.
    case beyondReach(frame: Int)
    /// Frames of another length than the mixture's.
    case dimensionMismatch(expected: Int, got: Int)
    /// A column of which no cell is observed.
    case emptyColumn(Int)
    /// Values so large or so far apart that their squares are not finite.
    case valuesTooLarge(column: Int)
    /// A file that is not what it should be; says where and why.
    case invalidFile(path: String, reason: String)
    /// A file that cannot be opened.
    case missingFile(path: String)
    /// A file that cannot be written (C `errno` in words).
    case cannotWrite(path: String, reason: String)
    /// A checkpoint of other data or other options.
    case foreignCheckpoint(path: String)

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .invalidParameters(let reason):
            "not a Gaussian mixture: \(reason)"
        case .invalidOptions(let reason):
            reason
        case .tooFewFrames(let got, let components):
            "\(got) rows are too few for \(components) components; "
                + "give more data or ask for fewer components"
        case .nonFiniteData(let frame):
            "row \(frame + 1) holds a value that is not finite"
        case .beyondReach(let frame):
            "row \(frame + 1) is too far from every component: the squares of its distances are "
                + "not finite; leave it out, or divide all data by a large number"
        case .dimensionMismatch(let expected, let got):
            "rows of \(expected) values expected, got \(got)"
        case .emptyColumn(let column):
            "column \(column + 1) has no observed value; leave it out"
        case .valuesTooLarge(let column):
            "the squares of column \(column + 1) are not finite; divide it by a large number"
        case .invalidFile(let path, let reason):
            "\(path): not a usable model file: \(reason)"
        case .missingFile(let path):
            "\(path): no such file, or it cannot be read"
        case .cannotWrite(let path, let reason):
            "\(path): cannot write: \(reason)"
        case .foreignCheckpoint(let path):
            "\(path): this checkpoint was made from other data or other options; "
                + "repeat the command that began it, or choose another place"
        }
    }
}

extension MixtureError {
    /// Refuses weights that do not fit the frames.
    static func check(weights: [Double]?, frameCount: Int) throws(MixtureError) {
        guard let weights else { return }
        guard weights.count == frameCount else {
            throw .invalidOptions("\(frameCount) rows but \(weights.count) weights of rows")
        }
        guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            throw .invalidOptions("weights of rows are finite and not negative")
        }
    }
}
