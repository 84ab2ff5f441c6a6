import Foundation
public import SpeakerGallery

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
func percentage(_ fraction: Double, digits: Int = 4) -> String {
    var text = String(format: "%.\(digits)f", 100 * fraction)
    while text.contains("."), text.hasSuffix("0") { text.removeLast() }
    return (text.hasSuffix(".") ? String(text.dropLast()) : text) + " %"
}
