internal import NumericCore
public import SpeakerGallery
internal import SpeakerIdentification

/// Two enrolled speakers who may be one person.
public struct DuplicateSuspect: Sendable, Equatable {
    /// The one with more speech.
    public let speaker: String
    /// The other.
    public let other: String
    /// How much more alike they are than either is to others, in standard deviations; nil where
    /// there are too few others.
    public let score: Double?
    /// How many recordings they have in common.
    public let sharedRecordings: Int
}

/// Looks for people who were enrolled twice, under two names.
///
/// The stored statistics of each speaker are scored against each other speaker's model by linear
/// scoring, and the background model's cohort takes part; `SimilarityTable` has the formula.
public struct DuplicateSearch {
    /// The score from which a pair is suspect. Of enrolment clips cut in two and enrolled under two
    /// names, it finds 59 of 61 speakers of AN4 and 10 of 11 of the Arabic commands, and suspects 10
    /// of 7320 and none of 220 pairs of different people.
    public static let threshold = 3.0

    /// How many models are in memory at a time.
    private static let blockSize = 128

    private let gallery: SpeakerGallery
    private let background: ScoringBackground
    private let cohort: Cohort

    /// A search in a gallery, on some threads.
    ///
    /// - Throws: `IdentificationError` when its background model cannot be used.
    public init(in gallery: SpeakerGallery) throws {
        self.gallery = gallery
        background = ScoringBackground(gallery.background)
        cohort = try Cohort(of: gallery.background, background: background)
    }

    /// All pairs of speakers with recordings, the most alike first.
    ///
    /// - Parameter onProgress: called with the share of the work that is done.
    /// - Returns: n (n − 1) / 2 pairs of n speakers.
    /// - Throws: `GalleryError`, and what `onProgress` throws.
    public func pairs(
        onProgress: (Double) throws -> Void = { _ in }
    ) throws -> [DuplicateSuspect] {
        let speakers = try gallery.speakers().filter { $0.recordingCount > 0 }
        let scores = try similarities(of: speakers.map(\.name), onProgress)
        let digests = try speakers.map { speaker in
            Set(try gallery.recordingSummaries(of: speaker.name).map(\.digest))
        }
        let pairs = scores.normalized().map { i, j, score in
            let (first, second) =
                speakers[i].speechSeconds >= speakers[j].speechSeconds ? (i, j) : (j, i)
            return DuplicateSuspect(
                speaker: speakers[first].name, other: speakers[second].name, score: score,
                sharedRecordings: digests[i].intersection(digests[j]).count)
        }
        return pairs.sorted {
            ($0.sharedRecordings, $0.score ?? -.infinity)
                > ($1.sharedRecordings, $1.score ?? -.infinity)
        }
    }

    private func similarities(
        of names: [String], _ onProgress: (Double) throws -> Void
    ) throws -> SimilarityTable {
        let indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        let scorer = LinearScorer(background)
        var table = SimilarityTable(speakers: names.count, cohort: cohort.count)
        for start in stride(from: 0, to: names.count, by: Self.blockSize) {
            let block = start..<min(names.count, start + Self.blockSize)
            let models = try models(of: block, indices)
            for (row, voice) in cohort.statistics.enumerated() {
                for (column, score) in zip(block, scorer.scores(of: voice, against: models)) {
                    table.add(score, column, names.count + row)
                }
            }
            // The cohort's models are met once by each speaker.
            let others = models + (start == 0 ? cohort.models : [])
            let columns = Array(block) + (names.count..<names.count + cohort.count)
            var done = 0
            try inBatches(indices) { batch in
                let rows = try orderedMap(count: batch.count) {
                    scorer.scores(of: batch[$0].statistics, against: others)
                }
                for (speaker, row) in zip(batch, rows) {
                    for (column, score) in zip(columns, row) where column != speaker.index {
                        table.add(score, speaker.index, column)
                    }
                }
                done += batch.count
                try onProgress(
                    (Double(block.lowerBound)
                        + Double(block.count) * Double(done) / Double(names.count))
                        / Double(names.count))
            }
        }
        return table
    }

    private func models(
        of block: Range<Int>, _ indices: [String: Int]
    ) throws -> [SpeakerModel] {
        var models: [SpeakerModel] = []
        try gallery.forEachSpeaker(includesEverybody: true) { name, statistics in
            guard let index = indices[name], block.contains(index) else { return }
            models.append(
                try SpeakerModel(speaker: name, statistics: statistics, background: background))
        }
        return models
    }

    /// Everybody's statistics, a few at a time.
    private func inBatches(
        _ indices: [String: Int],
        _ body: ([(index: Int, statistics: VoiceStatistics)]) throws -> Void
    ) throws {
        var batch: [(index: Int, statistics: VoiceStatistics)] = []
        try gallery.forEachSpeaker(includesEverybody: true) { name, statistics in
            guard let index = indices[name] else { return }
            batch.append((index, statistics))
            if batch.count >= 4 * Threads.count {
                try body(batch)
                batch = []
            }
        }
        if !batch.isEmpty { try body(batch) }
    }
}
