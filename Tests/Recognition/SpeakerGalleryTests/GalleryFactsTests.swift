import Foundation
import SpeakerGallery
import TestSupport
import Testing

@Suite struct GalleryFactsTests {
    private static let day = 86400.0

    @Test func factsAreKeptAndChanged() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        #expect(try material.gallery.facts(of: "alice") == SpeakerFacts())
        var expected = SpeakerFacts()
        expected.tags = ["nurse", "night shift"]
        expected.notes = "speaks quietly"
        expected.consent = Consent(.given, at: Date(timeIntervalSince1970: 1_700_000_000))
        expected.expiresAt = .distantFuture
        try material.gallery.edit("alice") { $0 = expected }
        let again = try SpeakerGallery.open(material.gallery.path)
        #expect(try again.facts(of: "alice") == expected)
        #expect(try again.speakers()[0].facts == expected)
        try again.edit("alice") { $0 = SpeakerFacts() }
        #expect(try material.gallery.facts(of: "alice") == SpeakerFacts())
    }

    @Test(arguments: ["", "a,b", "a\nb", String(repeating: "x", count: 101)])
    func tagsThatCannotBeAreRefused(tag: String) throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        #expect(throws: GalleryError.invalidTag(tag)) {
            try material.gallery.edit("alice") {
                $0.notes = "half"
                $0.tags = [tag]
            }
        }
        #expect(try material.gallery.facts(of: "alice") == SpeakerFacts())
    }

    @Test func whoMayNotBeLookedForIsNot() throws {
        let clock = ManualClock()
        let material = try GalleryMaterial(clock: clock)
        for (number, name) in ["alice", "bob", "carol"].enumerated() {
            try material.add(number, to: name)
        }
        let now = clock.date
        try material.gallery.edit("alice") { $0.consent = Consent(.withdrawn, at: now) }
        try material.gallery.edit("bob") { $0.expiresAt = now + Self.day }
        try material.gallery.edit("carol") { $0.consent = Consent(.given) }
        func lookedFor() throws -> [String] {
            try material.gallery.statisticsOfAllSpeakers().map(\.speaker)
        }
        #expect(try lookedFor() == ["bob", "carol"])
        clock.date += Self.day
        #expect(try lookedFor() == ["carol"])
        #expect(
            try material.gallery.speakers().map(\.standing)
                == [.consentWithdrawn, .expired(now + Self.day), .admitted])
        let error = #expect(throws: GalleryError.self) {
            try material.gallery.statistics(of: "alice")
        }
        #expect(error == .notLookedFor(speaker: "alice", standing: .consentWithdrawn))
        #expect(
            error?.description == "alice is not looked for: consent was withdrawn; "
                + "to change that, use: timbre speakers edit")
        // Everything else is as before.
        var everybody: [String] = []
        try material.gallery.forEachSpeaker(includesEverybody: true) { name, _ in
            everybody.append(name)
        }
        #expect(everybody == ["alice", "bob", "carol"])
        try material.add(9, to: "alice")
        #expect(try material.digests(of: "alice") == [0, 9])
    }

    /// Once the gallery has seen a later time, an earlier one brings nobody back; and nothing is
    /// lost or put into another order.
    @Test func aClockThatGoesBackDoesNoHarm() throws {
        let clock = ManualClock()
        let material = try GalleryMaterial(clock: clock)
        try material.add(1, to: "alice")
        let end = clock.date + Self.day
        try material.gallery.edit("alice") { $0.expiresAt = end }
        clock.date += 2 * Self.day
        try material.add(2, to: "bob")
        clock.date -= 10 * Self.day
        #expect(try material.gallery.statisticsOfAllSpeakers().map(\.speaker) == ["bob"])
        #expect(try material.gallery.secondsAheadOfClock() == 10 * Self.day)
        try material.add(3, to: "bob")
        try material.gallery.rename("bob", to: "robert")
        #expect(try material.digests(of: "robert") == [2, 3])
        let log = try material.gallery.log()
        #expect(
            log.map(\.action) == [.created, .enrolled, .edited, .enrolled, .enrolled, .renamed])
        #expect(zip(log, log.dropFirst()).allSatisfy { $0.date <= $1.date })
        let whole = try GalleryMaterial()
        try whole.add(2, 3, to: "robert")
        #expect(try material.sum(of: "robert") == whole.sum(of: "robert"))
    }

    @Test func mergingKeepsWhatForbidsMore() throws {
        let material = try GalleryMaterial()
        try material.add(1, to: "alice")
        try material.add(2, to: "alicia")
        let (early, late) = (
            Date(timeIntervalSince1970: 4e9), Date(timeIntervalSince1970: 5e9)
        )
        try material.gallery.edit("alice") {
            $0.tags = ["a"]
            $0.consent = Consent(.given, at: early)
            $0.expiresAt = late
        }
        try material.gallery.edit("alicia") {
            $0.tags = ["b"]
            $0.notes = "twice"
            $0.consent = Consent(.withdrawn, at: late)
            $0.expiresAt = early
        }
        try material.gallery.merge("alicia", into: "alice")
        let facts = try material.gallery.facts(of: "alice")
        #expect(facts.tags == ["a", "b"])
        #expect(facts.notes == "twice")
        #expect(facts.consent == Consent(.withdrawn, at: late))
        #expect(facts.expiresAt == early)
    }
}
