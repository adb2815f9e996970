"""The same for a Dask DataFrame: partitions fold, states are merged.

    import surveystats.dask as ssd

    e = ssd.fold(frame, ss.State("mean", ["q1"], weights="w", cluster="village")).result()
"""

from __future__ import annotations

from typing import Any

from .state import State


def fold(frame: Any, state: State) -> State:
    """Adds the rows of a Dask DataFrame to a state, and returns it."""
    import dask

    empty = state.emptied().to_bytes()

    def part(rows: Any) -> bytes:
        own = State.from_bytes(empty)
        return (own.update(rows) if len(rows) else own).to_bytes()

    parts = [dask.delayed(part)(rows) for rows in frame[state.columns()].to_delayed()]
    for data in dask.compute(*parts):
        state.merge(State.from_bytes(data))
    return state
