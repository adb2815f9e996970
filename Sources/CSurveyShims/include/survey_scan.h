// Finding the next byte that matters, sixteen at a time. In C because Swift has no movemask: turning a
// SIMDMask into bits in pure Swift is hundreds of times slower.
//
// Every function reads up to 15 bytes past the byte it finds: callers keep a NUL and at least 16 readable
// bytes behind their data.
#ifndef SURVEY_STATS_SCAN_H
#define SURVEY_STATS_SCAN_H

#include <stddef.h>
#include <stdint.h>

// A test builds the functions without wide instructions, too, and compares.
#if defined(__SSE2__) && !defined(SURVEY_SCAN_PORTABLE)
#define SURVEY_SCAN_USES_SSE2
#include <emmintrin.h>
#endif

// Distance from `p` to the first delimiter, line feed, carriage return or NUL.
static inline size_t survey_scan_cell(const uint8_t *p, uint8_t delimiter) {
  size_t i = 0;
#if defined(SURVEY_SCAN_USES_SSE2)
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
#if defined(SURVEY_SCAN_USES_SSE2)
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

// The digits of `missing`, bit d for the digit d, become INT8_MIN.
#if defined(SURVEY_SCAN_USES_SSE2)
static inline __m128i survey_without(__m128i digits, unsigned missing) {
  for (; missing != 0; missing &= missing - 1) {
    const __m128i is_missing = _mm_cmpeq_epi8(digits, _mm_set1_epi8((char)__builtin_ctz(missing)));
    digits = _mm_or_si128(_mm_andnot_si128(is_missing, digits), _mm_and_si128(is_missing, _mm_set1_epi8(INT8_MIN)));
  }
  return digits;
}
#endif

// Does what survey_pass_answers does for cells in quotes, and only for them: a quoted digit or nothing in quotes. Reads up
// to 31 bytes behind the cell that it stops before.
#if defined(SURVEY_SCAN_USES_SSE2)
static inline size_t survey_pass_quoted_answers(const uint8_t *start, uint8_t delimiter, size_t most, unsigned missing,
                                                int8_t *out, size_t *passed) {
  const __m128i d = _mm_set1_epi8((char)delimiter), quote = _mm_set1_epi8('"');
  const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
  const uint8_t *p = start;
  size_t cells = 0;
  for (;;) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
    const __m128i y = _mm_loadu_si128((const __m128i *)(const void *)(p + 16));
    const __m128i a = _mm_sub_epi8(x, zero), b = _mm_sub_epi8(y, zero);
    const uint32_t digits = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(a, nine), a)) |
                            (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(b, nine), b)) << 16;
    const uint32_t ends = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, d)) |
                          (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(y, d)) << 16;
    const uint32_t quotes = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, quote)) |
                            (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(y, quote)) << 16;
    // `"4","5","3","2",` has a digit in the second byte of every four.
    const uint64_t others = ~(uint64_t)((digits & 0x22222222u) | (ends & 0x88888888u) | (quotes & 0x55555555u));
    const size_t count = (size_t)__builtin_ctzll(others) / 4, left = most - cells;
    const __m128i bytes = _mm_set1_epi32(0xFF00);
    const __m128i words = _mm_packs_epi32(_mm_srli_epi32(_mm_and_si128(a, bytes), 8),
                                          _mm_srli_epi32(_mm_and_si128(b, bytes), 8));
    _mm_storel_epi64((__m128i *)(void *)(out + cells), survey_without(_mm_packus_epi16(words, words), missing));
    if (count >= left) {
      cells = most;
      p += 4 * left;
      break;
    }
    cells += count;
    p += 4 * count;
    if (count == 8) continue;
    // `"",`
    if ((quotes >> 4 * count & 3) != 3 || (ends >> 4 * count & 4) == 0) break;
    out[cells++] = INT8_MIN;
    p += 3;
    if (cells == most) break;
  }
  *passed = cells;
  return (size_t)(p - start);
}
#endif

// Stores one-digit answers, empty cells and `NA`, each with its delimiter behind it, from `p` on into `out`: at most `most`
// of them, INT8_MIN for what is missing, which the digits of `missing` are as well (bit d for d). `passed` says how many;
// returns their length. Stops before any other cell. Reads up to 31 bytes behind its first, writes up to 16.
static inline size_t survey_pass_answers(const uint8_t *start, uint8_t delimiter, size_t most, unsigned missing, int8_t *out,
                                         size_t *passed) {
  const uint8_t *p = start;
  size_t cells = 0;
  while (cells < most) {
#if defined(SURVEY_SCAN_USES_SSE2)
    size_t count = 0;
    if (*p == '"') {
      p += survey_pass_quoted_answers(p, delimiter, most - cells, missing, out + cells, &count);
      cells += count;
      if (count != 0) continue;
    }
    const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
    const __m128i offset = _mm_sub_epi8(x, _mm_set1_epi8('0'));
    const __m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(9)), offset);
    const __m128i end = _mm_cmpeq_epi8(x, _mm_set1_epi8((char)delimiter));
    const unsigned digits = (unsigned)_mm_movemask_epi8(digit);
    unsigned ends = (unsigned)_mm_movemask_epi8(end);
    if (((digits & 0x5555u) | (ends & 0xAAAAu)) == 0xFFFFu) {
      // `4,5,3,2,4,4,3,5,`
      const __m128i eight = _mm_packus_epi16(_mm_and_si128(offset, _mm_set1_epi16(0xFF)), _mm_setzero_si128());
      _mm_storel_epi64((__m128i *)(void *)(out + cells), survey_without(eight, missing));
      count = 8;
      if (count > most - cells) count = most - cells;
      p += 2 * count;
      cells += count;
      continue;
    } else {
      // Each delimiter takes the digit before it, or nothing. What is neither, or a second digit, ends the run.
      const unsigned others = (~(digits | ends) & 0xFFFFu) | (digits & digits << 1) | 0x10000u;
      ends &= (others & (0u - others)) - 1;
      count = (size_t)__builtin_popcount(ends);
      if (count > most - cells) count = most - cells;
      if (count != 0) {
        const __m128i before = _mm_slli_si128(survey_without(offset, missing), 1), is_digit = _mm_slli_si128(digit, 1);
        int8_t answers[16];
        _mm_storeu_si128((__m128i *)(void *)answers,
                         _mm_or_si128(_mm_and_si128(is_digit, before),
                                      _mm_andnot_si128(is_digit, _mm_set1_epi8(INT8_MIN))));
        unsigned last = 0;
        for (size_t i = 0; i < count; i++, ends &= ends - 1) {
          last = (unsigned)__builtin_ctz(ends);
          out[cells + i] = answers[last];
        }
        p += last + 1;
        cells += count;
        continue;
      }
    }
#else
    const int quoted = *p == '"';
    const uint8_t d = (uint8_t)(p[quoted] - '0');
    if (d < 10 && (!quoted || p[2] == '"') && p[quoted ? 3 : 1] == delimiter) {
      out[cells++] = missing >> d & 1 ? INT8_MIN : (int8_t)d;
      p += quoted ? 4 : 2;
      continue;
    }
#endif
    if (cells == most) break;
    // An empty cell or NA, the one and the other with or without quotes.
    size_t length = 0;
    if (p[0] == delimiter) length = 1;
    else if (p[0] == 'N' && p[1] == 'A' && p[2] == delimiter) length = 3;
    else if (p[0] == '"' && p[1] == '"' && p[2] == delimiter) length = 3;
    else if (p[0] == '"' && p[1] == 'N' && p[2] == 'A' && p[3] == '"' && p[4] == delimiter) length = 5;
    else break;
    out[cells++] = INT8_MIN;
    p += length;
  }
  *passed = cells;
  return (size_t)(p - start);
}

// Eight digits as a number, the first of them in the lowest byte; `wrong` is not 0 where one of the bytes is no digit.
static inline uint32_t survey_eight_digits(uint64_t word, uint64_t *wrong) {
  const uint64_t ones = 0x0101010101010101u;
  *wrong = ((word + ones * 0x46) | (word - ones * '0')) & ones << 7;
  // Pairs, then fours, then eight at once.
  word -= ones * '0';
  word = word * 10 + (word >> 8);
  word = ((word & 0x000000FF000000FFu) * 0x000F424000000064u + (word >> 16 & 0x000000FF000000FFu) * 0x0000271000000001u) >> 32;
  return (uint32_t)word;
}

// The number that up to sixteen bytes at `p`, at most fifteen digits and one point among them, are: the nearest double.
// Returns the length, 0 where anything else stands there or the byte behind is not `end`. Reads 17 bytes.
static inline size_t survey_short_number(const uint8_t *p, uint8_t end, double *number) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t low, high, wrong, wrong_too = 0;
  const size_t length = survey_short_cell(p, end, &low, &high);
  if (length == 0 || length > 16 || p[length] != end) return 0;
  const uint64_t ones = 0x0101010101010101u, zeros = ones * '0';
  uint64_t x = low ^ ones * '.';
  uint64_t point = (x - ones) & ~x & ones << 7;
  size_t digits = length, decimals = 0;
  // What stands behind the point moves to it.
  if (point != 0) {
    const size_t place = (size_t)__builtin_ctzll(point) / 8;
    const uint64_t before = ((uint64_t)1 << (8 * place)) - 1;
    low = (low & before) | ((low >> 8 | high << 56) & ~before);
    high >>= 8;
    decimals = length - place - 1;
    digits--;
  } else if (length > 8) {
    x = high ^ ones * '.';
    point = (x - ones) & ~x & ones << 7;
    if (point != 0) {
      const size_t place = (size_t)__builtin_ctzll(point) / 8;
      const uint64_t before = ((uint64_t)1 << (8 * place)) - 1;
      high = (high & before) | (high >> 8 & ~before);
      decimals = length - place - 9;
      digits--;
    }
  }
  // More than fifteen digits may be no double.
  if (digits == 0 || digits > 15) return 0;
  uint64_t whole;
  if (digits <= 8) {
    // Eight digits, zeros in front.
    if (digits < 8) low = low << (8 * (8 - digits)) | (zeros & ~(~(uint64_t)0 << (8 * (8 - digits))));
    whole = survey_eight_digits(low, &wrong);
  } else {
    const unsigned behind = (unsigned)(8 * (digits - 8));
    const uint64_t last = low >> behind | high << (64 - behind);
    low = low << (64 - behind) | zeros >> behind;
    whole = survey_eight_digits(low, &wrong) * (uint64_t)100000000 + survey_eight_digits(last, &wrong_too);
  }
  if ((wrong | wrong_too) != 0) return 0;
  // Both are exact, so that the quotient is rounded once.
  static const double powers[16] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  *number = (double)(int64_t)whole / powers[decimals];
  return length;
#else
  (void)p, (void)end, (void)number;
  return 0;
#endif
}

// The length of one cell that nobody wants and the delimiter behind it; 0 where another byte is there, or anything unusual
// about quotes: whoever calls reads the cell.
static inline size_t survey_skip_cell(const uint8_t *start, uint8_t delimiter) {
  const uint8_t *p = start;
  if (*p == '"') {
    p++;
    p += survey_scan_quoted(p);
    if (*p != '"') return 0;
    p++;
  } else {
    p += survey_scan_cell(p, delimiter);
  }
  return *p == delimiter ? (size_t)(p + 1 - start) : 0;
}

// The length of cells that nobody wants, at most `most` of them, each with its delimiter; `passed` says how many.
// Stops before a cell that a line end, the text's end or anything unusual about quotes ends: whoever calls reads it.
static inline size_t survey_skip_cells(const uint8_t *start, uint8_t delimiter, size_t most, size_t *passed) {
  size_t cells = 0;
  // Behind the last cell that was passed.
  size_t behind = 0;
#if defined(SURVEY_SCAN_USES_SSE2)
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
  for (size_t length; cells < most && (length = survey_skip_cell(start + behind, delimiter)) != 0; cells++) behind += length;
#endif
  *passed = cells;
  return behind;
}

#define SURVEY_NOT_PASSED ((size_t)-1)

// The length of a record's last `cells` cells, up to the line feed or carriage return behind them. SURVEY_NOT_PASSED where
// there are more or fewer, a quote stands where none belongs, a quoted cell holds a line end or a control character, or the
// text ends before; always where the processor has no wide instructions. The delimiter is no control character. Reads up to
// 64 bytes behind. In a file of its own, for the processor chooses among several at run time.
size_t survey_skip_rest(const uint8_t *start, uint8_t delimiter, size_t cells);

// Length of the run at `p` of ASCII bytes other than NUL, at most `n`. Reads nothing past `n`.
static inline size_t survey_scan_ascii(const uint8_t *p, size_t n) {
  size_t i = 0;
#if defined(SURVEY_SCAN_USES_SSE2)
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
