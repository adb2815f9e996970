"""The JSON Schema of plan files against the plans, and against plans that are none."""
import copy
import importlib.util
import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
try:
    import jsonschema
    import yaml
except ImportError:
    jsonschema = None


def load(path):
    """YAML as the tool reads it: dates and words such as 否 and no stay texts."""

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {
            first: [(tag, rule) for tag, rule in rules if tag.rsplit(":", 1)[1] not in ("bool", "timestamp")]
            for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), ["t", "f"])
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


@unittest.skipIf(jsonschema is None, "jsonschema and PyYAML are not installed")
class PlanSchema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schema = json.loads((ROOT / "seeds/schema/plan.schema.json").read_text(encoding="utf-8"))
        cls.validator = jsonschema.Draft202012Validator(cls.schema)
        cls.plans = {path: load(path) for path in sorted((ROOT / "seeds/plans").glob("*.yaml"))}

    def test_the_committed_schema_is_what_its_generator_writes(self):
        spec = importlib.util.spec_from_file_location("make_schema", ROOT / "seeds/schema/make-schema.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.assertEqual(json.loads(json.dumps(module.PLAN)), self.schema)

    def test_every_plan_is_valid(self):
        self.assertTrue(self.plans)
        for path, plan in self.plans.items():
            with self.subTest(path.name):
                self.assertEqual([f"{list(e.absolute_path)}: {e.message}" for e in self.validator.iter_errors(plan)], [])

    def test_what_the_tool_refuses_by_form_is_refused(self):
        def first(node):
            for indicator in node.get("indicators", []):
                if indicator["kind"] == "count":
                    return indicator
            for child in node.get("nodes", []):
                found = first(child)
                if found:
                    return found
            return None

        def counted(plan):
            return next(found for found in map(first, plan["nodes"]) if found)

        def change(name, act):
            changes.append((name, act))

        changes = []
        change("unknown key", lambda p: p.update(dataset=[]))
        change("no schema", lambda p: p.pop("schema"))
        change("wrong type", lambda p: p.update(nodes="all"))
        change("unknown role", lambda p: p["datasets"][0].update(role="case"))
        change("no file", lambda p: [p["datasets"][0].pop(k, None) for k in ("file", "files")])
        change("unknown kind", lambda p: counted(p).update(kind="counts"))
        change("key of another kind", lambda p: counted(p).update({"pass": 3}))
        change("no dataset", lambda p: counted(p).pop("dataset"))
        change("target of words", lambda p: counted(p).update(target="many"))
        change("empty bands", lambda p: counted(p).update(points_rule={"bands": []}))
        change("negative points", lambda p: counted(p).update(points=-1))
        plan = next(iter(self.plans.values()))
        for name, act in changes:
            with self.subTest(name):
                bad = copy.deepcopy(plan)
                act(bad)
                self.assertFalse(self.validator.is_valid(bad))


if __name__ == "__main__":
    unittest.main()
