# A request's design as an object of the survey package.

formula_of <- function(names) {
  if (is.null(names)) return(NULL)
  as.formula(paste("~", paste0("`", names, "`", collapse = " + ")))
}

# Cluster ids count within their stratum: nest = TRUE.
make_design <- function(request, data) {
  frame <- data$values
  frame$.stratum <- "all"
  if (!is.null(request$strata))
    frame$.stratum <- do.call(paste, c(unname(data$text[request$strata]), sep = "|"))
  fpc <- if (is.null(request$fpc)) NULL else frame[request$fpc]
  if (!is.null(request$population))
    fpc <- data.frame(size = rep(request$population, nrow(frame)))
  if (!is.null(fpc) && all(fpc == 1)) {
    # as.fpc() refuses a column of ones; a census is a population as large as the sample.
    stopifnot(ncol(fpc) == 1)
    unit <- if (is.null(request$cluster)) seq_len(nrow(frame)) else frame[[request$cluster]]
    fpc[[1]] <- ave(match(unit, unique(unit)), frame$.stratum, FUN = function(u) length(unique(u)))
  }
  if (identical(request$lonely_psu, "collapse")) {
    merged <- collapsed_strata(request, data, frame$.stratum, fpc)
    frame$.stratum <- merged$stratum
    fpc <- merged$fpc
  }
  ids <- if (is.null(request$cluster)) ~1 else formula_of(unlist(request$cluster))
  weights <- if (is.null(request$weights)) NULL else frame[[request$weights]]
  if (is.null(weights) && is.null(fpc)) weights <- rep(1, nrow(frame))
  design <- svydesign(ids = ids, strata = ~.stratum, fpc = fpc, weights = weights, data = frame,
                      nest = TRUE)
  # Only some of R's methods for lonely strata go by the same name; see estimates.R for the totals.
  options(survey.lonely.psu = switch(or_default(request$lonely_psu, "fail"), collapse = "fail",
                                     or_default(request$lonely_psu, "fail")))
  calibrated(design, request, data)
}

or_default <- function(value, default) if (is.null(value)) default else value

# Strata in key order; each stratum that has one unit when its turn comes is merged with the next,
# the last with the one before. Population counts of merged strata add up.
collapsed_strata <- function(request, data, stratum, fpc) {
  stopifnot(length(request$strata) == 1, NCOL(or_default(fpc, 1)) == 1)
  unit <- if (is.null(request$cluster)) seq_along(stratum) else data$text[[request$cluster[[1]]]]
  size <- if (is.null(fpc)) NULL else fpc[[1]]
  units_in <- function(key) length(unique(unit[stratum == key]))
  keys <- sorted_keys(stratum)
  at <- 1
  while (at <= length(keys) && length(keys) > 1) {
    key <- keys[at]
    census <- !is.null(size) && size[stratum == key][1] == 1
    if (units_in(key) > 1 || census) { at <- at + 1; next }
    partner <- if (at < length(keys)) keys[at + 1] else keys[at - 1]
    both <- stratum %in% c(key, partner)
    if (!is.null(size)) size[both] <- size[stratum == key][1] + size[stratum == partner][1]
    # Two strata may use the same cluster id; none of our data sets does where they are merged.
    stopifnot(!any(unit[stratum == key] %in% unit[stratum == partner]))
    stratum[both] <- partner
    keys <- keys[-at]
  }
  if (!is.null(fpc)) fpc[[1]] <- size
  list(stratum = stratum, fpc = fpc)
}
