"""Exact sums by rational arithmetic, written to exact-sums.json: an oracle that shares nothing with the library.

Each case has values, optional weights, and the nearest double of the exact sum of value (or weight times
value, and of its square), as hexadecimal so that no digit is lost.
"""
import json
import pathlib
import random
from fractions import Fraction

random.seed(20261121)


def nearest(value):
    return float(value).hex()  # Fraction to float rounds to nearest, ties to even


def case(name, values, weights=None):
    weights = weights or [1.0] * len(values)
    products = [Fraction(w) * Fraction(v) for w, v in zip(weights, values)]
    return {
        "name": name,
        "values": [v.hex() for v in values],
        "weights": [w.hex() for w in weights],
        "sum": nearest(sum(products)),
        "squares": nearest(sum(w * v * v for w, v in zip(map(Fraction, weights), map(Fraction, values)))),
    }


def spread(low, high, count):
    return [random.choice([-1, 1]) * random.uniform(1, 2) * 2.0 ** random.randint(low, high) for _ in range(count)]


cases = [
    case("large numbers cancel", [1e16, 1.0, -1e16]),
    case("half of the last place", [2.0**53, 1.0, 2.0**-60]),
    case("a tie goes to even", [2.0**53, 1.0]),
    case("subnormal numbers", [5e-324, 1e-310, -5e-324, 2.5e-320]),
    case("signs of zero", [0.0, -0.0]),
    case("answers with decimal weights", [float(random.randint(1, 5)) for _ in range(500)],
         [round(random.uniform(1, 60), 6) for _ in range(500)]),
    case("decimals with decimal weights", [round(random.uniform(0, 100), 4) for _ in range(500)],
         [round(random.uniform(1, 60), 6) for _ in range(500)]),
    case("weights of very different size", [float(random.randint(-3, 9)) for _ in range(300)],
         [random.uniform(1, 2) * 2.0 ** random.randint(-40, 40) for _ in range(300)]),
    case("near and far exponents", spread(-30, 30, 400)),
    case("very far exponents", spread(-140, 150, 400)),
    case("far exponents with weights", spread(-60, 60, 300), [abs(w) for w in spread(-60, 60, 300)]),
    case("ten million and a tenth", [1e7 + 0.1 * (i % 3) for i in range(1001)]),
    case("large answers", [1023.0, 1024.0, -1023.0, 1e6, 12345678.0] * 40, [33.846999, 15.1, 1 / 3, 0.1, 7.0] * 40),
]
path = pathlib.Path(__file__).with_name("exact-sums.json")
path.write_text(json.dumps({"schema": "survey-stats/exact-sums@1", "cases": cases}, indent=0) + "\n")
