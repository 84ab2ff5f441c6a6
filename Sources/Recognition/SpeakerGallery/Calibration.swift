public import Foundation
public import SpeakerIdentification

/// What a gallery's user has found out about the evidence on clips of known people, and the
/// threshold that follows.
public struct Calibration: Sendable, Equatable {
    /// What false alarms are counted per.
    public enum Unit: String, CaseIterable, Sendable {
        /// A clip and a speaker who is not the clip's.
        case comparison
        /// A clip of somebody who is not enrolled, looked for among everybody who is.
        case identification
    }

    /// An error rate to expect, a fraction, and the interval in which that of as many other
    /// speakers lies in 95 of 100 cases.
    public struct ExpectedRate: Sendable, Equatable {
        /// The rate.
        public let value: Double
        /// The interval's lower end.
        public let low: Double
        /// The interval's upper end.
        public let high: Double

        /// A rate and its interval.
        public init(value: Double, low: Double, high: Double) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    /// What the background model's evidence becomes.
    public let map: EvidenceMap
    /// The least evidence of a match after the map, in nats.
    public let threshold: Double
    /// The false-alarm rate that was asked for, a fraction.
    public let wantedRate: Double
    /// What it is counted per.
    public let unit: Unit
    /// The false-alarm rate to expect at the threshold, as counted on the clips that chose it:
    /// never above the wanted rate, and a little too low where few false alarms decide, which the
    /// interval allows for.
    public let falseAlarms: ExpectedRate
    /// The miss rate to expect there; nil where no clip was an enrolled speaker's.
    public let misses: ExpectedRate?
    /// How many speakers' clips it was learnt from.
    public let speakers: Int
    /// How many clips these are.
    public let clips: Int
    /// How many speakers were enrolled then.
    public let gallerySize: Int
    /// When it was learnt.
    public let date: Date

    /// A calibration of its parts.
    public init(
        map: EvidenceMap, threshold: Double, wantedRate: Double, unit: Unit,
        falseAlarms: ExpectedRate, misses: ExpectedRate?, speakers: Int, clips: Int,
        gallerySize: Int, date: Date
    ) {
        self.map = map
        self.threshold = threshold
        self.wantedRate = wantedRate
        self.unit = unit
        self.falseAlarms = falseAlarms
        self.misses = misses
        self.speakers = speakers
        self.clips = clips
        self.gallerySize = gallerySize
        self.date = date
    }

    /// By what the false alarms per identification have grown with the gallery, roughly, where
    /// that is a quarter or more: every speaker more is one more for whom a stranger can be taken.
    public func growth(to gallerySize: Int) -> Double? {
        guard unit == .identification else { return nil }
        let growth = Double(gallerySize) / Double(max(1, self.gallerySize))
        return growth >= 1.25 ? growth : nil
    }

    /// Whether clips can be judged by it; what is read from a file may be anything.
    var isUsable: Bool {
        map.isUsable && threshold.isFinite && (0...1).contains(wantedRate)
            && [falseAlarms, misses].allSatisfy { rate in
                guard let rate else { return true }
                return [rate.value, rate.low, rate.high].allSatisfy { (0...1).contains($0) }
            }
    }
}

extension Calibration {
    /// The calibration in a line.
    public var summary: String {
        "threshold \(String(format: "%.2f", threshold)) for \(percentage(wantedRate)) false alarms "
            + "per \(unit.rawValue), learnt from \(clips) clips of \(speakers) speakers with "
            + "\(gallerySize) enrolled on \(date.ISO8601Format().prefix(10))"
    }

    /// What has changed since, for so many speakers enrolled now; nil where nothing has that
    /// matters.
    public func remark(enrolled: Int) -> String? {
        growth(to: enrolled).map {
            "the threshold was calibrated with \(gallerySize) enrolled, and there are \(enrolled) "
                + "now: expect about \(String(format: "%.1f", $0)) times the false alarms"
        }
    }
}

/// A fraction in per cent, without zeros at the end.
package func percentage(_ fraction: Double, digits: Int = 4) -> String {
    var text = String(format: "%.\(digits)f", 100 * fraction)
    while text.contains("."), text.hasSuffix("0") { text.removeLast() }
    return (text.hasSuffix(".") ? String(text.dropLast()) : text) + " %"
}
