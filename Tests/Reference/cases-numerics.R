# The same answers in other units: weights times 1e6 and 1e-6, answers far from zero, weights of zero.
source("lib/cases.R")
ask <- function(design, command, items, ...) c(list(command = command, items = items), design, list(...))

files <- list(st = "apistrat_variants.csv", c1 = "apiclus1_variants.csv")
designs <- list(st = list(strata = "stype", fpc = "fpc"), c1 = list(cluster = "dnum", fpc = "fpc"))
for (name in names(files)) {
  file <- files[[name]]
  id <- function(...) paste(name, ..., sep = "-")
  for (weights in c("pw", "pw_micro", "pw_mega")) {
    design <- c(list(weights = weights), designs[[name]])
    add_case(id(weights, "mean"), file, ask(design, "mean", c("api00", "enroll"), covariance = TRUE))
    add_case(id(weights, "total"), file, ask(design, "total", c("enroll", "api.stu"), covariance = TRUE))
    add_case(id(weights, "proportion"), file, ask(design, "proportion", "ell_zero", interval = "korn-graubard"))
    add_case(id(weights, "growth"), file, c(list(command = "contrast", expression = "growth = (api00 - api99) / api99"), design))
  }

  # Answers shifted by 1e7: the mean moves by that, the standard error is that of the unshifted
  # answers, from which it is taken.
  design <- c(list(weights = "pw"), designs[[name]])
  for (by in list(NULL, "awards")) {
    plain <- answer_of(file, c(ask(design, "mean", c("api00", "api99"), covariance = TRUE), list(by = by)))
    shifted <- lapply(plain$rows, function(row) {
      half <- (row$conf_high - row$conf_low) / 2
      mean <- row$estimate + 1e7
      list(estimate = mean, std_error = row$std_error, conf_low = mean - half, conf_high = mean + half,
           cv = row$std_error / mean)
    })
    add_case(id("shifted", paste(c("mean", by), collapse = "-by-")), file,
             c(ask(design, "mean", c("api00_shifted", "api99_shifted")), if (!is.null(by)) list(by = by)),
             source = "survey::svymean of the unshifted answers", instead = shifted)
  }
  plain <- answer_of(file, c(list(command = "contrast", expression = "api00 - api99"), design))$rows[[1]]
  add_case(id("shifted-difference"), file,
           c(list(command = "contrast", expression = "api00_shifted - api99_shifted"), design),
           source = "survey::svycontrast of the unshifted answers", tolerance = 1e-8,
           instead = list(plain[c("estimate", "std_error", "conf_low", "conf_high", "cv")]))

  # Rows of weight zero count neither as answers nor as missing.
  design <- c(list(weights = "pw_zero"), designs[[name]])
  add_case(id("weights-of-zero"), file, ask(design, "mean", c("api00", "enroll"), deff = TRUE, covariance = TRUE))
  add_case(id("weights-of-zero-by"), file, ask(design, "total", "enroll", by = "awards"))
  add_case(id("weights-of-zero-proportion"), file, ask(design, "proportion", "awards", interval = "korn-graubard"))
}

# A large count of decimals in the weights, and element designs with strata but no fpc.
add_case("c1-elements-by-type", "apiclus1_variants.csv",
         list(command = "mean", items = c("api00", "meals"), weights = "pw", strata = "stype", covariance = TRUE))
add_case("st-elements-as-clusters", "apistrat_variants.csv",
         list(command = "total", items = "enroll", weights = "pw", strata = "stype", cluster = "school", fpc = "fpc"))

write_cases("cases-numerics.json")
