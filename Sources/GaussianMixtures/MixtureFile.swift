public import NumericCore

extension Safetensors {
    /// Adds a mixture's parameters: `weights` (K), `means` and `variances` (K×D).
    public mutating func store(_ mixture: GaussianMixture) {
        tensors["weights"] = Tensor(shape: [mixture.componentCount], values: mixture.weights)
        tensors["means"] = Tensor(mixture.means)
        tensors["variances"] = Tensor(mixture.variances)
    }

    /// The mixture whose parameters the file holds.
    ///
    /// - Throws: ``MixtureError`` when there is none or its parameters are no mixture.
    public func mixture(path: String) throws(MixtureError) -> GaussianMixture {
        guard let weights = tensors["weights"], weights.shape.count == 1 else {
            throw .invalidFile(path: path, reason: "it has no tensor weights of one axis")
        }
        let (means, variances) = (
            try matrix("means", path: path), try matrix("variances", path: path)
        )
        do {
            return try GaussianMixture(
                weights: weights.values, means: means, variances: variances)
        } catch {
            throw .invalidFile(path: path, reason: "\(error)")
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
