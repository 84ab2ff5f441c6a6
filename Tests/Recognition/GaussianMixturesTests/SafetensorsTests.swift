import GaussianMixtures
import NumericCore
import Testing

@Suite struct SafetensorsTests {
    private var file: Safetensors {
        Safetensors(
            metadata: ["format": "test", "text": "a \"quoted\"\nline/é"],
            tensors: [
                "weights": .init(shape: [2], values: [0.25, 0.75]),
                "means": .init(shape: [2, 3], values: [1, 2, 3, 4, 5, -0.1]),
                "empty": .init(shape: [0], values: []),
            ])
    }

    @Test func whatIsWrittenIsRead() throws {
        let read = try Safetensors(bytes: file.encoded(), path: "x")
        #expect(read.tensors == file.tensors)
        #expect(read.metadata["text"] == file.metadata["text"])
    }

    /// The layout as the format's definition has it.
    @Test func theBytesAreThoseOfTheFormat() {
        let bytes = Safetensors(
            metadata: [:], tensors: ["a": .init(shape: [1], values: [1])]
        ).encoded()
        let length = Int(bytes[0]) + 256 * Int(bytes[1])
        #expect(Array(bytes[2..<8]) == [0, 0, 0, 0, 0, 0])
        let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        #expect(header.contains("\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}"))
        // 1.0 as an IEEE 754 double, little-endian.
        #expect(Array(bytes[(8 + length)...]) == [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
    }

    @Test func everyDamagedByteIsNoticed() {
        let bytes = file.encoded()
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x04
            let read = try? Safetensors(bytes: damaged, path: "x")
            // A space behind the JSON may become another character that JSON refuses, and
            // white space in it means nothing; whatever is accepted must be the same content.
            #expect(read == nil || read?.tensors == file.tensors)
        }
    }

    @Test func everyCutIsNoticed() {
        let bytes = file.encoded()
        for length in bytes.indices {
            #expect(throws: MixtureError.self) {
                try Safetensors(bytes: Array(bytes[..<length]), path: "x")
            }
        }
    }

    static let lies = [
        "{}",
        "[]",
        "{\"__metadata__\":{}}",
        "{\"__metadata__\":{},\"a\":{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,8]}}",
        "{\"__metadata__\":{},\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,16]}}",
        "{\"__metadata__\":{},\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,0]}}",
        "{\"__metadata__\":{},\"a\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}",
        "{\"__metadata__\":{},\"a\":{\"dtype\":\"F64\",\"shape\":[4611686018427387904,8],"
            + "\"data_offsets\":[0,8]}}",
        "{\"__metadata__\":{},\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
    ]

    @Test(arguments: lies) func headersThatLieAreRefused(header: String) {
        let text = Array(header.utf8)
        let length = [UInt8(text.count & 255), UInt8(text.count >> 8), 0, 0, 0, 0, 0, 0]
        #expect(throws: MixtureError.self) {
            try Safetensors(
                bytes: length + text + [UInt8](repeating: 0, count: 8), path: "x")
        }
    }

    @Test func errorsNameTheFileAndTheReason() {
        #expect(throws: MixtureError.missingFile(path: "/no/such/file")) {
            try Safetensors(contentsOf: "/no/such/file")
        }
        let error = MixtureError.invalidFile(path: "m.safetensors", reason: "shorter than 8 bytes")
        #expect("\(error)" == "m.safetensors: not a usable model file: shorter than 8 bytes")
    }

    @Test func aMixtureSurvivesTheFile() throws {
        let mixture = try Fixture.background()
        var file = Safetensors(metadata: [:], tensors: [:])
        file.store(mixture)
        let read = try Safetensors(bytes: file.encoded(), path: "x").mixture(path: "x")
        #expect(read == mixture)
    }
}
