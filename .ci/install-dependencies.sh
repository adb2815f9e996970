#!/usr/bin/env bash
# Installs what is missing for a purpose, through apt as root or with sudo; does nothing where nothing is.
#   install-dependencies.sh build      to build and run the tool
#   install-dependencies.sh test       to run every test as well
set -euo pipefail
purpose=${1:-build}
missing=()
need() { # need PACKAGE TEST…: the package is missing where the test fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
library() { # a static library and a header, where the compiler finds them
  [ -e "$(gcc -print-file-name="lib$1.a")" ] && echo "#include <$2>" | gcc -E -xc - -o /dev/null
}
if ! command -v swift >/dev/null; then
  echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2
  exit 1
fi
need gcc command -v gcc
need libgsl-dev library gsl gsl/gsl_cdf.h
need libyaml-dev library yaml yaml.h
need libmd-dev library md sha2.h
need libminizip-dev library minizip minizip/zip.h
need zlib1g-dev library z zlib.h
need libzstd-dev library zstd zstd.h
need python3 command -v python3
if [ "$purpose" = test ]; then
  need g++ command -v g++
  need binutils command -v objdump
  need cmake command -v cmake
  need pkg-config command -v pkg-config
  need man-db command -v man
  need groff command -v groff
  need valgrind command -v valgrind
  need default-jre-headless command -v java
  need python3-venv python3 -c 'import ensurepip, venv'
fi
[ ${#missing[@]} -eq 0 ] && exit 0
echo "Installing through apt: ${missing[*]}" >&2
as_root=()
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
# The package lists of a fresh machine may be empty or old.
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
