#ifndef SAMPLES_H
#define SAMPLES_H

#include "Vectors.h"

// The sum of how far some values are from an origin.
INLINED float sumAbout(float origin, const float *values, int32_t count) {
    Floats sum = (Floats){};
    int32_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        Floats x;
        load(&x, values + i);
        sum += x - origin;
    }
    float all = totalOfFloats(&sum);
    for (; i < count; i++) all += values[i] - origin;
    return all;
}

KERNEL(void, samples_from_shorts)(const int16_t *shorts, ptrdiff_t count, float *samples) {
    for (ptrdiff_t i = 0; i < count; i++) samples[i] = (float)shorts[i] * 0x1p-15f;
}

// Vectors that are summed in Float before their sum goes into a Double.
enum { FLOAT_SUMMANDS = 8 };

KERNEL(SampleSummary, samples_summary)(const float *samples, ptrdiff_t count) {
    double all = 0;
    Floats peak = (Floats){};
    Integers isNumber = (Integers){} - 1;
    ptrdiff_t i = 0;
    while (i + LANES <= count) {
        Floats sum = (Floats){};
        for (int32_t n = 0; n < FLOAT_SUMMANDS && i + LANES <= count; n++, i += LANES) {
            Floats x;
            load(&x, samples + i);
            peak = __builtin_elementwise_max(peak, __builtin_elementwise_abs(x));
            isNumber &= x == x;
            sum += x;
        }
        all += (double)totalOfFloats(&sum);
    }
    SampleSummary result = {all, 0};
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

KERNEL(float, frame_condition)(
    const float *frame, int32_t count, int32_t removesOffset, float emphasis, const float *window,
    float *result) {
    // About a sample of its own, so that nothing at all is left of a constant.
    const float offset =
        removesOffset ? frame[0] + sumAbout(frame[0], frame, count) / (float)count : 0;
    // The vector before, of which the last lane precedes the next one.
    Floats last = (Floats){} + (frame[0] - offset);
    Floats squares = (Floats){};
    int32_t n = 0;
    for (; n + LANES <= count; n += LANES) {
        Floats u, weight;
        load(&u, frame + n);
        load(&weight, window + n);
        u -= offset;
        squares += u * u;
        const Floats before = __builtin_shufflevector(
            last, u, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
        last = u;
        u = (u - emphasis * before) * weight;
        store(result + n, &u);
    }
    float energy = totalOfFloats(&squares), before = last[LANES - 1];
    for (; n < count; n++) {
        const float u = frame[n] - offset;
        energy += u * u;
        result[n] = (u - emphasis * before) * window[n];
        before = u;
    }
    return energy;
}

KERNEL(float, frame_sum)(const float *values, int32_t count) { return sumAbout(0, values, count); }

KERNEL(void, frame_power)(
    const float *transform, int32_t half, const float *cosines, const float *sines, float scale,
    float *restrict power) {
    const float quarter = scale / 4;
    for (int32_t k = 0; k <= half; k++) {
        const float *here = transform + 2 * k, *mirrored = transform + 2 * (half - k);
        const float evenReal = here[0] + mirrored[0], evenImaginary = here[1] - mirrored[1];
        const float oddReal = here[1] + mirrored[1], oddImaginary = mirrored[0] - here[0];
        const float real = evenReal + oddReal * cosines[k] + oddImaginary * sines[k];
        const float imaginary = evenImaginary + oddImaginary * cosines[k] - oddReal * sines[k];
        power[k] = quarter * (real * real + imaginary * imaginary);
    }
}

KERNEL(void, frame_filter)(
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

INLINED void logarithmAbove(Floats *values, float floor, float unit) {
    *values = __builtin_elementwise_max(*values, (Floats){} + floor);
    logarithm(values);
    *values *= unit;
}

KERNEL(void, frame_logarithms)(float *values, int32_t count, float floor, float unit) {
    int32_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        Floats x;
        load(&x, values + i);
        logarithmAbove(&x, floor, unit);
        store(values + i, &x);
    }
    if (i < count) {
        const size_t size = (size_t)(count - i) * sizeof(float);
        Floats x = (Floats){} + floor;
        memcpy(&x, values + i, size);
        logarithmAbove(&x, floor, unit);
        memcpy(values + i, &x, size);
    }
}

KERNEL(void, frame_transform)(
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

KERNEL(void, frame_regression)(
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

KERNEL(void, frame_ranks)(const float *values, int32_t count, const float *own, int32_t *ranks) {
    Floats x;
    load(&x, own);
    // Where a comparison holds it is −1.
    Integers below = (Integers){}, upTo = (Integers){};
    for (int32_t n = 0; n < count; n++) {
        Floats value;
        load(&value, values + (size_t)n * LANES);
        below -= value < x;
        upTo -= value <= x;
    }
    below += upTo;
    memcpy(ranks, &below, sizeof below);
}

#endif
