import FileStorage
import Foundation
import NumericCore
import TestSupport

@testable import SpeechFeatures

/// A table of `Tests/Fixtures/features`, its header line left out.
func referenceTable(_ name: String) throws -> Matrix<Float> {
    let text = String(decoding: try referenceBytes(name + ".csv"), as: UTF8.self)
    let rows = text.split(separator: "\n").dropFirst().map { line in
        line.split(separator: ",").compactMap { Float($0) }
    }
    return Matrix(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
}

/// The samples of `clip.wav` at unit scale: 16-bit, one channel, 16 kHz, 3 s.
func referenceClip() throws -> [Float] {
    let bytes = [UInt8](try referenceBytes("clip.wav"))
    // The format chunk has its usual 16 bytes; "data" and its length follow at byte 36.
    let data = bytes[44...]
    return stride(from: data.startIndex, to: data.endIndex - 1, by: 2).map { index in
        Float(Int16(bitPattern: UInt16(data[index]) | UInt16(data[index + 1]) << 8)) / 32768
    }
}

private func referenceBytes(_ name: String) throws -> Data {
    try Repository.bytes(ofFixture: "features/\(name)")
}

/// Hands out samples in blocks of one size.
func blocks(_ samples: [Float], of size: Int = 4096) -> () -> [Float]? {
    var start = 0
    return {
        guard start < samples.count else { return nil }
        let end = min(samples.count, start + size)
        defer { start = end }
        return Array(samples[start..<end])
    }
}

/// How far two tables lie apart.
struct Distance {
    var largest = 0.0
    var rootMeanSquare = 0.0

    init(_ a: Matrix<Float>, _ b: Matrix<Float>) {
        guard a.rows == b.rows && a.columns == b.columns && a.rows > 0 else {
            largest = .infinity
            rootMeanSquare = .infinity
            return
        }
        let differences = zip(a.elements, b.elements).map { abs(Double($0) - Double($1)) }
        // A maximum passes over not-a-number; a sum does not.
        largest = differences.reduce(0, +).isFinite ? differences.max() ?? 0 : .infinity
        rootMeanSquare =
            (differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)).squareRoot()
    }
}

extension FrameStore {
    /// All frames.
    func all() throws -> Matrix<Float> { try frames(in: 0..<count) }

    /// A store of some rows.
    init(_ rows: Matrix<Float>) throws {
        var writer = FrameStoreWriter(dimension: rows.columns)
        try writer.append(rows.elements)
        self = try writer.finish()
    }
}

extension ClipFeatures {
    /// All frames of every stream.
    func all() throws -> [Matrix<Float>] { try streams.map { try $0.all() } }
}

extension FrontEndConfiguration {
    /// A copy with something changed.
    func with(_ change: (inout FrontEndConfiguration) -> Void) -> FrontEndConfiguration {
        var copy = self
        change(&copy)
        return copy
    }
}

/// Numbers that are spread evenly from −`amplitude` to `amplitude`, the same at every call.
func noise(_ count: Int, amplitude: Float = 0.5, seed: UInt64 = 1) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in amplitude * Float(2 * generator.uniform() - 1) }
}
