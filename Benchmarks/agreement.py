"""Whether contenders gave the same numbers. A program of its own: `agreement.py`, a JSON request on standard input.

A large answer is read and dropped here, so that the runner stays small.
"""
import json
import math
import sys

FIELDS = ("estimate", "std_error", "conf_low", "conf_high")


def rows(path):
    with open(path, encoding="utf-8") as file:
        answer = json.load(file)
    found = {}
    for row in answer["rows"]:
        if row.get("statistic", "mean") != "mean":
            continue
        group = row.get("group")
        if isinstance(group, dict):
            group = ",".join(str(value) for value in group.values())
        elif isinstance(group, list):
            group = ",".join(str(value) for value in group)
        found[row["term"], group or None] = row
    return found


def compare(reference, other, tolerance, random):
    """The largest relative difference of every field, and what is wrong in words, or None."""
    try:
        ours, theirs = rows(reference), rows(other)
    except (ValueError, KeyError, TypeError) as error:
        return None, f"the answer cannot be read: {error}"
    if not ours:
        return None, "no rows to compare"
    if ours.keys() != theirs.keys():
        return None, f"{len(theirs)} rows instead of {len(ours)}, or other ones"
    worst = dict.fromkeys(FIELDS, 0.0)
    for key, row in ours.items():
        for field in FIELDS:
            a, b = row[field], theirs[key][field]
            if a is None or b is None or not (math.isfinite(a) and math.isfinite(b)):
                return None, f"{key}: {field} is {a} and {b}"
            worst[field] = max(worst[field], abs(a - b) / max(abs(a), 1e-300))
    # Replicates of two generators agree on the estimate, and on the spread only roughly.
    bad = [field for field in FIELDS
           if worst[field] > (random if random and field != "estimate" else tolerance)]
    worst_kept = worst["estimate"] if random else max(worst.values())
    return worst_kept, f"{', '.join(bad)} differ: {worst}" if bad else None


def main():
    request = json.load(sys.stdin)
    result = {}
    for name, other in request["others"].items():
        worst, wrong = compare(request["reference"], other["path"], other["tolerance"], request.get("random"))
        result[name] = {"difference": worst, "wrong": wrong, "tolerance": other["tolerance"]}
    json.dump(result, sys.stdout)


main()
