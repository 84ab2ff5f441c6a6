import Foundation

/// Something that can be said of a file.
struct InspectionFact: Equatable, Sendable {
    /// What is told, in words.
    let name: String
    /// The name that a program knows it by: in snake_case, with the unit.
    let key: String
    /// What it is.
    let value: Value

    /// What a fact may be.
    enum Value: Equatable, Sendable, CustomStringConvertible, Encodable {
        /// Words.
        case text(String)
        /// A number of things, or of whole units.
        case whole(Int, unit: String = "")
        /// A number, which people see with so many digits behind the point.
        case number(Double, digits: Int, unit: String = "")
        /// A share, which people see in percent.
        case share(Double, digits: Int)
        /// Yes or no.
        case truth(Bool)

        /// As people read it.
        var description: String {
            switch self {
            case .text(let text): text
            case .whole(let number, let unit): "\(number)" + (unit.isEmpty ? "" : " " + unit)
            case .number(let number, let digits, let unit):
                String(format: "%.\(digits)f", number) + (unit.isEmpty ? "" : " " + unit)
            case .share(let share, let digits): String(format: "%.\(digits)f %%", 100 * share)
            case .truth(let isTrue): "\(isTrue)"
            }
        }

        /// Encodes the bare value, numbers with all their digits.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .whole(let number, _): try container.encode(number)
            case .number(let number, _, _): try container.encode(number)
            case .share(let share, _): try container.encode(share)
            case .truth(let isTrue): try container.encode(isTrue)
            }
        }
    }

    /// A fact; its key is the name in snake_case unless it says the unit.
    init(_ name: String, _ value: Value, key: String? = nil) {
        self.name = name
        self.value = value
        self.key =
            key
            ?? String(name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// A fact in words.
    init(_ name: String, _ text: String) {
        self.init(name, .text(text))
    }
}
