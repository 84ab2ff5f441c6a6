import Foundation
import ScoreEvaluation
import Timbre

/// Lays out what a calibration says.
struct CalibrationPrinter {
    let console: Console

    init(_ console: Console) { self.console = console }

    /// A calibration that was just learnt, beside the background model's own.
    func print(_ outcome: CalibrationOutcome, isKept: Bool) throws {
        let calibration = outcome.calibration
        if console.isJSON {
            try console.result(json: CalibrationLine(outcome, isKept: isKept))
        } else {
            let shipped = outcome.shipped
            var rows = [["", "SHIPPED", "CALIBRATED", "TO EXPECT (95 %)"]]
            rows.append(
                ["threshold", fixed(shipped.threshold, 2), fixed(calibration.threshold, 2), ""])
            rows.append(
                [
                    "false alarms", share(shipped.falseAlarms.rate),
                    share(calibration.falseAlarms.value), range(calibration.falseAlarms),
                ])
            rows.append(
                [
                    "misses", share(shipped.misses.rate), share(calibration.misses?.value),
                    calibration.misses.map(range) ?? "",
                ])
            if let cost = outcome.cost {
                rows.append(
                    [
                        "Cllr", bits(cost.shipped),
                        bits(cost.isMapWorthwhile ? cost.crossValidated : cost.shipped),
                        "least possible \(bits(cost.minimum))",
                    ])
            }
            try console.table(rows, rightAligned: [1, 2])
        }
        console.remark(
            "\(counted(outcome.falseAlarms.errors, "false alarm")) in "
                + "\(outcome.falseAlarms.trials) \(calibration.unit.rawValue)s, "
                + "\(outcome.misses.errors) of \(outcome.misses.trials) own clips missed; "
                + "\(counted(calibration.clips, "clip")) of \(outcome.enrolledCount) enrolled "
                + "speakers and \(counted(outcome.strangerCount, "stranger")), "
                + "\(calibration.gallerySize) enrolled")
        for remark in outcome.remarks { console.remark(remark) }
        if isKept { console.remark("kept in the gallery; identify and verify use it from now on") }
    }

    /// A calibration that a gallery keeps.
    func print(_ calibration: Calibration) throws {
        guard !console.isJSON else {
            try console.result(json: CalibrationLine(calibration))
            return
        }
        try console.table([
            ["threshold", fixed(calibration.threshold, 2)],
            ["wanted", "\(share(calibration.wantedRate)) per \(calibration.unit.rawValue)"],
            [
                "false alarms",
                "\(share(calibration.falseAlarms.value)) (\(range(calibration.falseAlarms)))",
            ],
            ["misses", calibration.misses.map { "\(share($0.value)) (\(range($0)))" } ?? "?"],
            [
                "evidence",
                calibration.map == .identity
                    ? "as shipped"
                    : "\(fixed(calibration.map.slope, 3)) × shipped, "
                        + "\(calibration.map.offset < 0 ? "−" : "+") "
                        + "\(fixed(abs(calibration.map.offset), 3))",
            ],
            ["learnt from", "\(calibration.clips) clips of \(calibration.speakers) speakers"],
            ["enrolled then", "\(calibration.gallerySize)"],
            ["date", calibration.date.ISO8601Format()],
        ])
    }

    private func share(_ value: Double?) -> String { value.map { percent($0, 2) } ?? "?" }

    private func range(_ rate: Calibration.ExpectedRate) -> String {
        String(format: "%.1f–%.1f %%", 100 * rate.low, 100 * rate.high)
    }

    private func bits(_ cost: Double?) -> String { cost.map { fixed($0, 3) } ?? "?" }
}

/// A calibration as an object of JSON.
struct CalibrationLine: Encodable {
    let threshold: Double
    let wantedFalseAlarmRate: Double
    let per: String
    let slope: Double
    let offset: Double
    let falseAlarmRate: Double
    let falseAlarmRateLow: Double
    let falseAlarmRateHigh: Double
    let missRate: Double?
    let missRateLow: Double?
    let missRateHigh: Double?
    let speakers: Int
    let clips: Int
    let gallerySize: Int
    let calibratedAt: String
    var kept = true
    var enrolledSpeakers: Int?
    var strangers: Int?
    var falseAlarms: Int?
    var falseAlarmTrials: Int?
    var misses: Int?
    var missTrials: Int?
    var shippedThreshold: Double?
    var shippedFalseAlarmRate: Double?
    var shippedMissRate: Double?
    var shippedCllr: Double?
    var crossValidatedCllr: Double?
    var minCllr: Double?
    var remarks: [String]?

    /// What a gallery keeps.
    init(_ calibration: Calibration) {
        threshold = calibration.threshold
        wantedFalseAlarmRate = calibration.wantedRate
        per = calibration.unit.rawValue
        slope = calibration.map.slope
        offset = calibration.map.offset
        falseAlarmRate = calibration.falseAlarms.value
        falseAlarmRateLow = calibration.falseAlarms.low
        falseAlarmRateHigh = calibration.falseAlarms.high
        missRate = calibration.misses?.value
        missRateLow = calibration.misses?.low
        missRateHigh = calibration.misses?.high
        speakers = calibration.speakers
        clips = calibration.clips
        gallerySize = calibration.gallerySize
        calibratedAt = calibration.date.ISO8601Format()
    }

    /// What was just learnt, and what it rests on.
    init(_ outcome: CalibrationOutcome, isKept: Bool) {
        self.init(outcome.calibration)
        kept = isKept
        enrolledSpeakers = outcome.enrolledCount
        strangers = outcome.strangerCount
        falseAlarms = outcome.falseAlarms.errors
        falseAlarmTrials = outcome.falseAlarms.trials
        misses = outcome.misses.errors
        missTrials = outcome.misses.trials
        shippedThreshold = outcome.shipped.threshold
        shippedFalseAlarmRate = outcome.shipped.falseAlarms.rate
        shippedMissRate = outcome.shipped.misses.rate
        shippedCllr = outcome.cost?.shipped
        crossValidatedCllr = outcome.cost?.crossValidated
        minCllr = outcome.cost?.minimum
        remarks = outcome.remarks
    }
}
