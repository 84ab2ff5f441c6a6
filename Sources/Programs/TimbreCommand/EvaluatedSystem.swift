import Timbre

/// What made the scores of an evaluation.
struct EvaluatedSystem: Encodable {
    let programVersion: String
    let model: String
    let modelFormatVersion: String
    let modelDigest: String
    /// How frames are scored: the best few components, all, or the linear approximation.
    let scorer: String
    let normalization: String
    /// Of how many others, where the normalisation counts them.
    let others: Int?
    /// Who the others are; none where the normalisation looks at nobody.
    let cohort: String?
    /// How many voices beside the enrolled ones are among them.
    let cohortVoices: Int
    /// Whether scores are the calibrated log-likelihood ratios that the model was trained for.
    let calibrated: Bool
    /// What has to be known before a figure is believed.
    let remarks: [String]

    private enum CodingKeys: String, CodingKey {
        case programVersion, model, modelFormatVersion, modelDigest, scorer, normalization, others
        case cohort, cohortVoices, calibrated
    }

    /// The system of an evaluation.
    ///
    /// - Parameters:
    ///   - evaluation: which has run.
    ///   - cohort: the others as the caller named them; nil where that was left open.
    ///   - voices: how many voices the cohort had.
    init(_ evaluation: CorpusEvaluation, cohort: String?, voices: Int) {
        let background = evaluation.background
        let normalization = evaluation.usedNormalization
        programVersion = TimbreProgram.configuration.version
        model = background.name
        modelFormatVersion = BackgroundModel.version
        modelDigest = background.identity.hexadecimal
        scorer = evaluation.options.scorer.rawValue
        self.normalization = normalization.name.rawValue
        others =
            switch normalization {
            case .nearestOthers(let count), .tNearest(let count), .adaptiveS(let count): count
            case .none, .z, .t, .zt, .s: nil
            }
        let looksAtNobody = normalization == .none
        self.cohort = looksAtNobody ? nil : cohort ?? evaluation.usedCohortSource.rawValue
        cohortVoices = looksAtNobody ? 0 : voices
        calibrated = evaluation.isCalibrated && background.isCalibrated
        var remarks: [String] = []
        if !evaluation.isCalibrated {
            remarks.append(
                "scores are not calibrated: the background model's calibration is that of its own "
                    + "normalisation and cohort; figures that take scores for log-likelihood "
                    + "ratios are left out")
        }
        if !looksAtNobody && evaluation.usedCohortSource == .background && voices < 2 {
            remarks.append(
                "the cohort has \(voices == 0 ? "no voice" : "one voice"), expected two or more: "
                    + "scores are \(voices == 0 ? "as they come" : "relative to it alone")")
        }
        self.remarks = remarks
    }

    /// For people: `nearest 3, cohort both (16 voices beside the enrolled)`.
    var normalizationText: String {
        let count = others.map { " \($0)" } ?? ""
        let cohort = cohort.map { ", cohort \($0) (\(cohortVoices) voices beside the enrolled)" }
        return normalization + count + (cohort ?? "")
    }
}
