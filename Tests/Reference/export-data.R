# Writes data/*.csv from the data sets of R's survey package, and a few sets derived from them.
# UTF-8, LF, comma, a header row, quotes only where needed, a missing value is an empty cell.
suppressMessages(library(survey))

# The shortest of 15, 16 and 17 significant digits that reads back as the same double, both by R
# and by C's strtod (by way of jsonlite).
number_text <- function(x) {
  strtod <- function(text) {
    text[is.na(text)] <- "null"
    as.numeric(jsonlite::fromJSON(paste0("[", paste(text, collapse = ","), "]")))
  }
  differs <- function(text) which(as.numeric(text) != x | strtod(text) != x)
  text <- sprintf("%.15g", x)
  text[is.na(x)] <- NA
  for (format in c("%.16g", "%.17g")) {
    wrong <- differs(text)
    text[wrong] <- sprintf(format, x[wrong])
  }
  stopifnot(length(differs(text)) == 0)
  text
}

cell_text <- function(x) {
  text <- if (is.numeric(x)) number_text(as.vector(x)) else enc2utf8(as.character(x))
  text[is.na(x)] <- ""
  quoted <- grepl('[",\r\n]', text)
  text[quoted] <- paste0('"', gsub('"', '""', text[quoted], fixed = TRUE), '"')
  text
}

write_csv <- function(frame, name) {
  cells <- do.call(paste, c(lapply(frame, cell_text), sep = ","))
  header <- paste(cell_text(names(frame)), collapse = ",")
  file <- file(file.path("data", name), open = "wb")
  on.exit(close(file))
  writeLines(c(header, cells), file, sep = "\n", useBytes = TRUE)
}

data(api); data(nhanes); data(yrbs); data(fpc); data(hospital); data(crowd); data(scd)
data(election); data(mu284)

# The sets as the package has them. `flag` is empty throughout and left out.
without_flag <- function(frame) frame[names(frame) != "flag"]
write_csv(without_flag(apisrs), "apisrs.csv")
write_csv(without_flag(apistrat), "apistrat.csv")
write_csv(without_flag(apiclus1), "apiclus1.csv")
write_csv(without_flag(apiclus2), "apiclus2.csv")
write_csv(nhanes, "nhanes.csv")
write_csv(yrbs, "yrbs.csv")
write_csv(fpc, "fpc.csv")
write_csv(hospital, "hospital.csv")
write_csv(crowd, "crowd.csv")
write_csv(scd, "scd.csv")
write_csv(mu284, "mu284.csv")
write_csv(election_pps, "election_pps.csv")

# Columns that test numerics: answers far from zero, weights in other units, fpc as fractions,
# a few weights of zero, 0/1 answers.
with_variants <- function(frame, fraction) {
  within(frame, {
    pw_zero <- ifelse(seq_along(pw) %% 7 == 3, 0, pw)
    pw_mega <- pw * 1e6
    pw_micro <- pw * 1e-6
    fpc_census <- 1
    fpc_fraction <- fraction
    api99_shifted <- api99 + 1e7
    api00_shifted <- api00 + 1e7
    ell_zero <- ifelse(ell == 0, "Yes", "No")
    ell0 <- as.numeric(ell == 0)
    school <- seq_along(pw)
  })
}
variant_columns <- c("school", "dnum", "stype", "awards", "comp.imp", "sch.wide", "api00", "api99",
                     "enroll", "api.stu", "ell", "ell0", "ell_zero", "meals", "api00_shifted",
                     "api99_shifted", "pw", "pw_micro", "pw_mega", "pw_zero", "fpc",
                     "fpc_fraction", "fpc_census")
strat <- with_variants(apistrat, ave(apistrat$pw, apistrat$stype, FUN = length) / apistrat$fpc)
write_csv(strat[variant_columns], "apistrat_variants.csv")
clus1 <- with_variants(apiclus1, 15 / 757)
write_csv(clus1[variant_columns], "apiclus1_variants.csv")

# Strata with a single unit. Element design: the 15 districts as strata, district 413 has one
# school. `schools` is a stratum size for the fpc (three times the sample); in `schools_census`
# district 413 is its own population.
sampled <- ave(apiclus1$pw, apiclus1$dnum, FUN = length)
lonely <- data.frame(school = seq_len(nrow(apiclus1)),
                     apiclus1[c("dnum", "stype", "awards", "api00", "api99", "enroll", "api.stu", "pw")],
                     schools = 3 * sampled,
                     schools_census = ifelse(sampled == 1, 1, 3 * sampled))
write_csv(lonely, "lonely.csv")

# Cluster design: regions of districts. Regions 9 and 100 have one district each; 100 is last as a
# number, though not as text. `region_name` has two lonely strata in a row (b, c), and a lonely first.
districts <- sort(unique(apiclus1$dnum))
position <- match(apiclus1$dnum, districts)
clusters <- data.frame(
  lonely,
  region = c(2, 2, 2, 2, 9, 10, 10, 10, 11, 11, 11, 11, 11, 11, 100)[position],
  region_name = c("a", "b", "c", rep("d", 4), rep("e", 5), rep("f", 3))[position],
  region_size = c(`2` = 40, `9` = 5, `10` = 30, `11` = 60, `100` = 7)[
    as.character(c(2, 2, 2, 2, 9, 10, 10, 10, 11, 11, 11, 11, 11, 11, 100)[position])])
write_csv(clusters, "lonely_clusters.csv")

# Missing answers: blank cells, and codes 8 and 9, in a different pattern for each item.
row <- seq_len(nrow(apistrat))
score <- function(x) findInterval(x, quantile(x, c(.2, .4, .6, .8), na.rm = TRUE)) + 1
answers <- data.frame(
  id = row, apistrat[c("stype", "awards", "pw", "fpc")],
  q1 = ifelse(row %% 11 == 0, 9, score(apistrat$api00)),
  q2 = ifelse(row %% 7 == 2, NA, ifelse(row %% 13 == 5, 9, score(apistrat$api99))),
  q3 = ifelse(apistrat$stype == "H" & row %% 2 == 0, NA, score(-apistrat$meals)),
  q4 = ifelse(row %% 5 == 1, 8, ifelse(row %% 17 == 3, 9, score(apistrat$mobility))),
  q5 = score(apistrat$ell))
write_csv(answers, "missing.csv")

# A made-up survey of service counters with Chinese names: four districts (strata), villages
# (clusters, numbered within their district), two groupings. No randomness: plain arithmetic.
counter <- expand.grid(person = 1:8, village = 1:4, district = 1:4)
k <- seq_len(nrow(counter))
noise <- (k * 7919) %% 101
counters <- data.frame(
  c("中正區", "大安區", "萬華區", "北投區")[counter$district],
  counter$village,
  c("女", "男")[1 + (noise %% 2)],
  c("臨櫃", "線上", "電話")[1 + (k * 31 + noise) %% 3],
  ifelse(noise %% 19 == 0, NA, 1 + (noise + 3 * counter$village + counter$district) %% 5),
  ifelse(noise %% 23 == 4, NA, 5 + noise / 4 + 2 * counter$village),
  c("滿意", "普通", "不滿意")[1 + (noise * noise + counter$village) %% 3],
  20 + 2.5 * counter$district + (k %% 3) / 8,
  c(52, 53, 36, 42)[counter$district])
names(counters) <- c("行政區", "里", "性別", "通路", "滿意度", "等候分鐘", "整體", "權重", "里數")
write_csv(counters, "counters.csv")

# The two years of a panel of schools, one row for each school and year: in one file, and a file for each
# year. Some schools are missing in one year, so that the panel is not complete in `panel_gaps`.
by_year <- function(frame, keep) {
  years <- lapply(c("99", "00"), function(year) {
    data.frame(frame[keep], year = year, api = frame[[paste0("api", year)]],
               good = ifelse(frame[[paste0("api", year)]] >= 650, "yes", "no"), check.names = FALSE)
  })
  names(years) <- c("99", "00")
  years
}
for (name in c("apistrat", "apiclus1")) {
  years <- by_year(get(name), c("stype", "dnum", "snum", "awards", "pw", "fpc"))
  for (year in names(years)) write_csv(years[[year]], sprintf("%s_%s.csv", name, year))
  write_csv(do.call(rbind, years), sprintf("%s_long.csv", name))
}
gaps <- do.call(rbind, by_year(apiclus1, c("stype", "dnum", "snum", "awards", "pw", "fpc")))
gaps$api[seq(3, nrow(gaps), by = 17)] <- NA
gaps <- gaps[-seq(5, nrow(gaps), by = 11), ]
gaps$fpc <- NULL
write_csv(gaps, "panel_gaps.csv")

# Population margins of the api samples, counted in the population file that R ships; joint cells join columns and
# answers with a colon. `scaled` counts another total, `shares` are percentages. The margins of `counters` are made up.
margin <- function(columns, frame = apipop) {
  key <- do.call(paste, c(unname(lapply(frame[columns], as.character)), sep = ":"))
  counts <- table(key)
  data.frame(variable = paste(columns, collapse = ":"), category = names(counts), count = as.vector(counts))
}
write_csv(margin("stype"), "margins_stype.csv")
write_csv(rbind(margin("stype"), margin("sch.wide")), "margins_stype_wide.csv")
write_csv(rbind(margin("stype"), margin("sch.wide"), margin("awards")), "margins_three.csv")
write_csv(margin(c("stype", "sch.wide")), "margins_joint.csv")
write_csv(rbind(margin(c("stype", "awards")), margin("sch.wide")), "margins_joint_and_one.csv")
scaled <- rbind(margin("sch.wide"), margin("awards"))
scaled$count[scaled$variable == "awards"] <- scaled$count[scaled$variable == "awards"] * 2
write_csv(scaled, "margins_scaled.csv")
shares <- rbind(margin("awards"), margin("comp.imp"))
shares$count <- round(100 * shares$count / nrow(apipop), 1)
write_csv(shares, "margins_shares.csv")
period <- expand.grid(year = c("99", "00"), awards = c("No", "Yes"), stringsAsFactors = FALSE)
period$count <- c(2100, 1900, 4094, 4294)
write_csv(data.frame(variable = "year:awards", category = paste(period$year, period$awards, sep = ":"),
                     count = period$count), "margins_year_awards.csv")
write_csv(data.frame(variable = rep(c("性別", "通路"), c(2, 3)), category = c("女", "男", "臨櫃", "線上", "電話"),
                     count = c(5210, 4790, 4000, 3500, 2500)), "margins_counters.csv")
# Every eighth person of the strata of nhanes that have two sampled units.
pairs <- nhanes[nhanes$SDMVSTRA %in% names(which(tapply(nhanes$SDMVPSU, nhanes$SDMVSTRA, function(u) length(unique(u))) == 2)), ]
pairs <- pairs[seq(1, nrow(pairs), by = 8), c("SDMVSTRA", "SDMVPSU", "WTMEC2YR", "HI_CHOL", "race", "RIAGENDR")]
names(pairs)[1:3] <- c("stratum", "psu", "w")
write_csv(pairs, "nhanes_pairs.csv")
# Schools whose type is not known.
unknown <- apistrat[c("stype", "dnum", "snum", "awards", "sch.wide", "api00", "api99", "enroll", "pw", "fpc")]
unknown$region <- unknown$stype
unknown$awards <- as.character(unknown$awards)
unknown$awards[seq(4, nrow(unknown), by = 13)] <- NA
unknown$api00[seq(6, nrow(unknown), by = 17)] <- NA
write_csv(unknown, "apistrat_unknown.csv")
