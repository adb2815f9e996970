#!/usr/bin/env bash
# Installs into a new folder and builds and runs every example against what stands there.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sample=$root/seeds/surveys/counter-service.csv

echo '== install, and what DESTDIR must not leave behind'
make --no-print-directory install PREFIX="$work/prefix" >/dev/null
make --no-print-directory install PREFIX=/usr DESTDIR="$work/staged" >/dev/null
for file in bin/survey-stats include/surveystats.h lib/libsurveystats.so lib/libsurveystats.so.0 \
  lib/pkgconfig/surveystats.pc lib/cmake/surveystats/surveystats-config.cmake share/man/man1/survey-stats.1; do
  [ -e "$work/prefix/$file" ] && [ -e "$work/staged/usr/$file" ] || { echo "not installed: $file"; exit 1; }
done
grep -q '^prefix=/usr$' "$work/staged/usr/lib/pkgconfig/surveystats.pc"
! grep -rq "$work" "$work/staged/usr/lib/pkgconfig" "$work/staged/usr/lib/cmake"
[ "$("$work/prefix/bin/survey-stats" --version)" = "survey-stats $(sed -n 's/^VERSION := //p' Makefile)" ]

echo '== C with pkg-config'
cp -r examples/c "$work/c"
PKG_CONFIG_PATH=$work/prefix/lib/pkgconfig make --no-print-directory -C "$work/c"
"$work/c/satisfaction" "$sample" | tee "$work/c.txt"

echo '== C with pkg-config from a folder with a space'
make --no-print-directory install PREFIX="$work/a prefix" >/dev/null
eval "gcc $(PKG_CONFIG_PATH="$work/a prefix/lib/pkgconfig" pkg-config --cflags surveystats) -fsyntax-only examples/c/satisfaction.c"

echo '== C with CMake'
cmake -S examples/c -B "$work/cmake" -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build "$work/cmake" >/dev/null
"$work/cmake/satisfaction" "$sample" >"$work/cmake.txt"
diff "$work/c.txt" "$work/cmake.txt"
[ "$(grep -c '服務禮儀' "$work/c.txt")" = 3 ]

echo '== Swift'
swift build --package-path examples/swift --scratch-path .build-tests/example
.build-tests/example/debug/satisfaction "$sample" | tee "$work/swift.txt"
grep -q '成長率' "$work/swift.txt"

echo '== Python'
PYTHONPATH=python SURVEYSTATS_LIBRARY=$work/prefix/lib/libsurveystats.so \
  python3 examples/python/satisfaction.py "$sample" | tee "$work/python.txt"
# Swift and Python print the same digits of the same estimates.
diff <(head -n 3 "$work/swift.txt") <(head -n 3 "$work/python.txt")
# Without a file it takes the same sample, wherever it is called from.
(cd / && PYTHONPATH=$root/python SURVEYSTATS_LIBRARY=$work/prefix/lib/libsurveystats.so \
  python3 "$root/examples/python/satisfaction.py") | diff "$work/python.txt" -

echo '== the examples say what the C interface gives back for a file that is not there'
if "$work/c/satisfaction" "$work/none.csv" 2>"$work/error.txt"; then exit 1; fi
grep -q 'none.csv' "$work/error.txt"
echo 'C (pkg-config, CMake), Swift and Python examples run on an installed library'
