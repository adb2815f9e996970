#!/usr/bin/env bash
# Pictures of the five plans' reports: docs/pictures/PLAN.png (its first pages) and, where asked, PLAN.pdf in a folder.
#   docs/make-pictures.sh [PDF-FOLDER]
# Needs Chromium and Chinese fonts (apt-get install chromium fonts-noto-cjk poppler-utils), and the release build.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tool=$here/../.build/release/survey-stats
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pdfs=${1:-$work}
mkdir -p "$here/pictures" "$pdfs"
for plan in "$here"/../seeds/plans/*.yaml; do
  name=$(basename "$plan" .yaml)
  "$tool" report "$plan" --output "$work/$name.html"
  "$browser" --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf="$pdfs/$name.pdf" \
    "file://$work/$name.html" >/dev/null 2>&1
  # The pages side by side, as they would lie on a table.
  pdftoppm -r 60 -png "$pdfs/$name.pdf" "$work/$name"
  python3 "$here/lay-out-pages.py" "$here/pictures/$name.png" "$work/$name"-*.png
  missing=$(pdffonts "$pdfs/$name.pdf" | tail -n +3 | awk '$(NF-4) != "yes"' | wc -l)
  replaced=$(pdftotext "$pdfs/$name.pdf" - | grep -c $'\xef\xbf\xbd' || true)
  echo "$name: $(pdfinfo "$pdfs/$name.pdf" | awk '/^Pages/ {print $2}') pages, $missing fonts not embedded, $replaced lines with missing characters"
done
