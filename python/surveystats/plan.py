"""Service-quality plans: what an agency promised, judged by its records."""

from __future__ import annotations

import ctypes
import math
import weakref
from typing import Any, Callable, Dict, Iterator, List, Optional, Union

from . import _library
from .data import Path, _path
from .run import Run, call_long

_POINTS = ["points", "full_points", "missing_points", "std_error", "conf_low", "conf_high"]
_NUMBERS = [
    "value",
    "numerator",
    "denominator",
    "std_error",
    "conf_low",
    "conf_high",
    "df",
    "p_value",
    "previous",
    "difference",
    "growth",
    "growth_low",
    "growth_high",
    "achievement",
    "points",
    "full_points",
]
_TEXT_COLUMNS = ["path", "id", "label", "kind", "status", "unit", "target", "reason", "inventory"]
# As JSON says what a withheld cell is.
_HIDDEN = {3: "*suppressed", 4: "*complementary"}


class Plan:
    """A plan file (YAML or JSON, schema ``survey-stats/plan@1``); its records' paths are relative to it.

        plan = ss.Plan("plan.yaml")
        for problem in plan.check():
            print(problem["line"], problem["message"])
        evaluation = plan.evaluate()
        pathlib.Path("report.html").write_text(evaluation.report("html"), encoding="utf-8")

    Args:
        path: the file, as it is or compressed by gzip or Zstandard.

    Raises SurveyStatsError where it cannot be read; the message names line and column, what was expected, and the
    nearest right word.

    Attributes:
        id: the plan's id.
        title: its title.
        agency: the name of the agency.
        year: of the common era (2016 for 105 of the Republic).
        as_of: the day of the evaluation, ``"YYYY-MM-DD"``.
        language: ``"en"`` or ``"zh-TW"``: what the plan wants its report in.
        n_indicators: how many indicators it has.
    """

    def __init__(self, path: Path) -> None:
        if path is None:
            raise TypeError("path must be a str or a path, not None")
        library = _library.library()
        handle = ctypes.c_void_p()
        _library.call(library.surveystats_plan_open, _path(path, "path"), ctypes.byref(handle))
        self._handle = handle
        weakref.finalize(self, library.surveystats_plan_destroy, handle)
        self.id: str = library.surveystats_plan_id(handle).decode("utf-8")
        self.title: str = library.surveystats_plan_title(handle).decode("utf-8")
        self.agency: str = library.surveystats_plan_agency(handle).decode("utf-8")
        self.year: int = library.surveystats_plan_year(handle)
        self.as_of: str = library.surveystats_plan_as_of(handle).decode("utf-8")
        self.language: str = _language_name(library.surveystats_plan_language(handle))
        self.n_indicators: int = library.surveystats_plan_n_indicators(handle)

    def check(self, run: Optional[Run] = None) -> List[Dict[str, Any]]:
        """Everything that is wrong: files, columns and cells that cannot be read, and what will have no value.

        Returns a list of dicts, empty for a sound plan: ``line`` (of the plan file, from 1; None where the whole
        plan is meant), ``is_error`` (whether ``evaluate`` fails for it; else something only stays without a value)
        and ``message``, in English.
        """
        library = _library.library()
        handle = call_long(library.surveystats_plan_check, [self._handle], run, self)
        line, is_error, message = ctypes.c_int64(), ctypes.c_int32(), ctypes.c_char_p()
        problems = []
        try:
            for index in range(library.surveystats_check_n_problems(handle)):
                _library.call(
                    library.surveystats_check_problem,
                    handle,
                    index,
                    ctypes.byref(line),
                    ctypes.byref(is_error),
                    ctypes.byref(message),
                )
                problems.append(
                    {
                        "line": line.value or None,
                        "is_error": is_error.value != 0,
                        "message": _library.text(message.value),
                    }
                )
        finally:
            library.surveystats_check_destroy(handle)
        return problems

    def evaluate(self, lang: Optional[str] = None, run: Optional[Run] = None) -> Evaluation:
        """Every indicator computed from its records, judged by its target, and scored.

        Args:
            lang: ``"en"`` or ``"zh-TW"``, the language of sentences and labels; None: the plan's own.
            run: to watch and cancel the work from another thread.

        Raises SurveyStatsError where a file, column or cell that the plan needs cannot be read. What has no value is
        no error: its status is ``"no_data"`` or ``"undefined"``.
        """
        _constant(lang)  # a wrong language is said before the work, not after it
        handle = call_long(_library.library().surveystats_plan_evaluate, [self._handle], run, self)
        return Evaluation(handle, self.language if lang is None else lang)

    def __repr__(self) -> str:
        return f"<Plan {self.id!r}: {self.title}, {self.n_indicators} indicators>"


class Evaluation:
    """A plan judged by its records; ``Plan.evaluate`` makes one. Only aggregates are in it.

    Numbers are in full precision; shares and rates are fractions of 1, and what is undefined is None. ``repr`` is
    the table of verdicts.

    Attributes:
        lang: the language of the texts below.
        confidence: the confidence level of the intervals; targets are tested one-sided at 1 minus it.
        score: a dict ``points``, ``full_points``, ``missing_points`` (of what could not be computed), ``std_error``,
            ``conf_low`` and ``conf_high`` (from the indicators of samples); None where nothing has points.
        nodes: the hierarchy as a list of dicts in the plan's order, each before those inside it: ``depth`` (0 for
            the top), ``parent`` (a position in this list, or None), ``no``, ``label``, ``level`` (the floor's name),
            ``indicators`` (the ids of its own), and the numbers of ``score``.
        indicators: a list of dicts with the names of the JSON evaluation: ``id``, ``label``, ``kind``, ``node`` (a
            position in ``nodes``), ``inventory`` (a list), ``status`` (``"met"``, ``"partly_met"``, ``"not_met"``,
            ``"undecided"``, ``"no_target"``, ``"no_data"``, ``"not_applicable"``, ``"undefined"``), ``reason_code``
            and ``reason`` (why, where the value does not say it), ``value``, ``unit``, ``numerator``,
            ``denominator``, ``n``, ``sample`` (whether it comes from one), ``std_error``, ``conf_low``,
            ``conf_high``, ``df`` (None also for the normal distribution), ``p_value``, ``previous`` (last year's),
            ``difference``, ``growth``, ``growth_low``, ``growth_high``, ``target`` (in words), ``achievement``,
            ``points``, ``full_points``, ``evidence`` (dicts ``dataset``, ``where``, ``rows``), ``tables`` and
            ``notes``. A table is a dict ``role``, ``title``, ``target``, ``columns`` (names), ``formats`` (of each
            column: ``"text"``, ``"count"``, ``"number"``, ``"percent"``, ``"growth"``, ``"points"``), ``rows`` (lists of texts,
            numbers and None; ``"*suppressed"`` and ``"*complementary"`` are withheld), ``totals`` (positions of
            rows that sum up the others) and ``failing`` (row and column of the cells that miss the target).
        decisions: cases that plans leave open and that touched a result, as dicts ``code``, ``question``,
            ``choice``, ``stated`` (whether the plan asked for it) and ``indicators`` (ids; empty for the whole plan).
        datasets: the files that were read, as dicts ``id``, ``label``, ``file``, ``prior`` (last year's),
            ``rows``, ``encoding``, ``sha256`` and ``notes``.
        notes: a list of dicts ``code`` and ``text`` on the plan as a whole.
    """

    def __init__(self, handle: ctypes.c_void_p, lang: str) -> None:
        library = _library.library()
        self._handle = handle
        weakref.finalize(self, library.surveystats_evaluation_destroy, handle)
        self.lang = lang
        self.confidence: float = library.surveystats_evaluation_confidence(handle)
        self.score: Optional[Dict[str, Any]] = self._read_score()
        self.indicators: List[Dict[str, Any]] = self._read_indicators()
        self.nodes: List[Dict[str, Any]] = self._read_nodes()
        self.decisions: List[Dict[str, Any]] = self._read_decisions()
        self.datasets: List[Dict[str, Any]] = self._read_datasets()
        self.notes: List[Dict[str, str]] = self._notes(
            library.surveystats_evaluation_note, library.surveystats_evaluation_n_notes(handle)
        )

    def _read_score(self) -> Optional[Dict[str, Any]]:
        points = _struct(_library.Points)
        _library.call(_library.library().surveystats_evaluation_score, self._handle, ctypes.byref(points))
        return None if math.isnan(points.points) else _numbers(points, _POINTS)

    def _read_nodes(self) -> List[Dict[str, Any]]:
        library = _library.library()
        node = _struct(_library.Node)
        nodes = []
        for index in range(library.surveystats_evaluation_n_nodes(self._handle)):
            _library.call(library.surveystats_evaluation_node, self._handle, index, ctypes.byref(node))
            own = self.indicators[node.first_indicator : node.first_indicator + node.n_indicators]
            nodes.append(
                {
                    "depth": node.depth,
                    "parent": None if node.parent < 0 else node.parent,
                    "no": _library.text(node.number),
                    "label": _library.text(node.label),
                    "level": _library.text(node.level),
                    "indicators": [indicator["id"] for indicator in own],
                    **_numbers(node, _POINTS),
                }
            )
        return nodes

    def _read_indicators(self) -> List[Dict[str, Any]]:
        library = _library.library()
        found = _struct(_library.Indicator)
        indicators = []
        for index in range(library.surveystats_evaluation_n_indicators(self._handle)):
            _library.call(
                library.surveystats_evaluation_indicator,
                self._handle,
                index,
                _constant(self.lang),
                ctypes.byref(found),
            )
            indicators.append(
                {
                    "id": _library.text(found.id),
                    "label": _library.text(found.label),
                    "kind": _library.text(found.kind),
                    "node": found.node,
                    "inventory": found.inventory.decode("utf-8").split(" ") if found.inventory else [],
                    "status": _library.text(found.status),
                    "reason_code": _library.text(found.reason_code),
                    "reason": _library.text(found.reason),
                    "unit": _library.text(found.unit),
                    "target": _library.text(found.target),
                    "n": found.n,
                    "sample": found.is_sample != 0,
                    **_numbers(found, _NUMBERS),
                    "evidence": [self._evidence(index, part) for part in range(found.n_evidence)],
                    "tables": [self._table(index, table) for table in range(found.n_tables)],
                    "notes": self._notes(
                        library.surveystats_evaluation_indicator_note, found.n_notes, index
                    ),
                }
            )
        return indicators

    def _evidence(self, indicator: int, index: int) -> Dict[str, Any]:
        dataset, condition, rows = ctypes.c_char_p(), ctypes.c_char_p(), ctypes.c_int64()
        _library.call(
            _library.library().surveystats_evaluation_evidence,
            self._handle,
            indicator,
            index,
            ctypes.byref(dataset),
            ctypes.byref(condition),
            ctypes.byref(rows),
        )
        return {
            "dataset": _library.text(dataset.value),
            "where": _library.text(condition.value),
            "rows": rows.value,
        }

    def _table(self, indicator: int, index: int) -> Dict[str, Any]:
        library = _library.library()
        table, place = _struct(_library.Table), (self._handle, indicator, index)
        _library.call(
            library.surveystats_evaluation_table, *place, _constant(self.lang), ctypes.byref(table)
        )
        name, form = ctypes.c_char_p(), ctypes.c_int32()
        columns, formats = [], []
        for column in range(table.n_columns):
            _library.call(
                library.surveystats_evaluation_table_column,
                *place,
                column,
                _constant(self.lang),
                ctypes.byref(name),
                ctypes.byref(form),
                None,
            )
            columns.append(_library.text(name.value))
            formats.append(["text", "count", "number", "percent", "growth", "points"][form.value])
        cell = _struct(_library.Cell)
        rows: List[List[Any]] = []
        totals, failing = [], []
        for row in range(table.n_rows):
            rows.append([])
            for column in range(table.n_columns):
                _library.call(
                    library.surveystats_evaluation_table_cell, *place, row, column, _constant(self.lang), ctypes.byref(cell)
                )
                rows[row].append(_cell(cell))
                if cell.is_failing:
                    failing.append((row, column))
                if cell.is_total and column == 0:
                    totals.append(row)
        return {
            "role": _library.text(table.role),
            "title": _library.text(table.title),
            "target": _finite(table.target),
            "columns": columns,
            "formats": formats,
            "rows": rows,
            "totals": totals,
            "failing": failing,
        }

    def _read_decisions(self) -> List[Dict[str, Any]]:
        library = _library.library()
        decision, name = _struct(_library.Decision), ctypes.c_char_p()
        decisions = []
        for index in range(library.surveystats_evaluation_n_decisions(self._handle)):
            _library.call(
                library.surveystats_evaluation_decision,
                self._handle,
                index,
                _constant(self.lang),
                ctypes.byref(decision),
            )
            ids = []
            for place in range(decision.n_indicators):
                _library.call(
                    library.surveystats_evaluation_decision_indicator,
                    self._handle,
                    index,
                    place,
                    ctypes.byref(name),
                )
                ids.append(_library.text(name.value))
            decisions.append(
                {
                    "code": _library.text(decision.code),
                    "question": _library.text(decision.question),
                    "choice": _library.text(decision.choice),
                    "stated": decision.is_stated != 0,
                    "indicators": ids,
                }
            )
        return decisions

    def _read_datasets(self) -> List[Dict[str, Any]]:
        library = _library.library()
        use = _struct(_library.DatasetUse)
        datasets = []
        for index in range(library.surveystats_evaluation_n_datasets(self._handle)):
            _library.call(library.surveystats_evaluation_dataset, self._handle, index, ctypes.byref(use))
            datasets.append(
                {
                    "id": _library.text(use.id),
                    "label": _library.text(use.label),
                    "file": _library.text(use.file),
                    "prior": use.is_prior != 0,
                    "rows": use.rows,
                    "encoding": _library.text(use.encoding),
                    "sha256": _library.text(use.sha256),
                    "notes": self._notes(library.surveystats_evaluation_dataset_note, use.n_notes, index),
                }
            )
        return datasets

    def _notes(self, function: Callable[..., int], count: int, *place: int) -> List[Dict[str, str]]:
        code, sentence = ctypes.c_char_p(), ctypes.c_char_p()
        notes = []
        for index in range(count):
            _library.call(
                function,
                self._handle,
                *place,
                index,
                _constant(self.lang),
                ctypes.byref(code),
                ctypes.byref(sentence),
            )
            notes.append({"code": _library.text(code.value), "text": _library.text(sentence.value)})
        return notes

    def __len__(self) -> int:
        return len(self.indicators)

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        return iter(self.indicators)

    def __getitem__(self, id: str) -> Dict[str, Any]:
        """The indicator of that id; KeyError where there is none."""
        for indicator in self.indicators:
            if indicator["id"] == id:
                return indicator
        raise KeyError(id)

    # Documents

    def report(self, format: str = "html", lang: Optional[str] = None) -> Union[str, bytes]:
        """This evaluation as a document.

        Args:
            format: ``"html"`` (the official report in one file), ``"text"`` (for a terminal), ``"markdown"``,
                ``"csv"`` (a line for each indicator), ``"json"`` (schema ``survey-stats/evaluation@1``), and the
                packed files ``"odt"`` (the report as an editable text) and ``"ods"`` (its figures as a spreadsheet).
            lang: ``"en"`` or ``"zh-TW"``; None: the language of this evaluation.

        Returns text, and for ``"odt"`` and ``"ods"`` bytes.
        """
        if format not in _library.PLAN_FORMATS:
            raise ValueError(f"format must be one of {', '.join(_library.PLAN_FORMATS)}, not {format!r}")
        out = ctypes.c_void_p()
        _library.call(
            _library.library().surveystats_evaluation_render,
            self._handle,
            _library.PLAN_FORMATS[format],
            _constant(self.lang if lang is None else lang),
            ctypes.byref(out),
        )
        return _library.owned_bytes(out) if format in ("odt", "ods") else _library.owned_text(out)

    def __repr__(self) -> str:
        return self.report("text").rstrip("\n")

    # Tables

    def to_pandas(self) -> Any:
        """A pandas DataFrame with a row for each indicator: the place in the plan first, undefined numbers NaN."""
        import pandas

        rows = [self._flat(indicator) for indicator in self.indicators]
        names = ["path", "id", "label", "kind", "status", "value", "unit", "n", "sample", *_NUMBERS[1:]]
        columns = {}
        for name in [*names, "target", "reason", "inventory"]:
            if name == "n":
                kind = "int64"
            elif name == "sample":
                kind = "bool"
            else:
                kind = "object" if name in _TEXT_COLUMNS else "float64"
            columns[name] = pandas.Series([row[name] for row in rows], dtype=kind)
        return pandas.DataFrame(columns)

    def _flat(self, indicator: Dict[str, Any]) -> Dict[str, Any]:
        place: Optional[int] = indicator["node"]
        path: List[str] = []
        while place is not None:
            node = self.nodes[place]
            path.insert(0, node["label"] if node["no"] is None else node["no"])
            place = node["parent"]
        return {**indicator, "path": "/".join(path), "inventory": " ".join(indicator["inventory"])}


def _struct(kind: Any) -> Any:
    return kind(struct_size=ctypes.sizeof(kind))


def _numbers(struct: Any, names: List[str]) -> Dict[str, Optional[float]]:
    return {name: _finite(getattr(struct, name)) for name in names}


def _finite(value: float) -> Optional[float]:
    return value if math.isfinite(value) else None


def _cell(cell: _library.Cell) -> Any:
    if cell.kind == 1:
        return _library.text(cell.text)
    return cell.number if cell.kind == 2 else _HIDDEN.get(cell.kind)


def _constant(lang: Optional[str]) -> int:
    return _library.LANGUAGE_OF_PLAN if lang is None else _library.language(lang)


def _language_name(constant: int) -> str:
    return next(name for name, number in _library.LANGUAGES.items() if number == constant)
