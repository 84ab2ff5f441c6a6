import NumericCore
import Testing

@testable import SpeechFeatures

@Suite struct FrontEndTests {
    static let busy = FrontEndConfiguration.speech16k.with {
        $0.framing.edges = .reflect
        $0.preEmphasis.scope = .wholeSignal
        $0.dither = .init(amplitude: 1, seed: 7)
        $0.rasta = true
        $0.deltas.style = .iterated
        $0.speechActivity = .biGaussian(floorDecibels: -80, hangoverFrames: 3)
        $0.normalizations = [.slidingMeanAndVariance(seconds: 1)]
    }
    static let warping = FrontEndConfiguration.speech16k.with {
        $0.normalizations = [.warping(seconds: 3), .shrunkenMean(relevance: 50)]
    }
    static let configurations: [FrontEndConfiguration] = [
        .speech16k, .kaldi, .librosa, .pythonSpeechFeatures, busy, warping,
    ]

    func frontEnd(_ configuration: FrontEndConfiguration) throws -> FrontEnd {
        let values = [Float](repeating: 1, count: configuration.dimension)
        return try FrontEnd(
            configuration, background: FeatureMoments(means: values, variances: values))
    }

    @Test(arguments: configurations) func blocksMakeNoDifference(
        configuration: FrontEndConfiguration
    ) throws {
        let frontEnd = try frontEnd(configuration)
        let clip = Array(try referenceClip().prefix(12000))
        let whole = try frontEnd.features(of: blocks(clip, of: 100_000))
        let expected = try whole.all()
        #expect(expected.count == configuration.normalizations.count)
        #expect(expected.allSatisfy { $0.rows > 10 })
        for size in [1, 7, 160] {
            let other = try frontEnd.features(of: blocks(clip, of: size))
            #expect(try other.all() == expected)
            #expect(other.signalToNoiseDecibels == whole.signalToNoiseDecibels)
        }
    }

    /// Sixteen bytes of memory send every stage through the disk.
    @Test(arguments: configurations) func theDiskMakesNoDifference(
        configuration: FrontEndConfiguration
    ) throws {
        let inMemory = try frontEnd(configuration)
        var onDisk = inMemory
        onDisk.memoryLimit = 16
        let clip = try referenceClip() + noise(60_000) + (try referenceClip())
        let expected = try inMemory.features(of: blocks(clip))
        #expect(expected.frameCount > framesPerBlock)
        let spilled = try onDisk.features(of: blocks(clip)).all()
        #expect(try spilled == expected.all())
        let final = try inMemory.stage(.final, of: blocks(clip)).all()
        #expect(try onDisk.stage(.final, of: blocks(clip)).all() == final)
    }

    @Test func theStagesHaveTheirShapes() throws {
        let frontEnd = try frontEnd(.speech16k)
        let clip = try referenceClip()
        let widths = [FrontEndStage.power: 257, .fbank: 30, .mfcc: 24, .final: 4 * 72]
        for stage in FrontEndStage.allCases {
            let rows = try frontEnd.stage(stage, of: blocks(clip))
            #expect(rows.dimension == widths[stage])
            #expect(stage == .final ? rows.count < 298 : rows.count == 298)
        }
        let features = try frontEnd.features(of: blocks(clip))
        #expect(features.frameCount == 298)
        #expect(features.durationSeconds == 3)
        for stream in features.streams {
            // A product, rounded.
            #expect(abs(features.speechSeconds - 0.01 * Double(stream.count)) < 1e-12)
        }
    }

    /// Streams of the same frames, one behind the other in each row of the last stage.
    @Test func theLastStageHoldsTheStreamsSideBySide() throws {
        let frontEnd = try frontEnd(.speech16k)
        // More frames than are read at a time.
        let clip = try referenceClip() + referenceClip() + referenceClip()
        let rows = try frontEnd.stage(.final, of: blocks(clip)).all()
        let streams = try frontEnd.features(of: blocks(clip)).all()
        #expect(streams.count == FrontEndConfiguration.speech16k.normalizations.count)
        #expect(rows.rows > framesPerBlock)
        for (index, stream) in streams.enumerated() {
            try #require(stream.rows == rows.rows && stream.columns == 72)
            for t in 0..<rows.rows {
                let part = rows.row(t).dropFirst(72 * index).prefix(72)
                #expect(Array(part) == Array(stream.row(t)))
            }
        }
    }

    /// Each stream is what a front end of that normalisation alone would make.
    @Test func streamsDoNotTouchEachOther() throws {
        let clip = try referenceClip()
        let together = try frontEnd(.speech16k).features(of: blocks(clip)).all()
        for (normalization, stream) in zip(
            FrontEndConfiguration.speech16k.normalizations, together)
        {
            let alone = try frontEnd(.speech16k.with { $0.normalizations = [normalization] })
            #expect(try alone.features(of: blocks(clip)).all() == [stream])
        }
        #expect(together[0] != together[1] && together[1] != together[2])
    }

    /// Extraction first and normalisation later is the same as both at once.
    @Test func normalizesWhatItExtracted() throws {
        let bare = try FrontEnd(.speech16k)
        let clip = try referenceClip()
        let extracted = try bare.unnormalizedFeatures(of: blocks(clip)).streams
        #expect(extracted.count == 1)
        let informed = try frontEnd(.speech16k)
        let expected = try informed.features(of: blocks(clip)).all()
        #expect(try informed.normalize(extracted[0]).map { try $0.all() } == expected)
    }

    @Test func shrinkingNeedsTheBackgroundMoments() throws {
        let bare = try FrontEnd(.speech16k)
        let frames = try bare.unnormalizedFeatures(of: blocks(noise(16000))).streams[0]
        #expect(throws: FrontEndError.noBackgroundMoments) {
            try bare.features(of: {
                Issue.record("samples were asked for"); return nil
            })
        }
        #expect(throws: FrontEndError.noBackgroundMoments) { try bare.normalize(frames) }
        #expect(throws: FrontEndError.wrongDimension(expected: 72, got: 3)) {
            try FrontEnd(
                .speech16k, background: FeatureMoments(means: [1, 2, 3], variances: [1, 1, 1]))
        }
        let other = try FrontEnd(.kaldi)
        #expect(throws: FrontEndError.wrongDimension(expected: 13, got: 72)) {
            try other.normalize(frames)
        }
    }

    struct Edge: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var samples: [Float]
        var frames: Int
        /// nil where it is not the same for every kind of speech activity.
        var speech: Int?
    }
    static let edges: [Edge] = [
        Edge(testDescription: "nothing", samples: [], frames: 0, speech: 0),
        Edge(testDescription: "one sample", samples: [0.5], frames: 0, speech: 0),
        Edge(testDescription: "almost a frame", samples: noise(399), frames: 0, speech: 0),
        Edge(testDescription: "one frame", samples: noise(400), frames: 1, speech: 1),
        Edge(testDescription: "almost two frames", samples: noise(559), frames: 1, speech: 1),
        Edge(
            testDescription: "digital silence", samples: [Float](repeating: 0, count: 16000),
            frames: 98, speech: 0),
        Edge(
            testDescription: "constant", samples: [Float](repeating: 0.3, count: 16000),
            frames: 98, speech: 0),
        Edge(
            testDescription: "full-scale square wave",
            samples: (0..<16000).map { $0 / 40 % 2 == 0 ? 32767.0 / 32768 : -1 }, frames: 98,
            speech: 98),
        Edge(
            testDescription: "a click in silence",
            samples: [Float](repeating: 0, count: 4000) + [1]
                + [Float](repeating: 0, count: 4000), frames: 48, speech: nil),
    ]
    static let normalizations: [FrontEndConfiguration.Normalization] =
        NormalizationTests.all
    static let activities: [FrontEndConfiguration.SpeechActivity] =
        SpeechActivityTests.both + [FrontEndConfiguration.speech16k.speechActivity]

    @Test(arguments: edges) func edgeCasesStayFinite(edge: Edge) throws {
        for normalization in Self.normalizations {
            for activity in Self.activities {
                let frontEnd = try frontEnd(
                    .speech16k.with {
                        $0.normalizations = [normalization]
                        $0.speechActivity = activity
                    })
                let features = try frontEnd.features(of: blocks(edge.samples))
                #expect(features.frameCount == edge.frames)
                let frames = try #require(features.streams.first)
                if let speech = edge.speech { #expect(frames.count == speech) }
                #expect(frames.dimension == 72)
                #expect(try frames.all().elements.allSatisfy { $0.isFinite })
                #expect(features.signalToNoiseDecibels?.isFinite ?? true)
            }
        }
    }

    @Test(arguments: configurations) func silenceIsFiniteAtEveryStage(
        configuration: FrontEndConfiguration
    ) throws {
        let frontEnd = try frontEnd(configuration)
        for stage in FrontEndStage.allCases {
            for samples in [[], [Float](repeating: 0, count: 2000)] {
                let rows = try frontEnd.stage(stage, of: blocks(samples)).all()
                #expect(rows.elements.allSatisfy { $0.isFinite })
            }
        }
    }

    /// An empty block is not the end.
    @Test func emptyBlocksArePassedOver() throws {
        let frontEnd = try FrontEnd(.kaldi)
        var pieces: [[Float]] = [[], noise(300), [], noise(300, seed: 2), []]
        let out = try frontEnd.features { pieces.isEmpty ? nil : pieces.removeFirst() }
        let joined = try frontEnd.features(of: blocks(noise(300) + noise(300, seed: 2)))
        #expect(try out.all() == joined.all())
        #expect(out.frameCount == 2)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, 1e6])
    func refusesSamplesThatNoRecordingHolds(sample: Float) throws {
        let frontEnd = try FrontEnd(.kaldi)
        var clip = noise(9000)
        clip[8500] = sample
        #expect {
            try frontEnd.features(of: blocks(clip, of: 1000))
        } throws: { error in
            guard case .unusableSample(8500, _)? = error as? FrontEndError else { return false }
            return "\(error)".hasPrefix("sample 8500 is \(sample), expected a finite value")
        }
    }

    @Test func passesOnWhatTheSourceThrows() throws {
        struct Unplugged: Error {}
        let frontEnd = try FrontEnd(.kaldi)
        #expect(throws: Unplugged.self) {
            try frontEnd.features { throw Unplugged() }
        }
    }

    @Test func oneFrontEndServesManyThreads() throws {
        let frontEnd = try frontEnd(.speech16k)
        let clips = (0..<8).map { noise(20000, seed: UInt64($0)) }
        let alone = try clips.map { try frontEnd.features(of: blocks($0)).all() }
        let together = try Threads.with(4) {
            try orderedMap(count: 8) { index in
                try frontEnd.features(of: blocks(clips[index])).all()
            }
        }
        #expect(together == alone)
    }

    /// Dither of one step, with the variance that was asked for and the same at every run.
    @Test func ditherIsSeeded() throws {
        func dithered(seed: UInt32) throws -> [Float] {
            var samples = [Float](repeating: 0, count: 20000)
            var conditioner = SampleConditioner(
                .kaldi.with { $0.dither = .init(amplitude: 2, seed: seed) })
            try conditioner.condition(&samples)
            return samples
        }
        let noise = try dithered(seed: 1)
        #expect(noise == (try dithered(seed: 1)))
        #expect(noise != (try dithered(seed: 2)))
        // The sample variance of 20 000 draws lies within 4 % of 4, four standard errors.
        let variance = noise.reduce(0.0) { $0 + Double($1) * Double($1) } / 20000
        #expect(abs(variance - 4) < 0.16)
    }
}
