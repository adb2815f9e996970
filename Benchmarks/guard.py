#!/usr/bin/env python3
"""Instruction counts of small requests under callgrind, against the thresholds in guard.json.

    Benchmarks/guard.py            compares; fails where a request takes more than a tenth more than was committed
    Benchmarks/guard.py --write    measures and commits the counts to guard.json

A count does not depend on what else the machine does. What would still move it is held fast: hash seeds, one thread,
glibc's choice of string functions by processor, and lazy binding. The dynamic loader's own work is left out, for it
belongs to the system and not to us. What is left repeats to a few parts in ten thousand (it is measured twice, and
the spread is printed).
"""
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
TOOL = ROOT / ".build/release/survey-stats"
THRESHOLDS = HERE / "guard.json"
ROWS = ["--rows", "2000", "--strata", "10", "--clusters", "100", "--seed", "5"]
# Nothing of the caller's environment: its size alone moves the stack.
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "LD_BIND_NOW": "1",
    "SWIFT_DETERMINISTIC_HASHING": "1",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX,-AVX2,-BMI2,-ERMS,-FSRM",
}


def why_not():
    """Why nothing can be counted here, or None."""
    if platform.machine() != "x86_64":
        return f"counts are of x86_64, this is {platform.machine()}"
    for program in ("valgrind", "strip", "swift"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    return None


def run(words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"FAIL: {' '.join(map(str, words[:4]))} …: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def make_files(folder, columns, kinds):
    scratch = ROOT / ".build-bench"
    build = ["swift", "build", "-c", "release", "--package-path", HERE, "--scratch-path", scratch]
    run([*build, "--product", "survey-bench-files"])
    for kind in kinds:
        names = columns.get(kind, columns["plain"])
        run([scratch / "release/survey-bench-files", "--kind", kind, *ROWS, "--names", names, folder / f"{kind}.csv"])


def instructions(profile):
    """Instructions of every object but the loader; a callgrind file gives costs by line under `ob=` headings."""
    names, total, current, inclusive = {}, 0, "", False
    for line in profile.read_text(encoding="utf-8", errors="replace").splitlines():
        heading = re.match(r"c?ob=\((\d+)\)(?: (.*))?$", line)
        if heading:
            if heading[2]:
                names[heading[1]] = heading[2]
            if line.startswith("ob="):
                current = names[heading[1]]
        elif line.startswith("calls="):
            # The next line is what the called function costs, which stands under its own heading.
            inclusive = True
        elif line[:1].isdigit() or line[:1] in ("+", "-", "*"):
            if not inclusive and "/ld-linux" not in current and "/vgpreload" not in current:
                total += int(line.split()[1])
            inclusive = False
    return total


def count(tool, words, folder):
    profile = folder / "profile"
    run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", tool, *words], env=ENVIRONMENT, cwd=folder)
    return instructions(profile)


def main():
    missing = why_not()
    if missing:
        print(f"skipped: {missing}")
        return 0
    book = json.loads(THRESHOLDS.read_text(encoding="utf-8"))
    failures, worst, spread, fallen = [], 0.0, 0.0, []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_files(folder, book["columns"], {case["kind"] for case in book["cases"]})
        # valgrind gives up on debugging information that is newer than itself.
        run(["strip", "-g", "-o", folder / "survey-stats", TOOL])
        for case in book["cases"]:
            words = [f"{case['kind']}.csv" if word == "FILE" else word for word in case["command"].split()]
            # Threads that wait for each other spin, and how long depends on the machine.
            if "--threads" in run([TOOL, words[0], "--help"]):
                words += ["--threads", "1"]
            counts = [count("./survey-stats", words, folder) for _ in range(2)]
            spread = max(spread, max(counts) / min(counts) - 1)
            known, now = case["instructions"], min(counts)
            if "--write" in sys.argv:
                case["instructions"] = now
            growth = now / known - 1 if known else 0.0
            worst = max(worst, growth)
            line = f"{case['name']}: {now:,} instructions, {growth:+.2%} of {known:,}"
            print(line)
            if growth > book["tolerance"]:
                made = f"(counts made with {book['made_with']})"
                failures.append(f"FAIL: {line}: more than {book['tolerance']:.0%} {made}")
            elif growth < -book["tolerance"]:
                fallen.append(case["name"])
    if "--write" in sys.argv:
        book["made_with"] = run(["swift", "--version"]).splitlines()[0].strip()
        THRESHOLDS.write_text(json.dumps(book, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"written to {THRESHOLDS.name}")
        return 0
    print("\n".join(failures))
    faster = f"; much less for {', '.join(fallen)}: lower the counts with guard.py --write" if fallen else ""
    print(f"{len(book['cases'])} requests, at most {worst:+.2%} instructions, spread {spread:.3%}{faster}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
