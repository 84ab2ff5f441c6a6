import TestSupport
import Foundation
import Testing

@Suite struct SegmentsTests {
    /// Ada, Bruno, Ada with pauses between, and who really speaks when.
    private func meeting(in workspace: Workspace) throws -> (clip: String, reference: String) {
        var samples = [Int16](repeating: 0, count: 16_000)
        var reference = ""
        for (speaker, number) in [("ada", 1), ("bruno", 2), ("ada", 2)] {
            let clip = try SyntheticAudio.samples(SyntheticCorpus.probe(speaker, number))
            let (start, length) = (Double(samples.count) / 16_000, Double(clip.count) / 16_000)
            reference += "SPEAKER meeting 1 \(start) \(length) <NA> <NA> \(speaker) <NA> <NA>\n"
            samples += clip + [Int16](repeating: 0, count: 16_000)
        }
        try workspace.write(SyntheticAudio.wav(samples), as: "meeting.wav")
        try workspace.write(reference, as: "reference.rttm")
        return ("meeting.wav", "reference.rttm")
    }

    @Test func turnsAreTabledMarkedAndDrawn() throws {
        let workspace = try Workspace()
        let (clip, reference) = try meeting(in: workspace)
        let run = try workspace.run(
            "segments", "--gallery", workspace.gallery(), "--rttm", "out.rttm", "--picture",
            "out.svg", "--reference", reference, clip)
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(
            run.lines.first?.split(separator: " ").map(String.init)
                == ["CLIP", "FROM", "TO", "SECONDS", "SPEAKER", "SCORE"])
        let speakers = run.lines.dropFirst().dropLast().map { String($0.split(separator: " ")[4]) }
        #expect(speakers == ["ada", "bruno", "ada"])
        #expect(run.lines.last?.hasPrefix("DER ") == true)
        #expect(run.lines.last?.contains("confusion 0.0 %") == true)
        let marks = try String(decoding: workspace.bytes("out.rttm"), as: UTF8.self)
            .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(marks.map { $0[7] } == speakers)
        for fields in marks {
            #expect(fields.count == 10)
            #expect(fields[...2] == ["SPEAKER", "meeting", "1"])
            #expect(Double(fields[3]) != nil && Double(fields[4]) != nil)
        }
        let picture = try String(decoding: workspace.bytes("out.svg"), as: UTF8.self)
        #expect(picture.contains(">ada</text>") && picture.contains(">0:04</text>"))
        // What was written is its own best reference.
        let again = try workspace.run(
            "segments", "--gallery", workspace.gallery(), "--reference", "out.rttm", "--json", clip)
        #expect(try again.objects().last?["diarization_error_rate"] as? Double == 0)
    }

    @Test func objectsAreTurns() throws {
        let workspace = try Workspace()
        let (clip, reference) = try meeting(in: workspace)
        let run = try workspace.run(
            "segments", "--gallery", workspace.gallery(), "--json", "--reference", reference, clip)
        let objects = try run.objects()
        #expect(objects.count == 4)
        for object in objects.dropLast() {
            #expect(
                Set(object.keys) == [
                    "clip", "start_seconds", "end_seconds", "decision", "speaker", "score",
                ])
            #expect(object["clip"] as? String == clip)
            #expect(object["decision"] as? String == "match")
        }
        #expect(
            objects.last.map { Set($0.keys) } == [
                "diarization_error_rate", "speech_seconds", "missed_seconds",
                "false_alarm_seconds", "confusion_seconds",
            ])
    }

    @Test func strangersAreUnknown() throws {
        let workspace = try Workspace()
        let (clip, _) = try meeting(in: workspace)
        let gallery = try workspace.gallery()
        let open = try workspace.run(
            "segments", "--gallery", gallery, "--json", "--threshold", "1000", clip)
        #expect(open.status == 0)
        #expect(try open.objects().allSatisfy { $0["decision"] as? String == "unknown" })
        #expect(try open.objects().allSatisfy { $0["speaker"] == nil })
        let closed = try workspace.run(
            "segments", "--gallery", gallery, "--json", "--threshold", "1000", "--closed-set", clip)
        #expect(try closed.objects().allSatisfy { $0["decision"] as? String == "match" })
    }

    @Test func whatCannotBeUsedStopsNothing() throws {
        let workspace = try Workspace()
        let (clip, _) = try meeting(in: workspace)
        try workspace.write("hello\n", as: "text.wav")
        try workspace.write(
            SyntheticAudio.wav([Int16](repeating: 0, count: 48_000)), as: "silent.wav")
        try workspace.write("SPEAKER x 1 a b\n", as: "wrong.rttm")
        let gallery = try workspace.gallery()
        let run = try workspace.run(
            "segments", "--gallery", gallery, "--json", "text.wav", "silent.wav", clip)
        #expect(run.status == 65)
        #expect(run.messages.contains("silent.wav: no speech in it"))
        #expect(try run.objects().count == 4)
        let wrong = try workspace.run(
            "segments", "--gallery", gallery, "--reference", "wrong.rttm", clip)
        #expect(wrong.status == 65)
        #expect(wrong.messages.first?.hasPrefix("wrong.rttm, line 1: expected SPEAKER") == true)
        let missing = try workspace.run(
            "segments", "--gallery", gallery, "--reference", "none.rttm", clip)
        #expect(missing.status == 66)
    }

    @Test(arguments: [
        (["--picture", "a.png", "a.wav"], "a picture is written as SVG"),
        (["--rttm", "-", "a.wav"], "--rttm: needs a file; standard output holds the result"),
        (["--window", "0", "a.wav"], "--window: 0.5 to 30 seconds expected, got 0"),
        (["--change-cost", "nan", "a.wav"], "--change-cost: 0 or more expected"),
        (["--change-cost=-1", "a.wav"], "--change-cost: 0 or more expected"),
        (["--picture", "a.svg", "a.wav", "b.wav"], "--picture: shows one recording, got 2"),
    ]) func usageIsChecked(arguments: [String], message: String) throws {
        let run = try Workspace().run(["segments"] + arguments)
        #expect(run.status == 64)
        #expect(run.errors.contains(message))
    }
}
