"""Lays pages of a report side by side in one picture: lay-out-pages.py OUT PAGE…; needs Pillow."""
import sys

from PIL import Image

COLUMNS, MOST, GAP = 4, 12, 14


def main(out, *pages):
    images = [Image.open(page).convert("RGB") for page in sorted(pages)]
    # The first three pages and one of the plan's table, which lies on its side; of the others every so manieth.
    upright = [image for image in images[3:] if image.height > image.width]
    lying = [image for image in images if image.height <= image.width]
    step = max(1, len(upright) // (MOST - 3))
    images = images[:3] + upright[1::step][: MOST - 3] + lying[:1]
    rows, row, width = [], [], 0
    limit = COLUMNS * images[0].width + (COLUMNS + 1) * GAP
    for image in images:
        if row and width + image.width + GAP > limit:
            rows.append(row)
            row, width = [], 0
        row.append(image)
        width += image.width + GAP
    rows.append(row)
    height = sum(max(image.height for image in row) + GAP for row in rows) + GAP
    sheet = Image.new("RGB", (limit, height), (222, 226, 230))
    top = GAP
    for row in rows:
        left = GAP
        for image in row:
            sheet.paste(image, (left, top))
            left += image.width + GAP
        top += max(image.height for image in row) + GAP
    sheet.quantize(128).save(out, optimize=True)


main(*sys.argv[1:])
