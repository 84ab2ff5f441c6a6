import AudioInput
import TestSupport
import Testing

@Suite struct ChannelTests {
    /// Left rises by 2, right falls by 4, of 32768: their mean falls by 1.
    private static let stereo = ClipBytes.wav(
        format: ClipBytes.format(channels: 2),
        data: ClipBytes.shorts((0..<3000).map { $0 % 2 == 0 ? Int16($0) : -2 * Int16($0 - 1) }))

    @Test func aMixdownIsTheMean() throws {
        let read = try ReadClip(Self.stereo)
        #expect(read.samples == (0..<1500).map { Float(-$0) / 32768 })
        #expect(read.clip.notes == [.mixedDown(channels: 2)])
        #expect("\(read.clip.notes[0])" == "the mean of 2 channels was taken")
    }

    @Test func oneChannelCanBeChosen() throws {
        let left = try ReadClip(Self.stereo, options: .init(channel: .channel(1)))
        #expect(left.samples == (0..<1500).map { Float(2 * $0) / 32768 })
        #expect(left.clip.notes == [.choseChannel(1, channels: 2)])
        let right = try ReadClip(Self.stereo, options: .init(channel: .channel(2)))
        #expect(right.samples == (0..<1500).map { Float(-4 * $0) / 32768 })
    }

    @Test(arguments: [-1, 0, 3, Int.max]) func aChannelThatIsNotThereIsRefused(number: Int) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.stereo)
        let error = AudioInputError.noSuchChannel(clip: path, wanted: number, channels: 2)
        #expect(throws: error) {
            try AudioClip(path: path, options: .init(channel: .channel(number)))
        }
        #expect(
            "\(error)" == "\(path): there is no channel \(number); "
                + "the clip has 2 channels; choose one from 1 to 2")
    }

    /// The largest number of channels: the mean of 1 to 64, of 32768, is 32.5.
    @Test func sixtyFourChannelsAreMixed() throws {
        let frames = (0..<20_000).flatMap { _ in (1...64).map { Int16($0) } }
        let read = try ReadClip(
            ClipBytes.wav(
                format: ClipBytes.format(channels: 64), data: ClipBytes.shorts(frames)))
        #expect(read.samples == [Float](repeating: 32.5 / 32768, count: 20_000))
    }

    /// A fault in a channel that is not used is no fault.
    @Test func onlyTheChosenChannelHasToBeFinite() throws {
        let bytes = ClipBytes.wav(
            format: ClipBytes.format(tag: 3, channels: 2, bits: 32),
            data: ClipBytes.floats([0.5, .nan, 0.25, .infinity]))
        #expect(try ReadClip(bytes, options: .init(channel: .channel(1))).samples == [0.5, 0.25])
        #expect(throws: AudioInputError.self) { try ReadClip(bytes) }
    }
}
