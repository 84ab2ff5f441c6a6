internal import FileStorage
import Foundation
public import NumericCore

/// A fit that survives its process: the state after the last whole iteration, in one file.
///
/// The file is bound to data, weights and options by a fingerprint, so that a fit never goes on
/// with frames that it did not begin with.
public struct FitCheckpoint: Sendable {
    /// Where the state is kept.
    public let path: String
    private let fingerprint: String

    /// The checkpoint of a fit in a file that need not exist yet.
    ///
    /// - Parameters:
    ///   - path: where the state is kept.
    ///   - frames: T×D.
    ///   - weights: what each frame counts; nil for 1 each.
    ///   - options: how the fit goes.
    /// - Throws: `TemporaryFile.Failure` when the frames cannot be read.
    public init(
        path: String, frames: some FrameSource, weights: [Double]? = nil, options: FitOptions
    ) throws {
        self.path = path
        var stream = DigestStream()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let description = try encoder.encode(options) + Data("\(frames.dimension)".utf8)
        Array(description).withUnsafeBytes { stream.update($0) }
        try frames.forEachBlock(of: 4096) { block in
            block.elements.withUnsafeBytes { stream.update($0) }
        }
        if let weights { weights.withUnsafeBytes { stream.update($0) } }
        fingerprint = stream.finish().hexadecimal
    }

    /// The state that was saved last; nil when there is none.
    ///
    /// - Throws: ``MixtureError/foreignCheckpoint(path:)``, or that the file is damaged.
    public func load() throws(MixtureError) -> FitState? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let file = try Safetensors(contentsOf: path)
        guard file.metadata["fingerprint"] == fingerprint else {
            throw .foreignCheckpoint(path: path)
        }
        return try Self.state(of: file, path: path)
    }

    /// The state that a file holds; `path` only names it in errors.
    ///
    /// - Throws: ``MixtureError/invalidFile(path:reason:)``.
    package static func state(of file: Safetensors, path: String) throws(MixtureError) -> FitState {
        guard let text = file.metadata["history"],
            let starts = file.metadata["starts"].flatMap({ Int($0) }), starts >= 0,
            let firstBound = file.metadata["first_bound"].flatMap({ Double($0) }),
            let history = try? JSONDecoder().decode(
                [FitState.Iteration].self, from: Data(text.utf8))
        else { throw .invalidFile(path: path, reason: "its history or its starts cannot be read") }
        var state = FitState(mixture: try file.mixture(path: path))
        state.history = history
        state.endedStarts = starts
        state.firstBound = firstBound
        state.hasConverged = file.metadata["converged"] == "true"
        state.isFinished = file.metadata["finished"] == "true"
        return state
    }

    /// Replaces what was saved before, whole or not at all.
    ///
    /// - Throws: ``MixtureError/cannotWrite(path:reason:)``.
    public func save(_ state: FitState) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var file = Safetensors(
            metadata: [
                "format": "timbre-checkpoint",
                "version": "1",
                "fingerprint": fingerprint,
                "history": String(decoding: try encoder.encode(state.history), as: UTF8.self),
                "converged": "\(state.hasConverged)",
                "starts": "\(state.endedStarts)",
                "first_bound": "\(state.firstBound)",
                "finished": "\(state.isFinished)",
            ], tensors: [:])
        file.store(state.mixture)
        try file.write(to: path)
    }
}
