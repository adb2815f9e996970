"""What every Python contender shares: the job it is asked for, the t quantile and the form of the answer.

A contender is a whole process: `python3 contender.py JOB`, JOB being JSON with path, kind, stratum, cluster, weight,
items, by. It prints {"versions": …, "rows": [{"term", "group", "estimate", "std_error", "conf_low", "conf_high"}]}.
"""
import json
import math
import sys


def asked():
    return json.loads(sys.argv[1])


def student_quantile(p, df):
    """The quantile of Student's t, by Newton's method on its distribution function.

    None of the query engines has it, and importing scipy for one number would cost them half a second.
    """
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    t = 2.0
    for _ in range(60):
        density = scale * (1 + t * t / df) ** (-(df + 1) / 2)
        step = (1 - beta_tail(df, t) / 2 - p) / density
        t -= step
        if abs(step) < 1e-14 * abs(t):
            break
    return t


def beta_tail(df, t):
    """The regularized incomplete beta function I_x(df/2, 1/2) at x = df/(df + t²), which is P(|T| > t).

    Lentz's continued fraction (Press et al. 2007, Numerical Recipes, 6.4).
    """
    a, b, x = df / 2, 0.5, df / (df + t * t)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * fraction(b, a, 1 - x) / b
    return front * fraction(a, b, x) / a


def fraction(a, b, x):
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 10000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / (1 + even * d), 1 + even / c
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / (1 + odd * d), 1 + odd / c
        value *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return value


class Rows:
    """The answer's rows; the interval follows from estimate, variance and degrees of freedom."""

    def __init__(self):
        self.rows = []
        self.quantiles = {}

    def add(self, term, estimate, variance, df, group=None):
        if df not in self.quantiles:
            self.quantiles[df] = student_quantile(0.975, df)
        error = math.sqrt(variance)
        half = self.quantiles[df] * error
        self.rows.append({"term": term, "group": group, "estimate": estimate, "std_error": error,
                          "conf_low": estimate - half, "conf_high": estimate + half})

    def tell(self, **more):
        json.dump({"rows": self.rows, **more}, sys.stdout)
