internal import NumericCore
public import ScoreEvaluation
public import SpeakerGallery
internal import SpeakerIdentification

/// Clips of known people as a gallery hears them, from which thresholds are chosen.
///
/// An enrolled speaker's clip is compared with the speaker's own model, in the gallery as it is,
/// and with everybody else's as though the speaker had never been enrolled: once more the clip of
/// a stranger. A gallery of N is then one of N − 1, which tells with few enrolled; real strangers'
/// clips are compared with all of them.
///
/// ```swift
/// let clips = try recognizer.listen(to: ClipList.read("known.tsv"))
/// let outcome = try clips.calibration(falseAlarmRate: 0.01, per: .identification)
/// print(outcome.calibration.threshold, outcome.remarks)
/// try recognizer.adopt(outcome.calibration)
/// ```
public struct CalibrationClips: Sendable {
    /// What was found in each clip, as the background model alone means it.
    public let evidence: [ClipEvidence]
    /// Clips that could not be used, or must not.
    public let refusals: [CorpusEvaluation.Refusal]
    /// How many speakers were enrolled.
    public let gallerySize: Int
    /// The background model's own threshold.
    public let shippedThreshold: Double
    /// The gallery's file.
    public let gallery: String
}

/// A clip that must not judge.
public enum PartialClip: Error, Equatable, Sendable, CustomStringConvertible {
    /// It is among the recordings that a gallery's models were made of.
    case enrolled(clip: String, speaker: String, recording: String)
    /// The same audio was given before.
    case repeated(clip: String, earlier: String)

    /// Which clip, and why.
    public var description: String {
        switch self {
        case .enrolled(let clip, let speaker, let recording):
            "\(clip): enrolled for \(speaker) as \(recording); a gallery knows its own "
                + "recordings too well to be judged by them, take others"
        case .repeated(let clip, let earlier):
            "\(clip): the same audio as \(earlier); every clip counts once"
        }
    }
}

extension Identifier {
    /// The evidence in a clip of a known speaker as the background model means it, for the speaker
    /// with everybody enrolled, and for the others as though the speaker were not.
    fileprivate func evidence(of speaker: String, in clip: AnalyzedClip) throws -> ClipEvidence {
        let scores = try scores(of: clip.streams, clip.measures)
        let everybody = evidence(scores)
        guard let index = place(of: speaker) else {
            return ClipEvidence(speaker: speaker, own: nil, others: everybody)
        }
        let own = everybody[index]
        var others = evidence(scores, absent: index)
        others.remove(at: index)
        return ClipEvidence(
            speaker: speaker,
            own: .init(score: own, isFirst: everybody.count { $0 >= own } == 1), others: others)
    }
}

extension Recognizer {
    /// Compares clips of known people with everybody enrolled.
    ///
    /// - Parameters:
    ///   - clips: each with its true speaker; who is not enrolled under that name is a stranger.
    ///   - onProgress: called with the number of clips done, of all.
    /// - Returns: what was found, and which clips were refused.
    /// - Throws: `GalleryError`, also when nobody is enrolled, and what `onProgress` throws.
    public func listen(
        to clips: [LabelledClip], onProgress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> CalibrationClips {
        let gallerySize = try identifier(.topComponents).speakers.count
        guard gallerySize > 0 else {
            throw GalleryError.nobodyEnrolled(path: gallery.path)
        }
        let recordings = try gallery.recordingsByDigest()
        var evidence: [ClipEvidence] = []
        var refusals: [CorpusEvaluation.Refusal] = []
        var heard: [String: String] = [:]
        try orderedMap(count: clips.count) { index in
            Result {
                let clip = try analyzer.analyze(clips[index].clip, computesDigest: true)
                if let (speaker, recording) = recordings[clip.digest] {
                    throw PartialClip.enrolled(
                        clip: clip.report.name, speaker: speaker, recording: recording)
                }
                guard clip.report.quality == .ok else {
                    throw UnfitClip(clip: clip.report.name, quality: clip.report.quality)
                }
                let evidence = try withSoundModels {
                    // A calibration is of everybody's evidence.
                    try identifier(.topComponents).withoutSearch
                        .evidence(of: clips[index].speaker, in: clip)
                }
                return (clip.digest, evidence)
            }
        } consume: { index, result in
            let clip = clips[index].clip
            do {
                let (digest, found) = try result.get()
                if let earlier = heard.updateValue(clip.name, forKey: digest) {
                    throw PartialClip.repeated(clip: clip.name, earlier: earlier)
                }
                evidence.append(found)
            } catch {
                refusals.append(CorpusEvaluation.Refusal(clip: clip, error: error))
            }
            try onProgress(index + 1, clips.count)
        }
        return CalibrationClips(
            evidence: evidence, refusals: refusals, gallerySize: gallerySize,
            shippedThreshold: background.scoring.threshold, gallery: gallery.path)
    }

    /// Keeps a calibration in the gallery, for this and any other question; nil goes back to the
    /// background model's own threshold.
    ///
    /// - Throws: `GalleryError`.
    public func adopt(_ calibration: Calibration?) throws {
        try gallery.setCalibration(calibration)
        reload()
    }
}
