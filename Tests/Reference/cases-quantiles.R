# Quantiles by every rule and interval.
source("lib/cases.R")

st <- list(weights = "pw", strata = "stype", fpc = "fpc")
c1 <- list(weights = "pw", cluster = "dnum", fpc = "fpc")
srs <- list(weights = "pw", fpc = "fpc")
ask <- function(design, items, ...) c(list(command = "quantile", items = items), design, list(...))
rules <- c("math", "school", paste0("hf", 1:9))
intervals <- c("mean", "beta", "xlogit", "arcsine", "score")

for (rule in rules) {
  id <- function(name) paste("quantile", name, rule, sep = "-")
  add_case(id("c1-api"), "apiclus1.csv", ask(c1, c("api00", "enroll"), rule = rule))
  add_case(id("srs-tenths"), "apisrs.csv", ask(srs, "api00", rule = rule, probs = seq(.1, .9, .1)))
  # Few answers, much repeated, with unequal weights.
  add_case(id("st-coded"), "apistrat.csv", ask(st, c("meals", "mobility"), rule = rule, probs = c(.1, .5, .85)))
  add_case(id("st-by-type"), "apistrat.csv", ask(st, "api00", by = "stype", rule = rule, probs = c(.2, .5)))
  add_case(id("plain"), "apisrs.csv", list(command = "quantile", items = "enroll", rule = rule))
}
for (kind in intervals) {
  id <- function(name) paste("quantile", name, kind, sep = "-")
  add_case(id("c1-api"), "apiclus1.csv", ask(c1, "api00", interval = kind, probs = c(.4, .5, .6, .75)))
  add_case(id("st-api"), "apistrat.csv", ask(st, "api00", interval = kind, probs = c(.1, .25, .5, .75, .9)))
  add_case(id("st-where-90"), "apistrat.csv",
           ask(st, c("api00", "enroll"), where = 'stype in ("H", "M") && api99 > 500', interval = kind, level = .9, probs = c(.3, .5)))
  add_case(id("c1-df-7"), "apiclus1.csv", ask(c1, "api00", interval = kind, df = 7, probs = .5))
  add_case(id("st-by-awards"), "apistrat.csv", ask(st, "api00", by = "awards", interval = kind, probs = .5))
}
add_case("quantile-c1-df-inf", "apiclus1.csv", ask(c1, "api00", df = "inf", rule = "hf7"))
# Limits beyond the answers, and the largest answer.
add_case("quantile-st-tails", "apistrat.csv", ask(st, c("api00", "enroll"), probs = c(.01, .999)))
# Missing answers are left out, and the design keeps their rows.
add_case("quantile-missing", "missing.csv", ask(st, c("q1", "q2", "q4"), missing = "8,9", probs = c(.3, .5), rule = "hf5"))
add_case("quantile-implied-weights", "apistrat.csv",
         list(command = "quantile", items = "api00", strata = "stype", fpc = "fpc", rule = "hf8"))
add_case("quantile-poststratified", "apiclus1.csv", ask(c1, "api00", poststratify = "margins_stype.csv", probs = c(.4, .5)))

# Checked values.
quantile_row <- function(design, file, ...) answer_of(file, ask(design, "api00", ...))
fields_of <- function(answer, names) lapply(names, function(name) field(answer, name))
quartiles <- quantile_row(c1, "apiclus1.csv")
agrees(field(quartiles, "estimate"), c(552, 652, 719))
agrees(field(quartiles, "conf_low"), c(492, 561, 696))
agrees(field(quartiles, "conf_high"), c(627, 714, 777))
agrees(field(quartiles, "std_error"), c(31.4716612054, 35.6678826995, 18.8829967232))
agrees(field(quantile_row(c1, "apiclus1.csv", rule = "hf8"), "estimate"), c(552.1666667, 652, 718.6666667), 1e-9)
agrees(field(quantile_row(c1, "apiclus1.csv", rule = "hf9"), "estimate"), c(552.1875, 652, 718.625))
median_limits <- function(kind) {
  row <- quantile_row(c1, "apiclus1.csv", probs = .5, interval = kind)$rows[[1]]
  c(row$conf_low, row$conf_high)
}
agrees(median_limits("beta"), c(555, 717))
agrees(median_limits("xlogit"), c(564, 714))
agrees(median_limits("arcsine"), c(561, 714))
agrees(median_limits("score"), c(564, 701))
# With equal weights the rules are those of stats::quantile, also where R's survey differs.
for (type in 1:9) for (x in list(c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3), 1:20, c(2, 2, 2, 7), 5)) for (p in c(.05, .1, .25, .3, .5, .75, .9, .97))
  stopifnot(isTRUE(all.equal(quantile_of(x, rep(2.5, length(x)), p, paste0("hf", type)),
                             as.vector(quantile(x, p, type = type)), tolerance = 1e-12)))

write_cases("cases-quantiles.json")
