# Weights fitted to margins of the population: post-stratification and raking, with the variance of residuals.
source("lib/cases.R")

srs <- list(weights = "pw", fpc = "fpc")
st <- list(weights = "pw", strata = "stype", fpc = "fpc")
c1 <- list(weights = "pw", cluster = "dnum", fpc = "fpc")
elements <- list(weights = "pw", strata = "awards")
designs <- list(srs = list("apisrs.csv", srs), st = list("apistrat.csv", st), c1 = list("apiclus1.csv", c1),
                uneven = list("apistrat.csv", elements))
post <- list(poststratify = "margins_stype.csv")
rake <- list(rake = "margins_stype_wide.csv")
fits <- list(post = post, rake = rake, three = list(rake = "margins_three.csv"),
             joint = list(poststratify = "margins_joint.csv"), `joint-one` = list(rake = "margins_joint_and_one.csv"),
             shares = list(rake = "margins_shares.csv", keep_total = TRUE), scaled = list(rake = "margins_scaled.csv"))

ask <- function(command, items, ...) c(list(command = command, items = items), ...)
add <- function(id, data, request, ...) add_case(paste0("cal-", id), data, request, ...)

weight_lines <- list()
keep_weights <- function(id, data, request) {
  design <- make_design(request, read_data(data))
  weight_lines[[length(weight_lines) + 1]] <<- c(case_head(id, data, request),
                                                 list(weights = as.list(unname(weights(design)))))
}

for (name in names(designs)) for (fit in names(fits)) {
  file <- designs[[name]][[1]]; design <- designs[[name]][[2]]
  # Every cell of joint margins needs a school in the sample.
  known <- read_data(file)$text
  margins <- read_margins(unlist(fits[[fit]][c("poststratify", "rake")]))
  full <- all(sapply(margins, function(m) {
    columns <- strsplit(m$variable[1], ":", fixed = TRUE)[[1]]
    all(m$category %in% do.call(paste, c(unname(known[columns]), sep = ":")))
  }))
  if (!full) next
  id <- function(what) paste(name, fit, what, sep = "-")
  with <- function(...) c(design, fits[[fit]], list(...))
  add(id("mean"), file, ask("mean", c("api00", "enroll", "api99"), with(covariance = TRUE)))
  add(id("total"), file, ask("total", c("enroll", "api.stu"), with(covariance = TRUE)))
  add(id("mean-by"), file, ask("mean", c("api00", "enroll"), with(by = "stype", covariance = TRUE)))
  add(id("total-by-two"), file, ask("total", "enroll", with(by = c("awards", "sch.wide"), covariance = TRUE)))
  add(id("mean-where"), file, ask("mean", c("api00", "avg.ed"), with(where = "meals > 40")))
  # Shares that the margins fix have a standard error of 0; what a covariance of such is can only be rounding.
  add(id("proportion-known"), file, ask("proportion", c("comp.imp", "both"), with()))
  add(id("proportion"), file, ask("proportion", if (fit == "shares") "yr.rnd" else c("comp.imp", "yr.rnd"),
                                  with(covariance = TRUE)))
  add(id("proportion-by"), file, ask("proportion", "yr.rnd", with(by = "sch.wide", levels = c("No", "Yes"))))
  add(id("contrast"), file, c(list(command = "contrast", expression = "growth = (api00 - api99) / api99"),
                              with(by = "awards", covariance = TRUE)))
  add(id("ratio"), file, c(list(command = "contrast", expression = "api.stu / enroll", statistic = "total"), with()))
  add(id("deff"), file, ask("mean", "api00", with(by = "stype", deff = "replace")))
  add(id("deff-finite"), file, ask("total", "enroll", with(where = "meals > 20", deff = TRUE)))
  keep_weights(id("weights"), file, with())
}

# Growth, the periods being domains of one design, or two designs with margins of their own.
years <- list(period = "year", from = "99", to = "00")
for (name in c("apistrat", "apiclus1")) {
  design <- if (name == "apistrat") st else c1
  grow <- function(...) c(list(command = "growth", items = "api"), design, list(...))
  long <- paste0(name, "_long.csv")
  id <- function(what) paste("growth", sub("api", "", name), what, sep = "-")
  add(id("one-file"), long, c(grow(poststratify = "margins_stype.csv"), years))
  add(id("one-file-id"), long, c(grow(poststratify = "margins_stype.csv", id = "snum"), years))
  add(id("by-year"), long, c(grow(poststratify = "margins_year_awards.csv", id = "snum", by = "stype"), years))
  add(id("two-files"), paste0(name, "_00.csv"),
      grow(poststratify = "margins_stype.csv", prior = paste0(name, "_99.csv"), method = "log"))
}

# Rows without an answer to a margin, and missing items beside them.
unknown <- list(weights = "pw", strata = "stype", fpc = "fpc")
add("missing-margin", "apistrat_unknown.csv", ask("mean", c("api00", "enroll"), unknown, fits$scaled, list(by = "stype")))
add("missing-margin-where", "apistrat_unknown.csv",
    ask("total", "api00", unknown, fits$scaled, list(where = "enroll > 400")))
add("missing-margin-cluster", "apistrat_unknown.csv",
    ask("mean", "api00", list(weights = "pw", cluster = "dnum"), fits$scaled, list(by = "awards")))
keep_weights("missing-margin-weights", "apistrat_unknown.csv", c(unknown, fits$scaled))
keep_weights("missing-margin-keeps-total", "apistrat_unknown.csv", c(unknown, fits$scaled, keep_total = TRUE))

# Lonely strata have residuals also where the domain has no rows.
for (how in c("remove", "adjust", "average", "certainty", "collapse")) {
  add(paste0("lonely-", how), "lonely.csv",
      ask("mean", "api00", list(weights = "pw", strata = "dnum", lonely_psu = how), post, list(by = "stype")))
  add(paste0("lonely-total-", how), "lonely.csv",
      ask("total", "api00", list(weights = "pw", strata = "dnum", lonely_psu = how), post))
}

# Weights that follow from population sizes; a made-up population of Chinese names.
add("implied", "apistrat.csv", ask("mean", "api00", list(strata = "stype", fpc = "fpc"), rake))
counters <- list(weights = "權重", strata = "行政區", cluster = "里", fpc = "里數")
made_up <- list(rake = "margins_counters.csv")
add("chinese", "counters.csv", ask("mean", c("滿意度", "等候分鐘"), counters, made_up, list(by = "通路")))
add("chinese-proportion", "counters.csv", ask("proportion", "整體", counters, made_up, list(where = "性別 == \"女\"")))
add("chinese-of-margin", "counters.csv", ask("proportion", "性別", counters, made_up), fields = c("statistic", "term", "level", "estimate"))

# Checked values.
c1_answer <- function(command, item, ...) answer_of("apiclus1.csv", ask(command, item, c1, ...))
agrees(c(field(c1_answer("mean", "api00", post), "estimate"), field(c1_answer("mean", "api00", post), "std_error")),
       c(642.3107882116, 23.92048644509))
agrees(c(field(c1_answer("total", "enroll", post), "estimate"), field(c1_answer("total", "enroll", post), "std_error")),
       c(3680892.945119, 406292.6362948))
agrees(c(field(c1_answer("mean", "api00", rake), "estimate"), field(c1_answer("mean", "api00", rake), "std_error")),
       c(641.2303209268, 23.70361688793), 1e-9)
agrees(c(field(c1_answer("total", "enroll", rake), "estimate"), field(c1_answer("total", "enroll", rake), "std_error")),
       c(3647280.148071, 400603.2568618), 1e-9)
agrees(range(weights(make_design(c(c1, rake), read_data("apiclus1.csv")))), c(29.8706754926, 67.1255292413))

write_cases("cases-calibration.json")
write_json_lines("calibration-weights.json", "survey-stats/reference-weights@1", "designs", sapply(weight_lines, json_text))
