import Foundation
import GRDB
import SpeakerGallery
import SpeakerIdentification
import Synchronization

extension FuzzedReader {
    /// Statistics as a gallery's rows hold them.
    static let statistics = FuzzedReader("statistics") {
        let voice = try SmallBackground.statistics(SmallBackground.model(), speaker: 1, seed: 1)
        return [true, false].map { StatisticsEncoding.encode(voice, keepsSecond: $0) }
    } read: { bytes in
        _ = try StatisticsEncoding.decode(
            bytes, streamCount: 2, componentCount: 4, dimension: 3)
    }

    /// A gallery some of whose cells hold anything. An input is a row of changes: the number of a
    /// column, the kind of value (nothing, whole number, number, text, bytes), a length, and so
    /// many bytes of value.
    static let gallery = FuzzedReader("gallery") {
        let columns = UInt8(StoredGallery.columns.count)
        return [[]]
            + (0..<columns).flatMap { column in
                (0..<5).map { kind in [column, kind, 8, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F] }
            }
    } read: { bytes in
        let copy = try StoredGallery.copy { database in
            var rest = bytes[...]
            while rest.count >= 3 {
                let column = StoredGallery.columns[
                    Int(rest.removeFirst()) % StoredGallery.columns.count]
                let kind = rest.removeFirst()
                let value = rest.dropFirst().prefix(Int(rest.removeFirst()))
                rest = rest.dropFirst(value.count)
                // What SQLite itself refuses cannot be in a gallery.
                try? database.execute(
                    sql: "UPDATE \(column.table) SET \(column.name) = ?",
                    arguments: [cell(kind, Array(value))])
            }
        }
        try StoredGallery.readEverything(copy.gallery)
    }

    private static func cell(_ kind: UInt8, _ bytes: [UInt8]) -> DatabaseValue {
        let bits = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return switch kind % 5 {
        case 0: .null
        case 1: Int64(bitPattern: bits).databaseValue
        case 2: Double(bitPattern: bits).databaseValue
        case 3: String(decoding: bytes, as: UTF8.self).databaseValue
        default: Data(bytes).databaseValue
        }
    }
}

/// A small gallery of two speakers and a calibration, whose file forbids nothing that ours forbid.
struct StoredGallery {
    let folder: TemporaryFolder
    let gallery: SpeakerGallery

    static let columns: [(table: String, name: String)] =
        [
            ("background_model", ["identity", "file"]),
            ("speaker", ["name", "created_at", "notes", "consent", "consent_at", "expires_at"]),
            (
                "recording",
                [
                    "speaker_id", "name", "digest", "duration_seconds", "speech_seconds",
                    "signal_to_noise_decibels", "clipped_fraction", "enrolled_at", "statistics",
                ]
            ),
            ("tag", ["speaker_id", "tag"]),
            ("event", ["happened_at", "action", "speaker_id", "recordings"]),
            (
                "calibration",
                [
                    "slope", "offset", "threshold", "wanted_rate", "unit", "false_alarm_rate",
                    "false_alarm_rate_low", "false_alarm_rate_high", "miss_rate", "miss_rate_low",
                    "miss_rate_high", "speakers", "clips", "gallery_size", "calibrated_at",
                ]
            ),
        ].flatMap { table, names in names.map { (table, $0) } }

    private static let file = Mutex<Data?>(nil)

    /// A copy in a folder of its own, once `change` has written to it.
    static func copy(_ change: ((Database) throws -> Void)? = nil) throws -> StoredGallery {
        let bytes = try file.withLock { file in
            if let file { return file }
            let made = try make()
            file = made
            return made
        }
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(bytes), as: "gallery.sqlite")
        if let change {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try database.write(change)
            try database.close()
        }
        return StoredGallery(folder: folder, gallery: try SpeakerGallery.open(path))
    }

    private static func make() throws -> Data {
        let folder = try TemporaryFolder()
        let path = folder.path("gallery.sqlite")
        try fill(path)
        let database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA writable_schema = ON")
            try database.execute(
                sql: """
                    UPDATE sqlite_master SET sql = replace(replace(sql, ' NOT NULL', ''), \
                    ' CHECK (id = 1)', '') WHERE type = 'table' AND sql IS NOT NULL
                    """)
            // Chance draws them, and an input must mean the same at every start.
            try database.execute(sql: "UPDATE speaker SET revision = 5000 + id")
        }
        try database.close()
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    private static func fill(_ path: String) throws {
        let model = try SmallBackground.model().with(cohort: [
            SmallBackground.statistics(SmallBackground.model(), speaker: 9, seed: 1)
        ])
        let gallery = try SpeakerGallery.create(path, background: model)
        for (number, speaker) in ["ada", "ada", "bruno"].enumerated() {
            let summary = RecordingSummary(
                name: "clip\(number).wav", digest: String(repeating: "\(number)", count: 64),
                durationSeconds: 3, speechSeconds: 2, signalToNoiseDecibels: 20,
                clippedFraction: 0, enrolledAt: Date(timeIntervalSince1970: 1_700_000_000))
            let statistics = try SmallBackground.statistics(
                model, speaker: UInt64(speaker.utf8.count), seed: UInt64(number), count: 20)
            try gallery.add([EnrolledRecording(summary, statistics)], to: speaker)
        }
        try gallery.edit("ada") { $0.tags = ["night"] }
        try gallery.setCalibration(
            Calibration(
                map: EvidenceMap(slope: 1, offset: 0), threshold: 2, wantedRate: 0.05,
                unit: .identification, falseAlarms: .init(value: 0.04, low: 0.01, high: 0.1),
                misses: .init(value: 0.1, low: 0.05, high: 0.2), speakers: 2, clips: 10,
                gallerySize: 2, date: Date(timeIntervalSince1970: 1_700_000_000)))
    }

    static func readEverything(_ gallery: SpeakerGallery) throws {
        let speakers = try gallery.speakers()
        _ = try gallery.log()
        _ = try gallery.calibration()
        _ = try gallery.recordingsByDigest()
        for speaker in speakers {
            _ = try gallery.facts(of: speaker.name)
            _ = try gallery.recordingSummaries(of: speaker.name)
            _ = try gallery.recordings(of: speaker.name)
        }
        try gallery.forEachSpeaker(includesEverybody: true) { _, _ in }
    }
}
