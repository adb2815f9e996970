// Sums of weights and of weights times small answers, one addition with carry each. In C because the sums are added
// row by row to 128-bit integers in memory, and what the compiler makes of that in Swift varies from call to call.
#ifndef SURVEY_STATS_SUMS_H
#define SURVEY_STATS_SUMS_H

#include <stddef.h>
#include <stdint.h>

// No answer: the one byte that is not a small number.
#define SURVEY_NO_ANSWER INT8_MIN

// How many rows ahead the memory of a cell is asked for.
#define SURVEY_AHEAD 16

// For each row from `row` on that has a cell and an answer adds its weight to sum 0 of the cell and weight times answer
// to sum 1; a cell's sums begin at sums[cell * stride], 16 bytes each, little-endian. Returns `count`, or a row that it
// left alone because a sum would have left its range.
static inline size_t survey_add_answers(const int8_t *answers, const int32_t *cells, const int64_t *weights, size_t row,
                                        size_t count, void *sums, size_t stride) {
  __int128 *const all = (__int128 *)sums;
  for (; row < count; row++) {
    const int64_t answer = answers[row];
    const int64_t cell = cells[row];
    // Where there are many cells, the next ones are on their way while this one is added to.
    if (row + SURVEY_AHEAD < count && cells[row + SURVEY_AHEAD] >= 0) {
      const __int128 *const next = all + (size_t)cells[row + SURVEY_AHEAD] * stride;
      // The two may stand in two lines of the cache.
      __builtin_prefetch(next, 1);
      __builtin_prefetch(next + 1, 1);
    }
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

// The same for codes, -1 for none: adds the weight to sum 0 of the cell and to the sum after the one of its code.
static inline size_t survey_add_codes(const int32_t *codes, const int32_t *cells, const int64_t *weights, size_t row,
                                      size_t count, void *sums, size_t stride) {
  __int128 *const all = (__int128 *)sums;
  for (; row < count; row++) {
    const int64_t code = codes[row];
    const int64_t cell = cells[row];
    if (code < 0 || cell < 0) continue;
    __int128 *const own = all + (size_t)cell * stride;
    const __int128 weight = weights[row];
    __int128 first, second;
    if (__builtin_add_overflow(own[0], weight, &first)) return row;
    if (__builtin_add_overflow(own[code + 1], weight, &second)) return row;
    own[0] = first;
    own[code + 1] = second;
  }
  return count;
}

// For each row from `row` on that has a cell and an answer to each of `items` columns adds its weight w to sum 0 of the
// cell, w times answer i to sum 1 + i, and w times answers i and j, i <= j, to the sums behind, row by row of the upper
// triangle; adds one to valid[domains[row]]. Answer i of row r is answers[i * count + r]. Returns `count`, or a row that
// it left alone because a sum might leave its range. Of the sums there are `cell_count` times `stride`.
static inline size_t survey_add_answer_products(const int8_t *answers, size_t items, const int32_t *cells,
                                                const int32_t *domains, const int64_t *weights, size_t row,
                                                size_t count, void *sums, size_t stride, size_t cell_count,
                                                int64_t *valid) {
  __int128 *const all = (__int128 *)sums;
  const size_t columns = 1 + items + items * (items + 1) / 2;
  // A weight is below 2^62 and a product of two answers at most 2^14: where every sum is below 2^125, fewer than 2^48
  // rows have room and need not be asked one by one.
  uint64_t most = 0;
  for (size_t i = 0; i < cell_count * stride; i++) most |= (uint64_t)(all[i] >> 64) + ((uint64_t)1 << 61);
  const int have_room = most >> 62 == 0 && count < (size_t)1 << 47;
  for (; row < count; row++) {
    const int64_t cell = cells[row];
    if (cell < 0) continue;
    size_t there = 0;
    while (there < items && answers[there * count + row] != SURVEY_NO_ANSWER) there++;
    if (there < items) continue;
    __int128 *const own = all + (size_t)cell * stride;
    // A weight is below 2^62 and a product of two answers at most 2^14: a sum below 2^126 has room.
    uint64_t full = 0;
    for (size_t i = 0; !have_room && i < columns; i++) full |= (uint64_t)(own[i] >> 64) + ((uint64_t)1 << 62);
    if (full >> 63) return row;
    const int64_t weight = weights[row];
    own[0] += weight;
    __int128 *product = own + 1 + items;
    for (size_t i = 0; i < items; i++) {
      const int64_t answer = answers[i * count + row];
      const __int128 first = (__int128)weight * answer;
      own[1 + i] += first;
      for (size_t j = i; j < items; j++) *product++ += (__int128)weight * (answer * answers[j * count + row]);
    }
    valid[domains[row]]++;
  }
  return count;
}

// A number of 256 bits: `whole` + `part` / 2^128, or that below zero.
typedef struct {
  unsigned __int128 whole, part;
  int is_negative;
} survey_wide;

// Takes the nearest double, ties to even, away from a number; in units of 2^`grid`, which with 62 bits around it must
// be within the range of a double.
static inline double survey_take_nearest(survey_wide *number, int grid) {
  if (number->whole == 0 && number->part == 0) return 0;
  const uint64_t tops[4] = {(uint64_t)(number->whole >> 64), (uint64_t)number->whole, (uint64_t)(number->part >> 64),
                            (uint64_t)number->part};
  int zeros = 0, top = 0;
  while (tops[top] == 0) top++;
  zeros = 64 * top + __builtin_clzll(tops[top]);
  // The topmost 62 bits, the last one standing for all below: enough to round to 53.
  const int shift = zeros < 194 ? 194 - zeros : 0;
  uint64_t window;
  int is_more;
  if (shift >= 128) {
    window = (uint64_t)(number->whole >> (shift - 128));
    is_more = (number->whole & (((unsigned __int128)1 << (shift - 128)) - 1)) != 0 || number->part != 0;
  } else if (shift > 0) {
    window = (uint64_t)(number->part >> shift) | (uint64_t)(number->whole << (128 - shift));
    is_more = (number->part & (((unsigned __int128)1 << shift) - 1)) != 0;
  } else {
    window = (uint64_t)number->part;
    is_more = 0;
  }
  const double rounded = (double)(int64_t)(window | (uint64_t)is_more);
  const unsigned __int128 taken = (unsigned __int128)(int64_t)rounded;
  const unsigned __int128 high = shift >= 128 ? taken << (shift - 128) : shift > 0 ? taken >> (128 - shift) : 0;
  const unsigned __int128 low = shift >= 128 ? 0 : taken << shift;
  const uint64_t bits = (uint64_t)(1023 + shift - 128 + grid) << 52;
  double unit;
  __builtin_memcpy(&unit, &bits, sizeof unit);
  const double result = number->is_negative ? -(rounded * unit) : rounded * unit;
  const int borrow = number->part < low;
  const int is_below = high > number->whole || (high == number->whole && borrow);
  number->part -= low;
  number->whole -= high + (unsigned __int128)borrow;
  if (is_below) {
    number->part = ~number->part + 1;
    number->whole = ~number->whole + (number->part == 0);
    number->is_negative = !number->is_negative;
  }
  return result;
}

// The two doubles nearest to `coarse` units of 2^`grid` and `fine` units of 2^(grid - shift), 0 < shift < 128: the
// nearest one, and the nearest to what is left. 0 where the two do not fit together.
static inline int survey_nearest_pair(__int128 coarse, __int128 fine, int grid, int shift, double *high, double *low) {
  survey_wide number = {0, 0, 0};
  __int128 sum = coarse;
  if (fine != 0) {
    // The fine part is a whole number of coarse units and a rest of at least 0.
    if (__builtin_add_overflow(coarse, fine >> shift, &sum)) return 0;
    number.part = (unsigned __int128)fine << (128 - shift);
  }
  number.whole = (unsigned __int128)sum;
  if (sum < 0) {
    number.is_negative = 1;
    number.part = ~number.part + 1;
    number.whole = ~number.whole + (number.part == 0);
  }
  *high = survey_take_nearest(&number, grid);
  *low = survey_take_nearest(&number, grid);
  return 1;
}

// The same for one sum, by where its two parts stand.
static inline int survey_read_pair(const void *coarse, const void *fine, int grid, int shift, double *high, double *low) {
  return survey_nearest_pair(*(const __int128 *)coarse, *(const __int128 *)fine, grid, shift, high, low);
}

// Reads sums as two doubles each: for i from `i` on the sum of coarse[rows[i] * stride] units of 2^`grid` and, where
// there is a `fine`, of as many finer units as survey_nearest_pair knows. Returns `count`, or the place of a sum that it
// left alone.
static inline size_t survey_read_sums(const void *coarse, const void *fine, size_t stride, const ptrdiff_t *rows, size_t i,
                                      size_t count, int grid, int shift, double *high, double *low) {
  const __int128 *const all = (const __int128 *)coarse, *const parts = (const __int128 *)fine;
  const uint64_t bits = (uint64_t)(1023 + grid) << 52;
  double unit;
  __builtin_memcpy(&unit, &bits, sizeof unit);
  for (; i < count; i++) {
    if (i + SURVEY_AHEAD < count) __builtin_prefetch(all + (size_t)rows[i + SURVEY_AHEAD] * stride);
    const size_t place = (size_t)rows[i] * stride;
    const __int128 sum = all[place], part = parts ? parts[place] : 0;
    if (part == 0 && sum < (__int128)1 << 62 && sum > -((__int128)1 << 62)) {
      // The nearest double is a whole number below 2^63.
      const int64_t small = (int64_t)sum;
      const double nearest = (double)small;
      high[i] = nearest * unit;
      low[i] = (double)(small - (int64_t)nearest) * unit;
    } else if (part == 0 && sum < (__int128)1 << 113 && sum > -((__int128)1 << 113)) {
      // The same by the topmost 62 bits, the last one standing for all below; what is left of the sum has fewer.
      const unsigned __int128 size = sum < 0 ? -(unsigned __int128)sum : (unsigned __int128)sum;
      const uint64_t top = (uint64_t)(size >> 64);
      const int last = top != 0 ? 66 - __builtin_clzll(top) : 2;
      const uint64_t is_more = (size & (((unsigned __int128)1 << last) - 1)) != 0;
      const double rounded = (double)(int64_t)((uint64_t)(size >> last) | is_more);
      const __int128 rest = (__int128)(size - ((unsigned __int128)(int64_t)rounded << last));
      const double nearest = rounded * (double)((uint64_t)1 << last) * unit, left = (double)(int64_t)rest * unit;
      high[i] = sum < 0 ? -nearest : nearest;
      low[i] = sum < 0 && left != 0 ? -left : left;
    } else if (!survey_nearest_pair(sum, part, grid, shift, high + i, low + i)) {
      return i;
    }
  }
  return count;
}

// Adds the sums at sums[rows[i] * stride] for all i to `total`; 0 where that leaves its range.
static inline int survey_total_sums(const void *sums, size_t stride, const ptrdiff_t *rows, size_t count, void *total) {
  const __int128 *const all = (const __int128 *)sums;
  __int128 result = 0;
  for (size_t i = 0; i < count; i++) {
    if (i + SURVEY_AHEAD < count) __builtin_prefetch(all + (size_t)rows[i + SURVEY_AHEAD] * stride);
    if (__builtin_add_overflow(result, all[(size_t)rows[i] * stride], &result)) return 0;
  }
  *(__int128 *)total = result;
  return 1;
}

// The weights times `scale` as whole numbers; 0 where one is none, negative, 2^62 or more, or not a number.
int survey_whole_weights(const double *weights, size_t count, double scale, int64_t *whole);

// How many weights are 0; -1 where one is missing, negative, larger than `largest`, or smaller than its reciprocal and not
// 0.
ptrdiff_t survey_count_zero_weights(const double *weights, const uint8_t *there, size_t count, double largest);

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

// For each row from `row` on that has a cell and a number (valid[row] is not 0) adds its weight to sum 0 of the cell and
// weight times number to sum 1, as survey_add_products_of_row does; a cell's sums begin at coarse[cell * stride] and
// fine[cell * stride]. Returns `count`, or a row that it left alone because something does not fit.
size_t survey_add_numbers(const double *numbers, const uint8_t *valid, const int32_t *cells, const double *weights,
                          size_t row, size_t count, void *coarse, const ptrdiff_t *coarse_grids, void *fine,
                          const ptrdiff_t *fine_grids, size_t stride);

// Adds weight times numbers[i] exactly to sum i, for i from `first` on: the rounded product to `coarse`, its rounding
// error to `fine`, which count units of 2^grid each. Returns `count`, or a number that it left alone because it does not
// fit.
size_t survey_add_products_of_row(double weight, const double *numbers, size_t first, size_t count, void *coarse,
                                  const ptrdiff_t *coarse_grids, void *fine, const ptrdiff_t *fine_grids);

#endif
