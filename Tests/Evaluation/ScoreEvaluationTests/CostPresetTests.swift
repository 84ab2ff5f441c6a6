import ScoreEvaluation
import Testing

@Suite struct CostPresetTests {
    /// The plans' parameters, and the Bayes thresholds that follow: log of
    /// C_fa (1 − P_target) / (C_miss P_target).
    static let plans: [(CostPreset, [Double], missCost: Double, isAveraged: Bool)] = [
        (.sre08, [0.01], 10, false), (.sre10, [0.001], 1, false),
        (.sre12, [0.01, 0.001], 1, true), (.sre16, [0.01, 0.005], 1, true),
        (.sre18, [0.01, 0.005], 1, true), (.sre18Vast, [0.05], 1, false),
        (.sre19, [0.01, 0.005], 1, true), (.sre19Video, [0.05], 1, false),
        (.voxsrc, [0.05], 1, false), (.voxceleb, [0.01, 0.05], 1, false),
    ]

    @Test func presetsAreThoseOfThePlans() {
        #expect(Self.plans.map(\.0) == CostPreset.allCases)
        for (preset, priors, missCost, isAveraged) in Self.plans {
            #expect(preset.costs.map(\.targetPrior) == priors)
            #expect(preset.costs.allSatisfy { $0.missCost == missCost && $0.falseAlarmCost == 1 })
            #expect(preset.isAveraged == isAveraged)
        }
    }

    /// Kaldi's and VoxSRC's scripts divide by min(C_miss P_target, C_fa (1 − P_target)) too: with
    /// costs 10 and 1 accepting nothing costs 10·0.01 / 0.1 = 1, accepting everything 0.99 / 0.1.
    @Test func costsAreNormalisedByTheBetterOfTwoBlindDetectors() {
        let cost = CostPreset.sre08.costs[0]
        #expect(cost.normalized(ErrorRates(miss: 1, falseAlarm: 0)) == 1)
        // Products and a quotient, rounded.
        #expect(abs(cost.normalized(ErrorRates(miss: 0, falseAlarm: 1)) - 9.9) < 1e-12)
    }
}
