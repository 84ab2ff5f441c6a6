// Figures lie flat in their section, as in EvaluationReport: the value under its name, the ends
// of the interval under the name with _low and _high. An infinite figure is null.

extension MetricsReport: Encodable {
    /// Writes the report.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: NamedKey.self)
        try container.encode(verification, forKey: NamedKey("verification"))
        try container.encodeIfPresent(closedSet, forKey: NamedKey("closed_set"))
        try container.encodeIfPresent(openSet, forKey: NamedKey("open_set"))
    }
}

extension MetricsReport.Verification: Encodable {
    /// Writes the section.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: NamedKey.self)
        try container.encode(equalErrorRate, "eer")
        try container.encode(interpolatedEqualErrorRate, "eer_interpolated")
        try container.encode(finite: equalErrorThreshold, "eer_threshold")
        try container.encode(equalErrors, prefix: "eer_")
        try container.encode(areaUnderCurve, "auc")
        try container.encode(logLikelihoodRatioCost, "cllr")
        try container.encode(minimumLogLikelihoodRatioCost, "min_cllr")
        try container.encode(expectedCalibrationError, "ece")
        try container.encode(minimumCostPriorOnePercent, "min_dcf_p01")
        try container.encode(minimumCostPriorFivePercent, "min_dcf_p05")
        try container.encode(meanMinimumCost, "mean_min_dcf")
        try container.encode(meanActualCost, "mean_act_dcf")
        try container.encode(costs, forKey: NamedKey("costs"))
        try container.encode(reliability.bins, forKey: NamedKey("reliability"))
        try container.encode(targets, forKey: NamedKey("targets"))
        try container.encode(nontargets, forKey: NamedKey("nontargets"))
        try container.encode(enrolledSpeakers, forKey: NamedKey("enrolled_speakers"))
        try container.encode(strangers, forKey: NamedKey("strangers"))
        try container.encode(isPooled, forKey: NamedKey("intervals_pooled"))
    }
}

extension MetricsReport.Cost: Encodable {
    /// Writes the operating point and its figures.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: NamedKey.self)
        try container.encode(cost.targetPrior, forKey: NamedKey("p_target"))
        try container.encode(cost.missCost, forKey: NamedKey("c_miss"))
        try container.encode(cost.falseAlarmCost, forKey: NamedKey("c_fa"))
        try container.encode(minimum, "min_dcf")
        try container.encode(actual, "act_dcf")
        try container.encode(errors, prefix: "")
    }
}

extension MetricsReport.ClosedSet: Encodable {
    /// Writes the rates, and the characteristic up to rank 100.
    public func encode(to encoder: any Encoder) throws {
        try rates.encode(to: encoder)
        var container = encoder.container(keyedBy: NamedKey.self)
        try container.encode(cumulativeMatchCurve.prefix(100).map(\.self), forKey: NamedKey("cmc"))
    }
}

extension ReliabilityTable.Bin: Encodable {
    /// Writes the bin.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: NamedKey.self)
        try container.encode(lower, forKey: NamedKey("lower"))
        try container.encode(upper, forKey: NamedKey("upper"))
        try container.encode(targets, forKey: NamedKey("targets"))
        try container.encode(nontargets, forKey: NamedKey("nontargets"))
        try container.encode(weight, forKey: NamedKey("weight"))
        try container.encode(meanProbability, forKey: NamedKey("mean_probability"))
        try container.encode(targetShare, forKey: NamedKey("target_share"))
    }
}

/// A key that is its name.
struct NamedKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer<NamedKey> {
    /// The value, and the ends of the interval if there is one.
    mutating func encode(_ figure: Figure, _ name: String) throws {
        try encode(finite: figure.value, name)
        if let low = figure.low { try encode(finite: low, name + "_low") }
        if let high = figure.high { try encode(finite: high, name + "_high") }
    }

    mutating func encode(finite value: Double, _ name: String) throws {
        let key = NamedKey(name)
        if value.isFinite { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }

    mutating func encode(_ errors: RuleOfThirty, prefix: String) throws {
        try encode(errors.misses, forKey: NamedKey(prefix + "misses"))
        try encode(errors.falseAlarms, forKey: NamedKey(prefix + "false_alarms"))
        try encode(errors.isMet, forKey: NamedKey(prefix + "rule_of_30"))
    }
}
