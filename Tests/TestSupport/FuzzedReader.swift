import AudioInput
import MixtureTables
import FileStorage
import GaussianMixtures
import KaldiFiles
import ScoreEvaluation
import SpeakerGallery
import SpeakerIdentification
import SpeechFeatures
import Timbre

/// A reader of files that somebody else may have made, as a fuzzer drives it: whatever the bytes,
/// it ends, with what they hold or with an error of our own.
package struct FuzzedReader: Sendable, CustomStringConvertible {
    /// What the reader is called on the command line.
    package let name: String
    /// Small inputs that it takes, from which a fuzzer starts.
    package let seeds: @Sendable () throws -> [[UInt8]]
    private let read: @Sendable ([UInt8]) throws -> Void

    package var description: String { name }

    init(
        _ name: String, seeds: @escaping @Sendable () throws -> [[UInt8]],
        read: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.name = name
        self.seeds = seeds
        self.read = read
    }

    /// Every reader there is.
    package static let all: [FuzzedReader] =
        [audio, rawAudio] + models + [statistics, gallery, galleryModels] + tables + scores + kaldi
        + [frontEnd]

    /// Reads an input.
    ///
    /// - Throws: what the reader says about it.
    package func callAsFunction(_ bytes: [UInt8]) throws {
        do {
            try read(bytes)
        } catch {
            precondition(Self.isOurs(error), "\(name): \(type(of: error)): \(error)")
            throw error
        }
    }

    /// Whether an error says in our words what is wrong with a file.
    private static func isOurs(_ error: any Error) -> Bool {
        switch error {
        case is AudioInputError, is ClipList.Failure, is EvaluationError, is FrontEndError,
            is GalleryError, is IdentificationError, is KaldiError, is MixtureError, is TableError,
            is TemporaryFile.Failure, is StatisticsEncoding.Damaged:
            true
        default: false
        }
    }
}
