/// The figures of verification, each a number or a number with its interval.
struct VerificationFigures<Value> {
    var equalErrorRate: Value
    var interpolatedEqualErrorRate: Value
    var areaUnderCurve: Value
    var logLikelihoodRatioCost: Value
    var minimumLogLikelihoodRatioCost: Value
    var expectedCalibrationError: Value
    /// The means over the costs that are averaged.
    var meanMinimumCost: Value
    var meanActualCost: Value
    var minimumCosts: [Value]
    var actualCosts: [Value]

    /// All in one list, in the order of the members.
    var list: [Value] {
        [
            equalErrorRate, interpolatedEqualErrorRate, areaUnderCurve, logLikelihoodRatioCost,
            minimumLogLikelihoodRatioCost, expectedCalibrationError, meanMinimumCost,
            meanActualCost,
        ] + minimumCosts + actualCosts
    }

    /// The figures of a ``list``.
    init(list: [Value], costs: Int) {
        equalErrorRate = list[0]
        interpolatedEqualErrorRate = list[1]
        areaUnderCurve = list[2]
        logLikelihoodRatioCost = list[3]
        minimumLogLikelihoodRatioCost = list[4]
        expectedCalibrationError = list[5]
        meanMinimumCost = list[6]
        meanActualCost = list[7]
        minimumCosts = Array(list[8..<8 + costs])
        actualCosts = Array(list[(8 + costs)...])
    }
}

extension VerificationFigures<Double> {
    /// What a hull tells, and what others must; the first `averaged` costs enter the means.
    init(
        _ hull: ConvexHull, interpolatedEqualErrorRate: Double, areaUnderCurve: Double,
        logLikelihoodRatioCost: Double, expectedCalibrationError: Double,
        minimumCosts: [Double], actualCosts: [Double], averaged: Int
    ) {
        equalErrorRate = hull.equalErrorRate
        self.interpolatedEqualErrorRate = interpolatedEqualErrorRate
        self.areaUnderCurve = areaUnderCurve
        self.logLikelihoodRatioCost = logLikelihoodRatioCost
        minimumLogLikelihoodRatioCost = hull.minimumLogLikelihoodRatioCost
        self.expectedCalibrationError = expectedCalibrationError
        meanMinimumCost = minimumCosts.prefix(averaged).reduce(0, +) / Double(averaged)
        meanActualCost = actualCosts.prefix(averaged).reduce(0, +) / Double(averaged)
        self.minimumCosts = minimumCosts
        self.actualCosts = actualCosts
    }
}
