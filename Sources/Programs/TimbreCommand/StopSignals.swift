import Foundation

/// Ends what goes on for ever when the user or the system asks for it: the first time politely,
/// the second time at once.
final class StopSignals {
    private let sources: [any DispatchSourceSignal]

    /// Calls `stop` at the first SIGINT or SIGTERM, from a thread of its own.
    init(_ stop: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                signal(number, SIG_DFL)
                stop()
            }
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }
}
