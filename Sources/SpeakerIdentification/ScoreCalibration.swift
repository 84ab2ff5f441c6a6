#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns scores s into calibrated natural log-likelihood ratios λ = slope·s + offset.
///
/// Fitted by logistic regression (Brümmer and du Preez, "Application-independent evaluation of
/// speaker detection", 2006): slope and offset minimise, with targets T and nontargets N,
///
///     π/|T| Σ_T log(1 + e^−(λ+ℓ)) + (1−π)/|N| Σ_N log(1 + e^(λ+ℓ)),   ℓ = log(π/(1−π)), π = ½
public struct ScoreCalibration: Codable, Sendable, Hashable {
    /// Nats per unit of score; positive.
    public let slope: Double
    /// Nats at score 0.
    public let offset: Double

    /// A calibration of known parameters.
    public init(slope: Double, offset: Double) {
        self.slope = slope
        self.offset = offset
    }

    /// The calibrated log-likelihood ratio of a score, in nats.
    public func logLikelihoodRatio(of score: Double) -> Double {
        slope * score + offset
    }

    /// The calibration that fits scores of known trials.
    ///
    /// - Parameters:
    ///   - targets: scores of clips against their own speakers.
    ///   - nontargets: scores of clips against other speakers.
    /// - Throws: ``IdentificationError/tooFewScores(targets:nontargets:)`` below ten of either,
    ///   ``IdentificationError/uninformativeScores`` when no positive slope fits them.
    public init(targets: [Double], nontargets: [Double]) throws(IdentificationError) {
        guard targets.count >= 10, nontargets.count >= 10 else {
            throw .tooFewScores(targets: targets.count, nontargets: nontargets.count)
        }
        // Newton's method in standardised scores; perfectly separable ones would drive the
        // slope to infinity, which the small ridge prevents.
        let all = targets + nontargets
        let mean = all.reduce(0, +) / Double(all.count)
        let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)
        let scale = variance > 0 ? variance.squareRoot() : 1
        let ridge = 1e-4
        var (a, b) = (1.0, 0.0)
        for _ in 0..<100 {
            var gradient = (ridge * a, 0.0)
            var hessian = (aa: ridge, ab: 0.0, bb: 1e-12)
            func add(_ scores: [Double], label: Double) {
                let weight = 0.5 / Double(scores.count)
                for score in scores {
                    let x = (score - mean) / scale
                    let p = 1 / (1 + exp(-(a * x + b)))
                    gradient.0 += weight * (p - label) * x
                    gradient.1 += weight * (p - label)
                    let curvature = weight * p * (1 - p)
                    hessian.aa += curvature * x * x
                    hessian.ab += curvature * x
                    hessian.bb += curvature
                }
            }
            add(targets, label: 1)
            add(nontargets, label: 0)
            let determinant = hessian.aa * hessian.bb - hessian.ab * hessian.ab
            var stepA = (hessian.bb * gradient.0 - hessian.ab * gradient.1) / determinant
            var stepB = (hessian.aa * gradient.1 - hessian.ab * gradient.0) / determinant
            // Far from the optimum the curvature vanishes and a full step would overshoot.
            let length = max(abs(stepA), abs(stepB))
            if length > 2 { (stepA, stepB) = (stepA * 2 / length, stepB * 2 / length) }
            a -= stepA
            b -= stepB
            if length < 1e-10 { break }
        }
        // Written so that NaN fails, too.
        guard a > 0, a.isFinite else { throw .uninformativeScores }
        slope = a / scale
        offset = b - a * mean / scale
    }
}
