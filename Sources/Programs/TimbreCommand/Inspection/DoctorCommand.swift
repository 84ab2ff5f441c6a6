import ArgumentParser
import Timbre

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check libraries, models and gallery, and name the remedy for what is wrong.")

    @OptionGroup var galleryOptions: GalleryOptions
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let check: String
        let status: String
        let detail: String
        let remedy: String?
    }

    func run() throws {
        let console = output.console
        try finishing(console) {
            let findings = Diagnosis.findings(gallery: galleryOptions.path)
            if console.isJSON {
                for finding in findings {
                    try console.result(
                        json: Line(
                            check: finding.check, status: finding.status.rawValue,
                            detail: finding.detail, remedy: finding.remedy))
                }
            } else {
                try console.table(
                    [["CHECK", "STATUS", "DETAIL"]]
                        + findings.map { finding in
                            [
                                finding.check, finding.status.rawValue,
                                finding.detail + (finding.remedy.map { "; " + $0 } ?? ""),
                            ]
                        })
            }
            return findings.contains { $0.status == .fault } ? .badData : .done
        }
    }
}
