# Growth between two periods: rows of both periods, their difference and their rate, by linearization from
# the joint covariance of the two estimates. One design that holds both periods, or two independent ones.

growth_rows <- function(request, data, design, prior = NULL) {
  rows <- list()
  kind <- or_default(request$statistic, "mean")
  two <- !is.null(prior)
  later <- list(data = data, design = design)
  earlier <- if (two) prior else later
  labels <- if (two) c(or_default(request$from, "prior"), or_default(request$to, "current"))
            else c(request$from, request$to)
  period_rows <- function(side, label) {
    inside <- domain_of(request$where, side$data$values)
    if (two) inside else inside & side$data$text[[request$period]] == label
  }
  parts <- list(period_rows(earlier, labels[1]), period_rows(later, labels[2]))
  sides <- list(earlier, later)
  for (item in request$items) for (group in groups_of(request$by, data$text, domain_of(request$where, data$values)))
    for (level in if (kind == "proportion") sorted_keys(data$text[[item]]) else list(NULL)) {
      ones <- lapply(1:2, function(k) {
        side <- sides[[k]]
        inside <- parts[[k]]
        for (column in names(group$labels)) inside <- inside & side$data$text[[column]] == group$labels[[column]]
        y <- if (kind == "proportion") as.numeric(side$data$text[[item]] == level) else side$data$values[[item]]
        one <- estimate_one(if (kind == "total") "total" else "mean", y, inside, side$design, request)
        one$counts <- counts(one$use, inside, side$design)
        one$inside <- inside
        one
      })
      point <- c(ones[[1]]$estimate, ones[[2]]$estimate)
      v <- if (two) diag(c(ones[[1]]$se, ones[[2]]$se)^2)
           else covariance_of(cbind(ones[[1]]$z, ones[[2]]$z), design, request)
      df <- if (!is.null(request$df)) degrees_of_freedom(request, NULL)
            else if (two) degf(ones[[1]]$part) + degf(ones[[2]]$part)
            else degf(subset(design, ones[[1]]$inside | ones[[2]]$inside))
      t <- quantile_for(level_of(request), df)
      head <- c(list(term = item), if (!is.null(level)) list(level = level), group_field(group))
      for (k in 1:2) {
        one <- ones[[k]]
        own <- degrees_of_freedom(request, one$part)
        rows <- c(rows, list(c(list(statistic = kind), head, list(period = labels[k], estimate = one$estimate,
          std_error = one$se), if (kind != "proportion") interval_fields(
            one$estimate + c(-1, 1) * quantile_for(level_of(request), own) * one$se, own), one$counts)))
      }
      both <- c(list(period_from = labels[1], period_to = labels[2]))
      together <- Map(`+`, ones[[1]]$counts, ones[[2]]$counts)
      se <- sqrt(v[1, 1] + v[2, 2] - 2 * v[1, 2])
      gap <- point[2] - point[1]
      rows <- c(rows, list(c(list(statistic = "difference"), head, both, list(estimate = gap, std_error = se),
                             interval_fields(gap + c(-1, 1) * t * se, df), together)))
      ratio <- point[2] / point[1]
      rate_se <- sqrt(v[2, 2] - 2 * ratio * v[1, 2] + ratio^2 * v[1, 1]) / abs(point[1])
      limits <- rate_limits(or_default(request$method, "delta"), point, v, ratio, rate_se, t)
      rows <- c(rows, list(c(list(statistic = "growth"), head, both, list(estimate = ratio - 1, std_error = rate_se),
                             interval_fields(limits, df), together)))
    }
  list(rows = rows)
}

# delta; log; Fieller (1954): the ratios r with (y - r x)^2 <= t^2 (v22 - 2 r v12 + r^2 v11), by the roots of
# that quadratic. NA where the set is unbounded.
rate_limits <- function(method, point, v, ratio, se, t) switch(method,
  delta = ratio - 1 + c(-1, 1) * t * se,
  log = exp(log(ratio) + c(-1, 1) * t * se / ratio) - 1,
  fieller = {
    a <- point[1]^2 - t^2 * v[1, 1]
    b <- point[1] * point[2] - t^2 * v[1, 2]
    c <- point[2]^2 - t^2 * v[2, 2]
    if (a <= 0) c(NA, NA) else (b + c(-1, 1) * sqrt(b^2 - a * c)) / a - 1
  })

# A request for growth: one table, two independent ones, or two read as one sample.
growth_answer <- function(file, request) {
  both <- c(request$id, if (isTRUE(request$shared_clusters)) "clusters")
  if (!is.null(request$id) && is.null(request$cluster)) request$cluster <- request$id
  read <- function(name) drop_missing_codes(read_data(name), request$items, request$missing)
  data <- read(file)
  if (is.null(request$prior)) return(growth_rows(request, data, make_design(request, data)))
  before <- read(request$prior)
  if (is.null(both)) {
    prior <- list(data = before, design = make_design(request, before))
    return(growth_rows(request, data, make_design(request, data), prior))
  }
  labels <- c(or_default(request$from, "prior"), or_default(request$to, "current"))
  stacked <- Map(function(a, b) rbind(cbind(a, .period = labels[1]), cbind(b, .period = labels[2])), before, data)
  request$period <- ".period"
  request$from <- labels[1]
  request$to <- labels[2]
  growth_rows(request, stacked, make_design(request, stacked))
}
