import RealModule

/// Sines, as formulas give them.
enum Tone {
    /// x[n] = a · sin(2π f n / rate).
    static func samples(
        hertz: Double, rate: Int, count: Int, amplitude: Double = 0.5
    ) -> [Float] {
        (0..<count).map {
            Float(amplitude * .sin(2 * Double.pi * hertz * Double($0) / Double(rate)))
        }
    }

    /// The mean of the squares.
    static func power(of samples: some Collection<Float>) -> Double {
        samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(samples.count)
    }
}
