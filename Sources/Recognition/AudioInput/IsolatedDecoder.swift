/// A program that decodes a clip in a process of its own, so that a fault in a decoder, which is
/// large and old C code, ends that process and not this one.
///
/// The process gets the clip on standard input and answers on standard output, in the messages of
/// ``DecoderMessage``; it has no other descriptor of ours. It limits its own memory and processor
/// time before it looks at the clip. What comes from it is believed no more than a clip is.
public struct IsolatedDecoder: Hashable, Sendable {
    /// The program's path.
    public var program: String
    /// Its words, before those that say how the clip is to be read.
    public var arguments: [String]
    /// Seconds of processor time for one clip; also how long an answer is waited for.
    public var seconds: Int
    /// Bytes of address space.
    public var memory: Int

    /// A program that calls ``DecoderService``.
    ///
    /// - Parameters:
    ///   - program: its path.
    ///   - arguments: its words, before those that say how the clip is to be read.
    ///   - seconds: of processor time for one clip, and the longest wait for an answer.
    ///   - memory: bytes of address space.
    public init(program: String, arguments: [String], seconds: Int = 60, memory: Int = 1 << 30) {
        self.program = program
        self.arguments = arguments
        self.seconds = seconds
        self.memory = memory
    }
}
