import RealModule

/// Two normal distributions fitted to levels by EM: the quiet and the loud frames.
struct TwoGaussians {
    struct Component {
        var weight: Double
        var mean: Double
        var variance: Double

        func logDensity(_ x: Double) -> Double {
            let d = x - mean
            return .log(weight) - 0.5 * (.log(2 * .pi * variance) + d * d / variance)
        }
    }

    // A cluster narrower than this would be a matter of the bins: 0.5 dB squared.
    private static let varianceFloor = 0.25
    private(set) var quiet: Component
    private(set) var loud: Component

    /// Fits levels of at least `floor` decibels; nil when there are none, or they are all alike.
    init?(_ histogram: LevelHistogram, floor: Double) {
        let bins = histogram.counts.indices.compactMap { bin -> (x: Double, n: Double)? in
            let level = histogram.level(ofBin: bin)
            guard histogram.counts[bin] > 0 && level >= floor else { return nil }
            return (level, Double(histogram.counts[bin]))
        }
        let total = bins.reduce(0) { $0 + $1.n }
        guard total > 0 else { return nil }
        let mean = bins.reduce(0) { $0 + $1.n * $1.x } / total
        let variance = bins.reduce(0) { $0 + $1.n * ($1.x - mean) * ($1.x - mean) } / total
        guard variance > Self.varianceFloor else { return nil }
        let deviation = variance.squareRoot()
        quiet = Component(weight: 0.5, mean: mean - deviation, variance: variance)
        loud = Component(weight: 0.5, mean: mean + deviation, variance: variance)

        var before = -Double.infinity
        for _ in 0..<100 {
            var logLikelihood = 0.0
            // Per component: Σγ, Σγx, Σγx², with x counted from the overall mean.
            var sums = [[0.0, 0, 0], [0.0, 0, 0]]
            for (x, n) in bins {
                let (a, b) = (quiet.logDensity(x), loud.logDensity(x))
                let top = max(a, b)
                let logSum = top + .log(.exp(a - top) + .exp(b - top))
                logLikelihood += n * logSum
                let d = x - mean
                for (k, gamma) in [n * .exp(a - logSum), n * .exp(b - logSum)].enumerated() {
                    sums[k][0] += gamma
                    sums[k][1] += gamma * d
                    sums[k][2] += gamma * d * d
                }
            }
            guard sums[0][0] > 0 && sums[1][0] > 0 else { return nil }
            func component(_ sums: [Double]) -> Component {
                let d = sums[1] / sums[0]
                return Component(
                    weight: sums[0] / total, mean: mean + d,
                    variance: max(sums[2] / sums[0] - d * d, Self.varianceFloor))
            }
            (quiet, loud) = (component(sums[0]), component(sums[1]))
            if logLikelihood - before < 1e-6 * total { break }
            before = logLikelihood
        }
        if quiet.mean > loud.mean { swap(&quiet, &loud) }
    }

    /// The level between the means from which the loud component is the likelier.
    ///
    /// The difference of the log densities changes sign once between the means, unless one
    /// component outweighs the other even at the other's mean; that mean is the answer then.
    var threshold: Double {
        var (low, high) = (quiet.mean, loud.mean)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if loud.logDensity(middle) >= quiet.logDensity(middle) {
                high = middle
            } else {
                low = middle
            }
        }
        return high
    }
}
