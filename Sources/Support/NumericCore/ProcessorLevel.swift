internal import CVectorKernels

/// A level of vector instructions that Timbre's own loops are compiled for.
///
/// On one level the same input and seed give the same bytes, whatever the number of threads.
/// ``avx2`` and ``avx512`` fuse multiplication and addition and give the same bytes as each other;
/// ``baseline`` of x86-64 rounds once more.
public enum ProcessorLevel: Int32, CaseIterable, Sendable {
    /// What every processor of the architecture has: SSE2 on x86-64, NEON on Arm.
    case baseline
    /// AVX2 and fused multiply-add, x86-64-v3.
    case avx2
    /// AVX-512, x86-64-v4.
    case avx512

    /// The environment variable that chooses a lower level than the processor's.
    public static let variable = "TIMBRE_PROCESSOR_LEVEL"

    /// As ``variable`` has it.
    public var name: String { String(cString: level_name(rawValue)) }

    /// The level in use, chosen as the process begins.
    public static var inUse: ProcessorLevel {
        ProcessorLevel(rawValue: level_in_use()) ?? .baseline
    }

    /// The highest level that the processor has.
    public static var ofProcessor: ProcessorLevel {
        ProcessorLevel(rawValue: level_of_processor()) ?? .baseline
    }

    /// What is wrong with the environment's choice of a level, which is then ignored; nil for
    /// nothing.
    public static var fault: String? {
        guard let refused = level_refused() else { return nil }
        let had = allCases.filter { $0.rawValue <= ofProcessor.rawValue }.map(\.name)
        return "\(variable)=\(String(cString: refused)): expected "
            + "\(had.joined(separator: ", ")), the levels that this processor has"
    }
}
