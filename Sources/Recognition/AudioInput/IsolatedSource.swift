/// Mono samples that a process of its own decodes.
final class IsolatedSource: MonoSource {
    let description: ClipDescription
    private let process: DecoderProcess
    /// Samples behind those that were passed over.
    private var rest: [Float] = []
    private var isAtEnd = false
    private var truncation: ClipNote?

    /// Has a file decoded.
    init(
        file: ClipFile, options: AudioClip.Options, decoder: IsolatedDecoder
    ) throws(AudioInputError) {
        guard try file.size() > 0 else { throw .empty(clip: file.name) }
        process = try DecoderProcess(decoder, file: file, options: options)
        switch try process.nextMessage() {
        case .description(let description): self.description = description
        case .failure(let error): throw error
        case .samples, .end: throw process.nonsense
        }
    }

    func nextBlock() throws(AudioInputError) -> [Float] {
        if isAtEnd || !rest.isEmpty {
            defer { rest = [] }
            return rest
        }
        switch try process.nextMessage() {
        case .samples(let samples): return samples
        case .end(let truncation):
            self.truncation = truncation
            isAtEnd = true
            return []
        case .failure(let error): throw error
        case .description: throw process.nonsense
        }
    }

    func skip(_ frames: Int) throws(AudioInputError) {
        var left = frames
        while left > 0 {
            let block = try nextBlock()
            if block.isEmpty { return }
            if block.count > left { rest = Array(block[left...]) }
            left -= min(left, block.count)
        }
    }

    func truncation(framesRead: Int) -> ClipNote? { truncation }
}
