#include "survey_answers.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// A weight's two parts: below 2^31 each, so that a product with an answer is below 2^38 and 2^24 of them fit.
#define SURVEY_LOW(weight) ((weight) & 0x7FFFFFFF)
#define SURVEY_HIGH(weight) ((weight) >> 31)

// How many rows ahead the memory of a cell is asked for, where the cells do not fit the nearest cache.
#define SURVEY_ROWS_AHEAD 6

static inline void note_absent(size_t item, int32_t cell, int32_t domain, int64_t weight, survey_answer_sums to) {
  if (cell < 0) return;
  int64_t *const own = to.sums + (size_t)cell * to.stride + to.absent + 2 * item;
  own[0] += SURVEY_LOW(weight);
  own[1] += SURVEY_HIGH(weight);
  to.absent_rows[(size_t)domain * to.items + item]++;
}

static void rows_one_by_one(const int8_t *const *columns, size_t item, size_t here, size_t ones, size_t row, size_t count,
                            int8_t *rows, size_t width, const int32_t *cells, const int32_t *domains,
                            const int64_t *weights, const survey_answer_sums *to) {
  for (; row < count; row++) {
    int8_t *const own = rows + row * width;
    memset(own, 0, SURVEY_TILE);
    for (size_t i = 0; i < here; i++) {
      const int8_t answer = columns[i][row];
      if (answer == INT8_MIN) {
        note_absent(item + i, cells[row], domains[row], weights[row], *to);
      } else {
        own[i] = answer;
      }
    }
    if (ones < SURVEY_TILE) own[ones] = 1;
  }
}

#if defined(__x86_64__)
// Columns of sixteen bytes become rows, or rows columns: each register is interleaved with the one eight places on, four
// times.
static inline __attribute__((always_inline)) void interleave(const __m128i *from, __m128i *to) {
#pragma clang loop unroll(full)
  for (size_t i = 0; i < 8; i++) {
    to[2 * i] = _mm_unpacklo_epi8(from[i], from[i + 8]);
    to[2 * i + 1] = _mm_unpackhi_epi8(from[i], from[i + 8]);
  }
}

static inline __attribute__((always_inline)) void turn_tile(__m128i *a) {
  __m128i b[16];
  interleave(a, b);
  interleave(b, a);
  interleave(a, b);
  interleave(b, a);
}
#endif

void survey_answers_to_columns(const int8_t *rows, size_t width, size_t count, int8_t *const *columns, size_t here) {
#if defined(__x86_64__)
  for (size_t row = 0; row < count; row += 16) {
    __m128i a[16];
    for (size_t i = 0; i < 16; i++) a[i] = _mm_loadu_si128((const __m128i *)(const void *)(rows + (row + i) * width));
    turn_tile(a);
    for (size_t i = 0; i < here; i++) {
      if (columns[i] != NULL) _mm_storeu_si128((__m128i *)(void *)(columns[i] + row), a[i]);
    }
  }
#else
  for (size_t i = 0; i < here; i++) {
    if (columns[i] == NULL) continue;
    for (size_t row = 0; row < count; row++) columns[i][row] = rows[row * width + i];
  }
#endif
}

#if defined(__x86_64__)
// Writes the places of the bits of a word, from `base` on, and returns how many there are; up to 63 bytes behind them are
// written as well.
static inline __attribute__((always_inline)) size_t write_places(uint64_t bits, size_t base, uint8_t *places) {
  const size_t count = (size_t)__builtin_popcountll(bits);
  // Which are set cannot be foretold: places are written eight at a time, needed or not.
  for (size_t found = 0; bits != 0; found += 8) {
    for (size_t i = 0; i < 8; i++) {
      places[found + i] = (uint8_t)(base + (size_t)__builtin_ctzll(bits | (uint64_t)1 << 63));
      bits &= bits - 1;
    }
  }
  return count;
}

#define SURVEY_COMPRESSING __attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt")))
SURVEY_COMPRESSING static inline __attribute__((always_inline)) size_t compress_places(uint64_t bits, size_t base,
                                                                                      uint8_t *places) {
  static const uint8_t all[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                  22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
                                  44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i own = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(all));
  _mm512_storeu_si512(places, _mm512_add_epi8(own, _mm512_set1_epi8((char)base)));
  return (size_t)_mm_popcnt_u64(bits);
}

// Sixteen rows at a time, as many as there are; returns how many were turned.
#define SURVEY_TURN_ROWS(name, attributes, write)                                                                     \
  attributes static size_t name(const int8_t *const *columns, size_t item, size_t here, size_t ones,                  \
                                size_t count, int8_t *rows, size_t width, const int32_t *cells,                       \
                                const int32_t *domains, const int64_t *weights, const survey_answer_sums *to) {       \
    const survey_answer_sums sums = *to;                                                                              \
    const __m128i missing = _mm_set1_epi8(INT8_MIN);                                                                  \
    size_t row = 0;                                                                                                   \
    for (; row + 16 <= count; row += 16) {                                                                            \
      __m128i a[16];                                                                                                  \
      uint64_t absent_answers[4] = {0, 0, 0, 0};                                                                      \
      for (size_t i = 0; i < 16; i++) {                                                                               \
        if (i >= here) {                                                                                              \
          a[i] = _mm_set1_epi8(i == ones);                                                                            \
          continue;                                                                                                   \
        }                                                                                                             \
        const __m128i answers = _mm_loadu_si128((const __m128i *)(const void *)(columns[i] + row));                   \
        const __m128i absent = _mm_cmpeq_epi8(answers, missing);                                                      \
        a[i] = _mm_andnot_si128(absent, answers);                                                                     \
        absent_answers[i / 4] |= (uint64_t)(unsigned)_mm_movemask_epi8(absent) << (i % 4 * 16);                       \
      }                                                                                                               \
      uint8_t places[256 + 64];                                                                                       \
      size_t found = 0;                                                                                               \
      for (size_t word = 0; word < 4; word++) found += write(absent_answers[word], word * 64, places + found);        \
      for (size_t i = 0; i < found; i++) {                                                                            \
        const size_t r = row + places[i] % 16;                                                                        \
        note_absent(item + places[i] / 16, cells[r], domains[r], weights[r], sums);                                   \
      }                                                                                                               \
      turn_tile(a);                                                                                                   \
      for (size_t i = 0; i < 16; i++) _mm_storeu_si128((__m128i *)(void *)(rows + (row + i) * width), a[i]);          \
    }                                                                                                                 \
    return row;                                                                                                       \
  }

SURVEY_TURN_ROWS(turn_rows, , write_places)
SURVEY_TURN_ROWS(turn_rows_compressing, SURVEY_COMPRESSING, compress_places)
#endif

int survey_answers_to_rows_by(int kind, const int8_t *const *columns, size_t item, size_t here, size_t ones, size_t count,
                              int8_t *rows, size_t width, const int32_t *cells, const int32_t *domains,
                              const int64_t *weights, const survey_answer_sums *to) {
  size_t row = 0;
#if defined(__x86_64__)
  if (kind == 1) {
    if (!__builtin_cpu_supports("avx512vbmi2") || !__builtin_cpu_supports("avx512bw")) return 0;
    row = turn_rows_compressing(columns, item, here, ones, count, rows, width, cells, domains, weights, to);
  } else {
    row = turn_rows(columns, item, here, ones, count, rows, width, cells, domains, weights, to);
  }
#else
  if (kind != 0) return 0;
#endif
  rows_one_by_one(columns, item, here, ones, row, count, rows, width, cells, domains, weights, to);
  return 1;
}

void survey_answers_to_rows(const int8_t *const *columns, size_t item, size_t here, size_t ones, size_t count, int8_t *rows,
                            size_t width, const int32_t *cells, const int32_t *domains, const int64_t *weights,
                            const survey_answer_sums *to) {
  int kind = 1;
  while (!survey_answers_to_rows_by(kind, columns, item, here, ones, count, rows, width, cells, domains, weights, to))
    kind--;
}

// The sums of the cell some rows ahead are asked for, line by line.
static inline __attribute__((always_inline)) void fetch_ahead(const int32_t *cells, size_t row, size_t count, size_t groups,
                                                              const survey_answer_sums *to) {
  if (row + SURVEY_ROWS_AHEAD >= count || cells[row + SURVEY_ROWS_AHEAD] < 0) return;
  const int64_t *const next = to->sums + (size_t)cells[row + SURVEY_ROWS_AHEAD] * to->stride;
  for (size_t group = 0; group < groups; group++) {
    __builtin_prefetch(next + group * 16, 1);
    __builtin_prefetch(next + group * 16 + 8, 1);
  }
}

// One group of a row's answers is added to its sums, by the instructions that each kind of processor has.
static inline void add_group_plain(int64_t *own, const int8_t *answers, int64_t low, int64_t high) {
  for (size_t lane = 0; lane < SURVEY_LANES; lane++) {
    own[lane] += low * answers[lane];
    own[SURVEY_LANES + lane] += high * answers[lane];
  }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static inline void add_group_avx2(int64_t *own, const int8_t *answers, int64_t low,
                                                                  int64_t high) {
  const __m256i lows = _mm256_set1_epi64x(low), highs = _mm256_set1_epi64x(high);
  for (size_t half = 0; half < SURVEY_LANES; half += 4) {
    int32_t bytes;
    memcpy(&bytes, answers + half, 4);
    const __m256i wide = _mm256_cvtepi8_epi64(_mm_cvtsi32_si128(bytes));
    __m256i *const a = (__m256i *)(void *)(own + half), *const b = (__m256i *)(void *)(own + SURVEY_LANES + half);
    _mm256_storeu_si256(a, _mm256_add_epi64(_mm256_loadu_si256(a), _mm256_mul_epi32(wide, lows)));
    _mm256_storeu_si256(b, _mm256_add_epi64(_mm256_loadu_si256(b), _mm256_mul_epi32(wide, highs)));
  }
}

__attribute__((target("avx512f"))) static inline void add_group_avx512(int64_t *own, const int8_t *answers, int64_t low,
                                                                       int64_t high) {
  const __m512i wide = _mm512_cvtepi8_epi64(_mm_loadl_epi64((const __m128i *)(const void *)answers));
  int64_t *const other = own + SURVEY_LANES;
  _mm512_storeu_si512(
      own, _mm512_add_epi64(_mm512_loadu_si512(own), _mm512_mul_epi32(wide, _mm512_set1_epi64(low))));
  _mm512_storeu_si512(
      other, _mm512_add_epi64(_mm512_loadu_si512(other), _mm512_mul_epi32(wide, _mm512_set1_epi64(high))));
}
#endif

#define SURVEY_ADD_ROWS(name, attributes, add_group)                                                                 \
  attributes static void name(const int8_t *rows, size_t width, size_t groups, const int32_t *cells,                  \
                              const int64_t *weights, size_t count, const survey_answer_sums *to) {                   \
    for (size_t row = 0; row < count; row++) {                                                                        \
      fetch_ahead(cells, row, count, groups, to);                                                                     \
      if (cells[row] < 0) continue;                                                                                   \
      int64_t *own = to->sums + (size_t)cells[row] * to->stride;                                                      \
      const int8_t *answers = rows + row * width;                                                                     \
      const int64_t low = SURVEY_LOW(weights[row]), high = SURVEY_HIGH(weights[row]);                                 \
      for (size_t group = 0; group < groups; group++)                                                                 \
        add_group(own + group * 2 * SURVEY_LANES, answers + group * SURVEY_LANES, low, high);                         \
    }                                                                                                                 \
  }

SURVEY_ADD_ROWS(add_rows_plain, , add_group_plain)
#if defined(__x86_64__)
SURVEY_ADD_ROWS(add_rows_avx2, __attribute__((target("avx2"))), add_group_avx2)
SURVEY_ADD_ROWS(add_rows_avx512, __attribute__((target("avx512f"))), add_group_avx512)
#endif

int survey_add_rows_by(int kind, const int8_t *rows, size_t width, size_t groups, const int32_t *cells,
                       const int64_t *weights, size_t count, const survey_answer_sums *to) {
  switch (kind) {
  case 0:
    add_rows_plain(rows, width, groups, cells, weights, count, to);
    return 1;
#if defined(__x86_64__)
  case 1:
    if (!__builtin_cpu_supports("avx2")) return 0;
    add_rows_avx2(rows, width, groups, cells, weights, count, to);
    return 1;
  case 2:
    if (!__builtin_cpu_supports("avx512f")) return 0;
    add_rows_avx512(rows, width, groups, cells, weights, count, to);
    return 1;
#endif
  default:
    return 0;
  }
}

void survey_add_rows(const int8_t *rows, size_t width, size_t groups, const int32_t *cells, const int64_t *weights,
                     size_t count, const survey_answer_sums *to) {
  int kind = 2;
  while (!survey_add_rows_by(kind, rows, width, groups, cells, weights, count, to)) kind--;
}

#if defined(__x86_64__)
// `count` bits, at most 64, from bit `first` on; those behind are not read.
static inline uint64_t bits_from(const uint8_t *bits, size_t first, size_t count) {
  uint64_t found = 0;
  const size_t shift = first % 8, bytes = (shift + count + 7) / 8;
  bits += first / 8;
  if (bytes >= 8) {
    memcpy(&found, bits, 8);
    found >>= shift;
    if (bytes > 8) found |= (uint64_t)bits[8] << (64 - shift);
    return found;
  }
  for (size_t i = 0; i < bytes; i++) found |= (uint64_t)bits[i] << (8 * i);
  return found >> shift;
}

#define SURVEY_WIDE __attribute__((target("avx512f,avx512bw")))

// Sixty-four integers, of which those in `here` exist and those in `there` have a value; whether all of these are small.
SURVEY_WIDE static inline int store_bytes(const uint8_t *source, uint64_t here, uint64_t there, int8_t *answers) {
  const __m512i least = _mm512_set1_epi8(INT8_MIN), x = _mm512_maskz_loadu_epi8(here, source);
  _mm512_mask_storeu_epi8(answers, here, _mm512_mask_blend_epi8(there, least, x));
  return _mm512_mask_cmpeq_epi8_mask(there, x, least) == 0;
}

SURVEY_WIDE static inline int store_words(const uint8_t *source, uint64_t here, uint64_t there, int8_t *answers) {
  __mmask16 odd = 0;
  for (size_t i = 0; i < 64; i += 16) {
    const __mmask16 own = (__mmask16)(there >> i);
    const __m512i x = _mm512_mask_loadu_epi32(_mm512_set1_epi32(INT8_MIN), own, source + 4 * i);
    odd |= _mm512_mask_cmpgt_epu32_mask(own, _mm512_add_epi32(x, _mm512_set1_epi32(127)), _mm512_set1_epi32(254));
    _mm512_mask_cvtepi32_storeu_epi8(answers + i, (__mmask16)(here >> i), x);
  }
  return odd == 0;
}

SURVEY_WIDE static inline int store_longs(const uint8_t *source, uint64_t here, uint64_t there, int8_t *answers) {
  __mmask8 odd = 0;
  for (size_t i = 0; i < 64; i += 8) {
    const __mmask8 own = (__mmask8)(there >> i);
    const __m512i x = _mm512_mask_loadu_epi64(_mm512_set1_epi64(INT8_MIN), own, source + 8 * i);
    odd |= _mm512_mask_cmpgt_epu64_mask(own, _mm512_add_epi64(x, _mm512_set1_epi64(127)), _mm512_set1_epi64(254));
    _mm512_mask_cvtepi64_storeu_epi8(answers + i, (__mmask8)(here >> i), x);
  }
  return odd == 0;
}

SURVEY_WIDE static int store_small(const uint8_t *source, size_t width, size_t count, const uint8_t *valid, size_t first,
                                   int8_t *answers) {
  for (size_t row = 0; row < count; row += 64) {
    const size_t rows = count - row < 64 ? count - row : 64;
    const uint64_t here = rows == 64 ? ~(uint64_t)0 : ((uint64_t)1 << rows) - 1;
    const uint64_t there = valid == NULL ? here : bits_from(valid, first + row, rows) & here;
    const uint8_t *const own = source + row * width;
    survey_fetch_ahead(own, 64 * width);
    if (!(width == 1   ? store_bytes(own, here, there, answers + row)
          : width == 4 ? store_words(own, here, there, answers + row)
                       : store_longs(own, here, there, answers + row)))
      return 0;
  }
  return 1;
}
#endif

int survey_store_small(const void *source, size_t width, size_t count, const uint8_t *valid, size_t first,
                       int8_t *answers) {
#if defined(__x86_64__)
  if ((width == 1 || width == 4 || width == 8) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"))
    return store_small(source, width, count, valid, first, answers);
#endif
  return 0;
}

// More kinds than this are counted one code after the other.
#define SURVEY_FEW_KINDS 16

#if defined(__x86_64__)
// Eight codes are compared with each kind at once: a column of answers has few kinds, and counting them one by one waits
// for the count that was just written.
__attribute__((target("avx2"))) static size_t count_codes_avx2(const int32_t *codes, size_t count, size_t kinds,
                                                               int64_t *counts) {
  // Lanes of 32 bits hold as many rows.
  const size_t most = (size_t)1 << 30;
  const size_t whole = (count < most ? count : most) & ~(size_t)7;
  for (size_t kind = 0; kind < kinds; kind += 4) {
    __m256i found[4] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
    const __m256i first = _mm256_set1_epi32((int32_t)kind), second = _mm256_set1_epi32((int32_t)kind + 1);
    const __m256i third = _mm256_set1_epi32((int32_t)kind + 2), fourth = _mm256_set1_epi32((int32_t)kind + 3);
    for (size_t i = 0; i < whole; i += 8) {
      const __m256i own = _mm256_loadu_si256((const __m256i *)(const void *)(codes + i));
      found[0] = _mm256_sub_epi32(found[0], _mm256_cmpeq_epi32(own, first));
      found[1] = _mm256_sub_epi32(found[1], _mm256_cmpeq_epi32(own, second));
      found[2] = _mm256_sub_epi32(found[2], _mm256_cmpeq_epi32(own, third));
      found[3] = _mm256_sub_epi32(found[3], _mm256_cmpeq_epi32(own, fourth));
    }
    for (size_t i = 0; i < 4 && kind + i < kinds; i++) {
      int32_t lanes[8];
      _mm256_storeu_si256((__m256i *)(void *)lanes, found[i]);
      for (size_t lane = 0; lane < 8; lane++) counts[kind + i] += lanes[lane];
    }
  }
  return whole;
}
#endif

void survey_count_codes(const int32_t *codes, size_t count, size_t kinds, int64_t *counts) {
  size_t i = 0;
#if defined(__x86_64__)
  if (kinds <= SURVEY_FEW_KINDS && __builtin_cpu_supports("avx2")) i = count_codes_avx2(codes, count, kinds, counts);
#endif
  for (; i < count; i++) {
    if ((uint32_t)codes[i] < kinds) counts[codes[i]]++;
  }
}

#if defined(__x86_64__)
// Eight keys are looked up at a time; stops at eight of which one is not known.
SURVEY_WIDE static size_t look_up_longs(const uint64_t *keys, const uint8_t *valid, size_t count, const int32_t *codes,
                                        size_t known, int32_t unknown, int32_t *out) {
  const __m512i end = _mm512_set1_epi64((int64_t)known);
  const __m256i none = _mm256_set1_epi32(-1);
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    if (i % 64 == 0) survey_fetch_ahead(keys + i, 512);
    uint64_t there;
    memcpy(&there, valid + i, 8);
    // A byte of validity is 0 or 1: their lowest bits side by side.
    const __mmask8 here = (__mmask8)((there * 0x0102040810204080u) >> 56);
    const __m512i own = _mm512_loadu_si512(keys + i);
    if (_mm512_mask_cmpge_epu64_mask(here, own, end) != 0) break;
    const __m256i found = _mm512_mask_i64gather_epi32(none, here, own, codes, 4);
    const __m256i missed = _mm256_cmpeq_epi32(found, _mm256_set1_epi32(unknown));
    if (!_mm256_testz_si256(missed, missed)) break;
    _mm256_storeu_si256((__m256i *)(void *)(out + i), found);
  }
  return i;
}
#endif

size_t survey_look_up_keys(const void *keys, const uint8_t *valid, size_t count, const int32_t *codes, size_t known,
                           int32_t unknown, int32_t *out) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"))
    return look_up_longs((const uint64_t *)keys, valid, count, codes, known, unknown, out);
#endif
  return 0;
}
