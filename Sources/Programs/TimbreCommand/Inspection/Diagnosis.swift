import AudioInput
import Foundation
import NumericCore
import SpeakerGallery
import SpeakerIdentification
import SpeechFeatures

/// What the program found out about itself and its surroundings.
enum Diagnosis {
    /// One thing that was checked.
    struct Finding: Sendable {
        /// How it stands.
        enum Status: String, Sendable {
            /// As it should be.
            case ok
            /// It works, but not as well as it could.
            case warning
            /// It does not work.
            case fault
        }

        /// What was checked.
        let check: String
        /// How it stands.
        let status: Status
        /// What was found.
        let detail: String
        /// What to do about it.
        let remedy: String?

        init(_ check: String, _ status: Status, _ detail: String, remedy: String? = nil) {
            self.check = check
            self.status = status
            self.detail = detail
            self.remedy = remedy
        }
    }

    /// Checks libraries, CPU, background models, temporary folder and gallery.
    static func findings(gallery: String) -> [Finding] {
        [
            Finding("libsndfile", .ok, AudioLibraries.soundFileVersion),
            Finding("libsoxr", .ok, AudioLibraries.resamplerVersion),
            Finding("FFTW", .ok, FourierLibrary.version),
            linearAlgebra, processorLevel,
            Finding("SQLite", .ok, SpeakerGallery.libraryVersion),
            Finding("processors", .ok, "\(ProcessInfo.processInfo.activeProcessorCount)"),
            temporaryFolder,
        ] + ShippedModels.names.map(shippedModel) + findings(inGallery: gallery)
    }

    private static var linearAlgebra: Finding {
        guard let forced = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] else {
            return Finding("OpenBLAS", .ok, LinearAlgebraLibrary.version)
        }
        return Finding(
            "OpenBLAS", .warning,
            "\(LinearAlgebraLibrary.version), kernels forced by OPENBLAS_CORETYPE=\(forced)",
            remedy: "unset OPENBLAS_CORETYPE to let it choose the fastest for this processor")
    }

    private static var processorLevel: Finding {
        let (level, highest) = (ProcessorLevel.inUse, ProcessorLevel.ofProcessor)
        guard level != highest else {
            return Finding("processor level", .ok, "\(level.name), the processor's highest")
        }
        return Finding(
            "processor level", .ok,
            "\(level.name), chosen by \(ProcessorLevel.variable); the processor's highest is "
                + highest.name)
    }

    private static var temporaryFolder: Finding {
        let folder = NSTemporaryDirectory()
        return FileManager.default.isWritableFile(atPath: folder)
            ? Finding("temporary folder", .ok, folder)
            : Finding(
                "temporary folder", .fault, "\(folder) cannot be written",
                remedy: "set TMPDIR to a folder that can be")
    }

    private static func shippedModel(_ name: String) -> Finding {
        do {
            let model = try ShippedModels.load(name)
            return Finding(
                "model \(name)", .ok,
                "\(model.mixtures.count) × \(model.componentCount) components, "
                    + (ShippedModels.path(of: name) ?? ""))
        } catch .noShippedModel(_, let searched) {
            return Finding(
                "model \(name)", .fault, "not in \(searched.joined(separator: ", "))",
                remedy: "reinstall the program, or set TIMBRE_MODELS to the folder that holds it")
        } catch {
            return Finding("model \(name)", .fault, "\(error)", remedy: "reinstall the program")
        }
    }

    private static func findings(inGallery path: String) -> [Finding] {
        guard FileManager.default.fileExists(atPath: path) else {
            return [Finding("gallery", .ok, "none yet at \(path)")]
        }
        do {
            let gallery = try SpeakerGallery.open(path)
            let speakers = try gallery.speakers()
            let finding = Finding(
                "gallery", .ok,
                "speakers: \(speakers.count), model \(gallery.background.name), \(path)")
            let enrolled = speakers.count { $0.recordingCount > 0 }
            return try [finding] + findings(onDiscretionOf: gallery)
                + (gallery.calibration().map { [self.finding($0, enrolled: enrolled)] } ?? [])
        } catch {
            return [
                Finding(
                    "gallery", .fault, "\(error)",
                    remedy: "choose another by --gallery, or put back a copy of it")
            ]
        }
    }

    private static func findings(onDiscretionOf gallery: SpeakerGallery) throws -> [Finding] {
        var findings: [Finding] = []
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: URL(fileURLWithPath: gallery.path).resolvingSymlinksInPath().path)
        if let mode = attributes?[.posixPermissions] as? Int, mode & 0o077 != 0 {
            findings.append(
                Finding(
                    "gallery's rights", .warning, "others than its owner may use the file",
                    remedy: "chmod 600 \(gallery.path)"))
        }
        if try gallery.needsCompaction() {
            findings.append(
                Finding(
                    "gallery's erasure", .warning,
                    "fragments of what was removed may be left in the file",
                    remedy: "run timbre speakers compact"))
        }
        // Clocks of several computers differ by a little.
        if try gallery.secondsAheadOfClock() > 3600 {
            findings.append(
                Finding(
                    "clock", .warning,
                    "it is behind the gallery's last change, by which expiry is judged",
                    remedy: "set this computer's clock"))
        }
        return findings
    }

    private static func finding(_ calibration: Calibration, enrolled: Int) -> Finding {
        guard let remark = calibration.remark(enrolled: enrolled) else {
            return Finding("calibration", .ok, calibration.summary)
        }
        return Finding(
            "calibration", .warning, remark, remedy: "run timbre calibrate again")
    }
}
