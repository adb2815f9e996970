#ifndef SURVEY_STATS_CYAML_SHIM_H
#define SURVEY_STATS_CYAML_SHIM_H
#include <yaml.h>
#endif
