public import FileStorage
public import Foundation

extension FrontEndConfiguration {
    /// Reads a configuration from the bytes of a JSON file.
    ///
    /// A file either names every part, or names a preset and what differs from it. Parts that
    /// offer alternatives with values of their own are written `{"slidingMean":{"seconds":3}}`,
    /// or just `"mean"` where there is no value; they replace the preset's as a whole, as lists do.
    ///
    /// ```json
    /// {"preset": "speech-16k", "melFilters": {"count": 24}, "normalizations": ["mean"]}
    /// ```
    ///
    /// - Throws: ``FrontEndError`` naming the key that is unknown, missing or out of range.
    public init(json: Data) throws(FrontEndError) {
        guard case .object(var members)? = try? JSONDecoder().decode(JSONValue.self, from: json)
        else { throw .notJSON }
        let base: JSONValue
        switch members.removeValue(forKey: "preset") {
        case nil:
            base = Self.speech16k.json
            if let key = base.firstKey(missingFrom: .object(members)) {
                throw .invalidField(
                    key, expected: "given, or a preset named beside", got: "nothing")
            }
        case .string(let name)?:
            base = try FrontEndConfiguration(preset: name).json
        case let other?:
            throw .invalidField(
                "preset", expected: "the name of a preset", got: other.canonicalText)
        }
        let document = try base.overridden(by: .object(members))
        do {
            self = try Self.decode(document)
        } catch {
            throw Self.explanation(of: error, in: document, base: base)
        }
        // Decoding passes over keys inside an alternative that it does not know.
        if let key = document.firstKey(missingFrom: self.json) { throw .unknownKey(key) }
        try validate()
    }

    /// The configuration as JSON in one fixed form: keys sorted, no white space, numbers in the
    /// fewest digits that give them back exactly.
    public var canonicalJSON: String { json.canonicalText }

    /// SHA-256 of ``canonicalJSON``: equal configurations, and only those, have equal digests.
    public var canonicalHash: Digest { .sha256(of: canonicalJSON.utf8) }

    private var json: JSONValue {
        let encoder = JSONEncoder()
        // Not-a-number has no place in JSON, but an unchecked configuration can hold it.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return try JSONDecoder().decode(JSONValue.self, from: encoder.encode(self))
        } catch {
            preconditionFailure("numbers, words and nothing else did not make JSON: \(error)")
        }
    }

    private static func decode(_ document: JSONValue) throws -> FrontEndConfiguration {
        try JSONDecoder().decode(
            FrontEndConfiguration.self, from: Data(document.canonicalText.utf8))
    }

    private static func explanation(
        of error: any Error, in document: JSONValue, base: JSONValue
    ) -> FrontEndError {
        guard let error = error as? DecodingError else { return .notJSON }
        switch error {
        case .keyNotFound(let key, let context):
            let path = names(context.codingPath + [key])
            return .invalidField(
                path.joined(separator: "."), expected: "given", got: "nothing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            var path = names(context.codingPath)
            if path.isEmpty, let key = misfit(of: document, in: base) { path = [key] }
            let value = document.value(at: path)
            if case .object(let members)? = value, members.count == 1, let key = members.keys.first
            {
                return .unknownKey((path + [key]).joined(separator: "."))
            }
            let field = path.joined(separator: ".")
            let allowed = choices[field].map { "one of " + $0.joined(separator: ", ") }
            return .invalidField(
                field, expected: allowed ?? "of another kind (see the presets)",
                got: value?.canonicalText ?? "nothing")
        @unknown default:
            return .notJSON
        }
    }

    /// The keys of a path; a list's are its items' indices.
    private static func names(_ path: [any CodingKey]) -> [String] {
        path.map { key in key.intValue.map { "\($0)" } ?? key.stringValue }
    }

    private static let choices: [String: [String]] = [
        "sampleScale": ["1", "32768"],
        "framing.edges": Edges.allCases.map(\.rawValue),
        "preEmphasis.scope": PreEmphasisScope.allCases.map(\.rawValue),
        "window": Window.allCases.map(\.rawValue),
        "spectrumScaling": SpectrumScaling.allCases.map(\.rawValue),
        "melFilters.scale": MelScale.allCases.map(\.rawValue),
        "melFilters.triangles": MelTriangles.allCases.map(\.rawValue),
        "melFilters.normalization": MelNormalization.allCases.map(\.rawValue),
        "cepstra.first": FirstCepstrum.allCases.map(\.rawValue),
        "deltas.style": DeltaStyle.allCases.map(\.rawValue),
    ]

    // The decoder does not say where a number is that no integer can hold.
    private static func misfit(of document: JSONValue, in base: JSONValue) -> String? {
        guard case .object(let members) = document, case .object(let sound) = base else {
            return nil
        }
        return members.keys.sorted().first { key in
            var trial = sound
            trial[key] = members[key]
            return (try? decode(.object(trial))) == nil
        }
    }
}

extension JSONValue {
    // Every structure of the configuration has two members or more, so an object with a single
    // one is an alternative, named by its key.
    private var isAlternative: Bool {
        if case .object(let members) = self { members.count == 1 } else { false }
    }

    /// This value with those of another in their place, member by member.
    fileprivate func overridden(
        by other: JSONValue, at path: [String] = []
    ) throws(FrontEndError) -> JSONValue {
        switch (self, other) {
        case (_, .string(let name)) where isAlternative:
            return .object([name: .object([:])])
        case (.object(var merged), .object(let changes)) where !isAlternative:
            for (key, change) in changes.sorted(by: { $0.key < $1.key }) {
                let path = path + [key]
                guard let value = merged[key] else {
                    throw .unknownKey(path.joined(separator: "."))
                }
                merged[key] = try value.overridden(by: change, at: path)
            }
            return .object(merged)
        case (.array, .array(let items)):
            // The configuration's only list, `normalizations`, is one of alternatives.
            return .array(
                items.map {
                    if case .string(let name) = $0 { .object([name: .object([:])]) } else { $0 }
                })
        default:
            return other
        }
    }

    /// The first key, as a path, that this value has and another has not; alternatives are
    /// looked into only where both chose the same.
    fileprivate func firstKey(missingFrom other: JSONValue, at path: [String] = []) -> String? {
        if case .array(let items) = self, case .array(let others) = other {
            for (index, (item, counterpart)) in zip(items, others).enumerated() {
                let path = path + ["\(index)"]
                if let key = item.firstKey(missingFrom: counterpart, at: path) { return key }
            }
            return nil
        }
        guard case .object(let members) = self, case .object(let others) = other else { return nil }
        if isAlternative && other.isAlternative && Set(members.keys) != Set(others.keys) {
            return nil
        }
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            let path = path + [key]
            guard let counterpart = others[key] else { return path.joined(separator: ".") }
            if let key = value.firstKey(missingFrom: counterpart, at: path) { return key }
        }
        return nil
    }
}
