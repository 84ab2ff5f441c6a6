#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The memory that this process holds.
enum ResidentMemory {
    /// The most that it has held so far, in MiB.
    static var peakMebibytes: Double {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return Double(usage.ru_maxrss) / 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return Double(usage.ru_maxrss) / 1_048_576
        #endif
    }
}
