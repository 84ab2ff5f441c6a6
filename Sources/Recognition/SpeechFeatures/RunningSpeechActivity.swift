import RealModule

/// Which tenths of a second of a recording are speech, told while it goes on.
///
/// Noise changes slowly and speech does not: N is the least mean square of a tenth of a second
/// within the last six seconds (minimum statistics, after Martin, "Noise power spectral density
/// estimation based on optimal smoothing and minimum statistics", 2001) and within some that
/// follow, for which the answer waits. A hundredth of a second is loud from 10 log₁₀ N + 10 dB on,
/// and not below −70 dB of full scale; half of a tenth has to be, so that a click is no speech.
///
/// This decides where speech begins and where it pauses. Which frames within it are heard is left
/// to ``FrontEndConfiguration/SpeechActivity``, which knows the whole clip.
public struct RunningSpeechActivity: Sendable {
    /// How far speech stands out of noise, in decibels.
    static let rangeDecibels = 10.0
    /// The least level of speech, in decibels relative to full scale.
    static let floorDecibels = -70.0
    /// How long the least power is remembered, in blocks: six seconds.
    static let memory = 60
    /// Hundredths of a second of a block that have to be loud.
    static let leastLoud = 5

    /// Samples in a block, a tenth of a second.
    public let blockLength: Int
    /// How many blocks the answer waits for.
    public let lookahead: Int
    /// The mean squares of the last blocks, ten frames each.
    private var blocks: [[Float]] = []
    private var decided = 0
    private var received = 0

    /// Listens to samples of a rate in Hz; answers wait for so many blocks.
    public init(sampleRate: Int, lookahead: Int) {
        blockLength = sampleRate / 100 * 10
        self.lookahead = lookahead
    }

    /// Takes the next block in and judges the one ``lookahead`` blocks before it.
    ///
    /// - Parameter block: ``blockLength`` mono samples at unit scale.
    /// - Returns: whether that one is speech; nil while there is none.
    public mutating func hear(_ block: ArraySlice<Float>) -> Bool? {
        let length = blockLength / 10
        blocks.append(
            (0..<10).map { frame in
                let start = block.startIndex + frame * length
                return meanSquare(block[start..<start + length])
            })
        if blocks.count > Self.memory + lookahead { blocks.removeFirst() }
        received += 1
        return received > lookahead ? decide() : nil
    }

    /// Whether the next block that has been waiting for what follows is speech, now that nothing
    /// does; nil once all are told.
    public mutating func finish() -> Bool? { decided < received ? decide() : nil }

    private mutating func decide() -> Bool {
        let means = blocks.map { $0.reduce(0, +) / Float($0.count) }
        let noise = means.min() ?? 0
        let threshold = max(
            noise * Float(Double.pow(10, Self.rangeDecibels / 10)),
            Float(Double.pow(10, Self.floorDecibels / 10)))
        let block = blocks[blocks.count - (received - decided)]
        decided += 1
        return block.count { $0 >= threshold } >= Self.leastLoud
    }

    /// The variance: an offset is no sound.
    private func meanSquare(_ frame: ArraySlice<Float>) -> Float {
        let count = Double(frame.count)
        var (sum, squares) = (0.0, 0.0)
        for sample in frame {
            sum += Double(sample)
            squares += Double(sample) * Double(sample)
        }
        return Float(max(0, squares / count - sum / count * (sum / count)))
    }
}
