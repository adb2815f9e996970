"""A real Spark cluster of two executor processes, and Dask: the digits of one process.

Run by Tests/run.sh with pyspark, pyarrow, pandas and dask; needs a Java runtime.
"""

import os
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))
os.environ["PYSPARK_PYTHON"] = sys.executable
# Executors find the driver on this machine, whatever its name is.
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

import pandas  # noqa: E402

import surveystats as ss  # noqa: E402
import surveystats.dask as ssd  # noqa: E402
import surveystats.spark as sss  # noqa: E402

SOURCE = ROOT / "seeds/surveys/counter-service-years.csv"
DESIGN = dict(weights="權數", strata="服務區", cluster="里")
ITEMS = ["洽公環境", "服務禮儀"]


def frame():
    return pandas.read_csv(SOURCE, dtype={name: "string" for name in ["服務區", "里", "年度"]})


class Clusters(unittest.TestCase):
    def expected(self):
        design = ss.Design(frame(), **DESIGN)
        return {
            "mean": design.mean(ITEMS, by="年度"),
            "total": design.total(ITEMS),
            "proportion": design.proportion("服務措施"),
            "growth": design.growth(ITEMS, period="年度", start="102", end="103"),
            "reliability": design.reliability(ITEMS, by="年度"),
            "contrast": design.contrast("r = 洽公環境 / 服務禮儀"),
        }

    def test_spark(self):
        from pyspark.sql import SparkSession

        spark = (
            SparkSession.builder.master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.executorEnv.PYTHONPATH", str(ROOT / "python"))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "300")
            .getOrCreate()
        )
        try:
            # Partitions of a few rows, and empty ones.
            rows = spark.createDataFrame(frame().astype(object).where(lambda f: f.notna(), None)).repartition(9)
            found = {
                "mean": sss.mean(rows, ITEMS, by="年度", **DESIGN),
                "total": sss.total(rows, ITEMS, **DESIGN),
                "proportion": sss.proportion(rows, "服務措施", **DESIGN),
                "growth": sss.growth(rows, ITEMS, period="年度", start="102", end="103", **DESIGN),
                "reliability": sss.reliability(rows, ITEMS, by="年度", **DESIGN),
                "contrast": sss.contrast(rows, "r = 洽公環境 / 服務禮儀", **DESIGN),
            }
            none = sss.fold(rows.where("1 = 0"), ss.State("mean", ITEMS, **DESIGN))
        finally:
            spark.stop()
        for name, estimates in self.expected().items():
            self.assertEqual(found[name].to_json(), estimates.to_json(), name)
        self.assertEqual(len(none), 0)

    def test_dask(self):
        import dask.dataframe

        rows = dask.dataframe.from_pandas(frame(), npartitions=7)
        state = ssd.fold(rows, ss.State("mean", ITEMS, by="年度", **DESIGN))
        self.assertEqual(state.result().to_json(), self.expected()["mean"].to_json())


if __name__ == "__main__":
    unittest.main()
