internal import SpeechFeatures

extension CorpusEvaluation {
    /// The same evaluation of the frames without speech alone, in enrolment and in probes.
    ///
    /// Where it finds speakers more often than guessing does, the corpus gives them away by room,
    /// microphone or noise, and figures of its speech are too good by an unknown part. Frames are
    /// those that speech has not touched (`FrameSelection.silence`), scored against the same
    /// background model in the same way, so that nothing but the frames differs: what the model
    /// does not know of silence it lacks for all speakers alike. A clip's quality does not matter;
    /// one without such frames is left out and stands among the refusals, as ``NoSilence``.
    public var ofSilence: CorpusEvaluation {
        var copy = self
        copy.selection = .silence
        return copy
    }
}

/// A clip in which speech reaches everywhere.
public struct NoSilence: Error, Equatable, Sendable, CustomStringConvertible {
    /// The clip's name.
    public let clip: String

    /// What it lacks.
    public var description: String { "\(clip): speech touches every frame of it" }
}
