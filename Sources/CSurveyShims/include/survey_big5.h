// The characters of two-byte Big5 codes. In C because Swift compiles array literals of this size too slowly.
#ifndef SURVEY_STATS_BIG5_H
#define SURVEY_STATS_BIG5_H

#include <stdint.h>

// First bytes 0x81–0xFE; second bytes 0x40–0x7E, then 0xA1–0xFE.
#define SURVEY_BIG5_LEADS 126
#define SURVEY_BIG5_TRAILS 157
#define SURVEY_BIG5_CODES (SURVEY_BIG5_LEADS * SURVEY_BIG5_TRAILS)

// Code points by first byte, then second byte; 0 where there is no character. CP950 as Windows has it, with
// user-defined characters in the private use area.
const uint16_t *survey_big5_cp950(void);

// The same for Big5-HKSCS. Where the highest bit is set, the code is two code points: bits 16–30 and 0–15.
const uint32_t *survey_big5_hkscs(void);

#endif
