/// How the score of a trial is made relative to scores of others, so that one threshold serves
/// all speakers and all clips.
///
/// With s(v, x) the score of x against the model of voice v, a trial asks for s(i, t) of a claimed
/// speaker's model i and a clip t. O are the others of the trial, voices besides i
/// (``CohortSource``). Of each the model is known, to score t against; and what that model was made
/// of, which stands for a clip of the voice, to score against i. μ and σ are a mean and the
/// standard deviation (÷ n) of some values. ``ScoreNormalizer`` says what is done where these are
/// too few.
public enum ScoreNormalization: Sendable, Hashable {
    /// s(i, t) itself.
    case none
    /// Relative to the voices that come nearest to the clip: with J the N best scores s(v, t)
    /// among v ∈ O,
    ///
    ///     s' = s(i, t) − 1/N Σ_J s(v, t)
    ///
    /// What lifts everybody's score, such as a noise or a channel that the background model knows
    /// little of, falls out (Rosenberg, DeLong, Lee, Juang and Soong, "The use of cohort
    /// normalized scores for speaker verification", 1992).
    case nearestOthers(Int)
    /// The same, in standard deviations of all others' scores, so that clips on which all scores
    /// are spread wide, as those of a kind that the background model hardly knows, do not seem to
    /// say more than others:
    ///
    ///     s' = [ s(i, t) − 1/N Σ_J s(v, t) ] / σ_v s(v, t)        v ∈ O
    ///
    /// that is ``t`` about the nearest, whatever the number of others.
    case tNearest(Int)
    /// Zero normalisation, of the model: how it scores others' clips,
    ///
    ///     s_Z = [ s(i, t) − μ_w s(i, w) ] / σ_w s(i, w)        w ∈ O
    ///
    /// (after Li and Porter, "Normalizations and selection of speech segments for speaker
    /// recognition scoring", 1988).
    case z
    /// Test normalisation, of the clip: how others' models score it,
    ///
    ///     s_T = [ s(i, t) − μ_v s(v, t) ] / σ_v s(v, t)        v ∈ O
    ///
    /// (Auckenthaler, Carey and Lloyd-Thomas, "Score normalization for text-independent speaker
    /// verification systems", 2000).
    case t
    /// Test normalisation of zero-normalised scores: with s_Z of i as above, and of each other v
    /// with the rest w ∈ O, w ≠ v,
    ///
    ///     s_ZT = [ s_Z(i, t) − μ_v s_Z(v, t) ] / σ_v s_Z(v, t)        v ∈ O
    ///
    /// (both after Auckenthaler, Carey and Lloyd-Thomas, 2000).
    case zt
    /// Symmetric normalisation, which treats model and clip alike:
    ///
    ///     s_S = ½ (s_Z + s_T)
    ///
    /// (Kenny, "Bayesian speaker verification with heavy-tailed priors", 2010; Shum, Dehak, Dehak
    /// and Glass, "Unsupervised speaker adaptation based on the cosine similarity for
    /// text-independent speaker verification", 2010).
    case s
    /// Symmetric normalisation by the most similar others: μ and σ in s_Z over the N largest
    /// s(i, w), in s_T over the N largest s(v, t), each ranked by itself (Cumani, Batzu, Colibro,
    /// Vair, Laface and Vasilakakis, "Comparison of speaker recognition approaches for real
    /// applications", 2011; the variant that Matějka and others, "Analysis of score normalization
    /// in multilingual speaker recognition", 2017, call AS-norm1). To choose a cohort by its
    /// scores was proposed for T by Sturim and Reynolds, "Speaker adaptive cohort selection for
    /// Tnorm in text-independent speaker verification", 2005.
    case adaptiveS(top: Int)

    /// What people call it.
    public enum Name: String, CaseIterable, Sendable {
        case none, nearest
        case tNearest = "t-nearest"
        case z, t, zt, s
        case adaptiveS = "adaptive-s"
    }

    /// What people call it.
    public var name: Name {
        switch self {
        case .none: .none
        case .nearestOthers: .nearest
        case .tNearest: .tNearest
        case .z: .z
        case .t: .t
        case .zt: .zt
        case .s: .s
        case .adaptiveS: .adaptiveS
        }
    }

    /// Where the others come from unless somebody wants it otherwise: the nearest are sought among
    /// all voices there are, distributions are taken from the background model's own.
    public var usualSource: CohortSource {
        switch self {
        case .nearestOthers, .tNearest: .both
        case .none, .z, .t, .zt, .s, .adaptiveS: .background
        }
    }

    /// Whether it asks how models score others' clips.
    public var needsImpostorScores: Bool {
        switch self {
        case .none, .nearestOthers, .tNearest, .t: false
        case .z, .zt, .s, .adaptiveS: true
        }
    }

    /// Whether there is anything to take a mean of, or a deviation; what is decoded may be
    /// anything.
    var isUsable: Bool {
        switch self {
        case .none, .z, .t, .zt, .s: true
        case .nearestOthers(let count), .tNearest(let count): count >= 1
        case .adaptiveS(let top): top >= 2
        }
    }
}

/// Where the others of a trial come from.
public enum CohortSource: String, CaseIterable, Codable, Sendable {
    /// The background model's own voices, or others that stand in for them.
    case background
    /// The enrolled speakers.
    case gallery
    /// All of these.
    case both
}

extension ScoreNormalization: Codable {
    private enum CodingKeys: String, CodingKey {
        case nearest, tNearest, adaptiveS
    }

    /// Reads `{"nearest":3}`, `{"tNearest":3}`, `{"adaptiveS":8}`, or a name.
    public init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            switch Name(rawValue: word) {
            case .some(.none): self = .none
            case .z: self = .z
            case .t: self = .t
            case .zt: self = .zt
            case .s: self = .s
            default:
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath,
                        debugDescription: "no score normalisation that stands alone: \(word)"))
            }
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self =
            if container.contains(.adaptiveS) {
                .adaptiveS(top: try container.decode(Int.self, forKey: .adaptiveS))
            } else if container.contains(.tNearest) {
                .tNearest(try container.decode(Int.self, forKey: .tNearest))
            } else {
                .nearestOthers(try container.decode(Int.self, forKey: .nearest))
            }
    }

    /// Writes what ``init(from:)`` reads.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .none, .z, .t, .zt, .s:
            var container = encoder.singleValueContainer()
            try container.encode(name.rawValue)
        case .nearestOthers(let count):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(count, forKey: .nearest)
        case .tNearest(let count):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(count, forKey: .tNearest)
        case .adaptiveS(let top):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(top, forKey: .adaptiveS)
        }
    }
}
