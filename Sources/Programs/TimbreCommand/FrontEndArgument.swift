import Foundation
import SpeechFeatures
import Timbre

/// A front end as the command line names it: a preset, or a JSON file.
enum FrontEndArgument {
    /// What is wrong with a file's configuration.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let error: FrontEndError
        var description: String { "\(path): \(error)" }
    }

    static func load(_ word: String) throws -> FrontEndConfiguration {
        if FrontEndConfiguration.presets[word] != nil || !word.hasSuffix(".json") {
            return try FrontEndConfiguration(preset: word)
        }
        guard let data = FileManager.default.contents(atPath: word) else {
            throw AudioInputError.noSuchFile(path: word)
        }
        do {
            return try FrontEndConfiguration(json: data)
        } catch {
            throw Failure(path: word, error: error)
        }
    }
}
