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

static inline void note_absent(size_t item, int32_t cell, int32_t domain, int64_t weight, const survey_answer_sums *to) {
  if (cell < 0) return;
  int64_t *const own = to->sums + (size_t)cell * to->stride + to->absent + 2 * item;
  own[0] += SURVEY_LOW(weight);
  own[1] += SURVEY_HIGH(weight);
  to->absent_rows[(size_t)domain * to->items + item]++;
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
        note_absent(item + i, cells[row], domains[row], weights[row], to);
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

void survey_answers_to_rows(const int8_t *const *columns, size_t item, size_t here, size_t ones, size_t count, int8_t *rows,
                            size_t width, const int32_t *cells, const int32_t *domains, const int64_t *weights,
                            const survey_answer_sums *to) {
  size_t row = 0;
#if defined(__x86_64__)
  const __m128i missing = _mm_set1_epi8(INT8_MIN);
  for (; row + 16 <= count; row += 16) {
    __m128i a[16];
    for (size_t i = 0; i < 16; i++) {
      if (i >= here) {
        a[i] = _mm_set1_epi8(i == ones);
        continue;
      }
      const __m128i answers = _mm_loadu_si128((const __m128i *)(const void *)(columns[i] + row));
      const __m128i absent = _mm_cmpeq_epi8(answers, missing);
      a[i] = _mm_andnot_si128(absent, answers);
      for (unsigned mask = (unsigned)_mm_movemask_epi8(absent); mask != 0; mask &= mask - 1) {
        const size_t r = row + (size_t)__builtin_ctz(mask);
        note_absent(item + i, cells[r], domains[r], weights[r], to);
      }
    }
    turn_tile(a);
    for (size_t i = 0; i < 16; i++) _mm_storeu_si128((__m128i *)(void *)(rows + (row + i) * width), a[i]);
  }
#endif
  rows_one_by_one(columns, item, here, ones, row, count, rows, width, cells, domains, weights, to);
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

void survey_add_rows(const int8_t *rows, size_t width, size_t groups, const int32_t *cells, const int64_t *weights,
                     size_t count, const survey_answer_sums *to) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    add_rows_avx512(rows, width, groups, cells, weights, count, to);
    return;
  }
  if (__builtin_cpu_supports("avx2")) {
    add_rows_avx2(rows, width, groups, cells, weights, count, to);
    return;
  }
#endif
  add_rows_plain(rows, width, groups, cells, weights, count, to);
}
