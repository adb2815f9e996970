"""What depends on a record, and what the figures are after a change: read by Tests/Reference/recompute-plans.py alone.

An indicator's *reading* of a record is everything that its definition takes from that row: nothing (None) where the row
is outside the year, fails `where` or is not in the denominator; else the cells of the columns that the kind reads and
whether the row meets the kind's conditions. It is found with the record alone in its file, so no other row takes part.
An indicator depends on a change of a record where its reading of the record before and after is not the same.
"""
import importlib.util
import math
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load("recompute_plans", ROOT / "Tests/Reference/recompute-plans.py")

# What a kind takes from a row: columns, and conditions that the row meets or not.
COLUMNS = {
    "share": ["numerator_sum", "denominator_sum", "by"],
    "count": ["sum", "distinct", "by", "average_over"],
    "frequency": ["date", "sum", "by"],
    "duration": ["from", "to", "elapsed", "by"],
    "overdue": ["from", "to", "due", "limit", "by"],
    "test": ["total", "by", "date"],
    "accuracy": ["correct_sum", "asked_sum", "by"],
    "distribution": ["by", "month", "area"],
    "checklist": ["result", "item", "by"],
    "change": ["before", "after", "weight_by", "item"],
    "cost": ["cost", "beneficiaries", "item", "reason", "hours_saved"],
    "rubric": ["score", "assessor", "by"],
    "deadline": ["date"],
    "ranking": ["unit_column", "group", "score", "assessor"],
}
CONDITIONS = ["numerator", "correct", "told", "exception"]
OF_SURVEYS = {"score", "reliability", "representativeness", "margin_of_error"}
# Kinds that are not shown beside last year's value.
OF_THIS_YEAR = {"frequency", "deadline", "ranking", "representativeness", "margin_of_error", "distribution", "change"}


class Bytes:
    def __init__(self, data):
        self.data = data

    def read_bytes(self):
        return self.data


class Plan(script.Plan):
    """A plan whose files may be replaced; what a replaced file does not touch is computed once."""

    def __init__(self, path):
        super().__init__(path)
        self.given, self.tables, self.chosen = {}, {}, {}

    def opened(self, file):
        if file not in self.given:
            self.given[file] = Bytes((self.folder / file).read_bytes())
        return self.given[file]

    def files(self, name, prior):
        dataset = self.datasets[name]
        keys = ("prior", "prior_files") if prior else ("file", "files")
        return [file for key in keys for file in script.listed(dataset.get(key))]

    def readers(self, file):
        """The datasets and years that a file belongs to."""
        return [(name, prior) for name in self.datasets for prior in (False, True) if file in self.files(name, prior)]

    def encoding(self, file):
        return self.datasets[self.readers(file)[0][0]].get("encoding", "auto")

    def table(self, name, prior):
        if (name, prior) not in self.tables:
            self.tables[name, prior] = super().table(name, prior)
        table = self.tables[name, prior]
        return None if table is None else table.copy()

    def rows(self, indicator, prior, more=None):
        key = (str(indicator["id"]), prior, more)
        if key not in self.chosen:
            self.chosen[key] = super().rows(indicator, prior, more)
        return self.chosen[key]

    def source(self, indicator):
        """The dataset that an indicator reads, if any."""
        if indicator.get("status"):
            return None
        if indicator["kind"] == "growth":
            return self.source(self.indicators[str(indicator["of"])])
        if indicator["kind"] in OF_SURVEYS:
            return self.surveys[indicator["survey"]]["dataset"]
        return indicator.get("dataset") if indicator["kind"] in COLUMNS else None

    def put(self, file, data):
        """Gives a file other bytes and forgets what came from it."""
        self.given[file] = Bytes(data)
        stale = set(self.readers(file))
        for place in stale:
            self.tables.pop(place, None)
        for key in list(self.chosen):
            if (self.source(self.indicators[key[0]]), key[1]) in stale:
                del self.chosen[key]
        for key in list(self.known):
            if key[0] == "round":
                places = {(self.surveys[key[1]]["dataset"], key[2])}
            else:
                own = self.indicators[key[0]]
                places = {(self.source(own), key[1])}
                if own.get("compare") == "prior":
                    places.add((self.source(own), True))
            if places & stale:
                del self.known[key]

    def readings(self, file):
        """Of each indicator that reads `file`, what it takes from the only record in it, by dataset and year."""
        found = {}
        for name, indicator in self.indicators.items():
            dataset = self.source(indicator)
            if dataset is None:
                continue
            own = [reading(self, indicator, prior) if not prior or compares(indicator) else None
                   for prior in (False, True) if file in self.files(dataset, prior)]
            if own:
                found[name] = own
        return found


def compares(indicator):
    """Whether last year's records have a part in an indicator's result."""
    if indicator["kind"] == "growth":
        return True
    if indicator["kind"] == "duration" and "compare" in indicator and indicator["compare"] != "prior":
        return indicator.get("measure") == "level"
    return indicator["kind"] not in OF_THIS_YEAR


def reading(plan, indicator, prior):
    kind = indicator["kind"]
    if kind == "growth":
        return reading(plan, plan.indicators[str(indicator["of"])], prior)
    if kind in OF_SURVEYS:
        return answer(plan, indicator, prior)
    rows = plan.rows(indicator, prior, indicator.get("denominator") if kind == "share" else None)
    if rows is None or len(rows) == 0:
        return None
    row = script.records(rows)[0]
    columns = [column for key in COLUMNS[kind] for column in script.listed(indicator.get(key)) if isinstance(column, str)]
    columns += [part["column"] for part in indicator.get("components", [])]
    if isinstance(indicator.get("compare"), dict):
        columns += [indicator["compare"][key] for key in ("column", "by") if key in indicator["compare"]]
    met = [script.holds(indicator[key], row) for key in CONDITIONS if key in indicator]
    return [row.get(column) for column in columns] + met


def answer(plan, indicator, prior):
    """The reading of a respondent: the scores, and the place in the design where an error is estimated."""
    own = script.survey_round(plan, indicator["survey"], prior)
    if own is None or len(own.frame) == 0:
        return None
    row = script.records(own.frame)[0]
    survey = own.survey
    design = [row.get(survey[key]) for key in ("weights", "strata", "cluster", "fpc") if key in survey]
    if own.margins is not None:
        design += [column[0] for column, _ in own.margins]
    if indicator["kind"] == "representativeness":
        margins = script.read(plan.opened(survey["margins"]), {})
        return design + [row.get(variable) for variable in margins["variable"].unique()]
    if indicator["kind"] == "reliability":
        return design + [number_or_none(row[name + "\0"]) for name in own.items]
    if indicator["kind"] == "margin_of_error":
        return design + [any(number_or_none(row[name + "\0"]) is not None for name in own.items)]
    y, _ = own.values(indicator)
    if y is None:
        return None
    if indicator.get("where") and not script.holds(indicator["where"], row):
        # A domain's error counts the respondents outside it; without an error they have no part.
        return ["outside", *design] if own.random and not own.census else None
    return ["inside", number_or_none(y[0]), row.get(indicator.get("by")), *design]


def number_or_none(value):
    return None if value is None or isinstance(value, float) and math.isnan(value) else value


# Figures.

def guarded(function, *arguments):
    """None where the definition has no value: nothing to divide by, nothing to average."""
    try:
        return function(*arguments)
    except (ZeroDivisionError, IndexError):
        return None


def clean(found):
    return {key: number_or_none(value) for key, value in (found or {}).items() if key != "limits"}


def figures(plan, name):
    """This year's figures of an indicator, last year's value beside it, and how many rows its evidence counts."""
    indicator = plan.indicators[name]
    kind = indicator["kind"]
    if kind == "growth":
        return growth_figures(plan, indicator)
    now = clean(guarded(script.measured, plan, name, False))
    if kind == "score" and now.get("n") is not None and now["n"] < plan.file.get("suppress_below", 5):
        now = {"value": None, "n": now["n"]}
    previous = None
    # A reduction is a comparison already, and has no last year's value beside it.
    is_reduction = kind == "duration" and "compare" in indicator and indicator.get("measure") != "level"
    if compares(indicator) and not is_reduction:
        if kind == "score" and guarded(script.growth, plan, {"of": name}) is None:
            previous = indicator.get("baseline")
        else:
            previous = clean(guarded(script.measured, plan, name, True)).get("value", indicator.get("baseline"))
    return {"now": now, "previous": previous, "rows": evidence(plan, indicator),
            "earlier": clean(guarded(script.measured, plan, name, True)) if indicator.get("compare") == "prior" else None}


def growth_figures(plan, indicator):
    of = plan.indicators[str(indicator["of"])]
    now, then = (clean(guarded(script.measured, plan, str(of["id"]), prior)) for prior in (False, True))
    before = then.get("value", of.get("baseline"))
    grown = clean(guarded(script.growth, plan, indicator))
    # Without a year to compare with, and between scales that may not be compared, nothing at all is said.
    if now.get("value") is None or before is None or of["kind"] == "score" and not grown and before > 0:
        return {"now": grown, "rows": None}
    return {"now": grown, "of": now, "before": before, "error before": then.get("std_error"),
            "rows": evidence(plan, of) if of["kind"] != "score" else None}


def evidence(plan, indicator):
    if indicator["kind"] in OF_SURVEYS:
        own = script.survey_round(plan, indicator["survey"], False)
        if indicator.get("where"):
            return sum(script.holds(indicator["where"], row) for row in script.records(own.frame))
        return len(own.frame)
    return len(plan.rows(indicator, False, indicator.get("denominator") if indicator["kind"] == "share" else None))
