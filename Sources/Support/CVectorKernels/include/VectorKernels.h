#ifndef VECTOR_KERNELS_H
#define VECTOR_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// The few loops over samples, frames, components and speakers that a plain compiler target leaves
// slow. Each is compiled for several levels of vector instructions. Every function has a plain twin
// among the tests.
//
// On one level, the result for a frame, a component or a speaker is the same bits whatever else is
// computed beside it: every element is a sum of its own, in an order that depends on nothing but its
// length. Levels with fused multiply-add (all but the baseline of x86-64) give the same bits as each
// other; without, products are rounded once more.

/// Values to a vector; where a text asks for it, lengths are multiples of this.
enum { vector_lanes = 16 };

// MARK: Levels (Dispatch.c)

/// The levels of vector instructions, and how many there are.
enum { level_baseline, level_avx2, level_avx512, level_count };

/// The highest level that the processor has.
int32_t level_of_processor(void);

/// The level in use: the processor's, or a lower one that TIMBRE_PROCESSOR_LEVEL names.
int32_t level_in_use(void);

/// The name of a level, as TIMBRE_PROCESSOR_LEVEL takes it.
const char *level_name(int32_t level);

/// What TIMBRE_PROCESSOR_LEVEL said as the program began, where it is no level or one that the
/// processor lacks; null otherwise.
const char *level_refused(void);

// MARK: Samples and frames (Samples.h)

/// Writes 16-bit samples at unit scale, full scale 1.
void samples_from_shorts(const int16_t *shorts, ptrdiff_t count, float *samples);

/// What there is to know of some samples at a glance.
typedef struct {
    /// Their sum.
    double sum;
    /// The largest magnitude; infinite when one is not a number.
    float peak;
} SampleSummary;

SampleSummary samples_summary(const float *samples, ptrdiff_t count);

/// Takes the offset off a frame, emphasises it and applies the window:
///
///     x[i] = (u[i] − a u[i−1]) w[i],   u[i] = frame[i] − offset,   u[−1] = u[0]
///
/// - emphasis: a.
/// - window: w, `count` values.
///
/// Returns Σ u².
float frame_condition(
    const float *frame, int32_t count, int32_t removesOffset, float emphasis, const float *window,
    float *result);

/// Returns Σ values[i].
float frame_sum(const float *values, int32_t count);

/// power[k] = scale · |X[k]|², k = 0 … n/2, X the Fourier transform of n real samples x, from Z, that
/// of half the length (Press et al., Numerical Recipes, 3rd edition, 2007, section 12.3.2):
///
///     z[m] = x[2m] + i x[2m+1],   2 X[k] = Z[k] + Z*[n/2−k] − i e^(−2πik/n) (Z[k] − Z*[n/2−k])
///
/// - transform: Z[0] … Z[n/2−1] and again Z[0], real and imaginary parts.
/// - half: n/2.
/// - cosines, sines: of 2πk/n, k = 0 … n/2.
void frame_power(
    const float *transform, int32_t half, const float *cosines, const float *sines, float scale,
    float *power);

/// energies[m] = Σ weights · power over each filter's run of bins.
///
/// - firstBins: of each of the `count` filters.
/// - vectors: of weights, each filter's; the last ones filled up with 0. As many bins are read.
void frame_filter(
    const float *power, const int32_t *firstBins, const int32_t *vectors, const float *weights,
    int32_t count, float *energies);

/// values[i] = unit · ln max(values[i], floor), floor at least 2⁻¹²⁶.
void frame_logarithms(float *values, int32_t count, float floor, float unit);

/// result[i] = Σ_n values[n] weights[n][i].
///
/// - weights: `count` rows of `width` values, a multiple of `vector_lanes`.
/// - result: `used` values, at most `width`.
void frame_transform(
    const float *values, int32_t count, const float *weights, int32_t width, int32_t used,
    float *result);

/// result[i] = Σⱼ weights[j] values[i + j · step]: a weighted sum of `taps` successive frames of
/// `step` values, for all frames of a block at once.
///
/// - values: count + (taps − 1) · step values.
void frame_regression(
    const float *values, int32_t count, const float *weights, int32_t taps, int32_t step,
    float *result);

/// Ranks the values of `vector_lanes` columns side by side among others of their columns:
///
///     ranks[i] = 2 · #{n: values[n][i] < own[i]} + #{n: values[n][i] = own[i]}
///
/// - values: `count` rows of `vector_lanes` values.
/// - own, ranks: `vector_lanes` values.
void frame_ranks(const float *values, int32_t count, const float *own, int32_t *ranks);

// MARK: Matrix products (Products.h)

/// Lays out a matrix as the right side of a product: panels of 16 columns, each depth×16 values, the
/// last one filled up with 0.
///
/// - columns: where each of the `count` columns begins.
/// - step: from one value of a column to the next.
/// - panels: room for ⌈count / 16⌉ · 16 · depth values.
void product_pack_floats(
    const float *const *columns, int32_t count, ptrdiff_t step, int32_t depth, float *panels);

/// The same in Double, panels of 8 columns.
void product_pack_doubles(
    const double *const *columns, int32_t count, ptrdiff_t step, int32_t depth, double *panels);

/// result[i][j] = Σ_k left[i][k] · right[k][j], k = 0 … depth − 1 in this order.
///
/// - left: where each of the `rows` rows begins.
/// - step: from one value of a row to the next.
/// - panels: the right side, packed.
/// - result: rows `stride` apart, of which `columns` values are written.
void product_of_floats(
    const float *const *left, int32_t rows, ptrdiff_t step, const float *panels, int32_t depth,
    float *result, ptrdiff_t stride, int32_t columns);

/// The same in Double.
void product_of_doubles(
    const double *const *left, int32_t rows, ptrdiff_t step, const double *panels, int32_t depth,
    double *result, ptrdiff_t stride, int32_t columns);

/// Σ left[i] · right[i].
float product_dot(const float *left, const float *right, int32_t count);

// MARK: Mixtures (Mixtures.h)

/// distances[n · stride] = |L⁻¹ (x_n − μ)|², by forward substitution.
///
/// - frames: x, count×D.
/// - mean: μ, D values.
/// - lower: L, D×D.
/// - columns: room for D · `mixture_whitened_frames` values.
void mixture_whitened_distances(
    const double *frames, int32_t count, int32_t dimension, const double *mean,
    const double *lower, double *columns, double *distances, ptrdiff_t stride);

/// Frames that are whitened side by side.
enum { mixture_whitened_frames = 32 };

/// Turns a block's log-densities into responsibilities, but for a factor of each frame.
///
///     γₖ(n) = v(n) exp(ℓₖ(n) − m),   log p(n) = m + log Σₖ exp(ℓₖ(n) − m),   m = maxₖ ℓₖ(n)
///
/// v(n) makes 1 of the sum over the components with ℓₖ(n) ≥ m + cutoff; γ of all others is 0.
///
/// - densities: ℓ, K×N; overwritten with γ / v.
/// - frames: N, a multiple of `vector_lanes`.
/// - scales: overwritten with v, N values.
/// - logLikelihoods: overwritten with log p, N values, in nats; not finite where ℓ has no finite
///   largest value.
void mixture_responsibilities(
    float *densities, int32_t components, int32_t frames, float cutoff, float *scales,
    double *logLikelihoods);

/// Adds a block of frames y to the statistics of the components that they belong to, about the
/// components' means δ:
///
///     [M₁, M₂, N] = Σ γₖ(n) [y_n, y_n², 1]     Nₖ += N     Fₖ += M₁ − N δₖ
///     Sₖ += M₂ − δₖ (2 M₁ − N δₖ)
///
/// - responsibilities, scales: γ / v, K×N, and v, N values; where γₖ(n) is 0, it costs nothing.
/// - frames: N, a multiple of `vector_lanes`.
/// - values: y and anything else, `stride` a frame, a multiple of `vector_lanes`.
/// - means: δ, K×D.
/// - zeroth, first, second: N: K, F and S: K×D.
void mixture_accumulate(
    const float *responsibilities, const float *scales, int32_t components, int32_t frames,
    const float *values, int32_t dimension, int32_t stride, const double *means, double *zeroth,
    double *first, double *second);

/// Finds the `top` components of highest log-density; of equal ones the first.
///
/// - densities: `count` values, at least `top`.
/// - components: room for `top` values; rising.
void mixture_top_components(
    const float *densities, int32_t count, int32_t top, int32_t *components);

/// sums[i] += exp(logs[i] + offset).
void mixture_add_exponentials(float *sums, const float *logs, float offset, int32_t count);

/// Multiplies products, kept as mantissa · 2^exponent, by factors:
///
///     mantissas[i] · 2^exponents[i] · factors[i],   1 ≤ mantissa < 2
///
/// Factors that are not in 2^−100 … 2^100 are counted and left out.
///
/// Returns how many were left out.
int32_t mixture_multiply(
    double *mantissas, int64_t *exponents, const float *factors, int32_t count);

/// Whether a factor is one that `mixture_multiply` takes.
static inline int mixture_is_ordinary(float factor) {
    return (factor >= 0x1p-100f) & (factor <= 0x1p100f);
}

// MARK: Stored models (Models.h)

/// A sum that tells damage from what was stored: bytes that differ in one word of four never have
/// the same, others by chance. It is the same on every processor, and no defence against intent.
uint64_t model_checksum(const uint8_t *bytes, ptrdiff_t count);

/// Σ (h[i] − 8) values[i], h the half bytes of a compact model: of each 16 bytes the low halves, then
/// the high ones.
///
/// - count: a multiple of 32.
float model_compact_product(const uint8_t *halves, const float *values, int32_t count);

/// Σ bytes[i] values[i].
///
/// - count: a multiple of `vector_lanes`.
float model_byte_product(const uint8_t *bytes, const float *values, int32_t count);

#endif
