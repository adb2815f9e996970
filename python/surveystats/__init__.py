"""Statistics for sample surveys: design-based estimates, computed by the survey-stats library.

    import surveystats as ss

    data = ss.read_csv("export.csv", missing=[9])
    design = ss.Design(data, weights="weight", strata="district", cluster="village")
    e = design.mean("q1-q20,overall", by="channel")
    print(e)                # a table
    e.rows                  # dicts with the names that JSON and CSV have
    e.to_pandas()

    answers = data.described(scale="auto", items="q1-q20")      # what answers mean; or a codebook
    ss.Design(answers).rake("margins.csv").score("q1-q20", kinds="top2")

    plan = ss.Plan("plan.yaml")         # what an agency promised, judged by its records
    plan.check()
    plan.evaluate().report("html")

    state = ss.State("mean", ["q1", "q2"], weights="weight", cluster="village")
    state.update(east)                  # totals of one table, to be merged with those of others, of any machine
    state.merge(ss.State.from_bytes(west))
    state.result()

Data may also be a dict of arrays, a pandas DataFrame, or any Arrow table (polars, DuckDB, pyarrow), which is read
where it lies: ``ss.Design(frame, weights="weight")``. Results are Arrow tables themselves: ``polars.DataFrame(e)``.
Nothing is computed in Python: every number is the double that the library returned.

The package needs nothing but Python; pandas and polars are used where they are the caller's.
"""

from ._version import __version__
from .data import Dataset, from_arrow, from_columns, read_csv
from .design import Design
from .errors import SurveyStatsError
from .estimates import Estimates
from .plan import Evaluation, Plan
from .run import Progress, Run
from .sampling import sample_size
from .state import State

__all__ = [
    "Dataset",
    "Design",
    "Estimates",
    "Evaluation",
    "Plan",
    "Progress",
    "Run",
    "State",
    "SurveyStatsError",
    "__version__",
    "from_arrow",
    "from_columns",
    "read_csv",
    "sample_size",
]
