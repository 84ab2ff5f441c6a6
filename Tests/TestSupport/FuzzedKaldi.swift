import KaldiFiles
import NumericCore

extension FuzzedReader {
    static let kaldi = [kaldiMixture, kaldiArchive, kaldiScript, kaldiDirectory]

    /// Mixtures, binary and text.
    private static let kaldiMixture = FuzzedReader("kaldi-mixture") {
        let mixture = try RandomMixture.make(components: 2, dimension: 2, seed: 1)
        return try [KaldiFormat.binary, .text].map {
            try KaldiMixtureFile.encoded(mixture, format: $0)
        }
    } read: { bytes in
        _ = KaldiContent(beginning: bytes.prefix(KaldiContent.beginningSize))
        _ = try KaldiMixtureFile.read(bytes: bytes, path: "mixture")
    }

    /// Archives of features.
    private static let kaldiArchive = FuzzedReader("kaldi-archive") {
        let sizes: [UInt8] = [4, 1, 0, 0, 0, 4, 2, 0, 0, 0]
        let start = Array("ada-1 \0B".utf8)
        let range: [UInt8] = [0, 0, 0, 0, 0, 0, 0x80, 0x3F, 1, 0, 0, 0, 2, 0, 0, 0]
        return [
            start + Array("FM ".utf8) + sizes + [UInt8](repeating: 1, count: 8),
            start + Array("DM ".utf8) + sizes + [UInt8](repeating: 1, count: 16),
            start + Array("CM ".utf8) + range + [UInt8](repeating: 1, count: 18),
            start + Array("CM2 ".utf8) + range + [UInt8](repeating: 1, count: 4),
            start + Array("CM3 ".utf8) + range + [UInt8](repeating: 1, count: 2),
            Array("ada-1  [\n  1 2\n  3 -4e-1 ]\nbruno-1  [ 1 2 ]\n".utf8),
        ]
    } read: { bytes in
        _ = KaldiContent(beginning: bytes.prefix(KaldiContent.beginningSize))
        var archive = KaldiArchiveReader(bytes: bytes, path: "archive")
        while try archive.next() != nil {}
    }

    /// Scripts of features; no archive is opened, for its path may be anything.
    private static let kaldiScript = FuzzedReader("kaldi-script") {
        ["ada-1 feats.ark:6\nada-2 feats.ark:60[0:9,1:2]\n", "a b.ark:1[:,0:3]"].map {
            Array($0.utf8)
        }
    } read: { bytes in
        let folder = try TemporaryFolder()
        _ = try KaldiScript(contentsOf: folder.write(bytes, as: "feats.scp"))
    }

    /// `wav.scp`, `segments` and `utt2spk` with a zero byte between them.
    private static let kaldiDirectory = FuzzedReader("kaldi-directory") {
        [
            "r1 a.wav\nr2 /b.wav\n", "r1 a.wav\n\0u1 r1 0.5 2\nu2 r1 2 -1\n\0u1 ada\nu2 bruno\n",
        ].map { Array($0.utf8) }
    } read: { bytes in
        let folder = try TemporaryFolder()
        let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        for (part, name) in zip(parts, ["wav.scp", "segments", "utt2spk"]) {
            _ = try folder.write(Array(part), as: name)
        }
        _ = try KaldiDataDirectory(folder.path)
    }
}
