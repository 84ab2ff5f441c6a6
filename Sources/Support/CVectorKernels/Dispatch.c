// Which level of the kernels is in use, and the way there.

#include <stdlib.h>
#include <string.h>

#include "KernelTable.h"

static const KernelTable *table = &kernels_baseline;
static int32_t inUse = level_baseline;
static const char *refused;

static const char *const names[level_count] = {"baseline", "avx2", "avx512"};

static const KernelTable *tableOf(int32_t level) {
#if defined(__x86_64__)
    if (level == level_avx512) return &kernels_avx512;
    if (level == level_avx2) return &kernels_avx2;
#endif
    return &kernels_baseline;
}

int32_t level_of_processor(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4")) return level_avx512;
    if (__builtin_cpu_supports("x86-64-v3")) return level_avx2;
#endif
    return level_baseline;
}

// Before anything is computed, so that no result is of two levels.
__attribute__((constructor)) static void choose(void) {
    inUse = level_of_processor();
    const char *wanted = getenv("TIMBRE_PROCESSOR_LEVEL");
    if (wanted && *wanted) {
        int32_t level = 0;
        while (level < level_count && strcmp(wanted, names[level]) != 0) level++;
        if (level <= inUse) inUse = level;
        else refused = wanted;
    }
    table = tableOf(inUse);
}

int32_t level_in_use(void) { return inUse; }

const char *level_name(int32_t level) { return names[level]; }

const char *level_refused(void) { return refused; }

void samples_from_shorts(const int16_t *shorts, ptrdiff_t count, float *samples) {
    table->samples_from_shorts(shorts, count, samples);
}

SampleSummary samples_summary(const float *samples, ptrdiff_t count) {
    return table->samples_summary(samples, count);
}

float frame_condition(
    const float *frame, int32_t count, int32_t removesOffset, float emphasis, const float *window,
    float *result) {
    return table->frame_condition(frame, count, removesOffset, emphasis, window, result);
}

float frame_sum(const float *values, int32_t count) {
    return table->frame_sum(values, count);
}

void frame_power(
    const float *transform, int32_t half, const float *cosines, const float *sines, float scale,
    float *power) {
    table->frame_power(transform, half, cosines, sines, scale, power);
}

void frame_filter(
    const float *power, const int32_t *firstBins, const int32_t *vectors, const float *weights,
    int32_t count, float *energies) {
    table->frame_filter(power, firstBins, vectors, weights, count, energies);
}

void frame_logarithms(float *values, int32_t count, float floor, float unit) {
    table->frame_logarithms(values, count, floor, unit);
}

void frame_transform(
    const float *values, int32_t count, const float *weights, int32_t width, int32_t used,
    float *result) {
    table->frame_transform(values, count, weights, width, used, result);
}

void frame_regression(
    const float *values, int32_t count, const float *weights, int32_t taps, int32_t step,
    float *result) {
    table->frame_regression(values, count, weights, taps, step, result);
}

void frame_ranks(const float *values, int32_t count, const float *own, int32_t *ranks) {
    table->frame_ranks(values, count, own, ranks);
}

void product_pack_floats(
    const float *const *columns, int32_t count, ptrdiff_t step, int32_t depth, float *panels) {
    table->product_pack_floats(columns, count, step, depth, panels);
}

void product_pack_doubles(
    const double *const *columns, int32_t count, ptrdiff_t step, int32_t depth, double *panels) {
    table->product_pack_doubles(columns, count, step, depth, panels);
}

void product_of_floats(
    const float *const *left, int32_t rows, ptrdiff_t step, const float *panels, int32_t depth,
    float *result, ptrdiff_t stride, int32_t columns) {
    table->product_of_floats(left, rows, step, panels, depth, result, stride, columns);
}

void product_of_doubles(
    const double *const *left, int32_t rows, ptrdiff_t step, const double *panels, int32_t depth,
    double *result, ptrdiff_t stride, int32_t columns) {
    table->product_of_doubles(left, rows, step, panels, depth, result, stride, columns);
}

float product_dot(const float *left, const float *right, int32_t count) {
    return table->product_dot(left, right, count);
}

void mixture_whitened_distances(
    const double *frames, int32_t count, int32_t dimension, const double *mean,
    const double *lower, double *columns, double *distances, ptrdiff_t stride) {
    table->mixture_whitened_distances(
        frames, count, dimension, mean, lower, columns, distances, stride);
}

void mixture_responsibilities(
    float *densities, int32_t components, int32_t frames, float cutoff, float *scales,
    double *logLikelihoods) {
    table->mixture_responsibilities(
        densities, components, frames, cutoff, scales, logLikelihoods);
}

void mixture_accumulate(
    const float *responsibilities, const float *scales, int32_t components, int32_t frames,
    const float *values, int32_t dimension, int32_t stride, const double *means, double *zeroth,
    double *first, double *second) {
    table->mixture_accumulate(
        responsibilities, scales, components, frames, values, dimension, stride, means, zeroth,
        first, second);
}

void mixture_top_components(
    const float *densities, int32_t count, int32_t top, int32_t *components) {
    table->mixture_top_components(densities, count, top, components);
}

void mixture_add_exponentials(float *sums, const float *logs, float offset, int32_t count) {
    table->mixture_add_exponentials(sums, logs, offset, count);
}

int32_t mixture_multiply(
    double *mantissas, int64_t *exponents, const float *factors, int32_t count) {
    return table->mixture_multiply(mantissas, exponents, factors, count);
}

uint64_t model_checksum(const uint8_t *bytes, ptrdiff_t count) {
    return table->model_checksum(bytes, count);
}

float model_compact_product(const uint8_t *halves, const float *values, int32_t count) {
    return table->model_compact_product(halves, values, count);
}

float model_byte_product(const uint8_t *bytes, const float *values, int32_t count) {
    return table->model_byte_product(bytes, values, count);
}
