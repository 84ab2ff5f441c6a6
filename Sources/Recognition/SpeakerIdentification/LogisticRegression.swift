internal import RealModule

/// Coefficients β of the log-likelihood ratio λ(x) = βᵀx that explain best which of some trials
/// are targets (Brümmer and du Preez, "Application-independent evaluation of speaker detection",
/// 2006): with targets T, nontargets N and even odds they minimise
///
///     1/(2|T|) Σ_T log(1 + e^−λ) + 1/(2|N|) Σ_N log(1 + e^λ) + ρ/2 Σ_d (β_d σ_d)²
///
/// by Newton's method. The ridge ρ is small; without it trials that can be told apart without
/// fail would drive β to infinity. σ_d is the standard deviation of x_d, so that a constant, by
/// which λ gets its offset, is not held back. Where something is known of β before, its ``Prior``
/// stands in the ridge's place.
struct LogisticRegression {
    /// β: D.
    let coefficients: [Double]

    /// What β is taken for before any trial is seen, ρ/2 Σ_d (β_d − μ_d)² σ_d², with the absolute
    /// value of a constant as its σ_d.
    struct Prior {
        /// μ: D.
        let mean: [Double]
        /// ρ: what the prior weighs against all trials together.
        let weight: Double
    }

    private static let ridge = 1e-4
    private static let iterations = 100

    /// The coefficients for trials of D values each.
    ///
    /// - Returns: nil when the trials determine none.
    init?(targets: [[Double]], nontargets: [[Double]], prior: Prior? = nil) {
        guard let dimension = targets.first?.count, !nontargets.isEmpty else { return nil }
        let scales = Self.scales(targets + nontargets, dimension)
        let centre = scales.indices.map { (prior?.mean[$0] ?? 0) * scales[$0].divisor }
        let penalties = scales.map { prior?.weight ?? Self.penalty($0) }
        var solution = centre
        for _ in 0..<Self.iterations {
            var gradient = solution.indices.map { penalties[$0] * (solution[$0] - centre[$0]) }
            var curvature = [Double](repeating: 0, count: dimension * dimension)
            for d in 0..<dimension { curvature[d * dimension + d] = penalties[d] }
            func add(_ trials: [[Double]], label: Double) {
                let weight = 0.5 / Double(trials.count)
                for trial in trials {
                    var ratio = 0.0
                    for d in 0..<dimension { ratio += solution[d] * trial[d] / scales[d].divisor }
                    let p = 1 / (1 + .exp(-ratio))
                    for d in 0..<dimension {
                        let value = trial[d] / scales[d].divisor
                        gradient[d] += weight * (p - label) * value
                        for e in 0...d {
                            curvature[d * dimension + e] +=
                                weight * p * (1 - p) * value * trial[e] / scales[e].divisor
                        }
                    }
                }
            }
            add(targets, label: 1)
            add(nontargets, label: 0)
            guard var step = solve(curvature, gradient) else { return nil }
            // Far from the optimum the curvature vanishes and a full step would overshoot.
            let length = step.map(abs).max() ?? 0
            if length > 2 { step = step.map { $0 * 2 / length } }
            for d in 0..<dimension { solution[d] -= step[d] }
            if length < 1e-10 { break }
        }
        guard solution.allSatisfy(\.isFinite) else { return nil }
        coefficients = zip(solution, scales).map { $0 / $1.divisor }
    }

    /// The unit of a value while β is sought: its standard deviation, or that of a constant.
    private struct Scale {
        let divisor: Double
        let isConstant: Bool
    }

    // Several constants can share one offset in any way; a crumb of a ridge decides.
    private static func penalty(_ scale: Scale) -> Double { scale.isConstant ? 1e-9 : ridge }

    private static func scales(_ trials: [[Double]], _ dimension: Int) -> [Scale] {
        (0..<dimension).map { d in
            let mean = trials.reduce(0) { $0 + $1[d] } / Double(trials.count)
            let variance =
                trials.reduce(0) { $0 + ($1[d] - mean) * ($1[d] - mean) } / Double(trials.count)
            let deviation = variance.squareRoot()
            let isConstant = deviation <= 1e-9 * abs(mean)
            return Scale(
                divisor: isConstant ? (mean == 0 ? 1 : abs(mean)) : deviation,
                isConstant: isConstant)
        }
    }
}

/// x with A x = b, of a positive definite A given by its lower triangle, by A = L Lᵀ; nil when it
/// is not.
private func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
    let size = right.count
    var lower = matrix
    var x = right
    for i in 0..<size {
        for j in 0...i {
            var sum = lower[i * size + j]
            for m in 0..<j { sum -= lower[i * size + m] * lower[j * size + m] }
            if i > j {
                lower[i * size + j] = sum / lower[j * size + j]
            } else {
                guard sum > 0, sum.isFinite else { return nil }
                lower[i * size + i] = sum.squareRoot()
            }
        }
        for j in 0..<i { x[i] -= lower[i * size + j] * x[j] }
        x[i] /= lower[i * size + i]
    }
    for i in (0..<size).reversed() {
        for j in i + 1..<size { x[i] -= lower[j * size + i] * x[j] }
        x[i] /= lower[i * size + i]
    }
    return x
}
