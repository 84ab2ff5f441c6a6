internal import NumericCore
internal import RealModule

/// What error rate to expect of other speakers.
extension SpeakerErrors {
    /// The rate, with the interval in which that of as many new speakers lies in 95 of 100 cases.
    ///
    /// A confidence interval says where the rate of all speakers there are may lie. Whoever
    /// measures again meets a new sample, which strays from that rate as much as the first one
    /// did: the difference of the two has twice the variance, and the percentile interval of a
    /// plain bootstrap over speakers misses the new rate in about one case of six. Where nobody
    /// erred, that interval even has no width, though the next speaker may well err.
    ///
    /// So both samples are drawn. Each replicate first draws how common voices like each of the S
    /// speakers are among all voices, the Bayesian bootstrap (Rubin, "The Bayesian bootstrap",
    /// 1981), then S new speakers from these, each with all of the clips, and takes their rate.
    /// Two voices that nobody may have met yet are among those to draw from, with half a speaker's
    /// weight each: one who is mistaken once in each clip, and one who never is. They are what
    /// Jeffreys' prior adds to the count of a binomial rate (the posterior is that of Ferguson, "A
    /// Bayesian analysis of some nonparametric problems", 1973):
    ///
    ///     w ~ Dirichlet(1, …, 1, ½, ½)    i₁, …, i_S ~ w    r = Σ_j e(i_j) / Σ_j n(i_j)
    ///
    /// with e(i) errors in the n(i) trials of speaker i, for the two the mean number of trials,
    /// and as many errors as the mean number of clips, or none. The interval lies between the
    /// percentiles of r as ``Figure`` has them.
    ///
    /// - Parameter bootstrap: how many replicates, of which seed.
    /// - Returns: the observed rate with its interval; nil without trials.
    /// - Throws: never: nothing in a replicate can fail.
    public func predictedRate(_ bootstrap: SpeakerBootstrap) throws -> Figure? {
        guard let rate else { return nil }
        let count = Double(speakers.count)
        let trials =
            speakers.map { Double($0.trials) }
            + [Double](repeating: Double(self.trials) / count, count: 2)
        let errors = speakers.map { Double($0.errors) } + [Double(clips) / count, 0]
        let replicates = try orderedMap(
            count: bootstrap.replicates
        ) { replicate in
            var generator = SeededGenerator(seed: bootstrap.seed, stream: UInt64(replicate))
            let voices = Voices(speakers: speakers.count, &generator)
            var (erred, tried) = (0.0, 0.0)
            for _ in speakers {
                let voice = voices.draw(&generator)
                erred += errors[voice]
                tried += trials[voice]
            }
            return erred / tried
        }
        return Figure(value: rate, replicates: replicates)
    }
}

/// How common voices like those of some speakers are, and like those of the two nobody has met.
private struct Voices {
    /// Sums of the weights up to each voice.
    private var sums: [Double] = []

    /// Gamma variables over their sum are a Dirichlet variable: those of shape 1 are exponential,
    /// those of shape ½ half the square of a normal one.
    init(speakers: Int, _ generator: inout SeededGenerator) {
        var sum = 0.0
        for voice in 0..<speakers + 2 {
            if voice < speakers {
                sum -= .log(onePlus: -generator.uniform())
            } else {
                let normal = generator.normal()
                sum += normal * normal / 2
            }
            sums.append(sum)
        }
    }

    /// A voice, drawn by its weight.
    func draw(_ generator: inout SeededGenerator) -> Int {
        let place = generator.uniform() * sums[sums.count - 1]
        // The first whose sum lies above the place.
        return min(sums.countBelow(place.nextUp), sums.count - 1)
    }
}
