#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The memory that a process holds, in MiB.
enum ResidentMemory {
    /// The most that this process has held so far.
    static var peakMebibytes: Double { peak(of: RUSAGE_SELF) }

    /// The most that any of the programs held which it started and which have ended.
    static var peakMebibytesOfChildren: Double { peak(of: RUSAGE_CHILDREN) }

    #if canImport(Glibc)
        private static func peak(of processes: __rusage_who) -> Double {
            var usage = rusage()
            getrusage(__rusage_who_t(processes.rawValue), &usage)
            return Double(usage.ru_maxrss) / 1024
        }
    #else
        private static func peak(of processes: Int32) -> Double {
            var usage = rusage()
            getrusage(processes, &usage)
            return Double(usage.ru_maxrss) / 1_048_576
        }
    #endif
}
