/// Evidence made to fit other clips than those that taught it.
///
///     λ' = a λ + b
///
/// Evidence λ is a calibrated log-likelihood ratio, in nats; a channel or a kind of speech that
/// the background model's own voices did not have makes it too sure or too shy.
public struct EvidenceMap: Codable, Sendable, Hashable {
    /// a, above 0.
    public let slope: Double
    /// b, in nats.
    public let offset: Double

    /// Evidence as it is.
    public static let identity = EvidenceMap(slope: 1, offset: 0)

    /// A map of its parts.
    public init(slope: Double, offset: Double) {
        self.slope = slope
        self.offset = offset
    }

    /// λ' of λ, in nats.
    public func callAsFunction(_ evidence: Double) -> Double { slope * evidence + offset }

    /// The map that fits known trials, by ``LogisticRegression``: targets and nontargets weigh the
    /// same, however many there are of each.
    ///
    /// Few trials leave the evidence as it is: beforehand a is normal about 1 and b about 0, with
    /// such deviations that λ' strays from λ by a nat or so, and with S speakers this counts for
    /// as much as one of them, ρ = 1/S.
    ///
    /// - Parameters:
    ///   - targets: λ of clips and their own speakers.
    ///   - nontargets: λ of clips and other speakers.
    ///   - speakers: S, how many the clips are of.
    ///
    /// It is nil when one kind is missing, or more evidence does not speak for a target.
    public init?(targets: [Double], nontargets: [Double], speakers: Int) {
        func rows(_ evidence: [Double]) -> [[Double]] { evidence.map { [$0, 1] } }
        let prior = LogisticRegression.Prior(
            mean: [Self.identity.slope, Self.identity.offset],
            weight: 1 / Double(max(1, speakers)))
        guard
            let regression = LogisticRegression(
                targets: rows(targets), nontargets: rows(nontargets), prior: prior)
        else { return nil }
        self.init(slope: regression.coefficients[0], offset: regression.coefficients[1])
        guard isUsable else { return nil }
    }

    /// Whether more evidence stays more; what is read from a file may be anything.
    public var isUsable: Bool { slope > 0 && slope.isFinite && offset.isFinite }
}
