// Checking UTF-8 thirty-two bytes at a time. In C because Swift has neither the byte shuffle nor run-time dispatch to it.
#include "survey_utf8.h"

#if defined(__x86_64__)
#include <immintrin.h>

// The ways in which two bytes side by side can be wrong, one bit each (Keiser and Lemire, Validating UTF-8 in less than
// one instruction per byte, Software: Practice and Experience 51 (2021) 950-964). A pair is wrong where a bit stands in
// all three tables: by the first byte's upper half, its lower half, the second byte's upper half.
enum {
  SURVEY_UTF8_TOO_SHORT = 1,        // a lead byte without continuation
  SURVEY_UTF8_TOO_LONG = 2,         // a continuation behind ASCII
  SURVEY_UTF8_OVERLONG_3 = 4,       // E0 80..9F
  SURVEY_UTF8_TOO_LARGE = 8,        // F4 90.., F5..FF
  SURVEY_UTF8_SURROGATE = 16,       // ED A0..BF
  SURVEY_UTF8_OVERLONG_2 = 32,      // C0, C1
  SURVEY_UTF8_TOO_LARGE_1000 = 64,  // F5..FF 80..8F, and the same bit for
  SURVEY_UTF8_OVERLONG_4 = 64,      // F0 80..8F
  SURVEY_UTF8_TWO_CONTS = 128,      // two continuations, right only inside of longer characters
  SURVEY_UTF8_CARRY = SURVEY_UTF8_TOO_SHORT | SURVEY_UTF8_TOO_LONG | SURVEY_UTF8_TWO_CONTS
};

// A table of sixteen bytes in both halves of a register, for the shuffle works within halves.
#define SURVEY_UTF8_TABLE(...) _mm256_broadcastsi128_si256(_mm_setr_epi8(__VA_ARGS__))

__attribute__((target("avx2"))) static inline size_t survey_utf8_blocks_avx2(const uint8_t *p, size_t n) {
  const char two = (char)SURVEY_UTF8_TWO_CONTS, carry = (char)SURVEY_UTF8_CARRY;
  const char large = (char)(SURVEY_UTF8_CARRY | SURVEY_UTF8_TOO_LARGE | SURVEY_UTF8_TOO_LARGE_1000);
  const char follows = (char)(SURVEY_UTF8_TOO_LONG | SURVEY_UTF8_OVERLONG_2 | SURVEY_UTF8_TWO_CONTS);
  const __m256i first_high = SURVEY_UTF8_TABLE(
      2, 2, 2, 2, 2, 2, 2, 2, two, two, two, two, SURVEY_UTF8_TOO_SHORT | SURVEY_UTF8_OVERLONG_2,
      SURVEY_UTF8_TOO_SHORT, SURVEY_UTF8_TOO_SHORT | SURVEY_UTF8_OVERLONG_3 | SURVEY_UTF8_SURROGATE,
      SURVEY_UTF8_TOO_SHORT | SURVEY_UTF8_TOO_LARGE | SURVEY_UTF8_TOO_LARGE_1000 | SURVEY_UTF8_OVERLONG_4);
  const __m256i first_low = SURVEY_UTF8_TABLE(
      (char)(carry | SURVEY_UTF8_OVERLONG_3 | SURVEY_UTF8_OVERLONG_2 | SURVEY_UTF8_OVERLONG_4),
      (char)(carry | SURVEY_UTF8_OVERLONG_2), carry, carry, (char)(carry | SURVEY_UTF8_TOO_LARGE), large, large, large,
      large, large, large, large, large, (char)(large | SURVEY_UTF8_SURROGATE), large, large);
  const __m256i second_high = SURVEY_UTF8_TABLE(
      1, 1, 1, 1, 1, 1, 1, 1,
      (char)(follows | SURVEY_UTF8_OVERLONG_3 | SURVEY_UTF8_TOO_LARGE_1000 | SURVEY_UTF8_OVERLONG_4),
      (char)(follows | SURVEY_UTF8_OVERLONG_3 | SURVEY_UTF8_TOO_LARGE),
      (char)(follows | SURVEY_UTF8_SURROGATE | SURVEY_UTF8_TOO_LARGE),
      (char)(follows | SURVEY_UTF8_SURROGATE | SURVEY_UTF8_TOO_LARGE), 1, 1, 1, 1);
  const __m256i half = _mm256_set1_epi8(0x0F), zero = _mm256_setzero_si256();
  // What the last three bytes of a block may be at the most where every character in it ends there.
  const __m256i ends = _mm256_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                        -1, -1, -1, -1, -1, -1, -1, -1, -1, (char)0xEF, (char)0xDF, (char)0xBF);
  __m256i before = zero, open = zero;
  size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    const __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
    __m256i wrong = _mm256_cmpeq_epi8(x, zero);
    if (_mm256_movemask_epi8(x) == 0) {
      wrong = _mm256_or_si256(wrong, open);
    } else {
      // Each byte's neighbours before it: one, two and three places.
      const __m256i middle = _mm256_permute2x128_si256(before, x, 0x21);
      const __m256i one = _mm256_alignr_epi8(x, middle, 15), two_before = _mm256_alignr_epi8(x, middle, 14);
      const __m256i three_before = _mm256_alignr_epi8(x, middle, 13);
      const __m256i pair = _mm256_and_si256(
          _mm256_and_si256(_mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(one, 4), half)),
                           _mm256_shuffle_epi8(first_low, _mm256_and_si256(one, half))),
          _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(x, 4), half)));
      // The third and fourth byte of a character must be a second continuation, and nothing else may be.
      const __m256i inside = _mm256_and_si256(
          _mm256_or_si256(_mm256_subs_epu8(two_before, _mm256_set1_epi8(0xE0 - 0x80)),
                          _mm256_subs_epu8(three_before, _mm256_set1_epi8(0xF0 - 0x80))),
          _mm256_set1_epi8((char)0x80));
      wrong = _mm256_or_si256(wrong, _mm256_xor_si256(inside, pair));
    }
    if (!_mm256_testz_si256(wrong, wrong)) break;
    before = x;
    open = _mm256_subs_epu8(x, ends);
  }
  return i;
}
#undef SURVEY_UTF8_TABLE
#endif

size_t survey_utf8_prefix(const uint8_t *p, size_t n) {
  size_t good = 0;
#if defined(__x86_64__)
  if (n >= 32 && __builtin_cpu_supports("avx2")) good = survey_utf8_blocks_avx2(p, n);
  // A character that the next block ends, or fails to, begins in the last three bytes.
  for (size_t back = 1; back <= 3 && back <= good; back++) {
    const uint8_t byte = p[good - back];
    if (byte < 0x80) break;
    if (byte >= 0xC0) {
      if ((byte >= 0xF0 ? 4u : byte >= 0xE0 ? 3u : 2u) > back) good -= back;
      break;
    }
  }
#else
  (void)p;
  (void)n;
#endif
  return good;
}
