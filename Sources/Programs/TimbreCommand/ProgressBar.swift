import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One line on a terminal that is drawn again and again; nothing where nobody watches.
final class ProgressBar {
    private let isShown: Bool
    private let start = Date()
    private var lastDrawn = Date.distantPast
    private var isDrawn = false

    init(_ console: Console) {
        isShown = !console.isQuiet && isatty(STDERR_FILENO) == 1
    }

    /// Shows how far the work has come, once it has taken a second.
    func show(_ fraction: Double, _ text: String) {
        let now = Date()
        let elapsed = now.timeIntervalSince(start)
        guard isShown, elapsed > 1, now.timeIntervalSince(lastDrawn) > 0.1 else { return }
        lastDrawn = now
        isDrawn = true
        let width = 24
        let done = Int((Double(width) * min(1, max(0, fraction))).rounded())
        let bar =
            String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        let left = fraction > 0 ? elapsed / fraction - elapsed : .infinity
        Console.talk(
            "\r\u{1B}[K\(bar) \(Int(100 * fraction)) %  \(text)  \(Self.duration(left)) left")
    }

    /// Takes the line away.
    func clear() {
        if isDrawn { Console.talk("\r\u{1B}[K") }
        isDrawn = false
    }

    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "?" }
        let whole = Int(seconds.rounded())
        return whole < 60
            ? "\(whole) s"
            : whole < 3600
                ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
