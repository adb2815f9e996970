"""States: totals that are kept, carried and added up."""

import json
import pickle
import random
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))

import surveystats as ss  # noqa: E402

SEED = str(ROOT / "seeds/surveys/counter-service.csv")
DESIGN = dict(weights="權數", strata="服務區", cluster="里")


def rows():
    with open(SEED, encoding="utf-8") as file:
        lines = file.read().splitlines()
    return lines[0], lines[1:]


def table(header, lines):
    return ss.read_csv("\n".join([header, *lines]).encode("utf-8") + b"\n", missing=[9])


class States(unittest.TestCase):
    def cases(self):
        items = ["洽公環境", "服務禮儀"]
        design = ss.Design(ss.read_csv(SEED, missing=[9]), **DESIGN)
        yield ss.State("mean", items, by="管道", **DESIGN), design.mean(items, by="管道")
        yield ss.State("total", items, level=0.9, **DESIGN), design.total(items, level=0.9)
        yield (
            ss.State("proportion", "整體滿意度", interval="wald", covariance=True, **DESIGN),
            design.proportion("整體滿意度", interval="wald", covariance=True),
        )
        yield (
            ss.State("contrast", expression="r = 洽公環境 / 服務禮儀", **DESIGN),
            design.contrast("r = 洽公環境 / 服務禮儀"),
        )

    def test_parts_in_any_order_are_one_reading(self):
        header, lines = rows()
        for empty, expected in self.cases():
            parts = [[] for _ in range(5)]
            for line in lines:
                random.choice(parts).append(line)
            states = []
            for part in parts:
                state = ss.State.from_bytes(empty.to_bytes())
                if part:
                    state.update(table(header, part))
                states.append(pickle.loads(pickle.dumps(state)))
            random.shuffle(states)
            whole = states[0].merge(*states[1:])
            self.assertEqual(len(whole), len(lines))
            self.assertEqual(whole.result().to_json(), expected.to_json())

    def test_growth(self):
        source = str(ROOT / "seeds/surveys/counter-service-years.csv")
        state = ss.State("growth", ["洽公環境"], period="年度", start="102", end="103", **DESIGN)
        state.update(ss.read_csv(source, missing=[9]))
        design = ss.Design(ss.read_csv(source, missing=[9]), **DESIGN)
        self.assertEqual(state.result().to_json(), design.growth("洽公環境", period="年度", start="102", end="103").to_json())

    def test_what_is_refused(self):
        def code(call):
            with self.assertRaises(ss.SurveyStatsError) as caught:
                call()
            return caught.exception.code_name

        state = ss.State("mean", "a")
        self.assertEqual(code(state.result), "empty_data")
        self.assertEqual(code(lambda: state.merge(state)), "invalid_argument")
        self.assertEqual(code(lambda: state.merge(ss.State("mean", "b"))), "invalid_argument")
        self.assertEqual(code(lambda: ss.State("mode", "a")), "malformed_data")
        self.assertEqual(code(lambda: ss.State.from_bytes(b"no state")), "malformed_data")
        self.assertEqual(code(lambda: state.update({"b": [1, 2]})), "unknown_column")
        self.assertEqual(code(lambda: ss.State.from_bytes(state.to_bytes()[:-1])), "malformed_data")
        self.assertEqual(len(state.update({"a": [1, 2]})), 2)
        self.assertEqual(json.loads(state.result().to_json())["rows"][0]["estimate"], 1.5)


if __name__ == "__main__":
    unittest.main()
