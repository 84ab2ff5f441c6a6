// What every processor of the architecture can do.
#define TARGET
#define TABLE kernels_baseline
#if defined(__x86_64__)
// Sixteen registers, four to a vector.
enum { TILE_ROWS = 2, TILE_VECTORS = 1 };
#else
enum { TILE_ROWS = 6, TILE_VECTORS = 1 };
#endif
#include "Kernels.h"
