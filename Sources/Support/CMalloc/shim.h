#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/* Swift's module of the C library leaves out what tunes the memory allocator. Of other C libraries
   than glibc there is nothing to tune. */
static inline void timbre_keep_freed_memory(int kept, int mapped) {
#if defined(__GLIBC__)
    mallopt(M_TRIM_THRESHOLD, kept);
    mallopt(M_MMAP_THRESHOLD, mapped);
#else
    (void)kept, (void)mapped;
#endif
}
