public import NumericCore

/// The features of an utterance.
public struct KaldiFeatures: Sendable, Equatable {
    /// The utterance's name.
    public let key: String
    /// Frames: T×D, row-major; 0×0 where there are none.
    public let frames: Matrix<Float>

    /// An utterance with its frames.
    public init(key: String, frames: Matrix<Float>) {
        self.key = key
        self.frames = frames
    }
}
