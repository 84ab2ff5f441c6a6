import Foundation
import SpeakerGallery
import SpeakerIdentification
import TestSupport
import Testing

@Suite struct GalleryCalibrationTests {
    private static func calibration(
        threshold: Double = 2.5, misses: Calibration.ExpectedRate? = nil,
        unit: Calibration.Unit = .identification, gallerySize: Int = 12
    ) -> Calibration {
        Calibration(
            map: EvidenceMap(slope: 0.8, offset: -0.1), threshold: threshold, wantedRate: 0.01,
            unit: unit, falseAlarms: .init(value: 0.009, low: 0, high: 0.03), misses: misses,
            speakers: 20, clips: 77, gallerySize: gallerySize,
            date: Date(timeIntervalSince1970: 1_700_000_000.25))
    }

    @Test func nothingIsKeptUnlessToldTo() throws {
        #expect(try GalleryMaterial().gallery.calibration() == nil)
    }

    @Test(arguments: Calibration.Unit.allCases)
    func whatIsKeptComesBack(unit: Calibration.Unit) throws {
        let material = try GalleryMaterial()
        for misses in [nil, Calibration.ExpectedRate(value: 0.1, low: 0.05, high: 0.25)] {
            let calibration = Self.calibration(misses: misses, unit: unit)
            try material.gallery.setCalibration(calibration)
            #expect(try SpeakerGallery.open(material.gallery.path).calibration() == calibration)
        }
        try material.gallery.setCalibration(nil)
        #expect(try material.gallery.calibration() == nil)
    }

    /// A gallery as the program made it before it could calibrate.
    @Test func anOldGalleryIsBroughtUpToDate() throws {
        let material = try GalleryMaterial()
        try material.add(1, 2, to: "alice")
        let sum = try material.sum(of: "alice")
        let path = try material.copy()
        try material.execute(
            "DROP TABLE calibration; DELETE FROM grdb_migrations WHERE identifier LIKE '2:%'",
            in: path)
        let gallery = try SpeakerGallery.open(path)
        #expect(try gallery.calibration() == nil)
        #expect(try gallery.statistics(of: "alice") == sum)
        try gallery.setCalibration(Self.calibration())
        #expect(try SpeakerGallery.open(path).calibration() == Self.calibration())
    }

    static let damages = [
        "slope = 0", "slope = -1", "slope = 9e999", "threshold = 9e999", "unit = 'clip'",
        "false_alarm_rate = 2", "false_alarm_rate_low = NULL", "miss_rate_high = -1",
    ]

    @Test(arguments: damages) func damageIsNotJudgedBy(damage: String) throws {
        let material = try GalleryMaterial()
        try material.gallery.setCalibration(
            Self.calibration(misses: .init(value: 0.1, low: 0.05, high: 0.25)))
        try material.execute("UPDATE calibration SET \(damage)")
        let path = material.gallery.path
        #expect(
            throws: GalleryError.notAGallery(
                path: path, reason: "its calibration is not usable")
        ) { try SpeakerGallery.open(path).calibration() }
    }

    @Test func growthMattersToIdentificationAlone() {
        let calibration = Self.calibration()
        #expect(calibration.growth(to: 11) == nil)
        #expect(calibration.growth(to: 14) == nil)
        #expect(calibration.growth(to: 15) == 1.25)
        #expect(calibration.growth(to: 24) == 2)
        #expect(Self.calibration(unit: .comparison).growth(to: 24) == nil)
    }

    @Test func recordingsAreKnownByTheirDigests() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "bob")
        try material.add(1, 2, to: "alice")
        let recordings = try material.gallery.recordingsByDigest()
        #expect(recordings.count == 2)
        let first = try GalleryMaterial.recording(1).summary.digest
        #expect(recordings[first]?.speaker == "alice")
        #expect(recordings[first]?.recording == "clip1.wav")
    }
}
