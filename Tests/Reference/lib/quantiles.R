# Quantiles and their limits, by the definitions of Hyndman and Fan, Woodruff, and Francisco and Fuller.

# The places of a rule that is linear between rows: row k stands at (C_k - a w_k) / (W + b w_n).
linear_rules <- list(hf4 = c(0, 0), hf5 = c(1/2, 0), hf6 = c(0, 1), hf7 = c(1, -1), hf8 = c(1/3, 1/3), hf9 = c(3/8, 1/4))

# The quantile of x with weights w, rows of equal answers in the order of their weights.
quantile_of <- function(x, w, p, rule) {
  o <- order(x, w)
  x <- x[o]; w <- w[o]
  n <- length(x)
  total <- cumsum(w)
  share <- total / total[n]
  # A share that is p but for rounding is p.
  is_p <- abs(share - p) < 1e-13
  if (rule %in% c("math", "hf1", "school", "hf2")) {
    k <- which(share > p | is_p)[1]
    if (is_p[k] && rule %in% c("school", "hf2")) return((x[k] + x[min(k + 1, n)]) / 2)
    return(x[k])
  }
  if (rule == "hf3") {
    half <- (total[-n] + w[-1] / 2) / total[n]
    tied <- abs(half - p) < 1e-13
    k <- c(which(half > p | tied), n)[1]
    if (k < n && tied[k] && k %% 2 == 1) k <- k + 1
    return(x[k])
  }
  a <- linear_rules[[rule]]
  if (n == 1) return(x)
  approx((total - a[1] * w) / (total[n] + a[2] * w[n]), x, p, rule = 2, ties = list("ordered", mean))$y
}

# Where R's own rule is the published one: not hf3, and not below the first row for those that look for two neighbours.
is_published <- function(w_first, w, p, rule)
  rule != "hf3" && (rule %in% c("hf5", "hf6", "hf7", "hf8", "hf9") || p >= w_first / sum(w))

# The test of p at every answer: (F - p) / SE(F).
score_limits <- function(x, p, part, t) {
  values <- sort(unique(x))
  z <- sapply(values, function(value) {
    part$variables$.below <- as.numeric(x <= value)
    m <- svymean(~.below, part)
    (as.vector(coef(m)) - p) / as.vector(SE(m))
  })
  n <- length(values)
  one_end <- function(passes, critical) {
    # The first answer on the other side; the sides must not mix.
    k <- which(passes)[1]
    stopifnot(all(passes[k:n]))
    k
  }
  low <- one_end(!(z < -t), -t)
  high <- one_end(z > t, t)
  nearest <- function(k, critical) if (abs(z[k - 1] - critical) < abs(z[k] - critical)) k - 1 else k
  c(if (low == 1) NA else values[nearest(low, -t)], if (high == n) NA else values[nearest(high, t)])
}

# Limits of the share at or below the quantile.
share_limits <- function(kind, p, se, n, level, df, m) {
  t <- quantile_for(level, df)
  if (kind == "mean") return(p + c(-1, 1) * t * se)
  stopifnot(se > 0)
  names(m) <- "share"
  switch(kind,
    xlogit = {
      by_r <- svycontrast(m, quote(log(share / (1 - share))))
      plogis(as.vector(coef(by_r)) + c(-1, 1) * t * as.vector(SE(by_r)))
    },
    arcsine = {
      by_r <- svycontrast(m, quote(asin(sqrt(share))))
      angles <- as.vector(coef(by_r)) + c(-1, 1) * t * as.vector(SE(by_r))
      sin(pmin(pmax(angles, 0), pi / 2))^2
    },
    beta = clopper_pearson(p, adjusted_size(p * (1 - p) / se^2, n, level, df), level))
}

# quantile: items outer, groups next, probs inner.
quantiles <- function(request, data, design) {
  rows <- list()
  domain <- domain_of(request$where, data$values)
  rule <- or_default(request$rule, "math")
  kind <- or_default(request$interval, "mean")
  level <- level_of(request)
  probs <- if (is.null(request$probs)) c(.25, .5, .75) else unlist(request$probs)
  for (item in request$items) for (group in groups_of(request$by, data$text, domain)) for (p in probs) {
    y <- data$values[[item]]
    use <- valid_rows(y, group$rows, design)
    design$variables$.y <- y
    # Missing answers leave no degree of freedom out.
    df <- degrees_of_freedom(request, subset(design, group$rows))
    part <- subset(design, use)
    part <- part[order(part$variables$.y, weights(part)), ]
    x <- part$variables$.y
    w <- weights(part)
    estimate <- quantile_of(x, w, p, rule)
    t <- quantile_for(level, df)
    if (kind == "score") {
      limits <- score_limits(x, p, part, t)
    } else {
      part$variables$.below <- as.numeric(x <= estimate)
      m <- svymean(~.below, part)
      shares <- share_limits(kind, as.vector(coef(m)), as.vector(SE(m)), length(x), level, df, m)
      limits <- c(if (shares[1] < 0) NA else quantile_of(x, w, shares[1], rule),
                  if (shares[2] > 1) NA else quantile_of(x, w, shares[2], rule))
      compare_with_r(part, x, w, p, rule, kind, level, df, request, shares, c(estimate, limits))
    }
    se <- (limits[2] - limits[1]) / (2 * t)
    fields <- list(statistic = "quantile", term = item, prob = p)
    spread <- if (is.na(se) || estimate == 0) list() else list(cv = se / abs(estimate))
    rows <- c(rows, list(c(fields, group_field(group), list(estimate = estimate, std_error = se),
                           interval_fields(limits, df), counts(use, group$rows, design), spread)))
  }
  list(rows = rows, z = NULL)
}

# The whole answer of svyquantile, wherever its rules are the published ones.
compare_with_r <- function(part, x, w, p, rule, kind, level, df, request, shares, ours) {
  first <- w[1]
  inside <- shares[!is.na(ours[2:3])]
  if (!all(sapply(c(p, inside), function(q) is_published(first, w, q, rule)))) return()
  # R compares sums in floating point, so that where a share is p exactly it may be the next answer.
  is_share <- function(q) any(abs(cumsum(w) / sum(w) - q) < 1e-13)
  if (!rule %in% names(linear_rules) && any(sapply(c(p, inside), is_share))) return()
  # R's beta takes the degrees of freedom of the design whatever is asked.
  if (kind == "beta" && df != degf(part)) return()
  if (kind == "arcsine" && any(shares %in% 0:1)) return()
  by_r <- svyquantile(~.y, part, p, alpha = 1 - level, interval.type = if (kind == "arcsine") "asin" else kind,
                      qrule = rule, df = df)[[1]]
  theirs <- as.vector(by_r[1:3])
  theirs[is.nan(theirs)] <- NA
  stopifnot(isTRUE(all.equal(theirs, ours, tolerance = 1e-9)))
}
