import Foundation
import NumericCore
import TestSupport
import Testing
import Timbre

@Suite struct DamagedModelsTests {
    /// Several find the damage at once, and one of them has the file made anew.
    @Test func everyThreadGetsItsAnswer() throws {
        let folder = try TemporaryFolder()
        let recognizer = try VoiceMaterial.enrolledRecognizer(in: folder)
        let clip = VoiceMaterial.probe(.stranger)
        let answer = try recognizer.identify(clip).candidates.map(\.score)
        let file = URL(fileURLWithPath: recognizer.gallery.path + "-models")
        var damaged = try Data(contentsOf: file)
        // What lies behind the header, the background model and the entries of the only group.
        let essentialsSize = damaged[64..<72].reversed().reduce(0) { $0 << 8 | Int($1) }
        let start = 2 * 4096 + (essentialsSize + 4095) / 4096 * 4096
        for index in start..<damaged.count { damaged[index] ^= 1 }
        try damaged.write(to: file)
        recognizer.reload()
        let answers = try Threads.with(6) {
            try orderedMap(count: 6) { _ in
                try recognizer.identify(clip).candidates.map(\.score)
            }
        }
        #expect(answers.allSatisfy { $0 == answer })
        #expect(try Data(contentsOf: file) != damaged)
    }
}
