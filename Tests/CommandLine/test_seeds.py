"""The sample data: the generator writes the committed bytes, and what the tool says of them is what counting says."""
import csv
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / ".build/release/survey-stats"
SURVEYS = ROOT / "seeds/surveys"
POINTS = {"非常滿意": 5, "滿意": 4, "普通": 3, "不滿意": 2, "非常不滿意": 1}
ENCODINGS = {102: "cp950", 103: "utf-8-sig"}


def rows(*words):
    done = subprocess.run([TOOL, *map(str, words), "--format", "json"], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)["rows"]


def counter(year):
    with open(SURVEYS / f"office-counter-{year}.csv", encoding=ENCODINGS[year], newline="") as file:
        return list(csv.reader(file))


class Generator(unittest.TestCase):
    def test_the_committed_bytes_are_written_again(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-B", ROOT / "seeds/make-surveys.py", folder], check=True)
            made = {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir()}
        committed = {path.name: path.read_bytes() for path in SURVEYS.iterdir()}
        self.assertEqual(sorted(made), sorted(committed))
        for name in made:
            self.assertTrue(made[name] == committed[name], f"{name} changed")

    def test_the_records_of_the_plans_are_written_again(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-B", ROOT / "seeds/make-records.py", folder], check=True)
            made = {path.relative_to(folder): path.read_bytes() for path in pathlib.Path(folder).rglob("*") if path.is_file()}
        records = ROOT / "seeds/records"
        committed = {path.relative_to(records): path.read_bytes() for path in records.rglob("*") if path.is_file()}
        self.assertEqual(sorted(made), sorted(committed))
        for name in made:
            self.assertTrue(made[name] == committed[name], f"{name} changed")


class Office(unittest.TestCase):
    def test_overall_satisfaction_of_both_years_is_what_counting_gives(self):
        for year in (102, 103):
            header, *answers = counter(year)
            place = next(index for index, name in enumerate(header) if name.startswith("整體而言"))
            points = [POINTS[row[place]] for row in answers if row[place] in POINTS]
            found = {row["statistic"]: row for row in rows(
                "score", SURVEYS / f"office-counter-{year}.csv", "--codebook", SURVEYS / "office-codebook.yaml", "--items", "整體滿意度")}
            self.assertEqual(found["mean"]["n"], len(points))
            self.assertAlmostEqual(found["mean"]["estimate"], statistics.mean(points), places=12)
            self.assertAlmostEqual(found["score-of-max"]["estimate"], 20 * statistics.mean(points), places=10)
            self.assertAlmostEqual(found["score-of-range"]["estimate"], 25 * (statistics.mean(points) - 1), places=10)
            self.assertAlmostEqual(found["top2"]["estimate"], sum(p >= 4 for p in points) / len(points), places=12)

    def test_alpha_is_that_of_the_formula(self):
        header, *answers = counter(103)
        items = [[POINTS[cell] for cell in row[3:18]] for row in answers if all(cell in POINTS for cell in row[3:18])]
        variances = sum(statistics.variance(column) for column in zip(*items))
        alpha = 15 / 14 * (1 - variances / statistics.variance(map(sum, items)))
        found = rows("reliability", SURVEYS / "office-counter-103.csv", "--codebook", SURVEYS / "office-codebook.yaml",
                     "--items", "環境整潔-措施跨區")
        self.assertAlmostEqual(found[0]["estimate"], alpha, places=12)
        self.assertTrue(0.85 < alpha < 0.95)

    def test_raked_counts_are_the_population(self):
        found = rows("mean", SURVEYS / "office-counter-103.csv", "--codebook", SURVEYS / "office-codebook.yaml",
                     "--items", "洽公環境", "--rake", SURVEYS / "office-population.csv", "--by", "性別")
        with open(SURVEYS / "office-population.csv", encoding="utf-8", newline="") as file:
            margins = {row["category"]: float(row["count"]) for row in csv.DictReader(file)}
        for row in found:
            self.assertAlmostEqual(row["weighted_n"] / margins[row["group"]["性別"]], 1, places=6)


if __name__ == "__main__":
    unittest.main()
