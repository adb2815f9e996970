# Variances from influence values: z_i = w_i (y_i - mean) / sum(w) for a mean and w_i y_i for a
# total, zero outside the domain and where the answer is missing.

influence_of_mean <- function(y, use, weight) {
  z <- numeric(length(y))
  mean <- sum(weight[use] * y[use]) / sum(weight[use])
  z[use] <- weight[use] * (y[use] - mean) / sum(weight[use])
  z
}

influence_of_total <- function(y, use, weight) {
  z <- numeric(length(y))
  z[use] <- weight[use] * y[use]
  z
}

# The covariance matrix of statistics with influence columns z, over the whole design.
covariance_of <- function(z, design, request) {
  z <- residuals_of(as.matrix(z), design)
  if (identical(request$lonely_psu, "adjust")) return(covariance_with_lonely_centred(z, design))
  unname(svyrecvar(z, design$cluster, design$strata, design$fpc))
}

# A lonely stratum's unit total is centred at the mean of all units' totals of the sample (Stata's
# singleunit(centered)). R's "adjust" does not centre it at all: the same for means, whose z sum to
# zero, but not for totals. One stage; a unit that is its whole population contributes nothing.
covariance_with_lonely_centred <- function(z, design) {
  stopifnot(ncol(design$cluster) == 1)
  unit <- design$cluster[[1]]
  first <- !duplicated(unit)
  totals <- rowsum(z, unit, reorder = FALSE)
  stratum <- design$strata[[1]][first]
  grand <- colMeans(totals)
  v <- matrix(0, ncol(z), ncol(z))
  for (key in unique(stratum)) {
    mine <- totals[stratum == key, , drop = FALSE]
    units <- nrow(mine)
    size <- design$fpc$popsize[first, ][stratum == key][1]
    rest <- if (is.null(size)) 1 else (size - units) / size
    centre <- if (units == 1) grand else colMeans(mine)
    scale <- if (units == 1) rest else rest * units / (units - 1)
    v <- v + scale * crossprod(sweep(mine, 2, centre))
  }
  unname(v)
}
