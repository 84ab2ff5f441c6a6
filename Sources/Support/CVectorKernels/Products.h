#ifndef PRODUCTS_H
#define PRODUCTS_H

#include "Vectors.h"

// A square of vectors turned over its diagonal: blocks of half a square change places, then those of
// a quarter, and so on (Eklundh, "A fast computer method for matrix transposing", 1972).
#define LIST(...) __VA_ARGS__
#define SWAP(width, first, second)                                                           \
    for (int32_t i = 0; i < (int32_t)(sizeof rows[0] / sizeof rows[0][0]); i++) {            \
        if (i & (width)) continue;                                                           \
        const __typeof__(rows[0]) a = rows[i], b = rows[i + (width)];                        \
        rows[i] = __builtin_shufflevector(a, b, LIST first);                                   \
        rows[i + (width)] = __builtin_shufflevector(a, b, LIST second);                      \
    }

INLINED void transpose_floats(Floats rows[16]) {
    SWAP(8, (0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
         (8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
    SWAP(4, (0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
         (4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
    SWAP(2, (0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
         (2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
    SWAP(1, (0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
         (1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
}

INLINED void transpose_doubles(Doubles rows[8]) {
    SWAP(4, (0, 1, 2, 3, 8, 9, 10, 11),
         (4, 5, 6, 7, 12, 13, 14, 15))
    SWAP(2, (0, 1, 8, 9, 4, 5, 12, 13),
         (2, 3, 10, 11, 6, 7, 14, 15))
    SWAP(1, (0, 8, 2, 10, 4, 12, 6, 14),
         (1, 9, 3, 11, 5, 13, 7, 15))
}
#undef SWAP
#undef LIST

#define SCALAR float
#define VECTOR Floats
#define OF(name) name##_floats
#include "ProductOfScalars.h"
#undef SCALAR
#undef VECTOR
#undef OF

#define SCALAR double
#define VECTOR Doubles
#define OF(name) name##_doubles
#include "ProductOfScalars.h"
#undef SCALAR
#undef VECTOR
#undef OF

// Sums side by side, as one addition waits for the last.
enum { DOT_STRANDS = 4 };

KERNEL(float, product_dot)(const float *left, const float *right, int32_t count) {
    Floats sums[DOT_STRANDS] = {};
    int32_t i = 0;
    for (; i + DOT_STRANDS * LANES <= count; i += DOT_STRANDS * LANES) {
        for (int32_t s = 0; s < DOT_STRANDS; s++) {
            Floats x, y;
            load(&x, left + i + s * LANES);
            load(&y, right + i + s * LANES);
            sums[s] += x * y;
        }
    }
    for (; i < count; i += LANES) {
        const size_t size = (size_t)(count - i < LANES ? count - i : LANES) * sizeof(float);
        Floats x = (Floats){}, y = (Floats){};
        memcpy(&x, left + i, size);
        memcpy(&y, right + i, size);
        sums[0] += x * y;
    }
    sums[0] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return totalOfFloats(&sums[0]);
}

#endif
