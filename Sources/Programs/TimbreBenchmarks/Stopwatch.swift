#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Seconds that some work takes, by the clock and by the processor over all threads.
struct Stopwatch {
    private let start = ContinuousClock.now
    private let processorStart = Self.processorTime()

    /// Seconds since the start.
    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
    /// Seconds of processor time since the start.
    var processorSeconds: Double { Self.processorTime() - processorStart }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
