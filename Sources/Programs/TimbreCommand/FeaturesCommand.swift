import ArgumentParser
import FileStorage
import Foundation
import KaldiFiles
import NumericCore
import SpeechFeatures
import Timbre

struct FeaturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features",
        abstract: "Write what the front end makes of clips, as a NumPy file or for Kaldi.",
        discussion: """
            Presets: \(FrontEndConfiguration.presets.keys.sorted().joined(separator: ", ")). \
            Stages: power (the power spectrum), fbank (logarithms of mel band energies), mfcc \
            (cepstra before deltas, speech activity and normalisation), final.
            """)

    @OptionGroup var clipArguments: ClipArguments
    @Option(
        name: .shortAndLong,
        help: """
            The file to write, float32, frames × values: .npy of one clip, .ark for a Kaldi \
            archive with its .scp beside it, .txt for an archive in text. Keys are the clips' \
            names, in their order.
            """)
    var output: String
    @Option(help: "How far to go: power, fbank, mfcc or final. (default: final)", transform: choice)
    var stage: FrontEndStage = .final
    @Option(help: "A preset or a JSON file with a front-end configuration.")
    var features = "speech-16k"
    @Option(
        help: """
            The background model whose front end and mean are used (default for speech-16k and \
            telephone-8k: the shipped one).
            """)
    var model: String?
    @OptionGroup var readerOptions: ReaderOptions
    @OptionGroup var common: OutputOptions

    private struct Line: Encodable {
        let output: String
        let stage: String
        let frames: Int
        let columns: Int
    }

    private struct ArchiveLine: Encodable {
        let output: String
        let script: String?
        let stage: String
        let clips: Int
        let refused: Int
        let frames: Int
    }

    func run() throws {
        try finishing(common.console) {
            let clips = try clipArguments.resolved(needsSpeakers: false).map(\.clip)
            switch URL(fileURLWithPath: output).pathExtension.lowercased() {
            case "ark":
                let script = URL(fileURLWithPath: output).deletingPathExtension().relativePath
                return try writeArchive(clips, .binary, script: script + ".scp")
            case "txt": return try writeArchive(clips, .text, script: nil)
            default: return try writeArray(clips)
            }
        }
    }

    private func writeArray(_ clips: [Clip]) throws -> ExitStatus {
        guard clips.count == 1, let clip = clips.first else {
            throw ValidationError(
                "--output: a NumPy file holds one clip, got \(clips.count); give the name of an "
                    + "archive, which ends in .ark")
        }
        let console = common.console
        let (frames, notes) = try analyzed(clip, makeFrontEnd())
        for note in notes { console.remark("\(clip.name): \(note)") }
        try NumPyFile.write(frames, to: output)
        if console.isJSON {
            try console.result(
                json: Line(
                    output: output, stage: stage.rawValue, frames: frames.count,
                    columns: frames.dimension))
        } else {
            try console.result("\(output): \(frames.count) frames × \(frames.dimension) values")
        }
        return .done
    }

    /// A clip that cannot be used stops no other.
    private func writeArchive(
        _ clips: [Clip], _ format: KaldiFormat, script: String?
    ) throws -> ExitStatus {
        // Kaldi's programs look keys up in lists that are sorted like this.
        let clips = clips.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        try KaldiArchive.check(clips.map(\.name))
        try OutputFolder.require(of: output)
        let (console, frontEnd) = (common.console, try makeFrontEnd())
        let bar = ProgressBar(console)
        var (status, refused, count) = (ExitStatus.done, 0, 0)
        try KaldiArchive.write(to: output, script: script, format: format) { append in
            try orderedMap(count: clips.count) { index in
                Result { try analyzed(clips[index], frontEnd) }
            } consume: { index, result in
                let name = clips[index].name
                switch result {
                case .success(let (frames, notes)):
                    for note in notes { console.detail("\(name): \(note)") }
                    try append(name, frames)
                    count += frames.count
                case .failure(let error):
                    bar.clear()
                    console.error(clips[index].message(error))
                    refused += 1
                    status = max(status, ExitStatus(error))
                }
                bar.show(Double(index + 1) / Double(clips.count), name)
            }
        }
        bar.clear()
        if console.isJSON {
            try console.result(
                json: ArchiveLine(
                    output: output, script: script, stage: stage.rawValue,
                    clips: clips.count - refused, refused: refused, frames: count))
        } else {
            try console.result(
                "\(output): \(counted(clips.count - refused, "clip")), "
                    + counted(count, "frame"))
        }
        return status
    }

    private func analyzed(
        _ clip: Clip, _ frontEnd: FrontEnd
    ) throws -> (frames: FrameStore, notes: [ClipNote]) {
        let audio = try readerOptions.reader.open(
            clip, sampleRate: frontEnd.configuration.sampleRate)
        let frames = try frontEnd.stage(stage) { try audio.nextBlock() }
        return (frames, audio.notes)
    }

    private func makeFrontEnd() throws -> FrontEnd {
        if let model { return try ModelArgument.load(model).frontEnd() }
        let configuration = try FrontEndArgument.load(features)
        let plain = try FrontEnd(configuration)
        // The shipped model of a preset knows the moments that its last stage needs.
        guard stage == .final, let name = ShippedModels.names.first(where: { $0 == features })
        else { return plain }
        return try ShippedModels.load(name).frontEnd()
    }
}
