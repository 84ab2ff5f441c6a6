#ifndef MIXTURES_H
#define MIXTURES_H

#include "Vectors.h"

// What is this much smaller than the best is not computed at all: log 2⁻³².
static const float NEGLIGIBLE = -22.18f;

// Vectors of frames that are gone through together: the rows of densities lie far apart, and one
// line of the cache at a time of each is read slowly.
enum { MOST_FRAME_VECTORS = 4 };

// The responsibilities of so many vectors of frames.
INLINED void shareFrames(
    int32_t vectors, float *densities, size_t components, size_t step, float cutoff,
    float *scales, double *logLikelihoods) {
    Floats best[MOST_FRAME_VECTORS];
    for (int32_t v = 0; v < vectors; v++) load(&best[v], densities + v * LANES);
    for (size_t k = 1; k < components; k++) {
        for (int32_t v = 0; v < vectors; v++) {
            Floats next;
            load(&next, densities + k * step + v * LANES);
            best[v] = __builtin_elementwise_max(best[v], next);
        }
    }
    Floats all[MOST_FRAME_VECTORS], shared[MOST_FRAME_VECTORS];
    for (int32_t v = 0; v < vectors; v++) all[v] = shared[v] = (Floats){};
    for (size_t k = 0; k < components; k++) {
        for (int32_t v = 0; v < vectors; v++) {
            Floats value;
            load(&value, densities + k * step + v * LANES);
            const Integers counts = value >= best[v] + NEGLIGIBLE;
            if (__builtin_reduce_or(counts)) {
                const Integers shares = value >= best[v] + cutoff;
                value -= best[v];
                exponential(&value);
                // Whatever the frames beside it need.
                keep(&value, &counts);
                all[v] += value;
                keep(&value, &shares);
                shared[v] += value;
            } else {
                value = (Floats){};
            }
            store(densities + k * step + v * LANES, &value);
        }
    }
    for (int32_t v = 0; v < vectors; v++) {
        const Floats scale = 1 / shared[v];
        store(scales + v * LANES, &scale);
        for (int32_t lane = 0; lane < LANES; lane++) {
            logLikelihoods[v * LANES + lane] = (double)best[v][lane] + log((double)all[v][lane]);
        }
    }
}

KERNEL(void, mixture_responsibilities)(
    float *densities, int32_t components, int32_t frames, float cutoff, float *scales,
    double *logLikelihoods) {
    for (int32_t n = 0; n < frames; n += MOST_FRAME_VECTORS * LANES) {
#define SHARE(vectors)                                                                          \
    shareFrames(                                                                                \
        vectors, densities + n, (size_t)components, (size_t)frames, cutoff, scales + n,         \
        logLikelihoods + n)
        switch ((frames - n) / LANES) {
            case 1: SHARE(1); break;
            case 2: SHARE(2); break;
            case 3: SHARE(3); break;
            default: SHARE(4);
        }
#undef SHARE
    }
}

// Vectors of frames that are whitened side by side, as one column waits for those before it.
enum { WHITENED_FRAMES = mixture_whitened_frames, WHITENED_VECTORS = 2 * WHITENED_FRAMES / LANES };

KERNEL(void, mixture_whitened_distances)(
    const double *frames, int32_t count, int32_t dimension, const double *mean,
    const double *lower, double *columns, double *distances, ptrdiff_t stride) {
    typedef Doubles Column[WHITENED_VECTORS];
    for (int32_t n = 0; n < count; n += WHITENED_FRAMES) {
        const int32_t used = count - n < WHITENED_FRAMES ? count - n : WHITENED_FRAMES;
        Column sum = {};
        for (int32_t i = 0; i < dimension; i++) {
            double y[WHITENED_FRAMES] = {0};
            for (int32_t f = 0; f < used; f++) {
                y[f] = frames[(size_t)(n + f) * (size_t)dimension + i] - mean[i];
            }
            Column next;
            memcpy(&next, y, sizeof next);
            const double *row = lower + (size_t)i * (size_t)dimension;
            for (int32_t j = 0; j < i; j++) {
                Column former;
                memcpy(&former, columns + (size_t)j * WHITENED_FRAMES, sizeof former);
                for (int32_t v = 0; v < WHITENED_VECTORS; v++) next[v] -= row[j] * former[v];
            }
            for (int32_t v = 0; v < WHITENED_VECTORS; v++) {
                next[v] /= row[i];
                sum[v] += next[v] * next[v];
            }
            memcpy(columns + (size_t)i * WHITENED_FRAMES, &next, sizeof next);
        }
        double result[WHITENED_FRAMES];
        memcpy(result, &sum, sizeof sum);
        for (int32_t f = 0; f < used; f++) distances[(n + f) * stride] = result[f];
    }
}

enum {
    // Vectors of columns that are summed at once, in registers all the while.
    MOST_VECTORS = 5,
    // Frames that are listed at once, by numbers of a byte.
    MOST_FRAMES = 256
};

// Of each eight bits the places of those that are set, rising, a byte each from the lowest on.
typedef struct {
    uint64_t of[256];
} Places;

INLINED void fillPlaces(Places *places) {
    places->of[0] = 0;
    for (uint32_t bits = 1; bits < 256; bits++) {
        places->of[bits] = places->of[bits & (bits - 1)] << 8 | (uint64_t)__builtin_ctz(bits);
    }
}

// The frames with a share in a component, and the shares of all.
typedef struct {
    int32_t count;
    float sum;
    // What is written of eight frames at a time may reach beyond.
    uint8_t frames[MOST_FRAMES + 8];
    float shares[MOST_FRAMES] __attribute__((aligned(LANES * sizeof(float))));
} Members;

// No question is asked of a frame: its answer could not be guessed.
INLINED void listMembers(
    const float *responsibilities, const float *scales, int32_t frames, const Places *places,
    Members *members) {
    const uint64_t everyByte = 0x0101010101010101;
    Floats sum = (Floats){};
    int32_t count = 0;
    for (int32_t n = 0; n < frames; n += LANES) {
        Floats share, scale;
        load(&share, responsibilities + n);
        load(&scale, scales + n);
        const Integers counts = share > 0;
        uint32_t bits = bitsOf(&counts);
        share *= scale;
        keep(&share, &counts);
        sum += share;
        store(members->shares + n, &share);
        for (int32_t first = n; first < n + LANES; first += 8, bits >>= 8) {
            const uint64_t listed = places->of[bits & 255] + everyByte * (uint64_t)first;
            memcpy(members->frames + count, &listed, sizeof listed);
            count += __builtin_popcount(bits & 255);
        }
    }
    members->count = count;
    members->sum = totalOfFloats(&sum);
}

// Σ γ(n) y_n and Σ γ(n) y_n² in so many vectors of columns.
INLINED void sumColumns(
    int32_t vectors, const Members *members, const float *values, int32_t stride, float *first,
    float *second) {
    Floats sum[MOST_VECTORS], sumOfSquares[MOST_VECTORS];
    for (int32_t v = 0; v < vectors; v++) sum[v] = sumOfSquares[v] = (Floats){};
    for (int32_t i = 0; i < members->count; i++) {
        const size_t n = members->frames[i];
        const float *row = values + n * (size_t)stride;
        const Floats share = (Floats){} + members->shares[n];
        for (int32_t v = 0; v < vectors; v++) {
            Floats y;
            load(&y, row + v * LANES);
            const Floats shared = share * y;
            sum[v] += shared;
            sumOfSquares[v] += shared * y;
        }
    }
    for (int32_t v = 0; v < vectors; v++) {
        store(first + v * LANES, &sum[v]);
        store(second + v * LANES, &sumOfSquares[v]);
    }
}

// From sums of y and y² to those about δ.
INLINED void addAbout(
    const double *restrict mean, double occupancy, const float *restrict moments,
    const float *restrict squares, int32_t dimension, double *restrict first,
    double *restrict second) {
    for (int32_t d = 0; d < dimension; d++) {
        const double shift = occupancy * mean[d];
        const double moment = (double)moments[d];
        first[d] += moment - shift;
        second[d] += (double)squares[d] - mean[d] * (2 * moment - shift);
    }
}

KERNEL(void, mixture_accumulate)(
    const float *responsibilities, const float *scales, int32_t components, int32_t frames,
    const float *values, int32_t dimension, int32_t stride, const double *means, double *zeroth,
    double *first, double *second) {
    Places places;
    fillPlaces(&places);
    Members members;
    float moments[MOST_VECTORS * LANES], squares[MOST_VECTORS * LANES];
    for (int32_t start = 0; start < frames; start += MOST_FRAMES) {
        const int32_t count = frames - start < MOST_FRAMES ? frames - start : MOST_FRAMES;
        const float *block = values + (size_t)start * (size_t)stride;
        for (int32_t k = 0; k < components; k++) {
            listMembers(
                responsibilities + (size_t)k * (size_t)frames + start, scales + start, count,
                &places, &members);
            if (members.count == 0) continue;
            zeroth[k] += (double)members.sum;
            for (int32_t d = 0; d < dimension; d += MOST_VECTORS * LANES) {
#define SUM(vectors) sumColumns(vectors, &members, block + d, stride, moments, squares)
                switch ((dimension - d + LANES - 1) / LANES) {
                    case 1: SUM(1); break;
                    case 2: SUM(2); break;
                    case 3: SUM(3); break;
                    case 4: SUM(4); break;
                    default: SUM(5);
                }
#undef SUM
                const size_t place = (size_t)k * (size_t)dimension + (size_t)d;
                const int32_t left = dimension - d;
                addAbout(
                    means + place, (double)members.sum, moments, squares,
                    left < MOST_VECTORS * LANES ? left : MOST_VECTORS * LANES, first + place,
                    second + place);
            }
        }
    }
}

// A value that at least `top` of these reach: of the largest in each lane the `top`-th.
INLINED float boundOfTop(const float *values, int32_t count, int32_t top) {
    if (top > LANES || count < LANES) return -INFINITY;
    Floats largest;
    load(&largest, values);
    for (int32_t k = LANES; k + LANES <= count; k += LANES) {
        Floats x;
        load(&x, values + k);
        largest = __builtin_elementwise_max(largest, x);
    }
    float bound = INFINITY;
    for (int32_t lane = 0; lane < LANES; lane++) {
        const Integers greater = largest > largest[lane];
        const int32_t rank = __builtin_popcount(bitsOf(&greater));
        if (rank < top && largest[lane] < bound) bound = largest[lane];
    }
    return bound;
}

KERNEL(void, mixture_top_components)(
    const float *densities, int32_t count, int32_t top, int32_t *components) {
    float least = boundOfTop(densities, count, top);
    // Kept in order of falling density; few reach the bound.
    int32_t kept = 0;
    for (int32_t k = 0; k < count; k += LANES) {
        const int32_t lanes = count - k < LANES ? count - k : LANES;
        Floats x = (Floats){};
        if (lanes == LANES) load(&x, densities + k);
        else memcpy(&x, densities + k, (size_t)lanes * sizeof(float));
        const Integers reached = x >= least;
        uint32_t bits = bitsOf(&reached) & ((1u << lanes) - 1);
        for (; bits != 0; bits &= bits - 1) {
            const int32_t component = k + __builtin_ctz(bits);
            const float value = densities[component];
            if (kept == top) {
                if (!(value > least)) continue;
                kept--;
            }
            int32_t place = kept;
            for (; place > 0 && densities[components[place - 1]] < value; place--) {
                components[place] = components[place - 1];
            }
            components[place] = component;
            kept++;
            if (kept == top) least = densities[components[top - 1]];
        }
    }
    for (int32_t i = 1; i < kept; i++) {
        const int32_t component = components[i];
        int32_t place = i;
        for (; place > 0 && components[place - 1] > component; place--) {
            components[place] = components[place - 1];
        }
        components[place] = component;
    }
    // Where so many are no numbers there is no order among them.
    for (; kept < top; kept++) components[kept] = kept;
}

KERNEL(void, mixture_add_exponentials)(float *sums, const float *logs, float offset, int32_t count) {
    int32_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        Floats values, total;
        load(&values, logs + i);
        load(&total, sums + i);
        values += offset;
        exponential(&values);
        total += values;
        store(sums + i, &total);
    }
    if (i < count) {
        Floats values = (Floats){};
        memcpy(&values, logs + i, (size_t)(count - i) * sizeof(float));
        values += offset;
        exponential(&values);
        for (int32_t j = 0; i + j < count; j++) sums[i + j] += values[j];
    }
}

KERNEL(int32_t, mixture_multiply)(
    double *mantissas, int64_t *exponents, const float *factors, int32_t count) {
    int32_t leftOut = 0;
    for (int32_t i = 0; i < count; i++) {
        const int isOrdinary = mixture_is_ordinary(factors[i]);
        const double product = mantissas[i] * (isOrdinary ? (double)factors[i] : 1.0);
        int64_t bits;
        memcpy(&bits, &product, sizeof bits);
        exponents[i] += (bits >> 52) - 1023;
        bits = (bits & 0x000fffffffffffff) | 0x3ff0000000000000;
        memcpy(&mantissas[i], &bits, sizeof bits);
        leftOut += !isOrdinary;
    }
    return leftOut;
}

#endif
