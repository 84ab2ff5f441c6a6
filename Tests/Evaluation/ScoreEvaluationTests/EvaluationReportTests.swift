import Foundation
import NumericCore
import ScoreEvaluation
import Testing

@Suite struct EvaluationReportTests {
    /// Speakers with effects of their own as voices and as models; Gaussian throughout.
    ///
    /// A clip of speaker j against model i scores voiceⱼ + modelᵢ + noise, plus `separation`
    /// where i = j, each part of variance 1, so all scores have variance 3.
    static func simulated(
        seed: UInt64, speakers: Int, strangers: Int, clips: Int, separation: Double = 4
    ) throws -> [IdentificationOutcome] {
        var generator = SeededGenerator(seed: seed)
        let models = (0..<speakers).map { _ in generator.normal() }
        return try (0..<speakers + strangers).flatMap { speaker in
            let voice = generator.normal()
            return try (0..<clips).map { clip in
                let candidates = models.indices.map { model in
                    Candidate(
                        speaker: "s\(model)",
                        score: voice + models[model] + generator.normal()
                            + (model == speaker ? separation : 0))
                }
                return try IdentificationOutcome(
                    clip: "\(speaker)-\(clip)",
                    speaker: speaker < speakers
                        ? .enrolled("s\(speaker)") : .stranger("x\(speaker)"),
                    candidates: candidates)
            }
        }
    }

    func keys(_ object: Any?) throws -> Set<String> {
        Set(try #require(object as? [String: Any]).keys)
    }

    func json(_ report: EvaluationReport) throws -> [String: Any] {
        let data = try JSONEncoder().encode(report)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    func figureKeys(_ names: [String], _ counts: [String]) -> Set<String> {
        Set(names.flatMap { [$0, $0 + "_low", $0 + "_high"] } + counts)
    }

    /// 5 speakers, a clip each, all right: 1 > 0.2 + 2 √(0.2·0.8/5) = 0.558. One of five right: no.
    @Test func silenceAboveChance() throws {
        func outcomes(right: Int) throws -> [IdentificationOutcome] {
            try (0..<5).map { speaker in
                try IdentificationOutcome(
                    clip: "c\(speaker)", speaker: .enrolled("s\(speaker)"),
                    candidates: (0..<5).map {
                        Candidate(
                            speaker: "s\($0)",
                            score: $0 == (speaker < right ? speaker : 4 - speaker / 4 * 4) ? 1 : 0)
                    })
            }
        }
        let bootstrap = try SpeakerBootstrap(replicates: 50)
        var report = try EvaluationReport(outcomes(right: 5), bootstrap: bootstrap)
        let all = try EvaluationReport.SilenceControl(
            outcomes(right: 5), leftOut: 3, bootstrap: bootstrap)
        #expect(all.top1 == Figure(value: 1, low: 1, high: 1))
        #expect(all.chance == 0.2 && all.isAboveChance)
        report.silenceControl = all
        let section = try json(report)["silence_control"] as? [String: Any]
        #expect(
            try keys(section)
                == figureKeys(
                    ["top1"], ["count", "speakers", "left_out", "chance", "above_chance"]))
        #expect(section?["left_out"] as? Int == 3 && section?["above_chance"] as? Bool == true)
        let back = try JSONDecoder().decode(
            EvaluationReport.self, from: JSONEncoder().encode(report))
        #expect(back == report)
        // Half of the speakers' clips: the interval reaches down to what guessing gets.
        let some = try EvaluationReport.SilenceControl(
            outcomes(right: 2), leftOut: 0, bootstrap: bootstrap)
        #expect(some.top1.value == 0.4 && !some.isAboveChance)
        #expect(throws: EvaluationError.noEnrolledClips) {
            try EvaluationReport.SilenceControl([], leftOut: 9, bootstrap: bootstrap)
        }
    }

    @Test func keysOfTheReport() throws {
        let report = try EvaluationReport(
            Self.simulated(seed: 1, speakers: 6, strangers: 3, clips: 2),
            bootstrap: SpeakerBootstrap(replicates: 20))
        let object = try json(report)
        #expect(Set(object.keys) == ["closed_set", "verification", "open_set"])
        #expect(try keys(object["closed_set"]) == figureKeys(["top1", "top5"], ["count"]))
        #expect(
            try keys(object["verification"])
                == figureKeys(
                    ["eer", "min_dcf_p01", "min_dcf_p05", "cllr", "min_cllr"],
                    ["targets", "nontargets"]))
        #expect(
            try keys(object["open_set"])
                == figureKeys(["fnir_at_fpir_1", "fnir_at_fpir_10"], ["unknown_count"]))
        let verification = try #require(object["verification"] as? [String: Any])
        let expected = try #require(report.verification)
        // JSONSerialization may be off by a unit in the last place when it reads.
        func expectClose(_ key: String, _ value: Double?) throws {
            let written = try #require(verification[key] as? Double)
            #expect(abs(written - (try #require(value))) < 1e-14)
        }
        try expectClose("eer", expected.equalErrorRate.value)
        try expectClose("eer_low", expected.equalErrorRate.low)
        try expectClose("min_dcf_p01", expected.minimumCostPriorOnePercent.value)
        try expectClose("min_dcf_p05_high", expected.minimumCostPriorFivePercent.high)
        try expectClose("cllr", expected.logLikelihoodRatioCost?.value)
        try expectClose("min_cllr_low", expected.minimumLogLikelihoodRatioCost.low)
        #expect(verification["nontargets"] as? Int == 6 * 2 * 5)
        let data = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(EvaluationReport.self, from: data) == report)
    }

    @Test func sectionsThatDoNotApplyAreAbsent() throws {
        let bootstrap = try SpeakerBootstrap(replicates: 5)
        let noStrangers = try Self.simulated(seed: 1, speakers: 3, strangers: 0, clips: 1)
        #expect(
            Set(try json(EvaluationReport(noStrangers, bootstrap: bootstrap)).keys)
                == ["closed_set", "verification"])
        let lonely = try Self.simulated(seed: 1, speakers: 1, strangers: 1, clips: 1)
        #expect(
            Set(try json(EvaluationReport(lonely, bootstrap: bootstrap)).keys)
                == ["closed_set", "open_set"])
        let report = try EvaluationReport(
            lonely, strangersAsImpostors: true, bootstrap: bootstrap)
        #expect(report.verification?.targets == 1)
        #expect(report.verification?.nontargets == 1)
        #expect(try json(EvaluationReport([], bootstrap: bootstrap)).isEmpty)
    }

    /// Nontargets are unknown impostors; the same clips' ranking and known impostors stay.
    @Test func unknownImpostorsStandBesideKnownOnes() throws {
        let known = try Self.simulated(seed: 7, speakers: 6, strangers: 3, clips: 2)
        let outcomes = try known.map { outcome in
            guard case .enrolled(let name) = outcome.speaker else { return outcome }
            return try IdentificationOutcome(
                clip: outcome.clip, speaker: outcome.speaker, candidates: outcome.candidates,
                unknownImpostor: outcome.candidates.filter { $0.speaker != name }.map {
                    Candidate(speaker: $0.speaker, score: $0.score + 2)
                })
        }
        let bootstrap = try SpeakerBootstrap(replicates: 30)
        let report = try EvaluationReport(outcomes, bootstrap: bootstrap)
        let plain = try EvaluationReport(known, bootstrap: bootstrap)
        #expect(report.knownImpostors == plain.verification)
        #expect(report.closedSet == plain.closedSet && report.openSet == plain.openSet)
        let lifted = outcomes.flatMap(\.knownImpostorTrials).map { trial in
            Trial(
                model: trial.model, clip: trial.clip, speaker: trial.speaker,
                score: trial.score + (trial.isTarget ? 0 : 2), isTarget: trial.isTarget)
        }.filter { $0.speaker?.hasPrefix("s") == true }
        #expect(
            try EvaluationReport.Verification(trials: lifted, bootstrap: bootstrap)
                == report.verification)
        #expect(report.verification != report.knownImpostors)
        let section = try keys(json(report)["verification_known_impostors"])
        #expect(section == (try keys(json(report)["verification"])))
        let data = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(EvaluationReport.self, from: data) == report)
    }

    @Test func scoresThatAreNoRatiosHaveNoCllr() throws {
        let outcomes = try Self.simulated(seed: 1, speakers: 6, strangers: 0, clips: 2)
        let bootstrap = try SpeakerBootstrap(replicates: 5)
        let report = try EvaluationReport(outcomes, isCalibrated: false, bootstrap: bootstrap)
        let verification = try #require(try json(report)["verification"] as? [String: Any])
        #expect(!verification.keys.contains { $0.hasPrefix("cllr") })
        #expect(verification["min_cllr"] is Double)
        let data = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(EvaluationReport.self, from: data) == report)
    }

    @Test func valuesAreThoseOfTheScores() throws {
        let outcomes = try Self.simulated(seed: 2, speakers: 7, strangers: 4, clips: 3)
        let report = try EvaluationReport(outcomes, bootstrap: SpeakerBootstrap(replicates: 50))
        let known = outcomes.filter { $0.rank != nil }
        let scores = try VerificationScores(known.flatMap(\.trials))
        let verification = try #require(report.verification)
        #expect(verification.equalErrorRate.value == scores.equalErrorRate)
        #expect(
            verification.minimumCostPriorOnePercent.value == scores.minimumCost(.priorOnePercent))
        #expect(verification.logLikelihoodRatioCost?.value == scores.logLikelihoodRatioCost)
        #expect(
            verification.minimumLogLikelihoodRatioCost.value
                == scores.minimumLogLikelihoodRatioCost)
        #expect(verification.targets == 21 && verification.nontargets == 126)
        #expect(
            report.openSet?.falseNegativeRateAtTenPercent.value
                == (try OpenSetScores(outcomes).falseNegativeRate(atFalsePositiveRate: 0.1)))
        #expect(report.closedSet?.top1.value == (try ClosedSetScores(outcomes).rate(within: 1)))
    }

    @Test func speakersOfTrials() throws {
        let bootstrap = try SpeakerBootstrap(replicates: 5)
        func verify(_ trials: [Trial]) throws -> EvaluationReport.Verification {
            try EvaluationReport.Verification(trials: trials, bootstrap: bootstrap)
        }
        let target = Trial(model: "a", clip: "c", score: 1, isTarget: true)
        let nontarget = Trial(model: "b", clip: "d", score: 0, isTarget: false)
        #expect(try verify([target, nontarget]).targets == 1)
        #expect(throws: EvaluationError.conflictingSpeakers(clip: "c", "a", "b")) {
            try verify([
                target, nontarget, Trial(model: "b", clip: "c", score: 1, isTarget: true),
            ])
        }
        #expect(throws: EvaluationError.conflictingSpeakers(clip: "c", "z", "a")) {
            try verify([
                Trial(model: "a", clip: "c", speaker: "z", score: 1, isTarget: true), nontarget,
            ])
        }
        #expect(throws: EvaluationError.mislabelledTrial(model: "b", clip: "d")) {
            try verify([
                target, Trial(model: "b", clip: "d", speaker: "b", score: 0, isTarget: false),
            ])
        }
        #expect(throws: EvaluationError.noNontargets) { try verify([target]) }
        #expect(throws: EvaluationError.self) { try SpeakerBootstrap(replicates: 0) }
    }

    /// A nontarget at +∞ makes Cllr infinite: null in JSON, and infinite again when read.
    @Test func infiniteCostIsNull() throws {
        let scores = try VerificationScores(targets: [1], nontargets: [.infinity])
        let section = EvaluationReport.Verification(scores)
        let data = try JSONEncoder().encode(section)
        let object = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["cllr"] is NSNull)
        #expect(object["eer_low"] == nil && object["cllr_low"] == nil)
        #expect(
            try JSONDecoder().decode(EvaluationReport.Verification.self, from: data) == section)
    }
}
