"""1,000 bootstrap replicates on cluster totals, by hand: polars sums the clusters, numpy draws them.

Rao & Wu (1988): n − 1 of the n clusters of a stratum with replacement, their weights times n/(n − 1).
"""
import numpy as np

from job import Rows, asked
from polars_query import totals

REPLICATES = 1000


def main():
    job = asked()
    cells = totals(job).sort(job["stratum"], job["cluster"])
    count = len(job["items"])
    y = cells.select(f"y{i}" for i in range(count)).to_numpy()
    w = cells.select(f"w{i}" for i in range(count)).to_numpy()
    strata = cells[job["stratum"]].to_numpy()
    random = np.random.default_rng(1)
    factors = np.zeros((REPLICATES, len(strata)))
    keys = np.unique(strata)
    for key in keys:
        units = np.flatnonzero(strata == key)
        n = len(units)
        factors[:, units] = random.multinomial(n - 1, np.full(n, 1 / n), size=REPLICATES) * (n / (n - 1))
    estimates = y.sum(axis=0) / w.sum(axis=0)
    replicates = (factors @ y) / (factors @ w)
    variances = ((replicates - estimates) ** 2).mean(axis=0)
    rows = Rows()
    for i, item in enumerate(job["items"]):
        rows.add(item, float(estimates[i]), float(variances[i]), len(strata) - len(keys))
    rows.tell()


main()
