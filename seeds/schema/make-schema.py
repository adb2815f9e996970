"""Writes plan.schema.json: the structure of plan files for editors, the same rules as `survey-stats plan check`.

What a JSON Schema cannot say (that a reference exists, that a condition can be read) only the tool checks.
"""
import json
import pathlib

TEXT = {"type": ["string", "number", "boolean"]}  # YAML reads 101 and 否 as it likes; the tool takes the text
LINE = {"type": "string", "minLength": 1}
NUMBER = {"type": "number"}
POSITIVE = {"type": "number", "exclusiveMinimum": 0}
POINTS = {"type": "number", "minimum": 0}
AMOUNT = {"anyOf": [NUMBER, {"type": "string", "pattern": "^-?[0-9.]+ ?[%％]$"}]}
DAY = TEXT
TEXTS = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
CONDITION = LINE
FLAG = {"type": "boolean"}


def choice(*words):
    return {"enum": list(words)}


def table(required, **members):
    return {"type": "object", "required": required, "additionalProperties": False, "properties": members}


def listed(items):
    return {"type": "array", "items": items}


SOURCE = {"anyOf": [TEXT, table([], section=TEXT, number=TEXT, page=TEXT)]}
BOUNDS = {
    "at_least": AMOUNT, "at_most": AMOUNT, "equals": AMOUNT,
    "between": {"type": "array", "items": AMOUNT, "minItems": 2, "maxItems": 2},
}
TARGET = table([], **BOUNDS, about=AMOUNT, tolerance=AMOUNT, each=FLAG, growth_at_least=AMOUNT)
RULE = {
    "oneOf": [
        table(["bands"], bands={"type": "array", "minItems": 1, "items": table([], **BOUNDS, points=POINTS)}),
        table(["linear"], linear=table(["from", "to"], **{"from": AMOUNT, "to": AMOUNT})),
    ]
}
COMMON = {
    "id": TEXT, "label": TEXT, "unit": TEXT, "direction": choice("up", "down", "none"), "target": TARGET,
    "frequency": TEXT, "owner": TEXTS, "source": SOURCE, "inventory": TEXTS, "points": POINTS, "weight": POINTS,
    "points_rule": RULE, "baseline": AMOUNT, "text": TEXT, "remark": TEXT, "evidence": TEXTS,
    "status": choice("not_applicable"), "reason": TEXT,
}
ROWS = {"dataset": TEXT, "where": CONDITION, "by": TEXT}
TIME = choice("minute", "hour", "day", "working_day")
COMPARE = {"anyOf": [choice("prior"), table(["column", "before", "after"], column=TEXT, before=TEXT, after=TEXT, by=TEXT)]}
COMPONENT = table(["column", "max"], column=TEXT, max=POSITIVE, factor=POSITIVE)
# For each kind what it must have and what it may have beside the common keys.
KINDS = {
    "score": (["survey"], {"survey": TEXT, "item": TEXT, "items": TEXTS, "construct": TEXT, "overall": FLAG,
                           "statistic": choice("top2", "mean", "score-of-max", "score-of-range"),
                           "base": choice("valid", "all"), "where": CONDITION, "by": TEXT}),
    "growth": (["of"], {"of": TEXT}),
    "share": (["dataset"], {**ROWS, "numerator": CONDITION, "denominator": CONDITION, "numerator_sum": TEXT,
                            "denominator_sum": TEXT, "measure": choice("pooled", "each_mean")}),
    "count": (["dataset"], {**ROWS, "sum": TEXT, "distinct": TEXT, "average_over": TEXT}),
    "frequency": (["dataset", "date", "per"],
                  {**ROWS, "date": TEXT, "per": choice("day", "week", "month", "quarter", "year"), "at_least": POSITIVE,
                   "sum": TEXT, "units": TEXT, "total_at_least": NUMBER, "opening_days": FLAG}),
    "duration": (["dataset"], {**ROWS, "from": TEXT, "to": TEXT, "elapsed": TEXT, "time_unit": TIME,
                               "statistic": choice("mean", "median", "p90"), "compare": COMPARE,
                               "measure": choice("level", "reduction")}),
    "overdue": (["dataset", "from", "to"],
                {**ROWS, "from": TEXT, "to": TEXT, "due": TEXT, "limit": TEXT, "time_unit": TIME, "told": CONDITION,
                 "measure": choice("overdue", "on_time", "told", "count")}),
    "test": (["dataset"], {**ROWS, "components": {"type": "array", "minItems": 1, "items": COMPONENT}, "total": TEXT,
                           "max": POSITIVE, "pass": NUMBER, "date": TEXT, "average": choice("units", "tests"),
                           "measure": choice("mean", "pass_rate")}),
    "accuracy": (["dataset"], {**ROWS, "correct": CONDITION, "correct_sum": TEXT, "asked_sum": TEXT}),
    "distribution": (["dataset", "by"], {"dataset": TEXT, "where": CONDITION, "by": TEXTS, "month": TEXT,
                                         "rate_per": POSITIVE, "units": TEXT, "area": TEXT}),
    "checklist": (["dataset", "result"], {**ROWS, "result": TEXT, "item": TEXT, "met": TEXTS, "not_applicable": TEXTS}),
    "change": (["dataset", "before", "after"], {**ROWS, "before": TEXT, "after": TEXT, "weight_by": TEXT, "item": TEXT,
                                                "measure": choice("reduction", "difference", "saved")}),
    "cost": (["dataset", "cost"], {**ROWS, "cost": TEXTS, "beneficiaries": TEXT, "item": TEXT, "exception": CONDITION,
                                   "reason": TEXT, "hours_saved": TEXT, "wage": NUMBER,
                                   "measure": choice("per_beneficiary", "total", "benefit_ratio")}),
    "rubric": (["dataset", "score"], {**ROWS, "score": TEXT, "max": POINTS, "assessor": TEXT,
                                      "assessors": {"type": "integer", "minimum": 1, "maximum": 1000}}),
    "deadline": (["due"], {**ROWS, "due": DAY, "done": DAY, "date": TEXT}),
    "ranking": (["dataset", "unit_column", "group", "score"],
                {**ROWS, "unit_column": TEXT, "group": TEXT, "score": TEXT, "assessor": TEXT, "own": TEXT}),
    "reliability": (["survey"], {"survey": TEXT, "items": TEXTS, "construct": TEXT}),
    "representativeness": (["survey"], {"survey": TEXT}),
    "margin_of_error": (["survey"], {"survey": TEXT}),
    "validity": (["survey"], {"survey": TEXT, "items": TEXTS, "construct": TEXT}),
    "check": ([], {"met": FLAG}),
    "text": ([], {}),
}
INDICATOR = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {"kind": choice(*KINDS), **{name: {"$ref": f"#/$defs/{name}"} if name in ("target", "points_rule", "source")
                                               else rule for name, rule in COMMON.items()}},
    "allOf": [
        {"if": {"required": ["kind"], "properties": {"kind": {"const": kind}}},
         "then": {"required": required, "properties": own}}
        for kind, (required, own) in KINDS.items()
    ],
    "unevaluatedProperties": False,
}
UNIT = {"anyOf": [TEXT, table(["id"], id=TEXT, name=TEXT, population=POSITIVE)]}
DATASET = {
    **table(["id", "role"], id=TEXT, label=TEXT,
            role=choice("survey", "cases", "complaints", "calls", "events", "reports", "inventory", "documents", "cost",
                        "rota", "scores", "staff_survey", "qa_test", "web_audit"),
            file=TEXTS, files=TEXTS, prior=TEXTS, prior_files=TEXTS,
            columns={"type": "object", "additionalProperties": TEXT}, date=TEXT, encoding=TEXT, delimiter=TEXT,
            header_rows={"type": "integer", "minimum": 0, "maximum": 3}, missing=TEXTS, totals=choice("keep", "drop")),
    "anyOf": [{"required": ["file"]}, {"required": ["files"]}],
}
COUNT = {"type": "integer", "minimum": 1, "maximum": 1000000000}
SURVEY = table(
    ["id", "dataset"], id=TEXT, label=TEXT, dataset=TEXT, codebook=TEXT, prior_codebook=TEXT,
    sampling=choice("census", "srs", "systematic", "stratified", "cluster", "quota", "convenience", "voluntary"),
    issued=COUNT, returned=COUNT, population=COUNT, prior_issued=COUNT, prior_returned=COUNT, prior_population=COUNT,
    margins=TEXT, weighting=choice("none", "rake", "poststratify"), weights=TEXT, strata=TEXT, cluster=TEXT, fpc=TEXT,
    respondent=TEXT, shared_clusters=FLAG, comparable=FLAG, mode=TEXT, fieldwork=table([], **{"from": DAY, "to": DAY}),
    target_population=TEXT, columns={"type": "array"}, scales={"type": "array"}, constructs={"type": "array"}, overall=TEXT,
    missing=TEXTS)
NODE = table(
    ["label"], no=TEXT, label=TEXT, text=TEXT, points=POINTS, weight=POINTS, owner=TEXTS, due=TEXT, source={"$ref": "#/$defs/source"}, note=TEXT,
    indicators=listed({"$ref": "#/$defs/indicator"}), nodes=listed({"$ref": "#/$defs/node"}))
SHARE = lambda low, high: {"anyOf": [{"type": "number", "minimum": low, "maximum": high}, {"type": "string"}]}
PLAN = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A service-quality plan for survey-stats (survey-stats/plan@1)",
    "$defs": {"indicator": INDICATOR, "node": NODE, "target": TARGET, "points_rule": RULE, "source": SOURCE},
    **table(
        ["schema", "id", "title", "agency", "year", "nodes"],
        schema={"const": "survey-stats/plan@1"}, id=TEXT, title=TEXT,
        agency=table(["name"], name=TEXT, code=TEXT, group=TEXT, category=choice("first_line", "planning")),
        year={**table([], roc={"type": "integer", "minimum": 1, "maximum": 8088},
                      ce={"type": "integer", "minimum": 1912, "maximum": 9999}), "minProperties": 1},
        term=table(["from", "to"], **{"from": DAY, "to": DAY}), as_of=DAY, basis=TEXTS, document=TEXT, levels=TEXTS,
        owners=listed(table(["id"], id=TEXT, name=TEXT)),
        units={"type": "object", "additionalProperties": {"type": "array", "minItems": 1, "items": UNIT}},
        opening=table([], weekdays=listed({"type": "integer", "minimum": 1, "maximum": 7}), closed=listed(DAY),
                      open=listed(DAY)),
        suppress_below={"type": "integer", "minimum": 0, "maximum": 1000000},
        assumptions=table([], zero_prior=choice("undefined", "new"), missing_points=choice("renormalise", "zero"),
                          tolerance=SHARE(0, 0.5), partial_periods=choice("exclude", "include"),
                          days=choice("calendar", "working"), open_cases=choice("overdue_if_due", "exclude"),
                          test_average=choice("units", "tests"), partly_met=SHARE(0, 1), level=SHARE(0.5, 0.9999)),
        scoring=table([], total=POSITIVE, missing=choice("renormalise", "zero")),
        datasets=listed(DATASET), surveys=listed(SURVEY), nodes=listed({"$ref": "#/$defs/node"}),
        report=table([], language=choice("zh-TW", "en"), calendar=choice("roc", "ce"),
                     decimals=table([], percent={"type": "integer", "minimum": 0, "maximum": 6},
                                    mean={"type": "integer", "minimum": 0, "maximum": 6}))),
}

if __name__ == "__main__":
    path = pathlib.Path(__file__).parent / "plan.schema.json"
    path.write_text(json.dumps(PLAN, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
