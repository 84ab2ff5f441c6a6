public import NumericCore

/// How free the covariances of a mixture are.
public enum CovarianceType: String, Codable, Sendable, CaseIterable {
    /// One variance per component, the same in every column.
    case spherical
    /// One variance per component and column.
    case diagonal
    /// One matrix that all components share.
    case tied
    /// A matrix for every component.
    case full
}

/// The covariances of K components in D columns.
public enum Covariances: Sendable, Equatable {
    /// σ²ₖ I: K variances.
    case spherical([Double])
    /// diag σ²ₖ: K×D variances.
    case diagonal(Matrix<Double>)
    /// Σ of all components: D×D.
    case tied(Matrix<Double>)
    /// Σₖ: K matrices of D×D.
    case full([Matrix<Double>])

    /// Which of the four it is.
    public var type: CovarianceType {
        switch self {
        case .spherical: .spherical
        case .diagonal: .diagonal
        case .tied: .tied
        case .full: .full
        }
    }

    /// Covariances without correlation, the same for each of K components.
    public init(_ type: CovarianceType, variances: [Double], componentCount: Int) {
        let matrix = Matrix(diagonal: variances)
        switch type {
        case .spherical:
            let mean = variances.reduce(0, +) / Double(max(1, variances.count))
            self = .spherical([Double](repeating: mean, count: componentCount))
        case .diagonal:
            self = .diagonal(
                Matrix(
                    rows: componentCount, columns: variances.count,
                    elements: (0..<componentCount).flatMap { _ in variances }))
        case .tied: self = .tied(matrix)
        case .full: self = .full([Matrix<Double>](repeating: matrix, count: componentCount))
        }
    }

    /// The components of a list, in its order; one may occur twice.
    func selecting(_ components: [Int]) -> Covariances {
        switch self {
        case .spherical(let variances): .spherical(components.map { variances[$0] })
        case .diagonal(let variances):
            .diagonal(
                Matrix(
                    rows: components.count, columns: variances.columns,
                    elements: components.flatMap { variances.row($0) }))
        case .tied: self
        case .full(let matrices): .full(components.map { matrices[$0] })
        }
    }

    /// The variances and covariances of some columns.
    func selecting(columns: [Int]) -> Covariances {
        switch self {
        case .spherical: self
        case .diagonal(let variances): .diagonal(variances.selecting(columns: columns))
        case .tied(let matrix): .tied(matrix.selecting(rows: columns, columns: columns))
        case .full(let matrices):
            .full(matrices.map { $0.selecting(rows: columns, columns: columns) })
        }
    }

    /// One standard deviation in the direction in which a component is widest: D values. Without
    /// correlations, σ in every column.
    func spread(of component: Int, dimension: Int) -> [Double] {
        switch self {
        case .spherical(let variances):
            [Double](repeating: variances[component].squareRoot(), count: dimension)
        case .diagonal(let variances): variances.row(component).map { $0.squareRoot() }
        case .tied(let matrix): Self.widest(matrix)
        case .full(let matrices): Self.widest(matrices[component])
        }
    }

    /// √λ v of the largest eigenvalue.
    private static func widest(_ matrix: Matrix<Double>) -> [Double] {
        let eigen = SymmetricEigen(matrix)
        return eigen.vectors.row(0).map { $0 * eigen.values[0].squareRoot() }
    }

    /// The diagonals, K×D.
    func variances(componentCount: Int, dimension: Int) -> Matrix<Double> {
        if case .diagonal(let variances) = self { return variances }
        var result = Matrix<Double>(rows: componentCount, columns: dimension, repeating: 0)
        for k in 0..<componentCount {
            for d in 0..<dimension {
                switch self {
                case .spherical(let variances): result[k, d] = variances[k]
                case .diagonal(let variances): result[k, d] = variances[k, d]
                case .tied(let matrix): result[k, d] = matrix[d, d]
                case .full(let matrices): result[k, d] = matrices[k][d, d]
                }
            }
        }
        return result
    }

    /// What keeps these from being covariances of K components in D columns; nil for nothing.
    func fault(componentCount: Int, dimension: Int) -> String? {
        switch self {
        case .spherical(let variances):
            guard variances.count == componentCount else {
                return "\(componentCount) weights but \(variances.count) variances"
            }
            return Self.fault(ofVariances: variances)
        case .diagonal(let variances):
            guard variances.rows == componentCount, variances.columns == dimension else {
                return "means are \(componentCount)×\(dimension) "
                    + "but variances \(variances.rows)×\(variances.columns)"
            }
            return Self.fault(ofVariances: variances.elements)
        case .tied(let matrix): return Self.fault(of: matrix, dimension)
        case .full(let matrices):
            guard matrices.count == componentCount else {
                return "\(componentCount) weights but \(matrices.count) covariances"
            }
            return matrices.lazy.compactMap { Self.fault(of: $0, dimension) }.first
        }
    }

    private static func fault(ofVariances variances: [Double]) -> String? {
        variances.allSatisfy { $0 > 0 && $0.isFinite }
            ? nil : "a variance is not positive and finite"
    }

    private static func fault(of matrix: Matrix<Double>, _ dimension: Int) -> String? {
        guard matrix.rows == dimension, matrix.columns == dimension else {
            return "means have \(dimension) columns "
                + "but a covariance is \(matrix.rows)×\(matrix.columns)"
        }
        if let fault = fault(ofVariances: (0..<dimension).map { matrix[$0, $0] }) { return fault }
        guard matrix.elements.allSatisfy(\.isFinite) else { return "a covariance is not finite" }
        for i in 0..<dimension {
            for j in 0..<i {
                // |σᵢⱼ| ≤ σᵢσⱼ; asymmetry is judged on that scale.
                let scale = matrix[i, i].squareRoot() * matrix[j, j].squareRoot()
                guard abs(matrix[i, j] - matrix[j, i]) <= 1e-8 * scale else {
                    return "a covariance is not symmetric"
                }
            }
        }
        return nil
    }
}
