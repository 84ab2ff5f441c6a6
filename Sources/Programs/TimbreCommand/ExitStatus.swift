import ArgumentParser
import MixtureTables
import FileStorage
import Foundation
import GaussianMixtures
import KaldiFiles
import ScoreEvaluation
import SpeechFeatures
import Timbre

/// The program's exit codes, after sysexits.
enum ExitStatus: Int32, Comparable {
    case done = 0
    /// At least one speaker is unknown, or the claim is rejected.
    case unknown = 1
    case usage = 64
    case badData = 65
    case noInput = 66
    case internalFault = 70
    case cannotCreate = 73
    case inputOutput = 74
    case tryAgain = 75

    static func < (a: ExitStatus, b: ExitStatus) -> Bool { a.rawValue < b.rawValue }

    /// The code of an error; anything that no case foresees is a fault of the program.
    init(_ error: any Error) {
        switch error {
        case let error as AudioInputError:
            switch error.kind {
            case .missingInput: self = .noInput
            case .badData: self = .badData
            case .usage: self = .usage
            case .io: self = .inputOutput
            }
        case let error as GalleryError: self = Self.status(error)
        case let error as MixtureError: self = Self.status(error)
        case let error as TableError: self = Self.status(error)
        case let error as WorkbenchError: self = Self.status(error)
        case let error as IdentificationError: self = Self.status(error)
        case ClipList.Failure.missing: self = .noInput
        case is ClipList.Failure: self = .badData
        case let error as KaldiError: self = Self.status(error)
        case EvaluationError.missingFile, is GalleryMigration.Incomplete: self = .noInput
        case EvaluationError.unreadableFile: self = .inputOutput
        case is UnfitClip, is NoSilence, is EvaluationError, is CorpusEvaluation.NotEnrolled,
            is CorpusEvaluation.CohortOverlap, is PartialClip, is NothingToCompare:
            self = .badData
        case let error as FrontEndArgument.Failure: self = ExitStatus(error.error)
        case let error as FrontEndError:
            if case .unusableSample = error { self = .badData } else { self = .usage }
        case is AtomicFile.Failure: self = .cannotCreate
        case is TemporaryFile.Failure, is Console.OutputFailure: self = .inputOutput
        case is ValidationError: self = .usage
        default: self = .internalFault
        }
    }

    private static func status(_ error: GalleryError) -> ExitStatus {
        switch error {
        case .noGallery, .cannotOpen, .noSpeaker, .nobodyEnrolled, .noRecordings, .noRecording,
            .notLookedFor:
            .noInput
        case .notAGallery, .tooNew, .duplicateRecording, .cannotImport: .badData
        case .cannotCreate, .readOnly: .cannotCreate
        case .locked, .backgroundChanged: .tryAgain
        case .database, .full: .inputOutput
        case .speakerExists, .invalidName, .invalidTag: .usage
        case .incompleteChange: .internalFault
        }
    }

    private static func status(_ error: TableError) -> ExitStatus {
        switch error {
        case .cannotOpen: .noInput
        case .cannotRead: .inputOutput
        case .noSuchColumn, .ambiguousColumn, .repeatedColumn: .usage
        default: .badData
        }
    }

    private static func status(_ error: WorkbenchError) -> ExitStatus {
        switch error {
        case .tooManyFolds, .tooManyComponents, .projectionNeedsEveryCell, .cannotFillProjection:
            .usage
        default: .badData
        }
    }

    private static func status(_ error: KaldiError) -> ExitStatus {
        switch error {
        case .cannotOpen, .notAFile: .noInput
        case .cannotRead: .inputOutput
        default: .badData
        }
    }

    private static func status(_ error: MixtureError) -> ExitStatus {
        switch error {
        case .invalidOptions: .usage
        case .missingFile: .noInput
        case .cannotWrite: .cannotCreate
        default: .badData
        }
    }

    private static func status(_ error: IdentificationError) -> ExitStatus {
        switch error {
        case .model(let error): status(error)
        case .noShippedModel: .noInput
        case .wrongStreamCount: .internalFault
        case .damagedModel: .tryAgain
        case .invalidModel, .tooFewFramesToAdapt, .tooFewScores, .uninformativeScores:
            .badData
        }
    }
}

/// Runs a command's work; ends the program with the status it returns, or with an error's message
/// and code.
func finishing(_ console: Console, _ work: () throws -> ExitStatus) throws {
    let status: ExitStatus
    do {
        status = try work()
    } catch {
        console.error("\(error)")
        status = ExitStatus(error)
    }
    if status != .done { throw ExitCode(status.rawValue) }
}
