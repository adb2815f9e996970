"""Frames that are in memory already, in one process: survey-stats, a plain polars sum over the same columns, svy.

Prints the seconds of every step and how far the results of survey-stats and svy lie apart.
"""
import json
import statistics
import sys
import time

import polars as pl

from job import asked
from polars_scan import scan

ROUNDS = 7


def timed(work, rounds=ROUNDS):
    """Seconds of every round after one that warms up, and the last result."""
    result = work()
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    return seconds, result


def difference(ours, theirs):
    return max(abs(a - b) / abs(a) for one, other in zip(ours, theirs, strict=True)
               for a, b in zip(one, other, strict=True))


def main():
    job = asked()
    sys.path.insert(0, job["library"])
    items, weight = job["items"], job["weight"]
    frames = {"Int8": scan(job).collect()}
    frames["Int64"] = frames["Int8"].with_columns(pl.col(items).cast(pl.Int64))
    steps, skipped, differences, means = {}, {}, {}, {}
    for kind, frame in frames.items():
        steps[f"polars, plain sum, {kind}"] = timed(lambda: frame.select(pl.col([*items, weight]).sum()))[0]
    try:
        import surveystats as ss
        for kind, frame in frames.items():
            name = f"survey-stats, {kind} answers"

            def work():
                design = ss.Design(frame, weights=weight, strata=job["stratum"], cluster=job["cluster"])
                return design.mean(items)

            steps[name], estimates = timed(work)
            means[name] = [(row["estimate"], row["std_error"]) for row in estimates.rows]
    except (ImportError, OSError, TypeError) as error:
        skipped["survey-stats, in memory"] = f"{type(error).__name__}: {error}"
    try:
        import svy

        def estimate():
            design = svy.Design(stratum=job["stratum"], psu=job["cluster"], wgt=weight)
            return svy.Sample(frames["Int8"], design).estimation.mean(items, drop_nulls=True)

        steps["svy, Int8 answers"], found = timed(estimate, rounds=2)
        theirs = [(each.estimates[0].est, each.estimates[0].se) for each in found]
        for name, ours in means.items():
            differences[name] = difference(ours, theirs)
    except ImportError as error:
        skipped["svy, in memory"] = str(error)
    notes = []
    for name in means:
        kind = name.removeprefix("survey-stats, ").removesuffix(" answers")
        factor = statistics.median(steps[name]) / statistics.median(steps[f"polars, plain sum, {kind}"])
        notes.append(f"{name}: {factor:.2f}× the plain polars sum")
    print(json.dumps({"steps": steps, "skipped": skipped, "differences": differences, "notes": notes}))


main()
