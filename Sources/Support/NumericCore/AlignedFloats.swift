internal import CVectorKernels

/// Storage for Floats that begins at a multiple of a vector's width, grows when asked to and is
/// reused from block to block.
///
/// A vector that lies across two lines of the cache takes twice as long to read.
public final class AlignedFloats {
    /// The first value.
    public private(set) var base: UnsafeMutablePointer<Float>
    /// How many values there is room for.
    public private(set) var capacity: Int

    /// Room for some values.
    public init(capacity: Int = 0) {
        self.capacity = capacity
        base = Self.allocate(capacity)
    }

    deinit { base.deallocate() }

    /// Makes room for so many values; those that were there are lost when it grows.
    public func reserve(_ count: Int) {
        guard count > capacity else { return }
        base.deallocate()
        base = Self.allocate(count)
        capacity = count
    }

    /// The least multiple of `vector_lanes` that is no less than `count`.
    public static func padded(_ count: Int) -> Int {
        (count + vector_lanes - 1) / vector_lanes * vector_lanes
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
        let size = MemoryLayout<Float>.stride
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, count) * size, alignment: vector_lanes * size)
        let base = memory.bindMemory(to: Float.self, capacity: count)
        base.initialize(repeating: 0, count: count)
        return base
    }
}
