# Finite populations: counts and fractions, the size of the whole population, a census, weights
# that follow from the counts, and no weights at all.
source("lib/cases.R")
ask <- function(command, items, ..., design = list()) c(list(command = command, items = items), design, list(...))

# The fpc data set: two strata of 15 and 12 clusters, 5 and 3 sampled; ids start at 1 in each.
small <- list(weights = "weight", strata = "stratid", cluster = "psuid")
with_fpc <- add_case("fpc-mean", "fpc.csv", ask("mean", "x", design = c(small, fpc = "Nh")))$rows[[1]]
without <- add_case("fpc-mean-without", "fpc.csv", ask("mean", "x", design = small))$rows[[1]]
agrees(c(with_fpc$estimate, with_fpc$std_error, without$std_error), c(5.448148118125, .6160407198097, .7412683267688))
add_case("fpc-total", "fpc.csv", ask("total", "x", design = c(small, fpc = "Nh"), deff = TRUE))
add_case("fpc-total-without", "fpc.csv", ask("total", "x", design = small, deff = "replace"))
add_case("fpc-mean-no-weights", "fpc.csv", ask("mean", "x", design = list(strata = "stratid", cluster = "psuid", fpc = "Nh")))
add_case("fpc-by-stratum", "fpc.csv", ask("total", "x", design = c(small, fpc = "Nh"), by = "stratid", covariance = TRUE))
add_case("fpc-no-design", "fpc.csv", ask("mean", "x", design = list(weights = "weight")))

# Weights from the counts: N / n, for elements and for clusters.
for (name in c("srs", "st", "c1")) {
  file <- c(srs = "apisrs.csv", st = "apistrat.csv", c1 = "apiclus1.csv")[[name]]
  design <- list(srs = list(fpc = "fpc"), st = list(strata = "stype", fpc = "fpc"),
                 c1 = list(cluster = "dnum", fpc = "fpc"))[[name]]
  add_case(paste0(name, "-weights-from-fpc"), file, ask("total", c("enroll", "api.stu"), design = design))
  add_case(paste0(name, "-weights-from-fpc-mean"), file, ask("mean", "api00", design = design, by = "awards"))
  # The same without the fpc, and without weights.
  bare <- design[names(design) != "fpc"]
  add_case(paste0(name, "-no-fpc"), file, ask("mean", c("api00", "enroll"), design = c(list(weights = "pw"), bare)))
  add_case(paste0(name, "-no-weights"), file, ask("mean", c("api00", "enroll"), design = bare))
  add_case(paste0(name, "-no-weights-total"), file, ask("total", "enroll", design = bare))
}

# The size of the whole population.
add_case("srs-population", "apisrs.csv", ask("total", c("enroll", "api.stu"), design = list(population = 6194)))
add_case("srs-population-and-weights", "apisrs.csv", ask("mean", c("api00", "enroll"), design = list(population = 6194, weights = "pw")))
add_case("srs-population-smaller", "apisrs.csv", ask("mean", "api00", design = list(population = 250), deff = TRUE))
add_case("srs-population-proportion", "apisrs.csv", ask("proportion", "awards", design = list(population = 250)))
add_case("srs-population-census", "apisrs.csv", ask("total", "api00", design = list(population = 200)))
agrees(field(answer_of("apisrs.csv", ask("total", "enroll", design = list(population = 6194))), "std_error"), 169519.6543441)

# Fractions in place of counts, and a column of ones: a census, without sampling error.
variants <- list(st = list("apistrat_variants.csv", list(strata = "stype")),
                 c1 = list("apiclus1_variants.csv", list(cluster = "dnum")))
for (name in names(variants)) {
  file <- variants[[name]][[1]]; design <- variants[[name]][[2]]
  id <- function(what) paste(name, what, sep = "-")
  add_case(id("fraction"), file, ask("mean", c("api00", "enroll"), design = c(weights = "pw", design, fpc = "fpc_fraction")))
  add_case(id("fraction-weights"), file, ask("total", "enroll", design = c(design, fpc = "fpc_fraction")))
  add_case(id("fraction-domain"), file, ask("mean", "api00", where = "ell0 == 1", design = c(weights = "pw", design, fpc = "fpc_fraction")))
  add_case(id("census"), file, ask("mean", c("api00", "enroll"), design = c(weights = "pw", design, fpc = "fpc_census")))
  add_case(id("census-weights"), file, ask("total", "api00", by = "awards", design = c(design, fpc = "fpc_census")))
  add_case(id("census-proportion"), file, ask("proportion", "awards", interval = "wald", design = c(design, fpc = "fpc_census")))
}

write_cases("cases-fpc.json")
