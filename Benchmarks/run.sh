#!/usr/bin/env bash
# Makes the peers' environment, then measures; `make bench` calls it. Options as of run.py.
set -euo pipefail
cd "$(dirname "$0")/.."
environment=.build-bench/venv
peers=(polars duckdb svy pyarrow numpy)
if ! [ -x "$environment/bin/python" ]; then python3 -m venv "$environment"; fi
for peer in "${peers[@]}"; do
  "$environment/bin/python" -c "import importlib.util, sys; sys.exit(importlib.util.find_spec('$peer') is None)" && continue
  echo "installing $peer" >&2
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 20 "$peer" >&2 \
    || echo "$peer cannot be installed (no package index, or none for this machine): measured without it" >&2
done
BENCH_PYTHON=$PWD/$environment/bin/python exec "$environment/bin/python" Benchmarks/run.py "$@"
