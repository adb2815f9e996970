# Missing answers in different patterns, codes that mean no answer, and Chinese names and groups.
source("lib/cases.R")
ask <- function(design, command, items, ...) c(list(command = command, items = items), design, list(...))

# Each item uses its own available cases; the covariance holds over all pairs of items all the same.
st <- list(weights = "pw", strata = "stype", fpc = "fpc")
items <- c("q1", "q2", "q3", "q4", "q5")
for (codes in c("none", "9", "8,9", "q1=9;q2=9;q4=8,9")) {
  missing <- if (codes == "none") NULL else list(missing = codes)
  id <- function(what) paste("missing", gsub("[^0-9a-z]+", "-", codes), what, sep = "-")
  add_case(id("mean"), "missing.csv", c(ask(st, "mean", items, covariance = TRUE), missing))
  add_case(id("total"), "missing.csv", c(ask(st, "total", items, covariance = TRUE), missing))
  add_case(id("mean-by"), "missing.csv", c(ask(st, "mean", c("q2", "q3"), by = "awards", covariance = TRUE, deff = TRUE), missing))
}
add_case("missing-proportions", "missing.csv",
         ask(st, "proportion", c("q1", "q3"), missing = "9", interval = "wald", covariance = TRUE))
add_case("missing-levels-by", "missing.csv",
         ask(st, "proportion", c("q1", "q4"), levels = c("1", "5"), by = "awards", missing = "8,9", covariance = TRUE))
# Codes hold for the items, not for where: q1 is 9 in some rows.
add_case("missing-code-in-where", "missing.csv", ask(st, "mean", "q2", where = "q1 == 9 || q1 == 1", missing = "9"))
# A contrast uses the rows that have all of its items, and only of its items.
add_case("missing-contrast", "missing.csv",
         c(list(command = "contrast", expression = "change = q2 - q1", missing = "9"), st))
add_case("missing-contrast-three", "missing.csv",
         c(list(command = "contrast", expression = "(q1 + q2) / q3 - 1", missing = "9", by = "awards", covariance = TRUE), st))

# enroll and the class sizes of the api data are missing in whole kinds of schools.
c1 <- list(weights = "pw", cluster = "dnum", fpc = "fpc")
add_case("c1-missing-pattern", "apiclus1.csv", ask(c1, "mean", c("enroll", "acs.k3", "acs.46", "acs.core"), covariance = TRUE))
add_case("c1-missing-pattern-total", "apiclus1.csv", ask(c1, "total", c("enroll", "acs.k3", "acs.46"), covariance = TRUE, where = 'stype != "H"'))
add_case("st-missing-pattern", "apistrat.csv", ask(st, "mean", c("enroll", "acs.46", "target"), covariance = TRUE, level = .9))

# Villages are numbered within their district.
counters <- list(weights = "權重", strata = "行政區", cluster = "里", fpc = "里數")
add_case("zh-mean", "counters.csv", ask(counters, "mean", c("滿意度", "等候分鐘"), covariance = TRUE, deff = TRUE))
add_case("zh-mean-by", "counters.csv", ask(counters, "mean", "滿意度", by = "通路", covariance = TRUE))
add_case("zh-mean-by-district", "counters.csv", ask(counters, "mean", "等候分鐘", by = "行政區", deff = "replace"))
add_case("zh-mean-by-two", "counters.csv", ask(counters, "mean", c("滿意度", "等候分鐘"), by = c("性別", "通路")))
add_case("zh-total-where", "counters.csv", ask(counters, "total", "等候分鐘", where = '行政區 in ("中正區", "大安區") && 滿意度 >= 3'))
add_case("zh-where-backticks", "counters.csv", ask(counters, "mean", "等候分鐘", where = '!(`性別` == "女")', by = "行政區"))
add_case("zh-proportion", "counters.csv", ask(counters, "proportion", "整體", by = "性別", covariance = TRUE))
add_case("zh-proportion-kg", "counters.csv", ask(counters, "proportion", "滿意度", interval = "korn-graubard"))
add_case("zh-proportion-levels", "counters.csv", ask(counters, "proportion", "整體", levels = "滿意", by = c("行政區", "性別"), interval = "wilson"))
add_case("zh-contrast", "counters.csv", c(list(command = "contrast", expression = "比值 = 等候分鐘 / 滿意度", by = "通路"), counters))
add_case("zh-no-weights", "counters.csv", ask(counters[c("strata", "cluster", "fpc")], "total", "滿意度"))

write_cases("cases-missing-and-chinese.json")
