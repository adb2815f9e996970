"""The job by `svy`, the way its manual reads a file: polars reads the named columns, svy estimates."""
import json

import polars as pl
import svy

from job import asked
from polars_scan import scan


def main():
    job = asked()
    frame = scan(job).collect()
    sample = svy.Sample(frame, svy.Design(stratum=job["stratum"], psu=job["cluster"], wgt=job["weight"]))
    rows = []
    # One call for all items makes the design once; missing answers are dropped item by item.
    for estimate in sample.estimation.mean(job["items"], by=job["by"], drop_nulls=True):
        for cell in estimate.estimates:
            rows.append({"term": cell.y, "group": cell.by_level, "estimate": cell.est, "std_error": cell.se,
                         "conf_low": cell.lci, "conf_high": cell.uci})
    print(json.dumps({"rows": rows}, default=str))


main()
