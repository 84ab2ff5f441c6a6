#if defined(__x86_64__)
// AVX-512: Intel servers since Skylake (2017), AMD since Zen 4. Without a least width the compiler
// halves the vectors, as early processors slowed down under them.
#define TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define TABLE kernels_avx512
// Thirty-two registers, one to a vector.
enum { TILE_ROWS = 8, TILE_VECTORS = 3 };
#include "Kernels.h"
#endif
