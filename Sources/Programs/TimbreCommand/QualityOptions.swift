import ArgumentParser
import Timbre

/// What is asked of clips.
struct QualityOptions: ParsableArguments {
    private static let usual = ClipQuality.Limits()

    @Option(help: "Refuse clips with less speech, in seconds.")
    var minSpeech = usual.speechSeconds

    @Option(help: "Refuse clips with a lower signal-to-noise ratio, in decibels.")
    var minSnr = usual.signalToNoiseDecibels

    @Option(help: "Refuse clips with a larger share of clipped samples, 0 to 1.")
    var maxClipping = usual.clippedFraction

    @Option(
        help: """
            Warn of clips whose speech has less power above 4 kHz, in decibels relative to that \
            below: telephones leave none.
            """)
    var minHighBand = usual.highBandDecibels

    func validate() throws {
        guard minSpeech >= 0, minSpeech.isFinite else {
            throw ValidationError("--min-speech: a number from 0 on expected, got \(minSpeech)")
        }
        guard (0...1).contains(maxClipping) else {
            throw ValidationError(
                "--max-clipping: a share from 0 to 1 expected, got \(maxClipping)")
        }
        guard !minSnr.isNaN, !minHighBand.isNaN else {
            throw ValidationError("--min-snr and --min-high-band: numbers expected")
        }
    }

    var limits: ClipQuality.Limits {
        var limits = Self.usual
        limits.speechSeconds = minSpeech
        limits.signalToNoiseDecibels = minSnr
        limits.clippedFraction = maxClipping
        limits.highBandDecibels = minHighBand
        return limits
    }
}
