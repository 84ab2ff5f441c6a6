import ArgumentParser

struct MixtureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mixture",
        abstract: "Fit Gaussian mixtures to any table and ask them.",
        discussion: """
            DATA is CSV, TSV or a NumPy array, a file or - for standard input; its columns are \
            numbers, one row an observation. Of text, lines at the top that begin with # are \
            skipped unless they hold the names, and columns of words take no part. Rows and \
            columns are counted from 1, components and clusters from 0.

              timbre mixture select flowers.csv --components 1-6 --output best.safetensors
              timbre mixture assign flowers.csv --model best.safetensors
            """,
        subcommands: [
            MixtureFitCommand.self, MixtureSelectCommand.self, MixtureAssignCommand.self,
            MixtureScoreCommand.self, MixtureOutliersCommand.self, MixtureSampleCommand.self,
            MixtureFillCommand.self, MixtureInspectCommand.self, MixtureCompareCommand.self,
            MixtureExportCommand.self,
        ])
}
