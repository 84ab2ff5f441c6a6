public import GaussianMixtures
public import NumericCore

/// What a model says of rows in the data's units. A NaN is a missing cell and integrated out,
/// unless the model sees principal components, for which every cell is needed.
extension TableMixture {
    /// log p(x) of every row, in nats: N values; of the projection where the model leaves
    /// directions out (see ``isInDataUnits``).
    ///
    /// - Throws: `MixtureError`, `TableError` for rows that cannot be scored.
    public func logDensities(of rows: Matrix<Double>) throws -> [Double] {
        let densities = try MixtureAnswers(mixture)
            .logDensities(of: try transform.forward(rows))
        return zip(densities, transform.logVolumeRatios(rows)).map { $0 + $1 }
    }

    /// γ of every row and component: N×K, every row sums to 1.
    ///
    /// - Throws: `MixtureError`, `TableError` for rows that cannot be scored.
    public func responsibilities(
        of rows: Matrix<Double>
    ) throws -> Matrix<Double> {
        try MixtureAnswers(mixture)
            .responsibilities(of: try transform.forward(rows))
    }

    /// The most responsible component of every row: N values from 0.
    ///
    /// - Throws: `MixtureError`, `TableError` for rows that cannot be scored.
    public func labels(of rows: Matrix<Double>) throws -> [Int] {
        try MixtureAnswers(mixture).labels(of: try transform.forward(rows))
    }

    /// Whether missing cells can be filled: not where the mixture sees principal components.
    public var canFill: Bool { transform.principalComponents == nil }

    /// The rows with every missing cell replaced by its expectation given the observed ones; the
    /// observed ones keep every bit.
    ///
    /// - Throws: ``WorkbenchError/cannotFillProjection``; `MixtureError`, `TableError`.
    public func fill(_ rows: Matrix<Double>) throws -> Matrix<Double> {
        guard rows.elements.contains(where: \.isNaN) else { return rows }
        guard canFill else {
            throw WorkbenchError.cannotFillProjection
        }
        let filled = try transform.inverse(
            try MixtureAnswers(mixture).fill(try transform.forward(rows)))
        var result = rows
        for index in rows.elements.indices where rows.elements[index].isNaN {
            result.elements[index] = filled.elements[index]
        }
        return result
    }

    /// Rows drawn from the mixture, in the data's units, and the components they came from. Where
    /// the model leaves directions out, rows have none of what lay there.
    ///
    /// - Throws: never for a model that was made; `TableError` says why a transform fails.
    public func sample(
        _ count: Int, using generator: inout SeededGenerator
    ) throws -> (rows: Matrix<Double>, labels: [Int]) {
        let sample = mixture.sample(count, using: &generator)
        return (try transform.inverse(sample.rows), sample.labels)
    }

    /// A component's mean and covariance in some columns of the data, in its units:
    ///
    ///     μ_x = S Vᵀ μ_z + m      Σ_x = W Σ_z Wᵀ,   W = S Vᵀ
    ///
    /// S being the scales of standardization, V the principal directions. Where the model leaves
    /// directions out, Σ_x has a determinant of 0.
    ///
    /// - Parameters:
    ///   - component: from 0 to K − 1.
    ///   - columns: of the data, from 0 to D − 1.
    /// - Returns: the mean, one value a column, and the covariance, columns×columns.
    /// - Throws: never for a model that was made; `TableError` says why a transform fails.
    public func parameters(
        of component: Int, columns: [Int]
    ) throws -> (mean: [Double], covariance: Matrix<Double>) {
        let mean = try transform.inverse(mixture.means.rows(in: component..<component + 1))
        let covariance = mixture.covariance(of: component)
        let size = mixture.dimension
        let map = columns.map { column -> [Double] in
            let scale = transform.standardization?.scales[column] ?? 1
            guard let components = transform.principalComponents else {
                return (0..<size).map { $0 == column ? scale : 0 }
            }
            return (0..<size).map { direction in
                scale * components.directions[direction, column]
            }
        }
        var result = Matrix<Double>(rows: columns.count, columns: columns.count, repeating: 0)
        for i in columns.indices {
            let left = (0..<size).map { b in
                (0..<size).reduce(0) { $0 + map[i][$1] * covariance[$1, b] }
            }
            for j in columns.indices {
                result[i, j] = zip(left, map[j]).reduce(0) { $0 + $1.0 * $1.1 }
            }
        }
        return (columns.map { mean[0, $0] }, result)
    }

    /// The mixture of one or two columns of the data, in its units, full.
    ///
    /// - Throws: `MixtureError` when the columns hardly vary in the model.
    public func marginal(columns: [Int]) throws -> GaussianMixture {
        var means: [Double] = []
        var covariances: [Matrix<Double>] = []
        for k in 0..<mixture.componentCount {
            let (mean, exact) = try parameters(of: k, columns: columns)
            var covariance = exact
            // Directions left out make a plane flat; a little height keeps it a density.
            let height = columns.indices.map { covariance[$0, $0] }.max() ?? 0
            for i in columns.indices {
                covariance[i, i] += height * 1e-9
                for j in 0..<i { covariance[j, i] = covariance[i, j] }
            }
            means += mean
            covariances.append(covariance)
        }
        return try GaussianMixture(
            weights: mixture.weights,
            means: Matrix(rows: mixture.componentCount, columns: columns.count, elements: means),
            covariances: .full(covariances))
    }
}
