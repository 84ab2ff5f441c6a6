import Foundation
import Testing

@testable import Reports

@Suite struct ScaleTests {
    private func scale(
        _ kind: ScaleKind, _ range: ClosedRange<Double>?, values: [Double] = []
    ) -> Scale {
        Scale(Axis(scale: kind, range: range), values: values)
    }

    private func labels(_ kind: ScaleKind, _ range: ClosedRange<Double>, count: Int = 6) -> [String]
    {
        Ticks.ticks(scale(kind, range), count: count).map(\.label)
    }

    @Test func mapsByHand() throws {
        #expect(scale(.linear, -10...30).position(0) == 0.25)
        #expect(scale(.linear, -10...30).position(70) == 2)
        #expect(scale(.linear, 0...1).position(.nan) == nil)
        #expect(scale(.linear, 0...1).position(.infinity) == nil)
        #expect(scale(.logarithmic, 1...10_000).position(0) == -.infinity)
        #expect(scale(.logarithmic, 1...10_000).position(-1) == nil)
        #expect(scale(.probit, 0.1...0.9).position(0) == -.infinity)
        #expect(scale(.probit, 0.1...0.9).position(1) == .infinity)
        #expect(scale(.probit, 0.1...0.9).position(1.1) == nil)
        // Halfway between the logarithms, and where both tails meet, but for rounding.
        let hundred = try #require(scale(.logarithmic, 1...10_000).position(100))
        let middle = try #require(scale(.probit, 0.1...0.9).position(0.5))
        for position in [hundred, middle] { #expect(abs(position - 0.5) < 1e-15) }
    }

    /// Quantiles of the standard normal distribution, from tables.
    static let quantiles: [(Double, Double)] = [
        (0.5, 0), (0.975, 1.959963984540054), (0.01, -2.326347874040841),
        (0.001, -3.090232306167814), (0.9999, 3.719016485455709), (0.2, -0.8416212335729143),
    ]

    @Test(arguments: quantiles)
    func probitIsTheNormalQuantile(p: Double, z: Double) {
        // 1 − p loses what lies below 1e-16 of the upper tail.
        #expect(abs(probit(p) - z) < 1e-11)
    }

    @Test func rangesLeaveRoomForEveryValue() {
        let values = [2.0, 7, -1, .nan, .infinity]
        // A twenty-fifth of the span to either side, rounded.
        let range = scale(.linear, nil, values: values).range
        #expect(abs(range.lowerBound + 1.32) < 1e-14 && abs(range.upperBound - 7.32) < 1e-14)
        #expect(scale(.linear, nil, values: [10, 10]).range == 5...15)
        #expect(scale(.linear, nil, values: [0]).range == -1...1)
        #expect(scale(.linear, nil).range == 0...1)
        #expect(scale(.logarithmic, nil, values: [0, -5, 6]).range == 2...18)
        // A range that the axis cannot show is no range.
        #expect(scale(.logarithmic, -1...10, values: [6]).range == 2...18)
        #expect(scale(.linear, 3...3, values: [10]).range == 5...15)
        #expect(scale(.probit, 0...1).range == 0.001...0.5)
    }

    @Test func ticksAreRoundNumbers() {
        #expect(labels(.linear, 0...1) == ["0", "0.2", "0.4", "0.6", "0.8", "1"])
        #expect(labels(.linear, -1.32...7.32) == ["0", "2", "4", "6"])
        #expect(labels(.linear, -0.03...0.03, count: 4) == ["−0.02", "0", "0.02"])
        #expect(
            labels(.linear, 0...50_000) == ["0", "10,000", "20,000", "30,000", "40,000", "50,000"])
        #expect(labels(.linear, 0...4e6, count: 4) == ["0", "10⁶", "2×10⁶", "3×10⁶", "4×10⁶"])
        #expect(labels(.linear, 0...3e-7, count: 3) == ["0", "10⁻⁷", "2×10⁻⁷", "3×10⁻⁷"])
        #expect(labels(.linear, 1e9...(1e9 + 3), count: 3).count == 4)
        #expect(labels(.linear, 1e17...(1e17 + 64)) == [])
    }

    @Test func logarithmicTicksArePowersOfTen() {
        #expect(
            labels(.logarithmic, 1...1000) == [
                "1", "2", "5", "10", "20", "50", "100", "200", "500", "1,000",
            ])
        #expect(
            labels(.logarithmic, 1e-3...1e5, count: 9) == [
                "0.001", "0.01", "0.1", "1", "10", "100", "1,000", "10,000", "100,000",
            ])
        #expect(labels(.logarithmic, 1e-8...1e7, count: 4) == ["10⁻⁸", "0.0001", "1", "10,000"])
        #expect(labels(.logarithmic, 40...45, count: 5) == ["40", "41", "42", "43", "44", "45"])
    }

    @Test func probitTicksAreThoseOfDETPlots() {
        #expect(
            labels(.probit, 0.001...0.4) == [
                "0.1%", "0.2%", "0.5%", "1%", "2%", "5%", "10%", "20%", "40%",
            ])
        #expect(labels(.probit, 0.99...0.9999).last == "99.99%")
    }

    @Test func numbersAreCompact() {
        #expect(SVGText.number(1) == "1")
        #expect(SVGText.number(-0.04) == "0")
        #expect(SVGText.number(-12.36) == "-12.4")
        #expect(SVGText.number(.nan) == "0")
        #expect(SVGText.number(-.infinity) == "-1000000")
        #expect(Label.grouped("1234567") == "1,234,567")
    }

    /// The ends of the axes of an ellipse turned by 30°: c ± a (cos α, sin α), c ± b (−sin α, cos α).
    @Test func anEllipseIsTurnedAnticlockwise() {
        let ellipse = Ellipse(
            center: Point(1, 2), firstSemiAxis: 4, secondSemiAxis: 1, angle: .pi / 6)
        let outline = ellipse.outline
        // A quarter of the 96 points is a quarter turn.
        let expected = [
            (0, 1 + 4 * 3.0.squareRoot() / 2, 2 + 4 * 0.5),
            (24, 1 - 0.5, 2 + 3.0.squareRoot() / 2),
        ]
        // Sines and cosines of a few units, rounded.
        for (index, x, y) in expected {
            #expect(abs(outline[index].x - x) < 1e-12)
            #expect(abs(outline[index].y - y) < 1e-12)
        }
    }

    @Test func neighbouringClassesDifferInMoreThanColour() {
        let styles = (0..<32).map { Style(classIndex: $0) }
        #expect(Set(styles).count == 32)
        for (a, b) in zip(styles, styles.dropFirst()) {
            #expect(a.color != b.color && a.shape != b.shape && a.dash != b.dash)
        }
    }
}
