import CVectorKernels
import RealModule

extension FrontEndConfiguration {
    /// How band energies e become logarithms.
    public enum Logarithm: Codable, Sendable, Hashable {
        /// ln(max(e, floor)).
        case natural(floor: Double)
        /// 10 log₁₀(max(e, floor)); with `topDecibels` every value less than the clip's largest
        /// minus that is raised to it.
        case decibels(floor: Double, topDecibels: Double?)

        var floor: Double {
            switch self {
            case .natural(let floor), .decibels(let floor, _): floor
            }
        }

        var topDecibels: Float? {
            if case .decibels(_, let top?) = self { Float(top) } else { nil }
        }

        /// What ln is multiplied by.
        var unit: Float {
            switch self {
            case .natural: 1
            case .decibels: Float(10 / Double.log(10))
            }
        }

        /// Replaces energies by their logarithms.
        func apply(to energies: UnsafeMutableBufferPointer<Float>) {
            guard let base = energies.baseAddress else { return }
            // Smaller numbers have fewer digits, and no logarithm among the vectors.
            let least = max(Float(floor), .leastNormalMagnitude)
            frame_logarithms(base, Int32(energies.count), least, unit)
        }
    }
}
