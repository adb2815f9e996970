#!/usr/bin/env bash
# Makes the compressed files that tests read and the fuzzer begins with, by gzip and zstd (Debian: gzip, zstd) alone, so
# that what reads them is not what wrote them; and those that are refused, by xz, bzip2, lz4, zip and tar.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{
  echo 'district,q1,q2,remark'
  for row in $(seq 1 120); do
    case $((row % 7)) in
      0) remark='"等太久, 請改善"' ;;
      3) remark=$'"two\nlines"' ;;
      5) remark='' ;;
      *) remark=滿意 ;;
    esac
    echo "第$((row % 5))區,$((row * row % 5 + 1)),$((row * 3 % 6)),$remark"
  done
} > answers.csv
head -n 40 answers.csv > "$work/first"
tail -n +41 answers.csv > "$work/second"
: > "$work/nothing"
touch -d 2014-11-29T12:00:00Z "$work/first" "$work/second" "$work/nothing"
iconv -f UTF-8 -t CP950 answers.csv > "$work/big5"

gzip -n9c answers.csv > answers.csv.gz
# A name and a time in the header, and three members of which one is empty, padded with zeros as on a tape.
{ (cd "$work" && gzip -9c first nothing second); head -c 300 /dev/zero; } > members.csv.gz
gzip -n9c "$work/big5" > big5.csv.gz
gzip -n9c "$work/nothing" > nothing.csv.gz

zstd -q19 --check -c answers.csv > answers.csv.zst
# A frame without a checksum, a frame that a reader passes over (magic, length, bytes), and one of unknown length.
{
  zstd -q --no-check -c "$work/first"
  printf '\x5a\x2a\x4d\x18\x05\x00\x00\x00other'
  zstd -q --check -c < "$work/second"
} > frames.csv.zst
# What parallel compressors write: such a frame comes first.
{ printf '\x50\x2a\x4d\x18\x04\x00\x00\x00\x00\x00\x00\x00'; zstd -q -c answers.csv; } > skippable-first.csv.zst
zstd -q --long=28 -c < answers.csv > window-256-mib.csv.zst
for piece in $(seq 1 400); do echo "第$((piece % 5))區,$((piece % 6)),等太久 $piece,滿意" > "$work/sample-$piece"; done
zstd -q --train "$work"/sample-* --maxdict=1024 -o "$work/dictionary" 2> "$work/log" || { cat "$work/log"; exit 1; }
zstd -q -D "$work/dictionary" -c answers.csv > dictionary.csv.zst

printf 'schema: survey-stats/codebook@1\ncolumns:\n  - {name: q1, id: first, label: 等候, scale: rating-5}\n' > "$work/codebook.yaml"
gzip -n9c "$work/codebook.yaml" > codebook.yaml.gz
zstd -q19 --check -c "$work/codebook.yaml" > codebook.yaml.zst

# What is refused, with a word on what it is.
mkdir -p refused
head -n 4 answers.csv > "$work/answers.csv"
touch -d 2014-11-29T12:00:00Z "$work/answers.csv"
xz -9c "$work/answers.csv" > refused/answers.csv.xz
bzip2 -9c "$work/answers.csv" > refused/answers.csv.bz2
bzip2 -9c "$work/nothing" > refused/nothing.csv.bz2
lz4 -q9c "$work/answers.csv" > refused/answers.csv.lz4
gzip -n9c answers.csv.gz > refused/answers.csv.gz.gz
zstd -q19 -c answers.csv.gz > refused/answers.csv.gz.zst
rm -f refused/answers.zip
(cd "$work" && TZ=UTC zip -qX answers.zip answers.csv) && mv "$work/answers.zip" refused
tar -C "$work" --owner=0 --group=0 --numeric-owner -cf "$work/answers.tar" answers.csv
gzip -n9c "$work/answers.tar" > refused/answers.tar.gz
