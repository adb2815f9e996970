# The rows (and covariance) that answer a request, by the survey package.

valid_rows <- function(y, domain, design) domain & !is.na(y) & weights(design) > 0

# What every row says about its sample.
counts <- function(use, domain, design) {
  weight <- weights(design)
  list(n = sum(use), n_missing = sum(domain & weight > 0) - sum(use), weighted_n = sum(weight[use]))
}

degrees_of_freedom <- function(request, part) {
  if (is.null(request$df)) degf(part) else if (identical(request$df, "inf")) Inf else request$df
}

interval_fields <- function(limits, df) {
  fields <- if (is.null(limits)) list() else list(conf_low = limits[1], conf_high = limits[2])
  # An infinite df is written as null; without an interval the df is not compared.
  if (df <= 0) fields else c(fields, list(df = if (is.infinite(df)) NA else df))
}

# One mean or total of y in a domain: estimate, standard error, deff, influence values.
estimate_one <- function(kind, y, domain, design, request) {
  use <- valid_rows(y, domain, design)
  weight <- weights(design)
  z <- (if (kind == "mean") influence_of_mean else influence_of_total)(y, use, weight)
  estimator <- if (kind == "mean") svymean else svytotal
  design$variables$.y <- y
  part <- subset(design, domain)
  # R's deff = TRUE needs more people than answers; otherwise the finite factor is left out.
  deff <- or_default(request$deff, FALSE)
  if (isTRUE(deff) && sum(weight[use]) <= sum(use)) deff <- "replace"
  by_r <- estimator(~.y, part, na.rm = TRUE, deff = deff)
  variance <- as.vector(vcov(by_r))
  own <- as.vector(covariance_of(z, design, request))
  if (kind == "total" && identical(request$lonely_psu, "adjust")) {
    r_variance <- variance
    variance <- own
  } else {
    stopifnot(isTRUE(all.equal(own, variance, tolerance = 1e-9)))
    r_variance <- variance
  }
  # Equal answers have their value as mean; a standard error that is rounding noise is zero (equal
  # answers, a mean within a single cluster, a proportion that the strata fix).
  constant <- kind == "mean" && length(unique(y[use])) == 1
  estimate <- if (constant) y[use][1] else as.vector(coef(by_r))
  se <- if (constant || sqrt(variance) < 1e-12 * abs(estimate)) 0 else sqrt(variance)
  list(estimate = estimate, se = se,
       deff = if (identical(deff, FALSE) || se == 0) NULL else as.vector(deff(by_r)) * variance / r_variance,
       z = z, use = use, part = part)
}

spread_fields <- function(one) {
  fields <- list()
  if (!is.null(one$deff)) fields$deff <- one$deff
  if (one$estimate != 0) fields$cv <- one$se / abs(one$estimate)
  fields
}

# Not request$level, which would also find `levels`.
level_of <- function(request) or_default(request[["level"]], .95)

# mean and total: items outer, groups inner.
mean_or_total <- function(request, data, design) {
  rows <- list(); z <- NULL
  domain <- domain_of(request$where, data$values)
  for (item in request$items) for (group in groups_of(request$by, data$text, domain)) {
    one <- estimate_one(request$command, data$values[[item]], group$rows, design, request)
    df <- degrees_of_freedom(request, one$part)
    limits <- c(NA, NA)
    if (df > 0) limits <- one$estimate + c(-1, 1) * quantile_for(level_of(request), df) * one$se
    rows <- c(rows, list(c(
      list(statistic = request$command, term = item), group_field(group),
      list(estimate = one$estimate, std_error = one$se), interval_fields(limits, df),
      counts(one$use, group$rows, design), spread_fields(one))))
    z <- cbind(z, one$z)
  }
  list(rows = rows, z = z)
}

group_field <- function(group) if (is.null(group$labels)) list() else list(group = group$labels)

# proportion: items outer, groups next, levels inner.
proportions <- function(request, data, design) {
  rows <- list(); z <- NULL
  domain <- domain_of(request$where, data$values)
  for (item in request$items) {
    answers <- data$text[[item]]
    levels <- if (is.null(request$levels)) sorted_keys(answers) else unlist(request$levels)
    for (group in groups_of(request$by, data$text, domain)) for (level in levels) {
      one <- estimate_one("mean", as.numeric(answers == level), group$rows, design, request)
      # Without `levels`, a category that a group lacks would be open to interpretation.
      stopifnot(!is.null(request$levels) || one$estimate > 0)
      # A part of a calibrated design keeps all rows, those outside with weight 0.
      inside <- if (is.null(design$postStrata)) group$rows else seq_along(answers)
      one$part$variables$.y <- as.numeric(answers[inside] == level)
      df <- degrees_of_freedom(request, one$part)
      kind <- or_default(request$interval, "logit")
      if (is.null(request$interval) && one$estimate %in% 0:1) kind <- "korn-graubard"
      limits <- proportion_limits(kind, one$estimate, one$se, sum(one$use), level_of(request), df,
                                  one$part)
      rows <- c(rows, list(c(
        list(statistic = "proportion", term = item, level = level), group_field(group),
        list(estimate = one$estimate, std_error = one$se), interval_fields(limits, df),
        counts(one$use, group$rows, design), spread_fields(one))))
      z <- cbind(z, one$z)
    }
  }
  list(rows = rows, z = z)
}

# contrast: a function of means or totals over the jointly complete cases, by the delta method.
contrast_rows <- function(request, data, design) {
  parts <- regmatches(request$expression, regexec("^([^=]*?) *= *(.*)$", request$expression))[[1]]
  term <- if (length(parts)) parts[2] else request$expression
  formula <- parse(text = if (length(parts)) parts[3] else request$expression)[[1]]
  # R cannot differentiate abs(x); it is sqrt(x^2) wherever it has a derivative.
  formula <- do.call(substitute, list(formula, list(abs = quote(absolute))))
  absolute <- function(call) {
    if (!is.call(call)) return(call)
    call[-1] <- lapply(as.list(call[-1]), absolute)
    if (identical(call[[1]], quote(absolute))) bquote(sqrt((.(call[[2]]))^2)) else call
  }
  formula <- absolute(formula)
  items <- all.vars(formula)
  kind <- or_default(request$statistic, "mean")
  rows <- list(); z <- NULL
  domain <- domain_of(request$where, data$values)
  for (group in groups_of(request$by, data$text, domain)) {
    complete <- complete.cases(data$values[items])
    joint <- lapply(data$values[items], function(y) ifelse(complete, y, NA))
    each <- lapply(joint, function(y) estimate_one(kind, y, group$rows, design, request))
    point <- lapply(each, function(one) one$estimate)
    value <- eval(deriv(formula, items), point)
    gradient <- as.vector(attr(value, "gradient"))
    influence <- sapply(each, function(one) one$z) %*% gradient
    se <- sqrt(as.vector(covariance_of(influence, design, request)))
    check_contrast(kind, formula, joint, group$rows, design, request, as.vector(value), se)
    df <- degrees_of_freedom(request, each[[1]]$part)
    limits <- c(NA, NA)
    if (df > 0) limits <- as.vector(value) + c(-1, 1) * quantile_for(level_of(request), df) * se
    one <- list(estimate = as.vector(value), se = se)
    rows <- c(rows, list(c(
      list(statistic = "contrast", term = term), group_field(group),
      list(estimate = one$estimate, std_error = se), interval_fields(limits, df),
      counts(each[[1]]$use, group$rows, design), spread_fields(one))))
    z <- cbind(z, influence)
  }
  list(rows = rows, z = z)
}

# The same by svycontrast.
check_contrast <- function(kind, formula, joint, domain, design, request, value, se) {
  if (kind == "total" && identical(request$lonely_psu, "adjust")) return()
  design$variables[names(joint)] <- joint
  estimator <- if (kind == "mean") svymean else svytotal
  statistics <- estimator(formula_of(names(joint)), subset(design, domain), na.rm = TRUE)
  names(statistics) <- names(joint)
  dimnames(attr(statistics, "var")) <- list(names(joint), names(joint))
  by_r <- svycontrast(statistics, list(value = formula))
  stopifnot(isTRUE(all.equal(as.vector(coef(by_r)), value, tolerance = 1e-10)),
            isTRUE(all.equal(sqrt(as.vector(vcov(by_r))), se, tolerance = 1e-9)))
}
