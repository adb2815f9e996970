"""How offices write their records down: dates in every spelling, CSV in every encoding.

Shared by the generators of the plans' records. Random numbers are those of district_office.py: uniform numbers and
the four operations, the same on every machine.
"""
import csv
import datetime
import io
import pathlib


def write_csv(path, header, rows, encoding="utf-8-sig", delimiter=",", line_end="\r\n", before=(), after=()):
    """Writes a table as an office's tool would; `before` are title rows above the header, `after` rows below the data."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerows(before)
    writer.writerow(header)
    writer.writerows(rows)
    writer.writerows(after)
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding))


def writer_into(folder):
    """A function that writes a table – its header, its rows and rows of totals, if any – as a file of `folder`."""
    def put(name, table, encoding="utf-8-sig", **options):
        header, rows, *totals = table
        write_csv(folder / name, header, rows, encoding=encoding, after=totals, **options)
    return put


def date_text(day, style="iso"):
    """A date as people write it: iso 2015-03-04, slash 2015/3/4, roc 104/3/4, roc_dot 104.03.04, roc_digits 1040304,
    roc_words 民國104年3月4日."""
    roc = day.year - 1911
    return {
        "iso": f"{day.year}-{day.month:02}-{day.day:02}",
        "slash": f"{day.year}/{day.month}/{day.day}",
        "roc": f"{roc}/{day.month}/{day.day}",
        "roc_dot": f"{roc}.{day.month:02}.{day.day:02}",
        "roc_digits": f"{roc:03}{day.month:02}{day.day:02}",
        "roc_words": f"民國{roc}年{day.month}月{day.day}日",
    }[style]


def time_text(moment, style="iso"):
    """A moment as people write it: iso 2015-03-04 15:21, half_day 2015/3/4 下午 3:21:10, roc 104/3/4 15:21."""
    half = "上午" if moment.hour < 12 else "下午"
    return {
        "iso": f"{date_text(moment)} {moment.hour:02}:{moment.minute:02}",
        "half_day": f"{date_text(moment, 'slash')} {half} {(moment.hour - 1) % 12 + 1}:{moment.minute:02}:{moment.second:02}",
        "roc": f"{date_text(moment, 'roc')} {moment.hour:02}:{moment.minute:02}",
    }[style]


def days(year, first=(1, 1), last=(12, 31)):
    """The days of a CE year from `first` (month, day) to `last`."""
    day, end = datetime.date(year, *first), datetime.date(year, *last)
    while day <= end:
        yield day
        day += datetime.timedelta(days=1)
