# Weights fitted to margins, and what that does to influence values.

# A margins file: variable, category, count; joint cells joined by a colon in both.
read_margins <- function(file) {
  margins <- read.csv(file.path("data", file), colClasses = "character", encoding = "UTF-8")
  margins$count <- as.numeric(margins$count)
  split(margins, factor(margins$variable, unique(margins$variable)))
}

# The request's `poststratify` or `rake` names a margins file. Margins that count another total than the first are
# scaled to it, or all of them to the sum of the weights. Rows without an answer to a margin get weight 0.
calibrated <- function(design, request, data) {
  file <- c(request$poststratify, request$rake)
  if (is.null(file)) return(design)
  margins <- read_margins(file)
  total <- if (isTRUE(request$keep_total)) sum(weights(design)) else sum(margins[[1]]$count)
  names <- paste0("margin", seq_along(margins))
  missing <- rep(FALSE, nrow(data$text))
  for (k in seq_along(margins)) {
    columns <- strsplit(margins[[k]]$variable[1], ":", fixed = TRUE)[[1]]
    answers <- do.call(paste, c(unname(data$text[columns]), sep = ":"))
    lacking <- !complete.cases(data$text[columns])
    stopifnot(all(answers[!lacking] %in% margins[[k]]$category))
    missing <- missing | lacking
    answers[lacking] <- margins[[k]]$category[1]
    design$variables[[names[k]]] <- factor(answers, margins[[k]]$category)
  }
  design$prob[missing] <- Inf
  tables <- lapply(seq_along(margins), function(k)
    setNames(data.frame(factor(margins[[k]]$category, margins[[k]]$category),
                        margins[[k]]$count * total / sum(margins[[k]]$count)), c(names[k], "Freq")))
  formulas <- lapply(names, function(name) as.formula(paste("~", name)))
  if (!is.null(request$poststratify)) return(postStratify(design, formulas[[1]], tables[[1]]))
  # The residuals of calibrate() are those of the regression with the design weights, those of rake() an
  # approximation; both have the same weights.
  raked <- calibrate(design, formulas, tables, calfun = "raking", epsilon = 1e-13, maxit = 1000)
  again <- rake(design, formulas, tables, control = list(maxit = 5000, epsilon = 1e-13))
  stopifnot(all(abs(weights(raked) - weights(again)) <= 1e-10 * weights(again)))
  # Rows of weight 0 have a residual of 0, which svyrecvar() divides by their weight.
  w <- raked$postStrata[[1]]$w
  raked$postStrata[[1]]$w <- ifelse(w == 0, 1, w)
  raked
}

# Influence values z (weights included) less what the margins explain of them: w (y - x'B), B from the regression of
# the linearized value on the categories with the design weights d. Written out with lm.wfit, not with R's own
# residuals, which estimate_one() compares the result with.
residuals_of <- function(z, design) {
  if (is.null(design$postStrata)) return(z)
  step <- design$postStrata[[1]]
  if (inherits(step, "greg_calibration")) {
    # w holds g sqrt(d), the decomposition sqrt(d) times the indicators.
    x <- qr.X(step$qr)
    d <- x[, 1]^2
    w <- step$w * sqrt(d)
    x <- x / ifelse(d > 0, sqrt(d), 1)
  } else {
    w <- attr(step, "weights")
    d <- attr(step, "oldweights")
    x <- model.matrix(~ factor(as.vector(step)))
  }
  use <- d > 0
  result <- z
  result[use, ] <- w[use] * as.matrix(lm.wfit(x[use, , drop = FALSE], z[use, , drop = FALSE] / w[use], d[use])$residuals)
  result
}
