import NumericCore
import RealModule
import ScoreEvaluation
import TestSupport
import Testing

@testable import Timbre

@Suite struct SilenceControlTests {
    static let speakers = ["anna", "boris", "clara", "dora", "emil", "fritz"]

    /// What is heard before and after the voice.
    enum Room: CaseIterable, Sendable {
        /// A faint tone of the speaker's own in faint noise.
        case ownHum
        /// Noise that is alike for all.
        case sameNoise
        /// Digital silence.
        case nothing

        func samples(_ count: Int, speaker: Int, seed: UInt64) -> [Float] {
            var generator = SeededGenerator(seed: seed)
            let frequency = 400 + 700 * Double(speaker)
            return (0..<count).map { t in
                switch self {
                case .ownHum:
                    Float(
                        4e-4 * Double.sin(2 * Double.pi * frequency * Double(t) / 16000)
                            + 3e-5 * generator.normal())
                case .sameNoise: Float(2e-4 * generator.normal())
                case .nothing: 0
                }
            }
        }
    }

    /// Everybody has the same voice; only the room may tell who speaks.
    private func clips(_ room: Room, _ numbers: Range<Int>) -> [LabelledClip] {
        Self.speakers.enumerated().flatMap { index, name in
            numbers.map { number in
                let seed = UInt64(100 * index + number)
                let silence = room.samples(9000, speaker: index, seed: seed)
                let voice = SyntheticVoice.boris.samples(seconds: 0.5, seed: 1000 + seed)
                return LabelledClip(
                    speaker: name,
                    clip: .samples(
                        silence + voice + silence, sampleRate: 16000, name: "\(name) \(number)"))
            }
        }
    }

    private func control(_ room: Room) throws -> EvaluationReport.SilenceControl {
        let evaluation = CorpusEvaluation(try VoiceMaterial.background())
        let outcome = try evaluation.ofSilence.run(
            enrollment: clips(room, 0..<2), probes: clips(room, 2..<7), strangers: [])
        #expect(outcome.refusals.isEmpty)
        return try EvaluationReport.SilenceControl(
            outcome.identifications, leftOut: 0, bootstrap: SpeakerBootstrap(replicates: 200))
    }

    @Test func aHumGivesTheSpeakersAway() throws {
        let control = try control(.ownHum)
        #expect(control.count == 30 && control.speakerCount == 6)
        #expect(control.top1.value > 0.9)
        #expect(control.isAboveChance)
    }

    @Test(arguments: [Room.sameNoise, .nothing]) func likeSilenceTellsNothing(room: Room) throws {
        let control = try control(room)
        #expect(control.chance == 1.0 / 6)
        #expect(!control.isAboveChance)
        #expect(control.top1.value < 0.5)
    }

    @Test func clipsWithoutSilenceAreLeftOut() throws {
        let loud = (0..<16000).map { Float(0.5 * Double.sin(2 * .pi * 300 * Double($0) / 16000)) }
        let full = LabelledClip(
            speaker: "anna", clip: .samples(loud, sampleRate: 16000, name: "full"))
        let outcome = try CorpusEvaluation(VoiceMaterial.background()).ofSilence.run(
            enrollment: clips(.ownHum, 0..<1) + [full], probes: [full], strangers: [])
        let none = NoSilence(clip: "full")
        #expect(outcome.identifications.isEmpty)
        #expect(outcome.speakerCount == 6)
        #expect(outcome.refusals.map { $0.error as? NoSilence } == [none, none])
        #expect(outcome.refusals[0].message == "full: speech touches every frame of it")
    }
}
