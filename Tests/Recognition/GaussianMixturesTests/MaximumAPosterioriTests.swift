import GaussianMixtures
import NumericCore
import Testing

@Suite struct MaximumAPosterioriTests {
    /// Statistics as NumPy computed them, centred on the background's means.
    private func statistics(_ background: GaussianMixture) throws -> SufficientStatistics {
        let n = try Fixture.vector("map_stats_n")
        var first = try Fixture.matrix("map_stats_f")
        var second = try Fixture.matrix("map_stats_s")
        for k in 0..<8 {
            for d in 0..<5 {
                let mean = background.means[k, d]
                second[k, d] += -2 * mean * first[k, d] + n[k] * mean * mean
                first[k, d] -= n[k] * mean
            }
        }
        return try SufficientStatistics(
            zeroth: n, first: first, second: second, logLikelihood: 0, frameCount: 300)
    }

    static let references: [(relevance: Double, file: String, tolerance: Double)] = [
        // Double on both sides.
        (4, "map_means_numpy_r4", 1e-12),
        (16, "map_means_numpy_r16", 1e-12),
        (4, "map_means_bob_r4", 1e-12),
        (16, "map_means_bob_r16", 1e-12),
        // SIDEKIT adds 1.2·10⁻⁷ to every count.
        (4, "map_means_sidekit_r4", 1e-8),
        (16, "map_means_sidekit_r16", 1e-8),
        // Kaldi adapts in Float.
        (4, "map_means_kaldi_r4", 1e-6),
        (16, "map_means_kaldi_r16", 1e-6),
    ]

    @Test(arguments: references)
    func meansAgree(relevance: Double, file: String, tolerance: Double) throws {
        let background = try Fixture.background()
        let adapted = try MaximumAPosteriori(relevanceFactor: relevance)
            .adapt(background, to: try statistics(background))
        #expect(deviation(adapted.means.elements, try Fixture.vector(file)) < tolerance)
        // Divided by their sum, which is 1 but for rounding.
        #expect(deviation(adapted.weights, background.weights) < 1e-15)
        #expect(adapted.variances == background.variances)
    }

    @Test func framesGiveTheSameMeans() throws {
        let background = try Fixture.background()
        let statistics = try Expectation(background).statistics(of: Fixture.frames("map_data"))
        let adapted = try MaximumAPosteriori(relevanceFactor: 16)
            .adapt(background, to: statistics)
        // Responsibilities of Float densities are right to 10⁻⁶.
        #expect(
            deviation(adapted.means.elements, try Fixture.vector("map_means_numpy_r16")) < 1e-5)
    }

    /// One component, prior N(1, 4), four observations 2, 2, 4, 4; r = 4, so α = ½.
    ///
    /// E[x] = 3, E[x²] = 10, prior E[x²] = 4 + 1 = 5:
    /// μ' = ½·3 + ½·1 = 2 and σ²' = ½·10 + ½·5 − 2² = 3.5.
    @Test func handWorkedVariance() throws {
        let background = try GaussianMixture(
            weights: [1], means: Matrix(rows: 1, columns: 1, elements: [1]),
            variances: Matrix(rows: 1, columns: 1, elements: [4]))
        let statistics = try Expectation(background)
            .statistics(of: Matrix(rows: 4, columns: 1, elements: [2, 2, 4, 4]))
        let adapted = try MaximumAPosteriori(
            relevanceFactor: 4, parameters: [.means, .variances, .weights]
        ).adapt(background, to: statistics)
        // Float holds all of these numbers, and Double all quotients.
        #expect(abs(adapted.means[0, 0] - 2) < 1e-14)
        #expect(abs(adapted.variances[0, 0] - 3.5) < 1e-14)
        #expect(adapted.weights == [1])
    }

    /// Reynolds' equations 11 to 13 as printed, with raw moments.
    @Test func allParametersAgreeWithTheEquations() throws {
        let background = try Fixture.background()
        let (n, f) = (try Fixture.vector("map_stats_n"), try Fixture.matrix("map_stats_f"))
        let s = try Fixture.matrix("map_stats_s")
        let adapted = try MaximumAPosteriori(
            relevanceFactor: 16, parameters: [.means, .variances, .weights]
        ).adapt(background, to: try statistics(background))
        var weights: [Double] = []
        for k in 0..<8 {
            let alpha = n[k] / (n[k] + 16)
            weights.append(alpha * n[k] / 300 + (1 - alpha) * background.weights[k])
            for d in 0..<5 {
                let (mean, variance) = (background.means[k, d], background.variances[k, d])
                let adaptedMean = alpha * f[k, d] / n[k] + (1 - alpha) * mean
                let expected =
                    alpha * s[k, d] / n[k] + (1 - alpha) * (variance + mean * mean)
                    - adaptedMean * adaptedMean
                // E[x²] − μ² loses a digit or two of Double.
                #expect(abs(adapted.means[k, d] - adaptedMean) < 1e-12)
                #expect(abs(adapted.variances[k, d] - expected) < 1e-12)
            }
        }
        let sum = weights.reduce(0, +)
        #expect(deviation(adapted.weights, weights.map { $0 / sum }) < 1e-12)
    }

    @Test func likelihoodRatiosAgreeWithBob() throws {
        let background = try Fixture.background()
        let points = try Fixture.matrix("points50")
        for relevance in [4.0, 16] {
            let speaker = try MaximumAPosteriori(relevanceFactor: relevance)
                .adapt(background, to: try statistics(background))
            let ratios = (0..<points.rows).map { n in
                let point = Array(points.row(n))
                return speaker.logDensity(of: point) - background.logDensity(of: point)
            }
            let file = "llr_frames_bob_r\(Int(relevance))_points50"
            // Differences of densities down to −2,322 nats, in Double.
            #expect(deviation(ratios, try Fixture.vector(file)) < 1e-10)
        }
    }

    /// Each part of a frame comes out as it would if its factor were that of all.
    @Test func partsOfAFrameHaveTheirOwnFactors() throws {
        let background = try Fixture.background()
        let statistics = try statistics(background)
        let factors = [1.0, 2, 4, 8, 16]
        func adapted(_ factors: [Double]) throws -> GaussianMixture {
            try MaximumAPosteriori(
                relevanceFactors: factors, parameters: [.means, .variances]
            ).adapt(background, to: statistics)
        }
        let together = try adapted(factors)
        for (d, factor) in factors.enumerated() {
            let alone = try adapted([factor])
            for k in 0..<background.componentCount {
                #expect(together.means[k, d] == alone.means[k, d])
                #expect(together.variances[k, d] == alone.variances[k, d])
            }
        }
    }

    @Test func partsMustBeEqual() throws {
        let background = try Fixture.background()
        #expect(
            throws: MixtureError.invalidOptions(
                "2 relevance factors for frames of 5 values, which is not a multiple")
        ) {
            try MaximumAPosteriori(relevanceFactors: [3, 10])
                .adapt(background, to: try statistics(background))
        }
    }

    @Test func nothingSeenChangesNothing() throws {
        let background = try Fixture.background()
        let adapted = try MaximumAPosteriori(
            relevanceFactor: 4, parameters: [.means, .variances, .weights]
        ).adapt(background, to: SufficientStatistics(componentCount: 8, dimension: 5))
        #expect(adapted.means == background.means && adapted.variances == background.variances)
    }

    @Test func theRelevanceFactorIsPositive() {
        for value in [0, -1, .nan, .infinity] as [Double] {
            #expect(throws: MixtureError.self) { try MaximumAPosteriori(relevanceFactor: value) }
        }
        #expect(throws: MixtureError.self) { try MaximumAPosteriori(relevanceFactors: []) }
    }
}
