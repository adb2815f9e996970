# Domains: groups by one and two columns, and `where` expressions. Nothing is dropped before the
# design is built; df are the clusters less strata present in the domain.
source("lib/cases.R")

srs <- list(weights = "pw", fpc = "fpc")
st <- list(weights = "pw", strata = "stype", fpc = "fpc")
c1 <- list(weights = "pw", cluster = "dnum", fpc = "fpc")
ask <- function(design, command, items, ...) c(list(command = command, items = items), design, list(...))

designs <- list(srs = list("apisrs.csv", srs), st = list("apistrat.csv", st), c1 = list("apiclus1.csv", c1))
where <- c(
  awards = 'awards == "Yes"',
  `not-awards` = 'awards != "Yes"',
  both = 'ell > 10 && awards == "Yes"',
  either = 'meals >= 60 || ell < 3',
  `in` = 'stype in ("E", "H")',
  not = '!(stype == "E")',
  nested = '(stype in ("E", "M") || !(awards == "No")) && api99 <= 650.5')
for (name in names(designs)) {
  file <- designs[[name]][[1]]; design <- designs[[name]][[2]]
  add_case(paste0(name, "-mean-by-stype"), file, ask(design, "mean", c("api00", "enroll"), by = "stype", covariance = TRUE))
  add_case(paste0(name, "-total-by-awards"), file, ask(design, "total", c("enroll", "api.stu"), by = "awards", covariance = TRUE))
  add_case(paste0(name, "-mean-by-two"), file, ask(design, "mean", "api00", by = c("awards", "stype")))
  add_case(paste0(name, "-by-and-where"), file,
           ask(design, "total", "enroll", by = "comp.imp", where = 'stype != "H"', level = .9))
  for (key in names(where))
    add_case(paste0(name, "-where-", key), file, ask(design, "mean", c("api00", "ell"), where = where[[key]]))
}

# Numeric groups come in ascending order: county 1, 2, 10, …; some have one cluster and so no
# interval.
add_case("c1-mean-by-county", "apiclus1.csv", ask(c1, "mean", "api00", by = "cnum"))
add_case("srs-mean-by-county-inf", "apisrs.csv", ask(srs, "mean", "api00", by = "cnum", where = 'cnum <= 20', df = "inf"))

# A missing value makes a comparison false, and its negation true.
add_case("st-where-missing-false", "apistrat.csv", ask(st, "mean", "api00", where = "acs.46 > 28"))
add_case("st-where-missing-negated", "apistrat.csv", ask(st, "mean", "api00", where = "!(acs.46 > 28)"))

# Checked values.
by_type <- answer_of("apistrat.csv", ask(st, "mean", "api00", by = "stype"))
agrees(field(by_type, "estimate"), c(674.43, 625.82, 636.60))
agrees(field(by_type, "std_error"), c(12.3824797939, 14.9371291854, 16.2147073082))
awards <- answer_of("apistrat.csv", ask(st, "mean", "api00", where = where[["awards"]]))
agrees(c(field(awards, "estimate"), field(awards, "std_error")), c(678.4224056, 11.85663), 1e-6)
stopifnot(field(awards, "df") == 110)
high <- answer_of("apiclus1.csv", ask(c1, "mean", "api00", by = "stype"))$rows[[2]]
agrees(c(high$estimate, high$std_error), c(618.5714286, 38.02025), 1e-6)
stopifnot(high$df == 7)

write_cases("cases-domains.json")
