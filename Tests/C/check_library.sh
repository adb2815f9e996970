#!/bin/sh
# What a host program relies on, checked on the built library:
#   the header compiles alone as C99 and as C++11, and its example compiles;
#   its functions are exactly those that the library exports;
#   the library needs nothing beyond the C and C++ run-time libraries and glibc 2.34, and is small;
#   the C test passes.
#
# Usage: Tests/C/check_library.sh BUILD_FOLDER, as `swift build -c release --static-swift-stdlib
# --show-bin-path` prints it.
set -u
build=${1:?usage: check_library.sh BUILD_FOLDER}
here=$(cd "$(dirname "$0")" && pwd)
include=$here/../../include
library=$build/libsurveystats.so
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
  echo "FAILED: $1"
  failures=$((failures + 1))
}

[ -f "$library" ] || { echo "FAILED: there is no $library"; exit 1; }

# The header alone.
printf '#include <surveystats.h>\n' >"$work/alone.c"
cp "$work/alone.c" "$work/alone.cpp"
${CC:-cc} -std=c99 -Wall -Wextra -pedantic -Werror -I"$include" -c "$work/alone.c" -o "$work/c.o" ||
  fail "the header does not compile alone as C99"
${CXX:-c++} -std=c++11 -Wall -Wextra -pedantic -Werror -I"$include" -c "$work/alone.cpp" -o "$work/cpp.o" ||
  fail "the header does not compile alone as C++11"

# Its _INIT macros in C++, and the example in its introduction.
cat >"$work/macros.cpp" <<'CPP'
#include <surveystats.h>
int main() {
  surveystats_error a = SURVEYSTATS_ERROR_INIT;
  surveystats_limits b = SURVEYSTATS_LIMITS_INIT;
  surveystats_dataset_options c = SURVEYSTATS_DATASET_OPTIONS_INIT;
  surveystats_column d = SURVEYSTATS_COLUMN_INIT;
  surveystats_design_options e = SURVEYSTATS_DESIGN_OPTIONS_INIT;
  surveystats_request f = SURVEYSTATS_REQUEST_INIT;
  surveystats_row g = SURVEYSTATS_ROW_INIT;
  surveystats_meaning h = SURVEYSTATS_MEANING_INIT;
  surveystats_growth_options i = SURVEYSTATS_GROWTH_OPTIONS_INIT;
  surveystats_survey_facts j = SURVEYSTATS_SURVEY_FACTS_INIT;
  return static_cast<int>((a.struct_size + b.struct_size + c.struct_size + d.struct_size + e.struct_size +
                           f.struct_size + g.struct_size + h.struct_size + i.struct_size + j.struct_size) % 8);
}
CPP
${CXX:-c++} -std=c++11 -Wall -Wextra -pedantic -Werror -I"$include" -c "$work/macros.cpp" -o "$work/m.o" ||
  fail "the _INIT macros do not compile as C++11"
sed -n '/^ \*     #include <stdio.h>/,/^ \*     }$/s/^ \* \{0,5\}//p' "$include/surveystats.h" \
  >"$work/example.c"
[ -s "$work/example.c" ] || fail "the header has no example"
${CC:-cc} -std=c99 -Wall -Wextra -pedantic -Werror -I"$include" -c "$work/example.c" -o "$work/e.o" ||
  fail "the header's example does not compile"

# Every function documented with since, every name exported, nothing else.
sed -n 's/^[a-z].*[ *]\(surveystats_[a-z0-9_]*\)(.*/\1/p' "$include/surveystats.h" | sort >"$work/declared"
nm -D --defined-only --extern-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
  sort >"$work/exported"
[ -s "$work/declared" ] || fail "no function was found in the header"
diff "$work/declared" "$work/exported" >"$work/difference" || {
  fail "the header's functions (<) are not those that the library exports (>):"
  cat "$work/difference"
}
[ "$(grep -c '^ \* @since' "$include/surveystats.h")" -eq "$(wc -l <"$work/declared")" ] ||
  fail "not every function says since when it is there"

# What it needs.
objdump -p "$library" | awk '$1 == "NEEDED" { print $2 }' |
  grep -Ev '^(libc\.so|libm\.so|libstdc\+\+\.so|libgcc_s\.so|ld-linux)' >"$work/needed" && {
  fail "the library needs more than the run-time libraries of C and C++:"
  cat "$work/needed"
}
objdump -T "$library" | grep -o 'GLIBC_[0-9][0-9.]*' | sort -u -t_ -k2 -V | sed 's/GLIBC_//' >"$work/glibc"
newest=$(tail -n 1 "$work/glibc")
[ "$(printf '%s\n2.34\n' "$newest" | sort -V | tail -n 1)" = 2.34 ] ||
  fail "the library needs glibc $newest, later than 2.34"
size=$(wc -c <"$library")
# Swift's run-time library, GSL, libyaml and the Big5 tables are inside, so that a host needs none of them: 10.5 MB
# as of codebooks and margins. What the limit is for is Foundation, which must not slip in and adds 7 MB or more.
[ "$size" -lt 16000000 ] || fail "the library has $size bytes, 16 MB or more"

# The C test, against the library as it is found by a program: under its soname.
ln -s "$(cd "$build" && pwd)/libsurveystats.so" "$work/libsurveystats.so"
ln -s libsurveystats.so "$work/libsurveystats.so.0"
if ${CC:-cc} -std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -pedantic -Werror -g -I"$include" \
  "$here/test_surveystats.c" -L"$work" -lsurveystats -lm -pthread -o "$work/test"; then
  (cd "$work" && LD_LIBRARY_PATH=$work ${CHECKER:-} ./test) || fail "the C test"
else
  fail "the C test does not compile"
fi

# Finding cells by wide instructions and without.
for kind in WIDE PORTABLE; do
  ${CC:-cc} -O2 -Wall -Wextra -Werror "-DSURVEY_SCAN_$kind=1" -I"$here/../../Sources/CSurveyShims/include" \
    "$here/test_scan.c" -o "$work/scan" && "$work/scan" >"$work/scan-$kind" || fail "the test of scanning ($kind)"
done
cmp -s "$work/scan-WIDE" "$work/scan-PORTABLE" || fail "wide instructions find other cells than plain ones"

echo "$(wc -l <"$work/declared") functions, glibc $newest, $size bytes, $failures failures"
[ "$failures" -eq 0 ]
