import Testing

@testable import SpeechFeatures

@Suite struct FrameSelectionTests {
    static func configuration(hangover: Int = 0) -> FrontEndConfiguration {
        .speech16k.with {
            $0.normalizations = [.none]
            $0.speechActivity = .adaptiveEnergy(
                rangeDecibels: 40, percentile: 0.98, floorDecibels: -90, hangoverFrames: hangover)
        }
    }

    private func frontEnd(
        _ configuration: FrontEndConfiguration, _ selection: FrameSelection
    ) throws -> FrontEnd {
        let values = [Float](repeating: 1, count: configuration.dimension)
        var frontEnd = try FrontEnd(
            configuration, background: FeatureMoments(means: values, variances: values))
        frontEnd.selection = selection
        return frontEnd
    }

    /// Half a second of faint noise, of something loud, of faint noise.
    private func clip(loud: [Float]) -> [Float] {
        noise(8000, amplitude: 0.0005, seed: 5) + loud + noise(8000, amplitude: 0.0005, seed: 6)
    }

    /// The loud part's samples 8000 …< 16000 lie in frames 48 … 99 of 0 … 147. Windows of 400
    /// samples every 160 overlap with two more frames, and the second differences reach over four:
    /// frames 0 … 41 and 106 … 147 remain.
    @Test func speechLeavesNoTraceInSilence() throws {
        let frontEnd = try frontEnd(Self.configuration(), .silence)
        let first = try frontEnd.features(of: blocks(clip(loud: noise(8000))))
        let second = try frontEnd.features(of: blocks(clip(loud: noise(8000, seed: 9))))
        let rows = try first.all()[0]
        #expect(rows.rows == 42 + 42)
        #expect(try second.all()[0] == rows)
        // What is said of the clip's speech is the same as ever.
        let usual = try self.frontEnd(Self.configuration(), .speech)
            .features(of: blocks(clip(loud: noise(8000))))
        #expect(first.speechSeconds == usual.speechSeconds)
        // 52 frames of 0.01 s, rounded.
        #expect(abs(first.speechSeconds - 0.52) < 1e-12)
        #expect(first.signalToNoiseDecibels == usual.signalToNoiseDecibels)
        #expect(try usual.all()[0].rows == 52)
    }

    /// Real speech, longer than a block: frames farther from every loud one than the hangover and
    /// six, taken from the features of all frames.
    @Test(arguments: [0, 3]) func keepsWhatIsFarFromSpeech(hangover: Int) throws {
        let configuration = Self.configuration(hangover: hangover)
        let pause = noise(4000, amplitude: 0.0001, seed: 2)
        var samples = try pause + referenceClip() + pause
        while samples.count < (framesPerBlock + 500) * 160 { samples += samples }
        let frontEnd = try frontEnd(configuration, .silence)
        let bands = try frontEnd.bandEnergies(of: blocks(samples))
        let squares = try bands.meanSquares.all().elements
        let threshold = configuration.speechActivity.meanSquareThreshold(bands.levels)
        let loud = squares.indices.filter { squares[$0] >= threshold }
        let all = try self.frontEnd(
            configuration.with { $0.speechActivity = .none }, .speech
        ).features(of: blocks(samples)).all()[0]
        let expected = squares.indices.filter { t in
            !loud.contains { abs($0 - t) <= hangover + 6 }
        }
        #expect(expected.count > 20 && squares.count > framesPerBlock)
        let kept = try frontEnd.features(of: blocks(samples)).all()[0]
        #expect(kept.rows == expected.count)
        #expect(expected.indices.allSatisfy { kept.row($0) == all.row(expected[$0]) })
    }

    /// Digital silence goes through every normalisation, however little there is: a frame begins at
    /// 0, 160 …, and the seventh overlaps with the noise, when six and 400 samples come before it.
    @Test(arguments: [(400 + 6 * 160, 1), (400 + 8 * 160, 3), (400 + 5 * 160, 0)])
    func littleSilenceStaysFinite(before: Int, rows: Int) throws {
        let samples = [Float](repeating: 0, count: before) + noise(8000)
        let streams = try frontEnd(.speech16k, .silence).features(of: blocks(samples)).all()
        #expect(streams.count == 4)
        #expect(streams.allSatisfy { $0.rows == rows && $0.elements.allSatisfy(\.isFinite) })
    }
}
