import Foundation
internal import GRDB
import Synchronization

/// How a program waits for another that is writing.
///
/// It asks every two milliseconds. SQLite's own timeout asks ten times a second, and beside a program
/// that makes one change after the other it may miss the moments in between until it gives up.
final class Patience: Sendable {
    /// How long it lasts, in seconds.
    static let duration = 5.0
    private static let interval = 0.002

    /// Whether there is any.
    private let isGranted = Atomic(true)

    /// What SQLite calls when it finds a lock.
    var busyMode: Database.BusyMode {
        .callback { [self] attempts in
            guard isGranted.load(ordering: .relaxed),
                Double(attempts) * Self.interval < Self.duration
            else { return false }
            Thread.sleep(forTimeInterval: Self.interval)
            return true
        }
    }

    /// Runs what gives up at once when somebody else is at work.
    func suspended<T>(_ body: () throws -> T) rethrows -> T {
        isGranted.store(false, ordering: .relaxed)
        defer { isGranted.store(true, ordering: .relaxed) }
        return try body()
    }
}
