// Small answers summed row by row: all items of a row at once, with wide instructions where the processor has them.
#ifndef SURVEY_STATS_ANSWERS_H
#define SURVEY_STATS_ANSWERS_H

#include <stddef.h>
#include <stdint.h>

// How many columns are turned into rows at a time, and how many sums are added to at a time.
#define SURVEY_TILE 16
#define SURVEY_LANES 8

// Where sums of weights stand: those of cell c begin at sums + c * stride, item i of its answers' lanes l = i % 8 at
//   [i / 8 * 16 + l]      sum of the weight's low 31 bits times the answer
//   [i / 8 * 16 + 8 + l]  sum of its other bits times the answer
// and, from `absent` on, the same sums of weights of the rows without an answer, two for each item side by side.
typedef struct {
  int64_t *sums;
  size_t stride;
  size_t absent;
  // Rows without an answer: item i of domain d at absent_rows[d * items + i].
  int64_t *absent_rows;
  size_t items;
} survey_answer_sums;

// Turns `count` answers each of at most SURVEY_TILE columns into rows: answer r of column i becomes rows[r * width + i],
// what is missing (INT8_MIN) becomes 0, and its row is added to the item's absent sums. Bytes behind the last column, up to
// SURVEY_TILE, become 0; `ones` is a place behind the last column that becomes 1, or SURVEY_TILE. Rows whose cell is
// negative belong to no sum. `item` is the first column's number.
void survey_answers_to_rows(const int8_t *const *columns, size_t item, size_t here, size_t ones, size_t count, int8_t *rows,
                            size_t width, const int32_t *cells, const int32_t *domains, const int64_t *weights,
                            const survey_answer_sums *to);

// The same by one kind of instructions: 0 those that every processor of its family has, 1 AVX-512 with VBMI2. Returns 0, with
// nothing done, where this one has none of the kind.
int survey_answers_to_rows_by(int kind, const int8_t *const *columns, size_t item, size_t here, size_t ones, size_t count,
                              int8_t *rows, size_t width, const int32_t *cells, const int32_t *domains,
                              const int64_t *weights, const survey_answer_sums *to);

// Turns `count` rows of answers, `width` bytes apart, into columns: answer i of row r becomes columns[i][r], for at most
// SURVEY_TILE columns of which NULL are left out. Reads and writes whole tiles of SURVEY_TILE rows.
void survey_answers_to_columns(const int8_t *rows, size_t width, size_t count, int8_t *const *columns, size_t here);

// Adds `count` rows of answers, `width` bytes apart and `groups` times SURVEY_LANES long, to the sums of their cells.
// Weights are below 2^62. At most 2^24 rows can be added before the sums are emptied.
void survey_add_rows(const int8_t *rows, size_t width, size_t groups, const int32_t *cells, const int64_t *weights,
                     size_t count, const survey_answer_sums *to);

// The same by one kind of instructions: 0 those that every processor has, 1 AVX2, 2 AVX-512. Returns 0, with nothing added,
// where this one has none of the kind.
int survey_add_rows_by(int kind, const int8_t *rows, size_t width, size_t groups, const int32_t *cells,
                       const int64_t *weights, size_t count, const survey_answer_sums *to);

// Stores `count` signed integers of `width` bytes each (1, 4 or 8) that lie side by side in a byte each, INT8_MIN where bit
// `first` + i of `valid` (NULL: all are there) is not set. 0 where one that is there is not from -127 to 127, or where the
// processor has no instructions for it: then `answers` holds nothing of worth.
int survey_store_small(const void *source, size_t width, size_t count, const uint8_t *valid, size_t first,
                       int8_t *answers);

// Asks for the `bytes` bytes that follow those from `p` on after a while. Columns are read some rows of each at a time, for
// which the processor's own reading ahead is too short; asking does no harm behind the end.
#define SURVEY_BYTES_AHEAD 4096
static inline void survey_fetch_ahead(const void *p, size_t bytes) {
  for (size_t line = 0; line < bytes; line += 64) __builtin_prefetch((const char *)p + line + SURVEY_BYTES_AHEAD);
}

// Gives each of `count` keys of eight bytes the code at its number, -1 where `valid` is 0 (else it is 1), and returns how
// many it gave: fewer where a key that is there is not below `known` or its code is `unknown`, or where the processor has
// no instructions for it.
size_t survey_look_up_keys(const void *keys, const uint8_t *valid, size_t count, const int32_t *codes, size_t known,
                           int32_t unknown, int32_t *out);

// Adds to counts[code] how many of `count` codes are this one, for each of `kinds` codes from 0 on; others are passed over.
void survey_count_codes(const int32_t *codes, size_t count, size_t kinds, int64_t *counts);

// Adds one to rows[domains[i]] for each row i that has a cell; where there is one domain it is that of all.
static inline void survey_count_rows(const int32_t *cells, const int32_t *domains, size_t count, size_t domain_count,
                                     int64_t *rows) {
  if (domain_count == 1) {
    int64_t there = 0;
    for (size_t i = 0; i < count; i++) there += cells[i] >= 0;
    rows[0] += there;
    return;
  }
  for (size_t i = 0; i < count; i++) {
    if (cells[i] >= 0) rows[domains[i]]++;
  }
}

#endif
