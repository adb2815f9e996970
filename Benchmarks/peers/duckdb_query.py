"""The job as a query written by hand for DuckDB: one scan of the named columns, everything else in SQL."""
import duckdb

from job import Rows, asked

LABELS = ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"]


def name(text):
    return '"' + text.replace('"', '""') + '"'


def main():
    job = asked()
    chinese = job["kind"] == "chinese"
    key = "VARCHAR" if chinese else "INTEGER"
    answer = "ENUM('" + "','".join(LABELS) + "')" if chinese else "TINYINT"
    types = {job["stratum"]: key, job["cluster"]: key, job["weight"]: "DOUBLE",
             **dict.fromkeys(job["items"], answer)}
    if job["by"]:
        types[job["by"]] = "VARCHAR"
    listed = ", ".join(f"'{column}': '{kind if not chinese or column not in job['items'] else 'VARCHAR'}'"
                       for column, kind in types.items())
    stratum, cluster, weight = name(job["stratum"]), name(job["cluster"]), name(job["weight"])
    by = name(job["by"]) if job["by"] else "''"
    indices = range(len(job["items"]))
    code = f"(enum_code({{}}::{answer}) + 1)" if chinese else "{}"
    sums = ", ".join(
        f"sum({weight} * {code.format(name(item))}) AS y{i}, "
        f"sum(CASE WHEN {name(item)} IS NOT NULL THEN {weight} END) AS w{i}"
        for i, item in enumerate(job["items"]))

    def each(template):
        return ", ".join(template.format(i=i) for i in indices)

    cursor = duckdb.connect(config={"preserve_insertion_order": "false"})
    result = cursor.execute(f"""
        WITH cells AS MATERIALIZED (
          SELECT {stratum} AS h, {cluster} AS c, {by} AS g, {sums}
          FROM read_csv(?, header = true, delim = ',', quote = '"', escape = '"', nullstr = ['', 'NA'],
                        allow_quoted_nulls = true, types = {{{listed}}}, sample_size = 2048)
          GROUP BY ALL),
        units AS (SELECT h, count(DISTINCT c) AS n FROM cells GROUP BY h),
        whole AS (SELECT g, count(*) - count(DISTINCT h) AS df,
                         {each("sum(y{i}) / sum(w{i}) AS r{i}, sum(w{i}) AS t{i}")} FROM cells GROUP BY g),
        influence AS (SELECT cells.h, cells.g, n, {each("coalesce((y{i} - r{i} * w{i}) / t{i}, 0) AS z{i}")}
                      FROM cells JOIN whole USING (g) JOIN units ON cells.h = units.h),
        strata AS (SELECT g, {each("n / (n - 1) * (sum(z{i} * z{i}) - sum(z{i}) ** 2 / n) AS v{i}")}
                   FROM influence GROUP BY h, g, n),
        variances AS (SELECT g, {each("sum(v{i}) AS v{i}")} FROM strata GROUP BY g)
        SELECT g, df, {each("r{i}, v{i}")} FROM whole JOIN variances USING (g)
        """, [job["path"]]).fetchall()
    rows = Rows()
    for row in result:
        for i, item in enumerate(job["items"]):
            rows.add(item, row[2 + 2 * i], row[3 + 2 * i], row[1], row[0] if job["by"] else None)
    rows.tell()


main()
