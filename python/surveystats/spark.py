"""Statistics of a Spark DataFrame: every partition folds its rows into a state, and the states are merged here.

    import surveystats.spark as sss

    e = sss.mean(frame, ["q1", "q2"], by="channel", weights="w", strata="district", cluster="village")

Digits are those of one process that reads all rows. Executors need this package, its library and pyarrow
(``spark.archives`` or an installed wheel). No row leaves its executor: what travels are totals by sampled unit.
"""

from __future__ import annotations

from typing import Any, Iterator, Sequence, Union

from .estimates import Estimates
from .state import State

Names = Union[str, Sequence[str]]


def fold(frame: Any, state: State) -> State:
    """Adds the rows of a Spark DataFrame to a state, and returns it.

    Args:
        frame: a ``pyspark.sql.DataFrame``; name its columns as the state's request does. Columns that the request
            does not name are dropped before anything is read.
        state: the statistic, as ``surveystats.State`` makes it.
    """
    request = state.columns()
    empty = state.emptied().to_bytes()

    def part(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        own = State.from_bytes(empty)
        for batch in batches:
            if batch.num_rows > 0:
                own.update(pyarrow.Table.from_batches([batch]))
        yield pyarrow.RecordBatch.from_pydict({"state": pyarrow.array([own.to_bytes()], pyarrow.binary())})

    chosen = frame.select(*[_quoted(name) for name in request])
    for row in chosen.mapInArrow(part, "state binary").toLocalIterator():
        state.merge(State.from_bytes(bytes(row["state"])))
    return state


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def mean(frame: Any, items: Names, **options: Any) -> Estimates:
    """Weighted means; ``options`` are those of ``surveystats.State``: the design, ``by``, ``where`` and more."""
    return fold(frame, State("mean", items, **options)).result()


def total(frame: Any, items: Names, **options: Any) -> Estimates:
    """Weighted totals; see ``mean``."""
    return fold(frame, State("total", items, **options)).result()


def proportion(frame: Any, items: Names, **options: Any) -> Estimates:
    """Shares of answers; see ``mean``."""
    return fold(frame, State("proportion", items, **options)).result()


def growth(frame: Any, items: Names, *, period: str, start: str, end: str, **options: Any) -> Estimates:
    """Growth between two periods of one table; see ``mean``."""
    return fold(frame, State("growth", items, period=period, start=start, end=end, **options)).result()


def reliability(frame: Any, items: Names, *, cluster: str, **options: Any) -> Estimates:
    """Cronbach's alpha of a scale, with what each item adds to it; see ``mean``. It needs a ``cluster``."""
    return fold(frame, State("reliability", items, cluster=cluster, **options)).result()


def contrast(frame: Any, expression: str, **options: Any) -> Estimates:
    """A function of means or totals; see ``mean``."""
    return fold(frame, State("contrast", expression=expression, **options)).result()
