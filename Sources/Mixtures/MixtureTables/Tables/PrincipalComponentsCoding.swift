import NumericCore

extension PrincipalComponents: Codable {
    private enum CodingKeys: String, CodingKey {
        case means
        case variances
        case totalVariance = "total_variance"
        case directions
    }

    /// Decodes and checks the numbers.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let rows = try container.decode([[Double]].self, forKey: .directions)
        let means = try container.decode([Double].self, forKey: .means)
        guard rows.allSatisfy({ $0.count == means.count }) else {
            throw TableError.invalidTransform("directions of another length than the means")
        }
        try self.init(
            means: means,
            variances: container.decode([Double].self, forKey: .variances),
            totalVariance: container.decode(Double.self, forKey: .totalVariance),
            directions: Matrix(
                rows: rows.count, columns: means.count, elements: rows.flatMap { $0 }))
    }

    /// Encodes the numbers; each direction is an array.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(means, forKey: .means)
        try container.encode(variances, forKey: .variances)
        try container.encode(totalVariance, forKey: .totalVariance)
        try container.encode(
            (0..<directions.rows).map { Array(directions.row($0)) }, forKey: .directions)
    }
}
