"""Writes the records that the plans in seeds/plans are evaluated from. Seeded: running it again gives the same bytes.

`make-records.py FOLDER` writes there instead of into seeds/records; each plan has its own folder in it.
"""
import importlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent / "records"
# Each has a function `write(folder)`.
GENERATORS = [
    "records_xinyi",
    "records_hsinchu",
    "records_renwu",
    "records_keelung",
    "records_yunlin",
]


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name in GENERATORS:
        importlib.import_module(name).write(folder)


main()
