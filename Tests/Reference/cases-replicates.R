# Jackknife, half samples and Fay's method; R's own functions where they have the statistic, and the bootstrap by
# factors that R drew (replicate-factors.json).
source("lib/cases.R")

ask <- function(design, command, items, ...) c(list(command = command, items = items), design, list(...))
# The designs: a cluster sample, the same with strata and a finite population, two units in every stratum.
c1 <- list(weights = "pw", cluster = "dnum", replicate_type = "jk1")
c1_fpc <- c(c1, fpc = "fpc")
regions <- list(weights = "pw", strata = "region", cluster = "dnum", lonely_psu = "collapse", replicate_type = "jkn")
nhanes <- list(weights = "WTMEC2YR", strata = "SDMVSTRA", cluster = "SDMVPSU")
pairs <- list(weights = "w", strata = "stratum", cluster = "psu")
scd <- list(strata = "ESA", cluster = "ambulance")
growth <- "growth = (api00 - api99) / api99"

for (mse in c(FALSE, TRUE)) {
  add <- function(id, file, request) add_case(paste0(id, if (mse) "-mse"), file, if (mse) c(request, mse = TRUE) else request)
  for (part in list(list("jk1", c1), list("jk1-fpc", c1_fpc))) {
    id <- function(what) paste(part[[1]], what, sep = "-")
    design <- part[[2]]
    add(id("mean"), "apiclus1.csv", ask(design, "mean", c("api00", "api99", "enroll"), covariance = TRUE))
    add(id("total"), "apiclus1.csv", ask(design, "total", c("enroll", "api.stu"), covariance = TRUE))
    add(id("awards"), "apiclus1.csv", ask(design, "proportion", "awards", covariance = TRUE))
    add(id("by"), "apiclus1.csv", ask(design, "mean", c("api00", "meals"), by = "awards", covariance = TRUE))
    add(id("where"), "apiclus1.csv", ask(design, "mean", "api00", where = "meals > 40"))
    add(id("contrast"), "apiclus1.csv", c(list(command = "contrast", expression = growth), design))
    add(id("contrast-by"), "apiclus1.csv", c(list(command = "contrast", expression = "r = enroll / api.stu", by = "awards", covariance = TRUE), design))
    add(id("growth"), "apiclus1_long.csv", ask(design, "growth", "api", period = "year", from = "99", to = "00", covariance = TRUE))
    add(id("growth-by"), "apiclus1_long.csv", ask(design, "growth", "api", period = "year", from = "99", to = "00", by = "awards"))
  }
  jkn <- c(nhanes, replicate_type = "jkn")
  add("jkn-nhanes-cholesterol", "nhanes.csv", ask(jkn, "mean", "HI_CHOL", by = c("race", "RIAGENDR"), covariance = TRUE))
  add("jkn-nhanes-total", "nhanes.csv", ask(jkn, "total", "HI_CHOL", by = "agecat"))
  add("jkn-nhanes-age", "nhanes.csv", ask(jkn, "proportion", "agecat", where = "RIAGENDR == 2"))
  add("jkn-regions-mean", "lonely_clusters.csv", ask(regions, "mean", c("api00", "enroll"), by = "awards", covariance = TRUE))
  add("jkn-regions-fpc", "lonely_clusters.csv", ask(c(regions, fpc = "region_size"), "mean", c("api00", "enroll"), covariance = TRUE))
  for (part in list(list("brr", list(replicate_type = "brr")), list("fay", list(replicate_type = "fay", fay_rho = .3)))) {
    id <- function(what) paste(part[[1]], what, sep = "-")
    half <- part[[2]]
    add(id("scd-total"), "scd.csv", ask(c(scd, half), "total", c("alive", "arrests"), covariance = TRUE))
    add(id("scd-mean"), "scd.csv", ask(c(scd, half), "mean", c("alive", "arrests"), covariance = TRUE))
    add(id("scd-ratio"), "scd.csv", c(list(command = "contrast", expression = "survival = alive / arrests"), scd, half))
    add(id("nhanes-mean"), "nhanes_pairs.csv", ask(c(pairs, half), "mean", "HI_CHOL", by = "RIAGENDR", covariance = TRUE))
    add(id("nhanes-race"), "nhanes_pairs.csv", ask(c(pairs, half), "proportion", "race", covariance = TRUE))
    add(id("nhanes-total"), "nhanes_pairs.csv", ask(c(pairs, half), "total", "HI_CHOL", by = "race"))
  }
}

# What has no replicates fails.
fails <- function(id, file, request, error) keep_case(c(case_head(id, file, request), list(error = error)))
fails("replicates-without-clusters", "apistrat.csv", list(command = "mean", items = "api00", weights = "pw", replicate_type = "jkn"), "unsupported")
fails("brr-three-units", "nhanes.csv", ask(c(nhanes, replicate_type = "brr"), "mean", "HI_CHOL"), "invalid_design")
fails("jk1-with-strata", "nhanes.csv", ask(c(nhanes, replicate_type = "jk1"), "mean", "HI_CHOL"), "invalid_design")
lonely <- modifyList(regions, list(lonely_psu = NULL))
fails("jkn-lonely", "lonely_clusters.csv", ask(lonely, "mean", "api00"), "lonely_psu")
fails("jkn-lonely-adjust", "lonely_clusters.csv", ask(c(lonely, lonely_psu = "adjust"), "mean", "api00"), "unsupported")
fails("raked-replicates", "apiclus1.csv", ask(c(c1, rake = "margins_stype.csv"), "mean", "api00"), "unsupported")

# R's own estimators of replicates give what withReplicates() gave.
data <- read_data("apiclus1.csv")
request <- ask(c1_fpc, "mean", c("api00", "api99", "enroll"))
replicated <- replicate_design(request, data, make_design(request, data))
agrees(field(answer_of("apiclus1.csv", request), "std_error"), unname(SE(svymean(~api00 + api99 + enroll, replicated))), 1e-10)
agrees(field(answer_of("apiclus1.csv", ask(c1_fpc, "total", "enroll")), "std_error"), unname(as.vector(SE(svytotal(~enroll, replicated)))), 1e-10)

# A bootstrap whose factors R drew (subbootstrap): they are written with what they must give.
set.seed(20)
drawn <- as.svrepdesign(make_design(c1, data), type = "subbootstrap", replicates = 40)
stopifnot(drawn$scale == 1 / 39)
units <- sorted_keys(data$text$dnum)
factors <- weights(drawn, "replication")[match(units, data$text$dnum), ]
expected <- lapply(list(ask(c1, "mean", c("api00", "enroll"), by = "awards"), ask(c1, "total", "enroll")),
                   function(request) c(list(request = request), replicated_rows(request, data, make_design(request, data), drawn)))
parts <- sapply(expected, function(part) json_text(list(
  command = part$request$command, items = as.list(part$request$items), by = as.list(part$request$by),
  std_error = lapply(part$rows, function(row) row$std_error), covariance = part$covariance)))
write_json_lines("replicate-factors.json", "survey-stats/replicate-factors@1", "answers",
                 c(json_text(list(data = "apiclus1.csv", cluster = "dnum", weights = "pw", units = as.list(units), scale = drawn$scale,
                                  factors = unname(t(as.matrix(factors))))), parts))

write_cases("cases-replicates.json")
