import NumericCore
import Testing

@testable import ScoreEvaluation

@Suite struct NameIndexTests {
    /// Names of all lengths, now repeated and now not, against a dictionary.
    @Test func numbersByFirstAppearance() {
        var generator = SeededGenerator(seed: 3)
        var index = NameIndex()
        var numbers: [String: UInt32] = [:]
        var order: [String] = []
        var name = ""
        for _ in 0..<5000 {
            if generator.uniform() < 0.6 {
                let letters = (0..<generator.index(below: 20)).map { _ in
                    generator.uniform() < 0.5 ? "a" : "b"
                }
                name = letters.joined()
            }
            if numbers[name] == nil {
                numbers[name] = UInt32(order.count)
                order.append(name)
            }
            #expect(index.number(of: name) == numbers[name])
        }
        #expect(index.names == order)
        #expect(index.known("c") == nil)
        #expect(order.allSatisfy { index.known($0) == numbers[$0] })
    }
}
