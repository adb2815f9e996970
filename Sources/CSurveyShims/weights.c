#include "survey_sums.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define SURVEY_WIDE __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,popcnt")))

static inline int has_wide_instructions(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}

// Eight weights at a time; returns how many were read, or SIZE_MAX where one of them is no such number.
SURVEY_WIDE static size_t whole_weights(const double *weights, size_t count, double scale, int64_t *whole) {
  const __m512d scales = _mm512_set1_pd(scale), least = _mm512_setzero_pd(), end = _mm512_set1_pd(0x1p62);
  __mmask8 fitting = 0xFF;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const __m512d scaled = _mm512_mul_pd(_mm512_loadu_pd(weights + i), scales);
    const __mmask8 fits =
        _mm512_cmp_pd_mask(scaled, least, _CMP_GE_OQ) & _mm512_cmp_pd_mask(scaled, end, _CMP_LT_OQ);
    const __m512i numbers = _mm512_maskz_cvttpd_epi64(fits, scaled);
    fitting &= fits & _mm512_cmp_pd_mask(_mm512_cvtepi64_pd(numbers), scaled, _CMP_EQ_OQ);
    _mm512_storeu_si512(whole + i, numbers);
  }
  return fitting == 0xFF ? i : SIZE_MAX;
}

SURVEY_WIDE static size_t count_zeros(const double *weights, const uint8_t *there, size_t count, double largest,
                                      ptrdiff_t *zeros) {
  const __m512d none = _mm512_setzero_pd(), most = _mm512_set1_pd(largest), fewest = _mm512_set1_pd(1 / largest);
  __mmask8 odd = 0;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const __m512d own = _mm512_loadu_pd(weights + i);
    const __mmask8 zero = _mm512_cmp_pd_mask(own, none, _CMP_EQ_OQ);
    const __mmask8 ordinary =
        _mm512_cmp_pd_mask(own, fewest, _CMP_GE_OQ) & _mm512_cmp_pd_mask(own, most, _CMP_LE_OQ);
    odd |= (__mmask8)~(zero | ordinary);
    odd |= (__mmask8)_mm_cmpeq_epi8_mask(_mm_loadl_epi64((const __m128i *)(const void *)(there + i)), _mm_setzero_si128());
    *zeros += _mm_popcnt_u32(zero);
  }
  return odd == 0 ? i : SIZE_MAX;
}
#endif

int survey_whole_weights(const double *weights, size_t count, double scale, int64_t *whole) {
  size_t i = 0;
#if defined(__x86_64__)
  if (has_wide_instructions()) i = whole_weights(weights, count, scale, whole);
  if (i == SIZE_MAX) return 0;
#endif
  int odd = 0;
  for (; i < count; i++) {
    const double scaled = weights[i] * scale;
    // A number that does not fit must not be converted.
    const int fits = scaled >= 0 && scaled < 0x1p62;
    whole[i] = (int64_t)(fits ? scaled : 0);
    odd |= !fits | ((double)whole[i] != scaled);
  }
  return !odd;
}

ptrdiff_t survey_count_zero_weights(const double *weights, const uint8_t *there, size_t count, double largest) {
  ptrdiff_t zeros = 0;
  size_t i = 0;
#if defined(__x86_64__)
  if (has_wide_instructions()) i = count_zeros(weights, there, count, largest, &zeros);
  if (i == SIZE_MAX) return -1;
#endif
  int odd = 0;
  const double smallest = 1 / largest;
  for (; i < count; i++) {
    const double weight = weights[i];
    zeros += weight == 0;
    odd |= (there[i] == 0) | !(weight >= 0) | !(weight <= largest) | ((weight < smallest) & (weight > 0));
  }
  return odd ? -1 : zeros;
}
