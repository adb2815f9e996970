#!/usr/bin/env bash
# Builds and runs everything; `make test` calls it. Each part prints one line when it holds, and what failed
# when it does not. Names of parts as arguments run only these.
set -uo pipefail
cd "$(dirname "$0")/.."
parts=${*:-build lint swift c python spark doors tool property examples streaming counts readme again}
logs=.build-tests/logs
mkdir -p "$logs"
passed=0
failed=0

part() { # part NAME COMMAND…
  local name=$1 begin=$SECONDS
  shift
  [[ " $parts " == *" $name "* ]] || return 0
  if "$@" >"$logs/$name.log" 2>&1; then
    passed=$((passed + 1))
    printf 'ok      %-10s %4d s   %s\n' "$name" $((SECONDS - begin)) "$(tail -n 1 "$logs/$name.log")"
  else
    failed=$((failed + 1))
    printf 'FAILED  %-10s %4d s   %s/%s.log, what failed and the end:\n' "$name" $((SECONDS - begin)) "$logs" "$name"
    grep -E '✘|↳|error:|FAIL' "$logs/$name.log" | head -n 30
    tail -n 30 "$logs/$name.log"
  fi
}

build() { # the release build, without a warning
  make --no-print-directory build && ! grep -n 'warning:' "$logs/build.log" && echo 'release build without a warning'
}

lint() { make --no-print-directory lint && echo 'format is clean'; }

swift_tests() {
  swift build --build-tests --scratch-path .build-tests && ! grep -n 'warning:' "$logs/swift.log" \
    && swift test --skip-build --scratch-path .build-tests
}

# pandas, polars, pyarrow and DuckDB for the tests of their tables, jsonschema for that of plans; the package itself
# needs none.
environment() { Tests/environment.sh .build-tests/venv pandas polars pyarrow duckdb jsonschema yaml=pyyaml; }

python_tests() {
  # With the packages, and again with a bare interpreter.
  environment && PYTHONPATH=python .build-tests/venv/bin/python -m unittest discover -s Tests/Python \
    && PYTHONPATH=python python3 -m unittest discover -s Tests/Python
}

spark_tests() { # a cluster of two executor processes; its packages are large, so a machine without PyPI goes without
  if ! Tests/environment.sh .build-tests/spark-venv pyspark pyarrow pandas 'dask=dask[dataframe]'; then
    echo 'skipped: pyspark cannot be installed here'
    return 0
  fi
  PYTHONWARNINGS=ignore PYTHONPATH=python .build-tests/spark-venv/bin/python Tests/Spark/test_spark.py \
    && echo 'Spark and Dask give the digits of one process'
}

again() { # what is built and installed stays: a second call does nothing
  local log=$logs/again.txt
  .ci/install-dependencies.sh test >"$log" 2>&1 && [ ! -s "$log" ] \
    && make --no-print-directory build | grep -q 'Nothing to be done' \
    && ! swift build --build-tests --scratch-path .build-tests | grep -E 'Compiling|Linking' \
    && echo 'a second call installs and builds nothing'
}

part build build
part lint lint
part swift swift_tests
part c Tests/C/check_library.sh .build/release
part python python_tests
part spark spark_tests
part doors python3 Tests/Doors/doors.py
part tool python3 -m unittest discover -s Tests/CommandLine
part property Tests/Property/run.sh --sample 40
part examples Tests/Examples/run.sh
part streaming python3 Tests/Streaming/streaming.py
part counts python3 Benchmarks/guard.py
part readme python3 Tests/Examples/readme.py
part again again
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
