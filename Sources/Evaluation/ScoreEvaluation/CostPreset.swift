/// The detection costs of a known evaluation.
///
/// The figure that a plan calls primary is the mean of the normalised costs at its operating
/// points. Plans that also equalise partitions of their trials, as those since 2016 do, give it
/// after that, and that of 2012 weighs nontargets known to the system and unknown ones; here all
/// trials of a kind count alike.
public enum CostPreset: String, CaseIterable, Sendable {
    /// C_miss 10, C_fa 1, P_target 0.01 (The NIST Year 2008 Speaker Recognition Evaluation Plan).
    case sre08
    /// P_target 0.001, costs 1, of the core test (The NIST Year 2010 Speaker Recognition Evaluation
    /// Plan).
    case sre10
    /// P_target 0.01 and 0.001, costs 1 (The NIST Year 2012 Speaker Recognition Evaluation Plan).
    case sre12
    /// P_target 0.01 and 0.005, costs 1 (NIST 2016 Speaker Recognition Evaluation Plan).
    case sre16
    /// P_target 0.01 and 0.005, costs 1, of telephone speech, CMN2 (NIST 2018 Speaker Recognition
    /// Evaluation Plan, section 3.1).
    case sre18
    /// P_target 0.05, costs 1, of audio from video, VAST (the same plan and section).
    case sre18Vast = "sre18-vast"
    /// P_target 0.01 and 0.005, costs 1, of the telephone challenge, CTS (NIST 2019 Speaker
    /// Recognition Evaluation: CTS Challenge).
    case sre19
    /// P_target 0.05, costs 1, audio-visual (2019 NIST Audio-Visual Speaker Recognition
    /// Evaluation).
    case sre19Video = "sre19-av"
    /// P_target 0.05, costs 1: the primary figure of the VoxCeleb Speaker Recognition Challenges
    /// (the validation toolkit of VoxSRC 2022).
    case voxsrc
    /// P_target 0.01 and 0.05, costs 1, each by itself, as papers on VoxCeleb give them.
    case voxceleb

    /// The operating points.
    public var costs: [DetectionCost] {
        switch self {
        case .sre08: [DetectionCost(prior: 0.01, missCost: 10)]
        case .sre10: [DetectionCost(prior: 0.001)]
        case .sre12: [.priorOnePercent, DetectionCost(prior: 0.001)]
        case .sre16, .sre18, .sre19: [.priorOnePercent, DetectionCost(prior: 0.005)]
        case .sre18Vast, .sre19Video, .voxsrc: [.priorFivePercent]
        case .voxceleb: [.priorOnePercent, .priorFivePercent]
        }
    }

    /// Whether the evaluation's primary figure is the mean over its operating points; papers on
    /// VoxCeleb give each by itself.
    public var isAveraged: Bool { self != .voxceleb && costs.count > 1 }
}
