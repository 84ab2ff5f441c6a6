public import NumericCore

extension Safetensors {
    /// Adds a mixture's parameters: `weights` (K), `means` (K×D), and `variances` (K spherical,
    /// K×D diagonal) or `covariances` (D×D tied, K×D×D full), their names behind a prefix.
    public mutating func store(_ mixture: GaussianMixture, prefix: String = "") {
        let (count, width) = (mixture.componentCount, mixture.dimension)
        tensors[prefix + "weights"] = Tensor(shape: [count], values: mixture.weights)
        tensors[prefix + "means"] = Tensor(mixture.means)
        switch mixture.covariances {
        case .spherical(let variances):
            tensors[prefix + "variances"] = Tensor(shape: [count], values: variances)
        case .diagonal(let variances): tensors[prefix + "variances"] = Tensor(variances)
        case .tied(let matrix): tensors[prefix + "covariances"] = Tensor(matrix)
        case .full(let matrices):
            tensors[prefix + "covariances"] = Tensor(
                shape: [count, width, width], values: matrices.flatMap(\.elements))
        }
    }

    /// The mixture whose parameters the file holds behind a prefix.
    ///
    /// - Throws: ``MixtureError`` when there is none or its parameters are no mixture.
    public func mixture(
        prefix: String = "", path: String
    ) throws(MixtureError) -> GaussianMixture {
        guard let weights = tensors[prefix + "weights"], weights.shape.count == 1 else {
            throw .invalidFile(path: path, reason: "it has no tensor \(prefix)weights of one axis")
        }
        let means = try matrix(prefix + "means", path: path)
        let covariances = try covariances(prefix: prefix, path: path)
        do {
            return try GaussianMixture(
                weights: weights.values, means: means, covariances: covariances)
        } catch {
            throw .invalidFile(path: path, reason: "\(error)")
        }
    }

    private func covariances(
        prefix: String, path: String
    ) throws(MixtureError) -> Covariances {
        switch (tensors[prefix + "variances"], tensors[prefix + "covariances"]) {
        case (let variances?, nil) where variances.shape.count == 1:
            return .spherical(variances.values)
        case (_?, nil): return .diagonal(try matrix(prefix + "variances", path: path))
        case (nil, let tensor?) where tensor.shape.count == 3:
            let (rows, columns) = (tensor.shape[1], tensor.shape[2])
            // The product of positive lengths is known to be the number of values.
            guard tensor.shape.allSatisfy({ $0 > 0 }) else { return .full([]) }
            return .full(
                stride(from: 0, to: tensor.values.count, by: rows * columns).map {
                    Matrix(
                        rows: rows, columns: columns,
                        elements: Array(tensor.values[$0..<$0 + rows * columns]))
                })
        case (nil, _?): return .tied(try matrix(prefix + "covariances", path: path))
        default:
            throw .invalidFile(
                path: path,
                reason: "it has to have one tensor \(prefix)variances or \(prefix)covariances")
        }
    }

    /// A tensor of two axes.
    ///
    /// - Throws: ``MixtureError/invalidFile(path:reason:)`` when it is not there.
    public func matrix(_ name: String, path: String) throws(MixtureError) -> Matrix<Double> {
        guard let tensor = tensors[name], tensor.shape.count == 2 else {
            throw .invalidFile(path: path, reason: "it has no tensor \(name) of two axes")
        }
        return Matrix(rows: tensor.shape[0], columns: tensor.shape[1], elements: tensor.values)
    }
}
