import Foundation
public import GaussianMixtures

/// What can be wrong with Kaldi's files, or with what is to become one.
public enum KaldiError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where in a file.
    public enum Place: Equatable, Sendable, CustomStringConvertible {
        /// A byte, counted from 0.
        case byte(Int)
        /// A line, counted from 1.
        case line(Int)

        /// As it stands behind the file's name.
        public var description: String {
            switch self {
            case .byte(let offset): ": byte \(offset)"
            case .line(let number): ":\(number)"
            }
        }
    }

    /// A file that is not there or may not be read (C `errno`).
    case cannotOpen(path: String, code: Int32)
    /// A folder, a pipe or a device: only plain files are read.
    case notAFile(path: String)
    /// A file that the disk does not give back, or that became shorter meanwhile (C `errno`).
    case cannotRead(path: String, code: Int32)
    /// Something else than the format has there.
    case malformed(path: String, place: Place, expected: String, got: String)
    /// A command whose output Kaldi would read; it is never run.
    case command(path: String, line: Int, text: String)
    /// Covariances that Kaldi's diagonal mixtures cannot hold.
    case notDiagonal(CovarianceType)
    /// A parameter, counted from 0, that is no number of single precision.
    case outOfRange(component: Int, column: Int)
    /// A name that cannot be a key, or was one before.
    case invalidKey(String, reason: String)
    /// A value of a frame, counted from 0, that is not finite.
    case notFinite(key: String, frame: Int)

    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let code):
            "\(path): cannot be opened: \(String(cString: strerror(code))); check the path and "
                + "who may read it"
        case .notAFile(let path):
            "\(path): a plain file expected, got a folder, a pipe or a device; write it to a file "
                + "first"
        case .cannotRead(let path, let code):
            "\(path): reading failed: \(String(cString: strerror(code))); check the disk and try "
                + "again"
        case .malformed(let path, let place, let expected, let got):
            "\(path)\(place): expected \(expected), got \(printable(got))"
        case .command(let path, let line, let text):
            "\(path):\(line): expected a plain file, got the command '\(printable(text))', which is not run; "
                + "run it yourself and name the file that it makes"
        case .notDiagonal(let type):
            "Kaldi's diagonal mixtures hold no \(type.rawValue) covariances; expected diagonal or "
                + "spherical ones: fit with --covariance diagonal"
        case .outOfRange(let component, let column):
            "component \(component), column \(column + 1): its precision or mean is beyond the "
                + "numbers of single precision that Kaldi keeps; scale the data"
        case .invalidKey(let key, let reason):
            "'\(printable(key))': \(reason); expected a name of its own without blanks, as Kaldi's keys are"
        case .notFinite(let key, let frame):
            "\(key): frame \(frame + 1) holds a value that is not finite"
        }
    }
}

/// Text of a file as a terminal may show it.
private func printable(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(400) {
        shown.append(scalar.value < 32 || scalar.value == 127 ? "\u{FFFD}" : scalar)
    }
    return String(shown)
}
