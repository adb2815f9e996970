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
  // Signs come in no order that a processor could guess: all bits turned and one added is the number below zero.
  const __int128 sign = -(__int128)(bits >> 63);
  return !__builtin_add_overflow(*cell, (amount ^ sign) - sign, sum);
}

// Whether weight times a small whole number has its place, without a rounding error that would need a finer cell.
static inline __attribute__((always_inline)) int placed_times(double weight, double number, const __int128 *cell,
                                                              ptrdiff_t grid, __int128 *sum) {
  if (!(number <= 1023 && number >= -1023)) return 0;
  const int64_t factor = (int64_t)number;
  uint64_t bits;
  memcpy(&bits, &weight, sizeof bits);
  const int64_t exponent = (int64_t)(bits >> 52 & 0x7FF);
  const uint64_t shift = (uint64_t)(exponent - 1075) - (uint64_t)grid;
  if ((double)factor != number || exponent == 0 || shift >= 54 || bits >> 63) return 0;
  const int64_t amount = (int64_t)((bits & 0xFFFFFFFFFFFFF) | (uint64_t)1 << 52) * factor;
  return !__builtin_add_overflow(*cell, (__int128)amount * ((__int128)1 << shift), sum);
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

#define SURVEY_NUMBERS(name, attributes)                                                                              \
  attributes static size_t name(const double *numbers, const uint8_t *valid, const int32_t *cells,                    \
                                const double *weights, size_t row, size_t count, __int128 *coarse,                    \
                                const ptrdiff_t *coarse_grids, __int128 *fine, const ptrdiff_t *fine_grids,           \
                                size_t stride) {                                                                      \
    for (; row < count; row++) {                                                                                      \
      if (cells[row] < 0 || !valid[row]) continue;                                                                    \
      const size_t first = (size_t)cells[row] * stride;                                                               \
      const double weight = weights[row], product = weight * numbers[row];                                            \
      const double rest = __builtin_fma(weight, numbers[row], -product);                                              \
      __int128 whole, high, low;                                                                                      \
      if (!placed(weight, coarse + first, coarse_grids[0], &whole)) break;                                            \
      if (placed_times(weight, numbers[row], coarse + first + 1, coarse_grids[1], &high)) {                           \
        coarse[first] = whole;                                                                                        \
        coarse[first + 1] = high;                                                                                     \
        continue;                                                                                                     \
      }                                                                                                               \
      if (product == 0) {                                                                                             \
        if (rest != 0) break;                                                                                         \
        coarse[first] = whole;                                                                                        \
        continue;                                                                                                     \
      }                                                                                                               \
      if (!placed(product, coarse + first + 1, coarse_grids[1], &high)) break;                                        \
      if (rest != 0) {                                                                                                \
        if (fine == 0 || !placed(rest, fine + first + 1, fine_grids[1], &low)) break;                                 \
        fine[first + 1] = low;                                                                                        \
      }                                                                                                               \
      coarse[first] = whole;                                                                                          \
      coarse[first + 1] = high;                                                                                       \
    }                                                                                                                 \
    return row;                                                                                                       \
  }

SURVEY_ROW(plain_row, )
SURVEY_NUMBERS(plain_numbers, )
#if defined(__x86_64__)
SURVEY_ROW(fused_row, __attribute__((target("fma"))))
SURVEY_NUMBERS(fused_numbers, __attribute__((target("fma"))))
#endif

size_t survey_add_products_of_row(double weight, const double *numbers, size_t first, size_t count, void *coarse,
                                  const ptrdiff_t *coarse_grids, void *fine, const ptrdiff_t *fine_grids) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("fma"))
    return fused_row(weight, numbers, first, count, coarse, coarse_grids, fine, fine_grids);
#endif
  return plain_row(weight, numbers, first, count, coarse, coarse_grids, fine, fine_grids);
}

size_t survey_add_numbers(const double *numbers, const uint8_t *valid, const int32_t *cells, const double *weights,
                          size_t row, size_t count, void *coarse, const ptrdiff_t *coarse_grids, void *fine,
                          const ptrdiff_t *fine_grids, size_t stride) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("fma"))
    return fused_numbers(numbers, valid, cells, weights, row, count, coarse, coarse_grids, fine, fine_grids, stride);
#endif
  return plain_numbers(numbers, valid, cells, weights, row, count, coarse, coarse_grids, fine, fine_grids, stride);
}
