"""The plans in seeds/plans through the tool: check, evaluate and report in every format, as a user would."""
import csv
import io
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from xml.etree import ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / ".build/release/survey-stats"
PLANS = sorted((ROOT / "seeds/plans").glob("*.yaml"))
STATUSES = {"met", "partly_met", "not_met", "undecided", "no_target", "no_data", "not_applicable", "undefined"}


def run(*words, status=0):
    done = subprocess.run([str(TOOL), *map(str, words)], capture_output=True)
    if done.returncode != status:
        raise AssertionError(f"{words}: exit {done.returncode}\n{done.stderr.decode()}")
    return done


def indicators(nodes):
    for node in nodes:
        yield from node.get("indicators", [])
        yield from indicators(node.get("nodes", []))


class Plans(unittest.TestCase):
    def test_there_are_five(self):
        self.assertEqual(len(PLANS), 5)

    def test_check_finds_nothing_to_mend(self):
        for plan in PLANS:
            with self.subTest(plan.name):
                self.assertIn("sound", run("plan", "check", plan, "--lang", "en").stdout.decode())

    def test_evaluate_gives_each_indicator_a_status_and_computed_ones_a_value(self):
        for plan in PLANS:
            with self.subTest(plan.name):
                result = json.loads(run("plan", "evaluate", plan, "--format", "json").stdout)
                self.assertEqual(result["schema"], "survey-stats/evaluation@1")
                found = list(indicators(result["nodes"]))
                self.assertGreater(len(found), 20)
                self.assertEqual(sum(result["statuses"].values()), len(found))
                for indicator in found:
                    self.assertIn(indicator["status"], STATUSES)
                    if indicator["kind"] not in ("text", "check") and indicator["value"] is None:
                        self.assertTrue(indicator.get("reason"), indicator["id"])
                for use in result["datasets"]:
                    self.assertRegex(use["sha256"], "^[0-9a-f]{64}$")

    def test_the_csv_has_a_row_for_each_indicator(self):
        for plan in PLANS:
            with self.subTest(plan.name):
                rows = list(csv.DictReader(io.StringIO(run("plan", "evaluate", plan, "--format", "csv").stdout.decode())))
                result = json.loads(run("plan", "evaluate", plan, "--format", "json").stdout)
                self.assertEqual([row["id"] for row in rows], [i["id"] for i in indicators(result["nodes"])])

    def test_the_html_report_is_one_well_formed_file_in_both_languages(self):
        for plan in PLANS:
            for language in ("zh-TW", "en"):
                with self.subTest(plan.name, language=language):
                    page = run("report", plan, "--lang", language).stdout.decode()
                    body = page.split("\n", 1)[1]
                    tree = ElementTree.fromstring(body)
                    self.assertEqual(tree.tag, "{http://www.w3.org/1999/xhtml}html")
                    self.assertNotIn("<script", page)
                    self.assertEqual(re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"", page), [])
                    self.assertNotIn("nan", re.sub(r">[^<]*<", "><", page).lower().replace("nanum", ""))

    def test_open_document_files_are_packages_whose_parts_are_well_formed(self):
        with tempfile.TemporaryDirectory() as folder:
            for plan in PLANS:
                for kind, mime in (("odt", "text"), ("ods", "spreadsheet")):
                    with self.subTest(plan.name, kind=kind):
                        path = pathlib.Path(folder) / f"{plan.stem}.{kind}"
                        run("report", plan, "--format", kind, "--output", path)
                        with zipfile.ZipFile(path) as package:
                            self.assertIsNone(package.testzip())
                            first = package.infolist()[0]
                            self.assertEqual((first.filename, first.compress_type), ("mimetype", zipfile.ZIP_STORED))
                            self.assertEqual(package.read("mimetype").decode(), f"application/vnd.oasis.opendocument.{mime}")
                            names = set(package.namelist())
                            manifest = ElementTree.fromstring(package.read("META-INF/manifest.xml"))
                            paths = {entry.get("{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path") for entry in manifest}
                            self.assertEqual(paths - {"/"}, names - {"mimetype", "META-INF/manifest.xml"})
                            for name in names:
                                if name.endswith((".xml", ".svg")):
                                    ElementTree.fromstring(package.read(name))

    def test_open_document_pages_hold_whole_rows_and_sheets_fit_their_width(self):
        with tempfile.TemporaryDirectory() as folder:
            for plan in PLANS:
                with self.subTest(plan.name):
                    path = pathlib.Path(folder) / plan.stem
                    for kind in ("odt", "ods"):
                        run("report", plan, "--format", kind, "--output", path.with_suffix("." + kind))
                    with zipfile.ZipFile(path.with_suffix(".odt")) as package:
                        text = package.read("content.xml").decode()
                    self.assertIn('style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"', text)
                    self.assertEqual(text.count("<table:table-row"), text.count('<table:table-row table:style-name="Row">'))
                    with zipfile.ZipFile(path.with_suffix(".ods")) as package:
                        sheets, styles = package.read("content.xml").decode(), package.read("styles.xml").decode()
                    self.assertRegex(styles, r'print-orientation="landscape"[^>]*style:scale-to-X="1" style:scale-to-Y="0"')
                    page = run("report", plan, "--lang", "zh-TW").stdout.decode()
                    self.assertEqual(">＊＊<" in page, ">＊＊<" in sheets)

    def test_deadlines_show_days_and_json_keeps_numbers(self):
        for plan in PLANS:
            with self.subTest(plan.name):
                found = indicators(json.loads(run("plan", "evaluate", plan, "--format", "json").stdout)["nodes"])
                due = [i for i in found if i["kind"] == "deadline" and i["status"] != "not_applicable"]
                self.assertTrue(due)
                text = run("plan", "evaluate", plan, "--lang", "zh-TW").stdout.decode()
                rows = {row["id"]: row for row in csv.DictReader(io.StringIO(
                    run("plan", "evaluate", plan, "--format", "csv", "--lang", "zh-TW").stdout.decode()))}
                for indicator in due:
                    self.assertRegex(indicator["target"], "^[0-9]+年[0-9]+月[0-9]+日前$")
                    self.assertEqual(rows[indicator["id"]]["target"], indicator["target"])
                    if indicator["value"] is None:
                        continue
                    days = abs(indicator["value"])
                    words = f"（{'提前' if indicator['value'] > 0 else '逾期'} {days} 日）" if days else "（期限當日）"
                    self.assertTrue(rows[indicator["id"]]["value"].endswith(words), rows[indicator["id"]]["value"])
                    self.assertIn(words, text)

    def test_probabilities_are_never_nought_and_texts_group_their_digits(self):
        for plan in PLANS:
            with self.subTest(plan.name):
                text = run("plan", "evaluate", plan, "--lang", "zh-TW").stdout.decode()
                for line in text.splitlines():
                    if "代表性" in line:
                        self.assertNotRegex(line, r"(^|\s)0\.000(\s|$)")
                self.assertNotRegex(text, r"(?<![0-9.,A-Za-z_/-])[0-9]{4,} (件|元|人次|戶次|人|案|筆|公尺)")

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed: its opening of ODT and ODS is not tested")
    def test_libreoffice_opens_both(self):
        with tempfile.TemporaryDirectory() as folder:
            for kind, into in (("odt", "txt:Text (encoded):UTF8"), ("ods", "csv:Text - txt - csv (StarCalc):44,34,76,1")):
                path = pathlib.Path(folder) / f"report.{kind}"
                run("report", PLANS[0], "--format", kind, "--output", path)
                subprocess.run(
                    ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", into,
                     "--outdir", folder, str(path)], check=True, capture_output=True, timeout=300)
                text = path.with_suffix("." + into[:3]).read_text(encoding="utf-8-sig")
                label = next(indicators(json.loads(run("plan", "evaluate", PLANS[0], "--format", "json").stdout)["nodes"]))["label"]
                self.assertIn(label, text)

    def test_a_bad_plan_names_its_place(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "plan.yaml"
            path.write_text("schema: survey-stats/plan@1\nid: a\ntitle: b\nagencey: {name: c}\nyear: {roc: 105}\n"
                            "datasets: [{id: d, role: events, file: none.csv}]\nnodes: [{label: [x]}]\n", encoding="utf-8")
            for language, words in (("en", ("error: the plan has no member 'agencey'; did you mean 'agency'?",
                                            "cannot open", "must be a text")),
                                    ("zh-TW", ("錯誤: 沒有「agencey」這個鍵；是否為「agency」？", "無法開啟", "此處須為文字"))):
                with self.subTest(language):
                    lines = run("plan", "check", path, "--lang", language, status=1).stdout.decode().splitlines()
                    self.assertEqual(len(lines), 3)
                    for line, place, word in zip(lines, ("4:1", "6:40", "7:17"), words):
                        self.assertTrue(line.startswith(f"{path}:{place}: "), line)
                        self.assertIn(word, line)
            error = run("plan", "evaluate", path, "--lang", "en", status=1).stderr.decode()
            self.assertIn("line 4, column 1", error)
            self.assertIn("did you mean 'agency'?", error)

    def test_a_check_lists_fifty_problems_and_counts_the_rest(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "plan.yaml"
            path.write_text(PLANS[0].read_text(encoding="utf-8").replace("label:", "lable:"), encoding="utf-8")
            lines = run("plan", "check", path, "--lang", "en", status=1).stdout.decode().splitlines()
            self.assertEqual(len(lines), 51)
            self.assertRegex(lines[-1], r"and \d+ more \(\d+ of them errors\)$")

    def test_wrong_words_are_usage(self):
        for words in (["plan"], ["plan", "judge", PLANS[0]], ["plan", "check"], ["report"], ["report", *PLANS[:2]],
                      ["report", PLANS[0], "--format", "pdf"], ["plan", "check", PLANS[0], "--output", "check.txt"],
                      ["plan", "check", PLANS[0], "--format", "json"]):
            with self.subTest(words):
                run(*words, status=2)

    def test_a_file_for_excel_begins_with_a_byte_order_mark(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "evaluation.csv"
            run("plan", "evaluate", PLANS[0], "--format", "csv", "--output", path)
            self.assertTrue(path.read_bytes().startswith(b"\xef\xbb\xbf"))


if __name__ == "__main__":
    unittest.main()
