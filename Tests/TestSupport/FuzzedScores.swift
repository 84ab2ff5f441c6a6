import Foundation
import ScoreEvaluation
import Timbre

extension FuzzedReader {
    static let scores = [clipList, trials]

    /// Lists of clips.
    private static let clipList = FuzzedReader("clip-list") {
        ["speaker\tclip\tday\nada\ta.wav\t1\nbruno\t/b.wav\t2\n", "\u{FEFF}clip\r\na.wav\r\n"].map {
            Array($0.utf8)
        }
    } read: { bytes in
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, as: "list.tsv")
        _ = try ClipList.read(path, needsSpeakers: false)
        _ = try ClipList.read(path, root: "/")
    }

    /// Scores, a key and a map of speakers with a zero byte between them, in any of the forms.
    private static let trials = FuzzedReader("trials") {
        [
            "model\tclip\tscore\tlabel\nada\ta1\t2.5\ttarget\nada\tb1\t-1\tnontarget\n",
            "ada a1 2.5\nada b1 -1\n\0ada a1 target\nada b1 nontarget\n\0a1 ada\nb1 bruno\n",
            "e1 t1 2.5\ne1 t2 -1\n\01 e1 t1\n0 e1 t2\n", "1 e1 t1 0.5\n0 e1 t2 0.25\n",
        ].map { Array($0.utf8) }
    } read: { bytes in
        let files = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
            .enumerated().map { TextFile(name: "file \($0)", contents: Data($1)) }
        let trials = try ScoredTrials(
            scores: files[0], key: files.count > 1 ? files[1] : nil,
            speakers: files.count > 2 ? files[2] : nil)
        _ = trials.trials
    }
}
