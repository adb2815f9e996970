// The C that Swift cannot say. Every function here says why it is not Swift.
#ifndef SURVEY_STATS_SHIMS_H
#define SURVEY_STATS_SHIMS_H

// A translation unit that holds only the symbol-version fix needs a name to be linked by.
void survey_shims_keep_symbol_versions(void);

#endif
