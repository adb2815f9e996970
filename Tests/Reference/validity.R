# Samples against populations: goodness of fit by chisq.test() where the sample is plain, by the covariance of
# svymean() and the F of Rao and Scott where it is not; margins of error, effective sizes and sample sizes from their
# formulas.
source("lib/cases.R")

margins_of <- function(file, variable) {
  rows <- read_margins(file)[[variable]]
  setNames(rows$count, rows$category)
}

# One margin of one request. `use` are the rows of the domain.
fit <- function(id, data, request, variable, margins, tolerance = 1e-9) {
  frame <- read_data(data)
  plain <- is.null(request$weights) && is.null(request$strata) && is.null(request$cluster) && is.null(request$fpc) &&
    is.null(request$poststratify) && is.null(request$rake)
  names <- names(margins)
  columns <- strsplit(variable, ":", fixed = TRUE)[[1]]
  answers <- do.call(paste, c(unname(frame$text[columns]), sep = ":"))
  answers[!complete.cases(frame$text[columns])] <- NA
  design <- make_design(request, frame)
  domain <- if (is.null(request$where)) rep(TRUE, nrow(frame$text))
            else with(frame$values, eval(parse(text = request$where)))
  domain <- domain & !is.na(domain) & weights(design) > 0
  use <- domain & answers %in% names
  design$variables$category <- factor(answers, names)
  pi <- margins / sum(margins)
  n <- sum(use)
  counts <- table(factor(answers[use], names))
  w <- weights(design)[domain]
  case <- list(id = id, data = data, request = c(request, list(variable = variable)),
               categories = lapply(names, function(name) list(name = name, count = margins[[name]])),
               tolerance = tolerance, n = n, n_missing = sum(domain) - n,
               effective_n = sum(w)^2 / sum(w^2))
  if (plain) {
    test <- chisq.test(as.vector(counts), p = pi)
    p <- as.vector(counts) / n
    residual <- as.vector(test$stdres)
    case <- c(case, list(chi_square = unname(test$statistic), statistic_value = unname(test$statistic),
                         df = unname(test$parameter), df2 = NA, p_value = test$p.value, method = "pearson"))
    error <- rep(NA, length(p))
  } else {
    inside <- subset(design, use)
    # A category that nobody has keeps its place with share 0 and variance 0.
    mean <- svymean(~category, inside)
    p <- unname(coef(mean))
    v <- unname(vcov(mean))
    chi <- n * sum((p - pi)^2 / pi)
    # The same statistic by another function of the package, which has it for the population's size.
    whole <- suppressWarnings(svygofchisq(~category, p = pi, inside))
    agrees(unname(whole$statistic) * n / sum(weights(inside)), chi, 1e-9)
    trace <- n * sum(diag(v) / pi)
    square <- n^2 * sum(v^2 / outer(pi, pi))
    # The eigenvalues of diag(1/pi) V give the same two sums.
    lambda <- eigen(n * v / outer(sqrt(pi), sqrt(pi)), symmetric = TRUE)$values
    agrees(c(sum(lambda), sum(lambda^2)), c(trace, square), 1e-9)
    nu <- degf(subset(design, domain))
    f <- chi / trace
    df <- trace^2 / square
    error <- sqrt(diag(v))
    residual <- ifelse(error > 0, (p - pi) / error, (n * p - n * pi) / sqrt(n * pi * (1 - pi)))
    case <- c(case, list(chi_square = chi, statistic_value = f, df = df, df2 = df * nu,
                         p_value = pf(f, df, df * nu, lower.tail = FALSE), method = "rao_scott"))
    error[error == 0] <- NA
  }
  case$effect_size <- sqrt(case$chi_square / n)
  case$rows <- lapply(seq_along(names), function(i)
    list(level = names[i], n = as.integer(counts[i]), share = p[i], population_share = unname(pi[i]), std_error = error[i],
         residual = unname(residual[i])))
  fits[[length(fits) + 1]] <<- json_text(case)
}

fits <- character(0)
stype <- margins_of("margins_stype.csv", "stype")
awards <- margins_of("margins_three.csv", "awards")
wide <- margins_of("margins_three.csv", "sch.wide")
joint <- c("E:No" = 1300, "E:Yes" = 3121, "H:No" = 400, "H:Yes" = 355, "M:No" = 480, "M:Yes" = 538)
# Made up; nobody in the sample is K.
raced <- c("1" = 145, "2" = 660, "3" = 118, "4" = 73)
kinds <- c(E = 4421, H = 755, K = 300, M = 1018)

strata <- list(weights = "pw", strata = "stype", fpc = "fpc")
clusters <- list(weights = "pw", cluster = "dnum", fpc = "fpc")
population <- list(weights = "WTMEC2YR", strata = "SDMVSTRA", cluster = "SDMVPSU")
fit("srs-stype", "apisrs.csv", list(), "stype", stype)
fit("srs-awards-where", "apisrs.csv", list(where = "api00 > 600"), "awards", awards)
fit("srs-joint", "apisrs.csv", list(), "stype:awards", joint)
fit("strat-as-if-plain", "apistrat.csv", list(), "stype", stype)
fit("strat-awards", "apistrat.csv", strata, "awards", awards)
fit("strat-joint", "apistrat.csv", strata, "stype:awards", joint)
fit("strat-weights-only", "apistrat.csv", list(weights = "pw"), "awards", awards)
fit("strat-fpc-only", "apistrat.csv", list(strata = "stype", fpc = "fpc"), "awards", awards)
fit("strat-where", "apistrat.csv", c(strata, list(where = "api00 > 600")), "sch.wide", wide)
fit("clus-stype", "apiclus1.csv", clusters, "stype", stype)
fit("clus-joint", "apiclus1.csv", clusters, "stype:awards", joint)
fit("clus-nobody", "apiclus1.csv", clusters, "stype", kinds)
fit("clus-where", "apiclus1.csv", c(clusters, list(where = "ell < 30")), "awards", awards)
fit("nhanes-race", "nhanes.csv", population, "race", raced)
fit("nhanes-domain", "nhanes.csv", c(population, list(where = "RIAGENDR == 2")), "race", raced)
fit("missing", "apistrat_unknown.csv", list(weights = "pw"), "awards", awards)
fit("poststratified", "apiclus1.csv", c(clusters[1:2], list(poststratify = "margins_stype.csv")), "awards", awards)
fit("raked", "apiclus1.csv", c(clusters[1:2], list(rake = "margins_three.csv")), "stype:awards", joint, tolerance = 1e-8)
write_json_lines("validity.json", "survey-stats/reference-validity@1", "cases", fits)

# Sample sizes as nPropMoe() of PracTools writes them (moe.sw = 1) and margins of error.
sizes <- character(0)
size <- function(e, p = .5, N = Inf, deff = 1, response = 1, level = .95) {
  z <- qnorm(1 - (1 - level) / 2)
  n0 <- z^2 * p * (1 - p) / e^2
  n1 <- n0 * deff
  n <- if (is.finite(N)) N * n1 / (N + n1 - 1) else n1
  sizes[[length(sizes) + 1]] <<- json_text(list(margin = e, proportion = p, population = if (is.finite(N)) N else NA,
    deff = deff, response_rate = response, confidence = level, srs = n0, with_deff = n1, needed = n,
    issued = n / response, valid = ceiling(n), final = ceiling(n / response)))
  n
}
printed <- c(384.145882069, 168.69568806, 217.487218063, 277.733453173, 322.385536664, 356.804265094, 369.97061048,
             382.679660708)
agrees(sapply(c(Inf, 300, 500, 1000, 2000, 5000, 1e4, 1e5), function(N) size(.05, N = N)), printed, 1e-10)
agrees(sapply(c(Inf, 1000, 10000), function(N) size(.03, N = N)), c(1067.07189464, 516.473747795, 964.273415894), 1e-10)
for (e in c(.02, .04)) for (N in c(Inf, 750, 45000)) size(e, .3, N, deff = 1.6, response = .62, level = .99)
write_json_lines("sample-sizes.json", "survey-stats/reference-sample-sizes@1", "cases", sizes)
cat(sprintf("%-32s %4d cases\n%-32s %4d cases\n", "validity.json", length(fits), "sample-sizes.json", length(sizes)))
