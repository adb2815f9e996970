"""Who is measured: how each contender is called for a case, and why one cannot be."""
import importlib.metadata
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
TOOL = ROOT / ".build/release/survey-stats"
SCRATCH = ROOT / ".build-bench"
PROGRAMS = SCRATCH / "release"


class Unavailable(Exception):
    """Why a contender is not measured; a sentence for the report."""


def build(product):
    words = ["swift", "build", "-c", "release", "--package-path", str(HERE), "--scratch-path", str(SCRATCH)]
    done = subprocess.run([*words, "--product", product], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{product} cannot be built:\n{done.stdout}{done.stderr}")
    return PROGRAMS / product


def call(contender, case, path):
    """The words of the contender's command for a case whose file is at path; Unavailable where it cannot run."""
    names, items = case["names"], case["items"]
    by = names["domain"] if case.get("by") else None
    if contender.get("tool"):
        return tool_call(contender, case, path, by)
    if "program" in contender:
        return [str(build(contender["program"])), str(path), names["stratum"], names["cluster"], names["weight"],
                ",".join(items), "3"]
    script = str(HERE / "peers" / contender["script"])
    if script.endswith(".R"):
        return r_call(contender, script, path, names, items, by)
    for module in contender.get("modules", []):
        if importlib.util.find_spec(module) is None:
            raise Unavailable(f"the Python package {module} is not installed")
    job = {"path": str(path), "kind": case["file"]["kind"], "stratum": names["stratum"], "cluster": names["cluster"],
           "weight": names["weight"], "items": items, "by": by, "library": str(ROOT / "python")}
    return [str(pathlib.Path(os.environ.get("BENCH_PYTHON") or shutil.which("python3"))), script, json.dumps(job)]


def tool_call(contender, case, path, by):
    names, items = case["names"], case["items"]
    statistic = contender.get("statistic", case.get("statistic", "mean"))
    more = [] if "statistic" in contender else case.get("words", [])
    needs = [contender.get("needs"), case.get("needs") if "statistic" not in contender else None]
    known = subprocess.run([TOOL, statistic, "--help"], capture_output=True, text=True).stdout
    for option in filter(None, needs):
        if option not in known:
            raise Unavailable(f"this build of survey-stats has no {option}")
    words = [str(TOOL), statistic, str(path), "--items", f"{items[0]}-{items[-1]}" if len(items) > 1 else items[0],
             "--weights", names["weight"], "--strata", names["stratum"], "--cluster", names["cluster"],
             "--format", "json", *more, *contender.get("words", [])]
    if by:
        words += ["--by", by]
    if case["file"]["kind"] == "chinese" and statistic == "mean":
        words += ["--scale", "auto"]
    return words


def r_call(contender, script, path, names, items, by):
    if shutil.which("Rscript") is None:
        raise Unavailable("R is not installed")
    for package in contender["packages"]:
        if r_version(package) is None:
            raise Unavailable(f"R's package {package} is not installed")
    return ["Rscript", "--vanilla", script, str(path), names["stratum"], names["cluster"], names["weight"],
            by or "", *items]


def r_version(package):
    expression = f'cat(as.character(packageVersion("{package}")))'
    done = subprocess.run(["Rscript", "--vanilla", "-e", expression], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def versions():
    """What was compared: name and version of everything installed."""
    found = {}
    version = subprocess.run([TOOL, "--version"], capture_output=True, text=True).stdout.split()
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    found["survey-stats"] = " ".join([version[-1] if version else "?", commit.stdout.strip()]).strip()
    for package in ("polars", "duckdb", "svy", "pyarrow", "numpy"):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    if shutil.which("Rscript"):
        survey = r_version("survey")
        if survey:
            line = subprocess.run(["Rscript", "--version"], capture_output=True, text=True)
            words = (line.stdout + line.stderr).split()
            found["R"] = f"{words[words.index('version') + 1]}, survey {survey}"
    return found
