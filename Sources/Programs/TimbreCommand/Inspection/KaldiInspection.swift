import GaussianMixtures
import KaldiFiles

/// What can be said of Kaldi's files.
extension Inspection {
    init(_ content: KaldiContent, path: String) throws {
        switch content {
        case .mixture: try self.init(KaldiMixtureFile.read(path))
        case .archive: try self.init(archive: path)
        case .script: try self.init(KaldiScript(contentsOf: path))
        }
    }

    private init(_ mixture: GaussianMixture) {
        self.init(
            kind: "Kaldi diagonal Gaussian mixture",
            facts: [
                .init("components", .whole(mixture.componentCount)),
                .init("dimension", .whole(mixture.dimension)),
            ])
    }

    private init(archive path: String) throws {
        var archive = try KaldiArchiveReader(contentsOf: path)
        var (utterances, frames) = (0, 0)
        var widths: Set<Int> = []
        while let next = try archive.next() {
            utterances += 1
            frames += next.frames.rows
            if next.frames.rows > 0 { widths.insert(next.frames.columns) }
        }
        self.init(
            kind: "Kaldi feature archive",
            facts: [
                .init("utterances", .whole(utterances)), .init("frames", .whole(frames)),
                .init("dimension", widths.sorted().map(String.init).joined(separator: ", ")),
            ])
    }

    private init(_ script: KaldiScript) {
        self.init(
            kind: "Kaldi feature script",
            facts: [
                .init("utterances", .whole(script.entries.count)),
                .init("archives", .whole(Set(script.entries.map(\.archive)).count)),
            ])
    }

    init(_ directory: KaldiDataDirectory) {
        let speakers = Set(directory.utterances.compactMap(\.speaker))
        self.init(
            kind: "Kaldi data directory",
            facts: [
                .init("utterances", .whole(directory.utterances.count)),
                .init("recordings", .whole(directory.recordingCount)),
                .init("segments", .truth(directory.utterances.contains { $0.seconds != nil })),
            ] + (speakers.isEmpty ? [] : [.init("speakers", .whole(speakers.count))]))
    }
}
