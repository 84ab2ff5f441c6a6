import TestSupport
import Foundation
import NumericCore
import Testing

@testable import AudioInput

/// Paths, pipes and samples.
@Suite struct InputTests {
    @Test func aMissingFileIsSaid() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("nobody.wav")
        let error = try #require(throws: AudioInputError.self) { try AudioClip(path: path) }
        #expect(error == .noSuchFile(path: path))
        #expect(error.kind == .missingInput)
        #expect("\(error)" == "\(path): no such file; check the path")
    }

    @Test func otherThingsThanFilesAreSaid() throws {
        let folder = try TemporaryFolder()
        #expect(throws: AudioInputError.isFolder(path: folder.path)) {
            try AudioClip(path: folder.path)
        }
        #expect(throws: AudioInputError.isDevice(path: "/dev/null")) {
            try AudioClip(path: "/dev/null")
        }
        let file = try folder.write(ClipBytes.wav())
        #expect(throws: AudioInputError.noSuchFile(path: file + "/inside")) {
            try AudioClip(path: file + "/inside")
        }
        #expect(throws: AudioInputError.noSuchFile(path: file + "\0.txt")) {
            try AudioClip(path: file + "\0.txt")
        }
        #expect(throws: AudioInputError.noSuchFile(path: "")) { try AudioClip(path: "") }
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
    func aFileThatMayNotBeReadIsSaid() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(ClipBytes.wav())
        chmod(path, 0)
        #expect(throws: AudioInputError.unreadable(path: path, code: EACCES)) {
            try AudioClip(path: path)
        }
    }

    typealias Opening = (code: Int32, kind: AudioInputError.Kind)
    static let openings: [Opening] = [
        (ENOENT, .missingInput), (ENOTDIR, .missingInput), (EACCES, .missingInput),
        (ELOOP, .missingInput), (ENAMETOOLONG, .missingInput), (EIO, .io), (EMFILE, .io),
    ]

    @Test(arguments: openings) func theSystemsCodesAreToldApart(row: Opening) {
        #expect(ClipFile.openingError(path: "a.wav", code: row.code).kind == row.kind)
    }

    @Test func aLinkIsFollowed() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(ClipBytes.wav())
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link.wav"), withDestinationPath: path)
        #expect(try ReadClip(path: folder.path("link.wav")).samples == FormatTests.sawtooth)
    }

    /// Every container through a pipe, which cannot be read back and forth.
    @Test(arguments: FormatTests.handMade + SizeFieldTests.unfinished)
    func pipesGiveWhatFilesGive(file: (name: String, bytes: [UInt8])) throws {
        let clip = try throughPipe(file.bytes)
        #expect(try clip.remainingSamples() == FormatTests.sawtooth)
        #expect(clip.notes == [])
        #expect(clip.name == "standard input")
    }

    @Test func anEmptyPipeIsSaid() {
        let error = AudioInputError.empty(clip: "standard input")
        #expect(throws: error) { try throughPipe([]) }
        #expect(
            "\(error)" == "standard input: no audio samples in it; record or copy it again")
    }

    @Test func rawAudioComesThroughAPipe() throws {
        let format = try RawFormat(parsing: "pcm16le:16000:1")
        let clip = try throughPipe(ClipBytes.shorts(), options: .init(rawFormat: format))
        #expect(try clip.remainingSamples() == FormatTests.sawtooth)
    }

    @Test func aNamedPipeIsRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let bytes = ClipBytes.wav()
        let writer = Thread {
            let descriptor = open(path, O_WRONLY)
            _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            close(descriptor)
        }
        writer.start()
        #expect(try ReadClip(path: path).samples == FormatTests.sawtooth)
    }

    @Test func samplesAreAClip() throws {
        let samples = (0..<40_000).map { Float($0) / 40_000 }
        let clip = try AudioClip(samples: samples, sampleRate: 8000)
        #expect(try clip.nextBlock()?.count == AudioLimits.blockFrames)
        #expect(try clip.remainingSamples() == Array(samples[AudioLimits.blockFrames...]))
        #expect(try clip.nextBlock() == nil)
        #expect(clip.measures.sampleCount == 40_000)
        #expect(clip.measures.seconds == 5)
    }

    @Test func samplesThatCannotBeAClipAreRefused() throws {
        #expect(throws: AudioInputError.empty(clip: "samples")) {
            try AudioClip(samples: [], sampleRate: 8000).nextBlock()
        }
        #expect(throws: AudioInputError.notFinite(clip: "x", seconds: 0.000125)) {
            try AudioClip(samples: [0, .nan], sampleRate: 8000, name: "x").nextBlock()
        }
        #expect(throws: AudioInputError.unsupportedSampleRate(clip: "samples", got: 0)) {
            try AudioClip(samples: [0], sampleRate: 0)
        }
        #expect(throws: AudioInputError.noSuchChannel(clip: "samples", wanted: 2, channels: 1)) {
            try AudioClip(samples: [0], sampleRate: 8000, options: .init(channel: .channel(2)))
        }
    }

    private func throughPipe(
        _ bytes: [UInt8], options: AudioClip.Options = .init()
    ) throws -> AudioClip {
        let pipe = Pipe()
        let writing = pipe.fileHandleForWriting
        Thread {
            try? writing.write(contentsOf: Data(bytes))
            try? writing.close()
        }.start()
        // The pipe closes its descriptor when it goes, and the number may then be another file's.
        defer { withExtendedLifetime(pipe) {} }
        return try AudioClip(
            descriptor: pipe.fileHandleForReading.fileDescriptor, name: "standard input",
            options: options)
    }
}
