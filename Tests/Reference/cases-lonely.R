# Strata with a single unit, by every method. Means as in R's survey.lonely.psu; totals under
# "adjust" by the published definition (lib/variance.R), which centres where R does not.
source("lib/cases.R")

elements <- list(weights = "pw", strata = "dnum")
with_fpc <- c(elements, fpc = "schools")
regions <- list(weights = "pw", strata = "region", cluster = "dnum")
named <- list(weights = "pw", strata = "region_name", cluster = "dnum", fpc = "region_size")
sets <- list(
  `lonely-element` = list("lonely.csv", elements),
  `lonely-element-fpc` = list("lonely.csv", with_fpc),
  `lonely-cluster` = list("lonely_clusters.csv", regions),
  `lonely-cluster-fpc` = list("lonely_clusters.csv", c(regions, fpc = "region_size")),
  `lonely-cluster-named` = list("lonely_clusters.csv", named[1:3]))
ask <- function(design, command, items, ...) c(list(command = command, items = items), design, list(...))
growth <- "growth = (api00 - api99) / api99"

for (name in names(sets)) {
  file <- sets[[name]][[1]]; design <- sets[[name]][[2]]
  for (method in c("remove", "certainty", "adjust", "average", "collapse")) {
    id <- function(what) paste(name, method, what, sep = "-")
    add_case(id("mean"), file, ask(design, "mean", c("api00", "api99"), lonely_psu = method, covariance = TRUE))
    add_case(id("total"), file, ask(design, "total", c("enroll", "api.stu"), lonely_psu = method, covariance = TRUE))
    add_case(id("growth"), file, c(list(command = "contrast", expression = growth, lonely_psu = method), design))
    add_case(id("awards"), file, ask(design, "proportion", "awards", lonely_psu = method))
    # Under "average" R scales by the strata present in the domain, which is open to interpretation.
    if (method != "average") {
      add_case(id("mean-domain"), file, ask(design, "mean", "api00", where = 'stype == "E"', lonely_psu = method))
      add_case(id("total-domain"), file, ask(design, "total", "enroll", by = "awards", lonely_psu = method))
    }
  }
  fails <- function(what, request)
    add_failing_case(paste(name, what, sep = "-"), file, request, "lonely_psu", "has only one PSU")
  fails("default", ask(design, "mean", "api00"))
  fails("fail", ask(design, "total", "enroll", lonely_psu = "fail"))
}

# The design effect with lonely strata.
add_case("lonely-element-adjust-deff", "lonely.csv", ask(elements, "mean", "api00", lonely_psu = "adjust", deff = TRUE))
add_case("lonely-element-average-deff", "lonely.csv", ask(elements, "mean", "api00", lonely_psu = "average", deff = "replace"))

# A stratum whose one unit is its whole population is not lonely: it contributes nothing.
census <- c(elements, fpc = "schools_census")
add_case("certainty-unit-is-not-lonely", "lonely.csv", ask(census, "mean", c("api00", "enroll"), covariance = TRUE))
add_case("certainty-unit-total", "lonely.csv", ask(census, "total", "enroll"))
add_case("certainty-unit-fail", "lonely.csv", ask(census, "mean", "api00", lonely_psu = "fail"))

# Checked values.
se <- function(method) field(answer_of("lonely.csv", ask(elements, "mean", "api00", lonely_psu = method)), "std_error")
agrees(sapply(c("remove", "certainty", "adjust", "average"), se),
       c(5.805777578276, 5.805777578276, 5.828057901649, 6.009550727956))

write_cases("cases-lonely.json")
