import AudioInput
import RealModule
import Testing

@Suite struct ClipWarningTests {
    private static func samples(_ speaker: String) throws -> [Int16] {
        try (1...3).flatMap { try SyntheticAudio.samples(SyntheticCorpus.enrollment(speaker, $0)) }
    }

    /// Lowered to 8 kHz, and every sample drawn between its neighbours by a long filter.
    private func telephone(_ workspace: Workspace) throws -> String {
        let clip = SyntheticCorpus.enrollment("ada", 1)
        let low = try AudioClip(path: clip, options: .init(sampleRate: 8000)).remainingSamples()
        let reach = 64
        let taps = (0..<2 * reach).map { tap in
            let x = (Double(tap - reach) + 0.5) * .pi
            let window = 0.5 + 0.5 * Double.cos(x / Double(reach))
            return Float(window * .sin(x) / x)
        }
        var samples: [Int16] = []
        for n in low.indices {
            var between: Float = 0
            for (tap, weight) in taps.enumerated() {
                let index = n + reach - tap
                if low.indices.contains(index) { between += weight * low[index] }
            }
            samples += [low[n], between].map { Int16(max(-32768, min(32767, $0 * 32768))) }
        }
        return try workspace.write(SyntheticAudio.wav(samples), as: "telephone.wav")
    }

    @Test func aTelephonesClipIsNoticed() throws {
        let workspace = try Workspace()
        let clip = try telephone(workspace)
        let base = try ["--gallery", workspace.gallery(), "--json"]
        let answer = try workspace.run(["identify"] + base + [clip])
        let line = try object(parsing: answer.output)
        #expect(line["warnings"] as? [String] == ["narrow_band"])
        let decibels = try #require(line["high_band_decibels"] as? Double)
        #expect(decibels < -37)
        #expect(answer.messages.first?.contains("hardly anything above 4 kHz") == true)
        let enrolled = try workspace.run(["enroll"] + base + ["ada", clip])
        #expect(enrolled.status == 0)
        let remarks = try object(parsing: enrolled.output)["remarks"] as? [[String: Any]]
        #expect(remarks?.map { $0["code"] as? String } == ["narrow_band"])
        let quiet = try workspace.run(["identify"] + base + ["--min-high-band=-120", clip])
        #expect(try object(parsing: quiet.output)["warnings"] == nil)
        #expect(quiet.messages == [])
    }

    @Test func severalVoicesAreNoticed() throws {
        let workspace = try Workspace()
        let one = try Self.samples("ada")
        let two = try one + Self.samples("bruno")
        let clips = try [one, two].enumerated().map {
            try workspace.write(SyntheticAudio.wav($1), as: "voices-\($0 + 1).wav")
        }
        let base = ["enroll", "--gallery", "g.sqlite", "--json", "ada"]
        let run = try workspace.run(base + clips)
        let remarks = try object(parsing: run.output)["remarks"] as? [[String: Any]]
        #expect(remarks?.map { $0["clip"] as? String } == [clips[1]])
        #expect(remarks?.map { $0["code"] as? String } == ["several_voices"])
        #expect(run.messages.contains { $0.contains("several people seem to speak in it") })
    }

    @Test func limitsRefuse() throws {
        let workspace = try Workspace()
        let gallery = try workspace.gallery()
        let clip = SyntheticCorpus.enrollment("ada", 1)
        for (limit, code) in [
            ("--min-speech=60", "too_short"), ("--min-snr=90", "too_noisy"),
        ] {
            let run = try workspace.run(
                "enroll", "--gallery", gallery, "--json", limit, "ada", clip)
            #expect(run.status == 65)
            let remarks = try object(parsing: run.output)["remarks"] as? [[String: Any]]
            #expect(remarks?.map { $0["code"] as? String } == [code])
            let answer = try workspace.run(
                "identify", "--gallery", gallery, "--json", limit, clip)
            #expect(try object(parsing: answer.output)["quality"] as? String == code)
        }
        #expect(try workspace.run("enroll", "--max-clipping=2", "ada", clip).status == 64)
    }
}
