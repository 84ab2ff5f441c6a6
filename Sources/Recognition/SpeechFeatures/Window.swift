import RealModule

extension FrontEndConfiguration {
    /// The taper laid over a frame of L samples, n = 0 … L − 1.
    public enum Window: String, Codable, Sendable, CaseIterable {
        /// (0.5 − 0.5 cos(2πn / (L − 1)))^0.85, Kaldi's.
        case povey
        /// 0.54 − 0.46 cos(2πn / (L − 1)).
        case hamming
        /// 0.5 − 0.5 cos(2πn / (L − 1)).
        case hann
        /// 0.5 − 0.5 cos(2πn / L), with zeros on both sides to the length of the transform: the
        /// samples under it are those of a whole transform. librosa's.
        case centredPeriodicHann
        /// 1.
        case rectangular
    }
}

/// The weights of a window, one for each sample of a segment.
func windowWeights(
    _ window: FrontEndConfiguration.Window, frameLength: Int, segmentLength: Int
) -> [Float] {
    let period = Double(window == .centredPeriodicHann ? frameLength : max(1, frameLength - 1))
    var weights = [Float](repeating: 0, count: segmentLength)
    let start = (segmentLength - frameLength) / 2
    for n in 0..<frameLength {
        let cosine = Double.cos(2 * Double.pi * Double(n) / period)
        let weight =
            switch window {
            case .povey: Double.pow(0.5 - 0.5 * cosine, 0.85)
            case .hamming: 0.54 - 0.46 * cosine
            case .hann, .centredPeriodicHann: 0.5 - 0.5 * cosine
            case .rectangular: 1.0
            }
        weights[start + n] = Float(weight)
    }
    return weights
}
