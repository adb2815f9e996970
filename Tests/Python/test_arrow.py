"""Arrow tables in and out: estimates equal, to the byte, to those of the same data in a CSV file.

Run as test_surveystats is. What needs pyarrow, polars, pandas or DuckDB is skipped where they are not installed.
"""

import datetime
import decimal
import gc
import importlib
import random
import sys
import threading
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))

import surveystats as ss  # noqa: E402
from surveystats import _arrow  # noqa: E402


def installed(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


pyarrow, polars, pandas, duckdb = map(installed, ["pyarrow", "polars", "pandas", "duckdb"])

ROWS = 9000  # more than two batches


def answers():
    """Columns as a survey has them, some answers missing, from a seed."""
    draw = random.Random(112)

    def some(values, missing=0.07):
        return [None if draw.random() < missing else draw.choice(values) for _ in range(ROWS)]

    return {
        "weight": [round(draw.uniform(0.5, 3), 3) for _ in range(ROWS)],
        "district": [draw.choice(["信義區", "大安區", "a district with quite a long name"]) for _ in range(ROWS)],
        "village": [draw.randrange(40) for _ in range(ROWS)],
        "q1": some([1, 2, 3, 4, 5]),
        "q2": some([1.5, 2.25, -3.125, 1e-7, 4]),
        "q3": some(["滿意", "普通", "不滿意", "a rather longer answer, with a comma"]),
        "day": some([datetime.date(2024, 5, day) for day in (1, 2, 31)]),
        "id": [9_007_199_254_740_000 + index for index in range(ROWS)],
    }


def csv_of(columns):
    def cell(value):
        text = "" if value is None else value.isoformat() if isinstance(value, datetime.date) else str(value)
        return f'"{text}"' if "," in text else text

    lines = [",".join(columns)] + [",".join(map(cell, row)) for row in zip(*columns.values())]
    return ("\n".join(lines) + "\n").encode()


def results(data, names=("q1", "q2")):
    """What several statistics say, as the bytes of their JSON."""
    design = ss.Design(data, weights="weight", strata="district", cluster="village")
    data = design.data
    found = [
        design.mean(list(names), by="q3", deff=True, covariance=True),
        design.total("q1", where="village <= 20"),
        design.proportion(["q3", "q1", "day"], by="district"),
        design.mean("q1", by="day"),
    ]
    found.append(ss.Design(data, cluster="id").mean("q1"))
    return [e.to_json() for e in found]


COLUMNS = answers()
EXPECTED = None


def expected():
    global EXPECTED
    if EXPECTED is None:
        EXPECTED = results(ss.read_csv(csv_of(COLUMNS)))
    return EXPECTED


class SameAsCSV(unittest.TestCase):
    maxDiff = 2000

    def check(self, data, **options):
        if options:
            data = ss.from_arrow(data, **options)
        for mine, file in zip(results(data), expected()):
            self.assertEqual(mine, file)

    @unittest.skipIf(polars is None, "polars is not installed")
    def test_polars(self):
        frame = polars.DataFrame(COLUMNS)
        self.check(frame)
        self.check(frame, keep=False)
        self.check(frame.lazy())
        # Several chunks, sliced ones, and categories that each chunk numbers in its own way.
        parts = [frame.slice(start, 1237) for start in range(0, ROWS, 1237)]
        self.check(polars.concat(parts, rechunk=False))
        small = frame.with_columns(
            polars.col("q1").cast(polars.Int8),
            polars.col("q3").cast(polars.Categorical),
            polars.col("village").cast(polars.UInt16),
            polars.col("district").cast(polars.Enum(frame["district"].unique().to_list())),
        )
        self.check(small)

    @unittest.skipIf(pyarrow is None, "pyarrow is not installed")
    def test_pyarrow(self):
        table = pyarrow.table(COLUMNS)
        self.check(table)
        self.check(table, keep=False)
        self.check(table.to_reader())
        self.check(table.to_batches(max_chunksize=1000)[0].__class__.from_pydict(COLUMNS))
        self.check(table.__arrow_c_stream__())
        self.check(pyarrow.concat_tables([table.slice(0, 5), table.slice(5, 4093), table.slice(4098)]))
        self.check(pyarrow.Table.from_batches(table.to_batches(max_chunksize=777)))
        for kind in (
            pyarrow.large_string(),
            pyarrow.string_view(),
            pyarrow.dictionary(pyarrow.int8(), pyarrow.string()),
            pyarrow.dictionary(pyarrow.uint64(), pyarrow.large_string()),
        ):
            columns = dict(COLUMNS)
            for name in ("q3", "district"):
                columns[name] = pyarrow.array(COLUMNS[name], pyarrow.string()).cast(kind)
            self.check(pyarrow.table(columns))
        for whole, real in ((pyarrow.int8(), pyarrow.float64()), (pyarrow.uint32(), pyarrow.decimal128(12, 8))):
            columns = dict(COLUMNS)
            columns["q1"] = pyarrow.array(COLUMNS["q1"], whole)
            wide = [None if value is None else decimal.Decimal(repr(value)) for value in COLUMNS["q2"]]
            columns["q2"] = pyarrow.array(wide if pyarrow.types.is_decimal(real) else COLUMNS["q2"], real)
            self.check(pyarrow.table(columns))
        self.check(pyarrow.table({**COLUMNS, "q1": pyarrow.array(COLUMNS["q1"]).dictionary_encode()}))

    @unittest.skipIf(pyarrow is None or installed("pyarrow.dataset") is None, "pyarrow.dataset is not installed")
    def test_a_pyarrow_dataset_streams(self):
        dataset = importlib.import_module("pyarrow.dataset").dataset(pyarrow.table(COLUMNS))
        self.check(dataset)
        self.check(dataset, keep=True)
        self.check(dataset.scanner())

    @unittest.skipIf(pandas is None, "pandas is not installed")
    def test_pandas(self):
        frame = pandas.DataFrame(COLUMNS)
        self.check(frame)
        if pyarrow is not None and hasattr(frame, "__arrow_c_stream__"):
            self.check(frame, keep=None)
            self.check(frame.convert_dtypes(), keep=False)

    @unittest.skipIf(duckdb is None or pyarrow is None, "DuckDB or pyarrow is not installed")
    def test_a_duckdb_relation_streams_as_often_as_it_is_asked(self):
        connection = duckdb.connect()
        connection.register("answers", pyarrow.table(COLUMNS))
        connection.execute("create table kept as select * from answers")
        relation = connection.sql("select * from kept")
        self.check(relation)
        self.check(relation, keep=True)
        self.check(connection.sql("select * replace (q1::tinyint as q1, q3::varchar as q3) from kept"))


class Passes(unittest.TestCase):
    @unittest.skipIf(pyarrow is None, "pyarrow is not installed")
    def test_what_is_read_once_is_refused_a_second_time(self):
        reader = pyarrow.table({"y": [1, 2, 4]}).to_reader()
        design = ss.Design(ss.from_arrow(reader, keep=False, name="answers"))
        self.assertAlmostEqual(design.mean("y").rows[0]["estimate"], 7 / 3)
        with self.assertRaisesRegex(ss.SurveyStatsError, "answers is an Arrow stream, which can be read once") as caught:
            design.mean("y")
        self.assertEqual(caught.exception.code_name, "source_changed")
        # A reader that was read gives an empty stream in silence; that is no table of answers either.
        with self.assertRaises(ss.SurveyStatsError):
            ss.Design(reader).mean("y")

    @unittest.skipIf(pyarrow is None, "pyarrow is not installed")
    def test_growth_and_summaries_of_a_stream_that_begins_again(self):
        table = pyarrow.table({"year": [102, 102, 103, 103], "a": [1, 3, 2, 4]})
        design = ss.Design(ss.from_arrow(table, keep=False))
        self.assertEqual(design.growth("a", period="year", start=102, end=103).rows[3]["estimate"], 0.5)
        words = ss.from_arrow(pyarrow.table({"q": ["滿意", "普通", "滿意", None]}), keep=False)
        self.assertAlmostEqual(
            ss.Design(words.described(scale="auto", items="q")).mean("q").rows[0]["estimate"], 11 / 3
        )

    @unittest.skipIf(pyarrow is None, "pyarrow is not installed")
    def test_memory_holds_one_chunk(self):
        before = pyarrow.total_allocated_bytes()
        held = []

        def rows():
            for _ in range(50):
                batch = pyarrow.RecordBatch.from_pydict({"y": pyarrow.array(range(10_000), pyarrow.int64())})
                held.append((pyarrow.total_allocated_bytes() - before) / 80_000)
                yield batch
                del batch

        reader = pyarrow.RecordBatchReader.from_batches(pyarrow.schema([("y", pyarrow.int64())]), rows())
        self.assertEqual(ss.Design(ss.from_arrow(reader, keep=False)).mean("y").rows[0]["n"], 500_000)
        # The one that is being made and, at most, the one before.
        self.assertLess(max(held), 4)

    @unittest.skipIf(pyarrow is None, "pyarrow is not installed")
    def test_what_was_taken_is_released_with_the_dataset(self):
        before = pyarrow.total_allocated_bytes()
        table = pyarrow.table({"y": pyarrow.array(range(100_000), pyarrow.int64())})
        data = ss.from_arrow(table)
        again = ss.from_arrow(table, keep=False)
        del table
        gc.collect()
        self.assertGreaterEqual(pyarrow.total_allocated_bytes() - before, 800_000)
        self.assertEqual(ss.Design(data).mean("y").rows[0]["estimate"], 49_999.5)
        self.assertEqual(ss.Design(again).mean("y").rows[0]["estimate"], 49_999.5)
        living = len(_arrow._Again._living)
        del data, again
        gc.collect()
        self.assertEqual(len(_arrow._Again._living), living - 1)
        self.assertLess(pyarrow.total_allocated_bytes() - before, 800_000)

    @unittest.skipIf(pyarrow is None, "pyarrow is not installed")
    def test_the_producers_own_words(self):
        def rows():
            yield pyarrow.RecordBatch.from_pydict({"y": [1, 2]})
            raise RuntimeError("the well is dry")

        schema = pyarrow.schema([("y", pyarrow.int64())])
        for keep in (True, False):
            reader = pyarrow.RecordBatchReader.from_batches(schema, rows())
            with self.assertRaisesRegex(ss.SurveyStatsError, "the well is dry"):
                ss.Design(ss.from_arrow(reader, keep=keep)).mean("y")

    @unittest.skipIf(duckdb is None, "DuckDB is not installed")
    def test_a_query_that_fails_half_way(self):
        relation = duckdb.connect().sql(
            "select case when i = 200000 then error('row 200000') else i end as y from range(300000) t(i)"
        )
        design = ss.Design(relation)
        for _ in range(2):
            with self.assertRaisesRegex(ss.SurveyStatsError, "row 200000"):
                design.mean("y")

    @unittest.skipIf(polars is None, "polars is not installed")
    def test_a_kept_table_serves_several_threads(self):
        design = ss.Design(polars.DataFrame({"y": list(range(20_000))}))
        found = []
        threads = [threading.Thread(target=lambda: found.append(design.mean("y").to_json())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(found), 4)
        self.assertEqual(len(set(found)), 1)


class Columns(unittest.TestCase):
    @unittest.skipIf(polars is None, "polars is not installed")
    def test_columns_that_hold_no_answers(self):
        frame = polars.DataFrame({"y": [1, 2], "many": [[1], [2]], "pair": [{"a": 1}, {"a": 2}], "z": [b"a", b"b"]})
        data = ss.from_arrow(frame)
        self.assertEqual(data.columns, ["y"])
        self.assertEqual([note["code"] for note in data.notes], ["columns_left_out"])
        self.assertIn("'many', 'pair', 'z'", data.notes[0]["text"])
        self.assertEqual(data.describe()["rows"], 2)
        for name, what in (("many", "lists"), ("pair", "structs"), ("z", "bytes")):
            with self.assertRaisesRegex(TypeError, f"'{name}' holds {what}"):
                ss.Design(data).mean(name)

    @unittest.skipIf(polars is None, "polars is not installed")
    def test_missing_codes_names_and_limits(self):
        frame = polars.DataFrame({"y": [1, 9, 3]})
        self.assertEqual(ss.Design(ss.from_arrow(frame, missing=[9])).mean("y").rows[0]["estimate"], 2)
        with self.assertRaisesRegex(ss.SurveyStatsError, "mine value 1 of column 'y'"):
            ss.Design(ss.from_arrow(polars.DataFrame({"y": ["many"]}), name="mine")).mean("y")
        with self.assertRaises(ss.SurveyStatsError) as caught:
            ss.from_arrow(polars.DataFrame({"a": [1], "b": [1]}), limits={"columns": 1})
        self.assertEqual(caught.exception.code_name, "limit_exceeded")
        with self.assertRaisesRegex(ss.SurveyStatsError, "single column"):
            ss.from_arrow(frame["y"])

    @unittest.skipIf(polars is None, "polars is not installed")
    def test_times(self):
        def levels(values):
            rows = ss.Design(polars.DataFrame({"t": list(values) * 2})).proportion("t").rows
            return [row["level"] for row in rows]

        midnight, later = datetime.datetime(2024, 1, 2), datetime.datetime(2024, 1, 2, 3, 4, 5)
        self.assertEqual(levels([midnight, later, None]), ["2024-01-02", "2024-01-02T03:04:05"])
        self.assertEqual(levels([datetime.time(3, 4, 5, 6000)]), ["03:04:05.006000"])
        utc = later.replace(tzinfo=datetime.timezone.utc)
        self.assertEqual(levels([utc]), ["2024-01-02T03:04:05+00:00"])
        with self.assertRaisesRegex(TypeError, "times of the zone Asia/Taipei"):
            zoned = polars.Series([later, later]).dt.replace_time_zone("Asia/Taipei")
            ss.Design(polars.DataFrame({"t": zoned})).proportion("t")

    def test_what_has_no_arrow_interface(self):
        for wrong in ({"y": [1]}, [1, 2], "data.csv", None):
            with self.assertRaisesRegex(TypeError, "__arrow_c_stream__"):
                ss.from_arrow(wrong)


class Results(unittest.TestCase):
    def setUp(self):
        design = ss.Design({"y": [1.0, 3, 2, 6], "s": ["a", "a", "b", None], "term": [1, 1, 2, 2]})
        self.estimates = [
            design.mean("y", by="s", deff=True, df="inf"),
            design.proportion("s", by="term"),
            ss.Design({"year": [102, 102, 103, 103], "a": [1, 3, 2, 4]}).growth(
                "a", period="year", start=102, end=103
            ),
            design.mean("y", where="s == 'c'"),
        ]

    def same(self, rows, e):
        header = e.to_csv().splitlines()[0].split(",")
        names = [f"group.{name}" if name in header[i + 1 :] else name for i, name in enumerate(header)]
        for row, mine in zip(rows, e.rows):
            self.assertEqual(list(row), names)
            for name, value in row.items():
                group = name.removeprefix("group.") if hasattr(str, "removeprefix") else name.replace("group.", "")
                if group in mine.get("group", {}) and (name != group or group not in mine):
                    self.assertEqual(value, mine["group"][group])
                else:
                    self.assertEqual(value, mine.get(name), name)
        self.assertEqual(len(rows), len(e.rows))

    @unittest.skipIf(pyarrow is None, "pyarrow is not installed")
    def test_pyarrow(self):
        for e in self.estimates:
            table = pyarrow.table(e)
            table.validate(full=True)
            self.same(table.to_pylist(), e)
        kinds = {field.name: str(field.type) for field in pyarrow.table(self.estimates[0]).schema}
        self.assertEqual((kinds["s"], kinds["estimate"], kinds["n"]), ("string", "double", "int64"))
        self.assertIn("group.term", pyarrow.table(self.estimates[1]).column_names)

    @unittest.skipIf(polars is None, "polars is not installed")
    def test_polars(self):
        for e in self.estimates:
            self.same(polars.DataFrame(e).to_dicts(), e)

    @unittest.skipIf(duckdb is None, "DuckDB is not installed")
    def test_duckdb(self):
        e = self.estimates[0]
        found = duckdb.sql("select term, estimate, df from e order by estimate").fetchall()
        self.assertEqual(found, sorted([(row["term"], row["estimate"], row["df"]) for row in e.rows], key=lambda r: r[1]))

    @unittest.skipIf(
        pandas is None or pyarrow is None or not hasattr(pandas.DataFrame, "from_arrow"), "pandas has no from_arrow"
    )
    def test_pandas(self):
        for e in self.estimates[:3]:
            frame = pandas.DataFrame.from_arrow(e)
            self.assertEqual(frame["estimate"].tolist(), [row["estimate"] for row in e.rows])

    @unittest.skipIf(polars is None, "polars is not installed")
    def test_a_result_outlives_its_estimates_and_is_data_again(self):
        capsule = self.estimates[0].__arrow_c_stream__()
        expected = [row["estimate"] for row in self.estimates[0].rows]
        self.estimates = None
        gc.collect()
        data = ss.from_arrow(capsule)
        self.assertEqual(data.columns[:3], ["s", "statistic", "term"])
        self.assertAlmostEqual(ss.Design(data).mean("estimate").rows[0]["estimate"], sum(expected) / len(expected))

    def test_a_capsule_that_nobody_takes_is_released(self):
        before = len(_arrow._exported)
        capsules = [e.__arrow_c_stream__() for e in self.estimates]
        self.assertEqual(len(_arrow._exported), before + len(capsules))
        del capsules
        gc.collect()
        self.assertEqual(len(_arrow._exported), before)


if __name__ == "__main__":
    unittest.main()
