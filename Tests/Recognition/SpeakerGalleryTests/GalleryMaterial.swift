import Foundation
import GaussianMixtures
import SpeakerGallery
import SpeakerIdentification
import Synchronization
import TestSupport

/// An empty gallery of the small background model in a folder of its own.
struct GalleryMaterial {
    let folder: TemporaryFolder
    let gallery: SpeakerGallery

    init(
        parameters: MaximumAPosteriori.Parameters = .means, clock: ManualClock = ManualClock()
    ) throws {
        try self.init(background: SmallBackground.model(parameters: parameters), clock: clock)
    }

    init(background: BackgroundModel, clock: ManualClock = ManualClock()) throws {
        folder = try TemporaryFolder()
        gallery = try SpeakerGallery.create(
            folder.path("gallery.sqlite"), background: background
        ) { clock.date }
    }

    /// A recording whose digest begins with its number in four hexadecimal digits.
    static func recording(
        _ number: Int, speaker: UInt64 = 1, name: String? = nil
    ) throws -> EnrolledRecording {
        let summary = RecordingSummary(
            name: name ?? "clip\(number).wav",
            digest: String(format: "%04x", number) + String(repeating: "e", count: 60),
            durationSeconds: 3.5 + Double(number), speechSeconds: 2.25,
            signalToNoiseDecibels: number % 2 == 0 ? nil : 21.5,
            clippedFraction: number % 2 == 0 ? 0.125 : nil,
            enrolledAt: Date(timeIntervalSince1970: 1_700_000_000.25 + Double(number)))
        return EnrolledRecording(
            summary,
            try SmallBackground.statistics(
                SmallBackground.model(), speaker: speaker, seed: UInt64(number)))
    }

    func add(_ numbers: Int..., to speaker: String) throws {
        try gallery.add(numbers.map { try Self.recording($0) }, to: speaker)
    }

    func digests(of speaker: String) throws -> [Int] {
        try gallery.recordings(of: speaker).compactMap {
            Int($0.summary.digest.prefix(4), radix: 16)
        }
    }

    func sum(of speaker: String) throws -> VoiceStatistics? {
        try gallery.statisticsOfAllSpeakers().first { $0.speaker == speaker }?.statistics
    }
}

/// A clock that shows what it is told.
final class ManualClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_750_000_000))

    var date: Date {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}

/// The largest |a − b| / |b|.
func relativeDeviation(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).map { $0 == $1 ? 0 : abs($0 - $1) / abs($1) }.max() ?? 0
}
