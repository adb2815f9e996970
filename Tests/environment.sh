#!/usr/bin/env bash
# A virtual environment with packages for tests, made once: environment.sh FOLDER MODULE[=PACKAGE]…
# A package is named where it is called otherwise than its module.
set -euo pipefail
folder=$1
shift
missing=()
for name in "$@"; do
  "$folder/bin/python" -c "import importlib.util, sys; sys.exit(importlib.util.find_spec('${name%%=*}') is None)" 2>/dev/null || missing+=("${name#*=}")
done
[ ${#missing[@]} -eq 0 ] && exit 0
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "${missing[@]}"
