"""The report of all results: RESULTS.md, made again from results.json after every case."""
import json
import os
import pathlib
import platform
import statistics

OURS = "survey-stats"


def machine():
    """The machine in words, without its name."""
    model = ""
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": model or platform.machine(), "cores": len(os.sched_getaffinity(0)),
            "memory": f"{memory:.0f} GiB", "system": f"{platform.system()} {platform.release().split('-')[0]}",
            "python": platform.python_version()}


def median(runs, field):
    return statistics.median(run[field] for run in runs)


def medians(runs):
    return (f"{median(runs, 'wall'):8.3f} s wall {median(runs, 'cpu'):8.3f} s processor "
            f"{max(run['memory'] for run in runs) / 1e6:8.1f} MB   ({len(runs)} rounds)")


def ratio(runs, base, field):
    """The median over rounds of this contender's cost through the other's in the same round."""
    by_round = {run["round"]: run[field] for run in base}
    shared = [run[field] / by_round[run["round"]] for run in runs if by_round.get(run["round"])]
    return statistics.median(shared) if shared else None


def times(value):
    return "–" if value is None else f"{value:.2f}×" if value < 10 else f"{value:.0f}×"


def write(book, results, folder):
    (folder / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = ["# What survey-stats costs beside its peers", ""]
    about = results["machine"]
    lines += [f"{about['processor']}, {about['cores']} cores, {about['memory']}, {about['system']}, Python "
              f"{about['python']}. Whole processes, reading included; medians over rounds in which every contender runs "
              "once, in turn; a ratio is the median of the ratios within one round, so that what else the machine does "
              "cancels. Memory is the largest peak (MaxRSS) of any round; nothing below about 10 MB can be seen. Files "
              "are new and in the page cache for everybody. `make bench` writes this page.", ""]
    for case in book["cases"]:
        if case["name"] in results["cases"]:
            lines += section(case, results["cases"][case["name"]])
    if results["growth"]:
        lines += ["## Growth of the work", "",
                  "One number of the job changes, the others stay: 1,000,000 rows, 500 clusters, 21 items, no domains.",
                  ""]
        for axis in book["growth"]["axes"]:
            if axis["name"] in results["growth"]:
                lines += growth(axis["name"], results["growth"][axis["name"]])
    (folder / "RESULTS.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def section(case, found):
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    lines = [f"## {case['name']}: {case['title']}", "",
             f"{found['date']}, file of {found['bytes'] / 1e6:.1f} MB from seed {found['seed']}, "
             f"load {found['load']} at the start; {versions}.", ""]
    runs = found["runs"]
    if runs:
        lines += ["| contender | wall s | processor s | peak MB | wall ÷ ours | processor ÷ ours | agrees within | rounds |",
                  "|---|---:|---:|---:|---:|---:|---:|---:|"]
    base = runs.get(OURS)
    for name, each in runs.items():
        agreement = found["agreement"].get(name)
        if agreement is None:
            said = "–"
        elif agreement["wrong"]:
            said = f"**no: {agreement['wrong']}**"
        else:
            said = within(agreement)
        shown = [times(ratio(each, base, field)) if base and name != OURS else "" for field in ("wall", "cpu")]
        lines.append(f"| {name} | {median(each, 'wall'):.3f} | {median(each, 'cpu'):.3f} | "
                     f"{max(run['memory'] for run in each) / 1e6:.0f} | {shown[0]} | {shown[1]} | {said} | {len(each)} |")
    if runs:
        lines.append("")
    if found["steps"]:
        lines += ["| within the process | median ms | least ms | agrees within |", "|---|---:|---:|---:|"]
        for name, seconds in found["steps"].items():
            agreement = found["agreement"].get(name)
            said = "–" if agreement is None else within(agreement)
            lines.append(f"| {name} | {statistics.median(seconds) * 1e3:.1f} | {min(seconds) * 1e3:.1f} | {said} |")
        lines.append("")
    lines += [f"- {note}" for note in found.get("notes", [])]
    for name, why in found["skipped"].items():
        lines.append(f"- skipped: {name}: {why}")
    lines += goals(case.get("goals", {}), found)
    if lines[-1]:
        lines.append("")
    return lines


def within(agreement):
    difference, tolerance = agreement["difference"], agreement["tolerance"]
    return "every digit" if difference == 0 else f"{difference:.0e} (of {tolerance:.0e})"


def goals(wanted, found):
    """Each goal of the case and what was reached, in the same words whether or not it was."""
    lines = []
    base = found["runs"].get(OURS)

    def line(text, reached):
        lines.append(f"- {'reached' if reached else '**not reached**'}: {text}")

    for name, factor in wanted.get("wall", {}).items():
        value = ratio(found["runs"][name], base, "wall") if base and name in found["runs"] else None
        if value is not None:
            line(f"at least {factor}× faster than {name} by the wall clock: {times(value)}", value >= factor)
    if "memory_mb" in wanted and base:
        peak = max(run["memory"] for run in base) / 1e6
        line(f"at most {wanted['memory_mb']} MB: {peak:.1f} MB", peak <= wanted["memory_mb"])
    if "cpu_ms" in wanted and base:
        value = median(base, "cpu") * 1e3
        line(f"under {wanted['cpu_ms']} ms of processor time: {value:.0f} ms", value < wanted["cpu_ms"])
    plain = found["runs"].get("survey-stats (plain means)")
    if "times_plain" in wanted and base and plain:
        value = ratio(base, plain, "wall")
        line(f"under {wanted['times_plain']}× the plain means: {times(value)}", value < wanted["times_plain"])
    for name, limit in wanted.get("step_ms", {}).items():
        if name in found["steps"]:
            value = statistics.median(found["steps"][name]) * 1e3
            line(f"{name} in at most {limit} ms: {value:.1f} ms", value <= limit)
    for name, (other, factor) in wanted.get("step_times", {}).items():
        if name in found["steps"] and other in found["steps"]:
            value = statistics.median(found["steps"][name]) / statistics.median(found["steps"][other])
            line(f"{name} within {factor}× of {other}: {value:.2f}×", value <= factor)
    return lines


def growth(name, points):
    contenders = list(dict.fromkeys(contender for point in points for contender in point["runs"]))
    lines = [f"### {name}", "", f"![{name}](plots/{name}.svg)", "",
             "| " + name + " | " + " | ".join(f"{one}: wall s | processor s | MB" for one in contenders) + " |",
             "|---:|" + "---:|" * (3 * len(contenders))]
    for point in points:
        cells = [f"{point['value']:,}"]
        for one in contenders:
            run = point["runs"].get(one)
            cells += [f"{run['wall']:.3f}", f"{run['cpu']:.3f}", f"{run['memory'] / 1e6:.0f}"] if run else ["–"] * 3
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]
