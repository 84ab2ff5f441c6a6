internal import NumericCore
internal import RealModule

/// A mixture in the form that scores a block of Double frames with one matrix product and sums
/// their moments with another.
///
/// About an origin o, the mixture's mean, with y = x − o, a log-density is linear in the monomials
/// φ(y) = [1, y_i, y_i y_j (j ≤ i)], of the last only y_i² without correlations:
///
///     log wₖ N(x; μₖ, Σₖ) = gₖ + yᵀ Pₖ δₖ − ½ yᵀ Pₖ y,   Pₖ = Σₖ⁻¹,   δₖ = μₖ − o
///     gₖ = log wₖ − ½ [ D log 2π + log |Σₖ| + δₖᵀ Pₖ δₖ ]
///
/// Squares about o instead of μₖ cost digits. As |y_i P_ij y_j| ≤ |y_i| √P_ii |y_j| √P_jj, the
/// terms sum to at most D ρ(y), ρ(y) = Σ_i y_i² maxₖ (Pₖ)_ii, and rounding is a few 2⁻⁵³ of that.
/// Blocks with a frame beyond ρ = 2²⁰, where it could exceed about 10⁻⁹ nats per column, are left
/// to ``CentredLogDensities``.
struct ExpandedLogDensities: Sendable {
    /// The largest ρ.
    static let reach = 0x1p20
    /// With more monomials a block of them leaves the cache, and the centred form is as fast.
    static let largestMonomialCount = 160

    let componentCount: Int
    let dimension: Int
    /// Whether there are products of different columns.
    let isCorrelated: Bool
    /// P: length of φ.
    let monomialCount: Int
    private let origin: [Double]
    /// δ: K×D.
    private let offsets: [Double]
    /// maxₖ (Pₖ)_ii: D.
    private let precisions: [Double]
    /// What each monomial counts in each component: P×K.
    private let coefficients = ProductPanels<Double>()

    /// The tables of a mixture; nil when there are too many monomials.
    init?(_ mixture: GaussianMixture) {
        let (count, width) = (mixture.componentCount, mixture.dimension)
        let isCorrelated = !mixture.factors.isEmpty
        let monomialCount = 1 + width + (isCorrelated ? width * (width + 1) / 2 : width)
        guard !isCorrelated || monomialCount <= Self.largestMonomialCount else { return nil }
        let origin = mixture.mean
        var offsets = mixture.means.elements
        var coefficients = [Double](repeating: 0, count: monomialCount * count)
        var precisions = [Double](repeating: 0, count: width)
        let shared = mixture.factors.count == 1 ? mixture.factor(of: 0).inverseProduct : nil
        for k in 0..<count {
            for d in 0..<width { offsets[k * width + d] -= origin[d] }
            var sum = Double(width) * .log(2 * Double.pi)
            var place = (1 + width) * count + k
            let matrix = isCorrelated ? shared ?? mixture.factor(of: k).inverseProduct : nil
            if isCorrelated { sum += mixture.factor(of: k).logDeterminant }
            for i in 0..<width {
                let variance = mixture.variances[k, i]
                let own = matrix?[i, i] ?? 1 / variance
                precisions[i] = max(precisions[i], own)
                var linear = 0.0
                if let matrix {
                    for j in 0..<width { linear += matrix[i, j] * offsets[k * width + j] }
                    for j in 0..<i {
                        coefficients[place] = -matrix[i, j]
                        place += count
                    }
                } else {
                    linear = own * offsets[k * width + i]
                    sum += .log(variance)
                }
                coefficients[place] = -own / 2
                place += count
                coefficients[(1 + i) * count + k] = linear
            }
            for d in 0..<width {
                // δ is complete only now.
                sum += offsets[k * width + d] * coefficients[(1 + d) * count + k]
            }
            coefficients[k] = .log(mixture.weights[k]) - sum / 2
        }
        componentCount = count
        dimension = width
        self.isCorrelated = isCorrelated
        self.monomialCount = monomialCount
        self.origin = origin
        self.offsets = offsets
        self.precisions = precisions
        coefficients.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            self.coefficients.pack(
                base.rows(count, stride: 1), step: count, depth: monomialCount)
        }
    }

    /// φ of every frame.
    ///
    /// - Parameters:
    ///   - frames: N×D.
    ///   - monomials: overwritten with N×P values; its storage is reused.
    /// - Returns: whether all frames are within reach; if not, the monomials are of no use.
    func expand(_ frames: Matrix<Double>, into monomials: inout [Double]) -> Bool {
        let (width, count) = (dimension, monomialCount)
        if monomials.count < frames.rows * count {
            monomials = [Double](repeating: 0, count: frames.rows * count)
        }
        return monomials.withUnsafeMutableBufferPointer { monomials in
            frames.elements.withUnsafeBufferPointer { frames in
                origin.withUnsafeBufferPointer { origin in
                    precisions.withUnsafeBufferPointer { precisions in
                        var row = 0
                        for start in stride(from: 0, to: frames.count, by: width) {
                            var distance = 0.0
                            var place = row + 1 + width
                            monomials[row] = 1
                            for i in 0..<width {
                                let y = frames[start + i] - origin[i]
                                monomials[row + 1 + i] = y
                                distance += y * y * precisions[i]
                                if isCorrelated {
                                    for j in 0...i {
                                        monomials[place] = y * monomials[row + 1 + j]
                                        place += 1
                                    }
                                } else {
                                    monomials[place] = y * y
                                    place += 1
                                }
                            }
                            // A NaN is not within reach either.
                            guard distance <= Self.reach else { return false }
                            row += count
                        }
                        return true
                    }
                }
            }
        }
    }

    /// log wₖ N(x; μₖ, Σₖ) of every frame and component, in nats.
    ///
    /// - Parameters:
    ///   - monomials: Φ, N×P.
    ///   - rows: N.
    ///   - result: holds N×K values or more; the first are overwritten.
    func evaluate(_ monomials: [Double], rows: Int, into result: inout [Double]) {
        result.withUnsafeMutableBufferPointer { result in
            monomials.withUnsafeBufferPointer { monomials in
                guard let base = monomials.baseAddress, let target = result.baseAddress else {
                    return
                }
                coefficients.multiply(
                    base.rows(rows, stride: monomialCount), into: target, stride: componentCount)
            }
        }
    }

    /// Adds to N, F and S what the frames of a block count, Γᵀ Φ moved from o to the means:
    ///
    ///     F = M₁ − N δ        S = M₂ − M₁ δᵀ − δ M₁ᵀ + N δ δᵀ,   [N, M₁, M₂] = Γᵀ Φ
    ///
    /// - Parameters:
    ///   - sums: products in the lower triangles only.
    ///   - monomials: Φ, N×P.
    ///   - responsibilities: Γ, N×K, times the frames' weights.
    ///   - rows: how many frames there are.
    ///   - scratch: reused between calls.
    func add(
        to sums: inout SufficientStatistics, _ monomials: [Double],
        _ responsibilities: Responsibilities, rows: Int, scratch: inout SumsScratch
    ) {
        let (width, count, panels) = (dimension, monomialCount, scratch.panels)
        if scratch.values.count < componentCount * count {
            scratch.values = [Double](repeating: 0, count: componentCount * count)
        }
        scratch.values.withUnsafeMutableBufferPointer { moments in
            monomials.withUnsafeBufferPointer { monomials in
                responsibilities.values.withUnsafeBufferPointer { gamma in
                    guard let base = monomials.baseAddress, let target = moments.baseAddress,
                        let gamma = gamma.baseAddress
                    else { return }
                    panels.pack(base.rows(count, stride: 1), step: count, depth: rows)
                    panels.multiply(
                        gamma.rows(componentCount, stride: 1), step: componentCount,
                        into: target, stride: count)
                }
            }
        }
        let secondStride = sums.covarianceType == .tied ? 0 : sums.second.columns
        scratch.values.withUnsafeBufferPointer { moments in
            offsets.withUnsafeBufferPointer { offsets in
                for k in 0..<componentCount {
                    let (row, delta) = (k * count, k * width)
                    let occupancy = moments[row]
                    var place = row + 1 + width
                    sums.zeroth[k] += occupancy
                    for i in 0..<width {
                        let shifted = moments[row + 1 + i] - occupancy * offsets[delta + i]
                        sums.first.elements[delta + i] += shifted
                        for j in (isCorrelated ? 0 : i)...i {
                            let target = isCorrelated ? i * width + j : i
                            sums.second.elements[k * secondStride + target] +=
                                moments[place] - moments[row + 1 + j] * offsets[delta + i]
                                - shifted * offsets[delta + j]
                            place += 1
                        }
                    }
                }
            }
        }
    }
}
