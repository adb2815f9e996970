"""Columns of any origin as the flat memory that the C library reads.

Nothing here needs numpy, pandas or polars: what belongs to them is recognized by its module and its methods.
"""

from __future__ import annotations

import array
import ctypes
import datetime
import decimal
import numbers
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Tuple

FLOAT64, FLOAT32, INT64, INT32, INT16, INT8, UINT8, BOOL, _TEXT, CODES = range(1, 11)

# The buffer formats that need no conversion, by letter and size in bytes.
_BUFFER_TYPES = {
    ("d", 8): FLOAT64,
    ("f", 4): FLOAT32,
    ("l", 8): INT64,
    ("q", 8): INT64,
    ("n", 8): INT64,
    ("i", 4): INT32,
    ("l", 4): INT32,
    ("h", 2): INT16,
    ("b", 1): INT8,
    ("B", 1): UINT8,
    ("?", 1): BOOL,
}

_POLARS_NUMBERS = {f"{kind}{bits}" for kind in ("Int", "UInt") for bits in (8, 16, 32, 64)}
_POLARS_NUMBERS |= {"Float32", "Float64"}


class Memory:
    """Bytes that stay where they are as long as this object lives."""

    def __init__(self, view: memoryview) -> None:
        size = view.nbytes
        if size == 0:
            self.address = None
            return
        flat = view if view.c_contiguous else memoryview(view.tobytes())
        kind = ctypes.c_char * size
        self._block = kind.from_buffer_copy(flat) if flat.readonly else kind.from_buffer(flat)
        self.address: Optional[int] = ctypes.addressof(self._block)


class Column(NamedTuple):
    """A column as ``surveystats_column`` describes it."""

    name: str
    type: int
    count: int
    values: Memory
    validity: Optional[Memory] = None
    labels: Optional[List[str]] = None


def columns_of(table: Any) -> Tuple[List[Column], Dict[str, str]]:
    """The columns of a dict, a pandas DataFrame or a polars DataFrame, and why others of a frame are left out.

    A frame is what somebody has; a column of it that holds no answers matters only where it is asked for. The
    columns of a dict were chosen, and each must be one.
    """
    if isinstance(table, Mapping):
        return [_column(_name(name), values) for name, values in table.items()], {}
    origin = _origin(table)
    if origin == "polars" and hasattr(table, "collect"):
        table = table.collect()
    if origin == "polars" and hasattr(table, "get_columns"):
        return _usable((series.name, series) for series in table.get_columns())
    if origin == "pandas" and hasattr(table, "columns"):
        # By position: a frame may hold one name twice, which the library refuses with a message.
        return _usable((_name(name), table.iloc[:, index]) for index, name in enumerate(table.columns))
    kind = type(table).__name__
    raise TypeError(f"data must be a Dataset, a dict of arrays, a pandas or a polars DataFrame, not {kind}")


def _usable(series: Iterable[Tuple[str, Any]]) -> Tuple[List[Column], Dict[str, str]]:
    columns: List[Column] = []
    reasons: Dict[str, str] = {}
    for name, values in series:
        try:
            columns.append(_column(name, values))
        except TypeError as error:
            reasons[name] = str(error)
    return columns, reasons


def cell_text(value: Any, what: str) -> str:
    """An answer as the library spells it: whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return "1" if value else "0"
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, (numbers.Real, decimal.Decimal)):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    raise TypeError(f"{what}: {value!r} is neither a number nor text")


def _name(name: Any) -> str:
    return name if isinstance(name, str) else cell_text(name, "a column's name")


def _origin(value: Any) -> str:
    return type(value).__module__.split(".")[0]


def _unknown(name: str, kind: Any) -> TypeError:
    return TypeError(f"column {name!r}: values of the type {kind} are not understood; convert them")


def _column(name: str, values: Any) -> Column:
    if isinstance(values, (str, bytes, bytearray, Mapping)):
        raise TypeError(f"column {name!r} must be an array of answers, not {type(values).__name__}")
    origin = _origin(values)
    if origin == "pandas" and hasattr(values, "dtype"):
        return _pandas_column(name, values)
    if origin == "polars" and hasattr(values, "dtype"):
        return _polars_column(name, values)
    if hasattr(values, "dtype") and hasattr(values, "astype") and hasattr(values, "tolist"):
        return _numpy_column(name, values)
    try:
        view = memoryview(values)
    except TypeError:
        return _list_column(name, list(values))
    return _buffer_column(name, view)


# Flat memory


def _buffer_column(name: str, view: memoryview, validity: Optional[Memory] = None) -> Column:
    if view.ndim != 1:
        raise TypeError(f"column {name!r} has {view.ndim} dimensions; a column has one")
    letter = view.format.lstrip("@=<") if view.format.startswith(("@", "=", "<")) else view.format
    if view.format.startswith("<") and memoryview(array.array("H", [1])).tobytes() != b"\x01\x00":
        raise TypeError(f"column {name!r} is little-endian, this machine is not; convert it first")
    known = _BUFFER_TYPES.get((letter, view.itemsize))
    if known is not None:
        return Column(name, known, len(view), Memory(view), validity)
    if letter in ("H", "I", "L", "Q", "N"):
        return _unsigned_column(name, view.tolist(), validity)
    raise _unknown(name, view.format)


def _unsigned_column(name: str, values: List[int], validity: Optional[Memory]) -> Column:
    try:
        return Column(name, INT64, len(values), Memory(memoryview(array.array("q", values))), validity)
    except OverflowError:
        return _text_column(name, [str(value) for value in values], validity)


def _text_column(name: str, values: List[Optional[str]], validity: Optional[Memory] = None) -> Column:
    """Texts by their position among the different ones; None is missing."""
    index: Dict[Optional[str], int] = {}
    for value in values:
        if value is not None and value not in index:
            index[value] = len(index)
    labels = [text for text in index if text is not None]
    index[None] = -1
    codes = array.array("i", map(index.__getitem__, values))
    return Column(name, CODES, len(values), Memory(memoryview(codes)), validity, labels)


def _validity(present: Iterable[bool]) -> Memory:
    return Memory(memoryview(bytearray(present)))


# Python lists


def _is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, (float, numbers.Real)) and value != value


def _list_column(name: str, values: List[Any]) -> Column:
    """A list's type is that of its values: booleans, whole numbers, numbers, else text."""
    present = [not _is_missing(value) for value in values]
    kinds = set(map(type, (value for value, there in zip(values, present) if there)))
    booleans = {kind for kind in kinds if kind is bool or kind.__name__ in ("bool_", "bool")}
    integers = {kind for kind in kinds - booleans if issubclass(kind, numbers.Integral)}
    others = kinds - booleans - integers
    reals = {kind for kind in others if issubclass(kind, (numbers.Real, decimal.Decimal))}
    if kinds and kinds <= booleans:
        flags = array.array("B", [1 if there and value else 0 for value, there in zip(values, present)])
        return Column(name, BOOL, len(values), Memory(memoryview(flags)), _validity(present))
    if kinds and kinds <= integers:
        whole = [int(value) if there else 0 for value, there in zip(values, present)]
        if all(present):
            return _unsigned_column(name, whole, None)
        return _unsigned_column(name, whole, _validity(present))
    if kinds <= booleans | integers | reals:
        real = array.array("d", [float(value) if there else 0.0 for value, there in zip(values, present)])
        return Column(name, FLOAT64, len(values), Memory(memoryview(real)), _validity(present))
    return _text_column(
        name,
        [cell_text(value, f"column {name!r}") if there else None for value, there in zip(values, present)],
    )


# numpy


def _numpy_column(name: str, values: Any) -> Column:
    kind = values.dtype.kind
    validity = None
    mask = getattr(values, "mask", None)
    if mask is not None and hasattr(values, "filled"):
        if kind in "OUTM":
            return _list_column(name, values.astype(str if kind == "M" else object).tolist())
        if getattr(mask, "ndim", 0) == 1:
            validity = _validity((~mask).tolist())
        values = values.data
    if getattr(values, "ndim", 1) != 1:
        raise TypeError(f"column {name!r} has {values.ndim} dimensions; a column has one")
    if kind == "M":
        texts = [None if text == "NaT" else text for text in values.astype(str).tolist()]
        return _text_column(name, _without_midnight(texts))
    if kind in "OUT":
        return _list_column(name, values.tolist())
    if kind not in "biuf":
        raise _unknown(name, values.dtype)
    if kind == "f" and values.dtype.itemsize not in (4, 8):
        values = values.astype("float64" if values.dtype.itemsize > 8 else "float32")
    if kind == "u" and values.dtype.itemsize in (2, 4):
        values = values.astype("int32" if values.dtype.itemsize == 2 else "int64")
    if not values.dtype.isnative:
        values = values.astype(values.dtype.newbyteorder("="))
    return _buffer_column(name, memoryview(values), validity)


def _without_midnight(texts: List[Optional[str]]) -> List[Optional[str]]:
    """Dates where no text has a time of the day, as tables often store dates."""
    parts: List[Tuple[str, str]] = []
    for text in texts:
        if text is not None:
            date, _, time = text.partition("T")
            parts.append((date, time))
    if all(time.strip("0:.") == "" for _, time in parts):
        return [None if text is None else text.partition("T")[0] for text in texts]
    return texts


# pandas


def _pandas_column(name: str, series: Any) -> Column:
    kind = str(series.dtype)
    if kind == "category":
        return _pandas_categories(name, series)
    if kind.startswith("datetime64"):
        missing = series.isna().tolist()
        texts = [None if gone else value.isoformat() for value, gone in zip(series, missing)]
        return _text_column(name, _without_midnight(texts))
    # "boolean", "Int64", "Float64", …: numbers beside a mask, which NaN could not replace in whole numbers.
    lower = kind.lower()
    if kind[0].isupper() and lower.startswith(("int", "uint", "float")) or kind == "boolean":
        present = _validity((~series.isna()).tolist())
        plain = series.to_numpy(dtype="bool" if kind == "boolean" else lower, na_value=0)
        return _numpy_column(name, plain)._replace(validity=present)
    if lower.startswith(("int", "uint", "float")) or kind == "bool":
        if "[" not in kind:
            return _numpy_column(name, series.to_numpy())
    return _list_column(name, series.tolist())


def _pandas_categories(name: str, series: Any) -> Column:
    labels = []
    for value in series.cat.categories.tolist():
        try:
            labels.append(cell_text(value, f"column {name!r}"))
        except TypeError:
            labels.append(str(value))
    codes = series.cat.codes.to_numpy().astype("int32")
    return Column(name, CODES, len(codes), Memory(memoryview(codes)), None, labels)


# polars


def _polars_column(name: str, series: Any) -> Column:
    kind = str(series.dtype).split("(")[0]
    if kind in ("Categorical", "Enum"):
        import polars  # the caller's: it is where the series comes from

        # How polars numbers categories is its own affair, and has changed: they are numbered anew.
        return _text_column(name, series.cast(polars.String).to_list())
    if kind in _POLARS_NUMBERS:
        try:
            plain = _numpy_column(name, series.fill_null(0).to_numpy())
        except ImportError:  # polars needs no numpy, except for this
            return _list_column(name, series.to_list())
        if series.null_count() == 0:
            return plain
        return plain._replace(validity=_validity(series.is_not_null().to_list()))
    if kind in ("Boolean", "Null", "Decimal", "Date", "Datetime", "Time", "String", "Utf8"):
        values = series.to_list()
        if kind == "Datetime":
            texts = [None if value is None else value.isoformat() for value in values]
            return _text_column(name, _without_midnight(texts))
        return _text_column(name, values) if kind in ("String", "Utf8") else _list_column(name, values)
    raise _unknown(name, series.dtype)
