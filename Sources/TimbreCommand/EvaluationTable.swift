import ScoreEvaluation
import Timbre

/// An evaluation as a table for people.
enum EvaluationTable {
    static func rows(
        _ report: EvaluationReport, _ outcome: CorpusEvaluation.Outcome
    ) -> [[String]] {
        var rows = [["FIGURE", "VALUE", "95 % LOW", "95 % HIGH", "OVER"]]
        func add(_ name: String, _ figure: Figure, _ over: String, isRate: Bool = true) {
            func text(_ value: Double?) -> String {
                value.map { isRate ? percent($0, 2) : fixed($0, 3) } ?? ""
            }
            rows.append([name, text(figure.value), text(figure.low), text(figure.high), over])
        }
        if let closed = report.closedSet {
            let over =
                "\(counted(closed.count, "clip")) of \(counted(outcome.speakerCount, "speaker"))"
            add("top-1", closed.top1, over)
            add("top-5", closed.top5, over)
        }
        if let verification = report.verification {
            let over =
                "\(counted(verification.targets, "target")), "
                + counted(verification.nontargets, "nontarget")
            add("EER", verification.equalErrorRate, over)
            add("minDCF 0.01", verification.minimumCostPriorOnePercent, over, isRate: false)
            add("minDCF 0.05", verification.minimumCostPriorFivePercent, over, isRate: false)
            add("Cllr", verification.logLikelihoodRatioCost, over, isRate: false)
            add("min Cllr", verification.minimumLogLikelihoodRatioCost, over, isRate: false)
        }
        if let open = report.openSet {
            let over = "\(counted(open.unknownCount, "clip")) of strangers"
            add("FNIR at FPIR 1 %", open.falseNegativeRateAtOnePercent, over)
            add("FNIR at FPIR 10 %", open.falseNegativeRateAtTenPercent, over)
        }
        return rows
    }
}
