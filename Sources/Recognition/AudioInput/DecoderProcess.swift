import Foundation

/// A process that decodes one clip, and the pipe on which it answers. It is gone with its owner.
final class DecoderProcess {
    private let decoder: IsolatedDecoder
    private let clip: String
    private let process: pid_t
    private let answers: Int32
    /// How the process ended, once that is known.
    private var ended: Int32?

    /// Starts the process with a file on its standard input.
    init(
        _ decoder: IsolatedDecoder, file: ClipFile, options: AudioClip.Options
    ) throws(AudioInputError) {
        self.decoder = decoder
        clip = file.name
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw .readFailed(path: file.name, reason: systemReason(errno))
        }
        // The process closes what it inherits, but for the three that are named here.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[1]) }
        let spawned = Self.spawn(
            decoder.program, decoder.arguments + Self.words(file.name, options, decoder),
            input: file.descriptor, output: ends[1])
        switch spawned {
        case .success(let process): self.process = process
        case .failure(let error):
            close(ends[0])
            throw .decoderFailed(clip: file.name, reason: "it cannot be started: \(error.reason)")
        }
        answers = ends[0]
    }

    deinit {
        close(answers)
        _ = status(patience: 0)
    }

    private static func words(
        _ name: String, _ options: AudioClip.Options, _ decoder: IsolatedDecoder
    ) -> [String] {
        var words = [
            "--name=\(name)", "--seconds=\(decoder.seconds)", "--memory=\(decoder.memory)",
        ]
        if case .channel(let number) = options.channel { words.append("--channel=\(number)") }
        if let format = options.rawFormat { words.append("--raw=\(format)") }
        return words
    }

    private struct NotSpawned: Error { let reason: String }

    private static func spawn(
        _ program: String, _ arguments: [String], input: Int32, output: Int32
    ) -> Result<pid_t, NotSpawned> {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        // What decoders remark is of no use to anybody, and may be hostile to a terminal.
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // Nothing of the environment, but where copies go; no threads, whose stacks take memory.
        let environment = [
            "TMPDIR=\(NSTemporaryDirectory())", "OPENBLAS_NUM_THREADS=1",
            "SWIFT_BACKTRACE=enable=no",
        ]
        let words = ([program] + arguments).map { strdup($0) }
        let settings = environment.map { strdup($0) }
        defer { for word in words + settings { free(word) } }
        var process = pid_t()
        let code = posix_spawn(
            &process, program, &actions, nil, words + [nil], settings + [nil])
        return code == 0 ? .success(process) : .failure(NotSpawned(reason: systemReason(code)))
    }

    /// The next message.
    ///
    /// - Throws: ``AudioInputError/decoderFailed(clip:reason:)`` where none comes, or none that
    ///   makes sense.
    func nextMessage() throws(AudioInputError) -> DecoderMessage {
        let head = try read(DecoderMessage.headSize)
        guard let size = DecoderMessage.bodySize(head: head),
            let message = DecoderMessage(head: head, body: try read(size))
        else { throw nonsense }
        return message
    }

    /// What does not make sense.
    var nonsense: AudioInputError {
        .decoderFailed(clip: clip, reason: "it gave an answer that makes no sense")
    }

    private func read(_ count: Int) throws(AudioInputError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            var waiting = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(clamping: decoder.seconds * 1000))
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0 else {
                throw .decoderFailed(
                    clip: clip, reason: "it gave no answer for \(decoder.seconds) s")
            }
            let got = bytes.withUnsafeMutableBytes {
                Foundation.read(answers, $0.baseAddress?.advanced(by: done), count - done)
            }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw .decoderFailed(clip: clip, reason: death) }
            done += got
        }
        return bytes
    }

    /// How the process ended, that has closed its output.
    private var death: String {
        let status = status(patience: 100)
        let signal = status & 0x7F
        return switch signal {
        case 0: "it ended with code \(status >> 8 & 0xFF) in the middle"
        case SIGXCPU, SIGKILL:
            "it needed more than \(decoder.seconds) s of processor time, or was killed"
        case SIGXFSZ: "it wrote more than the clip is large"
        default:
            "it crashed (signal \(signal)), or needed more than \(decoder.memory >> 20) MiB"
        }
    }

    /// The status of the process, which gets so many hundredths of a second to end by itself.
    private func status(patience: Int) -> Int32 {
        // Who has been waited for has given its number away.
        if let ended { return ended }
        var status: Int32 = 0
        for _ in 0..<patience {
            if waitpid(process, &status, WNOHANG) == process {
                ended = status
                return status
            }
            usleep(10_000)
        }
        kill(process, SIGKILL)
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        ended = status
        return status
    }
}
