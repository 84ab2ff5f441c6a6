import NumericCore
import RealModule
import Testing

@testable import SpeechFeatures

@Suite struct CepstrumTests {
    func transform(_ energies: [Float], _ cepstra: FrontEndConfiguration.Cepstra) -> [Float] {
        let transform = CepstralTransform(cepstra, bands: energies.count)
        var out = [Float](repeating: .nan, count: cepstra.count)
        out.withUnsafeMutableBufferPointer { out in
            energies.withUnsafeBufferPointer { energies in
                if let start = out.baseAddress { transform.apply(to: energies, writing: start) }
            }
        }
        return out
    }

    /// Against the formula in double precision; the energies are below 1, the rows orthonormal.
    @Test(arguments: FrontEndConfiguration.FirstCepstrum.allCases)
    func agreesWithTheFormula(first: FrontEndConfiguration.FirstCepstrum) {
        let l = noise(30)
        let out = transform(l, .init(count: 20, lifter: 0, first: first))
        for (index, value) in out.enumerated() {
            let i = Double(first == .dropped ? index + 1 : index)
            var sum = 0.0
            for n in 0..<30 { sum += .cos(Double.pi / 30 * (Double(n) + 0.5) * i) * Double(l[n]) }
            let expected = sum * (i == 0 ? 1.0 / 30 : 2.0 / 30).squareRoot()
            #expect(abs(Double(value) - expected) < 1e-6)
        }
    }

    /// As many cepstra as bands keep the length of the vector: the transform is a rotation.
    @Test func isOrthonormal() {
        let l = noise(24)
        let out = transform(l, .init(count: 24, lifter: 0, first: .c0))
        let before = l.reduce(0) { $0 + $1 * $1 }
        let after = out.reduce(0) { $0 + $1 * $1 }
        // Float rounds each of 24 sums by 6e-8, and the cepstra as well.
        #expect(abs(before - after) < 2e-6 * before)
    }

    /// The file has seven digits.
    @Test func liftsAsOthersDo() throws {
        let l = noise(30)
        let plain = transform(l, .init(count: 20, lifter: 0, first: .c0))
        let lifted = transform(l, .init(count: 20, lifter: 22, first: .c0))
        let lifter = try referenceTable("lifter22_htk_20").elements
        for i in 0..<20 { #expect(abs(lifted[i] - plain[i] * lifter[i]) < 1e-5) }
    }

    @Test func oneBandIsItsOwnCepstrum() {
        #expect(transform([3], .init(count: 1, lifter: 22, first: .c0)) == [3])
    }
}
