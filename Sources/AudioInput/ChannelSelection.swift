/// How several channels become one.
public enum ChannelSelection: Hashable, Sendable {
    /// The mean of all channels.
    case mixdown
    /// One channel, counted from 1.
    case channel(Int)

    /// The mono samples of interleaved frames.
    func mono(interleaved samples: UnsafeBufferPointer<Float>, channels: Int) -> [Float] {
        if channels == 1 { return Array(samples) }
        let frames = samples.count / channels
        return [Float](unsafeUninitializedCapacity: frames) { mono, count in
            for frame in 0..<frames {
                switch self {
                case .channel(let number):
                    mono[frame] = samples[frame * channels + number - 1]
                case .mixdown:
                    var sum: Float = 0
                    for channel in 0..<channels { sum += samples[frame * channels + channel] }
                    mono[frame] = sum / Float(channels)
                }
            }
            count = frames
        }
    }
}
