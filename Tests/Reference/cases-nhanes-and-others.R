# Other surveys: nhanes, yrbs, hospital, crowd, scd, election, mu284.
source("lib/cases.R")

nhanes <- list(weights = "WTMEC2YR", strata = "SDMVSTRA", cluster = "SDMVPSU")
yrbs <- list(weights = "weight", strata = "stratum", cluster = "psu")
ask <- function(design, command, items, ...) c(list(command = command, items = items), design, list(...))
intervals <- c("logit", "xlogit", "wald", "wilson", "wilson-adjusted", "korn-graubard", "beta", "arcsine")

# Cluster ids 1 and 2 are used again in every stratum of nhanes.
for (kind in intervals) {
  add_case(paste0("nhanes-cholesterol-", kind), "nhanes.csv", ask(nhanes, "proportion", "HI_CHOL", levels = "1", interval = kind))
  add_case(paste0("yrbs-qn8-", kind), "yrbs.csv", ask(yrbs, "proportion", "qn8", interval = kind))
}
for (kind in c("logit", "korn-graubard", "beta", "wilson"))
  add_case(paste0("nhanes-race-sex-", kind), "nhanes.csv",
           ask(nhanes, "proportion", "HI_CHOL", levels = "1", by = c("race", "RIAGENDR"), interval = kind))
add_case("nhanes-by-age", "nhanes.csv",
         ask(nhanes, "proportion", "HI_CHOL", levels = c("0", "1"), by = "agecat", where = 'agecat != "(0,19]"', covariance = TRUE))
add_case("nhanes-mean", "nhanes.csv", ask(nhanes, "mean", "HI_CHOL", deff = TRUE, covariance = TRUE, by = "RIAGENDR"))
add_case("nhanes-total", "nhanes.csv", ask(nhanes, "total", "HI_CHOL", by = "agecat", deff = "replace"))
add_case("nhanes-age-groups", "nhanes.csv", ask(nhanes, "proportion", "agecat", interval = "wald", where = "RIAGENDR == 2 && race in (1, 2)"))
add_case("nhanes-df-inf", "nhanes.csv", ask(nhanes, "proportion", "HI_CHOL", levels = "1", interval = "korn-graubard", df = "inf"))
add_case("yrbs-mean", "yrbs.csv", ask(yrbs, "mean", "qn8", deff = TRUE))
add_case("yrbs-99", "yrbs.csv", ask(yrbs, "proportion", "qn8", levels = "1", level = .99))

# Checked values.
all_rows <- answer_of("nhanes.csv", ask(nhanes, "proportion", "HI_CHOL", levels = "1", interval = "korn-graubard"))$rows[[1]]
agrees(c(all_rows$estimate, all_rows$std_error), c(.11214295635, .005445839698955), 5e-11)
agrees(c(all_rows$conf_low, all_rows$conf_high), c(.1008256144318, .1242575273318))
stopifnot(all_rows$n == 7846, all_rows$df == 16)
beta <- answer_of("nhanes.csv", ask(nhanes, "proportion", "HI_CHOL", levels = "1", interval = "beta"))$rows[[1]]
agrees(c(beta$conf_low, beta$conf_high), c(.1008254661057, .1242576971916))
cells <- answer_of("nhanes.csv", ask(nhanes, "proportion", "HI_CHOL", levels = "1", by = c("RIAGENDR", "race")))
agrees(field(cells, "estimate"), c(.114673289870, .099725187885, .077825122220, .113248463485,
                                   .087646456695, .142915306229, .079317209148, .087888225165), 1e-10)
agrees(field(cells, "std_error"), c(.005222902130, .008704838139, .008944427471, .033198802519,
                                    .011278498957, .007839530517, .015624732286, .028509350754), 2e-10)

# Small data sets.
hospital <- list(weights = "weighta", strata = "oblevel", fpc = "tothosp")
add_case("hospital-total", "hospital.csv", ask(hospital, "total", "births", deff = TRUE))
add_case("hospital-mean", "hospital.csv", ask(hospital, "mean", "births"))
add_case("hospital-total-no-weights", "hospital.csv", ask(hospital[c("strata", "fpc")], "total", "births"))
add_case("hospital-by-level", "hospital.csv", ask(hospital, "total", "births", by = "oblevel", covariance = TRUE))

crowd <- list(weights = "weight", strata = "stratum", cluster = "cluster")
rooms <- add_case("crowd-ratio", "crowd.csv",
                  c(list(command = "contrast", expression = "density = rooms / person", statistic = "total"), crowd))$rows[[1]]
agrees(c(1.5, .1284252917285), c(rooms$estimate, rooms$std_error))
add_case("crowd-total", "crowd.csv", ask(crowd, "total", c("rooms", "person"), covariance = TRUE))

scd <- list(strata = "ESA", cluster = "ambulance")
add_case("scd-total", "scd.csv", ask(scd, "total", c("alive", "arrests"), covariance = TRUE))
add_case("scd-mean", "scd.csv", ask(scd, "mean", c("alive", "arrests"), covariance = TRUE))

# With replacement and unequal probabilities, by weights alone.
election <- add_case("election-total", "election_pps.csv",
                     list(command = "total", items = c("Bush", "Kerry", "Nader"), weights = "wt", covariance = TRUE))
agrees(field(election, "estimate"), c(64518472.3805, 51202102.0962, 478530.5232), 1e-10)
agrees(field(election, "std_error"), c(2671455.0562, 2679432.9203, 105302.6889), 1e-10)

write_cases("cases-nhanes-and-others.json")
