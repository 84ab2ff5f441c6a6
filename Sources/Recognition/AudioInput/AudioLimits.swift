/// What is believed of a header. Anything beyond is taken for damage and refused, so that no
/// memory is ever claimed on a header's word: one block holds at most
/// ``channels`` × ``blockFrames`` samples, 4 MiB.
public enum AudioLimits {
    /// The largest number of channels.
    public static let channels = 64
    /// The sample rates, in Hz.
    public static let sampleRates = 1_000...768_000
    /// Frames decoded at a time: about a second at 16 kHz.
    public static let blockFrames = 16_384

    static var sampleRatesText: String {
        "\(sampleRates.lowerBound) to \(sampleRates.upperBound)"
    }
}
