# Two stages with finite population corrections at both: the second stage's variance enters times
# the first stage's sampling fraction.
source("lib/cases.R")
ask <- function(design, command, items, ...) c(list(command = command, items = items), design, list(...))

c2 <- list(weights = "pw", cluster = c("dnum", "snum"), fpc = c("fpc1", "fpc2"))
designs <- list(c2 = c2, `c2-replacement` = c2[c("weights", "cluster")], `c2-weights-from-fpc` = c2[c("cluster", "fpc")],
                `c2-first-stage` = list(weights = "pw", cluster = "dnum", fpc = "fpc1"))
for (name in names(designs)) {
  id <- function(what) paste(name, what, sep = "-")
  design <- designs[[name]]
  file <- "apiclus2.csv"
  add_case(id("mean"), file, ask(design, "mean", c("api00", "enroll"), covariance = TRUE, deff = TRUE))
  add_case(id("total"), file, ask(design, "total", c("enroll", "api.stu"), deff = "replace"))
  add_case(id("mean-by"), file, ask(design, "mean", "api00", by = "stype", covariance = TRUE))
  add_case(id("where"), file, ask(design, "total", "api00", where = 'awards == "Yes" && stype != "H"', level = .99))
  add_case(id("proportion"), file, ask(design, "proportion", "awards", interval = "korn-graubard"))
  add_case(id("growth"), file, c(list(command = "contrast", expression = "growth = (api00 - api99) / api99"), design))
  add_case(id("ratio"), file, c(list(command = "contrast", expression = "api.stu / enroll", statistic = "total"), design))
}
mu284 <- list(cluster = c("id1", "id2"), fpc = c("n1", "n2"))
add_case("mu284-total", "mu284.csv", ask(mu284, "total", "y1"))
add_case("mu284-mean", "mu284.csv", ask(mu284, "mean", "y1", deff = TRUE))

# Checked values.
one <- function(design, command, items, ...) answer_of("apiclus2.csv", ask(design, command, items, ...))$rows[[1]]
pair <- function(row) c(row$estimate, row$std_error)
agrees(pair(one(c2, "mean", "api00")), c(670.8118081181, 30.09902737684))
agrees(pair(one(c2, "total", "enroll")), c(2639272.93, 799637.7736484))
agrees(pair(one(designs[["c2-replacement"]], "mean", "api00")), c(670.8118081181, 30.71157630933))
agrees(pair(one(designs[["c2-replacement"]], "total", "enroll")), c(2639272.93, 820261.1464768))
agrees(unlist(one(c2, "mean", "api00")[c("df", "conf_low", "conf_high")]), c(39, 609.930778741, 731.692837495))
agrees(c(one(c2, "mean", "api00", deff = TRUE)$deff, one(c2, "mean", "api00", deff = "replace")$deff),
       c(6.25051375571, 6.09695270277))
agrees(pair(answer_of("mu284.csv", ask(mu284, "total", "y1"))$rows[[1]]), c(15080, 2274.254700873))

write_cases("cases-two-stage.json")
