import Foundation

/// The other side of an ``IsolatedDecoder``: what the process does that decodes.
public enum DecoderService {
    /// Decodes the clip on standard input and writes ``DecoderMessage``s to standard output.
    ///
    /// - Parameters:
    ///   - name: what the clip is called in errors.
    ///   - channel: how several channels become one.
    ///   - rawFormat: what the bytes are where they carry no header.
    ///   - seconds: of processor time, after which the system ends the process.
    ///   - memory: bytes of address space, beyond which there is none.
    /// - Throws: what hinders writing; faults of the clip are messages.
    public static func run(
        name: String, channel: ChannelSelection, rawFormat: RawFormat?, seconds: Int, memory: Int
    ) throws {
        closeOthers()
        limit(seconds: seconds, memory: memory)
        do {
            let source = try FileSource(
                file: ClipFile(descriptor: STDIN_FILENO, name: name),
                options: AudioClip.Options(channel: channel, rawFormat: rawFormat))
            try send(.description(source.description))
            var count = 0
            while true {
                // A channel that is not there is the reader's to name, once it knows how many are.
                if case .channel(let number) = channel, number > source.description.channels {
                    break
                }
                let block = try source.nextBlock()
                if block.isEmpty { break }
                count += block.count
                try send(.samples(block))
            }
            try send(.end(truncation: source.truncation(framesRead: count)))
        } catch let error as AudioInputError {
            try send(.failure(error))
        }
    }

    /// Descriptors that were inherited, whoever opened them.
    private static func closeOthers() {
        for descriptor in 3..<Int32(clamping: max(256, min(4096, sysconf(Int32(_SC_OPEN_MAX))))) {
            close(descriptor)
        }
    }

    private static func limit(seconds: Int, memory: Int) {
        var status = stat()
        let size = fstat(STDIN_FILENO, &status) == 0 ? Int(status.st_size) : 0
        func set(_ resource: LimitedResource, _ value: Int) {
            var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
            setrlimit(resource, &limit)
        }
        #if canImport(Glibc)
            set(__rlimit_resource_t(RLIMIT_CPU.rawValue), seconds)
            set(__rlimit_resource_t(RLIMIT_AS.rawValue), memory)
            set(__rlimit_resource_t(RLIMIT_CORE.rawValue), 0)
            // The clip, and copies of it: one for libsndfile, one with a length that was missing.
            set(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), 16)
            set(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), size)
        #else
            set(RLIMIT_CPU, seconds)
            set(RLIMIT_AS, memory)
            set(RLIMIT_CORE, 0)
            set(RLIMIT_NOFILE, 16)
            set(RLIMIT_FSIZE, size)
        #endif
    }

    #if canImport(Glibc)
        private typealias LimitedResource = __rlimit_resource_t
    #else
        private typealias LimitedResource = Int32
    #endif

    private static func send(_ message: DecoderMessage) throws {
        try FileHandle.standardOutput.write(contentsOf: Data(message.bytes))
    }
}
