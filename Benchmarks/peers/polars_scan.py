"""The named columns of a job as a lazy polars scan with small types; answers given as labels become codes."""
import polars as pl

LABELS = ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"]


def scan(job):
    keys = [job["stratum"], job["cluster"]]
    items = job["items"]
    if job["kind"] == "chinese":
        types = {**dict.fromkeys(keys, pl.String), **dict.fromkeys(items, pl.Enum(LABELS))}
    else:
        types = {**dict.fromkeys(keys, pl.Int32), **dict.fromkeys(items, pl.Int8)}
    types[job["weight"]] = pl.Float64
    if job["by"]:
        types[job["by"]] = pl.String
    frame = pl.scan_csv(job["path"], schema_overrides=types, null_values=["", "NA"]).select(list(types))
    if job["kind"] == "chinese":
        frame = frame.with_columns(pl.col(items).to_physical() + 1)
    return frame
