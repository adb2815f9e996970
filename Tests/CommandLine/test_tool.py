"""The command line as a user meets it: results, messages, exit codes, files."""
import csv
import io
import json
import os
import pathlib
import re
import stat
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / ".build/release/survey-stats"
DATA = ROOT / "Tests/Reference/data"
STRATIFIED = ["--weights", "pw", "--strata", "stype", "--fpc", "fpc"]


def run(*words, **options):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **options.pop("env", {})}
    return subprocess.run([TOOL, *map(str, words)], capture_output=True, text=True, env=environment, **options)


class Results(unittest.TestCase):
    def test_mean_in_json_is_the_contract(self):
        done = run("mean", DATA / "apistrat.csv", "--items", "api00", *STRATIFIED, "--by", "stype", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        result = json.loads(done.stdout)
        self.assertEqual(result["schema"], "survey-stats/result@1")
        self.assertEqual(result["command"], "mean")
        self.assertEqual([row["group"] for row in result["rows"]], [{"stype": "E"}, {"stype": "H"}, {"stype": "M"}])
        self.assertAlmostEqual(result["rows"][0]["estimate"], 674.43, places=2)
        for name in ("std_error", "conf_low", "conf_high", "df", "n", "n_missing", "weighted_n", "cv"):
            self.assertIn(name, result["rows"][0])

    def test_every_format_renders_every_command(self):
        for command in ("describe", "mean", "total", "proportion", "contrast", "growth", "reliability"):
            asked = {"describe": [], "contrast": ["--expression", "api00 / api99"],
                     "growth": ["--items", "ell", "--period", "awards", "--from", "No", "--to", "Yes"]}.get(command, ["--items", "api00,ell"])
            for name in ("text", "csv", "json", "markdown"):
                for language in ("en", "zh-TW"):
                    done = run(command, DATA / "apistrat.csv", *asked, "--format", name, "--lang", language)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertTrue(done.stdout.endswith("\n"))

    def test_reliability_is_a_line_for_the_scale_and_one_for_each_item(self):
        words = ["reliability", DATA / "bfi.csv", "--items", "C1-C3", "--format"]
        rows = json.loads(run(*words, "json").stdout)["rows"]
        self.assertEqual([row["statistic"] for row in rows[:2]], ["alpha", "alpha_standardized"])
        self.assertEqual(len(rows), 2 + 4 * 3)
        text = run(*words, "text", "--lang", "zh-TW").stdout
        for word in ("Cronbach's α", "刪題後 α", "修正後題項總分相關", f"{rows[0]['estimate']:.3f}"):
            self.assertIn(word, text)
        self.assertEqual(len(re.findall(r"^C\d ", text, re.M)), 3)

    def test_growth_reads_as_officials_write_it(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "scores.csv"
            # Two published phone-test results, and a new service without a last year.
            path.write_text("年度,課室,分數\n民國103年,民政課,95\n民國103年,民政課,95\n民國104年,民政課,98.5\n民國104年,民政課,98.5\n"
                            "民國103年,社會課,93.5\n民國103年,社會課,93.5\n民國104年,社會課,97.4\n民國104年,社會課,97.4\n"
                            "民國103年,役政課,0\n民國103年,役政課,0\n民國104年,役政課,3\n民國104年,役政課,3\n", encoding="utf-8")
            words = ["growth", path, "--items", "分數", "--period", "年度", "--from", "103", "--to", "2015", "--by", "課室"]
            text = run(*words, "--lang", "zh-TW")
            self.assertEqual(text.returncode, 0, text.stderr)
            rows = json.loads(run(*words, "--format", "json").stdout)["rows"]
            rates = {row["group"]["課室"]: row["estimate"] for row in rows if row["statistic"] == "growth"}
            self.assertAlmostEqual(rates["民政課"], 3.5 / 95, places=15)
            self.assertAlmostEqual(rates["社會課"], 3.9 / 93.5, places=15)
            self.assertIsNone(rates["役政課"])
            self.assertRegex(text.stdout, r"民政課 .*成長率 +3\.7%")
            self.assertRegex(text.stdout, r"社會課 .*成長率 +4\.2%")
            self.assertRegex(text.stdout, r"役政課 .*成長率 +無法計算")
            self.assertIn("上年度為 0", text.stdout)
            self.assertEqual({row.get("period_to") for row in rows if row["statistic"] == "growth"}, {"民國104年"})

    def test_growth_of_shares_shows_points_and_percent(self):
        done = run("growth", DATA / "apiclus1_99.csv", DATA / "apiclus1_00.csv", "--items", "good", "--statistic", "proportion",
                   "--weights", "pw", "--cluster", "dnum", "--lang", "zh-TW")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"差異 +\S+ 百分點")
        self.assertRegex(done.stdout, r"成長率 +\S+%")

    def test_margins_change_estimates_and_their_standard_errors(self):
        words = ["mean", DATA / "apiclus1.csv", "--items", "api00", "--weights", "pw", "--cluster", "dnum", "--fpc", "fpc",
                 "--format", "json"]
        for option, file, mean, error in (("--poststratify", "margins_stype.csv", 642.3107882116, 23.92048644509),
                                          ("--rake", "margins_stype_wide.csv", 641.2303209268, 23.70361688793)):
            result = json.loads(run(*words, option, DATA / file).stdout)
            self.assertAlmostEqual(result["rows"][0]["estimate"], mean, places=8)
            self.assertAlmostEqual(result["rows"][0]["std_error"], error, places=8)
            self.assertIn({"--rake": "raked", "--poststratify": "post_stratified"}[option], [note["code"] for note in result["notes"]])

    def test_weight_adds_a_column_and_changes_no_cell(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            source, margins, output = folder / "in.csv", folder / "margins.csv", folder / "out.csv"
            source.write_text('姓名,weight,性別, 備註\r\n甲,1,女," =1+1, ""x"""\r\nNA,007,男,\r\n" 丙 ",1.50,女,"兩\n行"\r\n丁,1,,-\r\n', newline="")
            margins.write_text("variable,category,count\n性別,女,60\n性別,男,40\n")
            words = ["weight", "poststratify", source, "--margins", margins]
            done = run(*words, "--output", output, "--lang", "zh-TW")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertRegex(done.stdout, "性別 +女 +2 +66.7% +60.0% +60.0%")
            for word in ("有效樣本數", "不能據以證明", "1 筆資料未填答", "母體分布的總和為 100", "標準誤通常偏大"):
                self.assertIn(word, done.stdout)
            data = output.read_bytes()
            self.assertTrue(data.startswith(b"\xef\xbb\xbf"))
            with open(output, encoding="utf-8-sig", newline="") as file:
                rows = list(csv.reader(file))
            with open(source, encoding="utf-8", newline="") as file:
                before = list(csv.reader(file))
            self.assertEqual([row[:-1] for row in rows[1:]], before[1:])
            self.assertEqual(rows[0][-1], "weight.2")
            self.assertEqual([row[-1] for row in rows[1:]], ["30", "40", "30", "0"])
            piped = run(*words, "--name", "w", "--format", "json")
            # As text, line ends are those of the platform.
            self.assertEqual(piped.stdout.replace(",w\n", ",weight.2\n"), data.decode().replace("\r\n", "\n"))
            summary = json.loads(piped.stderr)
            self.assertEqual((summary["schema"], summary["method"], summary["after"]["n"]), ("survey-stats/weighting@1", "poststratify", 3))
            again = json.loads(run("total", output, "--items", "weight", "--weights", "weight.2", "--format", "json").stdout)
            self.assertEqual(again["rows"][0]["estimate"], 30 + 7 * 40 + 1.5 * 30)
            self.assertEqual(run(*words, "--output", source).returncode, 2)
            self.assertEqual(run(*words, "--output", margins).returncode, 2)

    def test_weight_in_every_format(self):
        words = ["weight", "rake", DATA / "apistrat.csv", "--margins", DATA / "margins_three.csv", "--weights", "pw"]
        with tempfile.TemporaryDirectory() as folder:
            for name in ("text", "csv", "json", "markdown"):
                for language in ("en", "zh-TW"):
                    done = run(*words, "--format", name, "--lang", language, "--output", pathlib.Path(folder) / "out.csv")
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertTrue(done.stdout.endswith("\n"))
            self.assertEqual(os.listdir(folder), ["out.csv"])

    def test_standard_input_is_a_file(self):
        text = (DATA / "apistrat.csv").read_text()
        words = ["--items", "api00", *STRATIFIED, "--format", "csv"]
        piped = subprocess.run([TOOL, "mean", "-", *words], input=text, capture_output=True, text=True)
        self.assertEqual(piped.stdout, run("mean", DATA / "apistrat.csv", *words).stdout)

    def test_the_language_follows_the_terminal_unless_told(self):
        words = ["mean", DATA / "counters.csv", "--items", "滿意度"]
        self.assertIn("題項", run(*words, env={"LC_ALL": "zh_TW.UTF-8"}).stdout)
        self.assertIn("item", run(*words, env={"LC_ALL": "de_DE.UTF-8"}).stdout)
        self.assertIn("item", run(*words, "--lang", "en", env={"LC_ALL": "zh_TW.UTF-8"}).stdout)

    def test_names_are_the_same_in_both_languages(self):
        for name in ("csv", "json"):
            answers = [run("mean", DATA / "apistrat.csv", "--items", "api00", "--format", name, "--lang", language).stdout
                       for language in ("en", "zh-TW")]
            self.assertEqual(*answers)

    def test_a_comma_locale_changes_no_number(self):
        words = ["mean", DATA / "apistrat.csv", "--items", "api00", *STRATIFIED, "--format", "json"]
        self.assertEqual(run(*words).stdout, run(*words, env={"LC_ALL": "de_DE.UTF-8"}).stdout)

    def test_levels_given_apart_and_together(self):
        words = ["proportion", DATA / "apistrat.csv", "--items", "stype", "--format", "csv"]
        self.assertEqual(run(*words, "--levels", "H,E").stdout, run(*words, "--levels", "H", "--levels", "E").stdout)

    def test_a_column_name_with_a_comma_is_one_column(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "odd.csv"
            path.write_text('"a,b",y\nx,1\nx,2\nz,3\nz,4\n')
            done = run("mean", path, "--items", "y", "--by", "a,b", "--format", "json")
            self.assertEqual([row["group"] for row in json.loads(done.stdout)["rows"]], [{"a,b": "x"}, {"a,b": "z"}])


class Messages(unittest.TestCase):
    def refuses(self, status, pattern, *words):
        done = run(*words)
        self.assertEqual(done.returncode, status, f"{words}: {done.stdout}{done.stderr}")
        self.assertRegex(done.stderr, pattern)
        self.assertEqual(done.stdout, "")

    def test_exit_1_where_the_data_has_no_answer(self):
        data = DATA / "apistrat.csv"
        self.refuses(1, "no column 'api01'.*nearest is 'api0", "mean", data, "--items", "api01")
        self.refuses(1, "row 2, column .*'stype'.*not a number", "mean", data, "--items", "stype")
        self.refuses(1, "'E' is not a number; put .* quotes", "mean", data, "--items", "api00", "--where", "stype == 1")
        self.refuses(1, "'E' is not a number; weights .* must be numbers", "mean", data, "--items", "api00", "--weights", "stype")
        self.refuses(1, "no column 'api01' \\(expression\\)", "contrast", data, "--expression", "api01 + 1")
        self.refuses(1, "nothing.csv", "mean", "nothing.csv", "--items", "x")
        self.refuses(1, "stratum '413' has one sampled unit.*lonely-psu", "mean", DATA / "lonely.csv", "--items", "api00",
                     "--strata", "dnum")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "bad.csv"
            for content, pattern in {b"a,b\n1,2\n3\n": "row 3.*1 of 2 cells", b'a,b\n1,"2\n': "row 2", b"": "empty",
                                     b"a,b\n1,\xa4\xff\n": "not UTF-8.*not CP950", b"a\n": "no rows"}.items():
                path.write_bytes(content)
                self.refuses(1, pattern, "mean", path, "--items", "a")
            for content, pattern in {
                "variable,category,count\nstype,E,1\nstype,h,2\nstype,M,3\n": "no category for 'H' \\(50 rows; the nearest category is 'h'",
                "variable,category,count\nstype,E,1\nstype,H,2\nstype,M,3\nstype,X,4\n": "no row .*'X'.*merge",
                "variable,category,count\nstype,E,1\nstype,E,2\n": "row 3, column 2 'category'.*row 2 already",
                "variable,category,count\nstype,E,\"1,000\"\n": "row 2, column 3 'count'.*thousands",
                "variable,category,count\nstype,E,-1\n": "negative", "variable,category\nstype,E\n": "'count' is not among",
                "variable,category,count\nstype:awards,E,1\n": "2 answers joined by ':'", "variable,category,count\n": "no rows",
            }.items():
                path.write_text(content)
                self.refuses(1, pattern, "mean", data, "--items", "api00", "--rake", path)

    def test_exit_2_for_wrong_usage(self):
        data = DATA / "apistrat.csv"
        for pattern, *words in [
            ("unknown command 'maen'.*mean", "maen", data), ("unknown option --item.*--items", "mean", data, "--item", "x"),
            ("no item", "mean", data), ("no file", "mean", "--items", "x"), ("needs a value", "mean", data, "--items"),
            ("given twice", "mean", data, "--items", "api00", "--items", "api99"), ("one file", "mean", data, data),
            ("takes one of", "mean", data, "--items", "api00", "--format", "xml"),
            ("takes one of", "mean", data, "--items", "api00", "--lonely-psu", "ignore"),
            ("between 0 and 1", "mean", data, "--items", "api00", "--level", "95"),
            ("a number", "mean", data, "--items", "api00", "--df", "many"),
            ("character 8", "mean", data, "--items", "api00", "--where", "api00 >"),
            ("no expression", "contrast", data), ("several stages", "mean", data, "--items", "api00", "--cluster", "dnum,snum"),
            ("takes no value", "mean", data, "--items", "api00", "--covariance=yes"),
            ("not among --items", "contrast", data, "--items", "api00", "--expression", "api99 + 1"),
            ("two dashes", "mean", data, "-x"),
            ("names no answer", "proportion", data, "--items", "stype", "--levels", ","),
            ("twice", "mean", data, "--items", "api00", "--by", "stype,stype"),
            ("too large to be compared", "mean", data, "--items", "api00", "--where", "snum == 9007199254740993"),
            ("--period, --from and --to", "growth", data, "--items", "api00"),
            ("--period is for one file", "growth", data, data, "--items", "api00", "--period", "x"),
            ("one file or two", "growth", data, data, data, "--items", "api00"),
            ("exclude one another", "mean", data, "--items", "api00", "--rake", data, "--poststratify", data),
            ("goes with", "mean", data, "--items", "api00", "--keep-total"),
            ("goes with a file of", "mean", data, "--items", "api00", "--margins-from", "stype=a/b"),
            ("goes with a file of", "validity", data, "--margins-where", "api00 > 1"),
            ("goes with --margins-from", "validity", data, "--margins", DATA / "margins_stype.csv", "--margins-where", "a > 1"),
            ("say how to count margins", "validity", data, "--margins", ROOT / "Tests/Doors/data/villages.json"),
            ("method first, poststratify or rake", "weight", data), ("no margins", "weight", "rake", data),
            ("takes one file", "weight", "rake", "--margins", data),
            ("rake to them", "weight", "poststratify", data, "--margins", DATA / "margins_three.csv"),
            ("one sample", "growth", DATA / "apistrat_99.csv", DATA / "apistrat_00.csv", "--items", "api", "--id", "snum",
             "--poststratify", DATA / "margins_stype.csv"),
            ("--statistic proportion", "growth", data, data, "--items", "api00", "--levels", "1"),
        ]:
            self.refuses(2, pattern, *words)

    def test_no_words_at_all_show_the_help(self):
        done = run()
        self.assertEqual(done.returncode, 2)
        self.assertIn("Commands:", done.stdout)


class Files(unittest.TestCase):
    def test_output_appears_whole_or_not_at_all(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "result.json"
            path.write_text("old")
            words = ["mean", DATA / "apistrat.csv", "--format", "json", "--output", path]
            self.assertEqual(run(*words, "--items", "nothing").returncode, 1)
            self.assertEqual(path.read_text(), "old")
            done = run(*words, "--items", "api00")
            self.assertEqual((done.returncode, done.stdout), (0, ""))
            self.assertEqual(json.loads(path.read_text())["command"], "mean")
            self.assertEqual(os.listdir(folder), ["result.json"])
            mask = os.umask(0)
            os.umask(mask)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o666 & ~mask)
            self.assertEqual(run(*words[:-1], pathlib.Path(folder) / "no/such/folder.json", "--items", "api00").returncode, 1)

    def test_output_to_what_is_no_regular_file(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            words = ["mean", DATA / "apistrat.csv", "--items", "api00", "--format", "csv", "--output"]
            target, link, pipe = folder / "target", folder / "link", folder / "pipe"
            target.write_text("old")
            target.chmod(0o600)
            link.symlink_to(target)
            self.assertEqual(run(*words, link).returncode, 0)
            self.assertTrue(link.is_symlink())
            self.assertIn("api00", target.read_text())
            self.assertEqual(stat.S_IMODE(target.stat().st_mode), 0o600)
            os.mkfifo(pipe)
            reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
            self.assertEqual(run(*words, pipe).returncode, 0)
            self.assertIn("api00", reader.communicate(timeout=20)[0])
            self.assertTrue(stat.S_ISFIFO(pipe.stat().st_mode))
            own = folder / "own.csv"
            own.write_text("y\n1\n2\n")
            done = run("mean", own, "--items", "y", "--output", own)
            self.assertEqual((done.returncode, own.read_text()), (2, "y\n1\n2\n"))
            self.assertIn("is the file that is read", done.stderr)

    def test_notes_without_a_place_go_to_standard_error(self):
        done = run("contrast", DATA / "apistrat.csv", "--expression", "log(api00 - 10000)", "--format", "csv")
        self.assertEqual(done.returncode, 0)
        self.assertIn("No estimate", done.stderr)

    def test_a_full_device_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([TOOL, "mean", DATA / "apistrat.csv", "--items", "api00"], stdout=full,
                                  stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("standard output", done.stderr)

    def test_two_dashes_end_the_options(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "--odd.csv").write_text("y\n1\n2\n")
            done = run("mean", "--items", "y", "--", "--odd.csv", cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)


class Exports(unittest.TestCase):
    """Files as form tools and spreadsheets write them, through a pipe that can be read only once."""
    TEXT = ("時間戳記,服務 [環境],服務 [禮儀]\n2023/5/4 下午 3:21:10,５,4\n2023/5/5 上午 12:00:00,'3,4\n"
            "113/1/1,4,5\n2024/12/31 下午 11:59:59,2,3\n總　計,14,16\n")

    def test_growth_between_the_years_of_timestamps(self):
        done = run("growth", "-", "--items", "服務 [環境],服務 [禮儀]", "--period", "時間戳記", "--from", "112",
                   "--to", "113", "--format", "json", input=self.TEXT)
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        means = [row["estimate"] for row in result["rows"] if row["statistic"] == "mean"]
        self.assertEqual(means, [4, 3, 4, 4])
        self.assertEqual([row["period"] for row in result["rows"][:2]], ["112", "113"])
        codes = {note["code"] for note in result["notes"]}
        self.assertLessEqual({"period_from_dates", "total_rows_skipped", "full_width_digits"}, codes)

    def test_rows_of_totals_are_kept_on_request(self):
        for words, n, mean in (([], 4, 3.5), (["--keep-total-rows"], 5, 5.6)):
            done = run("mean", "-", "--items", "服務 [環境]", "--format", "json", *words, input=self.TEXT)
            row = json.loads(done.stdout)["rows"][0]
            self.assertEqual((row["n"], round(row["estimate"], 9)), (n, mean))

    def test_describe_tells_dates_and_matrices(self):
        described = json.loads(run("describe", "-", "--format", "json", input=self.TEXT).stdout)
        self.assertEqual(described["columns"][0]["kind"], "date")
        self.assertEqual(described["columns"][0]["latest"], "2024-12-31T23:59:59")
        self.assertEqual(described["matrices"], [{"stem": "服務", "columns": [2, 3], "sub_questions": ["環境", "禮儀"]}])


OFFICE = ROOT / "seeds/surveys"


class Summary(unittest.TestCase):
    """The officer's page, from the sample exports."""
    CURRENT = OFFICE / "office-counter-103.csv"
    PRIOR = OFFICE / "office-counter-102.csv"
    CODEBOOK = OFFICE / "office-codebook.yaml"

    def rows(self, *words):
        done = run("summary", self.CURRENT, "--codebook", self.CODEBOOK, "--format", "json", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_top_two_shares_and_means_are_those_of_the_file(self):
        """Counted here with nothing but the csv module."""
        scores = {"非常滿意": 5, "滿意": 4, "普通": 3, "不滿意": 2, "非常不滿意": 1}
        with open(self.CURRENT, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        item = "您對本所各項服務的滿意程度 [洽公環境整潔舒適]"
        answers = [row[item] for row in rows]
        valid = [scores[answer] for answer in answers if answer in scores]
        result = {(row["statistic"], row.get("base")): row["estimate"] for row in self.rows()["rows"]
                  if row.get("section") == "items" and row["term"] == "環境整潔"}
        self.assertAlmostEqual(result["mean", None], sum(valid) / len(valid), 12)
        self.assertAlmostEqual(result["top2", "valid"], sum(s >= 4 for s in valid) / len(valid), 12)
        self.assertAlmostEqual(result["top2", "all"], sum(s >= 4 for s in valid) / len(rows), 12)
        self.assertAlmostEqual(result["score-of-max", None], 20 * sum(valid) / len(valid), 10)
        self.assertAlmostEqual(result["score-of-range", None], 25 * (sum(valid) / len(valid) - 1), 10)

    def test_growth_is_that_of_the_two_files(self):
        rows = self.rows("--prior", self.PRIOR, "--from", "102", "--to", "103")["rows"]
        growth = {row["statistic"]: row["estimate"] for row in rows
                  if row.get("section") == "growth" and row["term"] == "洽公環境" and row["method"] == "mean" and "period_from" in row}
        means = [row["estimate"] for row in rows
                 if row.get("section") == "growth" and row["term"] == "洽公環境" and row["method"] == "mean" and "period" in row]
        self.assertAlmostEqual(growth["difference"], means[1] - means[0], 12)
        self.assertAlmostEqual(growth["growth"], means[1] / means[0] - 1, 12)

    def test_the_sentence_that_is_signed(self):
        text = run("summary", self.CURRENT, "--codebook", self.CODEBOOK, "--sampling", "srs", "--issued", "500", "--returned", "480",
                   "--lang", "zh-TW").stdout
        self.assertIn("本次調查發出問卷 500 份，回收 480 份（回收率 96.0%），有效樣本 460 份（有效回收率 92.0%），"
                      "在 95% 信心水準下，抽樣誤差為 ±4.57 個百分點。", text)

    def test_a_convenience_sample_has_no_margin_of_error(self):
        page = self.rows("--sampling", "convenience")
        margin = [row for row in page["rows"] if row["statistic"] == "margin_of_error"]
        self.assertEqual([row["estimate"] for row in margin], [None])
        self.assertIn("no_margin_of_error_non_probability", [note["code"] for note in page["notes"]])

    def test_csv_opens_rightly_in_a_spreadsheet(self):
        done = subprocess.run([TOOL, "summary", self.CURRENT, "--codebook", self.CODEBOOK, "--format", "csv"], capture_output=True)
        self.assertTrue(done.stdout.startswith(b"\xef\xbb\xbfsection,"))
        table = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"))))
        self.assertEqual({row["section"] for row in table},
                         {"sample", "reliability", "frequencies", "items", "constructs", "overall"})

    def test_without_a_word_about_items_the_satisfaction_questions_are_found(self):
        for name in ("office-counter-102.csv", "office-web-103.csv", "office-quirks-103.csv"):
            done = run("summary", OFFICE / name, "--lang", "zh-TW")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("Cronbach's α", done.stdout)

    def test_a_pipe_is_kept_for_the_second_pass(self):
        piped = subprocess.run([TOOL, "summary", "-", "--codebook", self.CODEBOOK, "--format", "json"],
                               input=self.CURRENT.read_bytes(), capture_output=True)
        self.assertEqual(json.loads(piped.stdout)["rows"], self.rows()["rows"])

    def test_what_cannot_be_is_refused(self):
        for words in (["--issued", "10"], ["--population", "3", "--sampling", "srs"], ["--scale", "satisfction-5"], ["--from", "102"],
                      ["--prior", "no-such-file.csv"], ["--items", "no-such-column"], ["--codebook", ROOT / "README.md"]):
            done = run("summary", self.CURRENT, *words)
            self.assertIn(done.returncode, (1, 2), words)
            self.assertEqual(done.stdout, "")
            self.assertNotEqual(done.stderr, "")

    def test_a_first_codebook_gives_the_same_page(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "codebook.yaml"
            run("describe", self.CURRENT, "--codebook-out", path)
            with_book = run("score", self.CURRENT, "--codebook", path, "--items", "您對本所各項服務的滿意程度 [電話禮貌]", "--format", "csv").stdout
            without = run("score", self.CURRENT, "--items", "您對本所各項服務的滿意程度 [電話禮貌]", "--format", "csv").stdout
            self.assertEqual(with_book, without)


class SampleSize(unittest.TestCase):
    def test_published_values(self):
        rows = json.loads(run("sample-size", "--margin", ".05", "--population", "1000", "--format", "json").stdout)["rows"]
        self.assertAlmostEqual(rows[0]["estimate"], 384.145882069, 8)
        self.assertAlmostEqual(rows[1]["estimate"], 277.733453173, 8)
        self.assertEqual(rows[2]["estimate"], 278)


class Documentation(unittest.TestCase):
    def test_help_on_every_level(self):
        overview = run("--help")
        self.assertEqual(overview.returncode, 0)
        commands = re.findall(r"^  ([\w-]+) +", overview.stdout, re.M)
        self.assertEqual(len(commands), 15)
        for command in commands:
            done = run(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertEqual(done.stdout, run("help", command).stdout)

    def test_the_manual_page_has_every_command_and_option(self):
        page = (ROOT / "docs/survey-stats.1").read_text(encoding="utf-8").replace("\\-", "-")
        options = set()
        for command in re.findall(r"^  ([\w-]+) +", run("--help").stdout, re.M):
            self.assertIn(f".B {command}\n", page)
            options |= set(re.findall(r"^  (--[\w-]+)", run(command, "--help").stdout, re.M))
        documented = set(re.findall(r"^\.B[IR]? (--[\w-]+)", page, re.M))
        self.assertEqual(options | {"--version"}, documented)

    def test_the_manual_page_renders_without_a_complaint(self):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", ROOT / "docs/survey-stats.1"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_one_version_everywhere(self):
        version = run("--version").stdout.split()[-1]
        for path, pattern in {"Makefile": r"^VERSION := (.+)$", "include/surveystats.h": r'VERSION_STRING "(.+)"',
                              "docs/survey-stats.1": r'"survey-stats (\S+)"'}.items():
            self.assertEqual(re.search(pattern, (ROOT / path).read_text(encoding="utf-8"), re.M).group(1), version, path)


if __name__ == "__main__":
    unittest.main()
