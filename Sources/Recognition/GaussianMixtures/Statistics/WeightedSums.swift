internal import NumericCore

/// Storage of a block's sums, reused between blocks.
struct SumsScratch {
    /// Weighted deviations y, or the moments of all components.
    var values: [Double] = []
    /// Some rows of YᵀY.
    var products: [Double] = []
    let panels = ProductPanels<Double>()
}

extension SufficientStatistics {
    /// Rows of YᵀY that are made at a time, no further than to the diagonal's end.
    private static let productRows = 16

    /// Adds a block's frames, each with its responsibilities: N, F and S, not the likelihood.
    /// Responsibilities of 0, nearly all of those of many components, cost nothing.
    ///
    /// - Parameters:
    ///   - frames: N×D.
    ///   - responsibilities: of the N frames.
    ///   - means: μ, on which the sums are centred: K×D.
    ///   - scratch: reused between calls.
    mutating func add(
        _ frames: Matrix<Double>, _ responsibilities: Responsibilities, means: Matrix<Double>,
        scratch: inout SumsScratch
    ) {
        switch covarianceType {
        case .spherical, .diagonal: addSquares(frames, responsibilities, means)
        case .tied, .full:
            if scratch.values.count < frames.elements.count {
                scratch.values = [Double](repeating: 0, count: frames.elements.count)
            }
            if scratch.products.count < Self.productRows * dimension {
                scratch.products = [Double](repeating: 0, count: Self.productRows * dimension)
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
        _ means: Matrix<Double>, _ scratch: inout SumsScratch
    ) {
        let (count, width, place) = (componentCount, dimension, component * dimension)
        var used = 0
        frames.elements.withUnsafeBufferPointer { x in
            responsibilities.values.withUnsafeBufferPointer { gamma in
                means.elements.withUnsafeBufferPointer { means in
                    first.elements.withUnsafeMutableBufferPointer { first in
                        scratch.values.withUnsafeMutableBufferPointer { y in
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
        addLowerTriangle(
            ofProductsOf: used, to: covarianceType == .tied ? 0 : component, &scratch)
    }

    /// Adds the lower triangle of YᵀY, Y the first `count` rows of the scratch.
    private mutating func addLowerTriangle(
        ofProductsOf count: Int, to row: Int, _ scratch: inout SumsScratch
    ) {
        let width = dimension
        let panels = scratch.panels
        scratch.values.withUnsafeBufferPointer { y in
            scratch.products.withUnsafeMutableBufferPointer { products in
                guard let y = y.baseAddress, let base = products.baseAddress else { return }
                let columns = y.rows(width, stride: 1)
                panels.pack(columns, step: width, depth: count)
                for start in stride(from: 0, to: width, by: Self.productRows) {
                    let end = min(start + Self.productRows, width)
                    panels.multiply(
                        Array(columns[start..<end]), step: width, columns: end, into: base,
                        stride: width)
                    for i in start..<end {
                        let place = row * width * width + i * width
                        for j in 0...i {
                            second.elements[place + j] += products[(i - start) * width + j]
                        }
                    }
                }
            }
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
