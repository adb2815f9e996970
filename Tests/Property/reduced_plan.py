"""A plan cut down to the indicators that read one file of records, so that an evaluation of it takes milliseconds."""
import json


def readers(plan, file):
    """The indicators that read `file`: by a dataset, by a survey of it, or as the growth of one that does."""
    datasets = {name for name, _ in plan.readers(file)}
    return [name for name, indicator in plan.indicators.items() if plan.source(indicator) in datasets]


def reduced(plan, names):
    """The plan's keys with one node that holds these indicators, and the datasets and surveys that they need."""
    own = [plan.indicators[name] for name in names]
    datasets = {plan.source(indicator) for indicator in own}
    surveys = {indicator.get("survey") for indicator in own}
    return {
        **plan.file,
        "datasets": [dataset for dataset in plan.file["datasets"] if dataset["id"] in datasets],
        "surveys": [survey for survey in plan.file.get("surveys", []) if survey["id"] in surveys],
        "nodes": [{"label": "records", "indicators": own}],
    }


def write(plan, names, path):
    path.write_text(json.dumps(reduced(plan, names), ensure_ascii=False), encoding="utf-8")


def indicators(nodes):
    for node in nodes:
        yield from node.get("indicators", [])
        yield from indicators(node.get("nodes", []))


def results(text):
    """Each indicator of an evaluation in JSON as its text: digits are kept as they are printed."""
    evaluation = json.loads(text, parse_float=str, parse_int=str)
    decisions = {}
    for decision in evaluation["decisions"]:
        for name in decision.get("indicators", []):
            decisions.setdefault(name, []).append(decision["code"])
    found = {}
    for indicator in indicators(evaluation["nodes"]):
        found[indicator["id"]] = {**indicator, "decisions": decisions.get(indicator["id"], [])}
    return found
