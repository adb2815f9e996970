"""Totals that are kept, carried and added up: one result of many tables, machines and days."""

from __future__ import annotations

import ctypes
import json
import weakref
from typing import Any, Dict, List, Optional, Sequence, Union

from . import _library
from .data import as_dataset
from ._arguments import _check_replicates
from .estimates import Estimates
from .run import Run, call_long

Names = Union[str, Sequence[str]]


def _list(names: Optional[Names]) -> List[str]:
    return [] if names is None else [names] if isinstance(names, str) else list(names)


class State:
    """The totals of a statistic over some of its rows.

        state = ss.State("mean", ["q1", "q2"], by="channel", weights="weight", cluster="village")
        state.update(first_table)
        state.merge(ss.State.from_bytes(bytes_of_another_machine))
        print(state.result())

    Sums are exact: the result is that of all rows read at once, to the last digit, in whatever order states meet, and
    so are the bytes. A state holds, for each sampled unit and group, sums of weights and weighted answers, and the
    names of units, strata and groups: no respondent's row, but a unit of one respondent is that respondent.

    Args:
        statistic: ``"mean"``, ``"total"``, ``"proportion"``, ``"contrast"``, ``"growth"`` or
            ``"reliability"``, which needs a ``cluster``.
        items: full column names; none for a contrast, whose ``expression`` names them.
        by, where: groups, and a condition on rows, as in ``Design.mean``.
        weights, strata, cluster, fpc, population, lonely_psu: the design, as in ``Design``.
        replicates, replicate_count, seed, fay_rho, mse: what standard errors come from, as in ``Design``; replicates are
            made of the merged totals.
        level: the confidence level.
        df: degrees of freedom, a number or ``"inf"``; by default those of the design.
        **more: ``covariance``, ``deff`` (``"true"``, ``"replace"``), ``interval`` and ``levels`` of proportions,
            ``expression``, ``of``, ``method``, ``period``, ``start`` and ``end``, ``id``.

    One state is used by one thread at a time; it can be pickled.
    """

    def __init__(
        self,
        statistic: str,
        items: Names = (),
        *,
        by: Optional[Names] = None,
        where: Optional[str] = None,
        weights: Optional[str] = None,
        strata: Optional[str] = None,
        cluster: Optional[str] = None,
        fpc: Optional[str] = None,
        population: Optional[float] = None,
        lonely_psu: Optional[str] = None,
        replicates: Optional[str] = None,
        replicate_count: Optional[int] = None,
        seed: Optional[int] = None,
        fay_rho: Optional[float] = None,
        mse: bool = False,
        level: Optional[float] = None,
        df: Union[None, float, str] = None,
        **more: Any,
    ) -> None:
        request: Dict[str, Any] = {"statistic": statistic, "items": _list(items), "by": _list(by)}
        request.update(where=where, confidence=level, df=df)
        for name, value in more.items():
            request[{"start": "from", "end": "to"}.get(name, name)] = value
        _check_replicates(replicates, replicate_count, seed, fay_rho, mse)
        replicated = dict(type=replicates, count=replicate_count, seed=seed, fay_rho=fay_rho, mse=mse or None)
        replicated = {name: value for name, value in replicated.items() if value is not None}
        design = dict(weights=weights, strata=strata, cluster=cluster, fpc=fpc, population=population,
                      lonely_psu=lonely_psu, replicates=replicated or None)
        request["design"] = {name: value for name, value in design.items() if value is not None}
        text = json.dumps({name: value for name, value in request.items() if value is not None})
        self._own(self._made(text))

    @staticmethod
    def _made(request: str) -> ctypes.c_void_p:
        handle = ctypes.c_void_p()
        _library.call(
            _library.library().surveystats_state_create, request.encode("utf-8"), None, ctypes.byref(handle)
        )
        return handle

    def _own(self, handle: ctypes.c_void_p) -> None:
        self._handle = handle
        weakref.finalize(self, _library.library().surveystats_state_destroy, handle)

    @classmethod
    def from_bytes(cls, data: bytes) -> "State":
        """A state from the bytes of ``to_bytes``, of ``survey-stats fold`` or of another program, as they are or compressed
        by gzip or Zstandard.

        Raises:
            SurveyStatsError: ``malformed_data`` for foreign, truncated and damaged bytes, ``unsupported`` for what is
                compressed in another way.
        """
        handle = ctypes.c_void_p()
        _library.call(
            _library.library().surveystats_state_from_bytes, bytes(data), len(data), None, ctypes.byref(handle)
        )
        state = cls.__new__(cls)
        state._own(handle)
        return state

    @property
    def request(self) -> Dict[str, Any]:
        """The statistic and its design, as JSON members."""
        return self._description()["request"]

    def columns(self) -> List[str]:
        """The columns that the request names: what a table must have."""
        return self._description()["columns"]

    def _description(self) -> Dict[str, Any]:
        out = ctypes.c_void_p()
        _library.call(_library.library().surveystats_state_request, self._handle, ctypes.byref(out))
        return json.loads(_library.owned_text(out))

    def emptied(self) -> "State":
        """A state of the same request and no rows."""
        state = State.__new__(State)
        state._own(self._made(json.dumps(self.request)))
        return state

    def to_bytes(self) -> bytes:
        """The state in bytes, the same for the same totals; ``docs/state-format.md`` describes them."""
        out = ctypes.c_void_p()
        _library.call(_library.library().surveystats_state_to_bytes, self._handle, ctypes.byref(out))
        return _library.owned_bytes(out)

    def update(self, data: Any, run: Optional[Run] = None) -> "State":
        """Adds the rows of a ``Dataset``, a frame, an Arrow table or a dict of arrays. Returns the state.

        Raises:
            SurveyStatsError: as the statistic; the state is then as before.
        """
        dataset = as_dataset(data)
        function = _library.library().surveystats_state_update
        call_long(function, [self._handle, dataset._handle], run, (self, dataset), after=[])
        return self

    def merge(self, *others: "State") -> "State":
        """Adds what other states of the same request hold. Returns the state."""
        for other in others:
            _library.call(_library.library().surveystats_state_merge, self._handle, other._handle)
        return self

    def result(self) -> Estimates:
        """The estimates of all rows added so far, the same as of one reading."""
        out = ctypes.c_void_p()
        _library.call(_library.library().surveystats_state_result, self._handle, ctypes.byref(out))
        return Estimates(out)

    def __len__(self) -> int:
        """How many rows were added."""
        return _library.library().surveystats_state_row_count(self._handle)

    def __bool__(self) -> bool:
        return True

    def __reduce__(self) -> Any:
        return State.from_bytes, (self.to_bytes(),)

    def __repr__(self) -> str:
        return f"<surveystats.State of {len(self)} row{'' if len(self) == 1 else 's'}>"
