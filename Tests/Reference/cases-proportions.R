# Proportions with every interval.
source("lib/cases.R")

st <- list(weights = "pw", strata = "stype", fpc = "fpc")
c1 <- list(weights = "pw", cluster = "dnum", fpc = "fpc")
srs <- list(weights = "pw", fpc = "fpc")
ask <- function(design, items, ...) c(list(command = "proportion", items = items), design, list(...))
intervals <- c("logit", "xlogit", "wald", "wilson", "wilson-adjusted", "korn-graubard", "beta", "arcsine")

for (kind in intervals) {
  id <- function(name) paste(name, kind, sep = "-")
  # A rare answer in a clustered sample: schools without English learners, as a level of a number
  # and as text.
  add_case(id("c1-no-learners"), "apiclus1.csv", ask(c1, "ell", levels = "0", interval = kind))
  add_case(id("c1-ell-zero"), "apiclus1_variants.csv", ask(c1, "ell_zero", interval = kind, covariance = TRUE))
  add_case(id("c1-awards-by-type"), "apiclus1.csv", ask(c1, "awards", by = "stype", interval = kind))
  add_case(id("c1-several-99"), "apiclus1.csv", ask(c1, c("stype", "sch.wide"), interval = kind, level = .99))
  add_case(id("c1-where-90"), "apiclus1.csv",
           ask(c1, "comp.imp", where = 'stype in ("H", "M") && api99 > 500', interval = kind, level = .9))
  add_case(id("srs-awards"), "apisrs.csv", ask(srs, "awards", interval = kind))
  add_case(id("st-awards"), "apistrat.csv", ask(st, "awards", interval = kind))
  if (kind != "beta") {  # svyciprop's beta takes no df
    add_case(id("c1-df-inf"), "apiclus1.csv", ask(c1, "awards", interval = kind, df = "inf"))
    add_case(id("c1-df-7"), "apiclus1.csv", ask(c1, "awards", interval = kind, df = 7))
  }
}

# The default is logit.
add_case("c1-awards-default", "apiclus1.csv", ask(c1, "awards"))
add_case("st-two-by-columns", "apistrat.csv", ask(st, "awards", levels = c("No", "Yes"), by = c("stype", "sch.wide")))
add_case("st-year-round", "apistrat.csv", ask(st, "yr.rnd", where = 'stype == "E"', interval = "wald", covariance = TRUE))
# Levels that are numbers come in ascending order: county 1, 9, 14, …
add_case("c1-levels-in-number-order", "apiclus1.csv", ask(c1, "cnum", interval = "wald"))

# R fits its logit interval by an iteration, and so stops a little short of the formula.
agreement <- function(a, b) max(abs(a - b) / abs(b))
for (item in c("awards", "comp.imp", "sch.wide")) {
  request <- ask(c1, item, levels = "Yes")
  by_r <- answer_of("apiclus1.csv", c(request, interval = "svyciprop-logit"))$rows[[1]]
  by_formula <- answer_of("apiclus1.csv", request)$rows[[1]]
  limits <- c("conf_low", "conf_high")
  stopifnot(agreement(unlist(by_r[limits]), unlist(by_formula[limits])) < 1e-8)
  add_case(paste0("c1-r-logit-", item), "apiclus1.csv", c(request, interval = "logit"), tolerance = 1e-8,
           source = "survey::svyciprop(method = 'logit') to 1e-8", fields = c("statistic", "term", "level", "estimate", limits),
           instead = list(by_r[limits]))
}

# Nobody, everybody: the limit that is not 0 or 1 comes from the same two-sided rule with all n
# answers. Wald has no width; the other kinds are not defined there and leave the limits uncompared.
for (kind in intervals) {
  id <- function(name) paste(name, kind, sep = "-")
  add_case(id("st-nobody"), "apistrat.csv", ask(st, "stype", levels = c("E", "H"), where = 'stype == "E"', interval = kind))
  add_case(id("c1-nobody-at-all"), "apiclus1.csv", ask(c1, "awards", levels = c("Maybe", "Yes"), interval = kind))
}
add_case("st-everybody-default", "apistrat.csv", ask(st, "stype", levels = c("E", "M"), by = "stype"))
add_case("c1-nobody-kg-99", "apiclus1.csv", ask(c1, "awards", levels = "Maybe", by = "awards", interval = "korn-graubard", level = .99))
add_case("st-nobody-kg-inf", "apistrat.csv", ask(st, "awards", levels = "Maybe", where = 'stype == "H"', interval = "korn-graubard", df = "inf"))

# Missing answers: korn-graubard's n counts the answers, beta's n the rows of the domain.
for (kind in intervals)
  add_case(paste0("st-missing-", kind), "missing.csv",
           ask(st, c("q2", "q4"), levels = c("1", "4"), interval = kind, missing = "8,9"))

# Checked values.
limits_of <- function(file, request) unlist(lapply(answer_of(file, request)$rows, `[`, c("conf_low", "conf_high")))
no_learners <- function(kind) limits_of("apiclus1.csv", ask(c1, "ell", levels = "0", interval = kind))
row <- answer_of("apiclus1.csv", ask(c1, "ell", levels = "0"))$rows[[1]]
agrees(c(row$estimate, row$std_error), c(.021857923497, .022622450861), 1e-10)
stopifnot(row$df == 14, row$n == 183)
agrees(no_learners("xlogit"), c(.002304691284, .177747766823), 3e-10)
# R's own lower limit, .000307192709, is the turned-back sine; see lib/intervals.R.
agrees(no_learners("arcsine")[2], .095576736367, 3e-9)
agrees(no_learners("beta"), c(.000216146833, .137507763915), 3e-9)
agrees(no_learners("korn-graubard"), c(.000216146833, .137507763915), 3e-9)
agrees(no_learners("wald"), c(-.026662407958, .070378254952), 3e-11)
agrees(no_learners("wilson"), c(.003178777238, .135391285147), 3e-10)
awards <- function(kind) limits_of("apistrat.csv", ask(st, "awards", levels = "Yes", interval = kind))
agrees(awards("logit"), c(.568721098868, .703675779368), 1e-9)
agrees(awards("beta"), c(.567218701480, .706354783014))
agrees(awards("arcsine"), c(.569926322568, .705177805716))
agrees(awards("wald"), c(.571084874530, .706787253571))
agrees(clopper_pearson(8 / 40, 40, .95), c(.09052240939999, .3564780186792))
agrees(clopper_pearson(1 / 10, 10, .95), c(.002528578544462, .4450161170282))
agrees(clopper_pearson(0, 40, .95)[2], .08809730287880)
wilson <- function(x, n) wilson_limits(x / n, n, qnorm(.975))
agrees(wilson(8, 40), c(.10499989725438, .3475730634640))
agrees(wilson(0, 40)[2], .08762160119729)
# The domain's n: 84 schools did not improve.
request <- ask(st, "sch.wide", levels = "Yes", where = 'comp.imp == "No"', interval = "korn-graubard")
agrees(limits_of("apistrat.csv", request), c(.4293750563, .6644127400), 1e-9)

write_cases("cases-proportions.json")
