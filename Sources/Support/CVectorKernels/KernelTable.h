#ifndef KERNEL_TABLE_H
#define KERNEL_TABLE_H

#include "VectorKernels.h"

// The kernels of VectorKernels.h, each of which every level has.
#define EACH_KERNEL(DO)                                                                      \
    DO(samples_from_shorts)                                                                  \
    DO(samples_summary)                                                                      \
    DO(frame_condition)                                                                      \
    DO(frame_sum)                                                                            \
    DO(frame_power)                                                                          \
    DO(frame_filter)                                                                         \
    DO(frame_logarithms)                                                                     \
    DO(frame_transform)                                                                      \
    DO(frame_regression)                                                                     \
    DO(frame_ranks)                                                                          \
    DO(product_of_floats)                                                                    \
    DO(product_of_doubles)                                                                   \
    DO(product_pack_floats)                                                                  \
    DO(product_pack_doubles)                                                                 \
    DO(product_dot)                                                                          \
    DO(mixture_whitened_distances)                                                           \
    DO(mixture_responsibilities)                                                             \
    DO(mixture_accumulate)                                                                   \
    DO(mixture_top_components)                                                               \
    DO(mixture_add_exponentials)                                                             \
    DO(mixture_multiply)                                                                     \
    DO(model_checksum)                                                                       \
    DO(model_compact_product)                                                                \
    DO(model_byte_product)

typedef struct {
#define POINTER(name) __typeof__(name) *name;
    EACH_KERNEL(POINTER)
#undef POINTER
} KernelTable;

// One table a level; the processor's architecture says which levels there are.
extern const KernelTable kernels_baseline;
#if defined(__x86_64__)
extern const KernelTable kernels_avx2, kernels_avx512;
#endif

#endif
