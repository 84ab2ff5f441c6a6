import TestSupport
import Foundation
import Testing

@testable import AudioInput

@Suite struct ClipFileTests {
    /// libsndfile must not close what it cannot open: the number would be another file's by the
    /// time that its owner closes it.
    @Test(arguments: BrokenClip.all) func aRefusedClipStaysOpen(broken: BrokenClip) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(broken.bytes)
        let file = try ClipFile.open(path: path)
        _ = Result { try SoundFile(file: file, rawFormat: nil) }
        var (opened, named) = (stat(), stat())
        #expect(fstat(file.descriptor, &opened) == 0)
        #expect(stat(path, &named) == 0)
        #expect(opened.st_ino == named.st_ino)
        #expect(opened.st_dev == named.st_dev)
        withExtendedLifetime(file) {}
    }
}
