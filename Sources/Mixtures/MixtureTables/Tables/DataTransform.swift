public import NumericCore
internal import RealModule

/// What is done to rows before a model sees them: standardization, then principal components,
/// either or none. A model stores it, so that later rows are treated the same.
///
/// ```swift
/// let transform = try DataTransform(
///     standardization: Standardization(fitting: table.values))
/// let frames = try transform.forward(table.values)
/// ```
public struct DataTransform: Equatable, Sendable, Codable {
    /// The first step.
    public let standardization: Standardization?
    /// The second step.
    public let principalComponents: PrincipalComponents?

    private enum CodingKeys: String, CodingKey {
        case standardization
        case principalComponents = "principal_components"
    }

    /// The steps, if any; without one, rows stay as they are.
    ///
    /// - Throws: ``TableError/dimensionMismatch(expected:got:)`` when the second step does not
    ///   take what the first one gives.
    public init(
        standardization: Standardization? = nil, principalComponents: PrincipalComponents? = nil
    ) throws(TableError) {
        if let standardization, let principalComponents,
            standardization.means.count != principalComponents.means.count
        {
            throw .dimensionMismatch(
                expected: principalComponents.means.count, got: standardization.means.count)
        }
        self.standardization = standardization
        self.principalComponents = principalComponents
    }

    /// Decodes and checks the steps.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            standardization: container.decodeIfPresent(
                Standardization.self, forKey: .standardization),
            principalComponents: container.decodeIfPresent(
                PrincipalComponents.self, forKey: .principalComponents))
    }

    /// The rows as the model sees them.
    ///
    /// - Throws: ``TableError/dimensionMismatch(expected:got:)``,
    ///   ``TableError/missingValue(row:column:)`` for principal components.
    public func forward(_ values: Matrix<Double>) throws(TableError) -> Matrix<Double> {
        let standardized = try standardization?.forward(values) ?? values
        return try principalComponents?.forward(standardized) ?? standardized
    }

    /// Rows that the model made, in the units of the data.
    ///
    /// - Throws: ``TableError/dimensionMismatch(expected:got:)``,
    ///   ``TableError/missingValue(row:column:)`` for principal components.
    public func inverse(_ values: Matrix<Double>) throws(TableError) -> Matrix<Double> {
        let standardized = try principalComponents?.inverse(values) ?? values
        return try standardization?.inverse(standardized) ?? standardized
    }

    /// log |∂z/∂x|, which added to the log-density of z gives that of x in the data's units; nil
    /// when principal components left directions out and x has no density of its own.
    public var logVolumeRatio: Double? {
        var sum = 0.0
        for scale in standardization?.scales ?? [] { sum -= .log(scale) }
        // Directions at right angles turn a volume and leave it as large as it is.
        if let components = principalComponents,
            components.variances.count < components.means.count
        {
            return nil
        }
        return sum
    }
}
