/// Mono samples at a clip's own rate.
protocol MonoSource {
    var description: ClipDescription { get }
    /// The next samples; empty at the end.
    func nextBlock() throws(AudioInputError) -> [Float]
    /// Passes over so many samples, or as many as are left.
    func skip(_ frames: Int) throws(AudioInputError)
    /// Whether the clip, now read to its end, is shorter than it should be.
    func truncation(framesRead: Int) -> ClipNote?
}

/// Samples that are already there.
final class MemorySource: MonoSource {
    let description: ClipDescription
    private let samples: [Float]
    private var position = 0

    init(samples: [Float], description: ClipDescription) {
        self.samples = samples
        self.description = description
    }

    func nextBlock() -> [Float] {
        let end = min(position + AudioLimits.blockFrames, samples.count)
        defer { position = end }
        return Array(samples[position..<end])
    }

    func skip(_ frames: Int) { position = min(samples.count, position + frames) }

    func truncation(framesRead: Int) -> ClipNote? { nil }
}

/// Samples decoded from a file.
final class FileSource: MonoSource {
    var description: ClipDescription { sound.description }
    private let sound: SoundFile
    private let channel: ChannelSelection
    private let chunk: DataChunk?
    private var interleaved: [Float]

    init(file: ClipFile, options: AudioClip.Options) throws(AudioInputError) {
        var file = file
        guard try file.size() > 0 else { throw .empty(clip: file.name) }
        chunk = options.rawFormat == nil ? try DataChunk.find(in: file) : nil
        if let chunk, let field = chunk.unfinishedField {
            // The user's file is not ours to mend: a copy gets the length that is missing.
            if file.copy == nil { file = try .spool(file) }
            try file.overwrite(field.bytes(of: chunk.availableBytes), at: field.offset)
        }
        sound = try SoundFile(file: file, rawFormat: options.rawFormat)
        channel = options.channel
        interleaved = [Float](
            repeating: 0, count: AudioLimits.blockFrames * sound.description.channels)
    }

    func nextBlock() throws(AudioInputError) -> [Float] {
        let channels = description.channels
        let frames = try sound.read(into: &interleaved)
        return interleaved.withUnsafeBufferPointer {
            channel.mono(
                interleaved: UnsafeBufferPointer(rebasing: $0[..<(frames * channels)]),
                channels: channels)
        }
    }

    func skip(_ frames: Int) throws(AudioInputError) {
        if sound.seek(by: frames) { return }
        let channels = description.channels
        var left = frames
        while left > 0 {
            var block = [Float](
                repeating: 0, count: min(left, AudioLimits.blockFrames) * channels)
            let count = try sound.read(into: &block)
            guard count > 0 else { return }
            left -= count
        }
    }

    func truncation(framesRead: Int) -> ClipNote? {
        let got = Double(framesRead) / Double(description.sampleRate)
        if let shortfall = chunk?.shortfall {
            return .truncated(expectedSeconds: got * shortfall, gotSeconds: got)
        }
        guard let frames = description.frames else {
            // A whole Ogg file ends with a mark that tells its length.
            return sound.isOgg || sound.hasStumbled
                ? .truncated(expectedSeconds: nil, gotSeconds: got) : nil
        }
        // Without a table of contents the length of MPEG audio is an estimate.
        let tolerance = sound.isMPEG ? max(2 * 1152, frames / 50) : 0
        guard frames - framesRead > tolerance else { return nil }
        let expected = Double(frames) / Double(description.sampleRate)
        return .truncated(expectedSeconds: expected, gotSeconds: got)
    }
}
