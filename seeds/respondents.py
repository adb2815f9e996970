"""People who answer questionnaires, and the codebooks of what they were asked. Shared by generators of records."""
from district_office import normal, pick

SATISFACTION = ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"]


class Respondent:
    """Items share the person's mood, those of a construct a little more."""

    def __init__(self, rng, level, spread=0.45):
        self.rng = rng
        self.mood = level + spread * normal(rng)
        self.shifts = {}

    def points(self, construct, shift, most=5):
        if construct not in self.shifts:
            self.shifts[construct] = 0.2 * normal(self.rng) if construct else 0.0
        judged = self.mood + self.shifts[construct] + shift + 0.5 * normal(self.rng)
        return min(most, max(1, int(judged + 0.5)))


class Question:
    """An item: its short name, its wording, its construct, and how far its mean lies from the office's."""

    def __init__(self, name, wording, construct, shift, unused=0.0):
        self.name, self.wording, self.construct, self.shift, self.unused = name, wording, construct, shift, unused


def answer(rng, points, words=SATISFACTION, unused=0.0, no_opinion=0.015, blank=0.01, numbered=False):
    """The cell for `points`: a label, seldom none, and 未使用過 or 無意見 where the questionnaire offers them."""
    draw = rng.random()
    if draw < unused:
        return "未使用過"
    if draw < unused + no_opinion:
        return "無意見"
    if draw < unused + no_opinion + blank:
        return ""
    return f"{points}.{words[points - 1]}" if numbered else words[points - 1]


def answers(rng, person, questions, **options):
    return [answer(rng, person.points(question.construct, question.shift), unused=question.unused, **options)
            for question in questions]


def codebook(title, headers, questions, facts=(), overall="整體滿意度", scale="satisfaction-5", scales=()):
    """The codebook that says which column is which; `headers` are the items' columns, `facts` those without a scale."""
    lines = [f"# {title}", "schema: survey-stats/codebook@1", f"overall: {overall}", "columns:"]
    for header, question in zip(headers, questions):
        lines += [f'  - name: "{header}"', f"    id: {question.name}", f"    label: {question.wording}", f"    scale: {scale}"]
    for header, name in facts:
        lines += [f'  - name: "{header}"', f"    id: {name}"]
    names = []
    for question in questions:
        if question.construct and question.construct not in names:
            names.append(question.construct)
    if names:
        lines.append("constructs:")
    for name in names:
        items = [question.name for question in questions if question.construct == name]
        lines.append(f"  - {{name: {name}, items: [{', '.join(items)}], minimum_answered: {max(1, len(items) - 1)}}}")
    return "\n".join(lines + list(scales)) + "\n"


def pick_share(rng, counts):
    """One of the keys of `counts`, in proportion to them."""
    return pick(rng, list(counts), list(counts.values()))
