public import FileStorage
import Foundation
public import NumericCore

/// Named tensors and text in the safetensors format, which NumPy, PyTorch and others open:
/// eight bytes of header length (little-endian), a JSON header, and the values.
///
/// The text (`__metadata__`) carries a checksum over everything else; reading verifies it, and
/// validates sizes, offsets and types before it believes them.
public struct Safetensors: Sendable, Equatable {
    /// How a value is written.
    public enum Precision: String, Sendable {
        /// In four bytes.
        case single = "F32"
        /// In eight bytes.
        case double = "F64"

        var size: Int { self == .single ? 4 : 8 }
    }

    /// The values of one tensor, row-major.
    public struct Tensor: Sendable, Equatable {
        /// Length along each axis.
        public let shape: [Int]
        /// The values.
        public let values: [Double]
        /// How they are written.
        public let precision: Precision

        /// A tensor of a shape; its values are rounded to the precision.
        public init(shape: [Int], values: [Double], precision: Precision = .double) {
            precondition(shape.reduce(1, *) == values.count, "\(shape) does not fit the values")
            self.shape = shape
            self.values = precision == .double ? values : values.map { Double(Float($0)) }
            self.precision = precision
        }

        /// A matrix as a tensor of two axes.
        public init(_ matrix: Matrix<Double>) {
            self.init(shape: [matrix.rows, matrix.columns], values: matrix.elements)
        }
    }

    /// Text by key.
    public var metadata: [String: String]
    /// Tensors by name.
    public var tensors: [String: Tensor]

    /// A file's content.
    public init(metadata: [String: String], tensors: [String: Tensor]) {
        self.metadata = metadata
        self.tensors = tensors
    }

    static let checksumKey = "checksum"
    private static let headerLimit = 1 << 26
    private static let sizeLimit = 1 << 31

    /// SHA-256 over the metadata but the checksum, and over names, shapes and values.
    public var checksum: Digest {
        var stream = DigestStream()
        func add(_ text: String) {
            Array((text + "\n").utf8).withUnsafeBytes { stream.update($0) }
        }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) where key != Self.checksumKey {
            add(key)
            add(value)
        }
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            add(name)
            add(tensor.shape.map(String.init).joined(separator: "×"))
            tensor.values.withUnsafeBytes { stream.update($0) }
        }
        return stream.finish()
    }

    /// The file's bytes; the same for the same content.
    public func encoded() -> [UInt8] {
        var text = metadata
        text[Self.checksumKey] = checksum.hexadecimal
        var entries = ["\"__metadata__\":" + Self.json(text)]
        var data: [UInt8] = []
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let start = data.count
            switch tensor.precision {
            case .single:
                tensor.values.map { Float($0).bitPattern.littleEndian }
                    .withUnsafeBytes { data += $0 }
            case .double:
                tensor.values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { data += $0 }
            }
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            entries.append(
                Self.json(name)
                    + ":{\"dtype\":\"\(tensor.precision.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(start),\(data.count)]}")
        }
        var header = Array("{\(entries.joined(separator: ","))}".utf8)
        // Spaces behind the JSON keep the values aligned to eight bytes.
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        return length + header + data
    }

    /// Writes the file, whole or not at all; nobody but the owner can read a private one.
    ///
    /// - Throws: ``MixtureError/cannotWrite(path:reason:)``.
    public func write(to path: String, isPrivate: Bool = false) throws(MixtureError) {
        let bytes = encoded()
        // What could not be read again is not written.
        guard bytes.count <= Self.sizeLimit else {
            throw .cannotWrite(path: path, reason: "\(bytes.count) bytes are more than 2 GiB")
        }
        do {
            try AtomicFile.write(bytes, to: path, isPrivate: isPrivate)
        } catch {
            let reason = (error as? AtomicFile.Failure)?.reason ?? "\(error)"
            throw .cannotWrite(path: path, reason: reason)
        }
    }

    /// Reads a file.
    ///
    /// - Throws: ``MixtureError/missingFile(path:)`` or ``MixtureError/invalidFile(path:reason:)``.
    public init(contentsOf path: String) throws(MixtureError) {
        let url = URL(fileURLWithPath: path)
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let size = attributes[.size] as? Int
        else { throw .missingFile(path: path) }
        guard size <= Self.sizeLimit else {
            throw .invalidFile(path: path, reason: "\(size) bytes are more than 2 GiB")
        }
        guard let data = try? Data(contentsOf: url) else { throw .missingFile(path: path) }
        try self.init(bytes: Array(data), path: path)
    }

    /// Reads a file's bytes; `path` only names them in errors.
    ///
    /// - Throws: ``MixtureError/invalidFile(path:reason:)``.
    public init(bytes: [UInt8], path: String) throws(MixtureError) {
        try self.init(bytes: bytes, path: path, verifiesChecksum: true)
    }

    /// The same, of bytes whose checksum need not match: it keeps damage out, and nobody who means
    /// harm.
    package init(
        bytes: [UInt8], path: String, verifiesChecksum: Bool
    ) throws(MixtureError) {
        do {
            try self.init(parsing: bytes)
        } catch {
            throw .invalidFile(path: path, reason: error.reason)
        }
        guard !verifiesChecksum || metadata[Self.checksumKey] == checksum.hexadecimal else {
            throw .invalidFile(
                path: path, reason: "the checksum does not match; the file is damaged")
        }
    }

    private struct Invalid: Error { let reason: String }

    private init(parsing bytes: [UInt8]) throws(Invalid) {
        guard bytes.count >= 8 else { throw Invalid(reason: "shorter than 8 bytes") }
        let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(min(Self.headerLimit, bytes.count - 8)) else {
            throw Invalid(reason: "a header of \(length) bytes does not fit")
        }
        let start = 8 + Int(length)
        guard
            let header = try? JSONSerialization.jsonObject(with: Data(bytes[8..<start])),
            var entries = header as? [String: Any]
        else { throw Invalid(reason: "the header is not a JSON object") }
        guard let metadata = entries.removeValue(forKey: "__metadata__") as? [String: String]
        else { throw Invalid(reason: "the header has no __metadata__") }
        self.init(metadata: metadata, tensors: [:])
        var used: [Range<Int>] = []
        for (name, entry) in entries {
            let (tensor, range) = try Self.tensor(entry, name, bytes[start...])
            tensors[name] = tensor
            used.append(range)
        }
        var end = 0
        for range in used.sorted(by: { ($0.lowerBound, $0.count) < ($1.lowerBound, $1.count) }) {
            guard range.lowerBound == end else {
                throw Invalid(reason: "tensors overlap or leave a gap at byte \(end)")
            }
            end = range.upperBound
        }
        guard end == bytes.count - start else {
            throw Invalid(reason: "\(bytes.count - start) bytes of values, \(end) expected")
        }
    }

    private static func tensor(
        _ entry: Any, _ name: String, _ data: ArraySlice<UInt8>
    ) throws(Invalid) -> (Tensor, Range<Int>) {
        guard let entry = entry as? [String: Any],
            let precision = (entry["dtype"] as? String).flatMap(Precision.init),
            let shape = entry["shape"] as? [Int], shape.count <= 8,
            let offsets = entry["data_offsets"] as? [Int], offsets.count == 2
        else { throw Invalid(reason: "tensor \(name) is not described as F32 or F64 with a shape") }
        var size = precision.size
        for length in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: length)
            guard length >= 0, !overflow else {
                throw Invalid(reason: "tensor \(name) has an impossible shape")
            }
            size = product
        }
        guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= data.count,
            offsets[1] - offsets[0] == size
        else { throw Invalid(reason: "tensor \(name) does not fit its place") }
        let bytes = data[data.startIndex + offsets[0]..<data.startIndex + offsets[1]]
        let values =
            switch precision {
            case .single: Self.copy(bytes, as: Float.self).map(Double.init)
            case .double: Self.copy(bytes, as: Double.self)
            }
        return (Tensor(shape: shape, values: values, precision: precision), offsets[0]..<offsets[1])
    }

    /// Values as they lie in a file: little-endian, like in the memory of every processor that
    /// Swift runs on.
    private static func copy<T: BinaryFloatingPoint>(
        _ bytes: ArraySlice<UInt8>, as type: T.Type
    ) -> [T] {
        let count = bytes.count / MemoryLayout<T>.size
        return [T](unsafeUninitializedCapacity: count) { target, initialized in
            UnsafeMutableRawBufferPointer(target).copyBytes(from: bytes)
            initialized = count
        }
    }

    private static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and dictionaries of strings always encode.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
