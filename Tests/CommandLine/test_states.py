"""fold and merge: totals of files that are one reading when they meet, from the command line."""

import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / ".build/release/survey-stats"
SEED = ROOT / "seeds/surveys/counter-service.csv"
YEARS = ROOT / "seeds/surveys/counter-service-years.csv"
DESIGN = ["--missing", "9", "--weights", "權數", "--strata", "服務區", "--cluster", "里"]


def run(*words):
    return subprocess.run([TOOL, *map(str, words)], capture_output=True, text=True)


class States(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def parts(self, source, count):
        header, *lines = source.read_text(encoding="utf-8").splitlines()
        for part in range(count):
            path = self.folder / f"part{part}.csv"
            path.write_text("\n".join([header, *lines[part::count]]) + "\n", encoding="utf-8")
            yield path

    def state(self, words, source, name):
        path = self.folder / name
        done = run("fold", words[0], source, *words[1:], *DESIGN, "--state", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("totals of units and groups only", done.stderr)
        return path

    def test_parts_are_one_reading(self):
        for source, words in [
            (SEED, ["mean", "--items", "洽公環境-服務措施", "--by", "管道", "--covariance"]),
            (SEED, ["total", "--items", "洽公環境", "--deff", "--df", "inf"]),
            (SEED, ["proportion", "--items", "整體滿意度", "--levels", "5,4", "--interval", "wilson"]),
            (SEED, ["contrast", "--expression", "r = 洽公環境 / 服務禮儀", "--where", '管道 != "網路"']),
            (YEARS, ["growth", "--items", "洽公環境", "--period", "年度", "--from", "102", "--to", "103"]),
        ]:
            whole = run(words[0], source, *words[1:], *DESIGN, "--format", "json")
            self.assertEqual(whole.returncode, 0, whole.stderr)
            states = [self.state(words, part, f"{n}.state") for n, part in enumerate(self.parts(source, 4))]
            for order in (states, states[::-1]):
                self.assertEqual(run("merge", *order, "--format", "json").stdout, whole.stdout)
            # Merged by twos, and files folded into one state.
            a, b = self.folder / "a.state", self.folder / "b.state"
            self.assertEqual(run("merge", *states[:2], "--state", a).stdout, "")
            run("merge", *states[2:], "--state", b)
            self.assertEqual(run("merge", b, a, "--format", "json").stdout, whole.stdout)
            run("fold", words[0], *self.parts(source, 3), *words[1:], *DESIGN, "--state", a)
            self.assertEqual(run("merge", a, "--format", "json").stdout, whole.stdout)

    def test_what_does_not_belong_together_is_refused(self):
        mean = self.state(["mean", "--items", "洽公環境"], SEED, "mean.state")
        total = self.state(["total", "--items", "洽公環境"], SEED, "total.state")
        done = run("merge", mean, total)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("different requests", done.stderr)
        done = run("merge", SEED, "--lang", "zh-TW")
        self.assertEqual(done.returncode, 1)
        self.assertIn("不是 survey-stats 之彙總檔", done.stderr)
        cut = self.folder / "cut.state"
        cut.write_bytes(mean.read_bytes()[:-3])
        self.assertIn("damaged or incomplete", run("merge", mean, cut).stderr)
        for words in (["fold", "reliability", SEED], ["fold", "mean"], ["fold", "mean", SEED, "--items", "洽公環境"], ["merge"]):
            self.assertEqual(run(*words).returncode, 2)
        for words in (["--levels", "5"], ["--interval", "wilson"], ["--statistic", "total"], ["--period", "年度"], ["--method", "log"]):
            path = self.folder / "needless.state"
            done = run("fold", "mean", SEED, "--items", "洽公環境", *words, "--state", path)
            self.assertEqual((done.returncode, path.exists()), (2, False), words)
            self.assertIn(f"{words[0]} goes with", done.stderr)
        # The file that is read stays.
        before = mean.read_bytes()
        done = run("merge", mean, "--state", mean)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(f"--state {mean} is the file that is read", done.stderr)
        done = run("merge", mean, mean)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("is named twice", done.stderr)
        self.assertEqual(mean.read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
