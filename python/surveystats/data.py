"""Tables of answers: CSV files, bytes, and columns in memory."""

from __future__ import annotations

import ctypes
import json
import os
import weakref
from typing import Any, Dict, List, Mapping, Optional, Sequence, Union

from . import _arrow, _library
from ._columns import cell_text, columns_of
from .errors import SurveyStatsError
from .run import Run, call_long

Missing = Union[None, str, Sequence[Any], Mapping[str, Any]]
Path = Union[str, "os.PathLike[str]"]


class Dataset:
    """A table of answers; ``read_csv``, ``from_columns`` and ``from_arrow`` make one.

    It never changes, and may be used from several threads. A file is not kept in memory: each statistic reads
    the columns it needs, in one pass.

    Attributes:
        columns: the names of the columns in the order of the file, made unique (``name``, ``name.2``).
        notes: a list of dicts ``code`` and ``text``: what opening the data decided by itself.
    """

    def __init__(self, handle: ctypes.c_void_p) -> None:
        library = _library.library()
        self._handle = handle
        weakref.finalize(self, library.surveystats_dataset_destroy, handle)
        name = ctypes.c_char_p()
        self.columns: List[str] = []
        for index in range(library.surveystats_dataset_n_columns(handle)):
            _library.call(library.surveystats_dataset_column_name, handle, index, ctypes.byref(name))
            self.columns.append(name.value.decode("utf-8"))
        self.notes: List[Dict[str, str]] = self.notes_in("en")
        # Columns of a frame that hold no answers, and why.
        self._left_out: Dict[str, str] = {}

    def notes_in(self, language: str) -> List[Dict[str, str]]:
        """The notes in ``"en"`` or ``"zh-TW"``."""
        library = _library.library()
        return _library.notes(
            self._handle, library.surveystats_dataset_n_notes, library.surveystats_dataset_note, language
        )

    def _explain(self, error: SurveyStatsError) -> Exception:
        """A column that was left out of a frame is not unknown to the caller: say why it is not there."""
        if error.code_name == "unsupported" and "(Arrow format '" in error.message:
            return TypeError(error.message)
        if error.code_name == "unknown_column":
            for name, reason in self._left_out.items():
                if f"no column '{name}'" in error.message:
                    return TypeError(reason)
        return error

    def select(self, selection: str) -> List[str]:
        """The columns that a text names: ``"q1,q3"``, ``"q1-q20"`` in the order of the file, ``"*"``. A text
        that is a column's name means that column."""
        positions = (ctypes.c_int64 * len(self.columns))()
        count = ctypes.c_int64()
        _library.call(
            _library.library().surveystats_dataset_select,
            self._handle,
            _library.utf8(selection, "selection"),
            positions,
            len(self.columns),
            ctypes.byref(count),
        )
        return [self.columns[position] for position in positions[: count.value]]

    def satisfaction_items(self, run: Optional[Run] = None) -> List[str]:
        """The questions on satisfaction, found from the answers: the columns whose answers are on a scale of
        satisfaction, else of agreement or importance. Bare numbers are never taken. Reads the data once.

            data = ss.read_csv("export.csv")
            items = data.satisfaction_items()
            ss.Design(data.described(scale="auto", items=items)).summary(items)
        """
        positions = (ctypes.c_int64 * len(self.columns))()
        count = ctypes.c_int64()
        function = _library.library().surveystats_dataset_satisfaction_items
        call_long(function, [self._handle], run, self, [positions, len(positions), ctypes.byref(count)])
        return [self.columns[position] for position in positions[: count.value]]

    def describe(self, run: Optional[Run] = None) -> Any:
        """Reads the data once and tells what is in it: how it was read, and for each column its type, range,
        answers and missing answers. The JSON of the command ``describe``, as Python objects."""
        library = _library.library()
        out = call_long(library.surveystats_dataset_describe, [self._handle], run, self)
        return json.loads(_library.owned_text(out))

    def described(
        self,
        codebook: Optional[Path] = None,
        scale: Union[None, str, Mapping[str, str]] = None,
        items: Union[None, str, Sequence[str]] = None,
        counts: Optional[str] = None,
        run: Optional[Run] = None,
    ) -> "Dataset":
        """The same data with what its answers mean; say all of it in one call.

            data = ss.read_csv("export.csv").described(scale="auto", items="q1-q20")

        Columns on a scale count as numbers, their scores, and constructs are columns behind the others.

        Args:
            codebook: a file (YAML or JSON): short names of columns, questions, scales, missing codes, choices
                and constructs.
            scale: ``"auto"`` finds the scales from the answers, reading the data once; ``"satisfaction-5"``,
                ``"rating-10:reversed"`` or a scale of the codebook is for all ``items``;
                ``{"q1": "satisfaction-5", "q2": "auto"}`` or the command line's text,
                ``"q1=satisfaction-5;q2=auto"``, names columns one by one.
            items: the columns that a scale without a column's name is for, as in ``Design.mean``; by default
                the items of the codebook's constructs and its overall item.
            counts: a column that says how many respondents a row stands for: hand tallies, not weights.
            run: a ``Run`` to watch and cancel the work.

        Raises:
            SurveyStatsError: the codebook or the scale is none, or a column is not there.
        """
        library = _library.library()
        meaning = _library.Meaning()
        library.surveystats_meaning_init(ctypes.byref(meaning), ctypes.sizeof(meaning))
        meaning.codebook = _path(codebook, "codebook")
        meaning.scale = _library.utf8(_scale_text(scale), "scale")
        wanted = [items] if isinstance(items, str) else list(items or [])
        meaning.items, meaning.n_items = _library.names(wanted, "items")
        meaning.counts = _library.utf8(counts, "counts")
        before = [self._handle, ctypes.byref(meaning)]
        try:
            handle = call_long(library.surveystats_dataset_described, before, run, (self, meaning))
        except SurveyStatsError as error:
            raise self._explain(error) from None
        data = Dataset(handle)
        data._left_out = self._left_out
        return data

    def __repr__(self) -> str:
        shown = ", ".join(self.columns[:8]) + (", …" if len(self.columns) > 8 else "")
        return f"<surveystats.Dataset of {len(self.columns)} column{'' if len(self.columns) == 1 else 's'}: {shown}>"


def read_csv(
    source: Union[str, "os.PathLike[str]", bytes, bytearray, memoryview],
    missing: Missing = None,
    encoding: Optional[str] = None,
    delimiter: Optional[str] = None,
    header_rows: Optional[int] = None,
    name: Optional[str] = None,
    limits: Optional[Mapping[str, int]] = None,
    keep_total_rows: bool = False,
    codebook: Optional[Path] = None,
    scale: Union[None, str, Mapping[str, str]] = None,
    items: Union[None, str, Sequence[str]] = None,
    counts: Optional[str] = None,
) -> Dataset:
    """Opens a CSV file, or CSV in bytes; compressed by gzip or Zstandard, they are read as their content.

    What is compressed is told by its first bytes, not by its name; it is decompressed piece by piece in each pass.
    Codebooks, margins, plans and states may be compressed, too. What is compressed in another way (xz, bzip2), an archive
    or a workbook is refused, with what to do.

    Args:
        source: a path (``"-"`` is standard input), or the bytes themselves.
        missing: answers that count as missing besides blank and NA, for items only: ``[9, 99]`` for every
            item, ``{"q1": [9], "q2": [98, 99]}`` per column, or the command line's text, ``"99;q1=9"``.
        encoding: ``"auto"`` (the default), ``"utf-8"``, ``"utf-16"``, ``"cp950"`` or ``"big5-hkscs"``.
        delimiter: one character, or ``"tab"``; by default found by itself.
        header_rows: rows above the first answer, 0 (columns have no names) to 3; by itself only the rows of
            Qualtrics and SurveyMonkey are found.
        name: what messages call bytes in memory.
        limits: what the data may ask of this process: ``columns``, ``cell_bytes``, ``units``, ``levels``,
            ``expression_depth``, ``memory_limit``, ``threads``.
        keep_total_rows: whether rows of totals (總計, Total) are respondents; by default they are left out.
        codebook, scale, items, counts: what the answers mean; see ``Dataset.described``.

    Raises:
        SurveyStatsError: the file cannot be read, or is not a table.
    """
    options = _options(missing, name, limits)
    options.encoding = _library.utf8(encoding, "encoding")
    options.delimiter = _library.utf8(delimiter, "delimiter")
    if isinstance(header_rows, str):
        header_rows = None if header_rows == "auto" else int(header_rows)
    if header_rows is not None:
        if header_rows < 0:
            raise ValueError(f"header_rows cannot be negative, as {header_rows} is")
        options.header_rows = header_rows
    options.keep_total_rows = 1 if keep_total_rows else 0
    library = _library.library()
    handle = ctypes.c_void_p()
    if isinstance(source, (bytes, bytearray, memoryview)):
        content = bytes(source)
        _library.call(
            library.surveystats_dataset_from_csv_bytes,
            ctypes.cast(ctypes.c_char_p(content), ctypes.c_void_p),
            len(content),
            ctypes.byref(options),
            ctypes.byref(handle),
        )
    else:
        _library.call(
            library.surveystats_dataset_open_csv,
            _path(source, "source"),
            ctypes.byref(options),
            ctypes.byref(handle),
        )
    data = Dataset(handle)
    if codebook is None and scale is None and items is None and counts is None:
        return data
    return data.described(codebook, scale, items, counts)


def from_columns(
    columns: Any,
    missing: Missing = None,
    name: Optional[str] = None,
    limits: Optional[Mapping[str, int]] = None,
) -> Dataset:
    """Makes a dataset of a dict of arrays, a pandas DataFrame or a polars DataFrame.

    An array may be a list, an ``array.array``, a numpy array, a pandas or polars Series, or anything with the
    buffer protocol. None, NaN, NA and NaT are missing answers, as are the texts ``""`` and ``"NA"``.
    Categories stay codes, booleans are 0 and 1, dates and times become ISO text. Values are copied.

    Args:
        columns: the columns by name.
        missing: as in ``read_csv``.
        name: what messages call the data; by default ``memory``.
        limits: as in ``read_csv``.

    Raises:
        SurveyStatsError: lengths differ, a name is repeated, a text cannot be one, or a limit is passed.
        TypeError: a column of a dict holds what is no answer (lists, bytes, …). Such a column of a frame is
            left out, and asking for it raises this error.
    """
    options = _options(missing, name, limits)
    given, left_out = columns_of(columns)
    array = (_library.Column * len(given))()
    library = _library.library()
    rows = given[0].count if given else 0
    for index, column in enumerate(given):
        if column.count != rows:
            raise ValueError(f"column {column.name!r} has {column.count} value{'' if column.count == 1 else 's'}, the first column {rows}")
        target = array[index]
        library.surveystats_column_init(ctypes.byref(target), ctypes.sizeof(target))
        target.name = _library.utf8(column.name, f"the name of column {index + 1}")
        target.type = column.type
        target.values = column.values.address
        if column.validity is not None:
            target.validity = column.validity.address
        if column.labels is not None:
            target.labels, target.n_labels = _library.slices(column.labels, f"column {column.name!r}")
    handle = ctypes.c_void_p()
    _library.call(
        library.surveystats_dataset_from_columns,
        array,
        len(given),
        rows,
        ctypes.byref(options),
        ctypes.byref(handle),
    )
    data = Dataset(handle)
    data._left_out = left_out
    return data


def from_arrow(
    data: Any,
    missing: Missing = None,
    name: Optional[str] = None,
    limits: Optional[Mapping[str, int]] = None,
    keep: Optional[bool] = None,
    run: Optional[Run] = None,
) -> Dataset:
    """Makes a dataset of an Arrow table: anything with ``__arrow_c_stream__`` or ``__arrow_c_array__`` (polars,
    DuckDB, pyarrow, pandas, …), a capsule of either, or a pyarrow dataset. Values are read where they are, without a copy.

        ss.Design(ss.from_arrow(frame, missing=[9]), weights="weight")
        ss.Design(duckdb.sql("from 'answers/*.parquet'"), weights="weight")     # from_arrow by itself

    Numbers, booleans, texts, categories, dates and times are read as ``from_columns`` reads them: None, null, NaN,
    ``""`` and ``"NA"`` are missing answers, 113.0 as a key is ``"113"``, true is 1, midnight without a zone is its
    date. Columns of anything else (lists, structs, bytes, …) are left out with a note.

    Args:
        missing: as in ``read_csv``.
        name: what messages call the data; by default ``memory``.
        limits: as in ``read_csv``.
        keep: whether all rows are fetched at once and kept. False: each statistic reads them anew, one chunk at a time,
            for data larger than memory; what gives its rows only once (a reader, a capsule) then serves one pass, and
            some statistics need several. None: DuckDB relations and pyarrow datasets are read anew, everything else
            is kept. Rows that are read anew must come in the same order each time.
        run: a ``Run`` to watch and cancel the fetching of what is kept.

    Raises:
        SurveyStatsError: the data is no table, contradicts itself, or its producer failed. What is wrong with values
            is found by the statistic that reads them, and a column that was left out raises TypeError there.
        TypeError: the object has no Arrow interface.
    """
    if not _arrow.is_arrow(data):
        raise TypeError(f"data must have __arrow_c_stream__ or __arrow_c_array__, which {type(data).__name__} has not")
    library = _library.library()
    options = _options(missing, name, limits)
    array = _arrow.array_of(data)
    if array is not None:
        handle = ctypes.c_void_p()
        _library.call(
            library.surveystats_dataset_from_arrow_array,
            *array[1:],
            ctypes.byref(options),
            ctypes.byref(handle),
        )
        return Dataset(handle)
    alive, address, passes = _arrow.stream_of(data, keep)
    before = [address, passes, ctypes.byref(options)]
    if run is None and _arrow.is_in_memory(data):
        # Over in less time than a thread to wait for takes to begin.
        handle = ctypes.c_void_p()
        _library.call(library.surveystats_dataset_open_arrow_stream, *before, None, ctypes.byref(handle))
        return Dataset(handle)
    return Dataset(call_long(library.surveystats_dataset_open_arrow_stream, before, run, (alive, options)))


def as_dataset(data: Any) -> Dataset:
    """``data`` where it is a dataset, else what ``from_arrow`` or ``from_columns`` makes of it."""
    if isinstance(data, Dataset):
        return data
    # A pandas frame needs pyarrow to become an Arrow table; its columns are flat memory as they are.
    is_pandas = type(data).__module__.split(".")[0] == "pandas"
    if not isinstance(data, Mapping) and not is_pandas and _arrow.is_arrow(data):
        return from_arrow(data)
    if type(data).__module__.split(".")[0] == "polars" and hasattr(data, "collect"):
        return as_dataset(data.collect())
    return from_columns(data)


def _options(
    missing: Missing, name: Optional[str], limits: Optional[Mapping[str, int]]
) -> _library.DatasetOptions:
    library = _library.library()
    options = _library.DatasetOptions()
    library.surveystats_dataset_options_init(ctypes.byref(options), ctypes.sizeof(options))
    options.name = _library.utf8(name, "name")
    options.missing = _library.utf8(_missing_text(missing), "missing")
    if limits is not None:
        given = _library.Limits()
        library.surveystats_limits_init(ctypes.byref(given), ctypes.sizeof(given))
        known = [field for field, _ in _library.Limits._fields_ if field != "struct_size"]
        for field, value in limits.items():
            if field not in known:
                raise ValueError(f"limits has no {field!r}; it has {', '.join(known)}")
            setattr(given, field, value)
        options.limits = ctypes.pointer(given)
    return options


def _path(path: Optional[Path], what: str) -> Optional[bytes]:
    """A path for the library."""
    if path is None:
        return None
    name = os.fspath(path)
    return _library.utf8(os.fsdecode(name) if isinstance(name, bytes) else name, what)


def _scale_text(scale: Union[None, str, Mapping[str, str]]) -> Optional[str]:
    """Scales in the syntax of the command line: ``auto`` or ``q1=satisfaction-5;q2=auto``."""
    if scale is None or isinstance(scale, str):
        return scale
    if not isinstance(scale, Mapping):
        raise TypeError(f"scale must be a str or a dict of columns, not {type(scale).__name__}")
    for column in scale:
        if ";" in column or "；" in column:
            raise ValueError(f"scale: the column name {column!r} holds ';', which separates columns")
    return ";".join(f"{column}={name}" for column, name in scale.items())


def _missing_text(missing: Missing) -> Optional[str]:
    """The codes in the syntax of the command line: ``9,99`` or ``q1=9;q2=98,99``."""
    if missing is None or isinstance(missing, str):
        return missing
    if isinstance(missing, Mapping):
        parts = []
        for column, codes in missing.items():
            if ";" in column:
                raise ValueError(f"missing: the column name {column!r} holds ';', which separates columns")
            parts.append(f"{column}={_code_list(codes)}")
        return ";".join(parts)
    return _code_list(missing)


def _code_list(codes: Any) -> str:
    values = [codes] if isinstance(codes, (str, int, float)) else list(codes)
    texts = [cell_text(code, "missing") for code in values]
    for text in texts:
        if any(mark in text for mark in ",;="):
            raise ValueError(f"missing: the code {text!r} holds one of , ; = which separate codes")
    return ",".join(texts)
