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
# The plans are recomputed in Python: pandas, numpy, scipy and PyYAML in an environment of their own.
if ! python3 -c 'import pandas, numpy, scipy, yaml' 2>/dev/null; then
  venv=../../.build-tests/venv-reference
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check pandas numpy scipy pyyaml
  PATH="$venv/bin:$PATH"
fi
python3 -W ignore recompute-plans.py
