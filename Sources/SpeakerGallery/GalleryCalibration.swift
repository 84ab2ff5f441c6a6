import Foundation
internal import GRDB
internal import SpeakerIdentification

/// The calibration that a gallery keeps.
extension SpeakerGallery {
    /// What was learnt on the user's own clips; nil where nothing was.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be read or is damaged.
    public func calibration() throws -> Calibration? {
        try read { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM calibration") else {
                return nil
            }
            func rate(_ name: String) -> Calibration.ExpectedRate? {
                guard let value = row[name] as Double?, let low = row[name + "_low"] as Double?,
                    let high = row[name + "_high"] as Double?
                else { return nil }
                return .init(value: value, low: low, high: high)
            }
            guard let unit = Calibration.Unit(rawValue: row["unit"]),
                let falseAlarms = rate("false_alarm_rate")
            else { throw damage }
            let calibration = Calibration(
                map: EvidenceMap(slope: row["slope"], offset: row["offset"]),
                threshold: row["threshold"], wantedRate: row["wanted_rate"], unit: unit,
                falseAlarms: falseAlarms, misses: rate("miss_rate"), speakers: row["speakers"],
                clips: row["clips"], gallerySize: row["gallery_size"],
                date: Date(timeIntervalSince1970: row["calibrated_at"]))
            guard calibration.isUsable else { throw damage }
            return calibration
        }
    }

    /// Keeps a calibration in the place of any other; nil removes it.
    ///
    /// - Throws: ``GalleryError`` when the gallery cannot be written.
    public func setCalibration(_ calibration: Calibration?) throws {
        try write { database in
            try checkBackground(database)
            try database.execute(sql: "DELETE FROM calibration")
            try record(calibration == nil ? .uncalibrated : .calibrated, nil, database)
            guard let calibration else { return }
            try database.execute(
                sql: """
                    INSERT INTO calibration (id, slope, offset, threshold, wanted_rate, unit,
                        false_alarm_rate, false_alarm_rate_low, false_alarm_rate_high,
                        miss_rate, miss_rate_low, miss_rate_high,
                        speakers, clips, gallery_size, calibrated_at)
                    VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    calibration.map.slope, calibration.map.offset, calibration.threshold,
                    calibration.wantedRate, calibration.unit.rawValue,
                    calibration.falseAlarms.value, calibration.falseAlarms.low,
                    calibration.falseAlarms.high, calibration.misses?.value,
                    calibration.misses?.low, calibration.misses?.high, calibration.speakers,
                    calibration.clips, calibration.gallerySize,
                    calibration.date.timeIntervalSince1970,
                ])
        }
    }

    private var damage: GalleryError {
        .notAGallery(path: path, reason: "its calibration is not usable")
    }
}
