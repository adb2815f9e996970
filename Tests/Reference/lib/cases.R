# Collecting cases and writing them down. A case script sources this file, adds its cases with
# add_case() and ends with write_cases().
Sys.setlocale("LC_COLLATE", "C")
suppressMessages(library(survey))
options(warn = 2, survey.adjust.domain.lonely = FALSE)
for (part in c("json", "data", "design", "calibration", "variance", "intervals", "estimates", "growth", "replicates", "quantiles"))
  source(file.path("lib", paste0(part, ".R")))

cases <- list()

# Answers the request, keeps the case and returns its rows for assertions. `request` is written as
# in the command: items, strata, cluster, fpc, by and levels may be character vectors.
# `fields` keeps only some fields of the rows, `instead` has fields for each row that replace ours.
add_case <- function(id, data, request, source = NULL, tolerance = 1e-9, fields = NULL, instead = NULL) {
  answer <- answer_of(data, request)
  for (i in seq_along(instead)) answer$rows[[i]][names(instead[[i]])] <- instead[[i]]
  keep <- function(row) if (is.null(fields)) row else row[intersect(names(row), fields)]
  case <- c(case_head(id, data, request),
            list(tolerance = tolerance, source = or_default(source, source_of(request)),
                 rows = lapply(answer$rows, keep)))
  if (isTRUE(request$covariance)) case$covariance <- answer$covariance
  keep_case(case)
  invisible(answer)
}

# A request that must fail, in R with a message that contains `message`.
add_failing_case <- function(id, data, request, error, message) {
  said <- tryCatch({ answer_of(data, request); "" }, error = conditionMessage)
  stopifnot(grepl(message, said, fixed = TRUE))
  keep_case(c(case_head(id, data, request), list(error = error)))
}

keep_case <- function(case) {
  stopifnot(!case$id %in% sapply(cases, `[[`, "id"))
  cases[[length(cases) + 1]] <<- case
}

answer_of <- function(file, request) {
  if (request$command == "growth" && is.null(request$replicate_type)) return(growth_answer(file, request))
  items <- if (request$command == "contrast") all.vars(parse(text = sub("^[^=]*=", "", request$expression)))
           else request$items
  data <- drop_missing_codes(read_data(file), items, request$missing)
  design <- make_design(request, data)
  if (!is.null(request$replicate_type)) {
    answer <- replicated_answer(request, data, design)
    answer$covariance <- tidy_covariance(answer$covariance)
    return(answer)
  }
  answer <- switch(request$command, mean = , total = mean_or_total(request, data, design),
                   proportion = proportions(request, data, design),
                   contrast = contrast_rows(request, data, design),
                   quantile = return(quantiles(request, data, design)))
  answer$covariance <- tidy_covariance(covariance_of(answer$z, design, request))
  answer
}

# Rounding noise where the truth is zero, such as between independent strata, is written as zero.
tidy_covariance <- function(v) {
  scale <- sqrt(outer(diag(v), diag(v)))
  v[abs(v) <= 1e-13 * scale] <- 0
  v
}

case_head <- function(id, data, request) {
  for (key in intersect(names(request), c("items", "strata", "cluster", "fpc", "by", "levels", "probs")))
    request[[key]] <- as.list(request[[key]])
  list(id = id, data = data, request = request)
}

source_of <- function(request) {
  if (!is.null(request$replicate_type))
    return("survey::withReplicates of as.svrepdesign (half samples by lib/replicates.R), t limits with degf of the domain")
  switch(request$command,
    mean = "survey::svymean, t limits with degf of the domain",
    total = "survey::svytotal, t limits with degf of the domain",
    proportion = "survey::svymean of the indicator, limits as in lib/intervals.R",
    quantile = "rules and limits as in lib/quantiles.R, equal to survey::svyquantile where that is as published",
    growth = "svyrecvar of both periods' influence values, lib/growth.R",
    contrast = "survey::svycontrast, delta method, t limits with degf of the domain")
}

# One case per line, so that a change shows as one line of a diff.
write_cases <- function(file) {
  write_json_lines(file, "survey-stats/reference-cases@1", "cases", sapply(cases, json_text))
  cat(sprintf("%-32s %4d cases %6d numbers\n", file, length(cases), sum(sapply(cases, compared))))
}

# How many numbers a case compares: the numeric fields of its rows and its covariance.
compared <- function(case)
  sum(unlist(lapply(case$rows, function(row) sum(sapply(row, is.numeric))))) + length(case$covariance)

# For assertions: the columns of the rows as vectors.
field <- function(answer, name) sapply(answer$rows, function(row) row[[name]])

# Equal to as many digits as the checked value was printed with.
agrees <- function(value, printed, tolerance = 1e-11) {
  stopifnot(length(value) == length(printed))
  stopifnot(all(abs(value - printed) <= tolerance * abs(printed)))
}
