import Foundation
import Synchronization

/// How many threads work at once; without influence on any result.
///
/// The process has a number, one per processor unless ``use(_:)`` says otherwise. What runs side by
/// side shares it: of four threads, each of two that work at once has two for its own work.
public enum Threads {
    private static let ofProcess = Atomic<Int>(ProcessInfo.processInfo.activeProcessorCount)
    /// What the work at hand may use of them; nil for all.
    @TaskLocal private static var share: Int?

    /// How many the work at hand may use, at least 1.
    public static var count: Int { share ?? ofProcess.load(ordering: .relaxed) }

    /// Sets the process's number.
    public static func use(_ count: Int) { ofProcess.store(max(1, count), ordering: .relaxed) }

    /// Runs some work with another number.
    public static func with<Result>(
        _ count: Int, _ work: () throws -> Result
    ) rethrows -> Result {
        try $share.withValue(max(1, count)) { try work() }
    }
}
