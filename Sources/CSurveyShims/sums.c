#include "survey_sums.h"

#include <string.h>

// Whether `value` has its place in `cell` of units of 2^grid, and what the cell is with it.
static inline __attribute__((always_inline)) int placed(double value, const __int128 *cell, ptrdiff_t grid, __int128 *sum) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  const int64_t exponent = (int64_t)(bits >> 52 & 0x7FF);
  const uint64_t shift = (uint64_t)(exponent - 1075) - (uint64_t)grid;
  if (exponent == 0 || shift >= 54) return 0;
  const __int128 amount = (__int128)((bits & 0xFFFFFFFFFFFFF) | (uint64_t)1 << 52) << shift;
  return !(bits >> 63 ? __builtin_sub_overflow(*cell, amount, sum) : __builtin_add_overflow(*cell, amount, sum));
}

#define SURVEY_ROW(name, attributes)                                                                                  \
  attributes static size_t name(double weight, const double *numbers, size_t i, size_t count, __int128 *coarse,       \
                                const ptrdiff_t *coarse_grids, __int128 *fine, const ptrdiff_t *fine_grids) {             \
    for (; i < count; i++) {                                                                                          \
      const double product = weight * numbers[i], rest = __builtin_fma(weight, numbers[i], -product);                 \
      __int128 high, low;                                                                                             \
      if (product == 0) {                                                                                             \
        if (rest != 0) break;                                                                                         \
        continue;                                                                                                     \
      }                                                                                                               \
      if (!placed(product, coarse + i, coarse_grids[i], &high)) break;                                                \
      if (rest != 0) {                                                                                                \
        if (fine == 0 || !placed(rest, fine + i, fine_grids[i], &low)) break;                                         \
        fine[i] = low;                                                                                                \
      }                                                                                                               \
      coarse[i] = high;                                                                                               \
    }                                                                                                                 \
    return i;                                                                                                         \
  }

SURVEY_ROW(plain_row, )
#if defined(__x86_64__)
SURVEY_ROW(fused_row, __attribute__((target("fma"))))
#endif

size_t survey_add_products_of_row(double weight, const double *numbers, size_t first, size_t count, void *coarse,
                                  const ptrdiff_t *coarse_grids, void *fine, const ptrdiff_t *fine_grids) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("fma"))
    return fused_row(weight, numbers, first, count, coarse, coarse_grids, fine, fine_grids);
#endif
  return plain_row(weight, numbers, first, count, coarse, coarse_grids, fine, fine_grids);
}
