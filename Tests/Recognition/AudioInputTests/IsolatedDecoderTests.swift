import TestSupport
import Foundation
import Testing

@testable import AudioInput

/// Decoders that break down, played by a shell.
@Suite struct IsolatedDecoderTests {
    private func failure(_ script: String, seconds: Int = 60) throws -> String? {
        let decoder = IsolatedDecoder(
            program: "/bin/sh", arguments: ["-c", script], seconds: seconds)
        return try failure(decoder)
    }

    private func failure(_ decoder: IsolatedDecoder) throws -> String? {
        let error = try #require(throws: AudioInputError.self) {
            _ = try ReadClip(ClipBytes.wav(), options: .init(isolation: decoder))
        }
        guard case .decoderFailed(let clip, let reason) = error else { return "\(error)" }
        #expect(clip.hasSuffix("clip.wav"))
        #expect(error.kind == .badData)
        return reason
    }

    @Test func aCrashIsAnError() throws {
        #expect(
            try failure("kill -SEGV $$") == "it crashed (signal 11), or needed more than 1024 MiB")
        #expect(try failure("exit 3") == "it ended with code 3 in the middle")
        #expect(
            try failure("kill -KILL $$")
                == "it needed more than 60 s of processor time, or was killed")
    }

    @Test func aHangIsAnError() throws {
        #expect(try failure("exec sleep 60", seconds: 1) == "it gave no answer for 1 s")
    }

    @Test func whatIsNotThereIsAnError() throws {
        let decoder = IsolatedDecoder(program: "/no/such/program", arguments: [])
        #expect(try failure(decoder) == "it cannot be started: No such file or directory")
    }

    @Test(arguments: [
        "echo nonsense", "printf 'S\\377\\377\\377\\377'", "printf 'D\\2\\0\\0\\0{}'",
        "printf 'E\\2\\0\\0\\0{}'", "printf 'S\\3\\0\\0\\0abc'", "printf 'S\\0\\0\\0\\0'",
        // Two channels at a rate of 1 Hz.
        "d='{\"container\":\"c\",\"encoding\":\"e\",\"sampleRate\":1,\"channels\":2}'; "
            + "printf 'D%b\\0\\0\\0%s' \"\\\\0$(printf %o ${#d})\" \"$d\"",
    ]) func nonsenseIsAnError(script: String) throws {
        #expect(try failure(script) == "it gave an answer that makes no sense")
    }

    @Test func messagesReadBack() throws {
        let description = ClipDescription(
            container: "WAV", encoding: "float", sampleRate: 16_000, channels: 2, frames: nil)
        let note = ClipNote.truncated(expectedSeconds: nil, gotSeconds: 0.5)
        let error = AudioInputError.undecodable(clip: "a", reason: "\"b\"\n")
        let messages: [DecoderMessage] = [
            .description(description), .samples([0, -0.5, 1e-20]), .end(truncation: note),
            .end(truncation: nil), .failure(error),
        ]
        for message in messages {
            let bytes = try message.bytes
            let head = Array(bytes.prefix(DecoderMessage.headSize))
            let body = Array(bytes.dropFirst(DecoderMessage.headSize))
            #expect(DecoderMessage.bodySize(head: head) == body.count)
            let read = try #require(DecoderMessage(head: head, body: body))
            #expect("\(read)" == "\(message)")
        }
    }
}
