public import ScoreEvaluation

extension EvaluationScores {
    /// The pictures of all that was measured.
    ///
    /// - Throws: `EvaluationError`.
    public func pictures() throws -> [Picture] {
        var pictures: [Picture] = []
        if let verification {
            pictures.append(try DetectionCharts.tradeOff(verification))
            pictures.append(ScoreHistogram.picture(verification))
        }
        if let closedSet, closedSet.candidateCount > 1 {
            pictures.append(IdentificationCharts.cumulativeMatch(closedSet))
        }
        if let openSet { pictures.append(try IdentificationCharts.openSet(openSet)) }
        if let verification, isCalibrated {
            pictures.append(ReliabilityCharts.verification(ReliabilityTable(verification)))
        }
        if let answers { pictures.append(ReliabilityCharts.answers(answers)) }
        if let verification { pictures.append(DetectionCharts.receiver(verification)) }
        if let confusions, let picture = ConfusionChart.picture(confusions) {
            pictures.append(picture)
        }
        return pictures
    }
}
