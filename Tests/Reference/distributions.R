# Tables of the distributions that the intervals need.
source("lib/json.R")

degrees <- c(1, 1.5, 2, 2.5, 3, 4, 5, 7.3, 10, 14, 16.5, 30, 57.25, 110, 197, 1000, 1234.5, 10000)
probabilities <- c(1e-6, 1e-5, 1e-4, .001, .005, .01, .025, .05, .1, .25, .4, .5, .6, .75, .9, .95, .975,
                   .99, .995, .999, 1 - 1e-4, 1 - 1e-5, 1 - 1e-6)
points <- c(-30, -8, -4.5, -3, -1.959963984540054, -1, -.5, -.01, 0, .01, .5, 1, 1.959963984540054, 3, 4.5, 8, 30)
shapes <- c(.5, 1, 1.5, 2, 4, 5.25, 18.75, 41.7764, 180, 1000.5, 1e5)

rows <- character(0)
add <- function(name, values, arguments) {
  for (i in seq_along(values)) {
    texts <- json_array(json_number(vapply(arguments, `[`, 0, i)))
    rows[[length(rows) + 1]] <<- sprintf('{"function":"%s","arguments":%s,"value":%s}', name, texts, json_number(values[i]))
  }
}
table_of <- function(name, f, ..., keep = function(value) TRUE) {
  grid <- expand.grid(..., KEEP.OUT.ATTRS = FALSE)
  value <- do.call(f, unname(as.list(grid)))
  kept <- is.finite(value) & keep(value)
  add(name, value[kept], lapply(grid, function(column) column[kept]))
}

table_of("qnorm", qnorm, probabilities)
table_of("pnorm", pnorm, points)
table_of("qt", qt, probabilities, degrees)
table_of("pt", pt, points, degrees)
table_of("qbeta", function(p, a, b) suppressWarnings(qbeta(p, a, b)), probabilities, shapes, shapes)
# Probabilities at and around the mean, and at fixed points; extreme tails are left out.
tails <- function(value) value > 1e-30
table_of("pbeta", pbeta, c(1e-6, .001, .02, .11, .3, .5, .6389, .9, .98, .999), shapes, shapes, keep = tails)
around <- expand.grid(step = c(-5, -2, -.5, 0, .5, 2, 5), a = shapes, b = shapes)
around$x <- with(around, a / (a + b) + step * sqrt(a * b / ((a + b)^2 * (a + b + 1))))
around <- subset(around, x > 0 & x < 1)
around$value <- with(around, pbeta(x, a, b))
around <- subset(around, value > 1e-30)
add("pbeta", around$value, as.list(around[c("x", "a", "b")]))

# Upper tails, which tests need.
upper <- function(f) function(...) suppressWarnings(f(..., lower.tail = FALSE))
table_of("pchisq_upper", upper(pchisq), c(.001, .1, .5, 1, 3.84, 5.99, 11.07, 25, 60, 100, 250),
         c(1, 1.5, 2, 3, 4, 6, 10, 19, 50.5, 100, 367), keep = tails)
table_of("pf_upper", upper(pf), c(.001, .1, .5, 1, 1.7, 3.84, 10, 40), c(.8, 1, 1.73, 2, 4.9, 10, 30, 366),
         c(1, 2, 7.3, 14, 57.25, 197, 1234.5, 1e5), keep = tails)

write_json_lines("distributions.json", "survey-stats/reference-distributions@1", "rows", rows)
cat(sprintf("%-32s %d values\n", "distributions.json", length(rows)))
