#!/bin/sh
# Rebuilds the data sets and every reference file; stops at the first error or failed check.
set -eu
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8
Rscript --vanilla export-data.R
Rscript --vanilla versions.R
Rscript --vanilla distributions.R
for script in cases-*.R reliability.R validity.R; do
  Rscript --vanilla "$script"
done
