// Going over the rest of a record sixty-four bytes at a time: where its delimiters, quotes and line end are is three words of
// bits (Langdale and Lemire, Parsing gigabytes of JSON per second, The VLDB Journal 28 (2019) 941-960).
#include "survey_scan.h"

#if defined(SURVEY_SCAN_USES_SSE2)

// What a block is told by the one before it.
struct rest {
  // Delimiters to come.
  size_t wanted;
  // Delimiters so far.
  size_t found;
  // All bits where the block begins inside of quotes, else none.
  uint64_t in_quotes;
  // One where it begins behind something that a quote may follow, and where it begins behind a closing quote.
  uint64_t begins, closed;
};

// Goes on by a block with these delimiters, quotes and bytes that stop the scan, each a bit; `inside` is one from an opening
// quote up to the byte before its closing one, as if the block began outside. 0 where the block is passed, SURVEY_NOT_PASSED,
// or the place from 1 of the byte that ends the record.
__attribute__((always_inline)) static inline size_t pass_block(struct rest *rest, const uint8_t *block, uint64_t ends,
                                                               uint64_t quotes, uint64_t stops, uint64_t inside) {
  uint64_t wrong = 0;
  if ((quotes | rest->in_quotes | rest->closed) != 0) {
    inside ^= rest->in_quotes;
    const uint64_t closing = quotes & ~inside;
    ends &= ~inside;
    wrong = quotes & inside & ~((ends | closing) << 1 | rest->begins);
    wrong |= (closing << 1 | rest->closed) & ~(ends | stops | quotes);
    wrong |= stops & inside;
    rest->in_quotes = (uint64_t)((int64_t)inside >> 63);
    rest->closed = closing >> 63;
    rest->begins = (ends | closing) >> 63;
  } else {
    rest->begins = ends >> 63;
  }
  const uint64_t barrier = stops | wrong;
  if (barrier != 0) {
    const uint64_t first = barrier & (0u - barrier);
    const size_t length = (size_t)__builtin_ctzll(barrier);
    if ((wrong & first) != 0 || (block[length] != '\n' && block[length] != '\r')) return SURVEY_NOT_PASSED;
    rest->found += (size_t)__builtin_popcountll(ends & (first - 1));
    return rest->found == rest->wanted ? length + 1 : SURVEY_NOT_PASSED;
  }
  rest->found += (size_t)__builtin_popcountll(ends);
  return rest->found > rest->wanted ? SURVEY_NOT_PASSED : 0;
}

static size_t skip_rest_sse2(const uint8_t *start, uint8_t delimiter, size_t cells) {
  const __m128i d = _mm_set1_epi8((char)delimiter), quote = _mm_set1_epi8('"'), control = _mm_set1_epi8('\r');
  struct rest rest = {.wanted = cells - 1, .begins = 1};
  for (const uint8_t *block = start;; block += 64) {
    uint64_t ends = 0, quotes = 0, stops = 0;
    for (unsigned part = 0; part < 64; part += 16) {
      const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(block + part));
      ends |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, d)) << part;
      quotes |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, quote)) << part;
      stops |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(x, control), x)) << part;
      // A line's end in sight spares the rest of the block.
      if (stops != 0) break;
    }
    uint64_t inside = 0;
    if (quotes != 0) {
      inside = quotes ^ quotes << 1;
      inside ^= inside << 2;
      inside ^= inside << 4;
      inside ^= inside << 8;
      inside ^= inside << 16;
      inside ^= inside << 32;
    }
    const size_t end = pass_block(&rest, block, ends, quotes, stops, inside);
    if (end != 0) return end == SURVEY_NOT_PASSED ? end : (size_t)(block - start) + end - 1;
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2,pclmul,popcnt,bmi"))) static size_t skip_rest_avx2(const uint8_t *start, uint8_t delimiter,
                                                                               size_t cells) {
  const __m256i d = _mm256_set1_epi8((char)delimiter), quote = _mm256_set1_epi8('"'), control = _mm256_set1_epi8('\r');
  const __m128i ones = _mm_set1_epi8(-1);
  struct rest rest = {.wanted = cells - 1, .begins = 1};
  for (const uint8_t *block = start;; block += 64) {
    uint64_t ends = 0, quotes = 0, stops = 0;
    for (unsigned part = 0; part < 64; part += 32) {
      const __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(block + part));
      ends |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, d)) << part;
      quotes |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, quote)) << part;
      stops |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(x, control), x)) << part;
    }
    // A product without carries by ones adds up, without carries, all bits before each.
    const __m128i sums = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)quotes), ones, 0);
    const size_t end = pass_block(&rest, block, ends, quotes, stops, (uint64_t)_mm_cvtsi128_si64(sums));
    if (end != 0) return end == SURVEY_NOT_PASSED ? end : (size_t)(block - start) + end - 1;
  }
}
#endif

size_t survey_skip_rest(const uint8_t *start, uint8_t delimiter, size_t cells) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt") &&
      __builtin_cpu_supports("bmi"))
    return skip_rest_avx2(start, delimiter, cells);
#endif
  return skip_rest_sse2(start, delimiter, cells);
}

#else

size_t survey_skip_rest(const uint8_t *start, uint8_t delimiter, size_t cells) {
  (void)start, (void)delimiter, (void)cells;
  return SURVEY_NOT_PASSED;
}

#endif
