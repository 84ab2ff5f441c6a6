import Foundation
import TestSupport

/// The synthetic speakers that lie in the repository.
enum SyntheticCorpus {
    static let repository = Repository.path
    static let folder = repository + "/Corpora/synthetic"
    static let featureFixtures = Repository.fixture("features")
    static let speakers = [
        "ada", "bruno", "carlo", "dylan", "elsa", "farid", "gwen", "hugo", "ines", "jonas", "kirsi",
        "lena",
    ]

    /// Streams of the preset speech-16k.
    static let streamCount = 4

    static func enrollment(_ speaker: String, _ number: Int) -> String {
        "\(folder)/clips/\(speaker)/enroll-\(number).flac"
    }

    static func probe(_ speaker: String, _ number: Int) -> String {
        "\(folder)/clips/\(speaker)/probe-\(number).flac"
    }

    /// The bytes of a gallery with all of them, made once by the program itself.
    static let gallery = Result {
        let workspace = try Workspace()
        let run = try workspace.run("enroll", "--list", "\(folder)/enroll.tsv", "--gallery", "g")
        guard run.status == 0 else { throw CannotEnroll(run: run) }
        return try workspace.bytes("g")
    }

    struct CannotEnroll: Error {
        let run: Run
    }
}
