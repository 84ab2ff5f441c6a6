extension FrontEndConfiguration {
    /// Checks every value, and every value against the others.
    ///
    /// - Throws: ``FrontEndError/invalidField(_:expected:got:)`` for the first that is wrong.
    public func validate() throws(FrontEndError) {
        try require("sampleRate", sampleRate, in: 1000...384_000)
        try validateFraming()
        try require("preEmphasis.coefficient", preEmphasis.coefficient, in: 0...1)
        try require("dither.amplitude", dither.amplitude, in: 0...32768)
        try validateFilters()
        try validateCepstra()
        try validateSpeechActivity()
        try validateNormalizations()
    }

    private func validateFraming() throws(FrontEndError) {
        try require("framing.lengthSeconds", framing.lengthSeconds, in: 0.001...1)
        try require("framing.shiftSeconds", framing.shiftSeconds, in: 0.001...1)
        try require("transformLength", transformLength, in: 2...65536)
        guard frameLength >= 2 else {
            throw .invalidField(
                "framing.lengthSeconds", expected: "two samples or more", got: "\(frameLength)")
        }
        guard transformLength % 2 == 0, transformLength >= frameLength else {
            throw .invalidField(
                "transformLength",
                expected: "even and no less than a frame's \(frameLength) samples",
                got: "\(transformLength)")
        }
        guard (1...frameLength).contains(frameShift) else {
            throw .invalidField(
                "framing.shiftSeconds",
                expected: "one sample or more and no longer than a frame",
                got: "\(framing.shiftSeconds)")
        }
    }

    private func validateFilters() throws(FrontEndError) {
        let nyquist = Double(sampleRate) / 2
        try require("melFilters.count", melFilters.count, in: 1...1024)
        try require("melFilters.highFrequency", melFilters.highFrequency, in: 1...nyquist)
        guard melFilters.lowFrequency >= 0, melFilters.lowFrequency < melFilters.highFrequency
        else {
            throw .invalidField(
                "melFilters.lowFrequency",
                expected: "from 0 to less than \(melFilters.highFrequency)",
                got: "\(melFilters.lowFrequency)")
        }
        // A Float holds no positive number much smaller, and the logarithm of zero is no value.
        try require("logarithm.floor", logarithm.floor, in: 1e-30...1e30)
        if case .decibels(_, let top?) = logarithm {
            try require("logarithm.topDecibels", top, in: 0...1000)
        }
    }

    private func validateCepstra() throws(FrontEndError) {
        let most = melFilters.count - (cepstra.first == .dropped ? 1 : 0)
        guard (1...max(1, most)).contains(cepstra.count), most >= 1 else {
            throw .invalidField(
                "cepstra.count",
                expected: "from 1 to the \(most) that \(melFilters.count) bands give",
                got: "\(cepstra.count)")
        }
        try require("cepstra.lifter", cepstra.lifter, in: 0...1000)
        try require("deltas.order", deltas.order, in: 0...2)
        try require("deltas.window", deltas.window, in: 1...50)
    }

    private func validateSpeechActivity() throws(FrontEndError) {
        let levels = LevelHistogram.lowestDecibels...LevelHistogram.highestDecibels
        switch speechActivity {
        case .none:
            return
        case .adaptiveEnergy(let range, let percentile, let floor, _):
            try require("speechActivity.rangeDecibels", range, in: 0...200)
            try require("speechActivity.percentile", percentile, in: 0...1)
            try require("speechActivity.floorDecibels", floor, in: levels)
        case .biGaussian(let floor, _):
            try require("speechActivity.floorDecibels", floor, in: levels)
        }
        try require("speechActivity.hangoverFrames", speechActivity.hangoverFrames, in: 0...1000)
    }

    private func validateNormalizations() throws(FrontEndError) {
        guard (1...16).contains(normalizations.count) else {
            throw .invalidField(
                "normalizations", expected: "1 to 16 in number", got: "\(normalizations.count)")
        }
        for (index, normalization) in normalizations.enumerated() {
            if let seconds = normalization.seconds {
                try require("normalizations.\(index).seconds", seconds, in: 0.01...60)
            }
            if let relevance = normalization.relevance {
                try require("normalizations.\(index).relevance", relevance, in: 0...1e9)
            }
        }
    }

    // Not-a-number lies in no range.
    private func require<Value: Comparable>(
        _ field: String, _ value: Value, in range: ClosedRange<Value>
    ) throws(FrontEndError) {
        guard range.contains(value) else {
            throw .invalidField(
                field, expected: "from \(range.lowerBound) to \(range.upperBound)", got: "\(value)")
        }
    }
}
