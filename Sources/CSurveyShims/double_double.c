#include "survey_double_double.h"

#include <math.h>
#include <stdint.h>

// The compiler must neither fuse nor reorder what is written here.
#pragma STDC FP_CONTRACT OFF

typedef struct {
  double high, low;
} pair;

#define SURVEY_INLINE static inline __attribute__((always_inline))

SURVEY_INLINE pair quick_sum(double a, double b) {
  const double sum = a + b;
  return (pair){sum, b - (sum - a)};
}

SURVEY_INLINE pair exact_sum(double a, double b) {
  const double sum = a + b, part = sum - a;
  return (pair){sum, (a - (sum - part)) + (b - part)};
}

SURVEY_INLINE pair add(pair a, pair b) {
  const pair s = exact_sum(a.high, b.high), t = exact_sum(a.low, b.low);
  const pair v = quick_sum(s.high, s.low + t.high);
  return quick_sum(v.high, t.low + v.low);
}

SURVEY_INLINE pair multiply(pair a, pair b) {
  const double product = a.high * b.high, rest = __builtin_fma(a.high, b.high, -product);
  const double cross = __builtin_fma(a.low, b.high, __builtin_fma(a.high, b.low, a.low * b.low));
  return quick_sum(product, rest + cross);
}

#define SURVEY_LOOPS(name, attributes)                                                                              \
  attributes static void name##_add_scaled(double *zh, double *zl, const double *vh, const double *vl, pair factor, \
                                           size_t count) {                                                          \
    for (size_t i = 0; i < count; i++) {                                                                            \
      const pair z = add((pair){zh[i], zl[i]}, multiply(factor, (pair){vh[i], vl[i]}));                             \
      zh[i] = z.high;                                                                                               \
      zl[i] = z.low;                                                                                                \
    }                                                                                                               \
  }                                                                                                                 \
  attributes static pair name##_add_products(pair sum, const double *ah, const double *al, const double *bh,        \
                                             const double *bl, size_t count) {                                      \
    for (size_t i = 0; i < count; i++) sum = add(sum, multiply((pair){ah[i], al[i]}, (pair){bh[i], bl[i]}));        \
    return sum;                                                                                                     \
  }

// Each sum waits for the one before it: four runs are summed side by side, a run in each lane. Lanes whose run has ended
// add zeros, which changes no sum.
typedef double lanes __attribute__((vector_size(32)));

typedef struct {
  lanes high, low;
} pairs;

// Lanes go by pointer: how a function that is not inlined would pass them depends on the processor.
SURVEY_INLINE void quick_sums(const lanes *a, const lanes *b, pairs *result) {
  const lanes sum = *a + *b;
  *result = (pairs){sum, *b - (sum - *a)};
}

SURVEY_INLINE void exact_sums(const lanes *a, const lanes *b, pairs *result) {
  const lanes sum = *a + *b, part = sum - *a;
  *result = (pairs){sum, (*a - (sum - part)) + (*b - part)};
}

SURVEY_INLINE void add_lanes(pairs *sum, const pairs *b) {
  pairs s, t, v;
  exact_sums(&sum->high, &b->high, &s);
  exact_sums(&sum->low, &b->low, &t);
  s.low += t.high;
  quick_sums(&s.high, &s.low, &v);
  t.low += v.low;
  quick_sums(&v.high, &t.low, sum);
}

SURVEY_INLINE void multiply_lanes(pairs *a, const pairs *b) {
  const lanes product = a->high * b->high, rest = __builtin_elementwise_fma(a->high, b->high, -product);
  const lanes cross =
      rest + __builtin_elementwise_fma(a->low, b->high, __builtin_elementwise_fma(a->high, b->low, a->low * b->low));
  quick_sums(&product, &cross, a);
}

SURVEY_INLINE void read_lanes(const double *high, const double *low, const ptrdiff_t *places, pairs *result) {
  for (int lane = 0; lane < 4; lane++) {
    result->high[lane] = high[places[lane]];
    result->low[lane] = low[places[lane]];
  }
}

// The same where some runs have ended.
SURVEY_INLINE void read_some_lanes(const double *high, const double *low, const ptrdiff_t *places, const ptrdiff_t *ends,
                                   pairs *result) {
  for (int lane = 0; lane < 4; lane++) {
    result->high[lane] = places[lane] < ends[lane] ? high[places[lane]] : 0;
    result->low[lane] = places[lane] < ends[lane] ? low[places[lane]] : 0;
  }
}

#define SURVEY_READ(high, low, result)                   \
  if (i < shortest)                                      \
    read_lanes(high, low, places, result);               \
  else                                                   \
    read_some_lanes(high, low, places, ends, result);

#define SURVEY_RUNS(name, attributes)                                                                                   \
  attributes static void name##_add_runs(const double *ah, const double *al, const double *bh, const double *bl,        \
                                         const ptrdiff_t *starts, size_t runs, double *sum_high, double *sum_low) {     \
    for (size_t run = 0; run < runs; run += 4) {                                                                        \
      ptrdiff_t places[4], ends[4], shortest = PTRDIFF_MAX, longest = 0;                                                \
      for (size_t lane = 0; lane < 4; lane++) {                                                                         \
        const size_t own = run + lane < runs ? run + lane : runs;                                                       \
        places[lane] = starts[own];                                                                                     \
        ends[lane] = own < runs ? starts[own + 1] : starts[own];                                                        \
        const ptrdiff_t length = ends[lane] - places[lane];                                                             \
        if (length < shortest) shortest = length;                                                                       \
        if (length > longest) longest = length;                                                                         \
      }                                                                                                                 \
      pairs sum = {{0, 0, 0, 0}, {0, 0, 0, 0}};                                                                         \
      for (ptrdiff_t i = 0; i < longest; i++) {                                                                         \
        pairs a, b;                                                                                                     \
        SURVEY_READ(ah, al, &a)                                                                                         \
        if (bh) {                                                                                                       \
          SURVEY_READ(bh, bl, &b)                                                                                       \
          multiply_lanes(&a, &b);                                                                                       \
        }                                                                                                               \
        add_lanes(&sum, &a);                                                                                            \
        for (int lane = 0; lane < 4; lane++) places[lane]++;                                                            \
      }                                                                                                                 \
      for (size_t lane = 0; lane < 4 && run + lane < runs; lane++) {                                                    \
        sum_high[run + lane] = sum.high[lane];                                                                          \
        sum_low[run + lane] = sum.low[lane];                                                                            \
      }                                                                                                                 \
    }                                                                                                                   \
  }

SURVEY_LOOPS(plain, )
SURVEY_RUNS(plain, )

#if defined(__x86_64__)
SURVEY_LOOPS(fused, __attribute__((target("avx2,fma"))))
SURVEY_RUNS(fused, __attribute__((target("avx2,fma"))))
#define SURVEY_FUSED (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
#else
#define fused_add_scaled plain_add_scaled
#define fused_add_products plain_add_products
#define fused_add_runs plain_add_runs
#define SURVEY_FUSED 0
#endif

void survey_pairs_add_scaled(double *z_high, double *z_low, const double *v_high, const double *v_low, double factor_high,
                             double factor_low, size_t count) {
  const pair factor = {factor_high, factor_low};
  if (SURVEY_FUSED)
    fused_add_scaled(z_high, z_low, v_high, v_low, factor, count);
  else
    plain_add_scaled(z_high, z_low, v_high, v_low, factor, count);
}

void survey_pairs_add_products(double *sum, const double *a_high, const double *a_low, const double *b_high,
                               const double *b_low, size_t count) {
  pair result = {sum[0], sum[1]};
  if (SURVEY_FUSED)
    result = fused_add_products(result, a_high, a_low, b_high, b_low, count);
  else
    result = plain_add_products(result, a_high, a_low, b_high, b_low, count);
  sum[0] = result.high;
  sum[1] = result.low;
}

void survey_pairs_add(double *sum, const double *a_high, const double *a_low, size_t count) {
  pair result = {sum[0], sum[1]};
  for (size_t i = 0; i < count; i++) result = add(result, (pair){a_high[i], a_low[i]});
  sum[0] = result.high;
  sum[1] = result.low;
}

void survey_pairs_add_runs(const double *a_high, const double *a_low, const double *b_high, const double *b_low,
                           const ptrdiff_t *starts, size_t runs, double *sum_high, double *sum_low) {
  if (SURVEY_FUSED)
    fused_add_runs(a_high, a_low, b_high, b_low, starts, runs, sum_high, sum_low);
  else
    plain_add_runs(a_high, a_low, b_high, b_low, starts, runs, sum_high, sum_low);
}
