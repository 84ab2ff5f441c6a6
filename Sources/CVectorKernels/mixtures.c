#include "Vectors.h"

// What is this much smaller than the best is not computed at all: log 2⁻³².
static const float NEGLIGIBLE = -22.18f;

DISPATCHED
void mixture_responsibilities(
    float *densities, int32_t components, int32_t frames, float cutoff, float *scales,
    double *logLikelihoods) {
    const size_t step = (size_t)frames;
    for (int32_t n = 0; n < frames; n += LANES) {
        float *column = densities + n;
        Floats best;
        load(&best, column);
        for (size_t k = 1; k < (size_t)components; k++) {
            Floats next;
            load(&next, column + k * step);
            best = __builtin_elementwise_max(best, next);
        }
        const Floats least = best + cutoff;
        const Floats negligible = best + NEGLIGIBLE;
        Floats all = (Floats){}, shared = (Floats){};
        for (size_t k = 0; k < (size_t)components; k++) {
            Floats value;
            load(&value, column + k * step);
            const Integers counts = value >= negligible;
            if (__builtin_reduce_or(counts)) {
                const Integers shares = value >= least;
                value -= best;
                exponential(&value);
                all += value;
                keep(&value, &shares);
                shared += value;
            } else {
                value = (Floats){};
            }
            store(column + k * step, &value);
        }
        const Floats scale = 1 / shared;
        store(scales + n, &scale);
        for (int32_t lane = 0; lane < LANES; lane++) {
            logLikelihoods[n + lane] = (double)best[lane] + log((double)all[lane]);
        }
    }
}

enum {
    // Vectors of columns that are summed at once, in registers all the while.
    MOST_VECTORS = 5,
    // Frames that are listed at once.
    MOST_FRAMES = 256
};

// Lists the frames with a share, and their shares; returns how many they are.
INLINED int32_t listFrames(
    const float *responsibilities, const float *scales, int32_t frames, int32_t *list,
    float *shares) {
    int32_t count = 0;
    for (int32_t n = 0; n < frames; n += LANES) {
        Floats values;
        load(&values, responsibilities + n);
        const Integers counts = values > 0;
        uint32_t bits = bitsOf(&counts);
        const int32_t next = count + __builtin_popcount(bits);
        // Two are listed without asking whether there are so many, which is mostly the case or
        // overwritten: a question whose answer cannot be guessed takes longer.
        list[count] = n + __builtin_ctz(bits | 1u << LANES);
        bits &= bits - 1;
        list[count + 1] = n + __builtin_ctz(bits | 1u << LANES);
        bits &= bits - 1;
        for (int32_t i = count + 2; bits != 0; i++, bits &= bits - 1) {
            list[i] = n + __builtin_ctz(bits);
        }
        count = next;
    }
    for (int32_t i = 0; i < count; i++) shares[i] = responsibilities[list[i]] * scales[list[i]];
    return count;
}

// Σ γ(n) φ_n in so many vectors of columns.
INLINED void sumColumns(
    int32_t vectors, const int32_t *list, const float *shares, int32_t listed,
    const float *values, int32_t stride, float *sums) {
    Floats sum[MOST_VECTORS];
    for (int32_t v = 0; v < vectors; v++) sum[v] = (Floats){};
    for (int32_t i = 0; i < listed; i++) {
        const float *row = values + (size_t)list[i] * (size_t)stride;
        const Floats share = (Floats){} + shares[i];
        for (int32_t v = 0; v < vectors; v++) {
            Floats value;
            load(&value, row + v * LANES);
            sum[v] += share * value;
        }
    }
    for (int32_t v = 0; v < vectors; v++) store(sums + v * LANES, &sum[v]);
}

// From sums of [y, y², 1] to those about δ.
INLINED void addAbout(
    const double *restrict mean, const float *restrict sums, int32_t dimension,
    double *restrict first, double *restrict second) {
    const double occupancy = (double)sums[2 * dimension];
    for (int32_t d = 0; d < dimension; d++) {
        const double shift = occupancy * mean[d];
        const double moment = (double)sums[d];
        first[d] += moment - shift;
        second[d] += (double)sums[dimension + d] - mean[d] * (2 * moment - shift);
    }
}

DISPATCHED
void mixture_accumulate(
    const float *responsibilities, const float *scales, int32_t components, int32_t frames,
    const float *values, int32_t dimension, int32_t stride, const double *means, float *scratch,
    double *zeroth, double *first, double *second) {
    int32_t list[MOST_FRAMES + 2];
    float shares[MOST_FRAMES];
    for (int32_t start = 0; start < frames; start += MOST_FRAMES) {
        const int32_t count = frames - start < MOST_FRAMES ? frames - start : MOST_FRAMES;
        const float *block = values + (size_t)start * (size_t)stride;
        for (int32_t k = 0; k < components; k++) {
            const int32_t listed = listFrames(
                responsibilities + (size_t)k * (size_t)frames + start, scales + start, count,
                list, shares);
            if (listed == 0) continue;
            for (int32_t d = 0; d < stride; d += MOST_VECTORS * LANES) {
                const int32_t vectors = (stride - d + LANES - 1) / LANES;
#define SUM(vectors) sumColumns(vectors, list, shares, listed, block + d, stride, scratch + d)
                switch (vectors) {
                    case 1: SUM(1); break;
                    case 2: SUM(2); break;
                    case 3: SUM(3); break;
                    case 4: SUM(4); break;
                    default: SUM(5);
                }
#undef SUM
            }
            const size_t place = (size_t)k * (size_t)dimension;
            zeroth[k] += (double)scratch[2 * dimension];
            addAbout(means + place, scratch, dimension, first + place, second + place);
        }
    }
}

DISPATCHED
void mixture_top_components(
    const float *densities, int32_t count, int32_t top, int32_t *components) {
    // Kept in order of falling density; most values fail the first comparison.
    int32_t kept = 0;
    float least = -INFINITY;
    int32_t k = 0;
    while (k < count) {
        if (kept == top && k + LANES <= count) {
            Floats x;
            load(&x, densities + k);
            const Integers reached = x > least;
            if (!__builtin_reduce_or(reached)) {
                k += LANES;
                continue;
            }
        }
        const int32_t end = k + LANES < count ? k + LANES : count;
        for (; k < end; k++) {
            const float value = densities[k];
            if (kept == top) {
                if (!(value > least)) continue;
                kept--;
            }
            int32_t place = kept;
            while (place > 0 && densities[components[place - 1]] < value) {
                components[place] = components[place - 1];
                place--;
            }
            components[place] = k;
            kept++;
            least = densities[components[kept - 1]];
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
}

DISPATCHED
void mixture_add_exponentials(float *sums, const float *logs, float offset, int32_t count) {
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

DISPATCHED
int32_t mixture_multiply(
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
