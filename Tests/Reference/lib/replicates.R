# Answers of designs with replicates: R's svrVar() of statistics that are evaluated again in every replicate.

# Hadamard matrices by the definitions of Paley (1933) and Sylvester (1867), normalized to a first row and column of 1.
hadamard_of <- function(order) {
  is_prime <- function(q) q > 1 && all(q %% seq_len(floor(sqrt(q)))[-1] != 0)
  residues <- function(q) { chi <- rep(-1, q); chi[(seq_len(q - 1)^2) %% q + 1] <- 1; chi[1] <- 0; chi }
  # chi[j - i] for i, j = 0 ... q - 1
  jacobsthal <- function(q) outer(seq_len(q), seq_len(q), function(i, j) residues(q)[(j - i) %% q + 1])
  half <- order / 2
  if (order == 1) h <- matrix(1)
  else if (order %% 4 == 0 && is_prime(order - 1)) {
    q <- order - 1
    h <- diag(order) + rbind(c(0, rep(1, q)), cbind(rep(-1, q), jacobsthal(q)))
  } else if (order %% 4 == 0 && (half - 1) %% 4 == 1 && is_prime(half - 1)) {
    q <- half - 1
    conference <- rbind(c(0, rep(1, q)), cbind(rep(1, q), jacobsthal(q)))
    h <- conference %x% rbind(c(1, 1), c(1, -1)) + diag(half) %x% rbind(c(1, -1), c(-1, -1))
  } else h <- rbind(c(1, 1), c(1, -1)) %x% hadamard_of(half)
  h <- h * h[, 1]
  h <- t(t(h) * h[1, ])
  stopifnot(all(h %*% t(h) == order * diag(order)))
  h
}

# The factors of every row: stratum h, the h-th in key order, takes column h + 1 of the matrix; +1 is its first unit.
half_samples <- function(stratum, unit, rho) {
  keys <- sorted_keys(stratum)
  order <- 4 * ceiling((length(keys) + 1) / 4)
  h <- hadamard_of(order)
  factors <- matrix(NA, length(stratum), order)
  for (k in seq_along(keys)) {
    pair <- sorted_keys(unit[stratum == keys[k]])
    stopifnot(length(pair) == 2)
    for (side in 1:2) {
      rows <- which(stratum == keys[k] & unit == pair[side])
      kept <- if (side == 1) h[, k + 1] > 0 else h[, k + 1] < 0
      factors[rows, ] <- rep(ifelse(kept, 2 - rho, rho), each = length(rows))
    }
  }
  factors
}

replicate_design <- function(request, data, design) {
  mse <- isTRUE(request$mse)
  rho <- or_default(request$fay_rho, 0)
  # make_design() calls one stratum a stratum.
  if (request$replicate_type == "jk1") design$has.strata <- FALSE
  if (request$replicate_type %in% c("jk1", "jkn"))
    return(as.svrepdesign(design, type = c(jk1 = "JK1", jkn = "JKn")[[request$replicate_type]], mse = mse))
  factors <- half_samples(data$text[[request$strata]], data$text[[request$cluster]], rho)
  svrepdesign(design$variables, repweights = factors, weights = weights(design), combined.weights = FALSE,
              type = if (rho == 0) "BRR" else "Fay", rho = if (rho == 0) NULL else rho, mse = mse)
}

# The rows of a request with their standard errors from replicates, and their covariance.
replicated_answer <- function(request, data, design) {
  replicated <- replicate_design(request, data, design)
  replicated_rows(request, data, design, replicated)
}

replicated_rows <- function(request, data, design, replicated) {
  inside <- domain_of(request$where, data$values)
  rows <- list(); functions <- list()
  add <- function(row, f) { rows <<- c(rows, list(row)); functions <<- c(functions, f) }
  mean_of <- function(y, use) { force(y); force(use); function(w) sum(w[use] * y[use]) / sum(w[use]) }
  total_of <- function(y, use) { force(y); force(use); function(w) sum(w[use] * y[use]) }
  for (group in groups_of(request$by, data$text, inside)) if (request$command == "contrast") {
    parts <- regmatches(request$expression, regexec("^([^=]*?) *= *(.*)$", request$expression))[[1]]
    formula <- parse(text = parts[3])[[1]]
    names <- all.vars(formula)
    use <- Reduce(`&`, lapply(names, function(name) valid_rows(data$values[[name]], group$rows, design)))
    f <- local({ means <- lapply(setNames(names, names), function(name) mean_of(data$values[[name]], use))
      function(w) eval(formula, lapply(means, function(mean) mean(w))) })
    add(list(row = c(list(statistic = "contrast", term = parts[2]), group_field(group)), use = use, inside = group$rows), f)
  }
  for (item in request$items) for (group in groups_of(request$by, data$text, inside))
    for (level in if (request$command == "proportion") sorted_keys(data$text[[item]]) else list(NULL)) {
      y <- if (is.null(level)) data$values[[item]] else as.numeric(data$text[[item]] == level)
      head <- c(list(term = item), if (!is.null(level)) list(level = level), group_field(group))
      kind <- if (request$command == "growth") "mean" else request$command
      one <- if (kind == "total") total_of else mean_of
      if (request$command != "growth") {
        use <- valid_rows(y, group$rows, design)
        add(list(row = c(list(statistic = kind), head), use = use, inside = group$rows), one(y, use))
        next
      }
      labels <- c(request$from, request$to)
      part <- lapply(labels, function(label) group$rows & data$text[[request$period]] == label)
      use <- lapply(part, function(rows) valid_rows(y, rows, design))
      f <- lapply(use, function(rows) one(y, rows))
      for (k in 1:2)
        add(list(row = c(list(statistic = kind), head, list(period = labels[k])), use = use[[k]], inside = part[[k]]), f[[k]])
      both <- list(period_from = labels[1], period_to = labels[2])
      or <- list(use = use[[1]] | use[[2]], inside = part[[1]] | part[[2]])
      local({ f <- f
        add(c(list(row = c(list(statistic = "difference"), head, both)), or), function(w) f[[2]](w) - f[[1]](w))
        add(c(list(row = c(list(statistic = "growth"), head, both)), or), function(w) f[[2]](w) / f[[1]](w) - 1) })
    }
  result <- withReplicates(replicated, function(w, data) sapply(functions, function(f) f(w)), return.replicates = TRUE)
  v <- unname(as.matrix(vcov(result)))
  estimates <- unname(as.vector(coef(result)))
  finished <- lapply(seq_along(rows), function(i) {
    one <- rows[[i]]
    se <- sqrt(v[i, i])
    if (se < 1e-12 * abs(estimates[i])) se <- 0
    df <- if (is.null(request$df)) degf(subset(design, one$inside)) else degrees_of_freedom(request, NULL)
    limits <- if (one$row$statistic == "proportion") NULL
              else if (df > 0) estimates[i] + c(-1, 1) * quantile_for(level_of(request), df) * se else c(NA, NA)
    c(one$row, list(estimate = estimates[i], std_error = se), interval_fields(limits, df),
      counts(one$use, one$inside, design), if (estimates[i] != 0) list(cv = se / abs(estimates[i])))
  })
  list(rows = finished, covariance = v)
}
