internal import COpenBLAS

/// The library behind the matrix products.
public enum LinearAlgebraLibrary {
    /// Its version and the processor kernels that it chose, such as `OpenBLAS 0.3.21, Haswell`.
    public static var version: String {
        let words = String(cString: openblas_get_config()).split(separator: " ")
        let name = words.prefix(2).joined(separator: " ")
        return "\(name), \(String(cString: openblas_get_corename())) kernels"
    }

    // OpenBLAS's own threads would fight with ours, and their number could change last bits.
    private static let oneThread: Void = openblas_set_num_threads(1)

    /// Makes it work on the calling thread alone; called before its first use.
    public static func useOneThread() { oneThread }

    /// Ends the threads that it started as it was loaded, one per processor, which wait busily for
    /// a tenth of a second.
    ///
    /// It is for programs to call, as the first thing they do: a library does not know who else uses
    /// OpenBLAS in its process.
    public static func endThreads() {
        useOneThread()
        timbre_openblas_end_threads()
    }
}
