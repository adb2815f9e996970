"""Finds the C library and declares its functions; see ``surveystats.h``, which is its manual."""

from __future__ import annotations

import ctypes
import functools
import os
import sys
from ctypes import POINTER, c_char, c_char_p, c_double, c_int32, c_int64, c_size_t, c_void_p
from pathlib import Path
from typing import Any, Callable, List, Optional, Tuple

from ._version import __version__
from .errors import SurveyStatsError

LANGUAGES = {"en": 0, "zh-TW": 1}
LANGUAGE_OF_PLAN = -1
FORMATS = {"text": 0, "csv": 1, "json": 2, "markdown": 3}
PLAN_FORMATS = {**FORMATS, "html": 4, "odt": 5, "ods": 6}


class Error(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("code", c_int32),
        ("reserved", c_int32),
        ("row", c_int64),
        ("column", c_int64),
        ("message", c_char * 512),
    ]


class Slice(ctypes.Structure):
    _fields_ = [("data", c_char_p), ("length", c_int64)]


class Limits(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("columns", c_int64),
        ("cell_bytes", c_int64),
        ("units", c_int64),
        ("levels", c_int64),
        ("expression_depth", c_int64),
        ("memory_limit", c_int64),
        ("threads", c_int64),
    ]


class DatasetOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("missing", c_char_p),
        ("limits", POINTER(Limits)),
        ("encoding", c_char_p),
        ("delimiter", c_char_p),
        ("header_rows", c_int64),
        ("keep_total_rows", c_int32),
        ("reserved", c_int32),
    ]


class Meaning(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("codebook", c_char_p),
        ("scale", c_char_p),
        ("items", POINTER(c_char_p)),
        ("n_items", c_int64),
        ("counts", c_char_p),
    ]


class Column(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("values", c_void_p),
        ("validity", c_void_p),
        ("validity_bits", c_void_p),
        ("labels", POINTER(Slice)),
        ("n_labels", c_int64),
        ("type", c_int32),
        ("reserved", c_int32),
    ]


class DesignOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("weights", c_char_p),
        ("strata", POINTER(c_char_p)),
        ("n_strata", c_int64),
        ("cluster", POINTER(c_char_p)),
        ("n_cluster", c_int64),
        ("fpc", POINTER(c_char_p)),
        ("n_fpc", c_int64),
        ("population", c_double),
        ("lonely_psu", c_int32),
        ("reserved", c_int32),
        ("replicate_type", c_int32),
        ("mse", c_int32),
        ("replicates", c_int64),
        ("seed", c_int64),
        ("fay_rho", c_double),
    ]


class Request(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("by", POINTER(c_char_p)),
        ("n_by", c_int64),
        ("where", c_char_p),
        ("levels", POINTER(Slice)),
        ("n_levels", c_int64),
        ("confidence", c_double),
        ("df_value", c_double),
        ("df", c_int32),
        ("deff", c_int32),
        ("interval", c_int32),
        ("covariance", c_int32),
    ]


class GrowthOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("period", c_char_p),
        ("from_", c_char_p),
        ("to", c_char_p),
        ("id", c_char_p),
        ("statistic", c_int32),
        ("method", c_int32),
        ("shared_clusters", c_int32),
        ("base", c_int32),
        ("comparable", c_int32),
        ("reserved", c_int32),
    ]


class QuantileOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("probs", POINTER(c_double)),
        ("n_probs", c_int64),
        ("rule", c_int32),
        ("interval", c_int32),
    ]


class Row(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("statistic", c_char_p),
        ("term", c_char_p),
        ("level", c_char_p),
        ("n_groups", c_int64),
        ("n", c_int64),
        ("n_missing", c_int64),
        ("weighted_n", c_double),
        ("estimate", c_double),
        ("std_error", c_double),
        ("conf_low", c_double),
        ("conf_high", c_double),
        ("df", c_double),
        ("deff", c_double),
        ("cv", c_double),
        ("period", c_char_p),
        ("period_from", c_char_p),
        ("period_to", c_char_p),
        ("statistic_value", c_double),
        ("df2", c_double),
        ("p_value", c_double),
        ("method", c_char_p),
        ("base", c_char_p),
        ("section", c_char_p),
        ("prob", c_double),
    ]


class SurveyFacts(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("issued", c_int64),
        ("returned", c_int64),
        ("population", c_double),
        ("sampling", c_int32),
        ("nominal_margin", c_int32),
        ("margins", c_char_p),
        ("margins_from", POINTER(c_char_p)),
        ("n_margins_from", c_int64),
        ("margins_where", c_char_p),
    ]


class Points(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("points", c_double),
        ("full_points", c_double),
        ("missing_points", c_double),
        ("std_error", c_double),
        ("conf_low", c_double),
        ("conf_high", c_double),
    ]


class Node(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("depth", c_int64),
        ("parent", c_int64),
        ("number", c_char_p),
        ("label", c_char_p),
        ("level", c_char_p),
        ("first_indicator", c_int64),
        ("n_indicators", c_int64),
        ("points", c_double),
        ("full_points", c_double),
        ("missing_points", c_double),
        ("std_error", c_double),
        ("conf_low", c_double),
        ("conf_high", c_double),
    ]


class Indicator(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("id", c_char_p),
        ("label", c_char_p),
        ("kind", c_char_p),
        ("status", c_char_p),
        ("reason_code", c_char_p),
        ("reason", c_char_p),
        ("unit", c_char_p),
        ("target", c_char_p),
        ("inventory", c_char_p),
        ("node", c_int64),
        ("n", c_int64),
        ("value", c_double),
        ("numerator", c_double),
        ("denominator", c_double),
        ("std_error", c_double),
        ("conf_low", c_double),
        ("conf_high", c_double),
        ("df", c_double),
        ("p_value", c_double),
        ("previous", c_double),
        ("difference", c_double),
        ("growth", c_double),
        ("growth_low", c_double),
        ("growth_high", c_double),
        ("achievement", c_double),
        ("points", c_double),
        ("full_points", c_double),
        ("n_tables", c_int64),
        ("n_notes", c_int64),
        ("n_evidence", c_int64),
        ("is_sample", c_int32),
        ("reserved", c_int32),
    ]


class Table(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("role", c_char_p),
        ("title", c_char_p),
        ("n_rows", c_int64),
        ("n_columns", c_int64),
        ("target", c_double),
    ]


class Cell(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("kind", c_int32),
        ("is_failing", c_int32),
        ("is_total", c_int32),
        ("reserved", c_int32),
        ("text", c_char_p),
        ("number", c_double),
    ]


class Decision(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("code", c_char_p),
        ("question", c_char_p),
        ("choice", c_char_p),
        ("n_indicators", c_int64),
        ("is_stated", c_int32),
        ("reserved", c_int32),
    ]


class DatasetUse(ctypes.Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("id", c_char_p),
        ("label", c_char_p),
        ("file", c_char_p),
        ("encoding", c_char_p),
        ("sha256", c_char_p),
        ("rows", c_int64),
        ("n_notes", c_int64),
        ("is_prior", c_int32),
        ("reserved", c_int32),
    ]


_handle = c_void_p
_out_handle = POINTER(c_void_p)
_out_text = POINTER(c_char_p)
_out_int = POINTER(c_int64)
_out_int32 = POINTER(c_int32)
_out_double = POINTER(c_double)
_error = POINTER(Error)
_names = POINTER(c_char_p)
_statistic = [_handle, _names, c_int64, POINTER(Request), _handle, _out_handle, _error]

# Every function of the header: what it returns and what it takes.
FUNCTIONS = {
    "surveystats_version": (c_char_p, []),
    "surveystats_status_name": (c_char_p, [c_int32]),
    "surveystats_limits_init": (c_int32, [POINTER(Limits), c_size_t]),
    "surveystats_dataset_options_init": (c_int32, [POINTER(DatasetOptions), c_size_t]),
    "surveystats_dataset_open_csv": (c_int32, [c_char_p, POINTER(DatasetOptions), _out_handle, _error]),
    "surveystats_dataset_from_csv_bytes": (
        c_int32,
        [c_void_p, c_int64, POINTER(DatasetOptions), _out_handle, _error],
    ),
    "surveystats_column_init": (c_int32, [POINTER(Column), c_size_t]),
    "surveystats_dataset_from_columns": (
        c_int32,
        [POINTER(Column), c_int64, c_int64, POINTER(DatasetOptions), _out_handle, _error],
    ),
    "surveystats_dataset_open_arrow_stream": (
        c_int32,
        [c_void_p, c_int32, POINTER(DatasetOptions), _handle, _out_handle, _error],
    ),
    "surveystats_dataset_from_arrow_array": (
        c_int32,
        [c_void_p, c_void_p, POINTER(DatasetOptions), _out_handle, _error],
    ),
    "surveystats_meaning_init": (c_int32, [POINTER(Meaning), c_size_t]),
    "surveystats_dataset_described": (c_int32, [_handle, POINTER(Meaning), _handle, _out_handle, _error]),
    "surveystats_dataset_destroy": (None, [_handle]),
    "surveystats_dataset_n_columns": (c_int64, [_handle]),
    "surveystats_dataset_column_name": (c_int32, [_handle, c_int64, _out_text, _error]),
    "surveystats_dataset_select": (c_int32, [_handle, c_char_p, _out_int, c_int64, _out_int, _error]),
    "surveystats_dataset_satisfaction_items": (
        c_int32,
        [_handle, _handle, _out_int, c_int64, _out_int, _error],
    ),
    "surveystats_dataset_n_notes": (c_int64, [_handle]),
    "surveystats_dataset_note": (c_int32, [_handle, c_int64, c_int32, _out_text, _out_text, _error]),
    "surveystats_dataset_describe": (c_int32, [_handle, _handle, _out_handle, _error]),
    "surveystats_design_options_init": (c_int32, [POINTER(DesignOptions), c_size_t]),
    "surveystats_design_create": (c_int32, [_handle, POINTER(DesignOptions), _out_handle, _error]),
    "surveystats_design_weighted": (
        c_int32,
        [_handle, c_int32, c_char_p, c_int32, _handle, _out_handle, _error],
    ),
    "surveystats_design_weighting": (c_int32, [_handle, c_int32, c_int32, _out_handle, _error]),
    "surveystats_design_weights": (
        c_int32,
        [_handle, _handle, _out_double, c_int64, _out_int, _error],
    ),
    "surveystats_design_destroy": (None, [_handle]),
    "surveystats_run_create": (c_int32, [_out_handle, _error]),
    "surveystats_run_cancel": (None, [_handle]),
    "surveystats_run_progress": (c_int32, [_handle, _out_int, _out_int, _out_int, _error]),
    "surveystats_run_destroy": (None, [_handle]),
    "surveystats_request_init": (c_int32, [POINTER(Request), c_size_t]),
    "surveystats_mean": (c_int32, _statistic),
    "surveystats_total": (c_int32, _statistic),
    "surveystats_proportion": (c_int32, _statistic),
    "surveystats_reliability": (c_int32, _statistic),
    "surveystats_score": (
        c_int32,
        [
            _handle,
            _names,
            c_int64,
            POINTER(c_int32),
            c_int64,
            c_int32,
            POINTER(Request),
            _handle,
            _out_handle,
            _error,
        ],
    ),
    "surveystats_frequency": (
        c_int32,
        [_handle, _names, c_int64, c_char_p, POINTER(Request), _handle, _out_handle, _error],
    ),
    "surveystats_contrast": (
        c_int32,
        [_handle, c_char_p, c_int32, POINTER(Request), _handle, _out_handle, _error],
    ),
    "surveystats_survey_facts_init": (c_int32, [POINTER(SurveyFacts), c_size_t]),
    "surveystats_sample_size": (c_int32, [c_double] * 6 + [_out_handle, _error]),
    "surveystats_validity": (
        c_int32,
        [_handle, POINTER(SurveyFacts), _names, c_int64, POINTER(Request), _handle, _out_handle, _error],
    ),
    "surveystats_summary": (
        c_int32,
        [
            _handle,
            _handle,
            POINTER(SurveyFacts),
            _names,
            c_int64,
            POINTER(GrowthOptions),
            POINTER(Request),
            _handle,
            _out_handle,
            _error,
        ],
    ),
    "surveystats_quantile_options_init": (c_int32, [POINTER(QuantileOptions), c_size_t]),
    "surveystats_quantile": (
        c_int32,
        [
            _handle,
            POINTER(c_char_p),
            c_int64,
            POINTER(QuantileOptions),
            POINTER(Request),
            _handle,
            _out_handle,
            _error,
        ],
    ),
    "surveystats_growth_options_init": (c_int32, [POINTER(GrowthOptions), c_size_t]),
    "surveystats_growth": (
        c_int32,
        [
            _handle,
            _handle,
            POINTER(c_char_p),
            c_int64,
            POINTER(GrowthOptions),
            POINTER(Request),
            _handle,
            _out_handle,
            _error,
        ],
    ),
    "surveystats_estimates_destroy": (None, [_handle]),
    "surveystats_estimates_command": (c_char_p, [_handle]),
    "surveystats_estimates_confidence": (c_double, [_handle]),
    "surveystats_estimates_n_rows": (c_int64, [_handle]),
    "surveystats_estimates_row": (c_int32, [_handle, c_int64, POINTER(Row), _error]),
    "surveystats_estimates_text": (c_int32, [_handle, c_int64, c_int32, _out_text, _error]),
    "surveystats_estimates_number": (c_int32, [_handle, c_int64, c_int32, _out_double, _error]),
    "surveystats_estimates_count": (c_int32, [_handle, c_int64, c_int32, _out_int, _error]),
    "surveystats_estimates_group": (c_int32, [_handle, c_int64, c_int64, _out_text, _out_text, _error]),
    "surveystats_estimates_has_covariance": (c_int32, [_handle]),
    "surveystats_estimates_covariance": (c_int32, [_handle, c_int64, c_int64, _out_double, _error]),
    "surveystats_estimates_covariance_matrix": (c_int32, [_handle, _out_double, c_int64, _error]),
    "surveystats_estimates_n_notes": (c_int64, [_handle]),
    "surveystats_estimates_note": (c_int32, [_handle, c_int64, c_int32, _out_text, _out_text, _error]),
    "surveystats_estimates_render": (c_int32, [_handle, c_int32, c_int32, _out_handle, _error]),
    "surveystats_estimates_arrow_stream": (c_int32, [_handle, c_void_p, _error]),
    "surveystats_plan_open": (c_int32, [c_char_p, _out_handle, _error]),
    "surveystats_plan_destroy": (None, [_handle]),
    "surveystats_plan_id": (c_char_p, [_handle]),
    "surveystats_plan_title": (c_char_p, [_handle]),
    "surveystats_plan_agency": (c_char_p, [_handle]),
    "surveystats_plan_year": (c_int64, [_handle]),
    "surveystats_plan_as_of": (c_char_p, [_handle]),
    "surveystats_plan_language": (c_int32, [_handle]),
    "surveystats_plan_n_indicators": (c_int64, [_handle]),
    "surveystats_plan_check": (c_int32, [_handle, _handle, _out_handle, _error]),
    "surveystats_check_destroy": (None, [_handle]),
    "surveystats_check_n_problems": (c_int64, [_handle]),
    "surveystats_check_problem": (c_int32, [_handle, c_int64, _out_int, _out_int32, _out_text, _error]),
    "surveystats_plan_evaluate": (c_int32, [_handle, _handle, _out_handle, _error]),
    "surveystats_evaluation_destroy": (None, [_handle]),
    "surveystats_evaluation_confidence": (c_double, [_handle]),
    "surveystats_evaluation_score": (c_int32, [_handle, POINTER(Points), _error]),
    "surveystats_evaluation_n_nodes": (c_int64, [_handle]),
    "surveystats_evaluation_node": (c_int32, [_handle, c_int64, POINTER(Node), _error]),
    "surveystats_evaluation_n_indicators": (c_int64, [_handle]),
    "surveystats_evaluation_indicator": (c_int32, [_handle, c_int64, c_int32, POINTER(Indicator), _error]),
    "surveystats_evaluation_indicator_note": (
        c_int32,
        [_handle, c_int64, c_int64, c_int32, _out_text, _out_text, _error],
    ),
    "surveystats_evaluation_evidence": (
        c_int32,
        [_handle, c_int64, c_int64, _out_text, _out_text, _out_int, _error],
    ),
    "surveystats_evaluation_table": (
        c_int32,
        [_handle, c_int64, c_int64, c_int32, POINTER(Table), _error],
    ),
    "surveystats_evaluation_table_column": (
        c_int32,
        [_handle, c_int64, c_int64, c_int64, c_int32, _out_text, _out_int32, _out_int32, _error],
    ),
    "surveystats_evaluation_table_cell": (
        c_int32,
        [_handle, c_int64, c_int64, c_int64, c_int64, c_int32, POINTER(Cell), _error],
    ),
    "surveystats_evaluation_n_decisions": (c_int64, [_handle]),
    "surveystats_evaluation_decision": (c_int32, [_handle, c_int64, c_int32, POINTER(Decision), _error]),
    "surveystats_evaluation_decision_indicator": (c_int32, [_handle, c_int64, c_int64, _out_text, _error]),
    "surveystats_evaluation_n_datasets": (c_int64, [_handle]),
    "surveystats_evaluation_dataset": (c_int32, [_handle, c_int64, POINTER(DatasetUse), _error]),
    "surveystats_evaluation_dataset_note": (
        c_int32,
        [_handle, c_int64, c_int64, c_int32, _out_text, _out_text, _error],
    ),
    "surveystats_evaluation_n_notes": (c_int64, [_handle]),
    "surveystats_evaluation_note": (c_int32, [_handle, c_int64, c_int32, _out_text, _out_text, _error]),
    "surveystats_evaluation_render": (c_int32, [_handle, c_int32, c_int32, _out_handle, _error]),
    "surveystats_state_create": (c_int32, [c_char_p, POINTER(Limits), _out_handle, _error]),
    "surveystats_state_update": (c_int32, [_handle, _handle, _handle, _error]),
    "surveystats_state_merge": (c_int32, [_handle, _handle, _error]),
    "surveystats_state_to_bytes": (c_int32, [_handle, _out_handle, _error]),
    "surveystats_state_from_bytes": (c_int32, [c_char_p, c_int64, POINTER(Limits), _out_handle, _error]),
    "surveystats_state_result": (c_int32, [_handle, _out_handle, _error]),
    "surveystats_state_request": (c_int32, [_handle, _out_handle, _error]),
    "surveystats_state_row_count": (c_int64, [_handle]),
    "surveystats_state_destroy": (None, [_handle]),
    "surveystats_text_data": (c_void_p, [_handle]),
    "surveystats_text_length": (c_int64, [_handle]),
    "surveystats_text_destroy": (None, [_handle]),
}


def candidates() -> List[Path]:
    """Where the library may be, in the order in which it is looked for: whoever names one wants no other."""
    named = os.environ.get("SURVEYSTATS_LIBRARY")
    if named:
        return [Path(named)]
    if sys.platform == "darwin":
        name = "libsurveystats.dylib"
    elif sys.platform == "win32":
        name = "surveystats.dll"
    else:
        name = "libsurveystats.so"
    package = Path(__file__).resolve().parent
    return [package / "lib" / name, package.parent.parent / ".build" / "release" / name]


def _open(path: Path) -> Tuple[Optional[ctypes.CDLL], str]:
    """The library at ``path``, or None and why not."""
    if not path.is_file():
        return None, "there is no such file"
    try:
        library = ctypes.CDLL(str(path))
        for name, (result, arguments) in FUNCTIONS.items():
            function = getattr(library, name)
            function.restype = result
            function.argtypes = arguments
    except (OSError, AttributeError) as error:
        return None, str(error)
    version = library.surveystats_version().decode("utf-8")
    if version != __version__:
        return None, f"it is version {version}, but the package is version {__version__}"
    return library, ""


@functools.lru_cache(maxsize=None)
def library() -> ctypes.CDLL:
    """The C library, loaded once; ImportError with every path that was tried."""
    tried = []
    for path in candidates():
        found, reason = _open(path)
        if found is not None:
            return found
        tried.append(f"  {path}: {reason}")
    if "SURVEYSTATS_LIBRARY" not in os.environ:
        tried.append("  the environment variable SURVEYSTATS_LIBRARY: it is not set")
    raise ImportError("the survey-stats library was not found; tried\n" + "\n".join(tried))


def failure(error: Error) -> SurveyStatsError:
    """The exception for a filled error struct."""
    return SurveyStatsError(
        error.code,
        library().surveystats_status_name(error.code).decode("utf-8"),
        error.message.decode("utf-8", "replace"),
        error.row or None,
        error.column or None,
    )


def call(function: Callable[..., int], *arguments: Any) -> None:
    """Calls a function that returns a status and takes an error last; raises what it reports."""
    error = Error(struct_size=ctypes.sizeof(Error))
    if function(*arguments, ctypes.byref(error)) != 0:
        raise failure(error)


def text(value: Optional[bytes]) -> Optional[str]:
    """A text that the library returned."""
    return None if value is None else value.decode("utf-8")


def utf8(value: Optional[str], what: str) -> Optional[bytes]:
    """A text for the library: NUL-terminated, so that it cannot hold a NUL itself."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"{what} must be a str, not {type(value).__name__}")
    if "\0" in value:
        raise ValueError(f"{what} holds a NUL character")
    try:
        return value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"{what} is not text: {error}") from None


def names(values: List[str], what: str) -> Tuple[Any, int]:
    """An array of names for the library, and its length."""
    array = (c_char_p * len(values))(*[utf8(value, what) for value in values])
    return array, len(values)


def slices(values: List[str], what: str) -> Tuple[Any, int]:
    """An array of cell texts for the library, and its length."""
    array = (Slice * len(values))()
    for index, value in enumerate(values):
        try:
            encoded = value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError(f"{what}: {value!r} is not text: {error}") from None
        array[index].data = encoded
        array[index].length = len(encoded)
    return array, len(values)


def owned_text(handle: c_void_p) -> str:
    """The text of a handle, which is destroyed."""
    return owned_bytes(handle).decode("utf-8")


def owned_bytes(handle: c_void_p) -> bytes:
    """The bytes of a text's handle, which is destroyed."""
    loaded = library()
    try:
        data = loaded.surveystats_text_data(handle)
        return ctypes.string_at(data, loaded.surveystats_text_length(handle))
    finally:
        loaded.surveystats_text_destroy(handle)


def language(name: str) -> int:
    """The constant of a language."""
    if name not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {name!r}")
    return LANGUAGES[name]


def notes(
    handle: c_void_p, count: Callable[[c_void_p], int], note: Callable[..., int], language_name: str
) -> List[dict]:
    """The notes of a handle, as JSON has them."""
    code, sentence = c_char_p(), c_char_p()
    found = []
    for index in range(count(handle)):
        call(note, handle, index, language(language_name), ctypes.byref(code), ctypes.byref(sentence))
        found.append({"code": text(code.value), "text": text(sentence.value)})
    return found
