"""The job as a query written by hand for polars: one lazy scan of the named columns, one group-by, streaming.

Chosen among the ways that Benchmarks/README.md lists: products as columns before the
group-by, so that the aggregation is a plain sum, and the streaming engine were the fastest and the smallest.
"""
import polars as pl

from job import Rows, asked
from polars_scan import scan


def totals(job):
    """Σwy and Σw of every item's valid answers, for every cluster (and domain)."""
    keys = [job["stratum"], job["cluster"]] + ([job["by"]] if job["by"] else [])
    weight = pl.col(job["weight"])
    sums = []
    for index, item in enumerate(job["items"]):
        sums.append((weight * pl.col(item)).alias(f"y{index}"))
        sums.append(pl.when(pl.col(item).is_not_null()).then(weight).alias(f"w{index}"))
    return scan(job).select(keys + sums).group_by(keys).agg(pl.all().sum()).collect(engine="streaming")


def main():
    job = asked()
    stratum, cluster, by = job["stratum"], job["cluster"], job["by"]
    cells = totals(job)
    units = cells.select(stratum, cluster).unique().group_by(stratum).agg(pl.len().alias("units"))
    indices = range(len(job["items"]))
    # Over a domain, clusters without a row of it contribute zero: the number of clusters is the design's.
    group = by or "everybody"
    if not by:
        cells = cells.with_columns(pl.lit("").alias(group))
    sums = cells.group_by(group).agg(
        *[(pl.col(f"y{i}").sum() / pl.col(f"w{i}").sum()).alias(f"r{i}") for i in indices],
        *[pl.col(f"w{i}").sum().alias(f"t{i}") for i in indices])
    influence = cells.join(sums, on=group).select(
        stratum, cluster, group,
        *[((pl.col(f"y{i}") - pl.col(f"r{i}") * pl.col(f"w{i}")) / pl.col(f"t{i}")).alias(f"z{i}") for i in indices])
    n = pl.col("units").first()
    strata = influence.join(units, on=stratum).group_by(group, stratum).agg(
        *[(n / (n - 1) * (pl.col(f"z{i}").pow(2).sum() - pl.col(f"z{i}").sum().pow(2) / n)).alias(f"v{i}")
          for i in indices])
    variances = strata.group_by(group).agg(pl.col(f"v{i}").sum() for i in indices)
    present = influence.group_by(group).agg(
        (pl.struct(stratum, cluster).n_unique() - pl.col(stratum).n_unique()).cast(pl.Int64).alias("df"))
    rows = Rows()
    for row in sums.join(variances, on=group).join(present, on=group).iter_rows(named=True):
        for i, item in enumerate(job["items"]):
            rows.add(item, row[f"r{i}"], row[f"v{i}"], row["df"], row[by] if by else None)
    rows.tell()


if __name__ == "__main__":
    main()
