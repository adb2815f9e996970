# Reliability of scales: Cronbach's alpha, raw and standardised, item-total correlations, alpha without
# each item. Estimates come from psych where the sample is plain and are checked against var() and cor();
# standard errors from the survey package by another road than the library's: svytotal of the products
# of all pairs of items, twice through svycontrast (totals to covariances, covariances to statistics).
source("lib/cases.R")
suppressMessages(library(psych))

# The 25 personality items of psych::bfi, the items that run the other way also reversed (7 - x).
reversed <- c("A1", "C4", "C5", "E1", "E2", "O2", "O5")
people <- bfi[c(1:25, 26:28)]
people[paste0(reversed, "r")] <- 7 - people[reversed]
write.csv(people, "data/bfi.csv", row.names = FALSE, quote = FALSE, na = "")

# Items as y1, y2, … about a round number near their mean, which changes no covariance but keeps
# digits; 0 outside the rows in use, so that totals are those of the domain over the whole design.
totals_of <- function(items, data, use, design) {
  columns <- list(one = as.numeric(use))
  centre <- sapply(items, function(item) signif(mean(data$values[[item]][use]), 2))
  for (i in seq_along(items))
    columns[[paste0("y", i)]] <- ifelse(use, data$values[[items[i]]] - centre[i], 0)
  for (i in seq_along(items)) for (j in i:length(items))
    columns[[pair(i, j)]] <- columns[[paste0("y", i)]] * columns[[paste0("y", j)]]
  design$variables <- as.data.frame(columns)
  list(totals = svytotal(formula_of(names(columns)), design), centre = centre)
}

pair <- function(i, j) paste0("p", min(i, j), ".", max(i, j))

as_calls <- function(texts) lapply(texts, function(text) parse(text = text)[[1]])

# svycontrast's list of expressions, with the full covariance of the results.
transformed <- function(statistics, texts) {
  result <- svycontrast(statistics, as_calls(texts))
  dimnames(attr(result, "var")) <- list(names(texts), names(texts))
  names(result) <- names(texts)
  result
}

# Sums of covariances between the items in a and those in b.
between <- function(a, b) paste0("(", paste(outer(a, b, Vectorize(pair)), collapse = " + "), ")")

statistic_texts <- function(k, n) {
  all <- seq_len(k)
  alpha <- function(set) {
    own <- paste0("(", paste(sapply(set, function(i) pair(i, i)), collapse = " + "), ")")
    paste0(length(set) / (length(set) - 1), " * (1 - ", own, " / ", between(set, set), ")")
  }
  correlation <- function(a, b)
    paste0(between(a, b), " / sqrt(", between(a, a), " * ", between(b, b), ")")
  pairs <- combn(k, 2)
  mean_r <- paste0("((", paste(apply(pairs, 2, function(ij) correlation(ij[1], ij[2])), collapse = " + "),
                   ") / ", ncol(pairs), ")")
  texts <- list(alpha = alpha(all),
                alpha_standardized = paste0(k, " * ", mean_r, " / (1 + ", k - 1, " * ", mean_r, ")"))
  for (i in all) {
    texts[[paste0("mean", i)]] <- paste0("m", i)
    texts[[paste0("std_dev", i)]] <- paste0("sqrt(", pair(i, i), " * ", n, " / ", n - 1, ")")
    texts[[paste0("item_total_correlation", i)]] <- correlation(i, setdiff(all, i))
    if (k > 2) texts[[paste0("alpha_if_dropped", i)]] <- alpha(setdiff(all, i))
  }
  texts
}

scale_statistics <- function(items, data, use, design) {
  made <- totals_of(items, data, use, design)
  k <- length(items)
  moments <- list()
  for (i in seq_len(k)) {
    moments[[paste0("m", i)]] <- paste0("y", i, " / one")
    for (j in i:k)
      moments[[pair(i, j)]] <- paste0(pair(i, j), " / one - y", i, " * y", j, " / one^2")
  }
  result <- transformed(transformed(made$totals, moments), statistic_texts(k, sum(use)))
  values <- coef(result)
  means <- paste0("mean", seq_len(k))
  values[means] <- values[means] + made$centre
  check_estimates(items, data, use, design, values)
  list(values = values, covariance = vcov(result))
}

# The same estimates by cov.wt and, for equal weights, by psych.
check_estimates <- function(items, data, use, design, values) {
  frame <- data$values[use, items]
  k <- length(items)
  weight <- weights(design)[use]
  n <- sum(use)
  s <- cov.wt(frame, weight, method = "ML")$cov
  alpha <- function(s) nrow(s) / (nrow(s) - 1) * (1 - sum(diag(s)) / sum(s))
  rest <- function(i) sum(s[i, -i]) / sqrt(s[i, i] * sum(s[-i, -i]))
  expected <- c(alpha(s), alpha(cov2cor(s)), rest(1), rest(k), sqrt(s[k, k] * n / (n - 1)))
  ours <- values[c("alpha", "alpha_standardized", paste0("item_total_correlation", c(1, k)),
                   paste0("std_dev", k))]
  if (k > 2) { expected <- c(expected, alpha(s[-1, -1])); ours <- c(ours, values["alpha_if_dropped1"]) }
  agrees(unname(ours), expected, 1e-10)
  if (length(unique(weight)) > 1 || k < 3) return()
  by_psych <- suppressMessages(suppressWarnings(psych::alpha(frame, check.keys = FALSE)))
  at <- function(name) unname(values[paste0(name, seq_len(k))])
  agrees(unname(values["alpha"]), by_psych$total$raw_alpha, 1e-10)
  agrees(unname(values["alpha_standardized"]), by_psych$total$std.alpha, 1e-10)
  agrees(at("item_total_correlation"), by_psych$item.stats$r.drop, 1e-10)
  agrees(at("alpha_if_dropped"), by_psych$alpha.drop$raw_alpha, 1e-10)
  agrees(at("mean"), by_psych$item.stats$mean, 1e-10)
  agrees(at("std_dev"), by_psych$item.stats$sd, 1e-10)
}

# Feldt, Woodruff and Salih (1987): the lower limit takes the upper quantile.
feldt <- function(alpha, n, k, level) {
  tail <- (1 - level) / 2
  limits <- 1 - (1 - alpha) * qf(c(1 - tail, tail), n - 1, (n - 1) * (k - 1))
  by_psych <- psych::alpha.ci(alpha, n.obs = n, n.var = k, p.val = 1 - level, digits = 15)
  agrees(limits, c(by_psych$lower.ci, by_psych$upper.ci), 1e-10)
  limits
}

is_plain <- function(request) !any(c("weights", "strata", "cluster", "fpc", "population", "poststratify", "rake") %in% names(request))

reliability_row <- function(statistic, term, estimate, se, alpha_items, group, use, part, request, design) {
  n <- sum(use)
  df <- degrees_of_freedom(request, part)
  if (is_plain(request) && is.null(request$df) && alpha_items > 1) {
    df <- n - 1
    limits <- feldt(estimate, n, alpha_items, level_of(request))
  } else {
    limits <- estimate + c(-1, 1) * quantile_for(level_of(request), df) * se
  }
  c(list(statistic = statistic, term = term), group_field(group),
    list(estimate = estimate, std_error = se), interval_fields(limits, df),
    counts(use, group$rows, design), list(cv = se / abs(estimate)))
}

# Rows of the scale group by group, then of each item group by group.
reliability_rows <- function(file, request) {
  items <- request$items
  k <- length(items)
  data <- drop_missing_codes(read_data(file), items, request$missing)
  design <- make_design(request, data)
  groups <- groups_of(request$by, data$text, domain_of(request$where, data$values))
  complete <- complete.cases(data$values[items])
  scales <- lapply(groups, function(group) {
    use <- group$rows & complete & weights(design) > 0
    c(scale_statistics(items, data, use, design), list(use = use, part = subset(design, group$rows)))
  })
  rows <- list()
  add <- function(g, statistic, term, name, alpha_items = 0) {
    scale <- scales[[g]]
    # Two items: no alpha without one of them.
    if (!name %in% names(scale$values)) {
      row <- c(list(statistic = statistic, term = term), group_field(groups[[g]]),
               list(estimate = NA, std_error = NA, conf_low = NA, conf_high = NA),
               counts(scale$use, groups[[g]]$rows, design))
    } else {
      row <- reliability_row(statistic, term, unname(scale$values[name]),
                             sqrt(scale$covariance[name, name]), alpha_items, groups[[g]], scale$use,
                             scale$part, request, design)
    }
    rows[[length(rows) + 1]] <<- row
  }
  joined <- paste(items, collapse = ",")
  for (g in seq_along(groups)) {
    add(g, "alpha", joined, "alpha", k)
    add(g, "alpha_standardized", joined, "alpha_standardized")
  }
  for (i in seq_len(k)) for (g in seq_along(groups)) {
    for (statistic in c("mean", "std_dev", "item_total_correlation"))
      add(g, statistic, items[i], paste0(statistic, i))
    add(g, "alpha_if_dropped", items[i], paste0("alpha_if_dropped", i), k - 1)
  }
  # The covariance of one group, in the order of rows.
  list(rows = rows, covariance = if (length(groups) == 1) unname(scales[[1]]$covariance))
}

add_scale <- function(id, data, items, ...) {
  request <- c(list(command = "reliability", items = items), list(...))
  answer <- reliability_rows(data, request)
  case <- c(case_head(id, data, request), list(
    tolerance = 1e-9, source = "psych::alpha; survey::svytotal and svycontrast", rows = answer$rows))
  if (isTRUE(request$covariance)) case$covariance <- answer$covariance
  keep_case(case)
  invisible(answer$rows)
}

# Plain samples, with the checked values.
scales <- list(
  A = list(c("A1r", paste0("A", 2:5)), 2709, .70375589437484, .71350155263464, c(.685744635050, .721035962796)),
  C = list(c(paste0("C", 1:3), "C4r", "C5r"), 2707, .72927720317044, .73272433332677, c(.712811398859, .745074314439)),
  E = list(c("E1r", "E2r", paste0("E", 3:5)), 2713, .76093263946955, .76096410342954, c(.746408597561, .774867484781)),
  N = list(paste0("N", 1:5), 2694, .81330314316144, .81407206565105, c(.801919990508, .824222922810)),
  O = list(c("O1", "O2r", "O3", "O4", "O5r"), 2726, .60254642857718, .60895116683678, c(.578458818375, .625659163130)))
for (name in names(scales)) {
  known <- scales[[name]]
  rows <- add_scale(paste0("bfi-", name), "bfi.csv", known[[1]], covariance = TRUE)
  stopifnot(rows[[1]]$n == known[[2]])
  agrees(c(rows[[1]]$estimate, rows[[2]]$estimate), c(known[[3]], known[[4]]), 1e-12)
  agrees(c(rows[[1]]$conf_low, rows[[1]]$conf_high), known[[5]], 1e-10)
}
agreeable <- scales$A[[1]]
add_scale("bfi-A-not-reversed", "bfi.csv", paste0("A", 1:5))
add_scale("bfi-A-by-gender", "bfi.csv", agreeable, by = "gender")
add_scale("bfi-A-by-two", "bfi.csv", agreeable, by = c("gender", "education"))
add_scale("bfi-N-where", "bfi.csv", scales$N[[1]], where = "age >= 40 && gender == 2", level = .9)
add_scale("bfi-C-df-inf", "bfi.csv", scales$C[[1]], df = "inf")
add_scale("bfi-E-df-30", "bfi.csv", scales$E[[1]], df = 30, level = .99)
add_scale("bfi-two-items", "bfi.csv", c("N1", "N2"))
add_scale("bfi-three-items-by-gender", "bfi.csv", c("N1", "N2", "N5"), by = "gender")

# Other designs. Ability and poverty of schools make a scale of a sort; one item runs the other way.
schools <- c("api00", "api99", "col.grad", "full")
designs <- list(
  srs = list("apisrs.csv", list(weights = "pw", fpc = "fpc")),
  st = list("apistrat.csv", list(weights = "pw", strata = "stype", fpc = "fpc")),
  c1 = list("apiclus1.csv", list(weights = "pw", cluster = "dnum", fpc = "fpc")),
  # Strata of clusters with unequal weights.
  stc = list("apistrat.csv", list(weights = "pw", strata = "stype", cluster = "dnum")))
for (name in names(designs)) {
  ask <- function(what, items, ...)
    do.call(add_scale, c(list(paste(name, what, sep = "-"), designs[[name]][[1]], items), designs[[name]][[2]], list(...)))
  ask("schools", schools, covariance = TRUE)
  ask("reversed", c(schools, "meals"), level = .9)
  ask("by-awards", schools, by = "awards")
  ask("where", schools, where = 'stype != "H" && meals > 20')
  ask("by-two-where", c("api00", "api99", "avg.ed"), by = c("awards", "sch.wide"), where = "enroll > 300")
  ask("df-inf", c("api00", "api99", "acs.46"), df = "inf")
}

# Weights that follow from populations, weights of zero and in other units, a level of ten million.
add_scale("srs-population", "apisrs.csv", schools, population = 6194)
add_scale("st-weights-from-fpc", "apistrat.csv", schools, strata = "stype", fpc = "fpc", covariance = TRUE)
add_scale("c1-weights-from-fpc", "apiclus1.csv", schools, cluster = "dnum", fpc = "fpc")
add_scale("st-no-weights", "apistrat.csv", schools, strata = "stype")
add_scale("st-weights-mega", "apistrat_variants.csv", c("api00", "api99", "ell0"), weights = "pw_mega", strata = "stype")
add_scale("st-weights-zero", "apistrat_variants.csv", c("api00", "api99", "ell"), weights = "pw_zero", strata = "stype")
add_scale("c1-weights-zero", "apiclus1_variants.csv", c("api00", "api99", "meals"), weights = "pw_zero", cluster = "dnum")
add_scale("st-shifted", "apistrat_variants.csv", c("api00_shifted", "api99_shifted", "meals"), weights = "pw", strata = "stype", fpc = "fpc")

# Missing answers: blank, 9 everywhere and 8 in q4. Chinese names, clusters numbered within districts.
answers <- list(missing = "9;q4=8,9", weights = "pw", strata = "stype", fpc = "fpc")
add_missing <- function(id, ...) do.call(add_scale, c(list(id, "missing.csv", paste0("q", 1:5)), answers, list(...)))
add_missing("missing-listwise", covariance = TRUE)
add_missing("missing-by-awards", by = "awards")
add_missing("missing-where", where = "q5 > 1")
add_scale("counters-two", "counters.csv", c("滿意度", "等候分鐘"), weights = "權重", strata = "行政區", cluster = "里", fpc = "里數")
add_scale("counters-two-by", "counters.csv", c("滿意度", "等候分鐘"), weights = "權重", strata = "行政區", cluster = "里", fpc = "里數", by = "通路")


# Weights fitted to margins: rows outside the scale and the group have residuals.
for (name in names(designs)) {
  ask <- function(what, ...)
    do.call(add_scale, c(list(paste(name, what, sep = "-"), designs[[name]][[1]], schools), designs[[name]][[2]], list(...)))
  ask("raked", rake = "margins_stype_wide.csv", covariance = TRUE)
  ask("raked-by", rake = "margins_stype_wide.csv", by = "awards")
  ask("poststratified-where", poststratify = "margins_stype.csv", where = "meals > 20", level = .9)
}
add_scale("plain-poststratified", "apisrs.csv", schools, poststratify = "margins_stype.csv")

write_cases("reliability.json")
