// Finding the next byte that matters, sixteen at a time. In C because Swift has no movemask: turning a
// SIMDMask into bits in pure Swift is hundreds of times slower.
//
// Every function reads up to 15 bytes past the byte it finds: callers keep a NUL and at least 16 readable
// bytes behind their data.
#ifndef SURVEY_STATS_SCAN_H
#define SURVEY_STATS_SCAN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Distance from `p` to the first delimiter, line feed, carriage return or NUL.
static inline size_t survey_scan_cell(const uint8_t *p, uint8_t delimiter) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i d = _mm_set1_epi8((char)delimiter), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
  const __m128i zero = _mm_setzero_si128();
  for (;; i += 16) {
    __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
    __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, d), _mm_cmpeq_epi8(x, lf)),
                               _mm_or_si128(_mm_cmpeq_epi8(x, cr), _mm_cmpeq_epi8(x, zero)));
    unsigned mask = (unsigned)_mm_movemask_epi8(hit);
    if (mask != 0) return i + (size_t)__builtin_ctz(mask);
  }
#else
  while (p[i] != delimiter && p[i] != '\n' && p[i] != '\r' && p[i] != 0) i++;
  return i;
#endif
}

// Distance from `p` to the first quote, line feed, carriage return or NUL.
static inline size_t survey_scan_quoted(const uint8_t *p) { return survey_scan_cell(p, '"'); }

// Length of the run at `p` of ASCII bytes other than NUL, at most `n`. Reads nothing past `n`.
static inline size_t survey_scan_ascii(const uint8_t *p, size_t n) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i zero = _mm_setzero_si128();
  for (; i + 16 <= n; i += 16) {
    __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(x, _mm_cmpeq_epi8(x, zero)));
    if (mask != 0) return i + (size_t)__builtin_ctz(mask);
  }
#endif
  while (i < n && p[i] != 0 && p[i] < 0x80) i++;
  return i;
}

#endif
