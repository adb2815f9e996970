# The versions that the references were computed with.
source("lib/json.R")
version_of <- function(package) as.character(packageVersion(package))
versions <- list(R = paste(R.version$major, R.version$minor, sep = "."),
                 survey = version_of("survey"), psych = version_of("psych"), jsonlite = version_of("jsonlite"),
                 platform = R.version$platform)
writeLines(json_text(versions), "versions.json")
