// Checking UTF-8 thirty-two bytes at a time. In C because Swift has neither the byte shuffle nor run-time dispatch to it.
#ifndef SURVEY_STATS_UTF8_H
#define SURVEY_STATS_UTF8_H

#include <stddef.h>
#include <stdint.h>

// How many bytes from `p` on, of `n`, are whole characters of UTF-8 and no NUL, as far as a quick look tells: what stands
// behind them, right or wrong, is for a slower look. 0 where the processor has no wide instructions.
size_t survey_utf8_prefix(const uint8_t *p, size_t n);

#endif
