"""The command line as a user meets it: results, messages, exit codes, files."""
import csv
import gzip
import io
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile
import unittest
from random import Random

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
        for command in ("describe", "mean", "total", "proportion", "quantile", "contrast", "growth", "reliability"):
            asked = {"describe": [], "contrast": ["--expression", "api00 / api99"],
                     "growth": ["--items", "ell", "--period", "awards", "--from", "No", "--to", "Yes"]}.get(command, ["--items", "api00,ell"])
            for name in ("text", "csv", "json", "markdown"):
                for language in ("en", "zh-TW"):
                    done = run(command, DATA / "apistrat.csv", *asked, "--format", name, "--lang", language)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertTrue(done.stdout.endswith("\n"))

    def test_quantiles_read_a_pipe_once_and_show_one_limit_where_there_is_only_one(self):
        words = ["--items", "api00", "--weights", "pw", "--strata", "stype", "--fpc", "fpc"]
        with open(DATA / "apistrat.csv", "rb") as file:
            piped = subprocess.run([TOOL, "quantile", "-", *words, "--format", "json"], stdin=file, capture_output=True, text=True)
        rows = json.loads(piped.stdout)["rows"]
        self.assertEqual([(row["prob"], row["estimate"]) for row in rows], [(0.25, 565), (0.5, 668), (0.75, 756)])
        done = run("quantile", DATA / "apistrat.csv", *words, "--probs", ".01,.5", "--lang", "zh-TW")
        for word in ("累積比例", "分位數", "0.01", "≤ 421", "642 – 694", "缺一端之界限", "「math」規則", "「mean」法"):
            self.assertIn(word, done.stdout)
        for language in ("en", "zh-TW"):
            page = run("quantile", DATA / "apistrat.csv", *words, "--probs", ".01,.98", "--format", "markdown", "--lang", language).stdout
            self.assertIn("| ≤ 421 |", page)
            self.assertIn("| ≥ 870 |", page)
        header, line = run("quantile", DATA / "apistrat.csv", *words, "--probs", ".5", "--format", "csv").stdout.splitlines()
        self.assertEqual(header.split(",")[:5], ["statistic", "term", "prob", "estimate", "std_error"])
        self.assertTrue(line.startswith("quantile,api00,0.5,668,13.18"))

    def test_what_quantiles_refuse(self):
        for words, status, said in [
            (["--probs", "half"], 2, "--probs"), (["--probs", ".1,,.2"], 2, "empty place"), (["--probs", ".1,"], 2, "empty place"),
            (["--probs", ""], 2, "empty place"), (["--probs", ".1,,.2", "--lang", "zh-TW"], 2, "有空白之項目"),
            (["--probs", "1"], 2, "(--probs) must lie strictly between 0 and 1"),
            (["--rule", "hf10"], 2, "hf9"), (["--interval", "logit"], 2, "xlogit"), (["--replicate-type", "jk1"], 2, "no replicates"),
            (["--covariance"], 2, "--covariance"), (["--memory-limit", "20000"], 1, "memory"),
        ]:
            done = run("quantile", DATA / "apistrat.csv", "--items", "enroll", *words)
            self.assertEqual((done.returncode, said in done.stderr), (status, True), (words, done.stderr))
        found = run("quantile", DATA / "apistrat.csv", "--items", "enroll", "--probs", ".5, 0.5,.25,.50", "--format", "json")
        self.assertEqual([row["prob"] for row in json.loads(found.stdout)["rows"]], [0.5, 0.25])
        done = run("fold", "quantile", DATA / "apistrat.csv", "--items", "enroll", "--state", "x")
        self.assertEqual(done.returncode, 2)

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

    def test_replicates_change_standard_errors_and_nothing_else(self):
        words = ["mean", DATA / "apiclus1.csv", "--items", "api00", "--weights", "pw", "--cluster", "dnum", "--format", "json"]
        plain = json.loads(run(*words).stdout)["rows"][0]
        bootstrap = ["--replicate-type", "bootstrap", "--replicates", "500"]
        drawn = [run(*words, *bootstrap, "--seed", seed, "--threads", threads).stdout
                 for seed, threads in [("1", "1"), ("1", "3"), ("2", "1")]]
        self.assertEqual(drawn[0], drawn[1])
        self.assertNotEqual(drawn[0], drawn[2])
        row = json.loads(drawn[0])["rows"][0]
        self.assertEqual(row["estimate"], plain["estimate"])
        self.assertNotEqual(row["std_error"], plain["std_error"])
        told = json.loads(run(*words, *bootstrap).stdout)
        self.assertEqual(told["rows"][0], row)
        self.assertEqual([note["code"] for note in told["notes"]], ["replicates", "default_seed"])
        self.assertIn("500 bootstrap replicates (Rao and Wu, seed 1)", told["notes"][0]["text"])
        page = run(*words[:words.index("--format")], *bootstrap, "--lang", "zh-TW").stdout
        self.assertIn("除另行指定（--df）外", page)

    def test_what_has_no_replicates_says_so(self):
        for words, status, said in [
            (["reliability", "--items", "api00,api99", "--replicate-type", "jk1"], 2, "no replicates"),
            (["summary", "--seed", "1"], 2, "no replicates"),
            (["mean", "--items", "api00", "--seed", "1"], 2, "--replicate-type"),
            (["mean", "--items", "api00", "--replicate-type", "bootstrap", "--replicates", "2.5"], 2, "whole number"),
            (["mean", "--items", "api00", "--replicate-type", "sdr"], 2, "jkn"),
            (["mean", "--items", "api00", "--replicate-type", "jkn"], 2, "--cluster"),
            (["mean", "--items", "api00", "--cluster", "dnum", "--replicate-type", "jkn", "--rake", DATA / "margins_stype.csv"], 2,
             "leave out the replicates (--replicate-type)"),
            (["mean", "--items", "api00", "--cluster", "dnum", "--replicate-type", "jkn", "--rake", DATA / "margins_stype.csv",
              "--lang", "zh-TW"], 2, "請勿指定複本（--replicate-type）"),
            (["growth", "--items", "api00", "--period", "awards", "--from", "No", "--to", "Yes", "--cluster", "dnum", "--method",
              "bootstrap", "--poststratify", DATA / "margins_stype.csv"], 2, "take another interval (--method)"),
        ]:
            done = run(words[0], DATA / "apiclus1.csv", *words[1:])
            self.assertEqual((done.returncode, said in done.stderr), (status, True), (words, done.stderr))

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
    def refuses(self, status, pattern, *words, **options):
        done = run(*words, **options)
        self.assertEqual(done.returncode, status, f"{words}: {done.stdout}{done.stderr}")
        self.assertRegex(done.stderr, pattern)
        self.assertEqual(done.stdout, "")

    def test_exit_1_where_the_data_has_no_answer(self):
        data = DATA / "apistrat.csv"
        self.refuses(1, "no column 'api01'.*nearest is 'api0", "mean", data, "--items", "api01")
        self.refuses(1, "row 2, column .*'stype'.*not a number.*--scale auto", "mean", data, "--items", "stype")
        self.refuses(1, "'E' is not a number; put .* quotes", "mean", data, "--items", "api00", "--where", "stype == 1")
        self.refuses(1, "'E' is not a number; weights .* must be numbers", "mean", data, "--items", "api00", "--weights", "stype")
        self.refuses(1, "no column 'api01' \\(--expression\\)", "contrast", data, "--expression", "api01 + 1")
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
                "variable,category,count\nstype,E,1\nstype,G,2\nstype,M,3\n": "no category for 'H' \\(50 rows; the nearest category is 'E'",
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

    def test_no_error_that_an_officer_meets_is_in_english(self):
        """Each names what to do, and the option by the name that is typed."""
        office = OFFICE / "office-counter-103.csv"
        data = DATA / "apistrat.csv"
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)

            def file(name, text):
                (folder / name).write_text(text, encoding="utf-8")
                return folder / name
            ten = file("ten.csv", "q\n" + "".join(f"{mark}\n" for mark in [7, 8, 9, 10, 99] * 6))
            population = file("hukou.csv", "年齡,男,女\n20-29歲,10,20\n")
            counts = "variable,category,count\n"
            book = "schema: survey-stats/codebook@1\n"
            (folder / "book.xlsx").write_bytes(b"PK\x03\x04rest")
            for pattern, *words in [
                ("未指定題項（--items）", "mean", data), ("99 .*（--missing）：99.*（--scale）", "mean", ten, "--items", "q", "--scale", "auto"),
                ("三欄.*（--margins-from）", "validity", office, "--margins", population),
                ("有效樣本 460 份，多於回收份數（--returned）380 份", "validity", office, "--issued", "500", "--returned", "380"),
                ("多於發出份數（--issued）", "validity", office, "--issued", "380"), ("不可多於發出份數", "validity", office, "--issued", "1", "--returned", "2"),
                ("母體數（--population）400 人小於", "validity", office, "--population", "400"),
                ("抽樣誤差（--margin）須介於", "sample-size", "--margin", "3"), ("信心水準（--level）", "sample-size", "--margin", ".03", "--level", "95"),
                ("信心水準（--level）", "mean", data, "--items", "api00", "--level", "95"), ("未指定抽樣誤差（--margin）", "sample-size"),
                ("不屬於任何已知量表.*（--items）.*（--scale）", "summary", data, "--items", "stype"), ("（--items）", "summary", data),
                ("不知「stype」之量表", "score", data, "--items", "stype"), ("這一列超過標題列之 2 格", "mean", file("long.csv", "a,b\n1,2,3\n"), "--items", "a"),
                ("找不到所在之資料夾", "mean", data, "--items", "api00", "--output", folder / "no" / "x"),
                ("活頁簿，並非 CSV.*另存為", "describe", folder / "book.xlsx"), ("未成對", "describe", file("quote.csv", 'a\n"1\n')),
                # Codebooks.
                ("第 2 行.*沒有「column」.*「columns」", "score", data, "--codebook", file("a.yaml", book + "column: []\n")),
                ("第 3 行.*冒號", "score", data, "--codebook", file("b.yaml", book + "columns:\n  - name：x\n")),
                ("YAML 讀取", "score", data, "--codebook", file("c.yaml", book + "columns: [a\n")),
                ("縮排不可使用 Tab", "score", data, "--codebook", file("d.yaml", book + "columns:\n  - name: x\n\tid: y\n")),
                ("須為 true 或 false", "score", data, "--codebook", file("e.yaml", book + "columns:\n  - {name: api00, reversed: 是}\n")),
                ("重複使用", "score", data, "--codebook", file("f.yaml", book + "columns:\n  - name: x\n  - name: x\n")),
                ("至少須有兩種分數", "score", data, "--codebook", file("g.yaml", book + "scales:\n  - name: x\n")),
                ("缺少「name」", "score", data, "--codebook", file("h.yaml", book + "columns:\n  - id: x\n")),
                ("已出現過", "score", data, "--codebook", file("i.yaml", book + "overall: a\noverall: b\n")),
                ("JSON 格式有誤|YAML 格式有誤", "score", data, "--codebook", file("j.json", '{"schema": "x" "y"}')),
                # Margins.
                ("第 2 列第 3 欄「count」：.*不是數字", "mean", data, "--items", "api00", "--rake", file("k.csv", counts + "stype,E,x\n")),
                ("千分位", "mean", data, "--items", "api00", "--rake", file("k.csv", counts + 'stype,E,"1,000"\n')),
                ("不可為負", "mean", data, "--items", "api00", "--rake", file("l.csv", counts + "stype,E,-1\n")),
                ("已見於第 2 列", "mean", data, "--items", "api00", "--rake", file("m.csv", counts + "stype,E,1\nstype,E,2\n")),
                ("沒有下列類別：「H」50 筆.*最接近", "mean", data, "--items", "api00", "--rake", file("n.csv", counts + "stype,E,1\nstype,G,2\nstype,M,3\n")),
                ("之樣本，而母體有 4 人", "mean", data, "--items", "api00", "--rake", file("o.csv", counts + "".join(f"stype,{c},4\n" for c in "EHMX"))),
                ("（--poststratify）僅能用於一個變項.*（--rake）", "mean", data, "--items", "api00", "--poststratify", DATA / "margins_three.csv"),
                ("沒有任何資料列", "validity", data, "--margins", file("p.csv", counts)), ("（--margins-from）", "validity", data, "--margins", population, "--margins-from", "x"),
                # Conditions, designs and the rest.
                ("第 7 個字：此處應為比較符號.*相等請寫 ==", "mean", data, "--items", "api00", "--where", 'stype = "E"'),
                ("引號或反引號未成對", "mean", data, "--items", "api00", "--where", 'stype == "E'), ("右括號", "mean", data, "--items", "api00", "--where", "(api00 > 1"),
                ("加上引號", "mean", data, "--items", "api00", "--where", "stype == 1"),
                ("權數與母體數須為數字", "mean", data, "--items", "api00", "--weights", "stype"),
                ("權數（--weights）空白", "mean", file("q.csv", "y,w\n1,2\n2,\n"), "--items", "y", "--weights", "w"),
                ("權數（--weights）須為 0 以上", "mean", file("r.csv", "y,w\n1,2\n2,-1\n"), "--items", "y", "--weights", "w"),
                ("分層（--strata）空白", "mean", file("s.csv", "y,w\n1,2\n2,\n"), "--items", "y", "--strata", "w"),
                ("集群（--cluster）", "mean", file("t.csv", "y,w\n1,2\n2,\n"), "--items", "y", "--cluster", "w"),
                ("（--lonely-psu）", "mean", DATA / "lonely.csv", "--items", "api00", "--strata", "dnum"),
                ("多階段", "mean", data, "--items", "api00", "--cluster", "dnum,snum"), ("母體數（--fpc）", "mean", data, "--items", "api00", "--fpc", "api00"),
                ("沒有「人」欄（--counts）", "mean", data, "--items", "api00", "--counts", "人"),
                ("沒有「1999」之資料", "growth", data, "--items", "api00", "--period", "awards", "--from", "1999", "--to", "2000"),
                ("至少須有兩個題項", "reliability", data, "--items", "api00"), ("這個量表（--scale）；是否為「satisfaction-5」", "mean", data, "--items", "api00", "--scale", "satisfction-5"),
                ("即為所讀取之檔案", "mean", data, "--items", "api00", "--output", data), ("一個檔案", "mean", data, data, "--items", "x"),
            ]:
                done = run(*words, "--lang", "zh-TW")
                self.assertIn(done.returncode, (1, 2), words)
                message = done.stderr.splitlines()[0]
                self.assertRegex(message, pattern)
                # Names of options, columns and formats may stand in Latin letters, three words in a row are English.
                self.assertNotRegex(re.sub(r"survey-stats \w.*|/\S+", "", message.removeprefix("survey-stats: ")), r"[a-z]{2,} [a-z]{2,} [a-z]{2,}")
            for pattern, *words in [
                (r"no item is named \(--items\)", "mean", data), (r"\(--missing\): 99", "mean", ten, "--items", "q", "--scale", "auto"),
                (r"\(--margins-from\)", "validity", office, "--margins", population), (r"380 that were returned \(--returned\)", "validity", office, "--returned", "380"),
                (r"margin of error \(--margin\)", "sample-size", "--margin", "3"), (r"\(--items\), name its scale \(--scale\)", "summary", data, "--items", "stype"),
            ]:
                self.assertRegex(run(*words).stderr, pattern)

    def test_notes_name_options_as_they_are_typed(self):
        office = OFFICE / "office-counter-103.csv"
        page = run("validity", office, "--lang", "zh-TW").stdout
        self.assertIn("請說明抽樣方式（--sampling）", page)
        self.assertIn("(--sampling)", run("validity", office).stdout)
        # What programs read is the same through every door.
        self.assertNotIn("--sampling", run("validity", office, "--format", "json", "--lang", "zh-TW").stdout)
        # A name that ends in such a word is a name.
        done = run("mean", "-", "--items", "Q1 (item)", "--lang", "zh-TW", input="Q1 (items)\n1\n2\n")
        self.assertNotIn("--items", done.stderr.split("；")[1])

    def test_notes_in_chinese_call_statistics_by_their_chinese_names(self):
        rows = "甲,乙\n5,5\n4,4\n5,4\n"
        page = run("summary", "-", "--items", "甲,乙", "--scale", "rating-5", "--lang", "zh-TW", input=rows).stdout
        self.assertIn("正向答案比例／甲、正向答案比例／乙、正向答案比例／全部題項", page)
        for word in ("top2", "all items", "\x1e"):
            self.assertNotIn(word, page)

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
            ("--base goes with --statistic top2", "growth", data, data, "--items", "api00", "--base", "all"),
            ("--comparable goes with two files", "growth", data, "--items", "api00", "--comparable"),
            ("--interval goes with --as top2", "score", data, "--items", "api00", "--as", "mean", "--interval", "wald"),
            ("--base goes with --as top2", "score", data, "--items", "api00", "--as", "score-of-max", "--base", "all"),
            ("--covariance goes with --format json", "mean", data, "--items", "api00,api99", "--covariance"),
            ("--prior-codebook goes with two files", "growth", data, "--items", "api00", "--prior-codebook", "x.yaml"),
            ("--prior-codebook goes with --prior", "summary", data, "--items", "api00", "--prior-codebook", "x.yaml"),
            ("unknown option --strata", "weight", "rake", data, "--margins", DATA / "margins_three.csv", "--strata", "stype"),
            ("--as names mean twice", "score", data, "--items", "api00", "--as", "mean, mean"),
        ]:
            self.refuses(2, pattern, *words)

    def test_growth_of_scores_finds_the_scales_of_both_files(self):
        header = "q1\n"
        text = lambda answers: header + "\n".join(answers) + "\n"
        with tempfile.TemporaryDirectory() as folder:
            prior, current = pathlib.Path(folder) / "1.csv", pathlib.Path(folder) / "2.csv"
            prior.write_text(text(["非常滿意", "滿意", "普通", "不滿意"] * 5), encoding="utf-8")
            current.write_text(text(["非常滿意", "滿意", "滿意", "不滿意"] * 5), encoding="utf-8")
            done = run("growth", prior, current, "--items", "q1", "--statistic", "top2", "--format", "json")
            rows = json.loads(done.stdout)["rows"]
            self.assertEqual([round(row["estimate"], 12) for row in rows], [.5, .75, .25, .5])
            self.assertEqual({row["base"] for row in rows}, {"valid"})
            piped = run("growth", prior, "-", "--items", "q1", "--statistic", "top2", "--format", "json",
                        input=current.read_text(encoding="utf-8"))
            self.assertEqual(json.loads(piped.stdout)["rows"], rows)

    def test_an_empty_result_says_that_there_is_nothing(self):
        for words in (["mean", "--by", "s"], ["proportion"], ["quantile", "--by", "s"], ["frequency", "--by", "s"]):
            done = run(words[0], "-", "--items", "a", *words[1:], "--where", 's == "none"', input="a,s\n5,x\n4,y\n")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("There is nothing to estimate", done.stdout)
            self.assertNotIn("points", done.stdout)
        blank = run("frequency", "-", "--items", "a", input="a,s\n,x\n,y\n").stdout
        self.assertIn("(blank)", blank)
        self.assertNotIn("There is nothing to estimate", blank)

    def test_a_column_is_text_and_number_at_once(self):
        text = "year,q1,q2\n" + "102,\"4\",\"5\"\n103,\"3\",\"1\"\n" * 3
        done = run("mean", "-", "--items", "year,q1,q2", "--by", "year", "--where", "year >= 103", "--format", "json", input=text)
        self.assertEqual([row["estimate"] for row in json.loads(done.stdout)["rows"]], [103, 3, 1])

    def test_blanks_are_blank_in_quotes_and_across_lines(self):
        text = 'a,b\n5,"x\n"\n4,x\n" ","  "\n"\n",y\n'
        rows = json.loads(run("frequency", "-", "--items", "b", "--format", "json", input=text).stdout)["rows"]
        self.assertEqual({row["level"]: row["estimate"] for row in rows if row["statistic"] == "count"}, {"x": 2, "y": 1})
        done = run("mean", "-", "--items", "a", input=text)
        self.assertRegex(done.stdout, r"a +4\.50 .* 2 +1")

    def test_proportions_of_a_short_pipe_may_look_twice(self):
        text = "a,b\n" + '1,"x,y"\n2,"x"\n3,"y,x"\n4,z\n5,z\n6,x\n7,y\n'
        done = run("proportion", "-", "--items", "b", "--format", "json", input=text)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([row["level"] for row in json.loads(done.stdout)["rows"]], ["x", "y", "z"])

    def test_a_row_whose_one_answer_is_a_quote_is_no_blank_row(self):
        text = 'a,b,c\n1,2,x\n,,""""\n ," ",""\n'
        result = json.loads(run("frequency", "-", "--items", "c", "--format", "json", input=text).stdout)
        self.assertEqual([row["level"] for row in result["rows"] if row["statistic"] == "count"], ['"', "x"])
        self.assertIn("row 4", [note["text"] for note in result["notes"] if note["code"] == "blank_rows_skipped"][0])

    def test_counts_of_answers_have_those_of_weight_zero(self):
        done = run("frequency", "-", "--items", "a", "--weights", "w", "--format", "json", input="a,w\nx,0\nx,0\nx,1\ny,1\n")
        result = json.loads(done.stdout)
        self.assertEqual([row["estimate"] for row in result["rows"] if row["statistic"] == "count"], [3, 1])
        self.assertIn("zero_weights_counted", [note["code"] for note in result["notes"]])

    def test_answers_that_differ_in_width_are_named(self):
        text = "a,b\n1,A\n2,\uff21\n3,A\n4,C\n"
        for command in ("proportion", "frequency"):
            notes = json.loads(run(command, "-", "--items", "b", "--format", "json", input=text).stdout)["notes"]
            own = [note["text"] for note in notes if note["code"] == "answers_spelled_apart"]
            self.assertEqual(len(own), 1)
            self.assertTrue(own[0].endswith("'b': 'A' / '\uff21'."), own)
        self.assertNotIn("spelled_apart", run("proportion", "-", "--items", "b", "--format", "json", input="a,b\n1,A\n2,a\n").stdout)

    def test_a_sample_of_one_is_called_the_sample(self):
        done = run("mean", "-", "--items", "a", "--lonely-psu", "remove", input="a,b\n5,3\n")
        self.assertIn("The sample has one sampled unit and was", done.stdout)
        self.refuses(1, r"the sample has one sampled unit.*\(--lonely-psu\)", "mean", "-", "--items", "a", input="a,b\n5,3\n")
        self.refuses(1, "the sample has one sampled unit and there is no other", "mean", "-", "--items", "a",
                     "--lonely-psu", "collapse", input="a,b\n5,3\n")

    def test_wrong_usage_points_to_the_help_of_its_command(self):
        data = DATA / "apistrat.csv"
        self.assertIn("survey-stats mean --help tells how", run("mean", data).stderr)
        self.assertIn("用法請見 survey-stats plan --help", run("plan", "x", "--lang", "zh-TW").stderr)
        self.assertIn("用法請見 survey-stats --help", run("maen", data, "--lang", "zh-TW").stderr)

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

    def test_the_suffix_of_the_output_names_the_format(self):
        """結果.csv that holds the page for a terminal opens in Excel as one column of text."""
        data = OFFICE / "office-counter-103.csv"
        plan = ROOT / "seeds/plans/xinyi-103.yaml"
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for words, suffixes in ((["summary", data], {"csv": b"\xef\xbb\xbfsection,", "json": b"{", "md": b"# ", "MD": b"# "}),
                                    (["describe", data], {"csv": b"\xef\xbb\xbfposition,", "json": b"{"}),
                                    (["plan", "evaluate", plan], {"html": b"<!DOCTYPE html>", "odt": b"PK", "ods": b"PK", "csv": b"\xef\xbb\xbf"}),
                                    (["report", plan], {"html": b"<!DOCTYPE html>", "odt": b"PK", "ods": b"PK", "json": b"{", "": b"<!DOCTYPE html>"})):
                for suffix, beginning in suffixes.items():
                    path = folder / ("結果." + suffix if suffix else "結果")
                    done = run(*words, "--output", path)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertTrue(path.read_bytes().startswith(beginning), (words, suffix))
                    path.unlink()
            page = run("summary", data).stdout.encode()
            for file in ("結果.txt", "結果", "結果.v2", ".csv", "第3.1版"):
                self.assertEqual(run("summary", data, "--output", folder / file).returncode, 0)
                self.assertEqual((folder / file).read_bytes(), page, file)
                (folder / file).unlink()
            # What --format says counts, whatever the file is called.
            run("summary", data, "--output", folder / "結果.csv", "--format", "json")
            self.assertTrue((folder / "結果.csv").read_bytes().startswith(b"{"))
            (folder / "結果.csv").unlink()
            for words, file, pattern in (
                (["summary", data], "結果.xlsx", r"summary 無法輸出 xlsx 格式，可輸出 text、csv、json、markdown；.*Excel 可直接開啟 \.csv"),
                (["summary", data], "結果.html", "summary 無法輸出 html 格式"), (["frequency", data], "a.PDF", "無法輸出 pdf"),
                (["report", plan], "報告.docx", r"report 無法輸出 docx.*html、odt、ods.*Word 可直接開啟 \.odt"),
                (["weight", "rake", data, "--margins", OFFICE / "office-population.csv"], "w.xlsx", r"僅能以 csv 格式輸出"),
            ):
                done = run(*words, "--output", folder / file, "--lang", "zh-TW")
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertRegex(done.stderr, pattern)
            self.assertRegex(run("summary", data, "--output", folder / "r.docx").stderr, "writes no docx; there is text, csv, json, markdown")
            self.assertEqual(run("describe", data, "--codebook-out", folder / "book.json").returncode, 2)
            self.assertEqual(os.listdir(folder), [])

    def test_nothing_is_written_under_the_name_of_a_compressed_file(self):
        """A plain text called x.csv.gz opens nowhere; it is refused before the data is read, whatever --format says."""
        data, population = OFFICE / "office-counter-103.csv", OFFICE / "office-population.csv"
        plan, absent = ROOT / "seeds/plans/xinyi-103.yaml", ROOT / "no such file.csv"
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for words, option, file, said in (
                (["mean", absent, "--items", "q1"], "--output", "x.csv.gz", r"x\.csv and compress it afterwards \(gzip\)"),
                (["mean", absent, "--items", "q1", "--format", "csv"], "--output", "x.csv.ZST", r"x\.csv and .*\(zstd\)"),
                (["summary", data], "--output", "x.zip", r"\(zip\)"), (["describe", absent], "--output", "x.7z", r"write .*/x$"),
                (["describe", absent], "--codebook-out", "x.yaml.gz", r"x\.yaml and"),
                (["weight", "rake", absent, "--margins", population], "--output", "x.csv.xz", r"x\.csv and"),
                (["fold", "mean", absent, "--items", "q1"], "--state", "x.state.gz", r"x\.state and"),
                (["merge", absent], "--state", "x.gz", "--state .*not written compressed"),
                (["plan", "evaluate", plan], "--output", "x.html.gz", r"x\.html and"), (["report", plan], "--output", "x.tar", r"\(\.tar\)"),
            ):
                done = run(*words, option, folder / file)
                self.assertEqual((done.returncode, done.stdout), (2, ""), (words, done.stderr))
                self.assertRegex(done.stderr.splitlines()[0], said)
                self.assertIn("無法直接輸出壓縮檔", run(*words, option, folder / file, "--lang", "zh-TW").stderr)
            self.assertEqual(os.listdir(folder), [])

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


class Plurals(unittest.TestCase):
    def test_one_is_no_plural(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            one, two, outside = folder / "one.csv", folder / "two.csv", folder / "margins.csv"
            one.write_text("q\n3\n", encoding="utf-8")
            two.write_text("q,g\n3,a\n3,a\n4,b\n5,c\n", encoding="utf-8")
            outside.write_text("variable,category,count\ng,a,5\ng,b,5\n", encoding="utf-8")
            self.assertIn("one.csv: 1 row, 1 column\n", run("describe", one).stdout)
            page = run("describe", two).stdout
            self.assertIn("two.csv: 4 rows, 2 columns\n", page)
            self.assertIn("\n1 row repeats an earlier row in every column\n", page)
            self.assertIn(": 1 row, totals", run("fold", "mean", one, "--items", "q", "--state", folder / "s").stderr)
            self.assertIn("'c' (1 row;", run("mean", two, "--items", "q", "--rake", outside).stderr)
            page = run("validity", two, "--margins", outside).stdout
            self.assertIn("1 answer is no category of the margins and is left out", page)
            self.assertNotIn("1 rows", page)
            plan = folder / "plan.yaml"
            plan.write_text("""schema: survey-stats/plan@1
id: p
title: t
agency: {name: a}
year: {roc: 103}
nodes:
  - label: n
    indicators:
      - {id: i, label: i, kind: text, text: done}
""", encoding="utf-8")
            self.assertIn("sound, 1 indicator.", run("plan", "check", plan).stdout)


class CompressedFiles(unittest.TestCase):
    """What gzip and zstd wrote is read as its content; gzip is also Python's."""

    def test_the_result_is_that_of_the_plain_file(self):
        """Files larger than every buffer, of several members, from a file and from a pipe."""
        random = Random(20141129)
        lines = [f"{random.randrange(9)},{random.randrange(500)},{random.random():.6f},\"滿意, {random.randrange(4)}\"\n"
                 for _ in range(120_000)]
        text = ("q1,village,weight,channel\n" + "".join(lines)).encode()
        words = ["--items", "q1", "--cluster", "village", "--weights", "weight", "--by", "channel", "--format", "json"]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "export.csv"
            path.write_bytes(text)
            plain = run("mean", path, *words).stdout
            cuts = [0, 1, 1, 700_001, 2_000_003, len(text)]
            compressed = b"".join(gzip.compress(text[a:b], 6) for a, b in zip(cuts, cuts[1:]))
            self.assertGreater(len(compressed), 4 * 131_072)
            path.write_bytes(compressed)
            for threads in (1, 2, 3, 7):
                done = run("mean", path, *words, "--threads", threads)
                self.assertEqual((done.stderr, done.stdout), ("", plain))
            piped = subprocess.run([TOOL, "mean", "-", *words], input=compressed, capture_output=True)
            self.assertEqual(piped.stdout.decode().replace("stdin", str(path)), plain)
            # Cut anywhere, it has no answer.
            for length in (1_000, 200_000, len(compressed) - 9, len(compressed) - 1):
                path.write_bytes(compressed[:length])
                done = run("mean", path, *words, "--lang", "zh-TW")
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(f"{path}：gzip 壓縮檔不完整，內容未結束即止於位元組位移 {length}", done.stderr)

    def test_zstandard_of_a_second_hand(self):
        folder = ROOT / "Tests/Compressed"
        words = ["frequency", "--items", "q1,remark", "--by", "district", "--format", "json"]
        plain = run(*words, folder / "answers.csv").stdout
        for name in ("answers.csv.zst", "frames.csv.zst", "skippable-first.csv.zst", "members.csv.gz", "big5.csv.gz"):
            done = run(*words, folder / name)
            self.assertEqual(json.loads(done.stdout)["rows"], json.loads(plain)["rows"], name)
            with open(folder / name, "rb") as file:
                piped = subprocess.run([TOOL, *words, "-"], input=file.read(), capture_output=True)
            self.assertEqual(json.loads(piped.stdout)["rows"], json.loads(plain)["rows"], name)

    def test_describe_says_that_it_is_compressed(self):
        path = ROOT / "Tests/Compressed/answers.csv.zst"
        self.assertIn("the file is compressed (zstd)", run("describe", path).stdout)
        self.assertIn("以 zstd 壓縮", run("describe", path, "--lang", "zh-TW").stdout)
        self.assertEqual(json.loads(run("describe", path, "--format", "json").stdout)["dialect"]["compression"], "zstd")
        plain = run("describe", path.with_suffix(""), "--format", "json").stdout
        self.assertIsNone(json.loads(plain)["dialect"]["compression"])

    def test_codebooks_margins_states_and_plans_may_be_compressed(self):
        """Everything that is read beside the answers, under its own name, so that nothing else changes."""
        with tempfile.TemporaryDirectory() as folder:
            seeds = pathlib.Path(folder) / "seeds"
            shutil.copytree(ROOT / "seeds", seeds)
            office, state = seeds / "surveys/office", pathlib.Path(folder) / "east.state"
            folded = run("fold", "mean", DATA / "apistrat.csv", "--items", "api00", "--state", state)
            self.assertEqual(folded.returncode, 0, folded.stderr)
            asked = [
                ["summary", f"{office}-counter-103.csv", "--codebook", f"{office}-codebook.yaml", "--margins",
                 f"{office}-population.csv", "--rake", f"{office}-population.csv", "--prior", f"{office}-counter-102.csv",
                 "--prior-codebook", f"{office}-codebook.yaml"],
                ["merge", state, "--format", "json"], ["plan", "evaluate", seeds / "plans/xinyi-103.yaml", "--format", "csv"],
                ["plan", "check", seeds / "plans/xinyi-103.yaml"], ["report", seeds / "plans/yunlin-99.yaml", "--format", "csv"],
            ]
            plain = [run(*words) for words in asked]
            for path in [*seeds.rglob("*.yaml"), *seeds.rglob("*.csv"), state]:
                path.write_bytes(gzip.compress(path.read_bytes()))
            for words, before in zip(asked, plain):
                self.assertEqual(before.returncode, 0, before.stderr)
                done = run(*words)
                self.assertEqual((done.returncode, done.stdout), (0, before.stdout), (words, done.stderr))
            cut = state.read_bytes()[:-4]
            state.write_bytes(cut)
            self.assertIn(f"{state}: the gzip file is cut short", run("merge", state).stderr)

    def test_what_is_compressed_in_another_way_is_called_by_its_name(self):
        refused = ROOT / "Tests/Compressed/refused"
        for name, said, chinese in [("answers.csv.xz", "compressed by xz", "xz 壓縮檔"), ("answers.zip", "ZIP archive", "ZIP 封存檔"),
                                    ("answers.csv.gz.gz", "compressed twice", "重複壓縮")]:
            for words in (["describe", refused / name], ["plan", "check", refused / name], ["merge", refused / name],
                          ["mean", DATA / "apistrat.csv", "--items", "api00", "--codebook", refused / name],
                          ["mean", DATA / "apistrat.csv", "--items", "api00", "--rake", refused / name]):
                done = run(*words)
                self.assertEqual((done.returncode, done.stdout), (2, ""), (words, done.stderr))
                self.assertIn(f"{refused / name} is ", done.stderr)
                self.assertIn(said, done.stderr)
                self.assertIn(chinese, run(*words, "--lang", "zh-TW").stderr)

    def test_a_plan_reads_compressed_records(self):
        """The evaluation of a plan whose records were compressed is that of the plan as it was."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "seeds", pathlib.Path(folder) / "seeds")
            plan = pathlib.Path(folder) / "seeds/plans/xinyi-103.yaml"
            words = ["plan", "evaluate", plan, "--format", "csv"]
            plain = run(*words)
            self.assertEqual(plain.returncode, 0, plain.stderr)
            compressed = 0
            for path in (plan.parent.parent).rglob("*.csv"):
                path.write_bytes(gzip.compress(path.read_bytes()))
                compressed += 1
            self.assertGreater(compressed, 5)
            done = run(*words)
            self.assertEqual((done.returncode, done.stdout), (0, plain.stdout), done.stderr)

    def test_a_small_file_with_endless_content_takes_little_memory(self):
        """A thousand times its size: what is held is a window and a buffer, not the content."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "bomb.csv"
            with gzip.open(path, "wb", 9) as file:
                file.write(b"y\n")
                for _ in range(200):
                    file.write(b"1\n2\n" * 250_000)
            self.assertLess(path.stat().st_size, 1 << 20)
            done = subprocess.run(["sh", "-c", "ulimit -v 1000000; exec \"$@\"", "sh", TOOL, "mean", path, "--items", "y",
                                   "--threads", "2", "--format", "json"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(json.loads(done.stdout)["rows"][0]["n"], 100_000_000)


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

    def test_shares_of_a_question_with_several_answers_are_those_of_its_options(self):
        data = OFFICE / "office-web-103.csv"
        item = next(name for name in data.read_text(encoding="utf-8-sig").splitlines()[0].split(",") if "複選" in name)
        with tempfile.TemporaryDirectory() as folder:
            book = pathlib.Path(folder) / "book.yaml"
            run("describe", data, "--codebook-out", book)
            for extra in ([], ["--codebook", book], ["--by", "性別"], ["--weights", "w"]):
                source = data
                if "w" in extra:
                    source = pathlib.Path(folder) / "weighted.csv"
                    with open(data, encoding="utf-8-sig", newline="") as file:
                        rows = list(csv.reader(file))
                    with open(source, "w", encoding="utf-8", newline="") as file:
                        csv.writer(file).writerows([rows[0] + ["w"]] + [row + [1 + i % 3] for i, row in enumerate(rows[1:])])
                counted = json.loads(run("frequency", source, "--items", item, *extra, "--format", "json").stdout)["rows"]
                done = run("proportion", source, "--items", item, *extra, "--format", "json")
                self.assertEqual(done.returncode, 0, done.stderr)
                result = json.loads(done.stdout)
                expected = [row for row in counted if row.get("base") == "valid"]
                for row in expected:
                    del row["base"]
                self.assertGreater(len(expected), 3)
                self.assertEqual(result["rows"], expected, extra)
                self.assertIn("multiple_answers", [note["code"] for note in result["notes"]])
            two = run("proportion", data, "--items", f"性別,{item}", "--levels", expected[0]["level"], "--format", "json")
            rows = json.loads(two.stdout)["rows"]
            self.assertEqual([(row["term"], row["level"]) for row in rows],
                             [("性別", expected[0]["level"]), (item, expected[0]["level"])])
            self.assertEqual(run("proportion", data, "--items", item, "--covariance").returncode, 2)

    def test_counts_are_numbers_as_people_write_them(self):
        tally = '滿意度,人數\n非常滿意,"1,050"\n滿意,１８０\n普通,"１，２００"\n不滿意,20\n非常不滿意,\n合計,"2,450"\n'
        rows = json.loads(run("frequency", "-", "--items", "滿意度", "--counts", "人數", "--format", "json", input=tally).stdout)["rows"]
        counts = {row["level"]: row["estimate"] for row in rows if row["statistic"] == "count"}
        self.assertEqual(counts, {"非常滿意": 1050, "滿意": 180, "普通": 1200, "不滿意": 20, "非常不滿意": 0})
        for cell in ("1,05", "0,050", "-5", "2.5", "很多", "1,0500", ",500", "1e400"):
            text = tally.replace("20\n", f'"{cell}"\n')
            done = run("frequency", "-", "--items", "滿意度", "--counts", "人數", "--lang", "zh-TW", input=text)
            self.assertEqual(done.returncode, 1, cell)
            self.assertRegex(done.stderr, f"第 5 列「人數」欄：「{re.escape(cell)}」不是人數；人數（--counts）須為 0 以上之整數")
            self.assertIn("is not a number of respondents", run("frequency", "-", "--items", "滿意度", "--counts", "人數", input=text).stderr)
        # And on the command line.
        words = ["--sampling", "srs", "--format", "json"]
        plain = run("validity", DATA / "apistrat.csv", "--issued", "1000", "--returned", "500", "--population", "51230", *words)
        self.assertEqual(plain.returncode, 0, plain.stderr)
        written = run("validity", DATA / "apistrat.csv", "--issued", "1,000", "--returned", "５００", "--population", "５１，２３０", *words)
        self.assertEqual(written.stdout, plain.stdout)
        self.assertEqual(run("sample-size", "--margin", "０．０３").stdout, run("sample-size", "--margin", ".03").stdout)
        self.assertEqual(run("validity", DATA / "apistrat.csv", "--issued", "1,00").returncode, 2)
        self.assertEqual(run("sample-size", "--margin", "1,000").returncode, 2)

    def test_rows_of_totals_are_kept_on_request(self):
        for words, n, mean in (([], 4, 3.5), (["--keep-total-rows"], 5, 5.6)):
            done = run("mean", "-", "--items", "服務 [環境]", "--format", "json", *words, input=self.TEXT)
            row = json.loads(done.stdout)["rows"][0]
            self.assertEqual((row["n"], round(row["estimate"], 9)), (n, mean))

    def test_describe_says_where_the_codebook_is_and_why_texts_are_not_listed(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "編碼簿.yaml"
            done = run("describe", "-", "--codebook-out", path, "--lang", "zh-TW", input="姓名,滿意度\n王,滿意\n李,普通\n林,非常滿意\n")
            self.assertIn(f"已寫入編碼簿草稿：{path}", done.stderr)
            self.assertTrue(path.read_text(encoding="utf-8").startswith("schema: survey-stats/codebook@1"))
            self.assertRegex(done.stdout, "姓名 .*（各列多不相同，未列出）")
            self.assertRegex(done.stdout, r"滿意度 .*非常滿意 \(1\)  滿意 \(1\)  普通 \(1\)")

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

    def test_json_has_the_sentences_of_the_page(self):
        words = ["--prior", self.PRIOR, "--sampling", "srs", "--issued", "500", "--returned", "480", "--from", "102年", "--to", "103年"]
        for language in ("zh-TW", "en"):
            page = run("summary", self.CURRENT, "--codebook", self.CODEBOOK, *words, "--lang", language).stdout
            sentences = self.rows(*words, "--lang", language)["sentences"]
            self.assertGreater(len(sentences), 4)
            places = [page.index(f"\n{sentence}\n") for sentence in sentences]
            self.assertEqual(places, sorted(places))
        self.assertTrue(any("在 95% 信心水準下，抽樣誤差為 ±4.57 個百分點。" in sentence
                            for sentence in self.rows(*words, "--lang", "zh-TW")["sentences"]))
        # Other results are rows alone.
        mean = json.loads(run("mean", self.CURRENT, "--codebook", self.CODEBOOK, "--items", "整體滿意度", "--scale", "auto", "--format", "json").stdout)
        self.assertNotIn("sentences", mean)

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

    def test_intervals_below_zero_can_be_read(self):
        """-15.3% – -0.2% has three kinds of dashes in a row."""
        for language, word, unit in (("zh-TW", "至", "差距信賴區間（百分點）"), ("en", "to", "interval of the difference (points)")):
            page = run("summary", self.PRIOR, "--prior", self.CURRENT, "--codebook", self.CODEBOOK, "--lang", language).stdout
            self.assertRegex(page, rf"−\d+\.\d% {word} −?\d+\.\d%")
            self.assertRegex(page, rf"−\d+\.\d {word} ")
            self.assertNotRegex(page, r"– -|-\d+\.\d+%? –")
            self.assertIn(unit, page)
            self.assertRegex(page, r" \d+\.\d% – \d+\.\d%")
        growth = run("growth", self.CURRENT, self.PRIOR, "--codebook", self.CODEBOOK, "--items", "整體滿意度", "--scale", "auto", "--lang", "zh-TW").stdout
        self.assertRegex(growth, r"差異.* −\d+\.\d+ 至 ")

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
        self.assertIn("信心水準 90%，抽樣誤差 ±3.5 個百分點，預期比例 30%，母體數 51,230，設計效應 1.2，預期回收率 60%。", page)
        self.assertNotRegex(page.split("份數")[1], r"\d\.\d")
        self.assertIn("母體視為無限大", run("sample-size", "--margin", ".03", "--lang", "zh-TW").stdout)
        # 1067.07 questionnaires are 1,068.
        self.assertRegex(run("sample-size", "--margin", ".03").stdout, r"simple random sample +1,068\n")


class Documentation(unittest.TestCase):
    def test_help_on_every_level(self):
        overview = run("--help")
        self.assertEqual(overview.returncode, 0)
        commands = re.findall(r"^  ([\w-]+) +", overview.stdout, re.M)
        self.assertEqual(len(commands), 18)
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

    def test_the_command_of_the_first_result_is_shown_everywhere(self):
        """Who sees the page of the demo asks how to get it for another survey."""
        done = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True)
        shown = " ".join(done.stdout.replace("\\\n", " ").split())
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        command = re.search(r"^\S*survey-stats (summary (?:.*\\\n)+.*)$", readme, re.M)[1]
        command = " ".join(command.replace("\\\n", " ").split())
        self.assertIn("survey-stats " + command, shown)
        # It is printed before it runs.
        self.assertRegex(shown, "echo '\\$+ [^']*" + re.escape(command) + "'")
        example = re.search(r"\.nf\n(.*?)\.fi", self.manual().split(".SH EXAMPLES")[1], re.S)[1]
        example = " ".join(example.replace("\\e\n", " ").split())
        self.assertTrue(example.startswith("survey-stats " + command.replace("seeds/surveys/", "")), example)

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
