#ifndef MODELS_H
#define MODELS_H

#include "Vectors.h"

typedef uint32_t Words __attribute__((vector_size(LANES * sizeof(uint32_t))));
typedef uint8_t Bytes __attribute__((vector_size(LANES)));

enum {
    // Vectors of words that are folded side by side, as one multiplication waits for the last.
    STRANDS = 4,
    STRIDE = STRANDS * sizeof(Words)
};

INLINED void foldWords(Words state[STRANDS], const uint8_t *bytes) {
    for (int32_t s = 0; s < STRANDS; s++) {
        Words words;
        memcpy(&words, bytes + (size_t)s * sizeof words, sizeof words);
        state[s] = (state[s] ^ words) * 0x9e3779b1u;
    }
}

KERNEL(uint64_t, model_checksum)(const uint8_t *bytes, ptrdiff_t count) {
    Words state[STRANDS];
    for (int32_t s = 0; s < STRANDS; s++) state[s] = (Words){} + (uint32_t)(s + 1);
    ptrdiff_t done = 0;
    for (; count - done >= (ptrdiff_t)STRIDE; done += (ptrdiff_t)STRIDE) {
        foldWords(state, bytes + done);
    }
    if (done < count) {
        uint8_t rest[STRIDE] = {0};
        memcpy(rest, bytes + done, (size_t)(count - done));
        foldWords(state, rest);
    }
    uint64_t sum = (uint64_t)count;
    for (int32_t s = 0; s < STRANDS; s++) {
        for (int32_t lane = 0; lane < LANES; lane++) {
            sum = (sum ^ state[s][lane]) * 0x9e3779b97f4a7c15u;
            sum ^= sum >> 32;
        }
    }
    return sum;
}

KERNEL(float, model_compact_product)(const uint8_t *halves, const float *values, int32_t count) {
    Floats low = (Floats){}, high = (Floats){};
    for (int32_t i = 0; i < count; i += 2 * LANES) {
        Bytes bytes;
        memcpy(&bytes, halves + i / 2, sizeof bytes);
        const Integers pairs = __builtin_convertvector(bytes, Integers);
        Floats left, right;
        load(&left, values + i);
        load(&right, values + i + LANES);
        low += __builtin_convertvector((pairs & 15) - 8, Floats) * left;
        high += __builtin_convertvector((pairs >> 4) - 8, Floats) * right;
    }
    low += high;
    return totalOfFloats(&low);
}

KERNEL(float, model_byte_product)(const uint8_t *bytes, const float *values, int32_t count) {
    Floats sum = (Floats){};
    for (int32_t i = 0; i < count; i += LANES) {
        Bytes factors;
        memcpy(&factors, bytes + i, sizeof factors);
        Floats value;
        load(&value, values + i);
        sum += __builtin_convertvector(__builtin_convertvector(factors, Integers), Floats) * value;
    }
    return totalOfFloats(&sum);
}

#endif
