#if defined(__x86_64__)
// AVX2 and fused multiply-add: Intel since Haswell (2013), AMD since Excavator and Zen.
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define TABLE kernels_avx2
// Sixteen registers, two to a vector.
enum { TILE_ROWS = 6, TILE_VECTORS = 1 };
#include "Kernels.h"
#endif
