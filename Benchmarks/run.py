#!/usr/bin/env python3
"""Runs the cases of cases.json and writes results.json, RESULTS.md and plots; the quick form in .build-bench/quick.

    run.py [--quick] [--cases NAME,…] [--contenders NAME,…] [--no-growth] [--rounds N] [--seed N] [--keep]

--quick takes the cases marked so, without slow contenders; --cases takes those named (`growth` is one of the names,
`growth-rows` one axis of it). Cases that were not run keep what an earlier run on this machine found.
"""
import argparse
import datetime
import json
import os
import pathlib
import secrets
import statistics
import subprocess
import sys

import contenders
import plots
import report

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE / ".data"


def main():
    options = arguments()
    book = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))
    seed = options.seed or book["seed"]
    DATA.mkdir(exist_ok=True)
    contenders.build("survey-bench-files")
    # The quick form leaves contenders out, and must not take them from the page of a full run.
    folder = HERE.parent / ".build-bench/quick" if options.quick else HERE
    folder.mkdir(parents=True, exist_ok=True)
    results = earlier(folder / "results.json")
    runner = Runner(book, seed, options)
    wrong = []
    for case in book["cases"]:
        if runner.wanted(case):
            print(f"== {case['name']}: {case['title']}", flush=True)
            found = runner.case(case)
            results["cases"][case["name"]] = found
            wrong += [f"{case['name']}: {name}: {one['wrong']}"
                      for name, one in found["agreement"].items() if one["wrong"]]
            # Kept after every case, so that an interrupted run loses one case and not all.
            report.write(book, results, folder)
    for axis in book["growth"]["axes"]:
        if runner.wants_growth(axis["name"]):
            print(f"== growth of the work: {axis['name']}", flush=True)
            results["growth"][axis["name"]] = runner.axis(axis, book["growth"])
            plots.draw(axis["name"], results["growth"][axis["name"]], folder / "plots")
            report.write(book, results, folder)
    for line in wrong:
        print(f"DISAGREES: {line}")
    print(f"written: {(folder / 'RESULTS.md').relative_to(HERE.parent)}")
    return 1 if wrong else 0


def arguments():
    parser = argparse.ArgumentParser(description="Measures survey-stats beside its peers.")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--cases", default="")
    parser.add_argument("--contenders", default="", help="only these, separated by commas")
    parser.add_argument("--no-growth", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--keep", action="store_true", help="keep the made files")
    options = parser.parse_args()
    options.contenders = [name for name in options.contenders.split(",") if name]
    options.cases = [name for name in options.cases.split(",") if name]
    return options


def earlier(path):
    """What earlier runs found, if they were on this machine with these processors."""
    machine = report.machine()
    if path.exists():
        known = json.loads(path.read_text(encoding="utf-8"))
        if known["machine"] == machine:
            return known
        print("earlier results are of another machine: begun anew")
    return {"machine": machine, "cases": {}, "growth": {}}


def available_gigabytes():
    for line in pathlib.Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) / 1e6
    return 0.0


class Runner:
    def __init__(self, book, seed, options):
        self.book, self.seed, self.options = book, seed, options
        self.versions = contenders.versions()

    def wanted(self, case):
        if self.options.cases:
            return case["name"] in self.options.cases
        return not self.options.quick or case.get("quick", False)

    def wants_growth(self, axis):
        if self.options.cases:
            return "growth" in self.options.cases or f"growth-{axis}" in self.options.cases
        return not self.options.quick and not self.options.no_growth

    def filled(self, case):
        """A case with its defaults: the file's shape, the names of its columns, its items."""
        shape = {**self.book["file"], **case.get("file", {})}
        names = self.book["columns"].get(shape["kind"], self.book["columns"]["plain"])
        return {**case, "file": shape, "names": names,
                "items": [f"{names['item']}{index}" for index in range(1, shape["items"] + 1)]}

    def make(self, case):
        """The case's file, under a name that no contender has seen before."""
        shape = case["file"]
        path = DATA / f"{case['name']}-{secrets.token_hex(6)}.csv"
        words = [str(contenders.PROGRAMS / "survey-bench-files"), "--seed", str(self.seed)]
        for option in ("kind", "rows", "strata", "clusters", "items", "domains", "missing"):
            words += [f"--{option}", str(shape[option])]
        subprocess.run([*words, "--names", ",".join(case["names"].values()), str(path)], check=True)
        return path

    def case(self, case):
        case = self.filled(case)
        found = {"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
                 "load": round(os.getloadavg()[0], 1), "versions": self.versions, "runs": {}, "skipped": {},
                 "agreement": {}, "steps": {}, "seed": self.seed}
        path = self.make(case)
        try:
            found["bytes"] = path.stat().st_size
            calls = self.calls(case, path, found)
            answers = self.rounds(case, calls, found)
            found["agreement"] |= self.agree(case, answers)
        finally:
            if not self.options.keep:
                path.unlink()
            for left in DATA.glob("answer-*"):
                left.unlink()
        for name, runs in found["runs"].items():
            print(f"   {name:28} {report.medians(runs)}", flush=True)
        for name, why in found["skipped"].items():
            print(f"   {name:28} skipped: {why}", flush=True)
        return found

    def calls(self, case, path, found):
        calls = {}
        for name in case["contenders"]:
            contender = self.book["contenders"][name]
            needed = case.get("memory_gb", {}).get(name, 0)
            try:
                if self.options.contenders and name not in self.options.contenders:
                    raise contenders.Unavailable("not asked for in this run")
                if self.options.quick and contender.get("slow"):
                    raise contenders.Unavailable("slow; not in the quick form")
                if needed > available_gigabytes():
                    raise contenders.Unavailable(
                        f"it needs about {needed} GB of memory, {available_gigabytes():.0f} GB are free")
                calls[name] = contenders.call(contender, case, path)
            except contenders.Unavailable as reason:
                found["skipped"][name] = str(reason)
        return calls

    def rounds(self, case, calls, found):
        """Every round runs each contender once, in an order that turns from round to round."""
        answers = {}
        rounds = self.options.rounds or case["rounds"]
        for turn in range(rounds):
            names = list(calls)
            names = names[turn % max(len(names), 1):] + names[:turn % max(len(names), 1)]
            for name in names:
                contender = self.book["contenders"][name]
                limit = 1 if name in case.get("once", []) else contender.get("rounds", rounds)
                if name in found["skipped"] or turn >= limit:
                    continue
                answer = DATA / f"answer-{secrets.token_hex(6)}"
                cost = self.measure(calls[name], answer, case.get("seconds", 600))
                if cost["exit"] != 0:
                    said = pathlib.Path(f"{answer}-messages").read_text(errors="replace").strip().splitlines()
                    found["skipped"][name] = (
                        f"not done after {case.get('seconds', 600)} s and {cost['memory'] / 1e6:.0f} MB" if cost["late"]
                        else f"exit {cost['exit']}: {said[-1][:200] if said else 'no message'}")
                    found["runs"].pop(name, None)
                    continue
                found["runs"].setdefault(name, []).append(cost | {"round": turn})
                self.steps(contender, answer, found)
                answers[name] = answer
        return answers

    def measure(self, words, answer, seconds):
        done = subprocess.run(
            [sys.executable, "-S", "-E", str(HERE / "measure.py"), str(answer), f"{answer}-messages", str(seconds),
             *words], capture_output=True, text=True, check=True, cwd=DATA)
        return json.loads(done.stdout)

    def steps(self, contender, answer, found):
        """What a contender measured itself, inside its process."""
        if "program" in contender:
            lines = pathlib.Path(f"{answer}-messages").read_text().strip().splitlines()
            for step in json.loads(lines[-1]):
                for name, seconds in step.items():
                    found["steps"].setdefault(name, []).append(seconds)
        if contender.get("steps"):
            told = json.loads(answer.read_text(encoding="utf-8"))
            for name, seconds in told["steps"].items():
                found["steps"].setdefault(name, []).extend(seconds)
            for name, why in told["skipped"].items():
                found["skipped"][name] = why
            found["notes"] = told["notes"]
            for name, difference in told["differences"].items():
                found["agreement"][name] = {"difference": difference, "tolerance": 1e-9,
                                            "wrong": None if difference <= 1e-9 else f"differs by {difference}"}

    def agree(self, case, answers):
        reference = answers.get("survey-stats")
        others = {name: {"path": str(path), "tolerance": self.book["contenders"][name]["tolerance"]}
                  for name, path in answers.items() if "tolerance" in self.book["contenders"][name]}
        if reference is None or not others:
            return {}
        request = {"reference": str(reference), "others": others, "random": case.get("random")}
        done = subprocess.run([sys.executable, str(HERE / "agreement.py")], input=json.dumps(request),
                              capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def axis(self, axis, growth):
        """Cost and memory of every contender along one axis, everything else as in the job."""
        points = []
        for value in axis["values"]:
            case = {"name": f"growth-{axis['name']}-{value}", "contenders": growth["contenders"],
                    "rounds": growth["rounds"], "by": axis.get("by"),
                    "file": {**axis.get("file", {}), axis["name"]: value}}
            print(f"   {axis['name']} = {value}", flush=True)
            found = self.case(case)
            points.append({"value": value, "date": found["date"], "versions": found["versions"],
                           "agreement": found["agreement"],
                           "runs": {name: {field: statistics.median(run[field] for run in runs)
                                           for field in ("wall", "cpu", "memory")}
                                    for name, runs in found["runs"].items()}})
        return points


if __name__ == "__main__":
    sys.exit(main())
