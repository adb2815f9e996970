"""One table of cases through the four doors: Swift, C, Python and the tool must agree to the last bit.

Every door writes the same lines, numbers by their bits; the texts are compared. C and Python run in a folder
that holds the library alone, with no tool in reach.
"""
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / ".build/release/survey-stats"
LIBRARY = ROOT / ".build/release/libsurveystats.so"
NUMBERS = ["estimate", "std_error", "conf_low", "conf_high", "df", "weighted_n", "deff", "cv", "statistic_value", "df2",
           "p_value"]


def load_cases():
    cases = []
    for path in sorted((ROOT / "Tests/Reference").glob("cases-*.json")) + [ROOT / "Tests/Doors/cases-doors.json"]:
        cases += json.loads(path.read_text(encoding="utf-8"))["cases"]
    for case in cases:
        case["path"] = located(case["data"])
        for name in ("prior", "codebook", "poststratify", "rake"):
            if name in case["request"]:
                case["request"][name] = located(case["request"][name])
    return cases


def located(name):
    """The path of a file of the cases; one that is nowhere is looked for among the references."""
    folders = [ROOT / "Tests/Reference/data", ROOT / "Tests/Doors/data", ROOT / "seeds/surveys"]
    return str(next((folder / name for folder in folders if (folder / name).exists()), folders[0] / name))


def bits(value):
    return "-" if value is None or value != value else struct.pack(">d", value).hex()


def row_lines(identifier, rows, covariance, notes):
    for index, row in enumerate(rows):
        group = "".join(f"{column}={value};" for column, value in (row.get("group") or {}).items())
        level = row.get("level")
        periods = "|".join(row.get(name, "-") for name in ("period", "period_from", "period_to"))
        ways = "|".join(row.get(name, "-") for name in ("method", "base"))
        fields = [identifier, str(index), row["statistic"], row["term"], "-" if level is None else level, periods, ways,
                  group, str(row["n"]), str(row["n_missing"])]
        yield "\t".join(fields + [bits(row.get(name)) for name in NUMBERS])
    if covariance is not None:
        yield "\t".join([identifier, "covariance"] + [bits(value) for line in covariance for value in line])
    yield "\t".join([identifier, "notes"] + [part for note in notes for part in (note["code"], note["text"])])


def tool_lines(cases):
    """The command line, answering in JSON."""
    for case in cases:
        request = case["request"]
        files = [request["prior"]] if "prior" in request else []
        words = [request["command"], *files, case["path"], "--format", "json", "--lang", "en"]
        options = {"items": ",", "weights": None, "strata": ",", "cluster": ",", "fpc": ",", "by": ","}
        for name in options:
            if name in request:
                value = request[name]
                words += [f"--{name}", value if isinstance(value, str) else ",".join(value)]
        for name in ("shared_clusters", "comparable", "keep_total_rows", "keep_total"):
            if request.get(name):
                words += ["--" + name.replace("_", "-")]
        for name in ("where", "missing", "expression", "statistic", "interval", "period", "from", "to", "id", "method",
                     "codebook", "scale", "counts", "base", "poststratify", "rake"):
            if name in request:
                words += [f"--{name}", request[name]]
        if "kinds" in request:
            words += ["--as", ",".join(request["kinds"])]
        for level in request.get("levels", []):
            words += ["--levels", level]
        for name in ("population", "level", "df"):
            if name in request:
                words += [f"--{name}", str(request[name])]
        if "lonely_psu" in request:
            words += ["--lonely-psu", request["lonely_psu"]]
        if request.get("deff"):
            words += ["--deff"] + (["replace"] if request["deff"] == "replace" else [])
        if request.get("covariance"):
            words += ["--covariance"]
        done = subprocess.run([TOOL] + words, capture_output=True, text=True)
        if done.returncode != 0:
            yield f"{case['id']}\terror\t{done.stderr.strip().removeprefix('survey-stats: ')}"
            continue
        answer = json.loads(done.stdout, parse_int=float)
        for row in answer["rows"]:
            row["n"], row["n_missing"] = int(row["n"]), int(row["n_missing"])
        yield from row_lines(case["id"], answer["rows"], answer.get("covariance"), answer["notes"])


def c_lines(cases, folder):
    """A C program beside a copy of the library."""
    shutil.copy(LIBRARY, folder / "libsurveystats.so.0")
    (folder / "libsurveystats.so").symlink_to("libsurveystats.so.0")
    subprocess.run(["gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-O1", "-I", ROOT / "include",
                    ROOT / "Tests/Doors/doors.c", "-o", folder / "doors", "-L", folder, "-lsurveystats", "-lm"], check=True)
    table = []
    for case in cases:
        table += [f"case\t{case['id']}", f"data\t{case['path']}"]
        for name, value in case["request"].items():
            if value is False:
                continue
            for one in value if isinstance(value, list) else [value]:
                table.append(f"{name}\t{one}")
        table.append("end")
    done = subprocess.run([folder / "doors"], input="\n".join(table) + "\n", capture_output=True, text=True, check=True,
                          cwd=folder, env={"LD_LIBRARY_PATH": str(folder), "PATH": "/nonexistent"})
    return done.stdout.splitlines()


PYTHON_DOOR = """
import json, sys
import surveystats as ss
sys.path.insert(0, sys.argv[2])
from doors import row_lines
for case in json.load(open(sys.argv[1], encoding="utf-8")):
    request = case["request"]
    def given(*names):
        return {name: request[name] for name in names if name in request}
    def open_design(path):
        data = ss.read_csv(path, **given("missing", "keep_total_rows"))
        data = data.described(**given("codebook", "scale", "counts"), items=request["items"] if "scale" in request else None)
        design = ss.Design(data, **given("weights", "strata", "cluster", "fpc", "population", "lonely_psu"))
        if "poststratify" in request:
            return design.poststratify(request["poststratify"], **given("keep_total"))
        return design.rake(request["rake"], **given("keep_total")) if "rake" in request else design
    try:
        design = open_design(case["path"])
        asked = {name: request[name] for name in ("by", "where", "level", "df", "covariance") if name in request}
        command = request["command"]
        if command == "growth":
            asked.update(given("period", "id", "shared_clusters", "statistic", "method", "interval", "levels", "base",
                               "comparable"))
            for name, key in (("start", "from"), ("end", "to")):
                if key in request:
                    asked[name] = request[key]
            if "prior" in request:
                asked["prior"] = open_design(request["prior"])
            estimates = design.growth(request["items"], **asked)
        elif command == "contrast":
            if "statistic" in request:
                asked["statistic"] = request["statistic"]
            estimates = design.contrast(request["expression"], **asked)
        else:
            for name in ("deff", "interval", "levels"):
                if name in request and (command == "proportion" or name == "deff"):
                    asked[name] = request[name]
            if command == "score":
                asked.update(given("kinds", "base"))
            estimates = getattr(design, command)(request["items"], **asked)
    except ss.SurveyStatsError as error:
        print(case["id"], "error", error.message, sep="\\t")
        continue
    print(*row_lines(case["id"], estimates.rows, estimates.covariance, estimates.notes), sep="\\n")
"""


def python_lines(cases, folder):
    """The Python package beside a copy of the library."""
    shutil.copytree(ROOT / "python/surveystats", folder / "package/surveystats",
                    ignore=shutil.ignore_patterns("__pycache__", "lib"))
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    (folder / "helpers").mkdir()
    shutil.copy(__file__, folder / "helpers/doors.py")
    done = subprocess.run([sys.executable, "-c", PYTHON_DOOR, folder / "cases.json", folder / "helpers"],
                          capture_output=True, text=True, cwd=folder,
                          env={"PYTHONPATH": str(folder / "package"), "PATH": "/nonexistent", "PYTHONUTF8": "1",
                               "SURVEYSTATS_LIBRARY": str(folder / "libsurveystats.so.0")})
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout.splitlines()


def swift_lines(folder):
    """The Swift module, through the reference tests' own door."""
    output = folder / "swift.txt"
    subprocess.run(["swift", "test", "--scratch-path", ".build-tests", "--filter", "DoorTable"], cwd=ROOT,
                   env={**os.environ, "SURVEYSTATS_DOORS": str(output)}, check=True, capture_output=True)
    return output.read_text(encoding="utf-8").splitlines()


def main():
    cases = load_cases()
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        doors = {"C": c_lines(cases, folder), "Python": python_lines(cases, folder), "Swift": swift_lines(folder),
                 "tool": list(tool_lines(cases))}
    reference = doors["Swift"]
    answered = {line.split("\t")[0] for line in reference}
    if answered != {case["id"] for case in cases}:
        print("cases without an answer:", {case["id"] for case in cases} - answered)
        failures += 1
    for door, lines in doors.items():
        for ours, theirs in zip(reference, lines):
            if ours != theirs:
                failures += 1
                if failures <= 10:
                    print(f"Swift:  {ours}\n{door + ':':7} {theirs}")
        if len(lines) != len(reference):
            failures += 1
            print(f"{door} gave {len(lines)} lines, Swift {len(reference)}")
    numbers = sum(line.count("\t") for line in reference)
    print(f"{len(cases)} cases, {len(reference)} lines, {numbers} fields equal through Swift, C, Python and the tool"
          if not failures else f"{failures} lines differ")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
