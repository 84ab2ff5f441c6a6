import RealModule
import Testing

@testable import Reports

/// What can be seen and told apart.
@Suite struct InkTests {
    private func linear(_ color: Color) -> [Double] {
        let digits = color.code.dropFirst()
        return stride(from: 0, to: 6, by: 2).map { place in
            let part = digits.dropFirst(place).prefix(2)
            let value = Double(Int(part, radix: 16) ?? 0) / 255
            return value <= 0.04045 ? value / 12.92 : .pow((value + 0.055) / 1.055, 2.4)
        }
    }

    private func luminance(_ rgb: [Double]) -> Double {
        0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    }

    /// CIE L*a*b* of linear sRGB.
    private func lab(_ rgb: [Double]) -> [Double] {
        func f(_ t: Double) -> Double { t > 0.008856 ? .root(t, 3) : 7.787 * t + 16 / 116 }
        let x = f((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505)
        let y = f(luminance(rgb))
        let z = f((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089)
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
    }

    /// Machado, Oliveira and Fernandes, 2009, table 1, severity 1: protan, deutan, tritan.
    private static let visions: [[[Double]]] = [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [
            [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        [
            [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
        [
            [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ]

    @Test func everyColourStandsOutOnWhite() {
        for color in Color.palette {
            // WCAG's contrast for graphics.
            #expect(1.05 / (luminance(linear(color)) + 0.05) >= 3, "\(color.code)")
        }
    }

    @Test func neighboursDifferInGrey() {
        let lightness = Color.palette.map { lab(linear($0))[0] }
        for (a, b) in zip(lightness, lightness.dropFirst()) { #expect(abs(a - b) > 15) }
    }

    /// 20 is some nine times what can just be seen.
    @Test(arguments: 0..<4) func anyEyeTellsColoursApart(vision: Int) {
        let seen = Color.palette.map { color -> [Double] in
            let rgb = linear(color)
            return lab(
                Self.visions[vision].map { row in
                    min(1, max(0, zip(row, rgb).reduce(0) { $0 + $1.0 * $1.1 }))
                })
        }
        for i in seen.indices {
            for j in 0..<i {
                let square = zip(seen[i], seen[j]).reduce(0) {
                    $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
                }
                #expect(
                    square.squareRoot() > 20, "\(Color.palette[i].code) \(Color.palette[j].code)")
            }
        }
    }

    @Test func anEllipseHidesNoPoints() {
        let svg = Chart(layers: [
            Layer(.points([Point(0, 0), Point(1, 1)])),
            Layer(
                .ellipse(
                    Ellipse(
                        center: Point(0, 0), firstSemiAxis: 1, secondSemiAxis: 1, angle: 0))),
        ]).svg()
        #expect(!svg.contains("stroke=\"#FFFFFF\""))
    }

    @Test func hollowSignsAreRings() {
        var style = Style(classIndex: 0)
        style.isFilled = false
        let svg = Chart(layers: [Layer(.points([Point(0, 0)]), style, name: "ring")]).svg()
        // The sign and its sample in the legend.
        let rings = svg.split(separator: "<g ").dropFirst().filter {
            $0.hasPrefix("fill=\"none\" stroke=\"#0F628F\"")
        }
        #expect(rings.count == 2)
        #expect(!svg.contains("fill=\"#0F628F\""))
    }

    /// A single label tells no distance.
    @Test func anAxisHasTwoLabelsAtLeast() {
        for kind in [ScaleKind.linear, .logarithmic, .probit] {
            for (low, high) in [(0.11, 0.19), (0.31, 0.49), (0.101, 0.1013), (0.07, 0.93)] {
                for count in 0...12 {
                    let scale = Scale(Axis(scale: kind, range: low...high), values: [])
                    let ticks = Ticks.ticks(scale, count: count)
                    #expect(ticks.count > 1, "\(kind) \(low) \(high) \(count)")
                    // Rounding may put a tick at an end a little beyond it.
                    #expect(
                        ticks.allSatisfy { abs((scale.position($0.value) ?? 9) - 0.5) < 0.5 + 1e-9 }
                    )
                }
            }
        }
        // One multiple of the step that fits best lies within: as the chart draws it, two do.
        let chart = Chart(
            y: Axis(range: 0.9...2.4), layers: [Layer(.points([Point(0, 1)]))],
            size: Size(width: 200, height: 120))
        let labels = chart.svg().split(separator: "text-anchor=\"end\"").dropFirst()
        #expect(labels.count > 1)
    }

    @Test func wholeNumbersAreAskedFor() {
        func labels(_ range: ClosedRange<Double>) -> [String] {
            Ticks.ticks(Scale(Axis(range: range), values: []), count: 6, isWhole: true).map(\.label)
        }
        #expect(labels(0.96...2.04) == ["1", "2"])
        #expect(labels(0.5...1.5) == ["1"])
        #expect(labels(0...40) == ["0", "10", "20", "30", "40"])
        let svg = Chart(
            x: Axis(isWhole: true), layers: [Layer(.line([Point(1, 0), Point(2, 1)]))]
        ).svg()
        #expect(!svg.contains(">1.2<") && svg.contains(">1<") && svg.contains(">2<"))
    }
}
