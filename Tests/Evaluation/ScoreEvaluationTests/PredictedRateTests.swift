import NumericCore
import RealModule
import ScoreEvaluation
import Testing

@Suite struct PredictedRateTests {
    /// Speakers with as many clips each, of which the first `errors[i]` are missed.
    private func misses(_ errors: [Int], clips: Int) -> SpeakerErrors {
        var evidence: [ClipEvidence] = []
        for (speaker, count) in errors.enumerated() {
            for clip in 0..<clips {
                let own = ClipEvidence.Own(score: clip < count ? -1 : 1, isFirst: true)
                evidence.append(ClipEvidence(speaker: "speaker \(speaker)", own: own, others: []))
            }
        }
        return DetectionTrials.comparisons(evidence).misses(at: 0)
    }

    private func bootstrap(_ replicates: Int, seed: UInt64 = 1) throws -> SpeakerBootstrap {
        try SpeakerBootstrap(replicates: replicates, seed: seed)
    }

    @Test func withoutTrialsThereIsNoRate() throws {
        #expect(try misses([], clips: 0).predictedRate(bootstrap(10)) == nil)
    }

    /// Where nobody erred, the weight of the voice that does is Beta(½, S + ½), so of S new
    /// speakers a beta-binomial number are such voices; its distribution is summed here.
    @Test(arguments: [3, 10, 30, 100]) func zeroErrorsLeaveRoom(speakers: Int) throws {
        let figure = try #require(
            try misses([Int](repeating: 0, count: speakers), clips: 4)
                .predictedRate(bootstrap(4000)))
        #expect(figure.value == 0)
        #expect(figure.low == 0)
        let s = Double(speakers)
        func logBeta(_ a: Double, _ b: Double) -> Double {
            .logGamma(a) + .logGamma(b) - .logGamma(a + b)
        }
        func probability(_ k: Double) -> Double {
            let choices: Double = .logGamma(s + 1) - .logGamma(k + 1) - .logGamma(s - k + 1)
            return .exp(choices + logBeta(k + 0.5, 2 * s - k + 0.5) - logBeta(0.5, s + 0.5))
        }
        func quantile(_ share: Double) -> Double {
            var (k, sum) = (0.0, probability(0))
            while sum < share, k < s {
                k += 1
                sum += probability(k)
            }
            return k
        }
        // 4000 replicates know the probability 0.975 to within 0.0075, three standard errors.
        let quantiles = [quantile(0.9675), quantile(0.9825)]
        // A whole number, but for rounding.
        let high = try #require(figure.high) * s
        #expect(quantiles[0] - 1e-9 <= high && high <= quantiles[1] + 1e-9)
        #expect(quantiles[0] > 0)
    }

    /// Pólya's urn draws from the same distribution without any weights: each ball that is drawn
    /// goes back with another of its kind.
    @Test(arguments: [1, 2, 3] as [UInt64]) func slowUrnDrawsTheSame(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let clips = 5
        let errors = (0..<12).map { _ in max(0, generator.index(below: 9) - 4) }
        let figure = try #require(
            try misses(errors, clips: clips).predictedRate(bootstrap(4000)))
        var rates: [Double] = []
        for _ in 0..<4000 {
            var urn = errors.map { (errors: $0, weight: 1.0) }
            urn += [(clips, 0.5), (0, 0.5)]
            var erred = 0
            for _ in errors {
                let ball = urn[generator.weightedIndex(urn.map(\.weight))]
                erred += ball.errors
                urn.append((ball.errors, 1))
            }
            rates.append(Double(erred) / Double(errors.count * clips))
        }
        rates.sort()
        // Percentiles of 4000 stray by no more than a step or two of 1/60.
        #expect(abs(try #require(figure.low) - rates[99]) <= 2.1 / 60)
        #expect(abs(try #require(figure.high) - rates[3899]) <= 2.1 / 60)
        #expect(figure.value == Double(errors.reduce(0, +)) / 60)
    }

    /// Speakers differ: one in five is missed in most clips, the others seldom. Intervals of one
    /// sample must hold the rate of the next; that plain bootstrap intervals do not is the reason
    /// for others.
    @Test func intervalsHoldForNewSpeakers() throws {
        var generator = SeededGenerator(seed: 8)
        func sample() -> SpeakerErrors {
            misses(
                (0..<30).map { _ in
                    let rate = generator.uniform() < 0.2 ? 0.6 : 0.05
                    return (0..<5).count { _ in generator.uniform() < rate }
                }, clips: 5)
        }
        var (held, heldPlain) = (0, 0)
        let rounds = 100
        for round in 0..<rounds {
            let (first, second) = (sample(), sample())
            let rate = try #require(second.rate)
            let figure = try #require(
                try first.predictedRate(bootstrap(199, seed: UInt64(round))))
            if try #require(figure.low) <= rate, try rate <= #require(figure.high) { held += 1 }
            let plain = plainRates(first, &generator)
            if plain[4] <= rate, rate <= plain[194] { heldPlain += 1 }
        }
        // 95 of 100 are nominal; below 91 are left to chance with a probability of 3 %.
        #expect(held >= 91)
        #expect(heldPlain < 91)
    }

    private func plainRates(
        _ sample: SpeakerErrors, _ generator: inout SeededGenerator
    ) -> [Double] {
        (0..<199).map { _ in
            let errors = sample.speakers.map { _ in
                sample.speakers[generator.index(below: sample.speakers.count)].errors
            }
            return Double(errors.reduce(0, +)) / Double(sample.trials)
        }.sorted()
    }

    @Test func threadsAndOrderHaveNoInfluence() throws {
        let errors = misses([0, 3, 1, 0, 5, 2], clips: 5)
        let bootstrap = try SpeakerBootstrap(replicates: 300, seed: 4)
        let one = try Threads.with(1) { try errors.predictedRate(bootstrap) }
        let three = try Threads.with(3) { try errors.predictedRate(bootstrap) }
        #expect(one == three)
        #expect(try errors.predictedRate(SpeakerBootstrap(replicates: 300, seed: 5)) != one)
    }
}
