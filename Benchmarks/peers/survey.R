# The job by R's survey: data.table reads the file where it is installed, svymean estimates item by item, because
# items that miss in different rows cannot share one call. The job comes as words, for base R reads no JSON.
suppressPackageStartupMessages(library(survey))
words <- commandArgs(trailingOnly = TRUE)
path <- words[1]; stratum <- words[2]; cluster <- words[3]; weight <- words[4]; by <- words[5]; items <- words[-(1:5)]
named <- c(stratum, cluster, weight, items, if (nzchar(by)) by)
if (requireNamespace("data.table", quietly = TRUE)) {
  data <- as.data.frame(data.table::fread(path, select = named, na.strings = c("", "NA"), encoding = "UTF-8"))
} else {
  header <- names(read.csv(path, nrows = 1, check.names = FALSE, encoding = "UTF-8"))
  kept <- ifelse(header %in% named, NA, "NULL")
  data <- read.csv(path, colClasses = kept, na.strings = c("", "NA"), check.names = FALSE, encoding = "UTF-8")
}
labels <- c("\u975e\u5e38\u4e0d\u6eff\u610f", "\u4e0d\u6eff\u610f", "\u666e\u901a", "\u6eff\u610f",
            "\u975e\u5e38\u6eff\u610f")
for (item in items) if (is.character(data[[item]])) data[[item]] <- match(data[[item]], labels)
column <- function(name) reformulate(sprintf("`%s`", name))
design <- svydesign(ids = column(cluster), strata = column(stratum), weights = column(weight), data = data, nest = TRUE)
text <- character()
row <- function(term, group, estimate, error, df) {
  half <- qt(.975, df) * error
  sprintf('{"term": "%s", "group": %s, "estimate": %.17g, "std_error": %.17g, "conf_low": %.17g, "conf_high": %.17g}',
          term, group, estimate, error, estimate - half, estimate + half)
}
if (nzchar(by)) {
  for (level in sort(unique(data[[by]]))) {
    domain <- subset(design, data[[by]] == level)
    df <- degf(domain)
    for (item in items) {
      result <- svymean(column(item), domain, na.rm = TRUE)
      text <- c(text, row(item, sprintf('"%s"', level), coef(result)[[1]], SE(result)[[1]], df))
    }
  }
} else {
  df <- degf(design)
  for (item in items) {
    result <- svymean(column(item), design, na.rm = TRUE)
    text <- c(text, row(item, "null", coef(result)[[1]], SE(result)[[1]], df))
  }
}
cat('{"rows": [', paste(text, collapse = ", "), ']}\n', sep = "")
