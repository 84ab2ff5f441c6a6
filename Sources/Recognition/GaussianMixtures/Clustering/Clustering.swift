public import NumericCore

/// What k-means found.
public struct Clustering: Sendable, Equatable {
    /// The clusters' means: K×D.
    public internal(set) var centres: Matrix<Double>
    /// The nearest centre of every row, the lower one of two at the same distance.
    public internal(set) var labels: [Int]
    /// Σ_n w_n |x_n − c_label(n)|², in the square of the data's unit.
    public internal(set) var inertia: Double
    /// The inertia that each iteration began with.
    public internal(set) var history: [Double]
    /// Whether the centres have settled.
    public internal(set) var hasConverged: Bool
}
