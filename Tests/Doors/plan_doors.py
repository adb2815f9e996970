"""Plans through the four doors: what is wrong with them, every number that was found, and the reports by checksum."""
import json
import re
import subprocess
import sys
import zlib

from doors import END, ROOT, TOOL, bits

POINTS = ["points", "full_points", "missing_points", "std_error", "conf_low", "conf_high"]
NUMBERS = ["value", "numerator", "denominator", "std_error", "conf_low", "conf_high", "df", "p_value", "previous",
           "difference", "growth", "growth_low", "growth_high", "achievement", "points", "full_points"]
FORMATS = ["text", "csv", "json", "markdown", "html", "odt", "ods"]


def load_cases():
    cases = json.loads((ROOT / "Tests/Doors/cases-plans.json").read_text(encoding="utf-8"))["cases"]
    for case in cases:
        case["path"] = str(ROOT / case["plan"])
    return cases


def shown(text):
    return "-" if text is None else text


def numbers(values, names):
    return [bits((values or {}).get(name)) for name in names]


def cell(value):
    return bits(value) if value is None or isinstance(value, float) else value


def problem_lines(identifier, problems):
    for problem in problems:
        kind = "error" if problem["is_error"] else "note"
        yield "\t".join([identifier, "problem", str(problem["line"] or 0), kind, problem["message"]])


def evaluation_lines(identifier, plan, found, documents):
    """The lines of one evaluation; `found` has the fields of Python's Evaluation."""
    yield "\t".join([identifier, "plan"] + [str(value) for value in plan])
    yield "\t".join([identifier, "score"] + numbers(found["score"], POINTS))
    for node in found["nodes"]:
        parent = -1 if node["parent"] is None else node["parent"]
        own = "".join(f"{name};" for name in node["indicators"])
        yield "\t".join([identifier, "node", str(node["depth"]), str(parent), shown(node["no"]), node["label"],
                         shown(node["level"]), own] + numbers(node, POINTS))
    for place, one in enumerate(found["indicators"]):
        yield "\t".join([identifier, "indicator", one["id"], one["label"], one["kind"], str(one["node"]),
                         " ".join(one["inventory"]), one["status"], shown(one["reason_code"]), shown(one["reason"]),
                         shown(one["unit"]), shown(one["target"]), str(one["n"]), "sample" if one["sample"] else "-"]
                        + numbers(one, NUMBERS))
        for part in one["evidence"]:
            yield "\t".join([identifier, "evidence", str(place), part["dataset"], shown(part.get("where")),
                             str(int(part["rows"]))])
        for table in one["tables"]:
            yield "\t".join([identifier, "table", str(place), table["role"], table["title"]] + table["columns"])
            for row in table["rows"]:
                yield "\t".join([identifier, "row", str(place)] + [cell(value) for value in row])
        for note in one["notes"]:
            yield "\t".join([identifier, "note", str(place), note["code"], note["text"]])
    for decision in found["decisions"]:
        yield "\t".join([identifier, "decision", decision["code"], decision["question"], decision["choice"],
                         "stated" if decision["stated"] else "-", "".join(f"{name};" for name in decision["indicators"])])
    for use in found["datasets"]:
        yield "\t".join([identifier, "file", use["id"], use["label"], use["file"], "prior" if use["prior"] else "-",
                         str(int(use["rows"])), use["encoding"], use["sha256"]] + note_fields(use["notes"]))
    yield "\t".join([identifier, "notes"] + note_fields(found["notes"]))
    for name, document in documents:
        yield "\t".join([identifier, "document", name, str(len(document)), f"{zlib.crc32(document):08x}"])


def note_fields(notes):
    return [part for note in notes for part in (note["code"], note["text"])]


def flattened(answer):
    """The tool's JSON, whose nodes stand inside one another, as Python's Evaluation lays them out."""
    nodes, indicators = [], []

    def add(node, parent, depth):
        place = len(nodes)
        own = node.get("indicators", [])
        nodes.append({"depth": depth, "parent": parent, "no": node.get("no"), "label": node["label"],
                      "level": node.get("level"), "indicators": [one["id"] for one in own], **node.get("score", {})})
        for one in own:
            reason = (one.get("reason") or [{}])[0]
            indicators.append({**one, "node": place, "n": int(one["n"]), "reason": reason.get("text"),
                               "reason_code": reason.get("code"), "unit": one.get("unit"), "target": one.get("target")})
        for child in node.get("nodes", []):
            add(child, place, depth + 1)

    for node in answer["nodes"]:
        add(node, None, 0)
    return {**answer, "score": answer.get("score"), "nodes": nodes, "indicators": indicators}


def tool(*words):
    return subprocess.run([TOOL, *words], capture_output=True)


def tool_lines(cases):
    """The command line: check in words, evaluate in every format."""
    for case in cases:
        found = tool("plan", "check", case["path"], "--lang", "en").stdout.decode()
        problems = re.findall(r"^%s(?::(\d+)(?::\d+)?)?: (error|note): (.*)$" % re.escape(case["path"]), found, re.MULTILINE)
        done = [tool("plan", "evaluate", case["path"], "--lang", case["lang"], "--format", name) for name in FORMATS]
        error = done[0].stderr.decode().strip().removeprefix("survey-stats: ")
        # The other doors cannot open a plan that cannot be read, and have nothing to check.
        if not error.startswith(case["path"]):
            yield from problem_lines(case["id"], [{"line": line, "is_error": kind == "error", "message": message}
                                                  for line, kind, message in problems])
        if done[0].returncode != 0:
            yield f"{case['id']}\terror\t{error}"
            continue
        answer = json.loads(done[FORMATS.index("json")].stdout, parse_int=float)
        plan = [answer["plan"], answer["title"], answer["agency"], int(answer["year"]["ce"]), answer["as_of"],
                int(sum(answer["statuses"].values()))]
        yield from evaluation_lines(case["id"], plan, flattened(answer), zip(FORMATS, [one.stdout for one in done]))


def c_lines(cases, folder):
    """A C program beside the copy of the library that doors.py made."""
    subprocess.run(["gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-O1", "-I", ROOT / "include",
                    ROOT / "Tests/Doors/plan_doors.c", "-o", folder / "plan_doors", "-L", folder, "-lsurveystats", "-lm"],
                   check=True)
    table = "".join(f"{case['id']}\t{case['path']}\t{case['lang']}\n" for case in cases)
    done = subprocess.run([folder / "plan_doors"], input=table, capture_output=True, text=True, check=True, cwd=folder,
                          env={"LD_LIBRARY_PATH": str(folder), "PATH": "/nonexistent"})
    return done.stdout.split(END)[:-1]


PYTHON_DOOR = """
import json, sys
import surveystats as ss
sys.path.insert(0, sys.argv[2])
from plan_doors import END, FORMATS, evaluation_lines, problem_lines
for case in json.load(open(sys.argv[1], encoding="utf-8")):
    try:
        plan = ss.Plan(case["path"])
        for line in problem_lines(case["id"], plan.check()):
            print(line, end=END)
        found = plan.evaluate(lang=case["lang"])
    except ss.SurveyStatsError as error:
        print(case["id"], "error", error.message, sep="\\t", end=END)
        continue
    reports = [(name, found.report(name)) for name in FORMATS]
    documents = [(name, text if isinstance(text, bytes) else text.encode()) for name, text in reports]
    about = [plan.id, plan.title, plan.agency, plan.year, plan.as_of, plan.n_indicators]
    print(*evaluation_lines(case["id"], about, vars(found), documents), sep=END, end=END)
"""


def python_lines(cases, folder):
    """The Python package beside the copies that doors.py made."""
    (folder / "plans.json").write_text(json.dumps(cases), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", PYTHON_DOOR, folder / "plans.json", folder / "helpers"],
                          capture_output=True, text=True, cwd=folder,
                          env={"PYTHONPATH": str(folder / "package"), "PATH": "/nonexistent", "PYTHONUTF8": "1",
                               "SURVEYSTATS_LIBRARY": str(folder / "libsurveystats.so.0")})
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout.split(END)[:-1]
