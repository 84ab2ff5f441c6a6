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
            func rate(_ name: String) throws -> Calibration.ExpectedRate? {
                guard let value = try row.decode(Double?.self, forColumn: name),
                    let low = try row.decode(Double?.self, forColumn: name + "_low"),
                    let high = try row.decode(Double?.self, forColumn: name + "_high")
                else { return nil }
                return .init(value: value, low: low, high: high)
            }
            guard let unit = Calibration.Unit(rawValue: try row.decode(forColumn: "unit")),
                let falseAlarms = try rate("false_alarm_rate")
            else { throw damage }
            let calibration = Calibration(
                map: EvidenceMap(
                    slope: try row.decode(forColumn: "slope"),
                    offset: try row.decode(forColumn: "offset")),
                threshold: try row.decode(forColumn: "threshold"),
                wantedRate: try row.decode(forColumn: "wanted_rate"), unit: unit,
                falseAlarms: falseAlarms, misses: try rate("miss_rate"),
                speakers: try row.decode(forColumn: "speakers"),
                clips: try row.decode(forColumn: "clips"),
                gallerySize: try row.decode(forColumn: "gallery_size"),
                date: Date(timeIntervalSince1970: try row.decode(forColumn: "calibrated_at")))
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
