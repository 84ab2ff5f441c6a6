public import GaussianMixtures
internal import NumericCore
public import SpeechFeatures

/// Adapts a background model to where it will be used, by clips of that domain whose speakers
/// nobody needs to know: another language, other rooms, other microphones.
///
/// Each stream's mixture is drawn towards the clips' frames where there are enough of them, by
/// maximum a posteriori (``GaussianMixtures/MaximumAPosteriori``), as a speaker's is. The clips
/// are heard and normalised as those that the model was trained on. The front end and its moments
/// stay what they were, so features keep their meaning; what scores mean was learnt for the
/// original and stays too.
///
/// The cohort's voices are kept as statistics about the original's means and are not there to be
/// heard again. About the adapted means μ' their sums would be, if responsibilities were still
/// those of the original,
///
///     F'ₖ = Σ_t γₖ(t) (x_t − μ'ₖ) = Fₖ + Nₖ (μₖ − μ'ₖ)
///
/// That is exact but for the responsibilities, which change little as long as components move by
/// less than they are wide.
public struct BackgroundAdapter: Sendable {
    /// The model that is adapted.
    public let original: BackgroundModel
    /// How audio becomes frames, as the original says.
    public let frontEnd: FrontEnd
    private let background: ScoringBackground

    /// An adapter of a model.
    ///
    /// - Throws: ``IdentificationError/invalidModel(path:reason:)`` when its front end cannot be
    ///   used.
    public init(_ original: BackgroundModel) throws(IdentificationError) {
        self.original = original
        frontEnd = try original.frontEnd()
        background = ScoringBackground(original)
    }

    /// The statistics of a clip and its noisy copies under the original; those of several clips
    /// add.
    ///
    /// - Parameter heard: what ``frontEnd`` made of the clip, not normalised.
    /// - Returns: the sums over all streams; over no frames for a clip without speech.
    /// - Throws: ``GaussianMixtures/MixtureError`` for frames that no component explains,
    ///   ``FileStorage/TemporaryFile/Failure`` when they cannot be read.
    public func statistics(of heard: HeardClip) throws -> VoiceStatistics {
        var sum = try statistics(of: heard.clip)
        for copy in heard.noisy { sum.add(try statistics(of: copy)) }
        return sum
    }

    private func statistics(of clip: ClipFeatures) throws -> VoiceStatistics {
        let frames = clip.streams[0]
        return try background.statistics(
            of: frontEnd.normalizeInPieces(frames, clips: [0..<frames.count]))
    }

    /// The adapted model.
    ///
    /// - Parameters:
    ///   - statistics: of all clips, under the original.
    ///   - adaptation: what is adapted, and how far.
    ///   - description: what people should know of the new model.
    /// - Returns: a model of its own, which no gallery takes for the original.
    /// - Throws: ``IdentificationError/tooFewFramesToAdapt(got:components:)`` where there are fewer
    ///   frames than components, ``IdentificationError/wrongStreamCount(expected:got:)``, and
    ///   ``GaussianMixtures/MixtureError`` when statistics do not fit.
    public func adapted(
        to statistics: VoiceStatistics, by adaptation: MaximumAPosteriori,
        description: [String: String]
    ) throws -> BackgroundModel {
        guard statistics.streams.count == original.mixtures.count else {
            throw IdentificationError.wrongStreamCount(
                expected: original.mixtures.count, got: statistics.streams.count)
        }
        guard statistics.frameCount >= original.componentCount else {
            throw IdentificationError.tooFewFramesToAdapt(
                got: statistics.frameCount, components: original.componentCount)
        }
        let mixtures = try zip(original.mixtures, statistics.streams).map {
            try adaptation.adapt($0, to: $1)
        }
        let cohort = try original.cohort.map { voice in
            VoiceStatistics(
                streams: try voice.streams.enumerated().map { stream, sums in
                    try sums.recentred(
                        from: original.mixtures[stream].means, to: mixtures[stream].means)
                })
        }
        return try BackgroundModel(
            mixtures: mixtures, configuration: original.configuration,
            featureMoments: original.featureMoments, scoring: original.scoring, cohort: cohort,
            isCalibrated: original.isCalibrated, description: description)
    }
}

extension SufficientStatistics {
    /// N and F of a cohort's voice about other means, its second order left out as in the model's
    /// file.
    fileprivate func recentred(
        from means: Matrix<Double>, to others: Matrix<Double>
    ) throws(MixtureError) -> SufficientStatistics {
        var first = first
        for k in zeroth.indices {
            for d in 0..<dimension { first[k, d] += zeroth[k] * (means[k, d] - others[k, d]) }
        }
        return try SufficientStatistics(
            zeroth: zeroth, first: first,
            second: Matrix(rows: componentCount, columns: dimension, repeating: 0),
            logLikelihood: logLikelihood, frameCount: frameCount, totalWeight: totalWeight)
    }
}
