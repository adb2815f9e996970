// Sums of weights and of weights times small answers, one addition with carry each. In C because the sums are added
// row by row to 128-bit integers in memory, and what the compiler makes of that in Swift varies from call to call.
#ifndef SURVEY_STATS_SUMS_H
#define SURVEY_STATS_SUMS_H

#include <stddef.h>
#include <stdint.h>

// No answer: the one byte that is not a small number.
#define SURVEY_NO_ANSWER INT8_MIN

// For each row from `row` on that has a cell and an answer adds its weight to sum 0 of the cell and weight times answer
// to sum 1; a cell's sums begin at sums[cell * stride], 16 bytes each, little-endian. Returns `count`, or a row that it
// left alone because a sum would have left its range.
static inline size_t survey_add_answers(const int8_t *answers, const int32_t *cells, const int64_t *weights, size_t row,
                                        size_t count, void *sums, size_t stride) {
  __int128 *const all = (__int128 *)sums;
  for (; row < count; row++) {
    const int64_t answer = answers[row];
    const int64_t cell = cells[row];
    if (answer == SURVEY_NO_ANSWER || cell < 0) continue;
    __int128 *const own = all + (size_t)cell * stride;
    const __int128 weight = weights[row];
    __int128 first, second;
    if (__builtin_add_overflow(own[0], weight, &first)) return row;
    if (__builtin_add_overflow(own[1], weight * answer, &second)) return row;
    own[0] = first;
    own[1] = second;
  }
  return count;
}

// How many of `count` answers are there.
static inline size_t survey_count_answers(const int8_t *answers, size_t count) {
  size_t missing = 0;
  for (size_t i = 0; i < count; i++) missing += answers[i] == SURVEY_NO_ANSWER;
  return count - missing;
}

// The same by domain: adds one to counts[domains[i]] for each row that has a cell and an answer.
static inline void survey_count_answers_by_domain(const int8_t *answers, const int32_t *cells, const int32_t *domains,
                                                  size_t count, int64_t *counts) {
  for (size_t i = 0; i < count; i++) {
    if (answers[i] != SURVEY_NO_ANSWER && cells[i] >= 0) counts[domains[i]]++;
  }
}

#endif
