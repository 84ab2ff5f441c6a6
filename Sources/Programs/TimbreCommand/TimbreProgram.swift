import ArgumentParser
import Foundation
import NumericCore

/// `timbre`: parses, calls the library, prints.
@main
struct TimbreProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timbre",
        abstract: "Tells who is speaking, on your own machine.",
        discussion: """
            Enrol a few voices, then ask who is heard in other clips:

              timbre enroll alice alice1.wav alice2.wav
              timbre enroll bob recordings/bob
              timbre identify visitor.wav

            Clips are audio files, folders, - for standard input, or a list by --list. Results go \
            to standard output, everything else to standard error. Exit codes: 0 done, 1 a \
            speaker is unknown or a claim rejected, 64 usage, 65 bad data, 66 no input, \
            73 cannot create, 74 input/output, 75 try again.
            """,
        version: "0.1.0",
        subcommands: [
            EnrollCommand.self, IdentifyCommand.self, VerifyCommand.self, SegmentsCommand.self,
            SpeakersCommand.self, ForgetCommand.self, CalibrateCommand.self, TrainCommand.self,
            AdaptBackgroundCommand.self, EvaluateCommand.self, MetricsCommand.self,
            FeaturesCommand.self, MixtureCommand.self, InspectCommand.self, DoctorCommand.self,
            DecodeCommand.self,
        ])

    static func main() {
        FreedMemory.keep()
        LinearAlgebraLibrary.endThreads()
        if let fault = ProcessorLevel.fault {
            Console.talk("timbre: \(fault)\n")
            Foundation.exit(ExitStatus.usage.rawValue)
        }
        main(nil)
    }
}
