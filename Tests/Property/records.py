"""Changing one record changes exactly the indicators that depend on it: all records of the plans in seeds/plans.

For every record of every file that a plan names (this year's and last year's) the record is taken out, and then some of
its cells are replaced by those of another record of the file. Each time the library evaluates the plan, reduced to the
indicators that read the file, and
  - an indicator that does not depend on the change (oracle.py says which do, from Tests/Reference/recompute-plans.py)
    is the same in every field of the JSON, digit by digit;
  - one that does depend has the value, parts, count, standard error, last year's value and rows of evidence that the
    script recomputes from the changed records, within 1e-9;
  - and it has changed: some field is another. Only where the script's figures are also the same as before (a median that
    one case does not move, a share of 100 %) it may stay as it was; these are counted as "kept their figures".
For a record of every file (in a sample, of one file in eight) the tool evaluates the whole plan as well: every other
indicator is the same in every field.

    records.py              every record, on as many processes as there are processors
    records.py --sample N   N records, the same in each run
Needs the release build, and PyYAML, pandas, numpy and scipy for the script.
"""
import argparse
import collections
import concurrent.futures
import json
import math
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zlib

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))

import oracle
import record_files
import reduced_plan
import surveystats

ROOT = oracle.ROOT
TOOL = ROOT / ".build/release/survey-stats"
PLANS = sorted((ROOT / "seeds/plans").glob("*.yaml"))
# What an indicator has from its place in the plan, and not from its records.
OF_PLACE = ("points", "full_points")
ATTEMPTS = 12
warnings.filterwarnings("ignore")


class Seeds:
    """A copy of the plans and their records that a process may change."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        for part in ("plans", "records", "surveys"):
            shutil.copytree(ROOT / "seeds" / part, pathlib.Path(self.folder.name) / part)
        self.plans = pathlib.Path(self.folder.name) / "plans"
        self.whole = {}

    def evaluate_whole(self, name):
        done = subprocess.run([TOOL, "plan", "evaluate", self.plans / name, "--format", "json"], capture_output=True)
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return reduced_plan.results(done.stdout)

    def baseline(self, name):
        if name not in self.whole:
            self.whole[name] = self.evaluate_whole(name)
        return self.whole[name]


SEEDS = None


def seeds():
    global SEEDS
    SEEDS = SEEDS or Seeds()
    return SEEDS


class FileTest:
    """The records of one file of one plan."""

    def __init__(self, plan_name, file):
        self.seeds, self.plan_name, self.file = seeds(), plan_name, file
        self.path = self.seeds.plans / plan_name
        self.target = self.path.parent / file
        self.plan = oracle.Plan(self.path)
        self.single = oracle.Plan(self.path)
        self.names = reduced_plan.readers(self.plan, file)
        self.original = self.target.read_bytes()
        self.records = record_files.RecordFile(self.original, self.plan.encoding(file))
        self.counts, self.findings, self.refused = collections.Counter(), [], []
        small = self.path.with_name(f"reduced-{os.getpid()}.json")
        reduced_plan.write(self.plan, self.names, small)
        self.reduced = surveystats.Plan(small)
        self.matters = self.columns_that_matter()

    def columns_that_matter(self):
        """Positions of columns that an indicator names; of a questionnaire, all."""
        datasets = {self.plan.source(self.plan.indicators[name]) for name in self.names}
        if any(survey["dataset"] in datasets for survey in self.plan.surveys.values()):
            return list(range(len(self.records.names)))
        words = json.dumps([self.plan.indicators[name] for name in self.names], ensure_ascii=False)
        words += json.dumps([self.plan.datasets[name].get("date", "") for name in datasets], ensure_ascii=False)
        short = {}
        for dataset in datasets:
            short.update({header: name for name, header in self.plan.datasets[dataset].get("columns", {}).items()})
        return [k for k, name in enumerate(self.records.names) if name in words or short.get(name, "\0") in words]

    def run(self, chosen, whole):
        """Tries these records, the one in the middle in the whole plan as well where that is wanted."""
        try:
            before = self.evaluate()
            self.base = {name: oracle.figures(self.plan, name) for name in self.names}
            all_of_it = self.seeds.baseline(self.plan_name)
            for name in self.names:
                if without_place(before[name]) != without_place(all_of_it[name]):
                    self.find("as it is", name, "the reduced plan has another result than the whole plan")
                self.agree("as it is", name, before[name], self.base[name])
            for order, record in enumerate(chosen):
                self.counts["records"] += 1
                self.try_record(record, before, whole and order == len(chosen) // 2)
        finally:
            self.target.write_bytes(self.original)
        return self.counts, self.findings, self.refused

    def evaluate(self):
        return reduced_plan.results(self.reduced.evaluate().report("json"))

    def readings(self, data):
        self.single.put(self.file, data)
        return self.single.readings(self.file)

    def try_record(self, record, before, whole):
        own = self.readings(self.records.alone(record))
        nothing = {name: [None] * len(own[name]) for name in own}
        removed = self.evaluated(self.records.without(record))
        if isinstance(removed, Exception):
            self.find(f"record {record + 1} taken out", "", str(removed))
        else:
            self.counts["removals"] += 1
            self.compare(f"record {record + 1} taken out", own, nothing, before, removed, whole and record % 2 == 0)
        what, cells, after, changed = self.change(record, own)
        if cells is None:
            self.counts["records without another cell to take"] += 1
        else:
            self.counts["changes"] += 1
            self.compare(what, own, after, before, changed, whole and record % 2 == 1)

    def evaluated(self, data):
        self.target.write_bytes(data)
        try:
            found = self.evaluate()
        except surveystats.SurveyStatsError as error:
            return error
        self.plan.put(self.file, data)
        return found

    def change(self, record, own):
        """What was changed, the cells, the readings and the evaluation after; None of each where no cell can be."""
        chance = random.Random(f"{self.plan_name} {self.file} {record}")
        # Four times of five a change that somebody reads, if one is found; else any.
        matters = chance.random() < 0.8
        cells = self.records.cells(record)
        for attempt in range(ATTEMPTS):
            columns = self.matters if matters and self.matters else range(len(cells))
            taken = list(cells)
            for column in chance.sample(columns, min(len(columns), chance.choice([1, 1, 2, 3]))):
                donor = self.records.cells(chance.randrange(len(self.records)))
                if column < min(len(donor), len(cells)):
                    taken[column] = donor[column]
            if taken == cells:
                continue
            after = self.readings(self.records.alone(record, taken))
            if matters and after == own and attempt < ATTEMPTS // 2:
                continue
            found = self.evaluated(self.records.with_cells(record, taken))
            if isinstance(found, Exception):
                self.counts["changes that the library refuses"] += 1
                self.refused.append(f"{self.file}: {found}")
                continue
            words = ", ".join(f"{name}: {a!r} to {b!r}" for name, a, b in zip(self.records.names, cells, taken) if a != b)
            return f"record {record + 1}, {words}", taken, after, found
        return None, None, None, None

    def compare(self, what, own, after, before, found, whole):
        dependent = {name for name in self.names if own.get(name) != after.get(name)}
        for name in self.names:
            self.counts["comparisons"] += 1
            if name not in dependent:
                self.counts["independent, all the same"] += 1
                if found[name] != before[name]:
                    self.find(what, name, "does not depend on the record, but " + difference(before[name], found[name]))
                continue
            figures = oracle.figures(self.plan, name)
            self.agree(what, name, found[name], figures)
            if found[name] != before[name]:
                self.counts["dependent, changed"] += 1
            elif same(figures, self.base[name]):
                self.counts["dependent, kept their figures"] += 1
            else:
                self.find(what, name, f"depends on the record, but is as before; the script: {self.base[name]} to {figures}")
        if whole:
            self.counts["whole plans"] += 1
            baseline = self.seeds.baseline(self.plan_name)
            for name, result in self.seeds.evaluate_whole(self.plan_name).items():
                self.counts["comparisons in whole plans"] += 1
                if name in dependent:
                    if without_place(result) != without_place(found[name]):
                        self.find(what, name, "in the whole plan " + difference(found[name], result))
                elif result != baseline[name]:
                    self.find(what, name, "in the whole plan, though independent, " + difference(baseline[name], result))

    def agree(self, what, name, ours, figures):
        """The library's figures against the script's."""
        pairs = [(key, ours[key], figures["now"].get(key)) for key in ("numerator", "denominator", "n", "std_error")
                 if figures["now"].get(key) is not None and figures["now"].get("value") is not None]
        pairs.append(("value", ours["value"], figures["now"].get("value")))
        if "previous" in figures and ours["value"] is not None:
            pairs.append(("previous", ours["previous"], figures["previous"]))
        if figures["rows"] and ours["evidence"]:
            pairs.append(("rows of evidence", ours["evidence"][0]["rows"], figures["rows"]))
        for key, left, right in pairs:
            self.counts["figures recomputed"] += 1
            if (left is None) != (right is None) or left is not None and not close(float(left), right):
                self.find(what, name, f"{key}: the library has {left}, the script {right}")

    def find(self, what, name, words):
        self.findings.append(f"{self.plan_name} {self.file}, {what}: {name}: {words}")


def without_place(result):
    return {key: value for key, value in result.items() if key not in OF_PLACE}


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def same(a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) and isinstance(b, float):
        return close(a, b)
    return a == b


def difference(a, b):
    key = next((key for key in {**a, **b} if a.get(key) != b.get(key)), None)
    return f"{key} went from {str(a.get(key))[:200]} to {str(b.get(key))[:200]}"


def tasks(sample):
    """(plan, file, records, whether in the whole plan too) of every file that a plan's datasets name."""
    found = []
    for path in PLANS:
        plan = oracle.Plan(path)
        seen = dict.fromkeys(file for name in plan.datasets for prior in (False, True) for file in plan.files(name, prior))
        for file in seen:
            size = len(record_files.RecordFile((path.parent / file).read_bytes(), plan.encoding(file)))
            found.append((path.name, file, list(range(size))))
    if sample is not None:
        every = [(zlib.crc32(f"{plan} {file} {k}".encode()), plan, file, k) for plan, file, own in found for k in own]
        chosen = {}
        for _, plan, file, k in sorted(every)[:sample]:
            chosen.setdefault((plan, file), []).append(k)
        found = [(plan, file, sorted(own)) for (plan, file), own in chosen.items()]
    # Long files in parts, so that the processes end together.
    parts = [(plan, file, own[k:k + 120], sample is None or order % 8 == 0)
             for order, (plan, file, own) in enumerate(found) for k in range(0, len(own), 120)]
    return sorted(parts, key=lambda part: -len(part[2]))


def run(task):
    plan, file, records, whole = task
    try:
        return FileTest(plan, file).run(records, whole)
    except Exception:
        return collections.Counter(), [f"{plan} {file}: {traceback.format_exc()}"], []


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, metavar="N", help="only N records, the same in each run")
    parser.add_argument("--only", metavar="WORDS", help="only files whose path has these words")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    begin = time.monotonic()
    work = [task for task in tasks(arguments.sample) if arguments.only is None or arguments.only in task[1]]
    counts, findings, refused = collections.Counter(), [], []
    with concurrent.futures.ProcessPoolExecutor(arguments.processes) as pool:
        for own, wrong, errors in pool.map(run, work):
            counts.update(own)
            findings += wrong
            refused += errors
    for finding in findings[:40]:
        print(f"FAIL: {finding}")
    for words in refused[:10]:
        print(f"refused: {words}")
    files = len({(plan, file) for plan, file, *_ in work})
    for name in sorted(counts):
        print(f"  {name}: {counts[name]:,}")
    print(f"{len(findings)} findings; {counts['records']:,} records of {files} files, {counts['removals']:,} removals, "
          f"{counts['changes']:,} changes, {counts['comparisons'] + counts['comparisons in whole plans']:,} comparisons "
          f"in {time.monotonic() - begin:.0f} s")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
