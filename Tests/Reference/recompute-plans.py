"""Recomputes every computed value of the plans in seeds/plans from seeds/records, independently of the library.

Reads the plan files with PyYAML and the records with the standard library and pandas, by the definitions in
docs/plan-format.md, and writes plans.json: for each plan and indicator its value, parts, count, last year's value and,
for samples, the standard error. Run by make-references.sh; needs pandas, numpy, scipy and PyYAML.
"""
import csv
import datetime
import functools
import io
import json
import math
import pathlib
import re
import unicodedata

import numpy as np
import pandas as pd
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOTALS = {"總計", "合計", "小計", "總和", "total", "grandtotal", "sum"}


class Loader(yaml.SafeLoader):
    """YAML whose dates and words such as 否 and no stay texts."""

    yaml_implicit_resolvers = {
        first: [(tag, rule) for tag, rule in rules if tag.rsplit(":", 1)[1] not in ("bool", "timestamp")]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), ["t", "f"])


# Cells.

@functools.cache
def plain(text):
    return unicodedata.normalize("NFKC", text).strip()


# Characters that the fonts of the published PDF files put for others, and variants.
VARIANTS = str.maketrans("帄詴尌頇逹塡褔臺", "平試就須達填福台")


@functools.cache
def folded(text):
    return plain(text).replace(" ", "").translate(VARIANTS).lower()


@functools.cache
def number(text):
    if text is None:
        return None
    text = plain(text).replace(",", "").replace("NT$", "").strip()
    if text.endswith("%"):
        return float(text[:-1]) / 100
    return float(text)


CLOCK = r"(?:[T ]*(?P<half>上午|下午|AM|PM)? ?(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?)?"
DATES = [
    re.compile(r"^(?:中華民國|民國|西元)?(?P<y>\d{1,4}) ?[/.\-年] ?(?P<mo>\d{1,2})(?: ?[/.\-月] ?(?P<d>\d{1,2})? ?日?)?月? ?" + CLOCK + "$"),
    re.compile(r"^(?P<y>\d{3}|\d{4}|\d{2})(?P<mo>\d{2})(?P<d>\d{2})$"),
]


@functools.cache
def moment(text):
    """(day, second or None) of a cell."""
    if text is None:
        return None
    for form in DATES:
        found = form.match(plain(text))
        if found:
            part = found.groupdict()
            year = int(part["y"])
            year += 1911 if year < 1000 else 0
            day = datetime.date(year, int(part["mo"]), int(part.get("d") or 1))
            if part.get("h") is None:
                return day, None
            hour = int(part["h"])
            if part["half"] in ("下午", "PM") and hour < 12:
                hour += 12
            if part["half"] in ("上午", "AM") and hour == 12:
                hour = 0
            return day, hour * 3600 + int(part["m"]) * 60 + int(part["s"] or 0)
    raise ValueError(f"no date: {text!r}")


def seconds(at):
    return at[0].toordinal() * 86400 + (at[1] or 0)


# Tables.

def read(path, dataset):
    data = path.read_bytes()
    text = None
    for encoding in ([dataset["encoding"]] if dataset.get("encoding", "auto") != "auto" else ["utf-8-sig", "cp950"]):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    first = text.splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    rows = [row for row in rows if any(cell.strip("　 \t\xa0") for cell in row)]
    header, body = rows[0], rows[1:]
    names, seen = [], {}
    for name in header:
        name = name.strip()
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name]}")

    def is_total(row):
        leading = next((cell for cell in row[:2] if plain(cell)), "")
        return folded(leading) in TOTALS

    if dataset.get("totals") != "keep":
        body = [row for row in body if not is_total(row)]
    missing = {str(code) for code in listed(dataset.get("missing"))} | {"", "NA"}
    frame = pd.DataFrame([[None if cell.strip("　 \t\xa0") in missing else cell.strip("　 \t\xa0") for cell in row] for row in body],
                         columns=names, dtype=object)
    return frame.where(frame.notna(), None)


def listed(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def records(frame):
    """Each row as a dict; many times as quick as to_dict."""
    names = list(frame.columns)
    return [dict(zip(names, row)) for row in frame.itertuples(index=False, name=None)]


class Plan:
    def __init__(self, path):
        self.file = yaml.load(path.read_text(encoding="utf-8"), Loader)
        self.folder = path.parent
        self.year = self.file["year"].get("ce") or self.file["year"]["roc"] + 1911
        self.datasets = {d["id"]: d for d in self.file.get("datasets", [])}
        self.surveys = {s["id"]: s for s in self.file.get("surveys", [])}
        term = self.file.get("term", {})
        first, last = datetime.date(self.year, 1, 1), datetime.date(self.year, 12, 31)
        self.first = max(first, moment(str(term["from"]))[0]) if term else first
        self.last = min(last, moment(str(term["to"]))[0]) if term else last
        end = moment(str(term["to"]))[0] if term else last
        self.as_of = moment(str(self.file["as_of"]))[0] if "as_of" in self.file else end
        opening = self.file.get("opening", {})
        self.weekdays = set(opening.get("weekdays", [1, 2, 3, 4, 5]))
        self.closed = {moment(str(d))[0] for d in opening.get("closed", [])}
        self.open = {moment(str(d))[0] for d in opening.get("open", [])}
        self.assumptions = self.file.get("assumptions", {})
        self.indicators = {}
        for node in self.file["nodes"]:
            self.collect(node)
        self.known = {}

    def collect(self, node):
        for indicator in node.get("indicators", []):
            self.indicators[str(indicator["id"])] = indicator
        for child in node.get("nodes", []):
            self.collect(child)

    def is_open(self, day):
        return day in self.open or (day.isoweekday() in self.weekdays and day not in self.closed)

    def period(self, prior):
        if prior:
            return datetime.date(self.year - 1, 1, 1), datetime.date(self.year - 1, 12, 31)
        return self.first, self.last

    def opened(self, file):
        """What has the bytes of a file; the property test gives other records here."""
        return self.folder / file

    def table(self, name, prior):
        dataset = self.datasets[name]
        files = listed(dataset.get("prior")) + listed(dataset.get("prior_files")) if prior \
            else listed(dataset.get("file")) + listed(dataset.get("files"))
        if not files:
            return None
        frames = []
        for file in files:
            frame = read(self.opened(file), dataset)
            by_fold = {folded(column): column for column in frame.columns}
            for short, header in dataset.get("columns", {}).items():
                header = header if header in frame.columns else by_fold.get(folded(header))
                # One list of names may serve two years of which one asked less.
                frame[short] = frame[header] if header is not None else None
            frames.append(frame)
        frame = pd.concat(frames, ignore_index=True)
        if "date" in dataset:
            first, last = self.period(prior)
            days = frame[dataset["date"]].map(moment)
            frame = frame[[at is None or first <= at[0] <= last for at in days]].reset_index(drop=True)
        return frame.where(frame.notna(), None)

    def rows(self, indicator, prior, more=None):
        frame = self.table(indicator["dataset"], prior)
        if frame is None:
            return None
        for condition in (indicator.get("where"), more):
            if condition:
                frame = frame[[holds(condition, row) for row in records(frame)]].reset_index(drop=True)
        return frame


# Conditions.

TOKEN = re.compile(r"""\s*(?:(?P<op>==|!=|<=|>=|&&|\|\||[<>!(),])|"(?P<text>[^"]*)"|'(?P<text2>[^']*)'|`(?P<tick>[^`]*)`
    |(?P<num>-?\d+(?:\.\d+)?(?![\w一-鿿]))|(?P<name>[\w.㐀-鿿]+))""", re.X)


@functools.cache
def tokens_of(condition):
    tokens, place = [], 0
    text = condition.strip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:
            raise ValueError(f"condition {condition!r} at {place}")
        kind = found.lastgroup
        tokens.append(("text" if kind == "text2" else "name" if kind == "tick" else kind, found.group(kind)))
        place = found.end()
    return [*tokens, ("end", "")]


def holds(condition, row):
    tokens = tokens_of(condition)
    position = 0

    def take(value=None):
        nonlocal position
        token = tokens[position]
        if value is None or token == ("op", value):
            position += 1
            return token
        return None

    def either():
        result = both()
        while take("||"):
            right = both()
            result = result or right
        return result

    def both():
        result = single()
        while take("&&"):
            right = single()
            result = result and right
        return result

    def operand():
        kind, value = take()
        if kind == "name":
            return "cell", row[value]
        return kind, float(value) if kind == "num" else value

    def single():
        if take("!"):
            return not single()
        if take("("):
            result = either()
            assert take(")")
            return result
        left = operand()
        if tokens[position] == ("name", "in"):
            take()
            assert take("(")
            values = [operand()]
            while take(","):
                values.append(operand())
            assert take(")")
            return any(compare(left, "==", value) for value in values)
        return compare(left, take()[1], operand())

    return either()


def compare(left, operator, right):
    values = [left[1], right[1]]
    if None in values:
        return False
    if "num" in (left[0], right[0]):
        values = [value if isinstance(value, float) else number(value) for value in values]
    else:
        values = [value.strip() for value in values]
    a, b = values
    return {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator]


# Kinds of records.

def result(value, **more):
    found = {"value": value}
    found.update({name: item for name, item in more.items() if item is not None})
    return found


def share(plan, i, prior):
    whole = plan.rows(i, prior, i.get("denominator"))
    if whole is None or len(whole) == 0:
        return None
    if "numerator_sum" in i:
        pairs = [(number(a), number(b)) for a, b in zip(whole[i["numerator_sum"]], whole[i["denominator_sum"]])]
        keep = [pair is not None and None not in pair for pair in pairs]
        part = math.fsum(pair[0] for pair, kept in zip(pairs, keep) if kept)
        total = math.fsum(pair[1] for pair, kept in zip(pairs, keep) if kept)
        groups = [whole[[k and b == name for k, b in zip(keep, whole[i["by"]])]] for name in whole[i["by"]].dropna().unique()] \
            if "by" in i else []
        sums = [[math.fsum(map(number, g[i[key]])) for key in ("numerator_sum", "denominator_sum")] for g in groups]
        rates = [own / of for own, of in sums if of]
    else:
        hits = [holds(i["numerator"], row) for row in records(whole)]
        part, total = float(sum(hits)), float(len(whole))
        rates = [np.mean([h for h, b in zip(hits, whole[i["by"]]) if b == name]) for name in whole[i["by"]].dropna().unique()] \
            if "by" in i else []
    if i.get("measure") == "each_mean":
        return result(math.fsum(rates) / len(rates), numerator=part, denominator=total)
    return result(part / total if total else None, numerator=part, denominator=total)


def count(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None:
        return None
    if "sum" in i:
        value = math.fsum(number(cell) or 0 for cell in frame[i["sum"]])
    elif "distinct" in i:
        value = float(len({folded(cell) for cell in frame[i["distinct"]] if cell is not None}))
    else:
        value = float(len(frame))
    if "average_over" in i:
        units = len({folded(cell) for cell in frame[i["average_over"]] if cell is not None})
        return result(value / units, numerator=value, denominator=float(units), n=len(frame))
    return result(value, n=len(frame))


def periods(plan, per, prior):
    first, last = plan.period(prior)
    day, found = first, []
    if per == "week":
        day -= datetime.timedelta(days=day.weekday())
        while day <= last:
            if first <= day + datetime.timedelta(days=3) <= last:
                found.append((day, day + datetime.timedelta(days=6)))
            day += datetime.timedelta(days=7)
        return found
    months = {"month": 1, "quarter": 3, "year": 12}.get(per)
    while day <= last:
        if months is None:
            end = day
        else:
            begin = datetime.date(day.year, (day.month - 1) // months * months + 1, 1)
            after = datetime.date(begin.year + (begin.month - 1 + months) // 12, (begin.month - 1 + months) % 12 + 1, 1)
            day, end = begin, after - datetime.timedelta(days=1)
        found.append((day, end))
        day = end + datetime.timedelta(days=1)
    return found


def frequency(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None:
        return None
    spans = periods(plan, i["per"], prior)
    if i.get("opening_days"):
        spans = [span for span in spans if plan.is_open(span[0])]
    else:
        spans = [(first, last) for first, last in spans
                 if any(plan.is_open(first + datetime.timedelta(days=k)) for k in range((last - first).days + 1))]
    if not prior:
        spans = [span for span in spans if span[0] <= plan.as_of]
        if spans and min(spans[-1][1], plan.period(prior)[1]) > plan.as_of and \
                plan.assumptions.get("partial_periods", "exclude") == "exclude":
            spans.pop()
    if "units" in i:
        units = []
        for unit in plan.file["units"][i["units"]]:
            names = {str(unit)} if not isinstance(unit, dict) else {str(unit["id"]), str(unit.get("name", unit["id"]))}
            units.append({folded(name) for name in names})
    elif "by" in i:
        units = [{name} for name in sorted({folded(cell) for cell in frame[i["by"]] if cell is not None})]
    else:
        units = [None]
    counts = np.zeros((len(units), len(spans)))
    for row in records(frame):
        at = moment(row[i["date"]])
        if at is None:
            continue
        for column, (first, last) in enumerate(spans):
            if first <= at[0] <= last:
                for place, unit in enumerate(units):
                    if unit is None or (row[i["by"]] is not None and folded(row[i["by"]]) in unit):
                        counts[place, column] += (number(row[i["sum"]]) or 0) if "sum" in i else 1
    met, total = int((counts >= i.get("at_least", 1)).sum()), counts.size
    if "total_at_least" in i:
        met += int((counts.sum(axis=0) >= i["total_at_least"]).sum())
        total += len(spans)
    return result(met / total, numerator=float(met), denominator=float(total))


def open_days(plan, start, end):
    day, counted = start, 0
    while day < end:
        day += datetime.timedelta(days=1)
        counted += plan.is_open(day)
    return counted


def elapsed(plan, start, end, unit):
    if unit == "minute":
        return (seconds(end) - seconds(start)) / 60
    if unit == "hour":
        return (seconds(end) - seconds(start)) / 3600
    if unit == "working_day" or plan.assumptions.get("days") == "working":
        return float(open_days(plan, start[0], end[0])) if end[0] >= start[0] else -1.0
    return float((end[0] - start[0]).days)


def summary(values, statistic):
    if not values:
        return None
    return {"mean": np.mean, "median": np.median, "p90": lambda v: np.percentile(v, 90)}[statistic](values)


def times(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None:
        return None
    found = []
    for row in records(frame):
        if "elapsed" in i:
            value = number(row[i["elapsed"]])
        else:
            start, end = moment(row[i["from"]]), moment(row[i["to"]])
            value = None if start is None or end is None else elapsed(plan, start, end, i.get("time_unit", "day"))
            if value is not None and end[0] < start[0]:
                value = None
        if value is not None and value >= 0:
            found.append((value, row))
    return found


def duration(plan, i, prior):
    found = times(plan, i, prior)
    if not found:
        return None
    statistic = i.get("statistic", "median")
    level = summary([value for value, _ in found], statistic)
    compare_with = i.get("compare")
    if compare_with is None:
        return result(float(level), n=len(found))
    if compare_with == "prior":
        earlier = None if prior else times(plan, i, True)
        if not earlier:
            return result(float(level), n=len(found)) if i.get("measure") == "level" else None
        before, after = summary([v for v, _ in earlier], statistic), level
    else:
        phase = {name: [(v, row) for v, row in found if folded(row[compare_with["column"]] or "") == folded(compare_with[name])]
                 for name in ("before", "after")}
        if "by" in compare_with:
            before = after = weight = 0.0
            for item in dict.fromkeys(row[compare_with["by"]] for _, row in found):
                a = [v for v, row in phase["before"] if row[compare_with["by"]] == item]
                b = [v for v, row in phase["after"] if row[compare_with["by"]] == item]
                if a and b:
                    before += summary(a, statistic) * len(b)
                    after += summary(b, statistic) * len(b)
                    weight += len(b)
            before, after = before / weight, after / weight
        else:
            before, after = (summary([v for v, _ in phase[name]], statistic) for name in ("before", "after"))
    if i.get("measure", "reduction") == "level":
        return result(float(after), n=len(found))
    return result(float((before - after) / before))


def overdue(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None or len(frame) == 0:
        return None
    as_of = datetime.date(plan.year - 1, 12, 31) if prior else plan.as_of
    judged = late = told = 0
    for row in records(frame):
        start, end = moment(row[i["from"]]), moment(row[i["to"]])
        if start is None:
            continue
        if "due" in i:
            due = moment(row[i["due"]])
            if due is None:
                continue
            if end is None:
                is_late = as_of > due[0]
            elif due[1] is None or end[1] is None:
                is_late = end[0] > due[0]
            else:
                is_late = seconds(end) > seconds(due)
        else:
            limit = i["limit"] if isinstance(i["limit"], (int, float)) else number(row[i["limit"]])
            if limit is None:
                continue
            is_late = elapsed(plan, start, end or (as_of, 86399), i.get("time_unit", "day")) > limit
        if end is None and (not is_late or plan.assumptions.get("open_cases") == "exclude"):
            continue
        judged += 1
        late += is_late
        told += bool(is_late and "told" in i and holds(i["told"], row))
    measure = i.get("measure", "overdue")
    if measure == "count":
        return result(float(late), n=judged)
    part, whole = {"overdue": (late, judged), "on_time": (judged - late, judged), "told": (told, late)}[measure]
    return result(part / whole if whole else None, numerator=float(part), denominator=float(whole)) if whole else None


def test(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None:
        return None
    parts = i.get("components") or [{"column": i["total"], "max": i.get("max", 100)}]
    full = math.fsum(part["max"] * part.get("factor", 1) for part in parts)
    points = []
    for row in records(frame):
        cells = [number(row[part["column"]]) for part in parts]
        if None not in cells:
            points.append((math.fsum(cell * part.get("factor", 1) for cell, part in zip(cells, parts)) / full * 100,
                           folded(row[i["by"]]) if "by" in i and row[i["by"]] is not None else None))
    values = np.array([value for value, _ in points])
    if i.get("measure") == "pass_rate":
        p = float(np.mean(values >= i["pass"]))
        return result(p, std_error=math.sqrt(p * (1 - p) / len(values)), n=len(values))
    units = sorted({unit for _, unit in points if unit is not None})
    average = i.get("average") or plan.assumptions.get("test_average", "units")
    if average == "units" and len(units) > 1:
        groups = [np.array([value for value, own in points if own == unit]) for unit in units]
        error = math.sqrt(sum(g.var(ddof=1) / len(g) for g in groups)) / len(groups) if all(len(g) > 1 for g in groups) else None
        return result(float(np.mean([g.mean() for g in groups])), std_error=error, n=len(values))
    return result(float(values.mean()), std_error=float(values.std(ddof=1) / math.sqrt(len(values))), n=len(values))


def accuracy(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None:
        return None
    if "correct" in i:
        part, whole = sum(holds(i["correct"], row) for row in records(frame)), len(frame)
    else:
        part = math.fsum(map(number, frame[i["correct_sum"]]))
        whole = math.fsum(map(number, frame[i["asked_sum"]]))
    p = part / whole
    return result(p, numerator=float(part), denominator=float(whole), std_error=math.sqrt(p * (1 - p) / whole))


def distribution(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None:
        return None
    if "rate_per" in i:
        units = plan.file["units"][i["units"]]
        people = math.fsum(unit["population"] for unit in units)
        # Records from elsewhere are no part of these residents' rate.
        names = {folded(str(unit[key])) for unit in units for key in ("id", "name") if key in unit}
        known = sum(cell is not None and folded(cell) in names for cell in frame[i["area"]])
        return result(known / people * i["rate_per"], n=len(frame))
    return result(float(len(frame)), n=len(frame))


def checklist(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None or len(frame) == 0:
        return None
    met = {folded(str(word)) for word in listed(i.get("met") or "符合")}
    none = {folded(str(word)) for word in listed(i.get("not_applicable") or "不適用")}
    answers = [folded(cell) for cell in frame[i["result"]] if cell is not None]
    answers = [answer for answer in answers if answer not in none]
    good = sum(answer in met for answer in answers)
    return result(good / len(answers), numerator=float(good), denominator=float(len(answers))) if answers else None


def change(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None:
        return None
    before = after = 0.0
    for row in records(frame):
        a, b = number(row[i["before"]]), number(row[i["after"]])
        w = number(row[i["weight_by"]]) if "weight_by" in i else 1.0
        if None not in (a, b, w):
            before += a * w
            after += b * w
    measure = i.get("measure", "reduction")
    return result((before - after) / before if measure == "reduction" else before - after)


def cost(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None:
        return None
    money = math.fsum(number(cell) or 0 for column in listed(i["cost"]) for cell in frame[column])
    measure = i.get("measure", "per_beneficiary")
    if measure == "total":
        return result(money)
    if measure == "benefit_ratio":
        return result(math.fsum(number(cell) or 0 for cell in frame[i["hours_saved"]]) * i["wage"] / money)
    return result(money / math.fsum(number(cell) or 0 for cell in frame[i["beneficiaries"]]))


def rubric(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None or len(frame) == 0:
        return None
    if "assessor" not in i:
        return result(float(np.mean([number(cell) for cell in frame[i["score"]] if cell is not None])))
    scores = pd.DataFrame({"who": frame[i["assessor"]].map(folded), "score": frame[i["score"]].map(number)}).dropna()
    return result(float(scores.groupby("who")["score"].mean().mean()))


def deadline(plan, i, prior):
    if prior:
        return None
    done = moment(str(i["done"]))[0] if "done" in i else None
    if "dataset" in i:
        days = [at[0] for at in plan.rows(i, False)[i["date"]].map(moment) if at is not None]
        done = min(days, default=None)
    return result(float((moment(str(i["due"]))[0] - done).days)) if done else None


def ranking(plan, i, prior):
    frame = plan.rows(i, prior)
    if frame is None:
        return None
    own = folded(str(i.get("own") or plan.file["agency"]["name"]))
    table = pd.DataFrame({"unit": frame[i["unit_column"]].map(folded), "group": frame[i["group"]].map(folded),
                          "score": frame[i["score"]].map(number)}).dropna()
    means = table.groupby(["group", "unit"])["score"].mean()
    groups = table[table["unit"] == own]["group"].unique()
    if len(groups) != 1:
        return None
    group = groups[0]
    return result(float((means[group] > means[group][own]).sum() + 1))


KINDS = {name: globals()[name] for name in (
    "share", "count", "frequency", "duration", "overdue", "test", "accuracy", "distribution", "checklist", "change", "cost",
    "rubric", "deadline", "ranking")}


# Questionnaires.

SCORES = {  # folded label: (points, is positive), by the name of the scale
    "satisfaction-5": {"非常滿意": 5, "很滿意": 5, "滿意": 4, "普通": 3, "尚可": 3, "不滿意": 2, "不太滿意": 2, "非常不滿意": 1, "很不滿意": 1},
    "agreement-5": {"非常同意": 5, "很同意": 5, "同意": 4, "普通": 3, "不同意": 2, "不太同意": 2, "非常不同意": 1, "很不同意": 1},
    "satisfaction-4": {"非常滿意": 4, "很滿意": 4, "滿意": 3, "還算滿意": 3, "不滿意": 2, "不太滿意": 2, "非常不滿意": 1, "很不滿意": 1},
}
NONE = {"無意見", "不知道", "不知道/無意見", "拒答", "未使用過", "不適用", "沒意見", "未填答", "未使用", "沒有意見", "很難說"}


@functools.cache
def codebook(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


class Round:
    def __init__(self, plan, survey, prior):
        self.survey = survey
        self.frame = plan.table(survey["dataset"], prior)
        source = survey.get("prior_codebook") if prior and "prior_codebook" in survey else survey.get("codebook")
        book = codebook(plan.folder / source) if source else survey
        self.scales, self.items, self.own = {}, [], {s["name"]: s for s in book.get("scales", [])}
        by_fold = {folded(name): name for name in self.frame.columns}
        for column in book.get("columns", []):
            header = by_fold.get(folded(column["name"]))
            if header is None:
                continue
            name = column.get("id", header)
            self.frame[name] = self.frame[header]
            if "scale" in column:
                self.scales[name] = column["scale"]
                self.items.append(name)
                # Each different answer is read once.
                points = {cell: self.score(cell, column["scale"], column.get("reversed", False)) for cell in set(self.frame[header])}
                self.frame[name + "\0"] = np.array([points[cell] for cell in self.frame[header]], dtype=float)
        self.constructs = {c["name"]: c for c in book.get("constructs", [])
                           if all(item in self.scales for item in c["items"])}
        self.overall = book.get("overall")
        self.census = survey.get("sampling") == "census"
        self.random = survey.get("sampling") in ("srs", "systematic", "stratified", "cluster", None)
        self.weights = np.ones(len(self.frame))
        self.margins = None
        if survey.get("weighting", "none") != "none":
            self.rake(plan)
        if "weights" in survey:
            self.weights = self.frame[survey["weights"]].map(number).to_numpy(dtype=float)
        self.strata = self.frame[survey["strata"]].map(folded).to_numpy() if "strata" in survey else np.zeros(len(self.frame))
        size = survey.get("prior_population" if prior else "population")
        self.population = size if survey.get("sampling") in ("srs", "systematic") and self.margins is None else None

    def score(self, cell, scale, reversed_=False):
        if cell is None:
            return math.nan
        text = re.sub(r"^[(（]?\d+[)）.、 ]*(?=\D)", "", plain(cell)).replace(" ", "")
        if scale.startswith("rating"):
            try:
                return float(plain(cell).rstrip("分"))
            except ValueError:
                return math.nan
        if scale in self.own:
            for option in self.own[scale]["options"]:
                if text in [option["label"]] + listed(option.get("aliases")) and "score" in option:
                    return float(option["score"])
            return math.nan
        table = SCORES[scale]
        if text in table:
            points = float(table[text])
            return min(table.values()) + max(table.values()) - points if reversed_ else points
        if text in NONE or text == "":
            return math.nan
        if plain(cell).isdigit():
            return float(plain(cell))
        return math.nan

    def range(self, scale):
        if scale.startswith("rating"):
            top = float(scale.rsplit("-", 1)[1])
            return (0.0 if scale == "rating-0-10" or scale == "rating-100" else 1.0), top
        if scale in self.own:
            points = [o["score"] for o in self.own[scale]["options"] if "score" in o]
            return float(min(points)), float(max(points))
        return 1.0, float(max(SCORES[scale].values()))

    def is_positive(self, score, scale):
        if scale.startswith("rating"):
            low, top = self.range(scale)
            return score >= {4: 3, 5: 4, 7: 6, 10: 8, 100: 80}.get(int(top), top)
        if scale in self.own:
            return any(o.get("score") == score and o.get("role", "positive" if score > np.mean(self.range(scale)) else "") == "positive"
                       for o in self.own[scale]["options"])
        return score > (1 + max(SCORES[scale].values())) / 2

    def positive(self, scores, scale):
        marks = np.zeros(scores.shape)
        for score in np.unique(scores[~np.isnan(scores)]):
            marks[scores == score] = float(self.is_positive(score, scale))
        return marks

    def rake(self, plan):
        table = read(plan.folder / self.survey["margins"], {})
        self.margins = []
        for variable in table["variable"].unique():
            own = table[table["variable"] == variable]
            counts = {folded(c): number(n) for c, n in zip(own["category"], own["count"])}
            column = self.frame[variable].map(lambda cell: folded(cell) if cell is not None else None)
            self.margins.append((column, counts))
        first = math.fsum(self.margins[0][1].values())
        keep = np.array([all(cell in counts for cell, (_, counts) in zip(cells, self.margins))
                         for cells in zip(*(column for column, _ in self.margins))], dtype=bool)
        self.weights = np.where(keep, 1.0, 0.0)
        cells = [((column == category).to_numpy() & keep, wanted * first / math.fsum(counts.values()))
                 for column, counts in self.margins for category, wanted in counts.items()]
        cells = [(inside, wanted) for inside, wanted in cells if inside.any()]
        for _ in range(3000):
            before = self.weights.copy()
            for inside, wanted in cells:
                self.weights[inside] *= wanted / self.weights[inside].sum()
            if np.array_equal(before, self.weights):
                break

    def values(self, i):
        """The score of each respondent, NaN where it is missing."""
        names = listed(i.get("item")) + listed(i.get("items"))
        least = 1
        if "construct" in i:
            names = self.constructs[i["construct"]]["items"]
            least = self.constructs[i["construct"]].get("minimum_answered", 1)
        if i.get("overall"):
            names = [self.overall]
        if not all(name in self.scales for name in names):
            return None, None
        scores = self.frame[[name + "\0" for name in names]].to_numpy(dtype=float)
        scale = self.scales[names[0]]
        statistic = i.get("statistic", "top2")
        if statistic == "top2":
            marks = np.where(np.isnan(scores), np.nan, self.positive(scores, scale))
            if i.get("base") == "all":
                marks = np.nan_to_num(marks)
            scores = marks
        answered = (~np.isnan(scores)).sum(axis=1)
        with np.errstate(invalid="ignore"):
            mean = np.where(answered >= least, np.nansum(scores, axis=1) / np.maximum(answered, 1), np.nan)
        mean = np.where(answered == 0, np.nan, mean)
        low, top = self.range(scale)
        if statistic == "score-of-max":
            mean = mean / top * 100
        if statistic == "score-of-range":
            mean = (mean - low) / (top - low) * 100
        return mean, (low, top)

    def estimate(self, i):
        y, limits = self.values(i)
        if y is None:
            return None
        inside = ~np.isnan(y) & (self.weights > 0)
        if i.get("where"):
            inside &= np.array([holds(i["where"], row) for row in records(self.frame)])
        w = np.where(inside, self.weights, 0.0)
        value = float(np.sum(w[inside] * y[inside]) / w.sum())
        z = np.where(inside, np.nan_to_num(y) - value, 0.0) / w.sum()
        u = self.weights * z
        if self.margins is not None:
            # Deville and Särndal 1992: residuals of the regression on the margins' categories.
            x = np.column_stack([(column == c).to_numpy().astype(float) for column, counts in self.margins for c in counts])
            d = (self.weights > 0).astype(float)
            u = self.weights * (z - x @ np.linalg.lstsq(x.T @ (x * d[:, None]), x.T @ (d * z), rcond=None)[0])
        # The exact sum, since the order of a set differs from run to run.
        groups = [u[self.strata == stratum] for stratum in set(self.strata)]
        variance = math.fsum(len(own) / (len(own) - 1) * np.sum((own - own.mean()) ** 2) for own in groups)
        if self.population:
            variance *= 1 - len(y) / self.population
        return {"value": value, "n": int(inside.sum()), "limits": limits,
                "std_error": math.sqrt(variance) if self.random and not self.census else None}


def survey_round(plan, name, prior):
    key = ("round", name, prior)
    if key not in plan.known:
        dataset = plan.datasets[plan.surveys[name]["dataset"]]
        has = dataset.get("prior") or dataset.get("prior_files") if prior else True
        plan.known[key] = Round(plan, plan.surveys[name], prior) if has else None
    return plan.known[key]


def score(plan, i, prior):
    own = survey_round(plan, i["survey"], prior)
    return own and own.estimate(i)


def reliability(plan, i, prior):
    own = survey_round(plan, i["survey"], prior)
    if own is None:
        return None
    names = listed(i.get("items"))
    if "construct" in i:
        names = own.constructs[i["construct"]]["items"]
    if not names:
        names = [name for name in own.items if name != own.overall]
        answers = {name: int(own.frame[name + "\0"].notna().sum()) for name in names}
        if len(names) > 2:
            names = [name for name in names if answers[name] * 2 >= max(answers.values())]
    scores = own.frame[[name + "\0" for name in names]].to_numpy(dtype=float)
    keep = ~np.isnan(scores).any(axis=1) & (own.weights > 0)
    w, x = own.weights[keep], scores[keep]
    v = np.cov(x, rowvar=False, aweights=w)
    k = len(names)
    return {"value": float(k / (k - 1) * (1 - np.trace(v) / v.sum())), "n": int(keep.sum())}


def representativeness(plan, i, prior):
    from scipy.stats import chi2
    own = survey_round(plan, i["survey"], prior)
    table = read(plan.folder / own.survey["margins"], {})
    values = []
    for variable in table["variable"].unique():
        part = table[table["variable"] == variable]
        counts = {folded(c): number(n) for c, n in zip(part["category"], part["count"])}
        cells = own.frame[variable].map(lambda cell: folded(cell) if cell is not None else None)
        observed = np.array([int((cells == c).sum()) for c in counts])
        expected = np.array(list(counts.values())) / sum(counts.values()) * observed.sum()
        values.append(float(chi2.sf(((observed - expected) ** 2 / expected).sum(), len(counts) - 1)))
    return result(min(values))


def margin_of_error(plan, i, prior):
    own = survey_round(plan, i["survey"], prior)
    if own is None or own.census or not own.random:
        return None
    names = own.items if own.items else []
    answered = own.frame[[name + "\0" for name in names]].notna().any(axis=1).to_numpy() & (own.weights > 0)
    n = int(answered.sum())
    w = own.weights[answered]
    deff = n * (w ** 2).sum() / w.sum() ** 2
    size = own.survey.get("prior_population" if prior else "population")
    fpc = (size - n) / (size - 1) if size else 1.0
    return result(1.959963984540054 * math.sqrt(0.25 / n * deff * fpc), n=n)


KINDS.update(score=score, reliability=reliability, representativeness=representativeness, margin_of_error=margin_of_error)


def measured(plan, name, prior):
    key = (name, prior)
    if key not in plan.known:
        indicator = plan.indicators[name]
        plan.known[key] = KINDS[indicator["kind"]](plan, indicator, prior)
    return plan.known[key]


def growth(plan, i):
    of = plan.indicators[str(i["of"])]
    now = measured(plan, str(i["of"]), False)
    if of["kind"] == "score":
        then = measured(plan, str(i["of"]), True)
        if then and now and now["limits"] != then["limits"]:
            rescaled = of.get("statistic", "top2") in ("top2", "score-of-range")
            if not (plan.surveys[of["survey"]].get("comparable") and rescaled):
                return None
    else:
        then = measured(plan, str(i["of"]), True)
    before = then["value"] if then and then["value"] is not None else of.get("baseline")
    if not now or now["value"] is None or before is None or before <= 0:
        return None
    # Two samples of their own; a figure whose own error is not known gives none to the growth.
    error = None
    earlier = (then or {}).get("std_error")
    if now.get("std_error") is not None and earlier is not None:
        error = math.hypot(now["std_error"], now["value"] / before * earlier) / before
    return result((now["value"] - before) / before, std_error=error)


def main():
    everything = {}
    for path in sorted((ROOT / "seeds/plans").glob("*.yaml")):
        plan = Plan(path)
        found = {}
        for name, indicator in plan.indicators.items():
            kind = indicator["kind"]
            if kind in ("text", "check", "validity") or indicator.get("status"):
                continue
            value = growth(plan, indicator) if kind == "growth" else measured(plan, name, False)
            value = dict(value or {"value": None})
            value.pop("limits", None)
            found[name] = {"kind": kind, **value}
        everything[plan.file["id"]] = found
    out = pathlib.Path(__file__).parent / "plans.json"
    lines = []
    for plan, found in everything.items():
        rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in found.items())
        lines.append(f" {json.dumps(plan)}: {{\n{rows}\n }}")
    out.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
