"""What arguments of this module may be, and how they are refused: by their names here, before the library is asked."""

from __future__ import annotations

import operator
from typing import Any, List, Optional, Sequence, Union

Names = Union[str, Sequence[str]]

LONELY_PSU = ["fail", "remove", "adjust", "average", "certainty", "collapse"]
INTERVALS = ["logit", "xlogit", "wald", "korn-graubard", "beta", "wilson", "wilson-adjusted", "arcsine"]
QUANTILE_RULES = ["math", "school", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"]
QUANTILE_INTERVALS = ["mean", "beta", "xlogit", "arcsine", "score"]
STATISTICS = ["mean", "total"]
GROWTH_STATISTICS = ["mean", "proportion", "total", "top2", "score-of-max", "score-of-range"]
SCORE_KINDS = ["mean", "score-of-max", "score-of-range", "top2"]
BASES = ["valid", "users", "all"]
WEIGHTING_METHODS = ["poststratify", "rake"]
GROWTH_METHODS = ["delta", "log", "fieller", "bootstrap"]
REPLICATES = ["jk1", "jkn", "brr", "fay", "bootstrap"]


def _required(value: Any, what: str) -> Any:
    if value is None:
        raise TypeError(f"{what} is missing")
    return value


def _list(value: Optional[Names], what: str, are: str = "names of columns") -> List[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    values = list(value)
    for entry in values:
        if not isinstance(entry, str):
            raise TypeError(f"{what} must be {are}, not {type(entry).__name__}")
    return values


def _positive(number: int, name: str) -> int:
    whole = operator.index(number)
    if whole < 1 or whole >= 1 << 63:
        raise ValueError(f"{name} must be a whole number of at least 1, not {number}")
    return whole


def _check_replicates(
    replicates: Optional[str],
    replicate_count: Optional[int],
    seed: Optional[int],
    fay_rho: Optional[float],
    mse: bool,
) -> None:
    """Refuses what needs replicates of some kind without them, by the names that arguments have here; what a kind does
    not take the library refuses."""
    if replicates is not None:
        _choice(replicates, REPLICATES, "replicates")
    for name, value in (("replicate_count", replicate_count), ("seed", seed)):
        if value is not None and replicates is None:
            raise ValueError(f"{name} is for replicates='bootstrap'; name them, or leave {name} out")
    if fay_rho is not None and replicates != "fay":
        raise ValueError(f"fay_rho is for replicates='fay', not for replicates={replicates!r}")
    if replicates == "fay" and fay_rho is None:
        raise ValueError("fay needs its fay_rho, from 0 to below 1, such as 0.3")
    if mse and replicates is None:
        raise ValueError(f"mse goes with replicates, one of {', '.join(REPLICATES)}")


def _shares(probs: Any) -> List[float]:
    """The numbers of ``probs``, which is one or several."""
    try:
        if isinstance(probs, (str, bytes)):
            raise TypeError
        wanted = [float(prob) for prob in (probs if hasattr(probs, "__iter__") else [probs])]
    except TypeError:
        raise TypeError(f"probs takes numbers between 0 and 1, such as [0.25, 0.5, 0.75], not {probs!r}") from None
    if not wanted:
        # None is the C library's word for quartiles; here nothing is nothing.
        raise ValueError("probs names no quantile")
    return wanted


def _choice(value: str, choices: List[str], what: str) -> int:
    if value not in choices:
        raise ValueError(f"{what} must be one of {', '.join(choices)}, not {value!r}")
    return choices.index(value)
