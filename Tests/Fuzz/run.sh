#!/bin/sh
# Fuzzes the CSV reader, the reader of compressed files, the reader of YAML and JSON, codebooks with what they do to a
# table, plans with their evaluation and report, Arrow tables and states, each for a seventh of the time: run.sh SECONDS.
# Everything it makes stays in a fresh folder, which it names; findings are the files crash-*, oom-* and timeout-* there.
# Each ends with its executions, its speed and the code it covered. Exits with libFuzzer's status.
set -eu
seconds=${1:?usage: run.sh SECONDS}
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
sources=$here/../../Sources
work=$(mktemp -d "${TMPDIR:-/tmp}/survey-fuzz.XXXXXX")
echo "working in $work"
mkdir "$work/corpus-csv" "$work/corpus-documents" "$work/corpus-codebook" "$work/corpus-plan" "$work/corpus-arrow" "$work/corpus-state" "$work/corpus-compressed"
cp "$here"/corpus-arrow/* "$work/corpus-arrow"
cp "$here"/corpus-state/* "$work/corpus-state"
cp "$here"/corpus-plan/* "$work/corpus-plan"
cp "$here"/plan-records/* "$work"
cp "$here"/corpus-codebook/* "$work/corpus-codebook"
# The first byte of an input chooses the options, the second the encoding.
for seed in "$here"/corpus-csv/*; do
  for choice in 0@ '!A' 6B DC PD 0E; do
    { printf %s "$choice"; cat "$seed"; } > "$work/corpus-csv/$choice-$(basename "$seed")"
  done
done
# The first byte chooses how the file is cut into pieces.
for seed in "$here"/../Compressed/*.gz "$here"/../Compressed/*.zst; do
  { printf D; cat "$seed"; } > "$work/corpus-compressed/$(basename "$seed")"
done
# The first byte chooses the notation and the limits.
for seed in "$here"/corpus-documents/*; do
  for choice in 0 1 2 6; do
    { printf %s "$choice"; cat "$seed"; } > "$work/corpus-documents/$choice-$(basename "$seed")"
  done
done

cd "$work"
common="-swift-version 6 -O -g -package-name survey-stats -sanitize=fuzzer,address -parse-as-library"
shims="-I $sources/CSurveyShims/include"
headers=$sources/CSurveyShims/include
{
  printf 'module CSurveyShims {'
  for header in "$headers"/*.h; do printf ' header "%s"' "$header"; done
  printf ' export * }\n'
  printf 'module CYaml [system] { header "%s/CYaml/shim.h" export * }\n' "$sources"
  printf 'module CMd [system] { header "%s/CMd/shim.h" export * }\n' "$sources"
  printf 'module CZlib [system] { header "%s/CZlib/shim.h" export * }\n' "$sources"
  printf 'module CZstd [system] { header "%s/CZstd/shim.h" export * }\n' "$sources"
  printf 'module CMinizip [system] { header "%s/CMinizip/shim.h" export * }\n' "$sources"
  printf 'module CGSL [system] { header "%s/CGSL/shim.h" export * }\n' "$sources"
} > module.modulemap
for file in "$sources"/CSurveyShims/*.c; do
  name=$(basename "$file" .c)
  # The sanitizer has memory and a hypot of its own, and only some targets have GSL.
  case $name in memory | hypot_version | blas_errors) continue ;; esac
  # shellcheck disable=SC2086
  clang -O -g -fsanitize=address $shims -c "$file" -o "c_$name.o"
done
ld -r c_*.o -o tables.o
# Of what is left, only the report of GSL's BLAS and the name are wanted.
# shellcheck disable=SC2086
clang -O -g $shims -c "$sources/CSurveyShims/blas_errors.c" -o blas_errors.o
printf 'void survey_shims_keep_symbol_versions(void) {}\n' | clang -x c -c - -o shims.o
module() {
  name=$1
  shift
  # shellcheck disable=SC2086
  swiftc $common -wmo -module-name "$name" -emit-module -emit-module-path "$work/$name.swiftmodule" \
    -Xcc "-fmodule-map-file=$work/module.modulemap" $shims -I "$work" -c "$@" -o "$work/$name.o"
}
target() {
  name=$1
  shift
  # The linker warns of each symbol of the sanitizer; they matter only where linking fails.
  # shellcheck disable=SC2086
  swiftc $common -I "$work" -Xcc "-fmodule-map-file=$work/module.modulemap" $shims \
    "$here/fuzz_$name.swift" "$@" -o "fuzz_$name" >link.log 2>&1 || { cat link.log; exit 1; }
}
module SurveyTable $(find "$sources/SurveyTable" -name '*.swift')
module SurveyDocuments $(find "$sources/SurveyDocuments" -name '*.swift')
module SurveyInput $(find "$sources/SurveyInput" -name '*.swift')
module SurveyNumerics $(find "$sources/SurveyNumerics" -name '*.swift')
module SurveyDesign $(find "$sources/SurveyDesign" -name '*.swift')
module SurveyInference $(find "$sources/SurveyInference" -name '*.swift')
for room in Weighting Sampling Questionnaire Plans Reports; do
  module "Survey$room" $(find "$sources/Survey$room" -name '*.swift')
done
compression="-Xlinker -l:libz.a -Xlinker -l:libzstd.a"
target csv SurveyTable.o SurveyDocuments.o SurveyInput.o tables.o -Xlinker -l:libyaml.a $compression
target compressed SurveyTable.o SurveyDocuments.o SurveyInput.o tables.o -Xlinker -l:libyaml.a $compression
target documents SurveyDocuments.o -Xlinker -l:libyaml.a
target codebook "$here/document_errors.swift" SurveyTable.o SurveyDocuments.o SurveyInput.o SurveyNumerics.o SurveyDesign.o SurveyInference.o \
  blas_errors.o shims.o tables.o -Xlinker -l:libyaml.a -Xlinker -l:libgsl.a -Xlinker -l:libgslcblas.a -Xlinker -lm $compression
target arrow "$here/../SurveyInputTests/Arrow/ArrowProducer.swift" SurveyTable.o SurveyDocuments.o SurveyInput.o \
  tables.o -Xlinker -l:libyaml.a $compression
target state SurveyTable.o SurveyDocuments.o SurveyInput.o SurveyNumerics.o SurveyDesign.o SurveyInference.o \
  SurveyQuestionnaire.o blas_errors.o shims.o tables.o -Xlinker -l:libyaml.a -Xlinker -l:libgsl.a -Xlinker -l:libgslcblas.a -Xlinker -lm $compression
target plan "$here/document_errors.swift" SurveyTable.o SurveyDocuments.o SurveyInput.o SurveyNumerics.o SurveyDesign.o \
  SurveyInference.o SurveyWeighting.o SurveySampling.o SurveyQuestionnaire.o SurveyPlans.o SurveyReports.o blas_errors.o shims.o tables.o \
  -Xlinker -l:libyaml.a -Xlinker -l:libgsl.a -Xlinker -l:libgslcblas.a -Xlinker -lm -Xlinker -l:libmd.a \
  -Xlinker -l:libminizip.a $compression

export SWIFT_BACKTRACE=enable=no
share=$((seconds / 7 > 0 ? seconds / 7 : 1))
status=0
for name in csv compressed documents codebook plan arrow state; do
  echo "fuzzing $name for $share seconds"
  code=0
  # A small compressed file has much content.
  length=8192
  [ "$name" = compressed ] && length=2048
  timeout -k 10 $((share + 60)) "./fuzz_$name" "corpus-$name" -max_total_time="$share" -max_len="$length" \
    -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 2>"$name.log" || code=$?
  if [ "$code" -ne 0 ]; then
    status=$code
    tail -n 60 "$name.log"
  fi
  echo "$name: exit status $code; $(grep -cE '^#[0-9]+.*NEW' "$name.log" || true) inputs with new coverage"
  grep -E 'cov: ' "$name.log" | tail -n 1 || true
  grep -E '^stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)' "$name.log" || true
done
exit "$status"
