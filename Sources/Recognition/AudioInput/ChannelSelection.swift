/// How several channels become one.
public enum ChannelSelection: Hashable, Sendable {
    /// The mean of all channels.
    case mixdown
    /// One channel, counted from 1.
    case channel(Int)

    /// What is done to a clip of so many channels.
    func notes(clip: String, channels: Int) throws(AudioInputError) -> [ClipNote] {
        switch self {
        case .mixdown:
            return channels == 1 ? [] : [.mixedDown(channels: channels)]
        case .channel(let number):
            guard (1...channels).contains(number) else {
                throw .noSuchChannel(clip: clip, wanted: number, channels: channels)
            }
            return channels == 1 ? [] : [.choseChannel(number, channels: channels)]
        }
    }

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
