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
        for word in ("Cronbach's α", "刪題後 α", "修正後題項總相關", f"{rows[0]['estimate']:.3f}"):
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
            self.assertIn("前期為 0", text.stdout)
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
            data = data[3:]
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
        self.refuses(1, "row 2, column .*'stype'.*not a number.*--scale auto", "mean", data, "--items", "stype")
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

    def test_the_errors_of_a_first_day_are_in_chinese_where_asked(self):
        data = DATA / "apistrat.csv"
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "bad.csv").write_bytes(b"a,b\n1,\xa4\xff\n")
            (folder / "blank.csv").write_bytes("滿意\n".encode())
            for pattern, *words in [
                ("^survey-stats: 錯誤：.*沒有「api01」欄.*最接近的是「api0", "mean", data, "--items", "api01"),
                ("錯誤：無法開啟 nothing.csv：找不到這個檔案", "summary", "nothing.csv", "--sampling", "srs"),
                ("bad.csv 第 2 列第 2 欄「b」：.*不是 UTF-8.*CSV UTF-8", "mean", folder / "bad.csv", "--items", "b"),
                ("第 2 列第 2 欄「stype」：「.」不是數字；.*--scale auto", "mean", data, "--items", "stype"),
                ("錯誤：沒有 --item 這個選項；是否為 --items？", "mean", data, "--item", "x"),
                ("錯誤：沒有「maen」這個指令；是否為 mean？", "maen", data), ("未指定題項", "mean", data),
                ("沒有任何有效答案", "validity", data, "--where", "api00 > 100000"),
                ("--format 須為 text.*之一", "mean", data, "--items", "api00", "--format", "xml"),
            ]:
                for settings in (["--lang", "zh-TW"], ["--lang=zh-TW"]):
                    done = run(*words, *settings)
                    self.assertIn(done.returncode, (1, 2))
                    self.assertRegex(done.stderr, pattern)
                self.assertRegex(run(*words, env={"LC_ALL": "zh_TW.UTF-8"}).stderr, pattern)
                self.assertNotIn("錯誤", run(*words, "--lang", "en", env={"LC_ALL": "zh_TW.UTF-8"}).stderr)

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

    def test_csv_names_the_section_of_each_row(self):
        done = run("summary", self.CURRENT, "--codebook", self.CODEBOOK, "--format", "csv")
        table = list(csv.DictReader(io.StringIO(done.stdout)))
        self.assertEqual({row["section"] for row in table},
                         {"sample", "reliability", "frequencies", "items", "constructs", "overall"})

    def test_csv_files_open_rightly_in_a_spreadsheet_and_pipes_stay_plain(self):
        """Excel takes a file without the mark for Big5; readers of a pipe take the mark for a part of the first name."""
        item, margins = "整體滿意度", OFFICE / "office-population.csv"
        book = [self.CURRENT, "--codebook", self.CODEBOOK]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "out.csv"
            for command, *words in [
                ["summary", *book], ["frequency", *book, "--items", item], ["score", *book, "--items", item],
                ["mean", *book, "--items", item], ["proportion", *book, "--items", item], ["describe", self.CURRENT],
                ["growth", self.PRIOR, *book, "--items", item], ["reliability", *book, "--items", "環境整潔,環境標示"],
                ["validity", *book], ["sample-size", "--margin", ".05"],
                ["contrast", *book, "--expression", "整體滿意度 / 5"], ["total", *book, "--items", item],
                ["weight", "rake", self.CURRENT, "--margins", margins],
            ]:
                words = [TOOL, command, *map(str, words)]
                if command == "weight":
                    margins_here = pathlib.Path(folder) / "margins.csv"
                    text = margins.read_text(encoding="utf-8-sig").replace("性別,", "您的性別,").replace("年齡,", "您的年齡,")
                    margins_here.write_text(text, encoding="utf-8")
                    words = [TOOL, "weight", "rake", self.CURRENT, "--margins", margins_here]
                else:
                    words += ["--format", "csv"]
                piped = subprocess.run(words, capture_output=True)
                self.assertEqual(piped.returncode, 0, piped.stderr)
                self.assertFalse(piped.stdout.startswith(b"\xef\xbb\xbf"), command)
                subprocess.run([*words, "--output", path], capture_output=True, check=True)
                self.assertEqual(path.read_bytes(), b"\xef\xbb\xbf" + piped.stdout, command)
            subprocess.run([TOOL, "summary", *book, "--format", "json", "--output", path], capture_output=True, check=True)
            self.assertTrue(path.read_bytes().startswith(b"{"))

    def test_the_verdict_is_that_of_the_difference_by_every_method(self):
        for method in ("delta", "log", "fieller"):
            words = ["--prior", self.PRIOR, "--sampling", "srs", "--method", method]
            rows = [row for row in self.rows(*words)["rows"] if row.get("section") == "growth"]
            verdicts = [row["conf_low"] > 0 for method in ("top2", "mean") for row in rows
                        if row["statistic"] == "difference" and row["method"] == method]
            page = run("summary", self.CURRENT, "--codebook", self.CODEBOOK, *words, "--lang", "zh-TW").stdout
            shown = [line.endswith("顯著提高") for line in re.findall("^.*(?:顯著提高|未達統計顯著|顯著降低)$", page, re.M)]
            self.assertEqual(shown, verdicts)
            self.assertIn("差距信賴區間", page)

    def test_a_form_on_the_web_claims_nothing(self):
        for sampling in ("voluntary", "census", "quota"):
            page = run("summary", self.CURRENT, "--codebook", self.CODEBOOK, "--prior", self.PRIOR, "--sampling", sampling,
                       "--rake", OFFICE / "office-population.csv", "--margins", OFFICE / "office-population.csv",
                       "--lang", "zh-TW").stdout.split("\n說明\n")[0]
            for word in ("顯著", "信賴區間", "設計效應", "±", "標準誤"):
                self.assertNotIn(word, page, sampling)

    def test_which_marks_of_ten_count_is_said_and_can_be_set(self):
        rows = ["速度,整體滿意度"] + [f"{mark},{mark}" for mark in (3, 5, 6, 7, 7, 8, 8, 9, 10, 10)]
        for scale, share, words in (("auto", "30.0%", "9–10 分占比"), ("rating-10:7+", "70.0%", "7–10 分占比")):
            done = run("summary", "-", "--items", "速度,整體滿意度", "--scale", scale, "--sampling", "srs", "--lang", "zh-TW",
                       input="\n".join(rows) + "\n")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"「整體滿意度」{words} {share}", done.stdout)
            self.assertIn(f"{words}為評 {words[:-4]} 分者占有效答案之比例", done.stdout)
            self.assertNotIn("滿意度為正向答案", done.stdout)
        self.assertEqual(run("score", self.CURRENT, "--items", "整體", "--scale", "rating-10:11+").returncode, 2)
        self.assertIn("has labels", run("score", self.CURRENT, "--items", "整體", "--scale", "satisfaction-5:4+").stderr)

    def test_notes_in_chinese_are_chinese(self):
        page = run("summary", self.CURRENT, "--prior", self.PRIOR, "--rake", OFFICE / "office-population.csv", "--codebook",
                   self.CODEBOOK, "--lang", "zh-TW").stdout
        for word in ("; ", "無上年度", "poststratify", "alpha_if_dropped", "由 前次 之"):
            self.assertNotIn(word, page)
        self.assertIn("五點滿意度量表（satisfaction-5）",
                      run("frequency", self.CURRENT, "--items", "整體而言,您對本所的服務是否滿意?", "--lang", "zh-TW").stdout)

    def test_a_group_that_nobody_is_in_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            margins = pathlib.Path(folder) / "margins.csv"
            margins.write_text("variable,category,count\n性別,男,500\n性別,女,400\n性別,其他,100\n", encoding="utf-8")
            page = run("validity", self.CURRENT, "--codebook", self.CODEBOOK, "--margins", margins, "--sampling", "srs", "--lang", "zh-TW").stdout
            self.assertIn("樣本中無「其他」", page)
            self.assertIn("樣本中無人屬於母體類別「其他」 (10%)", page)
            margins.write_text("variable,category,count\n年齡,20-29歲,500\n年齡,30-39歲,400\n", encoding="utf-8")
            page = run("validity", self.CURRENT, "--codebook", self.CODEBOOK, "--margins", margins, "--sampling", "srs", "--lang", "zh-TW").stdout
            self.assertRegex(page, r"\d+ 筆無答案或不在母體類別中，未納入比較")

    def test_answers_stand_in_the_order_of_their_scale(self):
        item = "整體而言,您對本所的服務是否滿意?"
        table = run("proportion", self.CURRENT, "--items", item, "--lang", "zh-TW").stdout
        self.assertEqual(re.findall(r"滿意\? +(\S+) ", table)[:3], ["非常滿意", "滿意", "普通"])
        self.assertRegex(run("describe", self.CURRENT).stdout, r"\] +非常滿意 \(\d+\)  滿意 \(\d+\)  普通")
        marks = "分數\n" + "".join(f"{mark}\n" for mark in (2, 10, 99, 3, 10, 2, 50)) + "無意見\n"
        done = run("frequency", "-", "--items", "分數", "--scale", "rating-100", input=marks)
        self.assertEqual(re.findall(r"^分數 +(\S+)", done.stdout, re.M)[:5], ["2", "3", "10", "50", "99"])

    def test_rules_are_as_wide_as_their_columns_in_every_console(self):
        page = run("summary", self.CURRENT, "--codebook", self.CODEBOOK, "--lang", "zh-TW").stdout
        self.assertNotRegex(page, "[\u2500-\u257f]")
        self.assertRegex(page, r"\n-+  -+")

    def test_a_page_about_some_says_so_at_its_beginning(self):
        page = run("summary", self.CURRENT, "--codebook", self.CODEBOOK, "--where", '性別 == "男"', "--lang", "zh-TW").stdout
        self.assertIn('性別 == "男"', page.split("二、")[0])

    def test_markdown_has_headings_and_captions(self):
        page = run("summary", self.CURRENT, "--prior", self.PRIOR, "--codebook", self.CODEBOOK, "--lang", "zh-TW", "--format", "markdown").stdout
        for line in ("## 說明", "**滿意度之變動**", "**平均數之變動**"):
            self.assertIn(f"\n{line}\n\n", page)

    def test_the_mean_of_means_counts_whoever_is_in_it(self):
        """Three people, none of whom answered both items."""
        done = run("summary", "-", "--items", "甲,乙", "--scale", "rating-5", "--format", "json", input="甲,乙\n5,\n,4\n,3\n")
        rows = [row for row in json.loads(done.stdout)["rows"] if row.get("method") == "item-mean" and row["statistic"] == "mean"]
        self.assertEqual([(row["n"], row["estimate"]) for row in rows], [(3, 4.25)])

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

    def test_the_page_says_what_it_was_computed_for(self):
        page = run("sample-size", "--margin", ".035", "--proportion", ".3", "--population", "51230", "--deff", "1.2",
                   "--response-rate", ".6", "--level", ".9", "--lang", "zh-TW").stdout
        self.assertIn("信心水準 90%，抽樣誤差 ±3.5 個百分點，預期比例 30%，母體數 51230，設計效應 1.2，預期回收率 60%。", page)
        self.assertNotRegex(page.split("份數")[1], r"\d\.\d")
        self.assertIn("母體視為無限大", run("sample-size", "--margin", ".03", "--lang", "zh-TW").stdout)
        # 1067.07 questionnaires are 1,068.
        self.assertRegex(run("sample-size", "--margin", ".03").stdout, r"simple random sample +1,068\n")


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

    def manual(self):
        page = (ROOT / "docs/survey-stats.1").read_text(encoding="utf-8").replace("\\-", "-")
        return re.sub(r"\\\[u([0-9A-F]+)\]", lambda match: chr(int(match[1], 16)), page)

    def test_the_manual_page_has_every_key_of_a_codebook(self):
        source = (ROOT / "Sources/SurveyInput/Codebook/Codebook+Document.swift").read_text(encoding="utf-8")
        keys = set(re.findall(r'"(\w+)"', " ".join(re.findall(r"allowed: \[(.*?)\]", source, re.S))))
        self.assertGreater(len(keys), 20)
        section = self.manual().split(".SH CODEBOOK")[1].split(".SH EXIT")[0]
        self.assertEqual(keys, set(re.findall(r"^\.B (\w+)$", section, re.M)) - {"describe"})

    def test_the_example_of_a_codebook_in_the_manual_runs(self):
        section = self.manual().split('.SS "An example of a codebook"')[1]
        example = re.search(r"\.nf\n(.*?)\.fi", section, re.S)[1]
        answers = [["非常滿意", "超讚", "非常同意", "7", "臨櫃,電話, 傳真"], ["滿意", "C", "不同意", "10", "網路"],
                   ["普通", "沒等", "普通", "6", "臨櫃,網路"], ["9", "還好", "99", "98", "臨櫃"]]
        header = ["Q1 櫃檯服務", "Q2 等候時間", "Q3 排隊混亂", "Q4 整體", "Q5 管道（可複選）"]
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "codebook.yaml").write_text(example, encoding="utf-8")
            with open(folder / "data.csv", "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header, *answers])
            words = [folder / "data.csv", "--codebook", folder / "codebook.yaml", "--format", "json"]
            done = run("score", *words, "--items", "櫃檯,等候,秩序,整體,服務", "--as", "mean,top2")
            self.assertEqual(done.returncode, 0, done.stderr)
            rows = {(row["term"], row["statistic"]): row["estimate"] for row in json.loads(done.stdout)["rows"]}
            self.assertEqual([rows[name, "mean"] for name in ("櫃檯", "等候", "秩序")], [4, 3, 8 / 3])
            self.assertAlmostEqual(rows["整體", "mean"], 23 / 3, 12)
            self.assertAlmostEqual(rows["整體", "top2"], 2 / 3, 12)
            # Somebody with one of three items has no score of the construct.
            self.assertAlmostEqual(rows["服務", "mean"], ((5 + 5 + 1) / 3 + (4 + 1 + 4) / 3 + 3) / 3, 12)
            shares = run("mean", *words, "--items", "管道 [臨櫃],管道 [網路]")
            self.assertEqual([row["estimate"] for row in json.loads(shares.stdout)["rows"]], [3 / 4, 2 / 4])

    def test_the_manual_page_renders_without_a_complaint(self):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", ROOT / "docs/survey-stats.1"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_one_version_everywhere(self):
        version = run("--version").stdout.split()[-1]
        for path, pattern in {"Makefile": r"^VERSION := (.+)$", "include/surveystats.h": r'VERSION_STRING "(.+)"',
                              "docs/survey-stats.1": r'"survey-stats (\S+)"'}.items():
            self.assertEqual(re.search(pattern, (ROOT / path).read_text(encoding="utf-8"), re.M).group(1), version, path)




class Traps(unittest.TestCase):
    """What a first user of the tool fell into."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, answers, header="整體而言，您滿意嗎？"):
        path = pathlib.Path(self.folder.name) / name
        rows = [f"2014/9/{1 + i // 24:02d} {i % 24:02d}:00:00,{answer}" for i, answer in enumerate(answers)]
        path.write_text("\n".join([f"時間,{header}"] + rows) + "\n", encoding="utf-8-sig")
        return path

    FIVE = ["非常滿意"] * 20 + ["滿意"] * 40 + ["普通"] * 25 + ["不滿意"] * 10 + ["非常不滿意"] * 5
    FOUR = ["非常滿意"] * 35 + ["滿意"] * 60 + ["不滿意"] * 3 + ["非常不滿意"] * 2

    def rows(self, *words):
        done = run(*words, "--sampling", "srs", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_a_scale_that_lost_its_middle_is_no_growth(self):
        now, prior = self.file("now.csv", self.FOUR), self.file("prior.csv", self.FIVE)
        result = self.rows("summary", now, "--prior", prior)
        mean = next(row for row in result["rows"] if row["statistic"] == "mean")
        # (35 · 4 + 60 · 3 + 3 · 2 + 2 · 1) / 100
        self.assertAlmostEqual(mean["estimate"], 3.28, places=12)
        self.assertFalse([row for row in result["rows"] if row.get("section") == "growth"])
        self.assertLessEqual({"scale_without_middle", "scale_changed"}, {note["code"] for note in result["notes"]})
        done = run("growth", prior, now, "--items", "整體而言，您滿意嗎？", "--scale", "auto", "--statistic", "top2")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("changed from satisfaction-5 to satisfaction-4", done.stderr)

    def test_a_named_pipe_is_kept_for_the_second_pass(self):
        now, prior = self.file("now.csv", self.FIVE), self.file("prior.csv", self.FIVE[10:])
        plain = self.rows("summary", now, "--prior", prior)["rows"]
        pipes = []
        for path in (now, prior):
            pipe = path.with_suffix(".pipe")
            os.mkfifo(pipe)
            pipes.append(pipe)
            writer = subprocess.Popen(["sh", "-c", 'cat "$0" > "$1"', path, pipe])
            self.addCleanup(writer.wait)
        self.assertEqual(self.rows("summary", pipes[0], "--prior", pipes[1])["rows"], plain)

    def test_the_earlier_survey_may_not_be_this_one_and_says_what_it_inherits(self):
        now, prior = self.file("now.csv", self.FIVE), self.file("prior.csv", self.FIVE + self.FIVE)
        for words in (["summary", now, "--prior", now], ["growth", now, now, "--items", "整體而言，您滿意嗎？", "--scale", "auto"]):
            done = run(*words)
            self.assertEqual(done.returncode, 2)
            self.assertIn("is both surveys", done.stderr)
        notes = self.rows("summary", now, "--prior", prior, "--population", "900", "--lang", "zh-TW")["notes"]
        notes = {note["code"]: note["text"] for note in notes}
        self.assertIn("--population 900", notes["prior_inherits"])
        done = run("summary", now, "--prior", prior, "--population", "150")
        self.assertIn("--population counts for both surveys", done.stderr)

    def test_options_near_lang_and_percent_signs_get_a_hint(self):
        for name in ("--language", "--langauge"):
            self.assertIn("did you mean --lang?", run("summary", "x.csv", name, "zh-TW").stderr)
        self.assertIn("3% is 0.03", run("sample-size", "--margin", "3%").stderr)
        now = self.file("now.csv", self.FIVE)
        done = run("validity", now, "--where", '時間 == "x"')
        self.assertIn("among the rows where", done.stderr)


if __name__ == "__main__":
    unittest.main()
