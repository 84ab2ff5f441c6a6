import ArgumentParser
import Timbre

/// How scores are made relative to others.
struct NormalizationArguments: ParsableArguments {
    @Option(
        help: """
            How scores are made relative to others: none, nearest (the nearest others), \
            t-nearest (these, in deviations of all), z, t, zt, s or adaptive-s. (default: the \
            background model's, and with it its calibration)
            """,
        transform: { try choice($0) as ScoreNormalization.Name })
    var normalization: ScoreNormalization.Name?

    @Option(
        help: """
            Who the others are: background (the background model's own voices), gallery (the \
            enrolled speakers), both, or a list of clips. (default: both for nearest and \
            t-nearest, else background)
            """)
    var cohort: String?

    @Option(help: "The folder that the cohort list's paths are relative to.")
    var cohortRoot: String?

    @Option(help: "With nearest and t-nearest: how many others. (default: 3)")
    var nearest: Int?

    @Option(help: "With adaptive-s: how many of the most similar others. (default: 8)")
    var topCohort: Int?

    @Flag(help: "Leave scores as the normalisation makes them.")
    var uncalibrated = false

    func validate() throws {
        if nearest != nil && normalization != .nearest && normalization != .tNearest {
            throw ValidationError("--nearest goes with --normalization nearest or t-nearest")
        }
        if topCohort != nil && normalization != .adaptiveS {
            throw ValidationError("--top-cohort goes with --normalization adaptive-s")
        }
        if cohort != nil && normalization == ScoreNormalization.Name.none {
            throw ValidationError("--cohort: the normalisation none looks at nobody else")
        }
        if cohortRoot != nil && (cohort == nil || source != nil) {
            throw ValidationError("--cohort-root goes with --cohort LIST")
        }
        if let nearest, nearest < 1 {
            throw ValidationError("--nearest: a number from 1 expected, got \(nearest)")
        }
        if let topCohort, topCohort < 2 {
            throw ValidationError("--top-cohort: a number from 2 expected, got \(topCohort)")
        }
    }

    /// Sets an evaluation up.
    ///
    /// - Throws: `ClipList.Failure`.
    func apply(to evaluation: inout CorpusEvaluation) throws {
        evaluation.normalization = chosen
        evaluation.leavesUncalibrated = uncalibrated
        guard let cohort else { return }
        evaluation.cohortSource = source ?? .background
        if source == nil {
            evaluation.cohort = try ClipArguments.list(cohort, root: cohortRoot)
        }
    }

    private var source: CohortSource? { cohort.flatMap(CohortSource.init) }

    private var chosen: ScoreNormalization? {
        switch normalization {
        case nil: nil
        case .some(.none): ScoreNormalization.none
        case .nearest: .nearestOthers(nearest ?? 3)
        case .tNearest: .tNearest(nearest ?? 3)
        case .z: .z
        case .t: .t
        case .zt: .zt
        case .s: .s
        case .adaptiveS: .adaptiveS(top: topCohort ?? 8)
        }
    }
}
