/// The detection costs of a known evaluation.
///
/// The figure that a plan calls primary is the mean of the normalised costs at its operating
/// points. Plans that also equalise partitions of their trials, as those since 2016 do, give it
/// after that; here all trials of a kind count alike.
public enum CostPreset: String, CaseIterable, Sendable {
    /// NIST SRE 2008: C_miss 10, C_fa 1, P_target 0.01.
    case sre08
    /// NIST SRE 2010, core test: C_miss 1, C_fa 1, P_target 0.001.
    case sre10
    /// NIST SRE 2012: P_target 0.01 and 0.001, costs 1.
    case sre12
    /// NIST SRE 2016: P_target 0.01 and 0.005, costs 1.
    case sre16
    /// NIST SRE 2018, telephone speech (CMN2): P_target 0.01 and 0.005, costs 1.
    case sre18
    /// NIST SRE 2018, audio from video (VAST): P_target 0.05, costs 1.
    case sre18Vast = "sre18-vast"
    /// NIST SRE 2019, telephone challenge (CTS): P_target 0.01 and 0.005, costs 1.
    case sre19
    /// NIST SRE 2019, audio-visual: P_target 0.05, costs 1.
    case sre19Video = "sre19-av"
    /// Papers on VoxCeleb: P_target 0.01 and 0.05, costs 1.
    case voxceleb

    /// The operating points.
    public var costs: [DetectionCost] {
        switch self {
        case .sre08: [DetectionCost(prior: 0.01, missCost: 10)]
        case .sre10: [DetectionCost(prior: 0.001)]
        case .sre12: [.priorOnePercent, DetectionCost(prior: 0.001)]
        case .sre16, .sre18, .sre19: [.priorOnePercent, DetectionCost(prior: 0.005)]
        case .sre18Vast, .sre19Video: [.priorFivePercent]
        case .voxceleb: [.priorOnePercent, .priorFivePercent]
        }
    }

    /// Whether the evaluation's primary figure is the mean over its operating points; papers on
    /// VoxCeleb give each by itself.
    public var isAveraged: Bool { self != .voxceleb && costs.count > 1 }
}
