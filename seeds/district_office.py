"""The made-up district office 示範區公所 and what its tools export; make-surveys.py writes it out.

Every number comes from `random.Random.random()` and the four operations, which are the same on every machine and
in every Python; `gauss` and `choice` are not promised to be.
"""
import csv
import io
import random

LABELS = ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"]
AGES = ["20-29歲", "30-39歲", "40-49歲", "50-64歲", "65歲以上"]
VILLAGES = ("仁德 義和 禮賢 智成 信安 忠順 孝悌 和睦 平安 博雅 中原 大有 永福 新城 東明 西湖 南興 北辰 光華 長春").split()
# Adults of the district by age: women, men. The margins are their sums.
POPULATION = {"女": [9120, 10480, 11860, 17340, 13420], "男": [9310, 10210, 11050, 16180, 11030]}
STEM = "您對本所各項服務的滿意程度"
# The questions of a construct: short name, wording, how far its mean lies from the office's.
CONSTRUCTS = {
    "洽公環境": [("環境整潔", "洽公環境整潔舒適", 0.20), ("環境標示", "服務台及指示標示清楚", 0.02),
             ("環境等候", "等候座位及書寫設備充足", -0.10), ("環境停車", "停車及無障礙設施", -0.42)],
    "服務禮儀": [("禮儀態度", "服務人員態度親切", 0.28), ("禮儀主動", "服務人員主動招呼、協助", 0.08),
             ("禮儀電話", "電話禮貌", -0.02), ("禮儀耐心", "說明時有耐心", 0.18)],
    "服務專業性": [("專業熟悉", "服務人員熟悉業務", 0.15), ("專業解答", "能正確解答問題", 0.10),
              ("專業時效", "辦理時間合理", -0.12), ("專業告知", "一次告知應備文件", -0.05)],
    "服務措施": [("措施中午", "中午不打烊服務", 0.22), ("措施網路", "網路申辦及查詢", -0.18), ("措施跨區", "跨區跨機關服務", -0.08)],
}
OVERALL = "整體而言，您對本所的服務是否滿意？"
COMPLAINTS = "您對本所處理意見及抱怨的方式是否滿意？"
# How many points the office as a whole gained from 102 to 103, and from the counter to the web.
LEVELS = {102: 3.88, 103: 4.00}
WEB_SHIFT = -0.25


def normal(rng):
    """A number with mean 0 and variance 1, nearly normal: the sum of twelve uniform ones (Irwin–Hall)."""
    return sum(rng.random() for _ in range(12)) - 6.0


def pick(rng, choices, weights=None):
    """One of `choices`, in proportion to `weights`."""
    weights = weights or [1] * len(choices)
    at = rng.random() * sum(weights)
    for choice, weight in zip(choices, weights):
        at -= weight
        if at < 0:
            return choice
    return choices[-1]


def whole(rng, low, high):
    return low + int(rng.random() * (high - low + 1))


class Visitor:
    """Who answers: what they are, and how they judge. Items share the person's mood, those of a construct a little more."""

    def __init__(self, rng, level):
        self.rng = rng
        self.sex = pick(rng, ["女", "男"], [58, 42])
        self.age = pick(rng, AGES, [11, 19, 22, 30, 18])
        self.village = pick(rng, VILLAGES) + "里"
        # Older visitors are the more content ones.
        self.mood = level + 0.05 * (AGES.index(self.age) - 2) + 0.52 * normal(rng)
        self.construct = {name: 0.22 * normal(rng) for name in CONSTRUCTS}

    def points(self, shift):
        return min(5, max(1, int(self.mood + shift + 0.58 * normal(self.rng) + 0.5)))

    def item(self, construct, shift):
        return self.points(self.construct[construct] + shift)


def timestamp(rng, year):
    """As Google Forms writes it in Traditional Chinese: 2013/5/4 下午 3:21:10."""
    hour, minute, second = whole(rng, 8, 17), whole(rng, 0, 59), whole(rng, 0, 59)
    half = "上午" if hour < 12 else "下午"
    return f"{year + 1911}/{whole(rng, 4, 6)}/{whole(rng, 1, 30)} {half} {(hour - 1) % 12 + 1}:{minute:02}:{second:02}"


def item_headers():
    return [f"{STEM} [{wording}]" for items in CONSTRUCTS.values() for _, wording, _ in items]


def counter(rng, year, rows):
    """The questionnaire at the counter, from a form. In 103 somebody typed the questions again with half-width marks."""
    retyped = {"，": ",", "？": "?"} if year == 103 else {}
    header = ["時間戳記", "您今天洽辦的業務（可複選）", "您洽公的管道"] + item_headers() + [
        OVERALL, COMPLAINTS, "您的性別", "您的年齡", "您居住的里", "其他建議"]
    for long, short in retyped.items():
        header = [name.replace(long, short) for name in header]
    table = [header]
    for _ in range(rows):
        visitor = Visitor(rng, LEVELS[year])

        def label(points, unused=0.0):
            draw = rng.random()
            if draw < unused:
                return "未使用過"
            if draw < unused + 0.025:
                return "無意見"
            return "" if draw < unused + 0.033 else LABELS[points - 1]

        business = [name for name, share in (("戶籍謄本", 0.3), ("兵役", 0.12), ("社會福利", 0.34), ("調解, 法律諮詢", 0.1),
                                             ("里鄰活動", 0.16)) if rng.random() < share]
        answers = [label(visitor.item(construct, shift), 0.09 if construct == "服務措施" else 0.0)
                   for construct, items in CONSTRUCTS.items() for _, _, shift in items]
        table.append(
            [timestamp(rng, year), ", ".join(business or ["其他"]), pick(rng, ["臨櫃", "電話", "網路"], [80, 13, 7])]
            + answers
            + [label(visitor.points(0.08)), label(visitor.points(-0.55), 0.79), visitor.sex, visitor.age, visitor.village,
               pick(rng, ["", "希望增加停車位", "承辦人員很親切，謝謝", "冷氣太冷,\n座位太少", "無"], [80, 6, 6, 3, 5])])
    return table


def web(rng, year, rows):
    """The same questions on the web: numbered labels, a question of several choices, dates of the Republic."""
    channels = ["本所網站", "親友告知", "里長, 里幹事告知", "報紙, 廣播, 電視", "Facebook"]
    names = [f"Q{number + 1}.{wording}" for number, wording in enumerate(
        wording for items in CONSTRUCTS.values() for _, wording, _ in items)]
    table = [["填答時間", "填答秒數"] + names + ["Q16.整體滿意度", "Q17.得知管道（可複選）", "性別", "年齡", "填答日期"]]
    for _ in range(rows):
        visitor = Visitor(rng, LEVELS[year] + WEB_SHIFT)

        def label(points):
            draw = rng.random()
            if draw < 0.03:
                return "0.不知道/無意見"
            return "" if draw < 0.04 else f"{points}.{LABELS[points - 1]}"

        month, day, minute = whole(rng, 4, 6), whole(rng, 1, 30), whole(rng, 0, 59)
        chosen = [name for name, share in zip(channels, (0.5, 0.3, 0.25, 0.15, 0.2)) if rng.random() < share]
        table.append(
            [f"{year + 1911}-{month:02}-{day:02} {whole(rng, 0, 23):02}:{minute:02}:00", whole(rng, 95, 640)]
            + [label(visitor.item(construct, shift)) for construct, items in CONSTRUCTS.items() for _, _, shift in items]
            + [label(visitor.points(0.05)), ",".join(chosen or ["其他"]), visitor.sex, visitor.age,
               f"{year}年{month}月{day}日"])
    return table


def quirks(rng):
    """Sixty answers with everything that goes wrong between a paper form, a spreadsheet and a second office."""
    header = ["編號", "填表日期", "服務帄台整體\n滿意度", "服務態度", "服務態度", "", "環境整潔", "等候時間", "管道○臨櫃", "管道○電話",
              "年　齡", "權數", "", "備註"]
    spell = {5: ["(5)非常滿意", "非常滿意", "很滿意", "5.非常滿意", "非常　滿意", "５", "極滿意"],
             4: ["(4)滿意", "滿意", "還算滿意", "４", "尚滿意", "滿意 "],
             3: ["(3)普通", "普通", "尚可", "３", "沒意見"], 2: ["(2)不滿意", "不太滿意", "有點不滿意", "２"],
             1: ["(1)非常不滿意", "很不滿意", "１"]}
    table = [header]
    for number in range(1, 61):
        visitor = Visitor(rng, LEVELS[103])
        cells = []
        for shift in (0.1, 0.2, 0.15, 0.2, -0.4):
            cells.append(pick(rng, spell[visitor.points(shift)]))
        if number in (7, 31):
            cells[1] = "非常滿義"
        if number == 12:
            cells[0] = "對帄台滿意"
        if number in (15, 44):
            cells[3] = "拒答"
        if number == 20:
            cells[4] = "未使用過/不適用"
        month, day = whole(rng, 4, 6), whole(rng, 1, 30)
        date = pick(rng, [f"103/{month}/{day}", f"103年{month}月{day}日", f"民國103年{month}月{day}日", f"103.{month:02}.{day:02}",
                          f"2014-{month:02}-{day:02}", f"1030{month}{day:02}"])
        at_counter = rng.random() < 0.7
        table.append([str(number), date, cells[0], cells[1], cells[2], "", cells[3], cells[4], "○" if at_counter else "",
                      "" if at_counter else "○", wide(pick(rng, ["28", "35", "47", "58", "71"])),
                      f"1,{whole(rng, 0, 999):03}" if number % 9 == 0 else str(whole(rng, 400, 999)), "",
                      pick(rng, ["", "建議增設停車位, 並延長時間; 謝謝", "很好；謝謝", "「服務」\n很親切"], [8, 1, 1, 1])])
        if number in (18, 40, 41):
            table.append([])
    return table + [["總計", "60"] + [""] * 12]


def wide(digits):
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)


def tally(rng):
    """Ballots for three questions, counted by hand on paper."""
    table = [["題目", "答案", "人數"]]
    for question, counts in (("服務態度", [118, 96, 31, 6, 2]), ("等候時間", [71, 92, 62, 21, 8]), ("整體滿意度", [97, 118, 32, 5, 1])):
        for answer, count in zip(reversed(LABELS), counts):
            table.append([question, answer, count + whole(rng, 0, 4)])
        table.append([question, "無意見", whole(rng, 1, 9)])
    return table


def population():
    sexes = [["性別", sex, sum(counts)] for sex, counts in POPULATION.items()]
    ages = [["年齡", age, sum(counts[place] for counts in POPULATION.values())] for place, age in enumerate(AGES)]
    joint = [["性別:年齡", f"{sex}:{age}", counts[place]] for sex, counts in POPULATION.items() for place, age in enumerate(AGES)]
    header = [["variable", "category", "count"]]
    return header + sexes + ages, header + joint


def codebook():
    """The codebook of the counter's files, the same for both years."""
    def column(name, identifier, *members):
        return [f'  - name: "{name}"', f"    id: {identifier}"] + [f"    {member}" for member in members]

    lines = ["# The counter questionnaire of 示範區公所, years 102 and 103.", "schema: survey-stats/codebook@1", "overall: 整體滿意度",
             "columns:"]
    lines += column("您今天洽辦的業務（可複選）", "業務", 'choices: [戶籍謄本, 兵役, 社會福利, "調解, 法律諮詢", 里鄰活動, 其他]', 'separator: ","')
    lines += column("您洽公的管道", "管道")
    for items in CONSTRUCTS.values():
        for identifier, wording, _ in items:
            lines += column(f"{STEM} [{wording}]", identifier, f"label: {wording}", "scale: satisfaction-5")
    lines += column(OVERALL, "整體滿意度", "scale: satisfaction-5")
    lines += column(COMPLAINTS, "意見處理", "scale: satisfaction-5")
    for name, identifier in (("您的性別", "性別"), ("您的年齡", "年齡"), ("您居住的里", "里")):
        lines += column(name, identifier)
    lines.append("constructs:")
    for (name, items), weight in zip(CONSTRUCTS.items(), (20, 30, 30, 20)):
        names = ", ".join(identifier for identifier, _, _ in items)
        lines.append(f"  - {{name: {name}, items: [{names}], weight: {weight}, minimum_answered: 2}}")
    return "\n".join(lines) + "\n"


def csv_text(table, delimiter=",", ending="\r\n"):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=ending).writerows(table)
    return file.getvalue()


def files():
    """Every file of the office by name, as bytes."""
    margins, joint = population()
    return {
        # A spreadsheet saved this one, in the encoding of its Windows.
        "office-counter-102.csv": csv_text(counter(random.Random(1020501), 102, 420)).encode("cp950"),
        "office-counter-103.csv": csv_text(counter(random.Random(1030501), 103, 460)).encode("utf-8-sig"),
        "office-web-102.csv": csv_text(web(random.Random(1020601), 102, 180)).encode("utf-8-sig"),
        "office-web-103.csv": csv_text(web(random.Random(1030601), 103, 240)).encode("utf-8-sig"),
        "office-quirks-103.csv": csv_text(quirks(random.Random(1030701)), ";").encode("utf-8-sig"),
        "office-tally-103.csv": csv_text(tally(random.Random(1030702)), ending="\n").encode(),
        "office-population.csv": csv_text(margins, ending="\n").encode(),
        "office-population-joint.csv": csv_text(joint, ending="\n").encode(),
        "office-codebook.yaml": codebook().encode(),
    }
