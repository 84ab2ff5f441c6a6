import Foundation
import GaussianMixtures
package import SpeechFeatures
package import Timbre

/// A background model of other synthetic voices, and galleries of it. What takes time is made
/// once for all tests.
package enum VoiceMaterial {
    package static var configuration: FrontEndConfiguration {
        var configuration = FrontEndConfiguration.speech16k
        configuration.cepstra.count = 12
        configuration.deltas.order = 0
        return configuration
    }

    package static var training: BackgroundTraining {
        get throws {
            var options = FitOptions.frames(componentCount: 8)
            options.maximumIterations = 8
            var training = BackgroundTraining(
                configuration, options, adaptation: try MaximumAPosteriori(relevanceFactor: 16))
            training.topComponents = 4
            training.description = ["name": "synthetic", "source": "a generator"]
            return training
        }
    }

    /// Clips of voices that nobody enrols, between and around the others.
    package static var backgroundClips: [LabelledClip] {
        (0..<6).map { index in
            let voice = SyntheticVoice(
                pitch: 85 + 30 * Double(index), formantScale: 0.85 + 0.06 * Double(index),
                bandwidth: 60 + 40 * Double(index * 2 % 5), breath: 0.01 * Double(1 + index * 3 % 7)
            )
            return LabelledClip(
                speaker: "voice \(index)", clip: voice.clip(5, seed: UInt64(500 + index)))
        }
    }

    private static let sharedBackground = Result { try training.run(backgroundClips) }

    package static func background() throws -> BackgroundModel { try sharedBackground.get() }

    private static let sharedRecordings = Result {
        let folder = try TemporaryFolder()
        let recognizer = try VoiceMaterial.recognizer(in: folder)
        return try SyntheticVoice.enrolled.flatMap { name, voice in
            try [1, 2].map { (name, try recognizer.prepare(voice.clip(2.5, seed: $0))) }
        }
    }

    /// A recognizer with an empty gallery.
    package static func recognizer(in folder: TemporaryFolder) throws -> Recognizer {
        try Recognizer.openOrCreate(
            gallery: folder.path("gallery.sqlite"), background: background())
    }

    /// A recognizer that knows anna, boris and clara.
    package static func enrolledRecognizer(in folder: TemporaryFolder) throws -> Recognizer {
        let recognizer = try recognizer(in: folder)
        for (name, recording) in try sharedRecordings.get() {
            try recognizer.add(recording, to: name)
        }
        return recognizer
    }

    /// An utterance of 1.5 s that nobody has enrolled.
    package static func probe(_ voice: SyntheticVoice, seed: UInt64 = 90) -> Clip {
        voice.clip(1.5, seed: seed)
    }

    /// Samples as a WAV file of 16 bits, mono.
    package static func wave(_ samples: [Float], sampleRate: Int = 16000) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: value.littleEndian) { Array($0) }
        }
        let size = UInt32(2 * samples.count)
        return Array("RIFF".utf8) + bytes(36 + size) + Array("WAVEfmt ".utf8)
            + bytes(UInt32(16)) + bytes(UInt16(1)) + bytes(UInt16(1))
            + bytes(UInt32(sampleRate)) + bytes(UInt32(2 * sampleRate)) + bytes(UInt16(2))
            + bytes(UInt16(16)) + Array("data".utf8) + bytes(size)
            + samples.flatMap { bytes(Int16(max(-32768, min(32767, $0 * 32768)))) }
    }
}
