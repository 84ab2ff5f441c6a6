internal import NumericCore
internal import RealModule

/// The ellipse that holds a wanted share of one component in a plane of two columns.
///
/// The squared distance in standard deviations has two degrees of freedom, so the share within
/// radius r is 1 − exp(−r²/2); the semi-axes are √λ · √(−2 log(1 − share)), λ the eigenvalues of
/// the covariance in the plane.
public struct ConfidenceEllipse: Sendable, Equatable {
    /// The centre's first coordinate.
    public let x: Double
    /// The centre's second coordinate.
    public let y: Double
    /// The longer semi-axis.
    public let major: Double
    /// The shorter semi-axis.
    public let minor: Double
    /// From the first column's axis to the longer semi-axis, in radians, above −π/2 up to π/2.
    public let angle: Double
}

extension GaussianMixture {
    /// The ellipse of a component.
    ///
    /// - Parameters:
    ///   - component: which.
    ///   - columns: the two columns of the plane.
    ///   - share: of the component's mass within the ellipse, above 0 and below 1.
    /// - Returns: the ellipse in the plane of the columns.
    /// - Throws: ``MixtureError/invalidOptions(_:)`` for one that does not exist.
    public func confidenceEllipse(
        component: Int, columns: (Int, Int), share: Double
    ) throws(MixtureError) -> ConfidenceEllipse {
        guard weights.indices.contains(component) else {
            throw .invalidOptions(
                "components are 0 to \(componentCount - 1), got \(component)")
        }
        guard share > 0, share < 1 else {
            throw .invalidOptions("an ellipse holds a share between 0 and 1, got \(share)")
        }
        let plane = try marginal(columns: [columns.0, columns.1])
        let covariance = plane.covariance(of: component)
        let eigen = SymmetricEigen(covariance)
        // Where the axes differ greatly, λ₂ = |Σ| / λ₁ keeps the digits that λ₂ has lost.
        guard let factor = CholeskyFactor(covariance) else {
            throw .invalidParameters("a covariance is not positive definite")
        }
        let minor = Double.exp(factor.logDeterminant - .log(eigen.values[0]))
        let radius = (-2 * Double.log(onePlus: -share)).squareRoot()
        var angle = Double.atan2(y: eigen.vectors[0, 1], x: eigen.vectors[0, 0])
        if angle > Double.pi / 2 { angle -= Double.pi }
        if angle <= -Double.pi / 2 { angle += Double.pi }
        return ConfidenceEllipse(
            x: plane.means[component, 0], y: plane.means[component, 1],
            major: radius * eigen.values[0].squareRoot(),
            minor: radius * minor.squareRoot(), angle: angle)
    }
}
