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

// The length of a cell at `p` of up to sixteen bytes that a delimiter, line feed or carriage return ends, and its bytes in
// two words, zeros behind them; 17 where it is longer or the text ends before. Reads 17 bytes.
static inline size_t survey_short_cell(const uint8_t *p, uint8_t delimiter, uint64_t *low, uint64_t *high) {
  size_t length = 0;
#if defined(__SSE2__)
  const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
  const __m128i line = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(x, _mm_set1_epi8('\r')));
  const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8((char)delimiter)), line),
                                   _mm_cmpeq_epi8(x, _mm_setzero_si128()));
  const unsigned mask = (unsigned)_mm_movemask_epi8(hit);
  length = mask == 0 ? 16 : (size_t)__builtin_ctz(mask);
#else
  while (length < 16 && p[length] != delimiter && p[length] != '\n' && p[length] != '\r' && p[length] != 0) length++;
#endif
  const uint8_t end = p[length];
  if (end != delimiter && end != '\n' && end != '\r') return 17;
  uint64_t first, second;
  __builtin_memcpy(&first, p, 8);
  __builtin_memcpy(&second, p + 8, 8);
  *low = length >= 8 ? first : first & ~(~(uint64_t)0 << (8 * length));
  *high = length >= 16 ? second : length <= 8 ? 0 : second & ~(~(uint64_t)0 << (8 * (length - 8)));
  return length;
}

// Distance from `p` to the first quote, line feed, carriage return or NUL.
static inline size_t survey_scan_quoted(const uint8_t *p) { return survey_scan_cell(p, '"'); }

// How many one-digit cells with the delimiter behind each stand at `p`: 0 to 8 of `4,5,3,`. Reads 16 bytes.
static inline size_t survey_scan_digits(const uint8_t *p, uint8_t delimiter) {
#if defined(__SSE2__)
  const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
  const __m128i offset = _mm_sub_epi8(x, _mm_set1_epi8('0'));
  const __m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(9)), offset);
  const __m128i end = _mm_cmpeq_epi8(x, _mm_set1_epi8((char)delimiter));
  const unsigned fits =
      ((unsigned)_mm_movemask_epi8(digit) & 0x5555u) | ((unsigned)_mm_movemask_epi8(end) & 0xAAAAu);
  return (size_t)__builtin_ctz(~fits) / 2;
#else
  size_t n = 0;
  while (n < 8 && (uint8_t)(p[2 * n] - '0') < 10 && p[2 * n + 1] == delimiter) n++;
  return n;
#endif
}

// The same for quoted cells: 0 to 4 of `"4","5","3",`. Reads 16 bytes.
static inline size_t survey_scan_quoted_digits(const uint8_t *p, uint8_t delimiter) {
#if defined(__SSE2__)
  const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
  const __m128i offset = _mm_sub_epi8(x, _mm_set1_epi8('0'));
  const __m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(9)), offset);
  const __m128i end = _mm_cmpeq_epi8(x, _mm_set1_epi8((char)delimiter));
  const __m128i quote = _mm_cmpeq_epi8(x, _mm_set1_epi8('"'));
  const unsigned fits = ((unsigned)_mm_movemask_epi8(digit) & 0x2222u) |
                        ((unsigned)_mm_movemask_epi8(end) & 0x8888u) |
                        ((unsigned)_mm_movemask_epi8(quote) & 0x5555u);
  return (size_t)__builtin_ctz(~fits) / 4;
#else
  size_t n = 0;
  while (n < 4 && p[4 * n] == '"' && (uint8_t)(p[4 * n + 1] - '0') < 10 && p[4 * n + 2] == '"' &&
         p[4 * n + 3] == delimiter)
    n++;
  return n;
#endif
}

// The length of cells that nobody wants, at most `most` of them, each with its delimiter; `passed` says how many.
// Stops before a cell that a line end, the text's end or anything unusual about quotes ends: whoever calls reads it.
static inline size_t survey_skip_cells(const uint8_t *start, uint8_t delimiter, size_t most, size_t *passed) {
  size_t cells = 0;
  // Behind the last cell that was passed.
  size_t behind = 0;
#if defined(__SSE2__)
  const __m128i d = _mm_set1_epi8((char)delimiter), quote = _mm_set1_epi8('"');
  const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r'), zero = _mm_setzero_si128();
  size_t at = 0;
  // Whether a cell begins at `at`.
  unsigned begins = 1;
  while (cells < most) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(start + at));
    unsigned ends = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, d));
    const unsigned stops = (unsigned)_mm_movemask_epi8(
        _mm_or_si128(_mm_cmpeq_epi8(x, zero), _mm_or_si128(_mm_cmpeq_epi8(x, lf), _mm_cmpeq_epi8(x, cr))));
    // A quote that opens a cell stops here as well.
    const unsigned quotes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, quote)) & (ends << 1 | begins);
    const unsigned barrier = stops | quotes;
    if (barrier != 0) ends &= (barrier & (0u - barrier)) - 1;
    const size_t count = (size_t)__builtin_popcount(ends);
    if (cells + count >= most) {
      for (size_t left = most - cells; left > 1; left--) ends &= ends - 1;
      behind = at + (size_t)__builtin_ctz(ends) + 1;
      cells = most;
      break;
    }
    if (count != 0) {
      cells += count;
      behind = at + 32 - (size_t)__builtin_clz(ends);
    }
    if (barrier == 0) {
      begins = ends >> 15;
      at += 16;
      continue;
    }
    // A quoted cell is passed where a delimiter follows it, and nothing else is.
    if (((barrier & (0u - barrier)) & quotes) == 0) break;
    const uint8_t *q = start + behind + 1;
    q += survey_scan_quoted(q);
    if (*q != '"' || q[1] != delimiter) break;
    at = behind = (size_t)(q + 2 - start);
    begins = 1;
    cells++;
  }
#else
  while (cells < most) {
    const uint8_t *p = start + behind;
    const uint8_t *q = p;
    if (*p == '"') {
      q++;
      q += survey_scan_quoted(q);
      if (*q != '"') break;
      q++;
    } else {
      q += survey_scan_cell(p, delimiter);
    }
    if (*q != delimiter) break;
    behind = (size_t)(q + 1 - start);
    cells++;
  }
#endif
  *passed = cells;
  return behind;
}

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
