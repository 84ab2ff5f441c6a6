// Figures lie flat in their section: the value under its name, the ends of the interval under
// the name with _low and _high. JSON has no infinity, so an infinite cost is null.

extension EvaluationReport.ClosedSet: Codable {
    private enum CodingKeys: String, CodingKey {
        case top1, low1 = "top1_low", high1 = "top1_high"
        case top5, low5 = "top5_low", high5 = "top5_high"
        case count
    }

    private static let top1Keys = FigureKeys<CodingKeys>(value: .top1, low: .low1, high: .high1)
    private static let top5Keys = FigureKeys<CodingKeys>(value: .top5, low: .low5, high: .high5)

    /// Reads the section of a report.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        top1 = try container.decode(Self.top1Keys)
        top5 = try container.decode(Self.top5Keys)
        count = try container.decode(Int.self, forKey: .count)
    }

    /// Writes the section of a report.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(top1, Self.top1Keys)
        try container.encode(top5, Self.top5Keys)
        try container.encode(count, forKey: .count)
    }
}

extension EvaluationReport.Verification: Codable {
    private enum CodingKeys: String, CodingKey {
        case eer, eerLow = "eer_low", eerHigh = "eer_high"
        case p01 = "min_dcf_p01", p01Low = "min_dcf_p01_low", p01High = "min_dcf_p01_high"
        case p05 = "min_dcf_p05", p05Low = "min_dcf_p05_low", p05High = "min_dcf_p05_high"
        case cllr, cllrLow = "cllr_low", cllrHigh = "cllr_high"
        case minCllr = "min_cllr", minCllrLow = "min_cllr_low", minCllrHigh = "min_cllr_high"
        case targets, nontargets
    }

    private typealias Keys = FigureKeys<CodingKeys>
    private static let eerKeys = Keys(value: .eer, low: .eerLow, high: .eerHigh)
    private static let p01Keys = Keys(value: .p01, low: .p01Low, high: .p01High)
    private static let p05Keys = Keys(value: .p05, low: .p05Low, high: .p05High)
    private static let cllrKeys = Keys(value: .cllr, low: .cllrLow, high: .cllrHigh)
    private static let minCllrKeys = Keys(value: .minCllr, low: .minCllrLow, high: .minCllrHigh)

    /// Reads the section of a report.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        equalErrorRate = try container.decode(Self.eerKeys)
        minimumCostPriorOnePercent = try container.decode(Self.p01Keys)
        minimumCostPriorFivePercent = try container.decode(Self.p05Keys)
        logLikelihoodRatioCost =
            container.contains(.cllr) ? try container.decode(Self.cllrKeys) : nil
        minimumLogLikelihoodRatioCost = try container.decode(Self.minCllrKeys)
        targets = try container.decode(Int.self, forKey: .targets)
        nontargets = try container.decode(Int.self, forKey: .nontargets)
    }

    /// Writes the section of a report.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(equalErrorRate, Self.eerKeys)
        try container.encode(minimumCostPriorOnePercent, Self.p01Keys)
        try container.encode(minimumCostPriorFivePercent, Self.p05Keys)
        if let logLikelihoodRatioCost {
            try container.encode(logLikelihoodRatioCost, Self.cllrKeys)
        }
        try container.encode(minimumLogLikelihoodRatioCost, Self.minCllrKeys)
        try container.encode(targets, forKey: .targets)
        try container.encode(nontargets, forKey: .nontargets)
    }
}

extension EvaluationReport.OpenSet: Codable {
    private enum CodingKeys: String, CodingKey {
        case one = "fnir_at_fpir_1"
        case oneLow = "fnir_at_fpir_1_low", oneHigh = "fnir_at_fpir_1_high"
        case ten = "fnir_at_fpir_10"
        case tenLow = "fnir_at_fpir_10_low", tenHigh = "fnir_at_fpir_10_high"
        case unknownCount = "unknown_count"
    }

    private static let oneKeys = FigureKeys<CodingKeys>(value: .one, low: .oneLow, high: .oneHigh)
    private static let tenKeys = FigureKeys<CodingKeys>(value: .ten, low: .tenLow, high: .tenHigh)

    /// Reads the section of a report.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        falseNegativeRateAtOnePercent = try container.decode(Self.oneKeys)
        falseNegativeRateAtTenPercent = try container.decode(Self.tenKeys)
        unknownCount = try container.decode(Int.self, forKey: .unknownCount)
    }

    /// Writes the section of a report.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(falseNegativeRateAtOnePercent, Self.oneKeys)
        try container.encode(falseNegativeRateAtTenPercent, Self.tenKeys)
        try container.encode(unknownCount, forKey: .unknownCount)
    }
}

extension EvaluationReport.SilenceControl: Codable {
    private enum CodingKeys: String, CodingKey {
        case top1, low = "top1_low", high = "top1_high"
        case count
        case speakerCount = "speakers"
        case leftOut = "left_out"
        case chance
        case isAboveChance = "above_chance"
    }

    private static let keys = FigureKeys<CodingKeys>(value: .top1, low: .low, high: .high)

    /// Reads the section of a report.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        top1 = try container.decode(Self.keys)
        count = try container.decode(Int.self, forKey: .count)
        speakerCount = try container.decode(Int.self, forKey: .speakerCount)
        leftOut = try container.decode(Int.self, forKey: .leftOut)
    }

    /// Writes the section of a report, with what follows from it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(top1, Self.keys)
        try container.encode(count, forKey: .count)
        try container.encode(speakerCount, forKey: .speakerCount)
        try container.encode(leftOut, forKey: .leftOut)
        try container.encode(chance, forKey: .chance)
        try container.encode(isAboveChance, forKey: .isAboveChance)
    }
}

/// The three keys of a figure.
private struct FigureKeys<Key: CodingKey & Sendable>: Sendable {
    var value: Key
    var low: Key
    var high: Key
}

extension KeyedEncodingContainer where Key: Sendable {
    fileprivate mutating func encode(_ figure: Figure, _ keys: FigureKeys<Key>) throws {
        try encode(finite: figure.value, forKey: keys.value)
        if let low = figure.low { try encode(finite: low, forKey: keys.low) }
        if let high = figure.high { try encode(finite: high, forKey: keys.high) }
    }

    private mutating func encode(finite value: Double, forKey key: Key) throws {
        if value.isFinite { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
}

extension KeyedDecodingContainer where Key: Sendable {
    fileprivate func decode(_ keys: FigureKeys<Key>) throws -> Figure {
        Figure(
            value: try decodeIfPresent(Double.self, forKey: keys.value) ?? .infinity,
            low: try end(keys.low), high: try end(keys.high))
    }

    private func end(_ key: Key) throws -> Double? {
        guard contains(key) else { return nil }
        return try decodeIfPresent(Double.self, forKey: key) ?? .infinity
    }
}
