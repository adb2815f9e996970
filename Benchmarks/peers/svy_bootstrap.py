"""1,000 bootstrap replicates by `svy`."""
import json

import svy

from job import asked
from polars_scan import scan


def main():
    job = asked()
    design = svy.Design(stratum=job["stratum"], psu=job["cluster"], wgt=job["weight"])
    sample = svy.Sample(scan(job).collect(), design).weighting.create_bs_wgts(n_reps=1000, rstate=1)
    rows = []
    for estimate in sample.estimation.mean(job["items"], method="replication", drop_nulls=True):
        for cell in estimate.estimates:
            rows.append({"term": cell.y, "group": None, "estimate": cell.est, "std_error": cell.se,
                         "conf_low": cell.lci, "conf_high": cell.uci})
    print(json.dumps({"rows": rows}))


main()
