// The C that Swift cannot say. Every function here says why it is not Swift.
#ifndef SURVEY_STATS_SHIMS_H
#define SURVEY_STATS_SHIMS_H

// A translation unit that holds only the symbol-version fix needs a name to be linked by.
void survey_shims_keep_symbol_versions(void);

// For a program of its own, not for a library in one: what is freed stays with the process for what is asked next, up to some
// megabytes. In C because Swift's module of the C library leaves out malloc.h.
void survey_keep_freed_memory(void);

#endif
