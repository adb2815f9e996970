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
    # A list of spellings to look for costs the reader a tenth of its time: only where answers are spelt so.
    spelt = ["", "NA"] if job["kind"] == "missing" else None
    frame = pl.scan_csv(job["path"], schema_overrides=types, null_values=spelt).select(list(types))
    if job["kind"] == "chinese":
        frame = frame.with_columns(pl.col(items).to_physical() + 1)
    return frame
