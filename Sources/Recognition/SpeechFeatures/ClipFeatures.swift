public import FileStorage

/// What a front end makes of one clip.
public struct ClipFeatures: Sendable {
    /// The speech frames, T_speech×D, or others that the front end was to keep, once per
    /// normalisation.
    public let streams: [FrameStore]
    /// Number of frames T of the whole clip, speech or not.
    public let frameCount: Int
    /// Speech, in seconds: T_speech times the frame shift, whichever frames were kept.
    public let speechSeconds: Double
    /// Length of the clip, in seconds.
    public let durationSeconds: Double
    /// Mean square of the speech frames' samples, of full scale; 0 without speech.
    public let speechPower: Double
    /// An estimate of 10 log₁₀((S − N) / N), in decibels; nil when nothing can be said.
    ///
    /// S is the mean power of the speech frames. N is the mean power of the others, where there
    /// are thirty or more; else the power that a tenth of all frames do not exceed. Frames at
    /// −120 dB of full scale or less are digital silence and tell nothing of the noise. An S
    /// that is not above N gives nil, as does a clip without speech or without any noise.
    public let signalToNoiseDecibels: Double?
    /// 10 log₁₀ of the power from ``BandBalance/edge`` up over the power below, both of the speech
    /// frames as they go into the filters; nil without speech, or where frames have nothing up
    /// there by their sample rate.
    public let highBandDecibels: Double?

    /// Features of their parts.
    public init(
        streams: [FrameStore], frameCount: Int, speechSeconds: Double, durationSeconds: Double,
        speechPower: Double, signalToNoiseDecibels: Double?, highBandDecibels: Double? = nil
    ) {
        self.streams = streams
        self.frameCount = frameCount
        self.speechSeconds = speechSeconds
        self.durationSeconds = durationSeconds
        self.speechPower = speechPower
        self.signalToNoiseDecibels = signalToNoiseDecibels
        self.highBandDecibels = highBandDecibels
    }
}
