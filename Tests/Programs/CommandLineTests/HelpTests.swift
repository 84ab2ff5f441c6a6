import Testing

@Suite struct HelpTests {
    struct Page: Sendable, CustomTestStringConvertible {
        let command: [String]
        let mentions: [String]
        var testDescription: String { command.joined(separator: " ") }

        init(_ command: String, _ mentions: String...) {
            self.command = command.split(separator: " ").map(String.init)
            self.mentions = mentions
        }
    }

    static let common = ["--json", "--quiet", "--verbose"]
    static let computing = ["--threads", "--seed"]
    static let pages: [Page] = [
        .init(
            "enroll", "SPEAKER CLIPS", "--list", "--root", "--model", "--gallery", "--channel",
            "--raw", "--isolate", "--min-speech", "--min-snr", "--max-clipping", "--min-high-band",
            "--min-likeness"),
        .init(
            "identify", "--top", "--threshold", "--closed-set", "--list", "--root", "--gallery",
            "--channel", "--raw", "--live", "--pause", "--every", "--longest", "--isolate",
            "--min-speech", "--min-snr", "--max-clipping", "--min-high-band"),
        .init(
            "segments", "<clips>", "--list", "--window", "--step", "--pause", "--change-cost",
            "--rttm", "--picture", "--reference", "--collar", "--closed-set", "--threshold",
            "--gallery", "--channel", "--raw"),
        .init("verify", "<speaker>", "<clips>", "--threshold", "--list", "--gallery"),
        .init("speakers list", "--gallery"),
        .init("speakers show", "<speaker>", "--gallery"),
        .init("speakers rename", "<speaker>", "<name>", "--gallery"),
        .init("speakers remove", "<speakers>", "--gallery"),
        .init("speakers merge", "<source>", "<target>", "--gallery"),
        .init(
            "speakers edit", "<speaker>", "--tag", "--untag", "--notes", "--consent",
            "--consent-date", "--expires", "--gallery"),
        .init("speakers duplicates", "--threshold", "--top", "--gallery"),
        .init("speakers migrate", "--model", "--root", "--drop-missing", "--gallery"),
        .init("speakers backup", "<file>", "--gallery"),
        .init("speakers compact", "--gallery"),
        .init("speakers log", "--gallery"),
        .init("speakers export", "--file", "--gallery"),
        .init("speakers import", "<file>", "--gallery"),
        .init("forget", "<speaker>", "<recording>", "--gallery"),
        .init(
            "calibrate", "--list", "--root", "--false-alarm-rate", "--per", "--dry-run", "--show",
            "--reset", "--gallery", "--channel", "--raw"),
        .init(
            "train", "--output", "--components", "--features", "--checkpoint", "speech-16k",
            "telephone-8k"),
        .init(
            "adapt-background", "--output", "--model", "--list", "--root", "--relevance-factor",
            "--adapt", "--name", "--channel", "--raw", "timbre calibrate"),
        .init(
            "evaluate", "enroll.tsv", "probe.tsv", "unknown.tsv", "--enroll", "--probe",
            "--unknown", "--model", "--background", "--output"),
        .init(
            "features", "<clips>", "--list", "--output", ".ark", "--stage", "--features", "power",
            "fbank", "mfcc", "final",
            "kaldi", "librosa", "python-speech-features"),
        .init(
            "mixture fit", "<data>", "--components", "--covariance", "--start", "--starts",
            "--iterations", "--tolerance", "--convergence", "--regularization",
            "--variance-floor", "--weights", "--columns", "--separator", "--header", "--missing",
            "--missing-words",
            "--standardize", "--pca", "--from", "--output", "--plot", "--plot-bound"),
        .init(
            "mixture select", "<data>", "--components", "--covariance", "--criterion", "--folds",
            "--output", "--plot"),
        .init("mixture assign", "<data>", "--model", "--hard", "--keep", "--output"),
        .init("mixture score", "<data>", "--model", "--keep", "--output"),
        .init("mixture outliers", "<data>", "--model", "--false-alarm-rate", "--reference"),
        .init("mixture sample", "--model", "--count", "--labels", "--output"),
        .init("mixture fill", "<data>", "--model", "--keep", "--output"),
        .init("mixture inspect", "<model>"),
        .init("mixture export", "<model>", "--output", "--format", "--stream", "final.dubm"),
        .init("mixture compare", "<data>", "--components", "--truth", "--plot"),
        .init("inspect", "<file>"),
        .init("doctor", "--gallery"),
    ]

    @Test(arguments: pages) func everyCommandExplainsItself(_ page: Page) throws {
        let run = try Workspace().run(page.command + ["--help"])
        #expect(run.status == 0)
        #expect(run.errors == "")
        for word in page.mentions + Self.common {
            #expect(run.output.contains(word), "\(word)")
        }
        // What only shows what is there, or writes it in another way, has nothing to compute.
        let computes = page.command.last != "inspect" && page.command != ["mixture", "export"]
        for word in Self.computing {
            #expect(run.output.contains(word) == computes, "\(word)")
        }
        // A default is told once.
        let text = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for option in text.split(separator: " --") {
            #expect(option.ranges(of: "default: ").count < 2, "\(option)")
        }
    }

    @Test func theProgramNamesItsCommandsAndExitCodes() throws {
        let workspace = try Workspace()
        let help = try workspace.run("--help")
        #expect(help.status == 0)
        for command in Set(Self.pages.map(\.command[0])) {
            #expect(help.output.contains("\n  \(command) "), "\(command)")
        }
        for code in ["0", "1", "64", "65", "66", "73", "74", "75"] {
            #expect(help.output.contains(" \(code)\n") || help.output.contains(" \(code) "))
        }
        // Whoever types nothing wants to know what there is.
        #expect(try workspace.run().output == help.output)
    }

    @Test func theVersionIsThreeNumbers() throws {
        let run = try Workspace().run("--version")
        #expect(run.status == 0)
        #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        #expect(run.errors == "")
    }
}
