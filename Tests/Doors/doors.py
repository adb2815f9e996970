"""One table of cases through the four doors: Swift, C, Python and the tool must agree to the last bit; so must plans.

Every door writes the same lines, numbers by their bits; the texts are compared. C and Python run in a folder
that holds the library alone, with no tool in reach.
"""
import atexit
import functools
import itertools
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / ".build/release/survey-stats"
LIBRARY = ROOT / ".build/release/libsurveystats.so"
NUMBERS = ["estimate", "std_error", "conf_low", "conf_high", "df", "weighted_n", "deff", "cv", "statistic_value", "df2",
           "p_value", "prob"]
# Ends a line: a heading, and so a term, may hold a line break.
END = "\x1e\n"


def load_cases():
    cases = []
    for path in sorted((ROOT / "Tests/Reference").glob("cases-*.json")) + [ROOT / "Tests/Doors/cases-doors.json"]:
        cases += json.loads(path.read_text(encoding="utf-8"))["cases"]
    for case in cases:
        case["path"] = located(case["data"]) if "data" in case else ""
        for name in ("prior", "codebook", "poststratify", "rake", "margins"):
            if name in case["request"]:
                case["request"][name] = located(case["request"][name])
    return cases


def located(name):
    """The path of a file of the cases; one that is nowhere is looked for among the references."""
    folders = [ROOT / "Tests/Reference/data", ROOT / "Tests/Doors/data", ROOT / "seeds/surveys"]
    return str(next((folder / name for folder in folders if (folder / name).exists()), folders[0] / name))


def bits(value):
    return "-" if value is None or value != value else struct.pack(">d", value).hex()


def answer_lines(identifier, answer, document):
    """The lines of one answer: what was asked, its rows, covariance and notes, and a checksum of the whole document."""
    rows, covariance, notes = answer["rows"], answer.get("covariance"), answer["notes"]
    yield "\t".join([identifier, "answer", answer["command"], bits(answer["confidence"])])
    for index, row in enumerate(rows):
        group = "".join(f"{column}={value};" for column, value in (row.get("group") or {}).items())
        level = row.get("level")
        periods = "|".join(row.get(name, "-") for name in ("period", "period_from", "period_to"))
        ways = "|".join(row.get(name, "-") for name in ("section", "method", "base"))
        fields = [identifier, str(index), row["statistic"], row["term"], "-" if level is None else level, periods, ways,
                  group, str(row["n"]), str(row["n_missing"])]
        yield "\t".join(fields + [bits(row.get(name)) for name in NUMBERS])
    if covariance is not None:
        yield "\t".join([identifier, "covariance"] + [bits(value) for line in covariance for value in line])
    yield "\t".join([identifier, "notes"] + [part for note in notes for part in (note["code"], note["text"])])
    yield "\t".join([identifier, "document", f"{zlib.crc32(document.encode()):08x}"])


def tool_lines(cases):
    """The command line, answering in JSON."""
    for case in cases:
        request = case["request"]
        files = [request["prior"]] if "prior" in request else []
        if files == [case["path"]]:
            # The tool refuses one file as both surveys; to it the earlier one is a copy.
            files = [copied(files[0])]
        if request["command"] == "summary":
            files = ["--prior", *files] if files else []
        data = [case["path"]] if case["path"] else []
        words = [request["command"], *files, *data, "--format", "json", "--lang", "en"]
        options = {"items": ",", "weights": None, "strata": ",", "cluster": ",", "fpc": ",", "by": ","}
        for name in options:
            if name in request:
                value = request[name]
                words += [f"--{name}", value if isinstance(value, str) else ",".join(value)]
        for name in ("shared_clusters", "comparable", "keep_total_rows", "keep_total", "mse"):
            if request.get(name):
                words += ["--" + name.replace("_", "-")]
        for name in ("where", "missing", "expression", "statistic", "interval", "period", "from", "to", "id", "method",
                     "codebook", "scale", "counts", "base", "replicate_type", "poststratify", "rake", "sampling", "margins", "margins_where"):
            if name in request:
                words += ["--" + name.replace("_", "-"), request[name]]
        if request.get("nominal_margin"):
            words += ["--anyway"]
        for specification in request.get("margins_from", []):
            words += ["--margins-from", specification]
        if "probs" in request:
            words += ["--probs", ",".join(map(str, request["probs"]))]
        if "rule" in request:
            words += ["--rule", request["rule"]]
        if "kinds" in request:
            words += ["--as", ",".join(request["kinds"])]
        for level in request.get("levels", []):
            words += ["--levels", level]
        for name in ("population", "level", "df", "margin", "proportion", "response_rate", "issued", "returned", "replicates",
                     "seed", "fay_rho"):
            if name in request:
                words += ["--" + name.replace("_", "-"), str(request[name])]
        if "lonely_psu" in request:
            words += ["--lonely-psu", request["lonely_psu"]]
        if request.get("deff"):
            words += ["--deff"] + ([] if request["deff"] is True else [str(request["deff"])])
        if request.get("covariance"):
            words += ["--covariance"]
        done = subprocess.run([TOOL] + words, capture_output=True, text=True)
        if done.returncode != 0:
            # Where the library says "(items)", the tool says what is typed.
            message = re.sub(r"\((--[\w-]+(?:, --[\w-]+)*)\)", lambda match: f"({match[1].replace('--', '')})", done.stderr)
            yield f"{case['id']}\terror\t{message.strip().removeprefix('survey-stats: ')}"
            continue
        document = without_note("prior_inherits", done.stdout)
        if "prior" in request and files[-1] != request["prior"]:
            # Two surveys of one name are told apart as this one and the prior one.
            document = document.replace(files[-1] + ":", "prior:").replace(files[-1], request["prior"])
        answer = json.loads(document, parse_int=float)
        for row in answer["rows"]:
            row["n"], row["n_missing"] = int(row["n"]), int(row["n_missing"])
        yield from answer_lines(case["id"], answer, document)


@functools.cache
def copied(path):
    """A copy of a file under another name, that lasts as long as this program."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return shutil.copy(path, folder.name)


def without_note(code, document):
    """The document without a note that only the tool has cause for: it gives the earlier survey the options of this one,
    where a program says what each design is."""
    rest = re.sub(rf'\n    {{"code":"{code}"[^\n]*', "", document)
    return re.sub(r'"notes": \[\n  \]', '"notes": []', rest.replace("},\n  ]", "}\n  ]"))


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
    return done.stdout.split(END)[:-1]


PYTHON_DOOR = """
import json, sys
import surveystats as ss
sys.path.insert(0, sys.argv[2])
from doors import END, answer_lines
for case in json.load(open(sys.argv[1], encoding="utf-8")):
    request = case["request"]
    def given(*names):
        return {name: request[name] for name in names if name in request}
    def open_design(path):
        data = ss.read_csv(path, **given("missing", "keep_total_rows"))
        if "finds_items" in request:
            data = data.described(**given("counts"), scale="auto", items=data.satisfaction_items())
        else:
            data = data.described(**given("codebook", "scale", "counts"),
                                  items=request.get("items") if "scale" in request else None)
        # In validity it says whom the sample is to speak for, whatever the design.
        population = given("population") if request["command"] != "validity" else {}
        design = ss.Design(data, **population, **given("weights", "strata", "cluster", "fpc", "lonely_psu", "seed", "fay_rho", "mse"),
                           replicates=request.get("replicate_type"), replicate_count=request.get("replicates"))
        if "poststratify" in request:
            return design.poststratify(request["poststratify"], **given("keep_total"))
        return design.rake(request["rake"], **given("keep_total")) if "rake" in request else design
    try:
        command = request["command"]
        design = open_design(case["path"]) if case["path"] else None
        asked = {name: request[name] for name in ("by", "where", "level", "df", "covariance") if name in request}
        facts = given("issued", "returned", "population", "sampling", "nominal_margin", "margins", "margins_from",
                      "margins_where")
        if command in ("growth", "summary"):
            for name, key in (("start", "from"), ("end", "to")):
                if key in request:
                    asked[name] = request[key]
            if "prior" in request:
                asked["prior"] = open_design(request["prior"])
            asked.update(given("id", "shared_clusters", "method"))
        if command == "growth":
            asked.update(given("period", "statistic", "interval", "levels", "base", "comparable"))
            estimates = design.growth(request["items"], **asked)
        elif command == "sample-size":
            asked.update(given("margin", "proportion", "population", "deff", "response_rate"))
            estimates = ss.sample_size(**asked)
        elif command == "validity":
            estimates = design.validity(request.get("items"), **facts, **asked)
        elif command == "summary":
            items = design.data.satisfaction_items() if "finds_items" in request else request.get("items")
            estimates = design.summary(items, **facts, **asked)
        elif command == "contrast":
            if "statistic" in request:
                asked["statistic"] = request["statistic"]
            estimates = design.contrast(request["expression"], **asked)
        else:
            for name in ("deff", "interval", "levels"):
                if name in request and (command == "proportion" or name == "deff"):
                    asked[name] = request[name]
            if command == "quantile":
                asked.update(given("probs", "rule", "interval"))
            if command == "score":
                asked.update(given("kinds", "base"))
            estimates = getattr(design, command)(request["items"], **asked)
    except ss.SurveyStatsError as error:
        print(case["id"], "error", error.message, sep="\\t", end=END)
        continue
    answer = {name: getattr(estimates, name) for name in ("command", "confidence", "rows", "covariance", "notes")}
    print(*answer_lines(case["id"], answer, estimates.to_json()), sep=END, end=END)
"""


def python_lines(cases, folder):
    """The Python package beside a copy of the library."""
    shutil.copytree(ROOT / "python/surveystats", folder / "package/surveystats",
                    ignore=shutil.ignore_patterns("__pycache__", "lib"))
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    (folder / "helpers").mkdir()
    for helper in ("doors.py", "plan_doors.py"):
        shutil.copy(ROOT / "Tests/Doors" / helper, folder / "helpers" / helper)
    done = subprocess.run([sys.executable, "-c", PYTHON_DOOR, folder / "cases.json", folder / "helpers"],
                          capture_output=True, text=True, cwd=folder,
                          env={"PYTHONPATH": str(folder / "package"), "PATH": "/nonexistent", "PYTHONUTF8": "1",
                               "SURVEYSTATS_LIBRARY": str(folder / "libsurveystats.so.0")})
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout.split(END)[:-1]


def swift_lines(folder):
    """The Swift module, through the reference tests' own door."""
    output = folder / "swift.txt"
    subprocess.run(["swift", "test", "--scratch-path", ".build-tests", "--filter", "DoorTable"], cwd=ROOT,
                   env={**os.environ, "SURVEYSTATS_DOORS": str(output)}, check=True, capture_output=True)
    return output.read_text(encoding="utf-8").split(END)[:-1]


def by_case(lines):
    """The lines of each case, so that one that differs does not shift the others."""
    answers = {}
    for line in lines:
        answers.setdefault(line.split("\t")[0], []).append(line)
    return answers


def main():
    # It imports this module, and so may not be imported before it.
    import plan_doors

    cases, plans = load_cases(), plan_doors.load_cases()
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        doors = {"C": c_lines(cases, folder) + plan_doors.c_lines(plans, folder),
                 "Python": python_lines(cases, folder) + plan_doors.python_lines(plans, folder),
                 "Swift": swift_lines(folder),
                 "tool": list(tool_lines(cases)) + list(plan_doors.tool_lines(plans))}
    cases += plans
    reference = doors["Swift"]
    expected = by_case(reference)
    if expected.keys() != {case["id"] for case in cases}:
        print("cases without an answer:", {case["id"] for case in cases} - expected.keys())
        failures += 1
    for door, lines in doors.items():
        answers = by_case(lines)
        for identifier in expected.keys() | answers.keys():
            ours, theirs = expected.get(identifier, []), answers.get(identifier, [])
            if ours == theirs:
                continue
            failures += 1
            if failures <= 10:
                first = next((pair for pair in itertools.zip_longest(ours, theirs) if pair[0] != pair[1]))
                print(f"{identifier}: {len(ours)} lines and {len(theirs)}, first\nSwift:  {first[0]}\n{door + ':':7} {first[1]}")
    numbers = sum(line.count("\t") for line in reference)
    print(f"{len(cases)} cases, {len(reference)} lines, {numbers} fields equal through Swift, C, Python and the tool"
          if not failures else f"{failures} answers differ")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
