#ifndef SURVEY_STATS_CGSL_SHIM_H
#define SURVEY_STATS_CGSL_SHIM_H
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#endif
