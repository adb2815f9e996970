// Arithmetic of two doubles each (see DoubleDouble.swift, whose every operation these repeat) over whole columns. In C
// because without a fused multiply-add in the baseline processor each product calls a function; here it is chosen once.
#ifndef SURVEY_STATS_DOUBLE_DOUBLE_H
#define SURVEY_STATS_DOUBLE_DOUBLE_H

#include <stddef.h>

// z[i] += factor * v[i].
void survey_pairs_add_scaled(double *z_high, double *z_low, const double *v_high, const double *v_low, double factor_high,
                             double factor_low, size_t count);

// sum[0] + sum[1] += a[i] * b[i] for i from 0 on, in this order.
void survey_pairs_add_products(double *sum, const double *a_high, const double *a_low, const double *b_high,
                               const double *b_low, size_t count);

// sum[0] + sum[1] += a[i] for i from 0 on, in this order.
void survey_pairs_add(double *sum, const double *a_high, const double *a_low, size_t count);

// sum[r] = the sum of a[i] over run r, i from starts[r] to starts[r + 1] - 1 in this order; of products with b[i] where b
// is not null.
void survey_pairs_add_runs(const double *a_high, const double *a_low, const double *b_high, const double *b_low,
                           const ptrdiff_t *starts, size_t runs, double *sum_high, double *sum_low);

#endif
