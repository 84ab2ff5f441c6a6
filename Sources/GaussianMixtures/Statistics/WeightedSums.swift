internal import COpenBLAS
internal import NumericCore

extension SufficientStatistics {
    /// Adds a block's frames, each with its responsibilities: N, F and S, not the likelihood.
    /// Responsibilities of 0, nearly all of those of many components, cost nothing.
    ///
    /// - Parameters:
    ///   - frames: N×D.
    ///   - responsibilities: of the N frames.
    ///   - means: μ, on which the sums are centred: K×D.
    ///   - scratch: storage, reused between calls.
    mutating func add(
        _ frames: Matrix<Double>, _ responsibilities: Responsibilities, means: Matrix<Double>,
        scratch: inout [Double]
    ) {
        switch covarianceType {
        case .spherical, .diagonal: addSquares(frames, responsibilities, means)
        case .tied, .full:
            if scratch.count < frames.elements.count {
                scratch = [Double](repeating: 0, count: frames.elements.count)
            }
            for k in 0..<componentCount {
                addProducts(frames, responsibilities, to: k, means, &scratch)
            }
        }
    }

    /// Adds γ, γ(x − μ) and γ(x − μ)², frame by frame.
    private mutating func addSquares(
        _ frames: Matrix<Double>, _ responsibilities: Responsibilities, _ means: Matrix<Double>
    ) {
        let (count, width) = (componentCount, dimension)
        frames.elements.withUnsafeBufferPointer { x in
            responsibilities.values.withUnsafeBufferPointer { gamma in
                means.elements.withUnsafeBufferPointer { means in
                    first.elements.withUnsafeMutableBufferPointer { first in
                        second.elements.withUnsafeMutableBufferPointer { second in
                            for n in 0..<frames.rows {
                                for k in 0..<count where gamma[n * count + k] > 0 {
                                    let share = gamma[n * count + k]
                                    zeroth[k] += share
                                    let (row, place) = (n * width, k * width)
                                    for d in 0..<width {
                                        let deviation = x[row + d] - means[place + d]
                                        let weighted = share * deviation
                                        first[place + d] += weighted
                                        second[place + d] += weighted * deviation
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds the share of all frames in one component: γ, γ(x − μ) and, as YᵀY with rows
    /// y = √γ (x − μ), the lower triangle of γ(x − μ)(x − μ)ᵀ.
    private mutating func addProducts(
        _ frames: Matrix<Double>, _ responsibilities: Responsibilities, to component: Int,
        _ means: Matrix<Double>, _ scratch: inout [Double]
    ) {
        let (count, width, place) = (componentCount, dimension, component * dimension)
        var used = 0
        frames.elements.withUnsafeBufferPointer { x in
            responsibilities.values.withUnsafeBufferPointer { gamma in
                means.elements.withUnsafeBufferPointer { means in
                    first.elements.withUnsafeMutableBufferPointer { first in
                        scratch.withUnsafeMutableBufferPointer { y in
                            for n in 0..<frames.rows where gamma[n * count + component] > 0 {
                                let share = gamma[n * count + component]
                                let root = share.squareRoot()
                                zeroth[component] += share
                                for d in 0..<width {
                                    let deviation = x[n * width + d] - means[place + d]
                                    first[place + d] += share * deviation
                                    y[used * width + d] = root * deviation
                                }
                                used += 1
                            }
                        }
                    }
                }
            }
        }
        guard used > 0 else { return }
        let row = covarianceType == .tied ? 0 : component
        second.elements.withUnsafeMutableBufferPointer { second in
            guard let base = second.baseAddress else { return }
            cblas_dsyrk(
                CblasRowMajor, CblasLower, CblasTrans, Int32(width), Int32(used), 1, scratch,
                Int32(width), 1, base + row * width * width, Int32(width))
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
