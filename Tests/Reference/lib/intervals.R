# Confidence limits. `df` Inf takes the normal quantile; df <= 0 has no interval.

# The upper quantile for a two-sided interval.
quantile_for <- function(level, df) qt(1 - (1 - level) / 2, df)

# The logit of p plus or minus t times its delta-method standard error, se / (p (1 - p)).
logit_limits <- function(p, se, t) plogis(qlogis(p) + c(-1, 1) * t * se / (p * (1 - p)))

# Wilson (1927) with the effective sample size `size` in place of n and t in place of z.
wilson_limits <- function(p, size, t) {
  centre <- p + t^2 / (2 * size)
  half <- t * sqrt(p * (1 - p) / size + t^2 / (4 * size^2))
  (centre + c(-1, 1) * half) / (1 + t^2 / size)
}

# n_e (t_{n-1} / t_df)^2: Korn and Graubard (1998), Survey Methodology 24(2), 193-201.
adjusted_size <- function(size, n, level, df)
  size * (quantile_for(level, n - 1) / quantile_for(level, df))^2

# Clopper and Pearson (1934) by beta quantiles, for x = p * size successes.
clopper_pearson <- function(p, size, level) {
  tail <- (1 - level) / 2
  c(if (p == 0) 0 else qbeta(tail, p * size, size * (1 - p) + 1),
    if (p == 1) 1 else qbeta(1 - tail, p * size + 1, size * (1 - p)))
}

# Korn and Graubard's interval; never more than the n answers, which also serve where p is 0 or 1.
korn_graubard <- function(p, se, n, level, df) {
  if (p == 0 || p == 1) return(clopper_pearson(p, n, level))
  size <- adjusted_size(p * (1 - p) / se^2, n, level, df)
  clopper_pearson(p, min(n, size), level)
}

# sin^2 of asin(sqrt(p)) plus or minus t times its delta-method standard error. Past 0 or a right angle the
# sine turns back, and R's limit with it: an interval that reaches 0 gets a lower limit above 0. Here it ends
# at 0 or 1; elsewhere it is R's.
arcsine_limits <- function(p, se, t, by_r) {
  angles <- asin(sqrt(p)) + c(-1, 1) * t * se / (2 * sqrt(p * (1 - p)))
  limits <- sin(pmin(pmax(angles, 0), pi / 2))^2
  within <- angles > 0 & angles < pi / 2
  stopifnot(isTRUE(all.equal(limits[within], by_r[within], tolerance = 1e-10)))
  limits
}

# Limits for one answer category. `indicator` is 1, 0 or NA in the domain's design `part`.
# NULL where a definition gives no limits.
proportion_limits <- function(kind, p, se, n, level, df, part) {
  if (df <= 0) return(c(NA, NA))
  t <- quantile_for(level, df)
  if (kind == "wald") return(p + c(-1, 1) * t * se)
  if (kind == "korn-graubard" && (se > 0 || p %in% 0:1)) return(korn_graubard(p, se, n, level, df))
  if (se == 0) return(NULL)
  size <- p * (1 - p) / se^2
  by_r <- function(method) {
    result <- svyciprop(~.y, part, method = method, level = level, df = df, na.rm = TRUE)
    as.vector(attr(result, "ci"))
  }
  switch(kind,
    logit = , xlogit = {
      limits <- logit_limits(p, se, t)
      stopifnot(isTRUE(all.equal(limits, by_r("xlogit"), tolerance = 1e-10)))
      limits
    },
    wilson = wilson_limits(p, size, t),
    "wilson-adjusted" = {
      adjusted <- adjusted_size(size, n, level, df)
      # Whether n bounds the adjusted size is open; no limits are compared where it would matter.
      if (adjusted < n) wilson_limits(p, adjusted, t)
    },
    beta = { stopifnot(df == degf(part)); by_r("beta") },
    arcsine = arcsine_limits(p, se, t, by_r("asin")),
    "svyciprop-logit" = by_r("logit"))
}
