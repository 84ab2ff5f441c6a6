/// A part of a clip.
final class PartSource: MonoSource {
    var description: ClipDescription { whole.description }
    private let whole: any MonoSource
    /// How many samples are still to come; none where the part goes on to the clip's end.
    private var left: Int?
    private let start: Int
    private let length: Int?

    /// Some seconds of a clip of which nothing has been read yet; infinity stands for its end.
    init(
        _ whole: any MonoSource, seconds: Range<Double>, name: String
    ) throws(AudioInputError) {
        let rate = Double(whole.description.sampleRate)
        // Sample n is heard at n / rate; a part has those from its start on and before its end.
        guard seconds.lowerBound >= 0, !seconds.isEmpty,
            let start = Int(exactly: (seconds.lowerBound * rate).rounded(.down))
        else { throw .noSuchPart(clip: name, seconds: seconds, length: nil) }
        let end =
            seconds.upperBound == .infinity
            ? nil : Int(exactly: (seconds.upperBound * rate).rounded(.down))
        if let frames = whole.description.frames, start >= frames {
            throw .noSuchPart(clip: name, seconds: seconds, length: Double(frames) / rate)
        }
        self.whole = whole
        self.start = start
        length = end.map { $0 - start }
        left = length
        try whole.skip(start)
    }

    func nextBlock() throws(AudioInputError) -> [Float] {
        guard let left else { return try whole.nextBlock() }
        guard left > 0 else { return [] }
        let block = try whole.nextBlock()
        self.left = left - min(left, block.count)
        return block.count > left ? Array(block[..<left]) : block
    }

    func skip(_ frames: Int) throws(AudioInputError) { try whole.skip(frames) }

    func truncation(framesRead: Int) -> ClipNote? {
        guard let length else { return whole.truncation(framesRead: start + framesRead) }
        guard framesRead < length else { return nil }
        let rate = Double(description.sampleRate)
        return .truncated(
            expectedSeconds: Double(length) / rate, gotSeconds: Double(framesRead) / rate)
    }
}
