#!/usr/bin/env bash
# Runs records.py with its arguments in an environment that has what it needs; without any, over all records.
set -euo pipefail
cd "$(dirname "$0")/../.."
Tests/environment.sh .build-tests/venv yaml=pyyaml pandas numpy scipy
exec .build-tests/venv/bin/python Tests/Property/records.py "$@"
