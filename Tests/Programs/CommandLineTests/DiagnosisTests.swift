import Foundation
import TestSupport
import Testing
import Timbre

@testable import TimbreCommand

@Suite struct DiagnosisTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func everythingIsChecked() throws {
        let findings = Diagnosis.findings(gallery: folder.path("none.sqlite"))
        #expect(
            findings.map(\.check) == [
                "libsndfile", "libsoxr", "FFTW", "OpenBLAS", "processor level", "SQLite",
                "processors", "temporary folder", "model speech-16k", "model telephone-8k",
                "gallery",
            ])
        #expect(findings.allSatisfy { !$0.detail.isEmpty })
        #expect(findings.allSatisfy { $0.status != .fault })
        #expect(findings.last?.detail == "none yet at \(folder.path("none.sqlite"))")
    }

    @Test func aGalleryIsCounted() throws {
        let recognizer = try VoiceMaterial.enrolledRecognizer(in: folder)
        let finding = try #require(Diagnosis.findings(gallery: recognizer.gallery.path).last)
        #expect(finding.status == .ok)
        #expect(finding.detail == "speakers: 3, model synthetic, \(recognizer.gallery.path)")
    }

    @Test func whatOthersMayReadIsAWarning() throws {
        let path = try VoiceMaterial.enrolledRecognizer(in: folder).gallery.path
        chmod(path, 0o640)
        let finding = try #require(Diagnosis.findings(gallery: path).last)
        #expect(finding.check == "gallery's rights")
        #expect(finding.status == .warning)
        #expect(finding.remedy == "chmod 600 \(path)")
    }

    @Test func aClockBehindTheGalleryIsAWarning() throws {
        let path = folder.path("gallery.sqlite")
        _ = try SpeakerGallery.create(path, background: VoiceMaterial.background()) {
            Date(timeIntervalSinceNow: 86400)
        }
        let finding = try #require(Diagnosis.findings(gallery: path).last)
        #expect(finding.check == "clock")
        #expect(finding.status == .warning)
    }

    @Test func aBrokenGalleryIsAFault() throws {
        let path = try folder.write(String(repeating: "text", count: 500), as: "gallery.sqlite")
        let finding = try #require(Diagnosis.findings(gallery: path).last)
        #expect(finding.status == .fault)
        #expect(finding.detail == "\(path): not a gallery: file is not a database")
    }
}
