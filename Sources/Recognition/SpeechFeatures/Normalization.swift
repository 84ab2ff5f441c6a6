import FileStorage
import NumericCore

extension FrontEndConfiguration {
    /// How the speech frames of a clip are freed from its channel. Each value of a frame is
    /// treated by itself; windows are counted in speech frames, of which `seconds` holds as many
    /// as of frames in general.
    public enum Normalization: Codable, Sendable, Hashable {
        /// Not at all.
        case none
        /// x − μ, with the mean μ of the clip.
        case mean
        /// (x − μ) / σ, with σ² = Σ(x − μ)² / T of the clip, at least 10⁻¹⁰.
        case meanAndVariance
        /// x − μ, with the mean of a window centred on the frame; at the clip's ends the window
        /// is moved inside. Kaldi's `apply-cmvn-sliding --center`.
        case slidingMean(seconds: Double)
        /// The same with the window's standard deviation.
        case slidingMeanAndVariance(seconds: Double)
        /// The normal quantile of a value's rank within such a window. Pelecanos and Sridharan,
        /// "Feature warping for robust speaker verification", 2001.
        case warping(seconds: Double)
        /// x − (Σx + τm) / (n + τ): the clip's mean, drawn towards the background model's mean m
        /// as though `relevance` = τ frames of m had been heard before the clip.
        case shrunkenMean(relevance: Double)
        /// (x − μ') √(v / σ'²), with that shrunken mean μ' and the variance
        /// σ'² = (nσ² + τv) / (n + τ), the clip's own drawn towards the background model's v;
        /// v and σ'² are at least 10⁻¹⁰.
        case shrunkenMeanAndVariance(relevance: Double)

        /// Seconds of a window, where there is one.
        var seconds: Double? {
            switch self {
            case .slidingMean(let seconds), .slidingMeanAndVariance(let seconds),
                .warping(let seconds):
                seconds
            default: nil
            }
        }

        /// τ, where the background's moments take part.
        var relevance: Double? {
            switch self {
            case .shrunkenMean(let relevance), .shrunkenMeanAndVariance(let relevance): relevance
            default: nil
            }
        }
    }
}

/// Frames that are read, written and held at a time.
let framesPerBlock = 512

/// Normalises all frames of a clip.
///
/// - Parameters:
///   - frames: T×D.
///   - normalization: how.
///   - window: frames in a window, for those that have one.
///   - background: m and v, D values each.
///   - memoryLimit: bytes of the result held in memory.
/// - Returns: T×D.
/// - Throws: ``FrontEndError/noBackgroundMoments`` or `TemporaryFile.Failure`.
func normalize(
    _ frames: FrameStore, by normalization: FrontEndConfiguration.Normalization, window: Int,
    background: FeatureMoments?, memoryLimit: Int
) throws -> FrameStore {
    switch normalization {
    case .none:
        return frames
    case .mean, .meanAndVariance:
        var moments = ClipMoments(dimension: frames.dimension)
        try frames.forEachBlock(of: framesPerBlock) { moments.add($0) }
        let scale = normalization == .mean ? nil : moments.inverseDeviations
        return try shifted(frames, by: moments.means, scale: scale, memoryLimit)
    case .shrunkenMean(let relevance), .shrunkenMeanAndVariance(let relevance):
        guard let background else { throw FrontEndError.noBackgroundMoments }
        var moments = ClipMoments(dimension: frames.dimension)
        try frames.forEachBlock(of: framesPerBlock) { moments.add($0) }
        let means = moments.means(drawnTowards: background.means, relevance: relevance)
        let withVariance = if case .shrunkenMean = normalization { false } else { true }
        let scale =
            withVariance
            ? moments.scale(drawnTowards: background.variances, relevance: relevance) : nil
        return try shifted(frames, by: means, scale: scale, memoryLimit)
    case .slidingMean, .slidingMeanAndVariance:
        let withVariance = if case .slidingMean = normalization { false } else { true }
        return try slidingNormalized(
            frames, window: window, withVariance: withVariance, memoryLimit: memoryLimit)
    case .warping:
        return try warped(frames, window: window, memoryLimit: memoryLimit)
    }
}

/// (x − mean)·scale for every frame.
private func shifted(
    _ frames: FrameStore, by means: [Double], scale: [Double]?, _ memoryLimit: Int
) throws -> FrameStore {
    var writer = FrameStoreWriter(dimension: frames.dimension, memoryLimit: memoryLimit)
    let scale = scale ?? [Double](repeating: 1, count: frames.dimension)
    try frames.forEachBlock(of: framesPerBlock) { block in
        var block = block
        block.elements.withUnsafeMutableBufferPointer { x in
            for start in stride(from: 0, to: x.count, by: means.count) {
                for d in means.indices {
                    x[start + d] = Float((Double(x[start + d]) - means[d]) * scale[d])
                }
            }
        }
        try writer.append(block.elements)
    }
    return try writer.finish()
}

/// The frames that a window of `length` frames around frame `t` holds: centred, moved inside the
/// clip at its ends, the whole clip when that is shorter.
func windowRange(around t: Int, length: Int, total: Int) -> Range<Int> {
    let start = min(max(0, t - length / 2), max(0, total - length))
    return start..<min(total, start + length)
}
