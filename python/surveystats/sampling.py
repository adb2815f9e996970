"""What is known of a survey besides its answers, and how many answers one needs."""

from __future__ import annotations

import ctypes
from typing import Optional

from . import _library
from ._arguments import Names, _list
from .data import Path, _path
from .estimates import Estimates

SAMPLING = (None, "census", "srs", "systematic", "stratified", "cluster", "quota", "convenience", "voluntary")


def _facts(
    issued: Optional[int],
    returned: Optional[int],
    population: Optional[float],
    sampling: Optional[str],
    margins: Optional[Path],
    nominal_margin: bool,
    margins_from: Optional[Names],
    margins_where: Optional[str],
) -> _library.SurveyFacts:
    facts = _library.SurveyFacts()
    _library.library().surveystats_survey_facts_init(ctypes.byref(facts), ctypes.sizeof(facts))
    for name, value in (("issued", issued), ("returned", returned)):
        if value is not None:
            if isinstance(value, bool) or int(value) != value or value < 1:
                raise ValueError(f"{name} must be a number of questionnaires, not {value!r}")
            setattr(facts, name, int(value))
    if population is not None:
        if not population > 0:
            raise ValueError(f"population must be a positive number, not {population!r}")
        facts.population = population
    if sampling not in SAMPLING:
        raise ValueError(f"sampling must be one of {', '.join(map(str, SAMPLING[1:]))}, not {sampling!r}")
    facts.sampling = SAMPLING.index(sampling)
    facts.nominal_margin = bool(nominal_margin)
    facts.margins = _path(margins, "margins")
    specifications = _list(margins_from, "margins_from", "texts")
    facts.margins_from, facts.n_margins_from = _library.names(specifications, "margins_from")
    facts.margins_where = _library.utf8(margins_where, "margins_where")
    return facts


def sample_size(
    margin: float,
    proportion: float = 0.5,
    population: Optional[float] = None,
    deff: Optional[float] = None,
    response_rate: Optional[float] = None,
    level: float = 0.95,
) -> Estimates:
    """How many answers a margin of error needs, step by step; the row ``"sample_size"`` is the whole number.

        ss.sample_size(0.05, population=1000).rows[-1]["estimate"]      # 278

    Args:
        margin: half the interval's width, a fraction: 0.05 is 5 points.
        proportion: the share expected; one half is the worst case.
        population: members of the population; None: very many.
        deff: the design effect of clusters and weights.
        response_rate: the share that will answer.
    """
    # The library takes 0 for "not said": a 0 that somebody says must not pass for it.
    for name, value in (("population", population), ("deff", deff), ("response_rate", response_rate)):
        if value is not None and not value > 0:
            raise ValueError(f"{name} must be a positive number, not {value!r}")
    if not 0 < proportion < 1:
        raise ValueError(f"proportion must lie between 0 and 1, not {proportion!r}")
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level!r}")
    before = [margin, proportion, population or 0.0, deff or 0.0, response_rate or 0.0, level]
    out = ctypes.c_void_p()
    _library.call(_library.library().surveystats_sample_size, *before, ctypes.byref(out))
    return Estimates(out)
