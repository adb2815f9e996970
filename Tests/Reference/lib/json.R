# Writing JSON with 17 significant digits; jsonlite stops at 15. A named list is an object, an
# unnamed list an array, a matrix an array of rows, NA is null.
json_text <- function(value) {
  if (is.matrix(value)) return(json_array(apply(value, 1, function(row) json_array(json_number(row)))))
  if (is.list(value) && !is.null(names(value)))
    return(paste0("{", paste0(json_string(names(value)), ":", sapply(value, json_text), collapse = ","), "}"))
  if (is.list(value)) return(json_array(sapply(value, json_text)))
  stopifnot(length(value) == 1)
  if (is.na(value)) "null"
  else if (is.logical(value)) tolower(value)
  else if (is.numeric(value)) json_number(value)
  else json_string(value)
}

json_array <- function(texts) paste0("[", paste(texts, collapse = ","), "]")

# The shortest of 15 to 17 digits that jsonlite reads back as the same double.
json_number <- function(x) {
  text <- sprintf("%.15g", x)
  for (format in c("%.16g", "%.17g")) {
    wrong <- parsed(text) != x
    text[wrong] <- sprintf(format, x[wrong])
  }
  stopifnot(is.finite(x), parsed(text) == x)
  text
}

parsed <- function(text) as.numeric(jsonlite::fromJSON(json_array(text)))

json_string <- function(text) paste0('"', gsub('(["\\\\])', "\\\\\\1", enc2utf8(text)), '"')

# A file with one element of `lines` per line in the array `key`.
write_json_lines <- function(file, schema, key, lines) {
  out <- file(file, open = "wb")
  on.exit(close(out))
  separators <- c(rep(",", length(lines) - 1), "")
  writeLines(c(sprintf('{"schema":"%s","%s":[', schema, key), paste0(lines, separators), "]}"), out,
             useBytes = TRUE)
}
