import Foundation
import TestSupport

// What `scripts/harden/fuzz` runs. Built with `-D FUZZING` and a fuzzer's runtime it looks for inputs that a
// reader does not survive; else it only reads files that are named.
//
//     timbre-fuzzing                                   lists the readers
//     timbre-fuzzing --reader=NAME --seeds FOLDER      writes inputs to start from
//     timbre-fuzzing --reader=NAME FILE ...            reads; takes libFuzzer's options if built so

/// The reader that the command line names. libFuzzer passes over words that begin with two dashes,
/// and hands them on to its children.
private let reader: FuzzedReader? = {
    let mark = "--reader="
    return CommandLine.arguments.first { $0.hasPrefix(mark) }.flatMap { word in
        FuzzedReader.all.first { $0.name == word.dropFirst(mark.count) }
    }
}()

#if FUZZING
    /// What libFuzzer's own `main` calls for each input (LLVM, `FuzzerInterface.h`).
    @_cdecl("LLVMFuzzerTestOneInput")
    func readOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        // An error is an answer; only what ends the process is a fault.
        try? reader?(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
#else
    @main
    struct TimbreFuzzing {
        static func main() throws {
            guard let reader else {
                for reader in FuzzedReader.all { print(reader) }
                return
            }
            let words = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--reader=") }
            if words.first == "--seeds", let folder = words.dropFirst().first {
                for (index, seed) in try reader.seeds().enumerated() {
                    try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(index)"))
                }
                return
            }
            for path in words {
                do {
                    try reader(Array(Data(contentsOf: URL(fileURLWithPath: path))))
                    print("\(path): read")
                } catch {
                    print("\(path): \(error)")
                }
            }
        }
    }
#endif
