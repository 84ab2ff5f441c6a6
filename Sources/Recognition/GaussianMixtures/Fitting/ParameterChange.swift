internal import NumericCore

extension GaussianMixture {
    /// The largest change of a weight, of a mean in standard deviations of its column, of a
    /// covariance in the product of its columns' standard deviations.
    ///
    /// - Parameters:
    ///   - old: a mixture of the same shape and type.
    ///   - scale: the columns' variances, D values.
    /// - Returns: the largest of all, at least 0.
    func change(from old: GaussianMixture, scale: [Double]) -> Double {
        let deviations = scale.map { $0.squareRoot() }
        var largest = 0.0
        for k in weights.indices {
            largest = max(largest, abs(weights[k] - old.weights[k]))
            for d in deviations.indices {
                largest = max(
                    largest, abs(means[k, d] - old.means[k, d]) / deviations[d],
                    abs(variances[k, d] - old.variances[k, d]) / scale[d])
            }
        }
        // Full covariances have K factors, a tied one has one, the others none.
        for k in factors.indices {
            let (new, before) = (covariance(of: k), old.covariance(of: k))
            for i in deviations.indices {
                for j in 0..<i {
                    let step = abs(new[i, j] - before[i, j])
                    largest = max(largest, step / deviations[i] / deviations[j])
                }
            }
        }
        return largest
    }
}
