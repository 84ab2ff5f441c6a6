internal import CMalloc

/// What the C library does with memory that was freed.
public enum FreedMemory {
    /// Keeps up to 64 MiB of it for what is allocated next. Otherwise glibc returns large blocks at
    /// once, and the system clears every page of the next ones anew.
    ///
    /// It is for programs to call, as the first thing they do: a library does not know what else
    /// lives in its process. Other C libraries than glibc stay as they are.
    public static func keep() { timbre_keep_freed_memory(64 << 20, 32 << 20) }
}
