# Means and totals on the one-stage designs of the api data: simple random, stratified, clusters.
source("lib/cases.R")

srs <- list(weights = "pw", fpc = "fpc")
st <- list(weights = "pw", strata = "stype", fpc = "fpc")
c1 <- list(weights = "pw", cluster = "dnum", fpc = "fpc")
designs <- list(srs = list("apisrs.csv", srs), st = list("apistrat.csv", st), c1 = list("apiclus1.csv", c1))

ask <- function(command, items, ..., design) c(list(command = command, items = items), design, list(...))

for (name in names(designs)) {
  file <- designs[[name]][[1]]; design <- designs[[name]][[2]]
  add_case(paste0(name, "-mean-api00"), file, ask("mean", "api00", design = design))
  add_case(paste0(name, "-mean-several"), file,
           ask("mean", c("api00", "api99", "enroll", "meals", "avg.ed"), covariance = TRUE, design = design))
  add_case(paste0(name, "-total-enroll"), file, ask("total", "enroll", design = design))
  add_case(paste0(name, "-total-several"), file,
           ask("total", c("enroll", "api.stu"), covariance = TRUE, design = design))
  add_case(paste0(name, "-mean-level-90"), file, ask("mean", "api00", level = .9, design = design))
  add_case(paste0(name, "-mean-level-99"), file, ask("mean", c("api00", "ell"), level = .99, design = design))
  add_case(paste0(name, "-mean-df-inf"), file, ask("mean", c("api00", "enroll"), df = "inf", design = design),
           source = "survey::svymean, confint (normal quantile)")
  add_case(paste0(name, "-mean-df-7"), file, ask("mean", "api00", df = 7, design = design))
  add_case(paste0(name, "-total-df-2.5"), file, ask("total", "enroll", df = 2.5, level = .9, design = design))
}

# Checked values.
mean_of <- function(name) answer_of(designs[[name]][[1]], ask("mean", "api00", design = designs[[name]][[2]]))
total_of <- function(name) answer_of(designs[[name]][[1]], ask("total", "enroll", design = designs[[name]][[2]]))
agrees(sapply(names(designs), function(d) field(mean_of(d), "estimate")),
       c(656.585, 662.2873631593, 644.1693989071))
agrees(sapply(names(designs), function(d) field(mean_of(d), "std_error")),
       c(9.249722039283, 9.408940802785, 23.54224069378))
agrees(sapply(names(designs), function(d) field(total_of(d), "estimate")),
       c(3621074.34, 3687177.532438, 3404940.134529))
agrees(sapply(names(designs), function(d) field(total_of(d), "std_error")),
       c(169519.6543441, 114641.7161008, 932235.0270412))
stopifnot(identical(unname(sapply(names(designs), function(d) field(mean_of(d), "df"))), c(199L, 197L, 14L)))
agrees(c(field(mean_of("st"), "conf_low"), field(mean_of("st"), "conf_high")), c(643.732188272, 680.842538047))
agrees(c(field(mean_of("c1"), "conf_low"), field(mean_of("c1"), "conf_high")), c(593.676314463, 694.662483351))

write_cases("cases-means-totals.json")
