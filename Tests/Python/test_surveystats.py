"""The Python package: that it passes on what it is given and what it gets, and refuses the rest.

Run with ``python3 -m unittest discover -s Tests/Python`` after a release build of the library, or with
SURVEYSTATS_LIBRARY set. What needs numpy, pandas or polars is skipped where they are not installed.
"""

import array
import ctypes
import datetime
import decimal
import gc
import gzip
import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))

import surveystats as ss  # noqa: E402
from surveystats import _library  # noqa: E402

try:
    import numpy
except ImportError:
    numpy = None
try:
    import pandas
except ImportError:
    pandas = None
try:
    import polars
except ImportError:
    polars = None

# Two strata of two and three rows; the weighted mean of y is 20/7.
SMALL = {
    "w": [2, 2, 1, 1, 1],
    "y": [1.0, 3.0, 2.0, 6.0, 4.0],
    "s": [1, 1, 2, 2, 2],
    "channel": ["web", "app", "web", None, "web"],
}
SMALL_CSV = b"w,y,s,channel\n2,1,1,web\n2,3,1,app\n1,2,2,web\n1,6,2,\n1,4,2,web\n"


def small_design():
    return ss.Design(SMALL, weights="w", strata="s")


def small_variance():
    mean = 20 / 7
    variance = 0.0
    for stratum in (1, 2):
        influence = [
            w * (y - mean) / 7 for w, y, s in zip(SMALL["w"], SMALL["y"], SMALL["s"]) if s == stratum
        ]
        centre = sum(influence) / len(influence)
        variance += len(influence) / (len(influence) - 1) * sum((u - centre) ** 2 for u in influence)
    return variance


class Values(unittest.TestCase):
    def test_a_known_mean(self):
        (row,) = small_design().mean("y").rows
        error = math.sqrt(small_variance())
        self.assertEqual(
            list(row),
            ["statistic", "term", "estimate", "std_error", "conf_low", "conf_high", "df", "n", "n_missing"]
            + ["weighted_n", "cv"],
        )
        self.assertEqual((row["statistic"], row["term"], row["n"], row["n_missing"]), ("mean", "y", 5, 0))
        self.assertAlmostEqual(row["estimate"], 20 / 7, delta=1e-14)
        self.assertAlmostEqual(row["std_error"], error, delta=1e-14)
        self.assertAlmostEqual(row["conf_low"], 20 / 7 - 3.182446305284263 * error, delta=1e-12)
        self.assertEqual(row["df"], 3)
        self.assertEqual(row["weighted_n"], 7)

    def test_quantiles_have_their_share(self):
        e = small_design().quantile("y", probs=[0.5, 0.9], rule="hf7", interval="score", by="s")
        self.assertEqual([row["prob"] for row in e.rows], [0.5, 0.9, 0.5, 0.9])
        self.assertEqual([row["group"]["s"] for row in e.rows], ["1", "1", "2", "2"])
        self.assertEqual(json.loads(e.to_json())["rows"][1]["estimate"], e.rows[1]["estimate"])
        self.assertEqual(list(e._columns())[:4], ["s", "statistic", "term", "prob"])
        self.assertEqual(e.notes[0]["code"], "quantile_rule")
        self.assertIn("definition 7 of Hyndman and Fan", e.notes[0]["text"])
        few = ss.Design({"q": [1, 2, 3, 4, 5] * 4}).quantile("q")
        self.assertEqual([note["code"] for note in few.notes][:2], ["quantile_rule", "quantile_few_values"])
        self.assertEqual(len(small_design().quantile("y")), 3)
        self.assertEqual(small_design().quantile("y", probs=0.5).rows[0]["prob"], 0.5)
        self.assertEqual([row["prob"] for row in small_design().quantile("y", probs=[0.5, 0.1, 0.5]).rows], [0.5, 0.1])
        for wrong in ({"probs": []}, {"rule": "hf0"}, {"interval": "logit"}):
            with self.assertRaises(ValueError):
                small_design().quantile("y", **wrong)
        for wrong in ([0.5, None], ".1,.2", None):
            with self.assertRaisesRegex(TypeError, "probs takes numbers"):
                small_design().quantile("y", probs=wrong)
        with self.assertRaisesRegex(ss.SurveyStatsError, "between 0 and 1"):
            small_design().quantile("y", probs=[1.5])

    def test_rows_are_those_of_the_json_result(self):
        e = small_design().proportion("channel", by="s", deff=True, covariance=True)
        document = json.loads(e.to_json())
        self.assertEqual(document["schema"], "survey-stats/result@1")
        self.assertEqual(document["command"], e.command)
        self.assertEqual(document["confidence"], e.confidence)
        for row, written in zip(e.rows, document["rows"]):
            for name, value in written.items():
                self.assertEqual(row[name], value, name)
        self.assertEqual(document["notes"], e.notes)
        # NaN is not equal to itself, and null in JSON.
        defined = [[None if math.isnan(v) else v for v in line] for line in e.covariance]
        self.assertEqual(defined, document["covariance"])

    def test_values_are_the_librarys_doubles(self):
        e = small_design().mean("y")
        number = ctypes.c_double()
        for field, name in enumerate(["estimate", "std_error", "conf_low", "conf_high", "df"]):
            _library.call(
                _library.library().surveystats_estimates_number, e._handle, 0, field, ctypes.byref(number)
            )
            self.assertEqual(number.value.hex(), e.rows[0][name].hex())

    def test_what_is_undefined_is_none(self):
        (row,) = small_design().mean("y", where="s == 3").rows or [{"estimate": None}]
        self.assertIsNone(row["estimate"])
        (row,) = small_design().mean("y", df="inf").rows
        self.assertIsNone(row["df"])
        self.assertAlmostEqual(
            row["conf_high"], 20 / 7 + 1.959963984540054 * math.sqrt(small_variance()), delta=1e-12
        )

    def test_options(self):
        design = small_design()
        self.assertEqual(design.mean("y", df=7).rows[0]["df"], 7)
        self.assertEqual(design.mean("y", df=math.inf).rows[0]["df"], None)
        self.assertEqual(design.mean("y", level=0.9).confidence, 0.9)
        self.assertIn("deff", design.mean("y", deff=True).rows[0])
        self.assertIn("deff", design.mean("y", deff="replace").rows[0])
        self.assertIsNone(design.mean("y").covariance)
        e = design.mean(["y", "w"], covariance=True)
        self.assertAlmostEqual(e.covariance[0][0], e.rows[0]["std_error"] ** 2, delta=1e-14)
        self.assertEqual(e.covariance[0][1], e.covariance[1][0])
        self.assertEqual(design.total("y").rows[0]["estimate"], 20)
        self.assertEqual(design.contrast("two = 2 * y").rows[0]["term"], "two")
        self.assertEqual(design.contrast("y", "total").rows[0]["estimate"], 20)

    def test_groups_levels_and_intervals(self):
        design = small_design()
        rows = design.mean("y", by=["s", "channel"]).rows
        self.assertEqual(rows[0]["group"], {"s": "1", "channel": "app"})
        self.assertEqual(rows, design.mean("y", by="s,channel").rows)
        self.assertEqual(len(design.mean("y", by="s").rows), 2)
        rows = design.proportion("channel", levels=["web", "fax"], interval="wald").rows
        self.assertEqual([row["level"] for row in rows], ["web", "fax"])
        self.assertAlmostEqual(rows[0]["estimate"], 4 / 6, delta=1e-15)
        self.assertEqual([row["level"] for row in design.proportion("s", levels=[1, 2.0]).rows], ["1", "2"])
        for interval in ss.design.INTERVALS:
            self.assertEqual(len(design.proportion("channel", interval=interval).rows), 2)

    def test_every_lonely_psu(self):
        table = {"y": [1, 2, 3], "s": ["a", "a", "b"]}
        for way in ss.design.LONELY_PSU:
            design = ss.Design(table, strata="s", lonely_psu=way)
            if way == "fail":
                with self.assertRaises(ss.SurveyStatsError) as caught:
                    design.mean("y")
                self.assertEqual(caught.exception.code_name, "lonely_psu")
            else:
                self.assertEqual(design.mean("y").rows[0]["estimate"], 2)

    def test_every_kind_of_replicates(self):
        table = {"y": [1, 2, 4, 8, 7, 3, 5, 6], "h": list("aaaabbbb"), "c": list("11221122")}
        plain = ss.Design(table, strata="h", cluster="c").total("y").rows[0]
        for kind in ss.design.REPLICATES:
            if kind == "jk1":
                continue
            more = {"fay": {"fay_rho": 0.4}, "bootstrap": {"replicate_count": 4000, "seed": 3}}.get(kind, {})
            row = ss.Design(table, strata="h", cluster="c", replicates=kind, mse=True, **more).total("y").rows[0]
            self.assertEqual(row["df"], plain["df"])
            places = 0 if kind == "bootstrap" else 10
            self.assertAlmostEqual(row["std_error"], plain["std_error"], places=places)
        one = ss.Design(table, cluster="y", replicates="jk1").mean("y").rows[0]
        self.assertAlmostEqual(one["std_error"], ss.Design(table).mean("y").rows[0]["std_error"], places=12)
        self.assertEqual(ss.Design(table, strata="h", cluster="c", replicates="bootstrap").mean("y").notes[1]["code"], "default_seed")
        with self.assertRaises(ss.SurveyStatsError) as caught:
            ss.Design(table, strata="h", cluster="c", replicates="jkn").reliability(["y"])
        self.assertEqual(caught.exception.code_name, "unsupported")

    def test_what_does_not_go_with_the_replicates_is_refused_by_the_name_that_it_has_here(self):
        table = {"y": [1, 2, 4, 8], "c": list("1122")}
        for how, said in [
            ({"seed": 3}, "seed is for replicates='bootstrap'"), ({"replicate_count": 50}, "replicate_count is for"),
            ({"mse": True}, "mse goes with replicates"), ({"fay_rho": 0.3}, "fay_rho is for replicates='fay'"),
            ({"replicates": "bootstrap", "fay_rho": 0.3}, "fay_rho is for replicates='fay'"),
            ({"replicates": "fay"}, "fay needs its fay_rho"), ({"replicates": "jk"}, "replicates must be one of jk1"),
        ]:
            for made in (lambda: ss.Design(table, cluster="c", **how), lambda: ss.State("mean", "y", cluster="c", **how)):
                with self.assertRaises(ValueError) as caught:
                    made()
                self.assertIn(said, str(caught.exception))

    def test_a_state_makes_its_replicates_of_the_merged_totals(self):
        table = {"y": [1, 2, 4, 8, 7, 3, 5, 6], "c": list("11223344")}
        how = {"cluster": "c", "replicates": "bootstrap", "replicate_count": 50, "seed": 9}
        whole = ss.State("mean", "y", **how).update(table)
        parts = [ss.State("mean", "y", **how).update({name: column[begin::3] for name, column in table.items()})
                 for begin in (2, 0, 1)]
        merged = parts[0].merge(*parts[1:])
        self.assertEqual(merged.result().to_json(), whole.result().to_json())
        self.assertEqual(merged.request["design"]["replicates"], {"type": "bootstrap", "count": 50, "seed": 9})
        design = ss.Design(table, **how)
        self.assertEqual(design.mean("y").rows, whole.result().rows)

    def test_a_file_larger_than_a_batch_and_population(self):
        table = {"y": list(range(10000))}
        row = ss.Design(table, population=20000).mean("y").rows[0]
        self.assertEqual(row["estimate"], 4999.5)
        self.assertEqual(row["weighted_n"], 20000)


class Reading(unittest.TestCase):
    def test_bytes_paths_and_columns_agree(self):
        expected = small_design().mean("y,w", by="channel").rows
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "small.csv"
            path.write_bytes(SMALL_CSV)
            for source in (SMALL_CSV, bytearray(SMALL_CSV), memoryview(SMALL_CSV), path, str(path)):
                data = ss.read_csv(source)
                self.assertEqual(data.columns, ["w", "y", "s", "channel"])
                design = ss.Design(data, weights="w", strata=["s"])
                self.assertEqual(design.mean("y,w", by="channel").rows, expected)

    def test_missing_codes(self):
        text = b"q1,q2\n1,9\n9,4\n98,5\n"
        cases = [
            ([9, 98], 1, 2),
            ("9,98", 1, 2),
            ({"q1": [9, 98]}, 1, 3),
            ({"q1": 9, "q2": ["9"]}, 2, 2),
            ((9.0,), 2, 2),
            (None, 3, 3),
        ]
        for missing, first, second in cases:
            rows = ss.Design(ss.read_csv(text, missing=missing)).mean("*").rows
            self.assertEqual([row["n"] for row in rows], [first, second], missing)
        for wrong in (["a,b"], ["a=b"], {"a;b": [1]}):
            with self.assertRaises(ValueError):
                ss.read_csv(text, missing=wrong)
        with self.assertRaises(TypeError):
            ss.read_csv(text, missing=[object()])

    def test_dialects_limits_and_descriptions(self):
        data = ss.read_csv(b"a;b\n1;2\n", delimiter=";", encoding="utf-8")
        self.assertEqual(data.columns, ["a", "b"])
        self.assertEqual(ss.read_csv(b"1,2\n", header_rows=0).columns, ["column1", "column2"])
        with self.assertRaises(ss.SurveyStatsError) as caught:
            ss.read_csv(b"a,b\n1,2\n", limits={"columns": 1})
        self.assertEqual(caught.exception.code_name, "limit_exceeded")
        with self.assertRaises(ValueError):
            ss.read_csv(b"a\n1\n", limits={"cells": 1})
        self.assertIsInstance(data.describe(), dict)
        self.assertIn("a, b", repr(data))

    def test_compressed_files_are_read_as_their_content(self):
        text = b"y\n" + b"".join(b"%d\n" % (number % 7) for number in range(10_000))
        plain = ss.Design(ss.read_csv(text)).mean("y").to_json()
        halves = gzip.compress(text[:9_000]) + gzip.compress(text[9_000:])
        self.assertEqual(ss.Design(ss.read_csv(halves)).mean("y").to_json(), plain)
        self.assertEqual(ss.read_csv(halves).describe()["dialect"]["compression"], "gzip")
        self.assertIsNone(ss.read_csv(text).describe()["dialect"]["compression"])
        refused = ROOT / "Tests/Compressed/refused"
        for name, said in (("answers.csv.xz", "compressed by xz"), ("answers.zip", "ZIP archive that begins with 'answers.csv'")):
            for source in (refused / name, (refused / name).read_bytes()):
                with self.assertRaisesRegex(ss.SurveyStatsError, said):
                    ss.read_csv(source)
            with self.assertRaisesRegex(ss.SurveyStatsError, said):
                ss.Plan(refused / name)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "export.csv"
            path.write_bytes(halves)
            design = ss.Design(ss.read_csv(path))
            for _ in range(2):
                rows = [{**row, "n": row["n"]} for row in design.mean("y").rows]
                self.assertEqual(rows[0]["n"], 10_000)
            path.write_bytes(halves[:-100])
            with self.assertRaises(ss.SurveyStatsError) as caught:
                ss.Design(ss.read_csv(path)).mean("y")
        self.assertEqual(caught.exception.code_name, "malformed_data")
        self.assertIn(f"cut short: it ends at byte {len(halves) - 100}", str(caught.exception))

    def test_one_is_no_plural(self):
        self.assertEqual(repr(ss.read_csv(b"a\n1\n")), "<surveystats.Dataset of 1 column: a>")
        self.assertEqual(repr(ss.State("mean", "y").update({"y": [1]})), "<surveystats.State of 1 row>")
        self.assertEqual(repr(ss.State("mean", "y")), "<surveystats.State of 0 rows>")
        with self.assertRaisesRegex(ValueError, "has 1 value, the first column 2"):
            ss.Design({"y": [1, 2], "x": [1]})

    def test_a_compressed_state_is_the_state(self):
        state = ss.State("mean", "y").update({"y": [1, 2, 4]})
        self.assertEqual(ss.State.from_bytes(gzip.compress(state.to_bytes())).to_bytes(), state.to_bytes())
        with self.assertRaisesRegex(ss.SurveyStatsError, "cut short"):
            ss.State.from_bytes(gzip.compress(state.to_bytes())[:-3])

    def test_selections(self):
        data = ss.read_csv(b'q1,q2,"a,b",q10\n1,2,3,4\n5,6,7,8\n')
        self.assertEqual(data.select("q10,q1-q2"), ["q10", "q1", "q2"])
        self.assertEqual(data.select("a,b"), ["a,b"])
        self.assertEqual(data.select("*"), data.columns)
        design = ss.Design(data)
        self.assertEqual([row["term"] for row in design.mean("q1-q2,q10").rows], ["q1", "q2", "q10"])
        self.assertEqual([row["term"] for row in design.mean(["a,b", "q1"]).rows], ["a,b", "q1"])

    def test_chinese_names_and_answers(self):
        data = ss.read_csv("區,整體 滿意度\n信義區,5\n大安區,3\n信義區,4\n".encode())
        e = ss.Design(data).mean("整體 滿意度", by="區")
        self.assertEqual([row["group"]["區"] for row in e.rows], ["信義區", "大安區"])
        self.assertEqual(ss.Design(data).contrast("`整體 滿意度` / 5").rows[0]["estimate"], 0.8)
        self.assertTrue(all(note["text"] for note in e.notes_in("zh-TW")))


class Columns(unittest.TestCase):
    def check(self, values, expected=7 / 3, count=3, n_missing=1, **options):
        data = ss.from_columns({"y": values}, **options)
        (row,) = ss.Design(data).mean("y").rows
        self.assertAlmostEqual(row["estimate"], expected, delta=1e-15)
        self.assertEqual((row["n"], row["n_missing"]), (count, n_missing))

    def levels(self, values):
        return [row["level"] for row in ss.Design({"t": values}).proportion("t").rows]

    def test_lists(self):
        self.check([1, 2, None, 4])
        self.check([1.0, 2, float("nan"), 4])
        self.check((1, 2, None, 4))
        self.check(["1", " 2", "NA", "4.0"])
        self.check([1, 2, 9, 4], missing=[9])
        self.check([decimal.Decimal("1"), 2, None, decimal.Decimal("4")])
        self.check([True, False, None, True], expected=2 / 3)
        self.check(iter([1, 2, None, 4]))
        self.assertEqual(self.levels([1, "a", 2.0, None]), ["1", "2", "a"])
        self.assertEqual(
            self.levels([datetime.date(2024, 1, 2), datetime.datetime(2024, 1, 1, 8), None]),
            ["2024-01-01T08:00:00", "2024-01-02"],
        )
        # Identifiers too long for a double stay apart.
        self.assertEqual(len(self.levels([2**53, 2**53 + 1, 2**63, 2**64 - 1])), 4)

    def test_buffers(self):
        for code in "bhilqfd":
            self.check(array.array(code, [1, 2, 4]), count=3, n_missing=0)
        for code in "BHILQ":
            self.check(array.array(code, [1, 2, 9, 4]), missing=[9])
        self.check(memoryview(array.array("d", [1, 0, 2, 0, 4, 0]))[::2], n_missing=0)
        self.check(memoryview(bytes([1, 2, 4])), n_missing=0)
        self.check((ctypes.c_double * 3)(1, 2, 4), n_missing=0)
        self.assertEqual(len(self.levels(array.array("Q", [2**64 - 1, 2**64 - 2]))), 2)
        empty = ss.from_columns({"y": array.array("d")})
        with self.assertRaises(ss.SurveyStatsError) as caught:
            ss.Design(empty).mean("y")
        self.assertEqual(caught.exception.code_name, "empty_data")

    def test_values_are_copied(self):
        values = array.array("d", [1, 2, 3])
        design = ss.Design({"y": values})
        values[0] = 100
        self.assertEqual(design.mean("y").rows[0]["estimate"], 2)

    def test_what_is_no_column(self):
        square = memoryview(b"1234").cast("B", (2, 2))
        for wrong in ("text", b"bytes", {"a": 1}, [[1], [2]], [object()], [b"x"], square):
            with self.assertRaises(TypeError):
                ss.from_columns({"y": wrong})
        with self.assertRaises(TypeError):
            ss.from_columns([1, 2, 3])
        with self.assertRaises(ValueError):
            ss.from_columns({"a": [1], "b": [1, 2]})
        for wrong in ({}, {"": [1]}):
            with self.assertRaises(ss.SurveyStatsError) as caught:
                ss.from_columns(wrong)
            self.assertEqual(caught.exception.code_name, "invalid_argument")
        with self.assertRaises(ValueError):
            ss.from_columns({"a": ["\ud800"]})
        with self.assertRaises(ValueError):
            ss.from_columns({"a\0b": [1]})
        with self.assertRaises(ss.SurveyStatsError) as caught:
            ss.from_columns({"a": ["x\0y"]})
        self.assertEqual(caught.exception.code_name, "malformed_data")

    @unittest.skipIf(numpy is None, "numpy is not installed")
    def test_numpy(self):
        for kind in ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16"]:
            self.check(numpy.array([1, 2, 4], kind), n_missing=0)
        for kind in ["float32", "float64", "longdouble", ">f8", ">i4", "<f8"]:
            self.check(numpy.array([1, 2, 4], kind), n_missing=0)
        self.check(numpy.array([1, 2, numpy.nan, 4]))
        self.check(numpy.array([1, 0, 2, 0, 4, 0.0])[::2], n_missing=0)
        self.check(numpy.ma.masked_array([1, 2, 9, 4], [0, 0, 1, 0]))
        self.check(numpy.array([1, 2, None, 4], object))
        self.check([numpy.int8(1), numpy.float32(2), None, numpy.int64(4)])
        self.check(numpy.array([True, False, True]), expected=2 / 3, n_missing=0)
        read_only = numpy.array([1.0, 2, 4])
        read_only.flags.writeable = False
        self.check(read_only, n_missing=0)
        self.assertEqual(self.levels(numpy.array(["b", "a"])), ["a", "b"])
        self.assertEqual(
            self.levels(numpy.array(["2024-01-02", "NaT"], "datetime64[s]")), ["2024-01-02"]
        )
        for wrong in (numpy.zeros((2, 2)), numpy.array([1j]), numpy.array([1], "timedelta64[s]")):
            with self.assertRaises(TypeError):
                ss.from_columns({"y": wrong})

    @unittest.skipIf(pandas is None, "pandas is not installed")
    def test_pandas(self):
        frame = pandas.DataFrame(SMALL)
        self.assertEqual(
            ss.Design(frame, weights="w", strata="s").mean("y", by="channel").rows,
            small_design().mean("y", by="channel").rows,
        )
        for kind in ["Int8", "Int64", "UInt32", "Float32", "Float64", "object", "float64"]:
            self.check(pandas.Series([1, 2, None, 4], dtype=kind))
        self.check(pandas.Series(["1", "2", None, "4"], dtype="string"))
        self.check(pandas.Series(["1", "2", None, "4"], dtype="category"))
        self.check(pandas.Series([1, 2, None, 4], dtype="category"))
        self.check(pandas.Series([True, False, None, True], dtype="boolean"), expected=2 / 3)
        self.check(pandas.Series([True, False, True]), expected=2 / 3, n_missing=0)
        dates = pandas.Series(pandas.to_datetime(["2024-03-01", None, "2024-01-01"]))
        self.assertEqual(self.levels(dates), ["2024-01-01", "2024-03-01"])
        times = pandas.Series([datetime.datetime(2024, 3, 1, 10), None, datetime.datetime(2024, 1, 1)])
        self.assertEqual(self.levels(times), ["2024-01-01T00:00:00", "2024-03-01T10:00:00"])
        self.assertEqual(len(self.levels(pandas.cut(pandas.Series([1, 5, 9]), 2))), 2)
        sliced = pandas.DataFrame({"y": [1, 0, 2, 0, 4, 0]}).iloc[::2]
        self.assertEqual(ss.Design(sliced).mean("y").rows[0]["n"], 3)
        with self.assertRaises(TypeError):
            ss.from_columns({"y": pandas.Series([pandas.Timedelta("1s")])})
        # In a frame such a column matters only where it is asked for.
        frame["waited"] = pandas.Timedelta("1s")
        design = ss.Design(frame, weights="w")
        self.assertEqual(design.mean("y").rows[0]["n"], len(SMALL["y"]))
        for ask in (lambda: design.mean("waited"), lambda: ss.Design(frame, strata="waited")):
            with self.assertRaisesRegex(TypeError, "waited"):
                ask()
        table = small_design().mean("y", by="s", df="inf").to_pandas()
        self.assertEqual(list(table.columns)[:4], ["s", "statistic", "term", "estimate"])
        self.assertEqual(str(table["df"].dtype), "float64")
        self.assertTrue(table["df"].isna().all())
        self.assertEqual(table["n"].tolist(), [2, 3])

    @unittest.skipIf(polars is None, "polars is not installed")
    def test_polars(self):
        frame = polars.DataFrame(SMALL)
        expected = small_design().mean("y", by="channel").rows
        for table in (frame, frame.lazy()):
            self.assertEqual(ss.Design(table, weights="w", strata="s").mean("y", by="channel").rows, expected)
        for kind in [polars.Int8, polars.Int64, polars.UInt32, polars.UInt64, polars.Float32, polars.Float64]:
            self.check(polars.Series([1, 2, None, 4], dtype=kind))
        self.check(polars.Series([1.0, 2, math.nan, 4]))
        self.check(polars.Series(["1", "2", None, "4"]))
        self.check(polars.Series(["1", "2", None, "4"], dtype=polars.Categorical))
        self.check(polars.Series(["1", "2", None, "4"], dtype=polars.Enum(["4", "2", "1"])))
        self.check(polars.Series([True, False, None, True]), expected=2 / 3)
        self.check(polars.Series([decimal.Decimal(1), decimal.Decimal(2), None, decimal.Decimal(4)]))
        self.assertEqual(self.levels(polars.Series([datetime.date(2024, 1, 2), None])), ["2024-01-02"])
        self.assertEqual(
            self.levels(polars.Series([datetime.datetime(2024, 1, 2, 3), None])), ["2024-01-02T03:00:00"]
        )
        with self.assertRaises(TypeError):
            ss.from_columns({"y": polars.Series([[1], [2]])})
        design = ss.Design(frame.with_columns(many=polars.Series([[1]] * len(frame))))
        self.assertEqual(design.mean("y").rows[0]["term"], "y")
        with self.assertRaisesRegex(TypeError, "many"):
            design.proportion("many")
        table = small_design().proportion("channel", by="s").to_polars()
        self.assertEqual(table.columns[:4], ["s", "statistic", "term", "level"])
        self.assertEqual(table["n"].dtype, polars.Int64)


class GrowthAndReliability(unittest.TestCase):
    def test_growth_from_one_table_and_from_two(self):
        design = ss.Design({"year": [102, 102, 103, 103], "a": [1, 3, 2, 4]})
        rows = design.growth("a", period="year", start=102, end=103).rows
        self.assertEqual([row["statistic"] for row in rows], ["mean", "mean", "difference", "growth"])
        self.assertEqual((rows[0]["period"], rows[3]["period_from"], rows[3]["period_to"]), ("102", "102", "103"))
        self.assertEqual(rows[3]["estimate"], 0.5)
        alone = ss.Design({"a": [2, 4]}).growth("a", prior=ss.Design({"a": [1, 3]}), start="last", end="this")
        self.assertEqual(alone.rows[3]["estimate"], 0.5)
        self.assertEqual(alone.rows[1]["period"], "this")
        for wrong in ({"method": "exact"}, {"statistic": "median"}):
            with self.assertRaises(ValueError):
                design.growth("a", period="year", start=102, end=103, **wrong)
        with self.assertRaises(ss.SurveyStatsError):
            design.growth("a", period="year", start=102)
        for slip in (design.data, 5, "a.csv", {}):
            with self.assertRaisesRegex(TypeError, "prior must be a Design"):
                design.growth("a", prior=slip)

    def test_reliability(self):
        design = ss.Design({"a": [1, 3, 2, 4], "b": [2, 3, 2, 5], "c": [1, 4, 3, None]})
        scale = design.reliability(["a", "b", "c"])
        self.assertEqual(scale.rows[0]["statistic"], "alpha")
        self.assertEqual(scale.rows[0]["n"], 3)
        self.assertIn("listwise", [note["code"] for note in scale.notes])
        self.assertIn("Cronbach", repr(scale))


CODEBOOK = """schema: survey-stats/codebook@1
columns:
  - {name: 您對環境的滿意程度, id: 環境, scale: satisfaction-5}
  - {name: 您對態度的滿意程度, id: 態度, scale: satisfaction-5}
constructs:
  - {name: 服務, items: [環境, 態度]}
"""
TALLY = "您對環境的滿意程度,您對態度的滿意程度,人數\n非常滿意,滿意,2\n普通,不滿意,1\n無意見,滿意,1\n"


class AnswersAndMargins(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def written(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_a_codebook_and_counts_give_scores(self):
        codebook = self.written("codebook.yaml", CODEBOOK)
        data = ss.read_csv(TALLY.encode(), codebook=codebook, counts="人數")
        self.assertEqual(data.columns, ["環境", "態度", "人數", "服務"])
        scores = ss.Design(data).score("環境,服務")
        self.assertEqual(scores.command, "score")
        rows = {(row["term"], row["statistic"]): row for row in scores.rows}
        self.assertAlmostEqual(rows["環境", "mean"]["estimate"], 13 / 3)
        self.assertEqual((rows["環境", "mean"]["n"], rows["環境", "mean"]["n_missing"]), (3, 1))
        self.assertAlmostEqual(rows["環境", "score-of-max"]["estimate"], 100 * 13 / 15)
        self.assertAlmostEqual(rows["環境", "score-of-range"]["estimate"], 100 * 10 / 12)
        # The mean over respondents of the mean of their answers: 4.5, 4.5, 2.5, 4.
        self.assertAlmostEqual(rows["服務", "mean"]["estimate"], 15.5 / 4)
        self.assertEqual(rows["環境", "top2"]["base"], "valid")
        self.assertNotIn("base", rows["環境", "mean"])
        self.assertNotIn("p_value", rows["環境", "mean"])
        self.assertEqual(list(scores._columns())[-1], "base")

    @unittest.skipUnless(pandas and polars, "needs pandas and polars")
    def test_bases_are_a_column_of_text(self):
        data = ss.read_csv(TALLY.encode(), scale="auto", items="*", counts="人數")
        scores = ss.Design(data).score("您對環境的滿意程度", kinds=["mean", "top2"])
        self.assertEqual(scores.to_pandas()["base"].tolist(), [None, "valid"])
        self.assertEqual(scores.to_polars()["base"].to_list(), [None, "valid"])

    def test_only_the_kinds_and_the_base_that_are_asked_for(self):
        design = ss.Design(ss.read_csv(TALLY.encode(), scale="auto", items="*", counts="人數"))
        (row,) = design.score("您對環境的滿意程度", kinds="top2", base="all", interval="wilson").rows
        self.assertEqual((row["statistic"], row["base"], row["estimate"]), ("top2", "all", 0.5))
        self.assertIn("scale_detected", [note["code"] for note in design.data.notes])
        for wrong in ({"kinds": "top3"}, {"kinds": []}, {"base": "some"}, {"interval": "exact"}):
            with self.assertRaises(ValueError):
                design.score("您對環境的滿意程度", **wrong)
        for wrong in ({"kinds": ["mean", "mean"]}, {"kinds": "mean", "interval": "wilson"}):
            with self.assertRaisesRegex(ss.SurveyStatsError, "kinds|interval"):
                design.score("您對環境的滿意程度", **wrong)

    def test_columns_in_memory_are_described_too(self):
        data = ss.from_columns({"q": ["滿意", "普通", "滿意", None]})
        for scale, items in (("satisfaction-5", "q"), ({"q": "satisfaction-5"}, None), ("q=satisfaction-5", None)):
            described = data.described(scale=scale, items=items)
            self.assertAlmostEqual(ss.Design(described).mean("q").rows[0]["estimate"], 11 / 3)
        with self.assertRaises(ss.SurveyStatsError):
            ss.Design(data).mean("q")  # the dataset that was described stays as it was

    def test_what_is_no_meaning(self):
        data = ss.from_columns({"q": ["滿意", "普通"]})
        for wrong, pattern in (
            ({"scale": "auto"}, "meaning.items"),
            ({"items": "q"}, "meaning.scale"),
            ({"scale": "satisfaction-6", "items": "q"}, "satisfaction-5"),
            ({"counts": "n"}, "no column 'n'"),
            ({"codebook": self.folder / "none.yaml"}, "none.yaml"),
        ):
            with self.assertRaisesRegex(ss.SurveyStatsError, pattern):
                data.described(**wrong)
        with self.assertRaises(TypeError):
            data.described(scale=5, items="q")
        with self.assertRaises(TypeError):
            data.described(codebook=5)
        with self.assertRaises(ValueError):
            data.described(scale={"a;b": "auto"})
        with self.assertRaisesRegex(ss.SurveyStatsError, "scale of 'q' is not known"):
            ss.Design(data).score("q")
        frame_like = ss.from_columns({"q": ["滿意", "普通"]})
        frame_like._left_out = {"z": "column 'z': no answers"}
        with self.assertRaisesRegex(TypeError, "no answers"):
            frame_like.described(scale="auto", items="z")
        with self.assertRaisesRegex(TypeError, "no answers"):
            ss.Design(frame_like.described(scale="auto", items="q")).mean("z")

    def test_frequency_tables(self):
        data = ss.read_csv(TALLY.encode(), codebook=self.written("codebook.yaml", CODEBOOK), counts="人數")
        rows = ss.Design(data).frequency("環境", blank="未答").rows
        table = [(row["level"], row["statistic"], row.get("base"), row["estimate"]) for row in rows]
        self.assertEqual(table[0], ("非常滿意", "count", None, 2))
        self.assertEqual(table[1], ("非常滿意", "proportion", "all", 0.5))
        self.assertEqual(table[2][:3], ("非常滿意", "proportion", "valid"))
        no_opinion = [row[1:] for row in table if row[0] == "無意見"]
        self.assertEqual(no_opinion, [("count", None, 1), ("proportion", "all", 0.25)])
        self.assertIsNone(rows[0]["std_error"])

    def test_growth_of_top_two_shares(self):
        prior = ss.Design(ss.from_columns({"q": [1, 4, 5, 2]}).described(scale="rating-5", items="q"))
        later = ss.Design(ss.from_columns({"q": [10, 9, 8, 1]}).described(scale="rating-10", items="q"))
        with self.assertRaisesRegex(ss.SurveyStatsError, "rating-10"):
            later.growth("q", prior=prior, statistic="top2")
        e = later.growth("q", prior=prior, statistic="top2", base="all", comparable=True)
        self.assertEqual((e.rows[0]["estimate"], e.rows[0]["base"]), (0.5, "all"))
        self.assertIn("scale_changed", [note["code"] for note in e.notes])
        e = later.growth("q", prior=prior, statistic="score-of-range", comparable=True)
        self.assertEqual(e.rows[0]["estimate"], 50)
        with self.assertRaises(ValueError):
            later.growth("q", prior=prior, statistic="top2", base="none")

    def test_rows_of_totals(self):
        table = "里,y\n甲,1\n乙,3\n總計,8\n".encode()
        self.assertEqual(ss.Design(ss.read_csv(table)).mean("y").rows[0]["estimate"], 2)
        self.assertEqual(ss.Design(ss.read_csv(table, keep_total_rows=True)).mean("y").rows[0]["estimate"], 4)

    def test_weights_fitted_to_margins(self):
        # Three women and one man of a population that is half and half: weights 2/3 and 2.
        margins = self.written("margins.csv", "variable,category,count\nsex,F,2\nsex,M,2\n")
        design = ss.Design({"sex": ["F", "F", "F", "M", None], "y": [1, 2, 3, 5, 9]})
        self.assertIsNone(design.weighting)
        for fitted in (design.poststratify(margins), design.rake(str(margins))):
            (row,) = fitted.mean("y").rows
            self.assertAlmostEqual(row["estimate"], 3.5)
            self.assertAlmostEqual(row["weighted_n"], 4)
            weights = fitted.weights()
            for weight, expected in zip(weights, [2 / 3, 2 / 3, 2 / 3, 2, 0]):
                self.assertAlmostEqual(weight, expected)
            self.assertEqual(len(weights), 5)
            self.assertEqual(fitted.weighting["schema"], "survey-stats/weighting@1")
            self.assertEqual(fitted.weighting["after"]["n"], 4)
            self.assertIn("加權", fitted.render_weighting("text", "zh-TW"))
        self.assertAlmostEqual(sum(design.rake(margins, keep_total=True).weights()), 5)
        with self.assertRaisesRegex(ss.SurveyStatsError, "not fitted"):
            design.weights()
        with self.assertRaisesRegex(ss.SurveyStatsError, "already"):
            fitted.rake(margins)
        with self.assertRaisesRegex(ss.SurveyStatsError, "nowhere.csv"):
            design.rake(self.folder / "nowhere.csv")
        with self.assertRaises(TypeError):
            design.rake(None)
        with self.assertRaises(ValueError):
            fitted.render_weighting("html")

    def test_rows_without_a_weight_of_their_own_are_weighted_too(self):
        # Rows of weight 0 are not among the n of the summary: the first guess of their number is too small.
        margins = self.written("margins.csv", "variable,category,count\nsex,F,2\nsex,M,2\n")
        data = {"sex": ["F", "M", "F", "M"], "w": [1, 1, 0, 0]}
        self.assertEqual(list(ss.Design(data, weights="w").poststratify(margins).weights()), [2, 2, 0, 0])

    def test_a_cancelled_run(self):
        run = ss.Run()
        run.cancel()
        margins = self.written("margins.csv", "variable,category,count\nsex,F,2\nsex,M,2\n")
        data = ss.from_columns({"sex": ["F", "M"], "q": ["滿意", "普通"]})
        fitted = ss.Design(data).rake(margins)
        for call in (
            lambda: data.described(scale="auto", items="q", run=run),
            lambda: ss.Design(data).rake(margins, run=run),
            lambda: fitted.weights(run=run),
        ):
            with self.assertRaises(ss.SurveyStatsError) as caught:
                call()
            self.assertEqual(caught.exception.code_name, "cancelled")


class Errors(unittest.TestCase):
    def raises(self, code_name, call, *arguments, **options):
        with self.assertRaises(ss.SurveyStatsError) as caught:
            call(*arguments, **options)
        self.assertEqual(caught.exception.code_name, code_name)
        return caught.exception

    def test_errors_say_what_and_where(self):
        error = self.raises("malformed_data", ss.Design(ss.read_csv(b"y\n1\nx\n")).mean, "y")
        self.assertEqual((error.code, error.row, error.column), (4, 3, 1))
        self.assertIn("'x'", error.message)
        self.assertIn("[malformed_data]", str(error))
        error = self.raises("unknown_column", small_design().mean, "chanel")
        self.assertIn("'channel'", error.message)
        self.assertEqual((error.row, error.column), (None, None))
        self.raises("unknown_column", ss.Design, SMALL, weights="weight")
        self.raises("unknown_column", small_design().mean, "y", by="chanel")
        self.raises("io", ss.read_csv, "nowhere.csv")
        self.raises("invalid_expression", small_design().mean, "y", where="y ==")
        self.raises("invalid_design", ss.Design({"y": [1, 2], "w": [1, -1]}, weights="w").mean, "y")
        self.raises("invalid_argument", small_design().mean, "y", level=95)
        self.raises("invalid_argument", small_design().mean, [])
        self.raises("invalid_argument", ss.Design, SMALL, population=10, strata="s")
        self.raises("invalid_argument", ss.Design, SMALL, population=-1)

    def test_arguments_of_the_wrong_kind(self):
        design = small_design()
        for call, arguments, options in [
            (design.mean, ("y",), {"df": "many"}),
            (design.mean, ("y",), {"deff": "some"}),
            (design.proportion, ("y",), {"interval": "wide"}),
            (design.proportion, ("y",), {"levels": []}),
            (design.contrast, ("y", "median"), {}),
            (ss.Design, (SMALL,), {"lonely_psu": "ignore"}),
            (ss.Design, (SMALL,), {"population": 0}),
            (ss.Design, (SMALL,), {"replicates": "sdr"}),
            (ss.Design, (SMALL,), {"replicates": "fay"}),
            (ss.Design, (SMALL,), {"replicates": "bootstrap", "replicate_count": 0}),
            (ss.Design, (SMALL,), {"replicates": "bootstrap", "seed": -1}),
            (ss.Design, (SMALL,), {"fay_rho": 0.3}),
            (design.mean("y").render, ("pdf",), {}),
            (design.mean("y").to_json, ("fr",), {}),
            (design.mean, ("y\0",), {}),
        ]:
            with self.assertRaises(ValueError):
                call(*arguments, **options)
        for call, arguments, options in [
            (design.mean, (None,), {}),
            (design.mean, ([1],), {}),
            (design.mean, ("y",), {"run": 1}),
            (design.contrast, (None,), {}),
            (ss.Design, (3,), {}),
        ]:
            with self.assertRaises(TypeError):
                call(*arguments, **options)


class Documents(unittest.TestCase):
    def test_documents(self):
        e = small_design().mean("y", by="channel")
        self.assertIn("y", repr(e))
        self.assertTrue(e.to_csv().startswith("channel,statistic,term,estimate"))
        self.assertIn("|", e.to_markdown())
        self.assertEqual(len(e), 2)
        self.assertEqual([row["term"] for row in e], ["y", "y"])
        self.assertTrue(e.notes and e.notes[0]["code"])
        self.assertNotEqual(e.notes, e.notes_in("zh-TW"))

    def test_html_escapes_answers(self):
        e = ss.Design({"y": [1, 2], "g": ["<b>", "&"]}).mean("y", by="g")
        page = e._repr_html_()
        self.assertIn("&lt;b&gt;", page)
        self.assertNotIn("<b>", page)

    def test_a_group_named_like_a_field(self):
        e = ss.Design({"y": [1, 2, 3], "n": ["a", "a", "b"]}, lonely_psu="remove").mean("y", by="n")
        self.assertEqual(list(e._columns())[0], "group.n")
        self.assertEqual(e.rows[0]["group"], {"n": "a"})


def long_design():
    column = array.array("b", [1, 2, 3, 4, 5] * 600000)
    return ss.Design({name: column for name in "abcdef"})


class WholeSurvey(unittest.TestCase):
    OFFICE = ROOT / "seeds/surveys"

    def design(self, year="103"):
        return ss.Design(ss.read_csv(self.OFFICE / f"office-counter-{year}.csv", codebook=self.OFFICE / "office-codebook.yaml"))

    def test_sample_sizes_are_the_published_ones(self):
        rows = {row["statistic"]: row["estimate"] for row in ss.sample_size(0.05, population=1000).rows}
        self.assertAlmostEqual(rows["sample_size_srs"], 384.145882069, 8)
        self.assertAlmostEqual(rows["sample_size_population"], 277.733453173, 8)
        self.assertEqual(rows["sample_size"], 278)
        for wrong in ({"margin": 0}, {"margin": 0.05, "population": 0}, {"margin": 0.05, "response_rate": 2}):
            with self.assertRaises((ValueError, ss.SurveyStatsError)):
                ss.sample_size(**wrong)

    def test_validity_compares_with_the_population(self):
        e = self.design().validity(issued=500, returned=480, sampling="srs", margins=self.OFFICE / "office-population.csv")
        rows = {(row["statistic"], row["term"], row.get("level")): row for row in e.rows}
        self.assertAlmostEqual(rows["margin_of_error", "sample", None]["estimate"], 1.959963984540054 * (0.25 / 460) ** 0.5, 14)
        self.assertEqual(rows["valid", "sample", None]["estimate"], 460)
        self.assertEqual(rows["goodness_of_fit", "性別", None]["method"], "pearson")
        self.assertEqual(rows["goodness_of_fit", "年齡", None]["df"], 4)
        with self.assertRaises(ss.SurveyStatsError):
            self.design().validity(returned=10)
        with self.assertRaises(ValueError):
            self.design().validity(sampling="lottery")

    def test_margins_may_be_counted_out_of_a_table(self):
        design = ss.Design({"sex": ["F", "F", "F", "M", "M", "M"], "area": ["a", "a", "b", "a", "b", "b"]})
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "places.json"
            table.write_text(json.dumps([{"year": year, "place": place, "people": "1,000", "women": 400, "men": 600}
                                         for year in (102, 103) for place in ("a", "b", "總計")]), encoding="utf-8")
            counted = {"margins": table, "margins_from": ["sex=F:women,M:men", "area=place/people"],
                       "margins_where": "year == 103 && place != '總計'"}
            tests = [row for row in design.validity(**counted).rows if row["statistic"] == "goodness_of_fit"]
            # Three women where 6 · 0.4 are expected, and as many of either area as there should be.
            self.assertEqual([(row["term"], row["df"]) for row in tests], [("sex", 1), ("area", 1)])
            self.assertAlmostEqual(tests[0]["statistic_value"], 0.36 / 2.4 + 0.36 / 3.6, 14)
            self.assertEqual(tests[1]["statistic_value"], 0)
            one = design.validity(margins=table, margins_from="area=place/people", margins_where="year == 103")
            # Two years added up would be a population that nobody counted.
            with self.assertRaisesRegex(ss.SurveyStatsError, "'year'.*margins-where"):
                design.validity(margins=table, margins_from="area=place/people")
            self.assertEqual({row["term"] for row in one.rows}, {"sample", "area"})
            for wrong in ({**counted, "margins_from": None}, {**counted, "margins": None}, {"margins": table},
                          {**counted, "margins_from": "sex"}, {**counted, "margins_where": "year == 99"}):
                with self.assertRaises(ss.SurveyStatsError):
                    design.validity(**wrong)
            with self.assertRaises(TypeError):
                design.validity(margins=table, margins_from=[1])
            table = Path(folder) / "people.csv"
            table.write_text("women,men\n62220,57780\n", encoding="utf-8")
            e = self.design().summary(margins=table, margins_from="性別=女:women,男:men", sampling="convenience")
            shares = {row["level"]: row["estimate"] for row in e.rows if row["statistic"] == "population_share"}
            self.assertEqual(shares, {"女": 62220 / 120000, "男": 57780 / 120000})

    def test_questions_on_satisfaction_are_found(self):
        data = ss.read_csv(self.OFFICE / "office-web-103.csv")
        items = data.satisfaction_items()
        self.assertEqual(items, [name for name in data.columns if re.match(r"Q(\d|1[0-6])\.", name)])
        e = ss.Design(data.described(scale="auto", items=items)).summary(items, sampling="voluntary")
        self.assertEqual({row["term"] for row in e.rows if row["section"] == "items"}, set(items[:-1]))
        self.assertEqual(ss.read_csv(b"q1,q2\n1,5\n2,4\n").satisfaction_items(), [])

    def test_a_summary_has_every_section_and_renders_as_a_page(self):
        e = self.design().summary(prior=self.design("102"), start=102, end=103, sampling="convenience", by="性別",
                                  margins=self.OFFICE / "office-population.csv")
        self.assertEqual([*dict.fromkeys(row["section"] for row in e.rows)],
                         ["sample", "validity", "reliability", "frequencies", "items", "constructs", "overall", "groups", "growth"])
        self.assertIn("非隨機抽樣，不宜推論抽樣誤差", e.render("text", "zh-TW"))
        raked = self.design().rake(self.OFFICE / "office-population.csv").summary(sampling="srs")
        self.assertEqual([row["method"] for row in raked.rows if row["statistic"] == "margin_of_error"], ["kish"])


class Runs(unittest.TestCase):
    def setUp(self):
        # What is started in the background of a shell begins with Ctrl-C ignored.
        self.addCleanup(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler))

    def test_progress_and_a_cancelled_run(self):
        run = ss.Run()
        small_design().mean("y", run=run)
        self.assertEqual(run.progress, ss.Progress(5, 0, 0))
        run.cancel()
        run.cancel()
        for call in (small_design().mean, small_design().proportion, small_design().contrast):
            with self.assertRaises(ss.SurveyStatsError) as caught:
                call("y", run=run)
            self.assertEqual(caught.exception.code_name, "cancelled")
        with self.assertRaises(ss.SurveyStatsError):
            ss.read_csv(SMALL_CSV).describe(run=run)

    def test_another_thread_cancels(self):
        run = ss.Run()

        def cancel():
            while run.progress.rows == 0:
                pass
            run.cancel()

        design = long_design()
        thread = threading.Thread(target=cancel)
        thread.start()
        with self.assertRaises(ss.SurveyStatsError) as caught:
            design.proportion("*", run=run)
        thread.join()
        self.assertEqual(caught.exception.code_name, "cancelled")
        self.assertLess(run.progress.rows, 3000000)

    def test_ctrl_c_cancels(self):
        run = ss.Run()

        def interrupt():
            while run.progress.rows == 0:
                pass
            os.kill(os.getpid(), signal.SIGINT)

        design = long_design()
        thread = threading.Thread(target=interrupt)
        thread.start()
        with self.assertRaises(KeyboardInterrupt):
            design.proportion("*", run=run)
        thread.join()
        self.assertLess(run.progress.rows, 3000000)
        # The design is as good as before.
        self.assertEqual(len(design.mean("a").rows), 1)

    def test_a_function_is_told_how_far_the_work_is(self):
        design = long_design()
        for in_main_thread in (True, False):
            told, threads = [], set()

            def tell(progress):
                told.append(progress)
                threads.add(threading.current_thread())

            results = []
            work = threading.Thread(target=lambda: results.append(design.proportion("*", run=ss.Run(progress=tell))))
            if in_main_thread:
                work.run()
            else:
                work.start()
                work.join()
            self.assertEqual(threads, {threading.main_thread() if in_main_thread else work})
            self.assertEqual(told[-1].rows, 3000000)
            self.assertEqual(len(results), 1)
        with self.assertRaises(TypeError):
            ss.Run(progress=3)

    def test_what_the_function_raises_stops_the_work(self):
        class Enough(Exception):
            pass

        def tell(progress):
            raise Enough

        run = ss.Run(progress=tell)
        design = long_design()
        with self.assertRaises(Enough):
            design.proportion("*", run=run)
        with self.assertRaises(ss.SurveyStatsError):
            design.mean("a", run=run)
        # Also where it raises only when the work is done: the result is not lost without a word.
        with self.assertRaises(Enough):
            small_design().mean("y", run=ss.Run(progress=tell))
        self.assertEqual(len(design.mean("a").rows), 1)

    def test_a_second_ctrl_c_does_not_wait(self):
        release = threading.Event()

        def deaf(*arguments):
            release.wait(60)
            return 0

        def interrupt_twice():
            for _ in range(2):
                release.wait(0.3)
                os.kill(os.getpid(), signal.SIGINT)

        thread = threading.Thread(target=interrupt_twice)
        thread.start()
        try:
            with self.assertRaises(KeyboardInterrupt):
                ss.run.call_long(deaf, [], None)
            self.assertFalse(release.is_set())
        finally:
            thread.join()
            release.set()

    def test_other_threads_share_a_design(self):
        design = small_design()
        expected = design.mean("y").rows
        found = []

        def work():
            for _ in range(20):
                found.append(design.mean("y").rows == expected)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, [True] * 80)

    def test_handles_go_in_any_order(self):
        data = ss.read_csv(SMALL_CSV)
        design = ss.Design(data)
        e = design.mean("y")
        del data, design
        gc.collect()
        self.assertEqual(e.to_csv().count("\n"), 2)


class Loading(unittest.TestCase):
    def test_every_function_of_the_header_is_declared(self):
        header = (ROOT / "include" / "surveystats.h").read_text(encoding="utf-8")
        declared = set(re.findall(r"^[a-z].*?\b(surveystats_\w+)\(", header, re.MULTILINE))
        self.assertEqual(declared, set(_library.FUNCTIONS))

    def test_structs_are_as_large_as_the_library_has_them(self):
        library = _library.library()
        self.assertEqual(ctypes.sizeof(_library.Error), 544)
        for kind, function in [
            (_library.Limits, library.surveystats_limits_init),
            (_library.DatasetOptions, library.surveystats_dataset_options_init),
            (_library.Column, library.surveystats_column_init),
            (_library.DesignOptions, library.surveystats_design_options_init),
            (_library.Request, library.surveystats_request_init),
            (_library.Meaning, library.surveystats_meaning_init),
            (_library.GrowthOptions, library.surveystats_growth_options_init),
            (_library.QuantileOptions, library.surveystats_quantile_options_init),
            (_library.SurveyFacts, library.surveystats_survey_facts_init),
        ]:
            value = kind()
            self.assertEqual(function(ctypes.byref(value), ctypes.sizeof(kind)), 0)
            self.assertEqual(value.struct_size, ctypes.sizeof(kind))

    def test_the_version_is_the_headers(self):
        header = (ROOT / "include" / "surveystats.h").read_text(encoding="utf-8")
        self.assertIn(f'SURVEYSTATS_VERSION_STRING "{ss.__version__}"', header)

    def test_a_library_that_is_not_there_or_of_another_version(self):
        good = Path(_library.library()._name)
        script = (
            "import sys; sys.path.insert(0, sys.argv[1])\n"
            "from pathlib import Path\n"
            "import surveystats as ss\n"
            "from surveystats import _library\n"
            "_library.candidates = lambda: [Path('/nowhere/lib.so'), Path(sys.argv[2])]\n"
            "_library.__version__ = '9.9.9'\n"
            "try:\n"
            "  ss.read_csv(b'a\\n1\\n')\n"
            "except ImportError as error:\n"
            "  print(error)\n"
        )
        output = subprocess.run(
            [sys.executable, "-c", script, str(ROOT / "python"), str(good)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        self.assertIn("/nowhere/lib.so: there is no such file", output)
        self.assertIn(f"{good}: it is version {ss.__version__}, but the package is version 9.9.9", output)

    def test_who_names_a_library_gets_no_other(self):
        script = (
            "import surveystats as ss\n"
            "try:\n"
            "  ss.read_csv(b'a\\n1\\n')\n"
            "except ImportError as error:\n"
            "  print(error)\n"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "python"), "SURVEYSTATS_LIBRARY": "/nowhere/lib.so"}
        output = subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True, env=environment
        ).stdout
        self.assertIn("/nowhere/lib.so: there is no such file", output)
        self.assertNotIn(".build", output)

    def test_importing_needs_nothing_else(self):
        script = (
            "import sys; sys.path.insert(0, sys.argv[1])\n"
            "import surveystats\n"
            "assert not {'numpy', 'pandas', 'polars'} & set(sys.modules)\n"
        )
        subprocess.run([sys.executable, "-c", script, str(ROOT / "python")], check=True)


if __name__ == "__main__":
    unittest.main()
