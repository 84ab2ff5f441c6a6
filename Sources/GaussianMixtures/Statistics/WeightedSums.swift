internal import COpenBLAS
internal import NumericCore

extension SufficientStatistics {
    /// Adds a block's frames, each with its responsibilities: N, F and S, not the likelihood.
    ///
    /// - Parameters:
    ///   - frames: N×D.
    ///   - responsibilities: of the N frames.
    ///   - means: μ, on which the sums are centred: K×D.
    ///   - scratch: storage, reused between calls.
    mutating func add(
        _ frames: Matrix<Double>, _ responsibilities: SparseResponsibilities,
        means: Matrix<Double>, scratch: inout WeightedSumsScratch
    ) {
        switch covarianceType {
        case .spherical, .diagonal:
            for n in 0..<frames.rows {
                for entry in responsibilities.entries(of: n) {
                    addSquares(
                        frames.row(n), to: responsibilities.components[entry],
                        responsibility: responsibilities.values[entry], means: means)
                }
            }
        case .tied, .full:
            scratch.sort(responsibilities, componentCount: componentCount)
            for k in 0..<componentCount where !scratch.frames[k].isEmpty {
                addProducts(frames, to: k, means: means, scratch: &scratch)
            }
        }
    }

    /// Adds one frame's share in one component: γ, γ(x − μ) and γ(x − μ)².
    private mutating func addSquares(
        _ frame: ArraySlice<Double>, to component: Int, responsibility: Double,
        means: Matrix<Double>
    ) {
        zeroth[component] += responsibility
        let row = first.rowRange(component)
        frame.withUnsafeBufferPointer { frame in
            means.elements.withUnsafeBufferPointer { means in
                first.elements.withUnsafeMutableBufferPointer { first in
                    second.elements.withUnsafeMutableBufferPointer { second in
                        for d in 0..<row.count {
                            let deviation = frame[d] - means[row.lowerBound + d]
                            let weighted = responsibility * deviation
                            first[row.lowerBound + d] += weighted
                            second[row.lowerBound + d] += weighted * deviation
                        }
                    }
                }
            }
        }
    }

    /// Adds the share of all frames in one component: γ, γ(x − μ) and, as YᵀY with rows
    /// y = √γ (x − μ), the lower triangle of γ(x − μ)(x − μ)ᵀ.
    private mutating func addProducts(
        _ frames: Matrix<Double>, to component: Int, means: Matrix<Double>,
        scratch: inout WeightedSumsScratch
    ) {
        let (width, count) = (frames.columns, scratch.frames[component].count)
        scratch.reserve(count * width)
        let shares = scratch.frames[component]
        for share in shares { zeroth[component] += share.responsibility }
        let base = component * width
        frames.elements.withUnsafeBufferPointer { x in
            means.elements.withUnsafeBufferPointer { means in
                first.elements.withUnsafeMutableBufferPointer { first in
                    scratch.deviations.withUnsafeMutableBufferPointer { deviations in
                        for (i, share) in shares.enumerated() {
                            let root = share.responsibility.squareRoot()
                            for d in 0..<width {
                                let deviation = x[share.frame * width + d] - means[base + d]
                                first[base + d] += share.responsibility * deviation
                                deviations[i * width + d] = root * deviation
                            }
                        }
                    }
                }
            }
        }
        let row = covarianceType == .tied ? 0 : component
        second.elements.withUnsafeMutableBufferPointer { second in
            guard let base = second.baseAddress else { return }
            cblas_dsyrk(
                CblasRowMajor, CblasLower, CblasTrans, Int32(width), Int32(count), 1,
                scratch.deviations, Int32(width), 1, base + row * width * width, Int32(width))
        }
    }

    /// Copies the lower triangles of S, where products are summed, to the upper ones.
    mutating func completeProducts() {
        guard covarianceType == .tied || covarianceType == .full else { return }
        let width = dimension
        for row in 0..<second.rows {
            for i in 0..<width {
                for j in 0..<i { second[row, j * width + i] = second[row, i * width + j] }
            }
        }
    }
}

/// Storage for sums of products.
struct WeightedSumsScratch {
    /// The frames in which each component has a share, and the share.
    fileprivate private(set) var frames: [[(frame: Int, responsibility: Double)]] = []
    fileprivate var deviations: [Double] = []

    fileprivate mutating func sort(_ responsibilities: SparseResponsibilities, componentCount: Int)
    {
        if frames.count != componentCount { frames = Array(repeating: [], count: componentCount) }
        for k in frames.indices { frames[k].removeAll(keepingCapacity: true) }
        for n in 0..<responsibilities.count {
            for entry in responsibilities.entries(of: n) {
                frames[responsibilities.components[entry]].append(
                    (n, responsibilities.values[entry]))
            }
        }
    }

    fileprivate mutating func reserve(_ count: Int) {
        if deviations.count < count { deviations = [Double](repeating: 0, count: count) }
    }
}
