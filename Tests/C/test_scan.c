// Runs of answers found by wide instructions and by plain ones are the same: this program, built with and without
// SURVEY_SCAN_PORTABLE, prints the same line. The rest of a record is the same byte by byte and by each kind of wide
// instructions that this processor has; numbers of a few digits are what the C library reads.
#include "../../Sources/CSurveyShims/scan.c"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const cells[] = {"4",    "0",    "9",  "",    "NA", "\"5\"", "\"\"", "\"NA\"", "12",
                                    "\"a\"", "x",    " 4", "NAN", "N",  "\"4",   "\"12\"", "5\"",   "-1"};

static uint32_t state = 5;

static uint32_t below(uint32_t limit) {
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % limit;
}

// The rest of a record as its definition says it, byte by byte.
static size_t rest_by_bytes(const uint8_t *p, uint8_t delimiter, size_t cells) {
  size_t found = 0, i = 0;
  for (;;) {
    if (p[i] == '"') {
      do {
        for (i++; p[i] != '"'; i++)
          if (p[i] <= '\r') return SURVEY_NOT_PASSED;
        i++;
      } while (p[i] == '"');
    } else {
      while (p[i] > '\r' && p[i] != delimiter && p[i] != '"') i++;
    }
    found++;
    if (p[i] == '\n' || p[i] == '\r') return found == cells ? i : SURVEY_NOT_PASSED;
    if (p[i] != delimiter) return SURVEY_NOT_PASSED;
    i++;
  }
}

static int failures = 0;

// How many rests were passed.
static size_t check_rests(void) {
  static const char *const words[] = {"", "5", "\"F\"", "\"64383\"", "some note", "\"some \"\"note\"\", 意見\"", "意見很好,",
                                      "\"\"", "\"\"\"\"", "a\"b", "\"a\"b", "\"a\nb\"", "\"open", "a\tb", "\"a\" ", "\r"};
  size_t passed = 0;
  for (int round = 0; round < 200000; round++) {
    uint8_t text[1024];
    memset(text, 0, sizeof text);
    const uint32_t kinds = below(4) == 0 ? 16 : 9, count = 1 + below(24);
    size_t length = 0;
    for (uint32_t cell = 0; cell < count; cell++) {
      const char *const word = words[below(kinds)];
      memcpy(text + length, word, strlen(word));
      length += strlen(word);
      if (cell + 1 < count) text[length++] = ',';
    }
    const uint32_t end = below(10);
    if (end > 0) text[length] = end == 1 ? '\r' : '\n';
    size_t cells = count;
    for (size_t i = 0; i < length; i++) {
      if (memcmp(text + i, "意見很好,", strlen("意見很好,")) == 0) cells++;
    }
    if (below(8) == 0) cells = 1 + below(24);
    const size_t expected = rest_by_bytes(text, ',', cells);
    passed += expected != SURVEY_NOT_PASSED;
#if defined(SURVEY_SCAN_USES_SSE2)
    const size_t found[] = {skip_rest_sse2(text, ',', cells), survey_skip_rest(text, ',', cells)};
    for (int kind = 0; kind < 2; kind++) {
      if (found[kind] != expected && failures++ < 5)
        fprintf(stderr, "%zu for %zu, kind %d: %s\n", found[kind], expected, kind, (const char *)text);
    }
#else
    if (survey_skip_rest(text, ',', cells) != SURVEY_NOT_PASSED) failures++;
#endif
  }
  return passed;
}

// Whether `p` is a number of the kind that is read at once.
static int is_short_number(const char *p) {
  size_t digits = 0, points = 0;
  for (; *p != 0; p++) {
    if (*p == '.') points++;
    else if (*p >= '0' && *p <= '9') digits++;
    else return 0;
  }
  return digits > 0 && digits <= 15 && points <= 1;
}

// How many cells were numbers.
static size_t check_numbers(void) {
  size_t numbers = 0;
  for (int round = 0; round < 500000; round++) {
    uint8_t text[48] = {0};
    const size_t length = below(19);
    for (size_t i = 0; i < length; i++) text[i] = (uint8_t)('0' + below(10));
    if (length > 0 && below(4) > 0) text[below((uint32_t)length)] = '.';
    if (length > 0 && below(8) == 0) text[below((uint32_t)length)] = (uint8_t)"./:-e ,\""[below(8)];
    const uint8_t end = below(3) == 0 ? '"' : ',';
    const int is_number = memchr(text, end, length) == NULL && is_short_number((const char *)text);
    const double expected = is_number ? strtod((const char *)text, NULL) : 0;
    text[length] = end;
    double number = 0;
    const size_t found = survey_short_number(text, end, &number);
    numbers += is_number;
    // A cell may end early, at a delimiter within.
    if (memchr(text, end, length) != NULL) continue;
    if ((found != (is_number ? length : 0) || number != expected) && failures++ < 5)
      fprintf(stderr, "%zu %.17g for %.17g: %s\n", found, number, expected, (const char *)text);
  }
  return numbers;
}

int main(void) {
  uint32_t hash = 2166136261u;
  size_t total = 0;
  for (int round = 0; round < 100000; round++) {
    uint8_t text[512];
    memset(text, 0, sizeof text);
    size_t length = 0;
    // Some rounds are of cells in quotes, most of them answers.
    const uint32_t kinds = (uint32_t[]){5, 8, 18, 3}[below(4)], first = kinds == 3 ? 5 : 0;
    for (int cell = 0; cell < 30; cell++) {
      const char *const word = first > 0 && below(3) > 0 ? "\"3\"" : cells[first + below(kinds)];
      memcpy(text + length, word, strlen(word));
      length += strlen(word);
      text[length++] = cell == 29 ? '\n' : ',';
    }
    int8_t answers[64];
    size_t passed = 0;
    const unsigned missing = below(4) == 0 ? 1u << 9 | 1u << 4 : 0;
    const size_t found = survey_pass_answers(text, ',', 1 + below(30), missing, answers, &passed);
    total += passed;
    hash = (hash ^ (uint32_t)found) * 16777619u;
    for (size_t i = 0; i < passed; i++) hash = (hash ^ (uint8_t)answers[i]) * 16777619u;
  }
  const size_t rests = check_rests(), numbers = check_numbers();
  printf("%08x %zu %zu %zu\n", hash, total, rests, numbers);
  return total > 100000 && rests > 50000 && numbers > 200000 && failures == 0 ? 0 : 1;
}
