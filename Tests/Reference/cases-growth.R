# Growth rates: a panel of schools in one file and in two, with and without ids; clusters that both years
# share; independent samples; means, totals and shares; delta, log and Fieller intervals.
source("lib/cases.R")
st <- list(weights = "pw", strata = "stype", fpc = "fpc")
c1 <- list(weights = "pw", cluster = "dnum", fpc = "fpc")
ask <- function(..., items = "api") c(list(command = "growth", items = items), list(...))
years <- list(period = "year", from = "99", to = "00")
grown <- function(answer) Filter(function(row) row$statistic == "growth", answer$rows)[[1]]
checked <- function(answer, g, se, limits = NULL) {
  row <- grown(answer)
  agrees(c(row$estimate, row$std_error), c(g, se))
  if (!is.null(limits)) agrees(c(row$conf_low, row$conf_high), limits)
}
panel <- c(.05226054621825, .003643922230843)
limits <- list(delta = c(.0450744435861, .0594466488504), log = c(.0450989255065, .0594712424863),
               fieller = c(.0451943511361, .0595757211384))
for (method in names(limits)) {
  checked(add_case(paste0("growth-st-id-", method), "apistrat_long.csv", do.call(ask, c(st, years, id = "snum", method = method))),
          panel[1], panel[2], limits[[method]])
  checked(add_case(paste0("growth-st-two-files-id-", method), "apistrat_00.csv", do.call(ask, c(st, prior = "apistrat_99.csv", id = "snum", method = method))),
          panel[1], panel[2], limits[[method]])
  add_case(paste0("growth-c1-by-", method), "apiclus1_long.csv", do.call(ask, c(c1, years, by = "awards", method = method)))
}
checked(add_case("growth-st-two-files", "apistrat_00.csv", do.call(ask, c(st, prior = "apistrat_99.csv"))), panel[1], .0223825426348)
checked(add_case("growth-st-one-file", "apistrat_long.csv", do.call(ask, c(st, years))), panel[1], .0221141536103)
cluster <- c(.0612728107529, .006230831216609)
checked(add_case("growth-c1-one-file", "apiclus1_long.csv", do.call(ask, c(c1, years))), cluster[1], cluster[2], c(.0479090069049, .0746366146009))
checked(add_case("growth-c1-one-file-id", "apiclus1_long.csv", do.call(ask, c(c1, years, id = "snum", method = "fieller"))), cluster[1], cluster[2], c(.0485578795269, .0754222798245))
checked(add_case("growth-c1-shared", "apiclus1_00.csv", do.call(ask, c(c1, prior = "apiclus1_99.csv", shared_clusters = TRUE))), cluster[1], cluster[2])
checked(add_case("growth-c1-two-files-id", "apiclus1_00.csv", do.call(ask, c(c1, prior = "apiclus1_99.csv", id = "snum", method = "log"))), cluster[1], cluster[2], c(.0479927949676, .0747211090112))
checked(add_case("growth-c1-independent", "apiclus1_00.csv", do.call(ask, c(c1, prior = "apiclus1_99.csv"))), cluster[1], .057431805308)

for (name in c("apistrat", "apiclus1")) {
  design <- if (name == "apistrat") st else c1
  short <- sub("api", "", name)
  long <- paste0(name, "_long.csv")
  now <- paste0(name, "_00.csv")
  before <- paste0(name, "_99.csv")
  id <- function(what) paste("growth", short, what, sep = "-")
  add_case(id("total"), long, do.call(ask, c(design, years, statistic = "total")))
  add_case(id("total-id"), long, do.call(ask, c(design, years, statistic = "total", id = "snum", method = "log")))
  add_case(id("share"), long, do.call(ask, c(design, years, statistic = "proportion", items = "good")))
  add_case(id("share-id"), long, do.call(ask, c(design, years, statistic = "proportion", items = "good", id = "snum", method = "fieller")))
  add_case(id("share-two-files"), now, do.call(ask, c(design, prior = before, statistic = "proportion", items = "good")))
  add_case(id("by"), long, do.call(ask, c(design, years, by = "stype")))
  add_case(id("by-id"), long, do.call(ask, c(design, years, by = "awards", id = "snum")))
  add_case(id("where"), long, do.call(ask, c(design, years, where = "stype == \"E\"", id = "snum")))
  add_case(id("labels"), now, do.call(ask, c(design, prior = before, from = "1999", to = "2000", level = .9)))
  add_case(id("df"), now, do.call(ask, c(design, prior = before, df = "inf", method = "fieller")))
  add_case(id("backwards"), long, do.call(ask, c(design, period = "year", from = "00", to = "99", id = "snum")))
  add_case(id("by-two-files"), now, do.call(ask, c(design, prior = before, by = "stype", method = "log")))
}
gaps <- list(weights = "pw", cluster = "dnum")
add_case("growth-gaps", "panel_gaps.csv", do.call(ask, c(gaps, years)))
add_case("growth-gaps-id", "panel_gaps.csv", do.call(ask, c(list(weights = "pw", id = "snum"), years)))
add_case("growth-gaps-elements", "panel_gaps.csv", do.call(ask, c(list(weights = "pw"), years)))
add_case("growth-gaps-by", "panel_gaps.csv", do.call(ask, c(gaps, years, by = "stype", method = "fieller")))
write_cases("cases-growth.json")
