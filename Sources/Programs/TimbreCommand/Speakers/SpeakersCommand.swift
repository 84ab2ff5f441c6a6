import ArgumentParser
import Timbre

struct SpeakersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speakers",
        abstract: "The gallery's life: list, show, edit, rename, merge and remove speakers.",
        subcommands: [
            SpeakersListCommand.self, SpeakersShowCommand.self, SpeakersEditCommand.self,
            SpeakersRenameCommand.self, SpeakersMergeCommand.self, SpeakersRemoveCommand.self,
            SpeakersDuplicatesCommand.self, SpeakersExportCommand.self,
            SpeakersImportCommand.self, SpeakersBackupCommand.self, SpeakersMigrateCommand.self,
            SpeakersLogCommand.self, SpeakersCompactCommand.self,
        ],
        defaultSubcommand: SpeakersListCommand.self)
}
