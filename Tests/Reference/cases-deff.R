# Design effects: against simple random sampling without replacement (deff = TRUE) and with it
# ("replace").
source("lib/cases.R")

designs <- list(
  srs = list("apisrs.csv", list(weights = "pw", fpc = "fpc")),
  st = list("apistrat.csv", list(weights = "pw", strata = "stype", fpc = "fpc")),
  c1 = list("apiclus1.csv", list(weights = "pw", cluster = "dnum", fpc = "fpc")))
ask <- function(name, command, items, ...)
  c(list(command = command, items = items), designs[[name]][[2]], list(...))

checked <- list(srs = c(1, .967710687762), st = c(1.20445726854, 1.16556617145), c1 = c(9.34586945059, 9.06974836245))
for (name in names(designs)) {
  file <- designs[[name]][[1]]
  kinds <- list(wor = TRUE, wr = "replace")
  for (kind in names(kinds)) {
    id <- function(what) paste(name, "deff", kind, what, sep = "-")
    deff <- kinds[[kind]]
    answer <- add_case(id("mean"), file, ask(name, "mean", c("api00", "enroll"), deff = deff))
    agrees(field(answer, "deff")[1], checked[[name]][match(kind, names(kinds))])
    add_case(id("total"), file, ask(name, "total", c("api00", "enroll"), deff = deff))
    add_case(id("mean-by"), file, ask(name, "mean", "api00", by = "stype", deff = deff))
    add_case(id("mean-where"), file, ask(name, "mean", c("api00", "avg.ed"), where = 'awards == "Yes"', deff = deff))
    add_case(id("proportion"), file, ask(name, "proportion", "stype", interval = "wald", deff = deff))
  }
}

# Weights that sum to no more than the sample leave out the finite factor.
add_case("c1-deff-weights-micro", "apiclus1_variants.csv",
         list(command = "mean", items = "api00", weights = "pw_micro", cluster = "dnum", fpc = "fpc", deff = TRUE),
         source = "survey::svymean, deff = 'replace', because the weights sum to less than the sample")
add_case("st-deff-weights-mega", "apistrat_variants.csv",
         list(command = "mean", items = "api00", weights = "pw_mega", strata = "stype", fpc = "fpc", deff = TRUE))

write_cases("cases-deff.json")
