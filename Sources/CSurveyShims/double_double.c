#include "survey_double_double.h"

#include <math.h>

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

SURVEY_LOOPS(plain, )

#if defined(__x86_64__)
SURVEY_LOOPS(fused, __attribute__((target("avx2,fma"))))
#define SURVEY_FUSED (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
#else
#define fused_add_scaled plain_add_scaled
#define fused_add_products plain_add_products
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
