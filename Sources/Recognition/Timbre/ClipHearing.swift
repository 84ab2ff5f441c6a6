internal import NumericCore
internal import SpeechFeatures

/// Hears clips as background models do: their speech frames before normalisation, as they are and
/// once more in noise.
struct ClipHearing: Sendable {
    let frontEnd: FrontEnd
    /// In which noises a clip is heard once more.
    let noises: [AddedNoise]
    let reader: ClipReader

    /// Hears clips on up to `threads` threads; ones that cannot be read or hold no speech are left
    /// out.
    ///
    /// - Parameters:
    ///   - clips: to be heard.
    ///   - body: called with what was heard, from any thread.
    ///   - consume: called with what `body` made of a clip, in the clips' order, from the
    ///     calling thread.
    ///   - onRead: called with the number of clips that are done, in use or left out.
    ///   - onRefusal: called with each clip that was left out, and why.
    /// - Throws: what `consume` and `onRead` throw.
    func run<Made: Sendable>(
        _ clips: [LabelledClip], _ body: @Sendable (HeardClip) throws -> Made,
        consume: (LabelledClip, Made) throws -> Void, onRead: (Int) throws -> Void,
        onRefusal: (Clip, any Error) -> Void
    ) throws {
        try orderedMap(count: clips.count) { index in
            Result { try body(hear(clips[index].clip)) }
        } consume: { index, result in
            switch result {
            case .success(let made): try consume(clips[index], made)
            case .failure(let error): onRefusal(clips[index].clip, error)
            }
            try onRead(index + 1)
        }
    }

    private func hear(_ clip: Clip) throws -> HeardClip {
        let audio = try reader.open(clip, sampleRate: frontEnd.configuration.sampleRate)
        let heard = try frontEnd.hear({ try audio.nextBlock() }, in: noises, isNormalized: false)
        guard heard.clip.streams[0].count > 0 else {
            throw UnfitClip(clip: clip.name, quality: .noSpeech)
        }
        return heard
    }
}
