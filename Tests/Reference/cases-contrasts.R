# Contrasts of means and totals: differences, growth, ratios, nonlinear functions. Only the jointly
# complete cases of the named items count.
source("lib/cases.R")

designs <- list(
  srs = list("apisrs.csv", list(weights = "pw", fpc = "fpc")),
  st = list("apistrat.csv", list(weights = "pw", strata = "stype", fpc = "fpc")),
  c1 = list("apiclus1.csv", list(weights = "pw", cluster = "dnum", fpc = "fpc")))
ask <- function(name, expression, ...)
  c(list(command = "contrast", expression = expression), designs[[name]][[2]], list(...))

expressions <- c(
  growth = "growth = (api00 - api99) / api99",
  difference = "change = api00 - api99",
  untitled = "api00 / api99 - 1",
  log = "log(api00) - log(api99)",
  exp = "elasticity = exp(log(api00) - log(api99)) * 100",
  roots = "sqrt(api00^2 + api99^2) / 2",
  powers = "p = (api00 / api99)^1.5 - 2^0.5",
  abs = "gap = abs(api99 - api00)",
  weighted = "index = 0.25 * api99 + 0.75 * api00",
  three = "(api00 - api99) / (ell + 1)",
  signs = "-api99 + +api00 * 2e0 - -1.5")
for (name in names(designs)) {
  file <- designs[[name]][[1]]
  for (key in names(expressions))
    add_case(paste(name, "contrast", key, sep = "-"), file, ask(name, expressions[[key]]))
  id <- function(what) paste(name, "contrast", what, sep = "-")
  # enroll has missing answers, api.stu has none: the ratio uses the schools that have both.
  add_case(id("ratio-of-totals"), file, ask(name, "share = api.stu / enroll", statistic = "total"))
  add_case(id("ratio-of-means"), file, ask(name, "share = api.stu / enroll", statistic = "mean"))
  add_case(id("difference-of-totals"), file, ask(name, "enroll - api.stu", statistic = "total"))
  add_case(id("missing-in-both"), file, ask(name, "ratio = acs.46 / acs.k3"))
  add_case(id("growth-by-type"), file, ask(name, expressions[["growth"]], by = "stype", covariance = TRUE))
  add_case(id("growth-where-99"), file, ask(name, expressions[["growth"]], where = 'awards == "Yes"', level = .99))
  add_case(id("ratio-by-two-inf"), file,
           ask(name, "share = api.stu / enroll", statistic = "total", by = c("awards", "comp.imp"), df = "inf"))
}

# Checked values: growth with its t limits, and the ratio.
growth <- function(name) answer_of(designs[[name]][[1]], ask(name, expressions[["growth"]]))$rows[[1]]
agrees(unlist(growth("st")[c("estimate", "std_error", "conf_low", "conf_high")]),
       c(.05226054621825, .003643922230843, .0450744435861, .0594466488504))
agrees(unlist(growth("c1")[c("estimate", "std_error", "conf_low", "conf_high")]),
       c(.0612728107529, .006230831216609, .0479090069049, .0746366146009))
difference <- function(name) answer_of(designs[[name]][[1]], ask(name, expressions[["difference"]]))$rows[[1]]
agrees(unlist(lapply(c("st", "c1"), function(d) difference(d)[c("estimate", "std_error")])),
       c(32.89251837536, 2.051112407711, 37.1912568306, 3.085196966899))
ratio <- function(name)
  answer_of(designs[[name]][[1]], ask(name, "api.stu / enroll", statistic = "total"))$rows[[1]]
agrees(sapply(names(designs), function(d) ratio(d)$estimate), c(.8253536545731, .8369568869405, .8497087417245))
agrees(sapply(names(designs), function(d) ratio(d)$std_error), c(.01006882632333, .007757103166638, .008386297169391))
covariance <- function(name)
  answer_of(designs[[name]][[1]], c(list(command = "mean", items = c("api99", "api00")), designs[[name]][[2]]))$covariance
agrees(covariance("st")[c(1, 2, 4)], c(99.280245770611, 91.800675345926, 88.528167030305))
agrees(covariance("c1")[c(1, 2, 4)], c(586.85260690384, 565.78563173160, 554.23709688392))

# Arrests and survivals by ambulance: a ratio of totals in a stratified design without fpc.
scd <- list(command = "contrast", expression = "survival = alive / arrests", strata = "ESA",
            cluster = "ambulance", statistic = "total")
survival <- add_case("scd-ratio", "scd.csv", scd)$rows[[1]]
agrees(c(survival$estimate, survival$std_error), c(.1535063500828, .009807303599975))
add_case("scd-ratio-log", "scd.csv", modifyList(scd, list(expression = "log(alive / arrests)")))

write_cases("cases-contrasts.json")
