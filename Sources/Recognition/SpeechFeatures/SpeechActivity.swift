import RealModule

extension FrontEndConfiguration {
    /// Which frames count as speech, judged by their level.
    ///
    /// Levels are in decibels relative to full scale: the mean square of a frame after its
    /// offset is removed, before the window. `hangoverFrames` frames before and after each loud
    /// one count as speech too.
    public enum SpeechActivity: Codable, Sendable, Hashable {
        /// All frames.
        case none
        /// Frames at most `rangeDecibels` below the level that the fraction `percentile` of the
        /// clip's frames does not exceed, and not below `floorDecibels`.
        case adaptiveEnergy(
            rangeDecibels: Double, percentile: Double, floorDecibels: Double, hangoverFrames: Int)
        /// Frames likelier to belong to the louder of two normal distributions, fitted by EM to
        /// the levels from `floorDecibels` up. Where the two lie less than 6 dB apart there is
        /// no quiet part to speak of, and all frames from the floor up are speech.
        case biGaussian(floorDecibels: Double, hangoverFrames: Int)

        var hangoverFrames: Int {
            switch self {
            case .none: 0
            case .adaptiveEnergy(_, _, _, let frames), .biGaussian(_, let frames): frames
            }
        }

        /// The mean square, of full scale, from which a frame is loud; 0 for every frame.
        func meanSquareThreshold(_ levels: LevelHistogram) -> Float {
            let decibels: Double
            switch self {
            case .none:
                return 0
            case .adaptiveEnergy(let range, let percentile, let floor, _):
                decibels = max(floor, (levels.percentile(percentile) ?? floor) - range)
            case .biGaussian(let floor, _):
                let fit = TwoGaussians(levels, floor: floor)
                let isClear = fit.map { $0.loud.mean - $0.quiet.mean >= 6 } ?? false
                decibels = isClear ? max(floor, fit?.threshold ?? floor) : floor
            }
            return Float(Double.pow(10, decibels / 10))
        }
    }
}

/// Marks the frames of `range` that are loud or within `hangover` frames of a loud one.
///
/// - Parameters:
///   - meanSquares: of the frames `first` and on; all that lie within `hangover` of the range.
///   - first: the frame that the first of `meanSquares` belongs to.
///   - range: the frames to judge.
///   - threshold: the mean square from which a frame is loud.
///   - hangover: frames that loudness reaches to either side.
/// - Returns: for each frame of the range, whether it is speech.
func speechFrames(
    _ meanSquares: [Float], first: Int, range: Range<Int>, threshold: Float, hangover: Int
) -> [Bool] {
    range.map { t in
        let near = max(0, t - hangover - first)...min(meanSquares.count - 1, t + hangover - first)
        return meanSquares[near].contains { $0 >= threshold }
    }
}

/// The stretches of places that are true, in their order.
func runs(of marks: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for (place, mark) in marks.enumerated() where mark != (start != nil) {
        if let from = start { runs.append(from..<place) }
        start = mark ? place : nil
    }
    if let start { runs.append(start..<marks.count) }
    return runs
}
