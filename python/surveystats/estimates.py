"""What a statistic returns."""

from __future__ import annotations

import ctypes
import html
import math
import weakref
from typing import Any, Dict, Iterator, List, Optional

from . import _arrow, _library

_NUMBERS = ["estimate", "std_error", "conf_low", "conf_high", "df"]
_TEST_NUMBERS = ["statistic_value", "df2", "p_value"]


class Estimates:
    """Tidy rows, covariances where they were asked for, and notes.

    ``repr`` is a table for a terminal, and a notebook shows an HTML table.

    Attributes:
        command: ``"mean"``, ``"total"``, ``"proportion"``, ``"quantile"``, ``"contrast"``, ``"growth"``, ``"reliability"``,
            ``"score"`` or ``"frequency"``.
        confidence: the confidence level of the intervals, a fraction.
        rows: a list of dicts with the names of the JSON result: ``statistic``, ``term``, ``group`` (a dict,
            with ``by``), ``level`` (the answer of a proportion), ``prob`` (of a quantile), ``estimate``, ``std_error``, ``conf_low``,
            ``conf_high``, ``df``, ``n``, ``n_missing``, ``weighted_n``, ``deff`` (where it was asked for) and
            ``cv``; rows of growth also ``period`` or ``period_from`` and ``period_to``, rows of tests
            ``statistic_value``, ``df2`` and ``p_value``, and where there are several ways or bases ``method``
            and ``base``. What is undefined is None, and so is the df of the normal distribution. A proportion
            is a fraction of 1.
        covariance: the covariances in the order of ``rows`` as a list of lists, NaN where undefined; None
            where they were not asked for.
        notes: a list of dicts ``code`` and ``text``: decisions that nobody asked for, and why a value is
            undefined.
    """

    def __init__(self, handle: ctypes.c_void_p) -> None:
        library = _library.library()
        self._handle = handle
        weakref.finalize(self, library.surveystats_estimates_destroy, handle)
        self.command: str = library.surveystats_estimates_command(handle).decode("utf-8")
        self.confidence: float = library.surveystats_estimates_confidence(handle)
        self.rows: List[Dict[str, Any]] = self._read_rows()
        self.covariance: Optional[List[List[float]]] = self._read_covariance()
        self.notes: List[Dict[str, str]] = self.notes_in("en")

    def _read_rows(self) -> List[Dict[str, Any]]:
        library = _library.library()
        row = _library.Row(struct_size=ctypes.sizeof(_library.Row))
        rows = []
        for index in range(library.surveystats_estimates_n_rows(self._handle)):
            _library.call(library.surveystats_estimates_row, self._handle, index, ctypes.byref(row))
            values: Dict[str, Any] = {
                "statistic": _library.text(row.statistic),
                "term": _library.text(row.term),
            }
            if row.n_groups > 0:
                values["group"] = self._read_group(index, row.n_groups)
            if row.level is not None:
                values["level"] = _library.text(row.level)
            if _finite(row.prob) is not None:
                values["prob"] = row.prob
            for name in ("period", "period_from", "period_to"):
                text = getattr(row, name)
                if text is not None:
                    values[name] = _library.text(text)
            for name in _NUMBERS:
                values[name] = _finite(getattr(row, name))
            values["n"] = row.n
            values["n_missing"] = row.n_missing
            values["weighted_n"] = _finite(row.weighted_n)
            values["deff"] = _finite(row.deff)
            values["cv"] = _finite(row.cv)
            for name in _TEST_NUMBERS:
                number = _finite(getattr(row, name))
                if number is not None:
                    values[name] = number
            for name in ("method", "base", "section"):
                text = getattr(row, name)
                if text is not None:
                    values[name] = _library.text(text)
            rows.append(values)
        if all(values["deff"] is None for values in rows):
            for values in rows:
                del values["deff"]
        return rows

    def _read_group(self, index: int, count: int) -> Dict[str, str]:
        library = _library.library()
        name, value = ctypes.c_char_p(), ctypes.c_char_p()
        group = {}
        for position in range(count):
            _library.call(
                library.surveystats_estimates_group,
                self._handle,
                index,
                position,
                ctypes.byref(name),
                ctypes.byref(value),
            )
            group[name.value.decode("utf-8")] = value.value.decode("utf-8")
        return group

    def _read_covariance(self) -> Optional[List[List[float]]]:
        library = _library.library()
        if not library.surveystats_estimates_has_covariance(self._handle):
            return None
        count = len(self.rows)
        matrix = (ctypes.c_double * (count * count))()
        _library.call(
            library.surveystats_estimates_covariance_matrix, self._handle, matrix, count * count
        )
        return [list(matrix[start : start + count]) for start in range(0, count * count, max(count, 1))]

    def notes_in(self, language: str) -> List[Dict[str, str]]:
        """The notes in ``"en"`` or ``"zh-TW"``."""
        library = _library.library()
        return _library.notes(
            self._handle, library.surveystats_estimates_n_notes, library.surveystats_estimates_note, language
        )

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        return iter(self.rows)

    # Documents

    def render(self, format: str = "text", language: str = "en") -> str:
        """These estimates as ``"text"``, ``"csv"``, ``"json"`` or ``"markdown"``, with labels and notes in
        ``language``; names and numbers are the same in every language."""
        if format not in _library.FORMATS:
            raise ValueError(f"format must be one of {', '.join(_library.FORMATS)}, not {format!r}")
        out = ctypes.c_void_p()
        _library.call(
            _library.library().surveystats_estimates_render,
            self._handle,
            _library.FORMATS[format],
            _library.language(language),
            ctypes.byref(out),
        )
        return _library.owned_text(out)

    def to_json(self, language: str = "en") -> str:
        """JSON of the schema ``survey-stats/result@1``; of a summary with the ``sentences`` of its page."""
        return self.render("json", language)

    def to_csv(self) -> str:
        """CSV, one line for each row, group columns first."""
        return self.render("csv")

    def to_markdown(self, language: str = "en") -> str:
        """A table for a document."""
        return self.render("markdown", language)

    def __repr__(self) -> str:
        return self.render("text").rstrip("\n")

    def _repr_html_(self) -> str:
        columns = self._columns()
        head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
        body = []
        for cells in zip(*columns.values()):
            body.append("<tr>" + "".join(_html_cell(cell) for cell in cells) + "</tr>")
        notes = "".join(f"<li>{html.escape(note['text'])}</li>" for note in self.notes)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        return table + (f"<ul>{notes}</ul>" if notes else "")

    # Tables

    def _columns(self) -> Dict[str, List[Any]]:
        """The rows as columns in the order of CSV, groups first. A grouping column that has a name of ours is
        called ``group.name``."""
        names = list(dict.fromkeys(name for row in self.rows for name in row if name != "group"))
        for last in _TEST_NUMBERS + ["method", "base", "section"]:
            if last in names:
                names.remove(last)
                names.append(last)
        for second in ("level", "prob"):
            if second in names:
                names.remove(second)
                names.insert(2, second)
        columns: Dict[str, List[Any]] = {}
        for group in dict.fromkeys(name for row in self.rows for name in row.get("group", {})):
            label = f"group.{group}" if group in names else group
            columns[label] = [row.get("group", {}).get(group) for row in self.rows]
        for name in names:
            columns[name] = [row.get(name) for row in self.rows]
        return columns

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The rows as an Arrow stream of one batch, for ``pyarrow.table(e)``, ``polars.DataFrame(e)``,
        ``pandas.DataFrame.from_arrow(e)`` or a DuckDB query: the columns of the CSV, undefined numbers null.

        Args:
            requested_schema: not followed, which the interface allows; cast what you get.
        """
        library = _library.library()
        return _arrow.stream_capsule(
            lambda out: _library.call(library.surveystats_estimates_arrow_stream, self._handle, out)
        )

    def to_pandas(self) -> Any:
        """A pandas DataFrame: group columns first, undefined numbers NaN."""
        import pandas

        columns = {}
        for name, values in self._columns().items():
            if _is_number_column(name):
                columns[name] = pandas.Series(values, dtype="float64")
            elif name in ("n", "n_missing"):
                columns[name] = pandas.Series(values, dtype="int64")
            else:
                columns[name] = pandas.Series(values, dtype="object")
        return pandas.DataFrame(columns)

    def to_polars(self) -> Any:
        """A polars DataFrame: group columns first, undefined numbers null."""
        import polars

        columns = []
        for name, values in self._columns().items():
            if _is_number_column(name):
                kind = polars.Float64
            elif name in ("n", "n_missing"):
                kind = polars.Int64
            else:
                kind = polars.String
            columns.append(polars.Series(name, values, dtype=kind))
        return polars.DataFrame(columns)


def _is_number_column(name: str) -> bool:
    return name in _NUMBERS or name in _TEST_NUMBERS or name in ("weighted_n", "deff", "cv", "prob")


def _finite(value: float) -> Optional[float]:
    return value if math.isfinite(value) else None


def _html_cell(value: Any) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, float):
        return f'<td style="text-align:right">{value:.6g}</td>'
    if isinstance(value, int):
        return f'<td style="text-align:right">{value}</td>'
    return f"<td>{html.escape(str(value))}</td>"
