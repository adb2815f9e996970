"""Tables of other libraries through the Arrow C interfaces, without pyarrow: capsules in, capsules out.

The structs are those of Apache Arrow's specification, "The Arrow PyCapsule interface". Python's part is to hand
pointers over; no value of a table passes through it.
"""

from __future__ import annotations

import ctypes
import itertools
from ctypes import CFUNCTYPE, c_char_p, c_int, c_int64, c_void_p
from typing import Any, Callable, Dict, Optional, Tuple

KEEP, ONCE, AGAIN = range(3)


class ArrowArray(ctypes.Structure):
    _fields_ = [
        ("length", c_int64),
        ("null_count", c_int64),
        ("offset", c_int64),
        ("n_buffers", c_int64),
        ("n_children", c_int64),
        ("buffers", c_void_p),
        ("children", c_void_p),
        ("dictionary", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    ]


_GET = CFUNCTYPE(c_int, c_void_p, c_void_p)
_LAST_ERROR = CFUNCTYPE(c_void_p, c_void_p)
_RELEASE = CFUNCTYPE(None, c_void_p)


class ArrowArrayStream(ctypes.Structure):
    _fields_ = [
        ("get_schema", _GET),
        ("get_next", _GET),
        ("get_last_error", _LAST_ERROR),
        ("release", _RELEASE),
        ("private_data", c_void_p),
    ]


# Capsules

_STREAM, _SCHEMA, _ARRAY = b"arrow_array_stream", b"arrow_schema", b"arrow_array"
_get_pointer = ctypes.PYFUNCTYPE(c_void_p, ctypes.py_object, c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)
# The same for a capsule that is being destroyed, of which no new reference may be made.
_get_pointer_of_dying = ctypes.PYFUNCTYPE(c_void_p, c_void_p, c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)
_DESTRUCTOR = ctypes.PYFUNCTYPE(None, c_void_p)
_new = ctypes.PYFUNCTYPE(ctypes.py_object, c_void_p, c_char_p, _DESTRUCTOR)(
    ("PyCapsule_New", ctypes.pythonapi)
)

# Streams that capsules point to, by address.
_exported: Dict[int, ArrowArrayStream] = {}


@_DESTRUCTOR
def _destroy(capsule: int) -> None:
    stream = _exported.pop(_get_pointer_of_dying(capsule, _STREAM), None)
    if stream is not None and stream.release:
        stream.release(ctypes.addressof(stream))


# A capsule may outlive this module when Python ends.
ctypes.pythonapi.Py_IncRef(ctypes.py_object(_destroy))
ctypes.pythonapi.Py_IncRef(ctypes.py_object(_exported))


def stream_capsule(fill: Callable[[Any], None]) -> Any:
    """A capsule with the stream that ``fill`` writes; released with the capsule where nobody took it."""
    stream = ArrowArrayStream()
    fill(ctypes.byref(stream))
    address = ctypes.addressof(stream)
    _exported[address] = stream
    return _new(address, _STREAM, _destroy)


# What a caller has


def is_arrow(data: Any) -> bool:
    """Whether ``data`` can be read as an Arrow table."""
    return (
        hasattr(data, "__arrow_c_stream__")
        or hasattr(data, "__arrow_c_array__")
        or type(data).__name__ == "PyCapsule"
        or _reader_of(data) is not None
    )


def is_in_memory(data: Any) -> bool:
    """Whether handing the table over is a matter of pointers: a frame of polars, a table of pyarrow."""
    kind = type(data)
    return (kind.__module__.split(".")[0], kind.__name__) in {
        ("polars", "DataFrame"),
        ("pyarrow", "Table"),
        ("pyarrow", "RecordBatch"),
    }


def array_of(data: Any) -> Optional[Tuple[Any, int, int]]:
    """What keeps the array and its schema of an object that has no stream alive, and their addresses."""
    if hasattr(data, "__arrow_c_stream__") or not hasattr(data, "__arrow_c_array__"):
        return None
    schema, array = data.__arrow_c_array__()
    return (schema, array), _get_pointer(schema, _SCHEMA), _get_pointer(array, _ARRAY)


def stream_of(data: Any, keep: Optional[bool]) -> Tuple[Any, int, int]:
    """What keeps the stream alive until it is taken over, its address, and how often it can be read."""
    make = _factory(data)
    begins_again = make is not None and (keep is False if keep is not None else _is_lazy(data))
    if begins_again and make is not None:
        again = _Again(make)
        return again, ctypes.addressof(again.stream), AGAIN
    capsule = _capsule(data if make is None else make())
    return capsule, _get_pointer(capsule, _STREAM), ONCE if keep is False else KEEP


def _capsule(data: Any) -> Any:
    return data if type(data).__name__ == "PyCapsule" else data.__arrow_c_stream__()


def _origin(data: Any) -> str:
    return type(data).__module__.split(".")[0].lstrip("_")


def _reader_of(data: Any) -> Optional[Callable[[], Any]]:
    """How a pyarrow dataset or scanner, which have no stream of their own, make a reader."""
    if _origin(data) != "pyarrow":
        return None
    if hasattr(data, "scanner") and hasattr(data, "get_fragments"):
        return lambda: data.scanner().to_reader()
    if hasattr(data, "to_reader") and hasattr(data, "projected_schema"):
        return data.to_reader
    return None


def _is_lazy(data: Any) -> bool:
    """Whether rows are made while they are read, and may be more than memory holds."""
    return type(data).__name__ == "DuckDBPyRelation" or _reader_of(data) is not None


def _factory(data: Any) -> Optional[Callable[[], Any]]:
    """Makes the rows anew each time; None for what can be read once, or nobody knows how often.

    A reader that has been read gives an empty stream in silence, so that only what is known to begin again is
    asked a second time.
    """
    reader = _reader_of(data)
    if reader is not None:
        return reader
    known = {
        "duckdb": ("DuckDBPyRelation",),
        "polars": ("DataFrame",),
        "pandas": ("DataFrame",),
        "pyarrow": ("Table", "RecordBatch"),
    }
    return (lambda: data) if type(data).__name__ in known.get(_origin(data), ()) else None


# A stream that begins again


class _Again:
    """A stream whose ``get_schema`` begins its rows anew, by asking for a new stream.

    The library calls it on the thread that computes; what fails in Python becomes the stream's error text.
    """

    _living: Dict[int, "_Again"] = {}
    _numbers = itertools.count(1)

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._capsule: Any = None
        self._address = 0
        self._is_touched = False
        self._error = ctypes.create_string_buffer(b"")
        number = next(self._numbers)
        self.stream = ArrowArrayStream(_again_schema, _again_next, _again_error, _again_release, number)
        self._living[number] = self

    @classmethod
    def of(cls, stream: int) -> "_Again":
        return cls._living[ArrowArrayStream.from_address(stream).private_data]

    @property
    def _inner(self) -> ArrowArrayStream:
        return ArrowArrayStream.from_address(self._address)

    def schema(self, out: int) -> int:
        # The library asks when it opens the data and again when the first pass begins: one stream is enough.
        if self._capsule is None or self._is_touched:
            self._capsule = None
            self._capsule = _capsule(self._make())
            self._address = _get_pointer(self._capsule, _STREAM)
            self._is_touched = False
        return self._checked(self._inner.get_schema(self._address, out))

    def next(self, out: int) -> int:
        self._is_touched = True
        if self._capsule is None:
            ctypes.memset(out, 0, ctypes.sizeof(ArrowArray))
            return 0
        status = self._checked(self._inner.get_next(self._address, out))
        if status == 0 and not ArrowArray.from_address(out).release:
            self._capsule = None  # the end: what made the rows can go
        return status

    def _checked(self, status: int) -> int:
        if status != 0:
            text = self._inner.get_last_error(self._address)
            self._error = ctypes.create_string_buffer(ctypes.string_at(text) if text else b"no reason given")
        return status

    def failed(self, error: BaseException) -> int:
        text = f"{type(error).__name__}: {error}".replace("\0", " ")
        self._error = ctypes.create_string_buffer(text.encode("utf-8", "replace"))
        return 5  # EIO


@_GET
def _again_schema(stream: int, out: int) -> int:
    again = _Again.of(stream)
    try:
        return again.schema(out)
    except BaseException as error:  # a callback cannot raise
        return again.failed(error)


@_GET
def _again_next(stream: int, out: int) -> int:
    again = _Again.of(stream)
    try:
        return again.next(out)
    except BaseException as error:
        return again.failed(error)


@_LAST_ERROR
def _again_error(stream: int) -> int:
    return ctypes.addressof(_Again.of(stream)._error)


@_RELEASE
def _again_release(stream: int) -> None:
    given = ArrowArrayStream.from_address(stream)
    _Again._living.pop(given.private_data, None)
    given.release = _RELEASE()


# Datasets are released when Python ends, and these are called then.
for _callback in (_again_schema, _again_next, _again_error, _again_release):
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(_callback))

