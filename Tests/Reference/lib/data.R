# Reading a data set the way the library does: blank and NA are missing, and a column is a number
# when every answer in it is one. `text` keeps the cells as they stand in the file, because groups
# and levels are reported as text.
read_data <- function(file) {
  text <- read.csv(file.path("data", file), colClasses = "character", check.names = FALSE,
                   na.strings = c("", "NA"), encoding = "UTF-8")
  values <- text
  for (column in names(text)) {
    number <- suppressWarnings(as.numeric(text[[column]]))
    if (!any(is.na(number) & !is.na(text[[column]]))) values[[column]] <- number
  }
  list(text = text, values = values)
}

# `missing`: codes that count as no answer, for the items only. "9,99" holds for every item,
# "q1=9;q2=98,99" per item.
drop_missing_codes <- function(data, items, missing) {
  if (is.null(missing)) return(data)
  for (part in strsplit(missing, ";", fixed = TRUE)[[1]]) {
    pieces <- strsplit(part, "=", fixed = TRUE)[[1]]
    columns <- if (length(pieces) == 2) pieces[1] else items
    codes <- strsplit(pieces[length(pieces)], ",", fixed = TRUE)[[1]]
    for (column in columns) {
      coded <- data$text[[column]] %in% codes
      data$text[[column]][coded] <- NA
      data$values[[column]][coded] <- NA
    }
  }
  data
}

# Numbers ascending, anything else by UTF-8 bytes.
sorted_keys <- function(keys) {
  keys <- unique(keys[!is.na(keys)])
  number <- suppressWarnings(as.numeric(keys))
  if (any(is.na(number))) sort(keys, method = "radix") else keys[order(number)]
}

# A `where` expression is R but for `in (…)`; a comparison with a missing value is false, and so
# its negation is true.
domain_of <- function(where, values) {
  if (is.null(where)) return(rep(TRUE, nrow(values)))
  code <- gsub(" in (", " %in% c(", where, fixed = TRUE)
  code <- gsub("&&", "&", gsub("||", "|", code, fixed = TRUE), fixed = TRUE)
  known <- function(compare) function(a, b) {
    stopifnot(is.numeric(a) == is.numeric(b))
    result <- compare(a, b)
    !is.na(result) & result
  }
  comparisons <- list(`==` = known(`==`), `!=` = known(`!=`), `<` = known(`<`),
                      `<=` = known(`<=`), `>` = known(`>`), `>=` = known(`>=`))
  eval(parse(text = code)[[1]], c(values, comparisons), globalenv())
}

# The groups of the domain: every combination of the `by` columns that is present, in key order,
# first column first. A row without a key is in no group.
groups_of <- function(by, text, domain) {
  if (is.null(by)) return(list(list(labels = NULL, rows = domain)))
  groups <- list(list(labels = list(), rows = domain))
  for (column in by) {
    split <- list()
    for (group in groups) {
      for (key in sorted_keys(text[[column]][group$rows])) {
        inside <- group$rows & !is.na(text[[column]]) & text[[column]] == key
        labels <- c(group$labels, setNames(list(key), column))
        split <- c(split, list(list(labels = labels, rows = inside)))
      }
    }
    groups <- split
  }
  groups
}
