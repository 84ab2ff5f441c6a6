import ArgumentParser
import FileStorage
import Foundation
import GaussianMixtures

/// Where a command writes, looked at before it begins to work.
struct OutputFiles {
    /// An option and what was given for it; nil when it was left out.
    typealias Named = (option: String, path: String?)

    /// Refuses outputs that have no folder or are folders, and those that would take the place of
    /// an input or of each other.
    static func check(_ outputs: [Named], inputs: [Named]) throws {
        var used: [(option: String, identity: FileIdentity)] = inputs.compactMap { input in
            guard let path = input.path,
                let identity = path == "-" ? FileIdentity(descriptor: 0) : FileIdentity(path)
            else { return nil }
            return (input.option, identity)
        }
        if let identity = FileIdentity(descriptor: 1) {
            used.append(("standard output", identity))
        }
        for output in outputs {
            guard let path = output.path, path != "-" else { continue }
            try OutputFolder.require(of: path)
            guard let identity = FileIdentity(path) else { continue }
            if let other = used.first(where: { $0.identity == identity }) {
                throw ValidationError(
                    "\(output.option): \(path) is the file of \(other.option); choose another name")
            }
            used.append((output.option, identity))
        }
    }

    /// Refuses names of pictures that are not SVG, or standard output.
    static func requirePicture(_ option: String, _ path: String?) throws {
        guard let path else { return }
        guard path != "-" else { throw notText(option, "a picture") }
        let name = URL(fileURLWithPath: path)
        guard ["svg", ""].contains(name.pathExtension.lowercased()) else {
            let svg = name.deletingPathExtension().lastPathComponent + ".svg"
            throw ValidationError(
                "\(option): a picture is written as SVG, so a name that ends in .svg is expected, "
                    + "got \(path); write \(svg) and convert it: rsvg-convert \(svg) -o "
                    + name.lastPathComponent)
        }
    }

    /// Refuses standard output for a model.
    static func requireModel(_ option: String, _ path: String?) throws {
        if path == "-" { throw notText(option, "a model") }
    }

    private static func notText(_ option: String, _ thing: String) -> ValidationError {
        ValidationError("\(option): \(thing) needs a file; standard output holds the result")
    }
}
