// Vectors of sixteen Floats and eight Doubles; the processor takes them whole or in parts.
#ifndef VECTORS_H
#define VECTORS_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "VectorKernels.h"

// Each file of a level includes this once, with TARGET what its functions are compiled for.
#define INLINED static inline __attribute__((always_inline)) TARGET
// A kernel of the level; KernelTable.h lists them.
#define KERNEL(result, name) TARGET static result HERE(name)
#define HERE(name) PASTED(name, _here)
#define PASTED(left, right) left##right

enum { LANES = vector_lanes };

typedef float Floats __attribute__((vector_size(LANES * sizeof(float))));
typedef double Doubles __attribute__((vector_size(LANES * sizeof(float))));
typedef int32_t Integers __attribute__((vector_size(LANES * sizeof(int32_t))));
typedef bool Bits __attribute__((ext_vector_type(LANES)));

INLINED void load(Floats *vector, const float *values) { memcpy(vector, values, sizeof *vector); }

INLINED void store(float *values, const Floats *vector) { memcpy(values, vector, sizeof *vector); }

// The sum of a vector's lanes: halves are added until one is left.
INLINED float totalOfFloats(const Floats *values) {
    typedef float Eight __attribute__((vector_size(8 * sizeof(float))));
    typedef float Four __attribute__((vector_size(4 * sizeof(float))));
    const Eight eight = __builtin_shufflevector(*values, *values, 0, 1, 2, 3, 4, 5, 6, 7)
        + __builtin_shufflevector(*values, *values, 8, 9, 10, 11, 12, 13, 14, 15);
    const Four four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3)
        + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
    return (four[0] + four[2]) + (four[1] + four[3]);
}

// e^x to 2 units in the last place: x = n log 2 + r with |r| ≤ ½ log 2 (Cody and Waite 1980: log 2
// in two parts, so that r keeps its digits), and e^r = 1 + r + r² p(r) with p the polynomial of
// degree 4 that has the least greatest error there. Below −87 it is 0, above 88 infinite.
INLINED void exponential(Floats *value) {
    Floats x = *value;
    const Integers isLow = x < -87.0f;
    const Integers isHigh = x > 88.0f;
    const Floats magic = (Floats){} + 0x1.8p23f;
    Floats n = x * 0x1.715476p0f + magic;
    Integers power;
    memcpy(&power, &n, sizeof power);
    n -= magic;
    Floats r = x - n * 0x1.62e4p-1f;
    r -= n * 0x1.7f7d1cp-20f;
    Floats p = (Floats){} + 0x1.6a2352p-10f;
    p = p * r + 0x1.123a6cp-7f;
    p = p * r + 0x1.5558f4p-5f;
    p = p * r + 0x1.555490p-3f;
    p = p * r + 0x1.fffffcp-2f;
    p = p * (r * r) + r + 1.0f;
    Integers bits;
    memcpy(&bits, &p, sizeof bits);
    bits += power << 23;
    const Integers infinity = (Integers){} + 0x7f800000;
    bits = (bits & ~isLow & ~isHigh) | (infinity & isHigh);
    memcpy(value, &bits, sizeof *value);
}

// Makes 0 of the lanes where a comparison did not hold.
INLINED void keep(Floats *value, const Integers *comparison) {
    Integers bits;
    memcpy(&bits, value, sizeof bits);
    bits &= *comparison;
    memcpy(value, &bits, sizeof bits);
}

// A bit per lane, set where a comparison held.
INLINED uint32_t bitsOf(const Integers *comparison) {
    const Bits bits = __builtin_convertvector(*comparison, Bits);
    uint16_t result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

// ln x to 2 units in the last place, for positive normal x: x = m 2^n with ½√2 ≤ m < √2, and
// ln m = 2 artanh s, s = (m − 1) / (m + 1), its series in s² cut off where it no longer counts.
INLINED void logarithm(Floats *value) {
    Integers bits;
    memcpy(&bits, value, sizeof bits);
    // The bits of ½√2 taken off, the exponent is n and the rest, put back, m.
    const Integers offset = bits - 0x3f3504f3;
    const Integers power = offset >> 23;
    bits = (offset & 0x007fffff) + 0x3f3504f3;
    Floats m;
    memcpy(&m, &bits, sizeof m);
    const Floats s = (m - 1.0f) / (m + 1.0f);
    const Floats square = s * s;
    Floats series = (Floats){} + 2.0f / 9.0f;
    series = series * square + 2.0f / 7.0f;
    series = series * square + 2.0f / 5.0f;
    series = series * square + 2.0f / 3.0f;
    const Floats n = __builtin_convertvector(power, Floats);
    // log 2 in two parts, the larger exact in few bits.
    *value = n * 0x1.62e4p-1f + (n * 0x1.7f7d1cp-20f + s * square * series + 2.0f * s);
}

#endif
