public import ScoreEvaluation

extension PageTable {
    /// How the trials of each condition fare.
    public init(_ conditions: [(condition: String, report: MetricsReport?)], by column: String) {
        self.init(
            "By \(column)",
            header: [column, "EER", "95 % low", "95 % high", "minDCF", "Cllr", "top-1", "over"],
            rows: conditions.map { condition, report in
                guard let report else {
                    return [condition, "", "", "", "", "", "", "no targets or no nontargets"]
                }
                let verification = report.verification
                let over = verification.trials
                let rate = NamedFigure("", verification.equalErrorRate, over: over, isRate: true)
                let top1 = report.closedSet.map {
                    NamedFigure("", $0.rates.top1, over: over, isRate: true)
                }
                let few = verification.equalErrors.isMet ? "" : ", too few errors"
                return [
                    condition, rate.value, rate.low, rate.high,
                    NamedFigure("", verification.meanMinimumCost, over: over).value,
                    NamedFigure("", verification.logLikelihoodRatioCost, over: over).value,
                    top1?.value ?? "", over + few,
                ]
            }, numbers: [1, 2, 3, 4, 5, 6])
    }

    /// How each speaker fares.
    public init(_ speakers: [SpeakerFigures], confusions: [SpeakerConfusion]) {
        let confusions = Dictionary(grouping: confusions, by: \.speaker)
        self.init(
            "By speaker",
            caption: """
                Own clips that were rejected, others' clips that the speaker's models let in, and \
                the speaker's clips that got in with others' models, each with the mean score.
                """,
            header: [
                "speaker", "misses", "mean", "lets in", "mean", "gets in", "mean",
                "mostly taken for",
            ],
            rows: speakers.map { speaker in
                [speaker.name]
                    + [speaker.own, speaker.asModel, speaker.asVoice].flatMap { trials in
                        [
                            trials.count > 0 ? "\(trials.errors)/\(trials.count)" : "",
                            trials.meanScore.map { fixed($0, 2) } ?? "",
                        ]
                    }
                    + [confusions[speaker.name]?.first.map { "\($0.takenFor) (\($0.count))" } ?? ""]
            }, numbers: [1, 2, 3, 4, 5, 6])
    }

    /// The pairs of speakers that were confused most often; none where nobody was.
    public init?(_ confusions: SpeakerConfusions, most: Int = 20) {
        guard !confusions.pairs.isEmpty else { return nil }
        var clips: [String: Int] = [:]
        for speaker in confusions.speakers { clips[speaker.name] = speaker.clips }
        let left = confusions.pairs.count - most
        self.init(
            "Most frequent confusions",
            caption: left > 0 ? "\(counted(left, "further pair")) less often." : "",
            header: ["speaker", "taken for", "clips", "of"],
            rows: confusions.pairs.prefix(most).map {
                [$0.speaker, $0.takenFor, "\($0.count)", "\(clips[$0.speaker] ?? 0)"]
            }, numbers: [2, 3])
    }
}
