import TestSupport
import Foundation
import Testing

@Suite struct IsolateTests {
    /// Also a header that a recorder never completed, of which the decoder makes a copy.
    @Test(arguments: [
        ("a.wav", ClipBytes.wav()), ("cut.wav", Array(ClipBytes.wav()[..<1045])),
        ("open.wav", ClipBytes.wav(dataSize: 0)), ("a.sph", ClipBytes.sphere()),
        ("text.wav", Array("This is not audio.\n".utf8)), ("empty.wav", []),
        (
            "two.wav",
            ClipBytes.wav(format: ClipBytes.format(channels: 2), data: ClipBytes.shorts())
        ),
    ]) func nothingElseChanges(file: (name: String, bytes: [UInt8])) throws {
        let workspace = try Workspace()
        let path = try workspace.write(file.bytes, as: file.name)
        for words in [[], ["--channel", "2"], ["--raw", "pcm16le:8000:2"]] {
            let plain = try workspace.run(["inspect", "--json"] + words + [path])
            let isolated = try workspace.run(["inspect", "--json", "--isolate"] + words + [path])
            #expect(isolated.status == plain.status)
            #expect(isolated.output == plain.output)
            #expect(isolated.errors == plain.errors)
        }
    }

    @Test func clipsAreIdentifiedTheSame() throws {
        let workspace = try Workspace()
        let clips = try [
            SyntheticCorpus.enrollment("ada", 1), workspace.write("no audio", as: "text.wav"),
            SyntheticCorpus.enrollment("bruno", 2),
        ]
        let base = try ["identify", "--json", "--gallery", workspace.gallery()]
        let plain = try workspace.run(base + clips)
        let isolated = try workspace.run(base + ["--isolate"] + clips)
        #expect(isolated.status == 65)
        #expect(isolated.output == plain.output)
        #expect(plain.lines.count == 3)
    }

    @Test func aPipeIsDecodedApartToo() throws {
        let workspace = try Workspace()
        let path = try workspace.write(ClipBytes.wav(), as: "a.wav")
        let plain = try workspace.run("inspect", "-", input: path)
        #expect(try workspace.run("inspect", "--isolate", "-", input: path).output == plain.output)
    }

    /// Nobody is told of it who does not need it.
    @Test func theDecodersCommandIsHidden() throws {
        #expect(!(try Workspace().run("--help").output.contains("decode-clip")))
    }

    /// 60 MB are too little even to begin.
    @Test func memoryIsLimited() throws {
        let workspace = try Workspace()
        let path = try workspace.write(ClipBytes.wav(), as: "a.wav")
        let words = ["decode-clip", "--name", "a", "--seconds", "5", "--memory"]
        #expect(try workspace.run(words + ["\(60 << 20)"], input: path).status != 0)
    }
}
