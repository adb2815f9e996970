#!/bin/sh
# Fuzzes the CSV reader: run.sh SECONDS. Everything it makes stays in a fresh folder, which
# it names; findings are the files crash-*, oom-* and timeout-* there. Exits with libFuzzer's status.
set -eu
seconds=${1:?usage: run.sh SECONDS}
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
sources=$here/../../Sources
work=$(mktemp -d "${TMPDIR:-/tmp}/survey-fuzz.XXXXXX")
echo "working in $work"
mkdir "$work/corpus"
# The first byte of an input chooses the options, the second the encoding.
for seed in "$here"/corpus-csv/*; do
  for choice in 0@ '!A' 6B DC PD 0E; do
    { printf %s "$choice"; cat "$seed"; } > "$work/corpus/$choice-$(basename "$seed")"
  done
done

cd "$work"
common="-swift-version 6 -O -g -package-name survey-stats -sanitize=fuzzer,address -parse-as-library"
shims="-I $sources/CSurveyShims/include"
headers=$sources/CSurveyShims/include
printf 'module CSurveyShims { header "%s/survey_scan.h" header "%s/survey_big5.h" export * }\n' \
  "$headers" "$headers" > module.modulemap
# shellcheck disable=SC2086
clang -O -g -fsanitize=address $shims -c "$sources/CSurveyShims/big5_tables.c" -o tables.o
module() {
  name=$1
  shift
  # shellcheck disable=SC2086
  swiftc $common -wmo -module-name "$name" -emit-module -emit-module-path "$work/$name.swiftmodule" \
    -Xcc "-fmodule-map-file=$work/module.modulemap" $shims -I "$work" -c "$@" -o "$work/$name.o"
}
module SurveyTable $(find "$sources/SurveyTable" -name '*.swift')
module SurveyInput $(find "$sources/SurveyInput" -name '*.swift')
# shellcheck disable=SC2086
swiftc $common -I "$work" -Xcc "-fmodule-map-file=$work/module.modulemap" $shims \
  "$here/fuzz_csv.swift" SurveyTable.o SurveyInput.o tables.o -o fuzz_csv

export SWIFT_BACKTRACE=enable=no
exec timeout -k 10 $((seconds + 60)) ./fuzz_csv corpus -max_total_time="$seconds" -max_len=4096 -timeout=10 \
  -rss_limit_mb=2048 -print_final_stats=1
