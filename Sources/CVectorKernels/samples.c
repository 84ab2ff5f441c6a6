#include "Vectors.h"

typedef double Doubles __attribute__((vector_size(8 * sizeof(double))));
typedef float HalfFloats __attribute__((vector_size(8 * sizeof(float))));

// The sum of a vector's lanes.
INLINED double total(const Doubles *values) {
    double lanes[8];
    memcpy(lanes, values, sizeof lanes);
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
        + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

// The same of Floats: halves are added until one is left.
INLINED float totalOfFloats(const Floats *values) {
    float lanes[LANES];
    store(lanes, values);
    for (int32_t width = LANES / 2; width > 0; width /= 2) {
        for (int32_t lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
    }
    return lanes[0];
}

DISPATCHED
void samples_from_shorts(const int16_t *shorts, ptrdiff_t count, float *samples) {
    for (ptrdiff_t i = 0; i < count; i++) samples[i] = (float)shorts[i] * 0x1p-15f;
}

DISPATCHED
SampleSummary samples_summary(const float *samples, ptrdiff_t count) {
    Doubles sum = (Doubles){};
    Floats peak = (Floats){};
    Integers isNumber = (Integers){} - 1;
    ptrdiff_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        Floats x;
        load(&x, samples + i);
        const Floats magnitude = __builtin_elementwise_abs(x);
        peak = __builtin_elementwise_max(peak, magnitude);
        isNumber &= x == x;
        HalfFloats low, high;
        memcpy(&low, samples + i, sizeof low);
        memcpy(&high, samples + i + 8, sizeof high);
        sum += __builtin_convertvector(low, Doubles) + __builtin_convertvector(high, Doubles);
    }
    SampleSummary result = {total(&sum), 0};
    int32_t allNumbers = __builtin_reduce_and(isNumber);
    for (int32_t lane = 0; lane < LANES; lane++) {
        if (peak[lane] > result.peak) result.peak = peak[lane];
    }
    for (; i < count; i++) {
        const float magnitude = fabsf(samples[i]);
        if (magnitude > result.peak) result.peak = magnitude;
        if (samples[i] != samples[i]) allNumbers = 0;
        result.sum += (double)samples[i];
    }
    if (!allNumbers) result.peak = INFINITY;
    return result;
}

DISPATCHED
double frame_condition(
    const float *frame, int32_t count, int32_t removesOffset, float emphasis, const float *window,
    float *result) {
    float offset = 0;
    if (removesOffset) {
        Doubles sum = (Doubles){};
        int32_t i = 0;
        for (; i + 8 <= count; i += 8) {
            HalfFloats x;
            memcpy(&x, frame + i, sizeof x);
            sum += __builtin_convertvector(x, Doubles);
        }
        double all = total(&sum);
        for (; i < count; i++) all += (double)frame[i];
        offset = (float)(all / (double)count);
    }
    Doubles squares = (Doubles){};
    int32_t i = 0;
    for (; i + 8 <= count; i += 8) {
        HalfFloats x;
        memcpy(&x, frame + i, sizeof x);
        x -= offset;
        const Doubles u = __builtin_convertvector(x, Doubles);
        squares += u * u;
    }
    double energy = total(&squares);
    for (; i < count; i++) {
        const double u = (double)(frame[i] - offset);
        energy += u * u;
    }
    const float first = frame[0] - offset;
    result[0] = (first - emphasis * first) * window[0];
    for (int32_t n = 1; n < count; n++) {
        result[n] = ((frame[n] - offset) - emphasis * (frame[n - 1] - offset)) * window[n];
    }
    return energy;
}

DISPATCHED
void frame_power(const float *bins, int32_t count, float scale, float *power) {
    for (int32_t k = 0; k < count; k++) {
        const float real = bins[2 * k], imaginary = bins[2 * k + 1];
        power[k] = scale * (real * real + imaginary * imaginary);
    }
}

DISPATCHED
void frame_filter(
    const float *power, const int32_t *firstBins, const int32_t *vectors, const float *weights,
    int32_t count, float *energies) {
    for (int32_t m = 0; m < count; m++) {
        const float *bins = power + firstBins[m];
        Floats sum = (Floats){};
        for (int32_t v = 0; v < vectors[m]; v++, bins += LANES, weights += LANES) {
            Floats weight, value;
            load(&weight, weights);
            load(&value, bins);
            sum += weight * value;
        }
        energies[m] = totalOfFloats(&sum);
    }
}

DISPATCHED
void frame_logarithms(float *values, int32_t count, float floor, float unit) {
    for (int32_t i = 0; i < count; i += LANES) {
        const size_t size = (size_t)(count - i < LANES ? count - i : LANES) * sizeof(float);
        Floats x = (Floats){} + floor;
        memcpy(&x, values + i, size);
        x = __builtin_elementwise_max(x, (Floats){} + floor);
        logarithm(&x);
        x *= unit;
        memcpy(values + i, &x, size);
    }
}

DISPATCHED
void frame_transform(
    const float *values, int32_t count, const float *weights, int32_t width, int32_t used,
    float *result) {
    for (int32_t i = 0; i < used; i += LANES) {
        Floats sum = (Floats){};
        for (int32_t n = 0; n < count; n++) {
            Floats weight;
            load(&weight, weights + (size_t)n * (size_t)width + i);
            sum += values[n] * weight;
        }
        memcpy(result + i, &sum, (size_t)(used - i < LANES ? used - i : LANES) * sizeof(float));
    }
}

DISPATCHED
void frame_regression(
    const float *values, int32_t count, const float *weights, int32_t taps, int32_t step,
    float *result) {
    int32_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        Floats sum = (Floats){};
        for (int32_t j = 0; j < taps; j++) {
            Floats value;
            load(&value, values + i + (size_t)j * (size_t)step);
            sum += weights[j] * value;
        }
        store(result + i, &sum);
    }
    for (; i < count; i++) {
        float sum = 0;
        for (int32_t j = 0; j < taps; j++) {
            sum += weights[j] * values[i + (size_t)j * (size_t)step];
        }
        result[i] = sum;
    }
}
