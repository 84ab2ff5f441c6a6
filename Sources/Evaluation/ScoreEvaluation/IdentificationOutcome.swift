/// Who truly speaks in a clip.
public enum TrueSpeaker: Hashable, Sendable {
    /// An enrolled speaker, by name.
    case enrolled(String)
    /// Someone who is not enrolled. The name keeps a stranger's clips together where intervals
    /// are drawn over speakers; where nobody knows it, the clip's own name serves.
    case stranger(String)
}

/// An enrolled speaker and the score of a clip against the speaker's model.
public struct Candidate: Equatable, Sendable {
    /// The enrolled speaker.
    public let speaker: String
    /// The score: the higher, the more the clip sounds like the speaker.
    public let score: Double

    /// A speaker and a score.
    public init(speaker: String, score: Double) {
        self.speaker = speaker
        self.score = score
    }
}

/// One clip compared with every enrolled speaker.
public struct IdentificationOutcome: Equatable, Sendable {
    /// The clip.
    public let clip: String
    /// Who truly speaks in it.
    public let speaker: TrueSpeaker
    /// All enrolled speakers, the highest score first, those of equal score by name.
    public let candidates: [Candidate]
    /// The probability that the system gave to its first candidate; none where it gave none.
    public let answerProbability: Double?
    /// The scores of the enrolled speakers other than the true one as they would be were that one
    /// not enrolled; none for a stranger's clip, and where a score does not depend on who else is
    /// enrolled.
    public let unknownImpostor: [Candidate]?

    /// A clip's scores against every enrolled speaker, in any order.
    ///
    /// - Throws: ``EvaluationError`` when there are no candidates, a score is not a number, a
    ///   speaker stands twice, the true speaker contradicts the candidates, the probability is
    ///   none, or the unknown impostor's scores are not those of the other speakers.
    public init(
        clip: String, speaker: TrueSpeaker, candidates: [Candidate],
        answerProbability: Double? = nil, unknownImpostor: [Candidate]? = nil
    ) throws(EvaluationError) {
        guard !candidates.isEmpty else { throw .noCandidates(clip: clip) }
        if let answerProbability, !(0...1).contains(answerProbability) {
            throw .outOfRange(
                name: "the probability of the answer to clip '\(clip)'",
                value: answerProbability, expected: "0 to 1")
        }
        var seen = Set<String>(minimumCapacity: candidates.count)
        for candidate in candidates {
            guard !candidate.score.isNaN else {
                throw .scoreNotANumber(model: candidate.speaker, clip: clip)
            }
            guard seen.insert(candidate.speaker).inserted else {
                throw .repeatedCandidate(clip: clip, speaker: candidate.speaker)
            }
        }
        switch speaker {
        case .enrolled(let name):
            guard seen.contains(name) else {
                throw .speakerNotAmongCandidates(clip: clip, speaker: name)
            }
        case .stranger(let name):
            guard !seen.contains(name) else {
                throw .strangerAmongCandidates(clip: clip, speaker: name)
            }
        }
        if let unknownImpostor {
            for candidate in unknownImpostor where candidate.score.isNaN {
                throw .scoreNotANumber(model: candidate.speaker, clip: clip)
            }
            guard case .enrolled(let name) = speaker,
                unknownImpostor.map(\.speaker).sorted() == seen.subtracting([name]).sorted()
            else { throw .unknownImpostorOfOthers(clip: clip) }
        }
        self.clip = clip
        self.speaker = speaker
        self.unknownImpostor = unknownImpostor
        self.answerProbability = answerProbability
        self.candidates = candidates.sorted {
            $0.score != $1.score ? $0.score > $1.score : $0.speaker < $1.speaker
        }
    }

    /// The highest score.
    public var bestScore: Double { candidates[0].score }

    /// The true speaker's place, from 1; none for a stranger's clip.
    ///
    /// Ties count against the system: the rank is the number of candidates that score no less
    /// than the true speaker, so a system that gives everyone the same score is never right.
    public var rank: Int? {
        guard let own = trueSpeakerScore else { return nil }
        return candidates.count { $0.score >= own }
    }

    /// The true speaker's score; none for a stranger's clip.
    public var trueSpeakerScore: Double? {
        guard case .enrolled(let name) = speaker else { return nil }
        return candidates.first { $0.speaker == name }?.score
    }

    /// The clip against every enrolled model, as verification trials.
    ///
    /// An enrolled speaker's clip gives one target trial, against the own model, and a nontarget
    /// trial against each other model; a stranger's gives nontarget trials only.
    ///
    /// Where scores are relative to the other enrolled speakers, a nontarget trial among them is
    /// too easy: the clip's true speaker is one of the others, fits the clip better than anybody,
    /// and pushes the claimed speaker's score down, which no impostor from outside would suffer.
    /// So nontarget scores are those of ``unknownImpostor``, as though the true speaker were not
    /// enrolled; NIST's evaluation of 2012 calls such trials those of unknown non-target speakers,
    /// and found systems better at rejecting known ones (Greenberg and others, "The 2012 NIST
    /// speaker recognition evaluation", 2013).
    public var trials: [Trial] {
        guard let unknownImpostor else { return knownImpostorTrials }
        return knownImpostorTrials.filter(\.isTarget)
            + unknownImpostor.map { trial($0, isTarget: false) }
    }

    /// The same trials with the scores of ``candidates``, which know everybody who is enrolled:
    /// what an enrolled speaker meets who claims to be another.
    public var knownImpostorTrials: [Trial] {
        candidates.map { trial($0, isTarget: speaker == .enrolled($0.speaker)) }
    }

    private func trial(_ candidate: Candidate, isTarget: Bool) -> Trial {
        let name =
            switch speaker {
            case .enrolled(let name), .stranger(let name): name
            }
        return Trial(
            model: candidate.speaker, clip: clip, speaker: name, score: candidate.score,
            isTarget: isTarget)
    }
}
