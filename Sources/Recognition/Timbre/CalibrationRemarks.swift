import Foundation
internal import ScoreEvaluation
internal import SpeakerGallery

/// What should be known of a calibration before anybody relies on it.
extension CalibrationOutcome {
    /// Plain words, one matter each; none where the clips are enough.
    public var remarks: [String] {
        [fineRate, fewFalseAlarms, fewMisses, mapNotLearnt].compactMap(\.self)
    }

    private var trialsName: String {
        switch calibration.unit {
        case .comparison: "comparisons"
        case .identification: "identifications"
        }
    }

    /// How many false alarms the wanted rate allows in as many trials.
    private var allowed: Double { calibration.wantedRate * Double(falseAlarms.trials) }

    private var fineRate: String? {
        guard allowed < 1 else { return nil }
        return "\(percentage(calibration.wantedRate)) cannot be told by \(falseAlarms.trials) "
            + "\(trialsName): the threshold lies above all of them, and as many more may bring up "
            + "to \(percentage(calibration.falseAlarms.high, digits: 1))"
    }

    private var fewFalseAlarms: String? {
        let needed = Double(RuleOfThirty.errors)
        guard allowed < needed else { return nil }
        // What is just 30 must not become 31 by rounding.
        let clips =
            (needed / calibration.wantedRate - 1e-6).rounded(.up)
            * Double(falseAlarms.clips) / Double(falseAlarms.trials)
        return "\(percentage(calibration.wantedRate)) of \(falseAlarms.trials) \(trialsName) is "
            + "\(short(allowed)), where 30 false alarms are needed to know a rate to within a third "
            + "(rule of 30): \(material(clips, falseAlarms)), enrolled or strangers"
    }

    private var fewMisses: String? {
        guard misses.trials > 0 else {
            return "no clip is an enrolled speaker's, so that misses cannot be foretold; "
                + "list other clips of enrolled speakers, too"
        }
        guard misses.errors < RuleOfThirty.errors else { return nil }
        guard misses.errors > 0 else {
            return "no misses were seen in \(misses.trials) clips of \(misses.speakers.count) "
                + "enrolled speakers: too few to tell how rare they are (rule of 30)"
        }
        let clips = Double(RuleOfThirty.errors * misses.clips) / Double(misses.errors)
        return "\(misses.errors) misses were seen, where 30 are needed (rule of 30): "
            + "\(material(clips, misses)) who are enrolled"
    }

    private var mapNotLearnt: String? {
        guard let cost, !cost.isMapWorthwhile else { return nil }
        return cost.crossValidated == nil
            ? "the speakers are too few to learn what evidence means here; it stays as it is"
            : "evidence learnt from these clips is no better on speakers left out than the "
                + "background model's, which stays"
    }

    /// So many clips, and of how many speakers they would be.
    private func material(_ clips: Double, _ errors: SpeakerErrors) -> String {
        let each = Double(errors.clips) / Double(errors.speakers.count)
        return "about \(rounded(clips)) clips of \(rounded(clips / each)) speakers"
    }
}

/// Two digits that count.
private func short(_ value: Double) -> String {
    var scale = 1.0
    while value * scale < 10, scale < 1e6 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}

/// Up to the next number of two digits and zeros: nothing here is known better.
private func rounded(_ value: Double) -> String {
    var unit = 1.0
    while value / unit > 100 { unit *= 10 }
    // A rate may be so fine that no integer holds the number.
    return String(format: "%.0f", (value / unit - 1e-9).rounded(.up) * unit)
}
