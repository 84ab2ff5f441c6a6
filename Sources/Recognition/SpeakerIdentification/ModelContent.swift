internal import CVectorKernels

/// The numbers of a speaker's model, in memory or in a mapped file; ``ModelLayout`` says which.
public struct ModelContent: @unchecked Sendable {
    /// What keeps the numbers where they are. Nobody writes to them through this type.
    private let owner: AnyObject
    /// ``ModelLayout/parameterCount`` of them.
    public let parameters: UnsafePointer<Float>
    /// ``ModelLayout/compactSize`` bytes.
    public let compact: UnsafePointer<UInt8>
    /// What their checksums should be; nil for memory of our own.
    private let checksums: Checksums?

    /// The checksums of both forms.
    public struct Checksums: Sendable, Equatable {
        /// Of the parameters' bytes.
        public let parameters: UInt64
        /// Of the compact form.
        public let compact: UInt64

        /// Two checksums that were stored.
        public init(parameters: UInt64, compact: UInt64) {
            self.parameters = parameters
            self.compact = compact
        }
    }

    /// Numbers that others keep and might change or lose.
    ///
    /// - Parameters:
    ///   - parameters: aligned for Float.
    ///   - compact: the compact form.
    ///   - checksums: what both are found damaged by.
    ///   - owner: what keeps them where they are.
    public init(
        parameters: UnsafePointer<Float>, compact: UnsafePointer<UInt8>, checksums: Checksums,
        keptBy owner: AnyObject
    ) {
        self.owner = owner
        self.parameters = parameters
        self.compact = compact
        self.checksums = checksums
    }

    /// Numbers that `fill` makes.
    init(
        _ layout: ModelLayout,
        fill: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<UInt8>) -> Void
    ) {
        let memory = Memory(parameters: layout.parameterCount, compact: layout.compactSize)
        fill(memory.parameters, memory.compact)
        owner = memory
        parameters = UnsafePointer(memory.parameters)
        compact = UnsafePointer(memory.compact)
        checksums = nil
    }

    /// The checksums of what is there now.
    public func currentChecksums(_ layout: ModelLayout) -> Checksums {
        withExtendedLifetime(owner) {
            let bytes = UnsafeRawPointer(parameters).assumingMemoryBound(to: UInt8.self)
            return Checksums(
                parameters: model_checksum(bytes, 4 * layout.parameterCount),
                compact: model_checksum(compact, layout.compactSize))
        }
    }

    /// Whether the parameters are those that were stored.
    func hasSoundParameters(_ layout: ModelLayout) -> Bool {
        guard let checksums else { return true }
        let bytes = UnsafeRawPointer(parameters).assumingMemoryBound(to: UInt8.self)
        return model_checksum(bytes, 4 * layout.parameterCount) == checksums.parameters
    }

    /// Whether the compact form is the one that was stored.
    func hasSoundCompactForm(_ layout: ModelLayout) -> Bool {
        checksums.map { model_checksum(compact, layout.compactSize) == $0.compact } ?? true
    }

    private final class Memory {
        let parameters: UnsafeMutablePointer<Float>
        let compact: UnsafeMutablePointer<UInt8>

        init(parameters parameterCount: Int, compact compactSize: Int) {
            parameters = .allocate(capacity: parameterCount)
            parameters.initialize(repeating: 0, count: parameterCount)
            compact = .allocate(capacity: compactSize)
            compact.initialize(repeating: 0, count: compactSize)
        }

        deinit {
            parameters.deallocate()
            compact.deallocate()
        }
    }
}
