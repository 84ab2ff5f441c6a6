import Synchronization

/// A value that is made once, when it is first asked for; whoever asks meanwhile waits for it.
/// Where making it fails, the next one who asks tries again.
public final class Lazy<Value: Sendable, Failure: Error>: Sendable {
    private let made = Mutex<Value?>(nil)
    private let make: @Sendable () throws(Failure) -> Value

    /// A value that `make` makes.
    public init(_ make: @escaping @Sendable () throws(Failure) -> Value) { self.make = make }

    /// The value.
    ///
    /// - Throws: what hindered making it.
    public func value() throws(Failure) -> Value {
        try made.withLock { made throws(Failure) in
            if let made { return made }
            let value = try make()
            made = value
            return value
        }
    }
}
