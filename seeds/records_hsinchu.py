"""The records of 新竹市東區區公所 for the year 104 (2015), and of 103 where growth is asked.

The plan is real, the records are made up: nobody in them exists, and no number is the office's. Each file is kept as
offices keep theirs: one CP950, the next UTF-8 with a byte order mark; dates of the Republic in several spellings,
thousands separators, full-width digits, rows of totals, headers copied from a PDF. `write(folder)` puts them into
`folder/hsinchu-104`.
"""
import datetime
import pathlib
import random

from district_office import normal, pick, whole, wide
from record_writing import date_text, days, time_text, write_csv

PLAN = "hsinchu-104"
SECTIONS = ["秘書室", "民政課", "社政課", "經建課", "人事室", "會計室"]
COUNTER_SECTIONS = ["民政課", "社政課", "經建課"]
CLOSED = {
    2014: [(1, 1), (1, 30), (1, 31), (2, 3), (2, 4), (2, 28), (4, 4), (6, 2), (9, 8), (10, 10)],
    2015: [(1, 1), (1, 2), (2, 18), (2, 19), (2, 20), (2, 23), (2, 27), (4, 3), (4, 6), (6, 19), (9, 28), (10, 9)],
    2016: [(1, 1)],
}
VILLAGES = "南門里 福德里 關帝里 東門里 中正里 親仁里 復中里 三民里 東園里 光復里 千甲里 水源里 埔頂里 金山里 關東里 科園里".split()


def is_open(day):
    return day.weekday() < 5 and (day.month, day.day) not in CLOSED[day.year]


def working_day(rng, year, month, first=1, last=28):
    return pick(rng, [day for day in days(year, (month, 1), (month, 28)) if first <= day.day <= last and is_open(day)])


def any_working_day(rng, year):
    return working_day(rng, year, whole(rng, 1, 12))


def later(day, count):
    return day + datetime.timedelta(days=count)


def after_working_days(day, count):
    """The day that is so many opening days after another."""
    while count > 0:
        day = later(day, 1)
        if is_open(day):
            count -= 1
    return day


def moment(day, minutes):
    """A day with the minutes since midnight."""
    return datetime.datetime(day.year, day.month, day.day) + datetime.timedelta(minutes=minutes)


def mixed(rng, day):
    return date_text(day, pick(rng, ("roc", "roc", "roc_dot", "roc_words", "roc_digits", "slash")))


def thousands(number):
    return f"{number:,}"


def yes(rng, share):
    return "是" if rng.random() < share else "否"


# MARK: 附件1 壹一 服務流程

# Services by the kind of window that offers them in 104; each with the section that is responsible.
SERVICES_104 = {
    "全功能服務臺": [
        ("民政課", "調解聲請登記 法律諮詢登記 兵役證明 役男出境申請 殯葬設施使用申請 國旗借用 里民活動中心借用 鄰長證明 祭祀公業備查 宗教證明"),
        ("社政課", "低收入戶證明 敬老卡製發 身心障礙停車證 身心障礙證明換發 急難救助申請 健保投保 國民年金認定 育兒津貼 托育補助 幼兒學費補助 傷病醫療補助 中低收入證明"),
        ("經建課", "農地農用證明 路燈報修 農情調查證明 公有市場攤位申請 道路挖掘會勘 天然災害救助"),
    ],
    "社會福利窗口": [
        ("社政課", "低收入戶資格審查 中低收入老人津貼 身心障礙生活補助 特殊境遇家庭扶助 老人假牙補助 輔具補助 住院看護補助 災害慰助"),
    ],
    "農經窗口": [
        ("經建課", "休耕轉作申報 老農津貼協辦 農機證明 攤販登記 行道樹修剪 違章查報 人行道修補 水溝清淤"),
    ],
    "調解窗口": [("民政課", "調解案件審理 調解書核發")],
}


def services_104():
    return [(window, section, name) for window, parts in SERVICES_104.items() for section, names in parts for name in names.split()]


def windows(rng, folder):
    header = ["編號", "窗口種類", "業務項目", "主辦課室", "單一窗口可辦", "一處收件全程服務"]
    # Six windows' services could not be joined yet: they need an inspection on the spot or a hearing.
    apart = {"調解案件審理", "違章查報", "休耕轉作申報", "道路挖掘會勘"}
    rows = [[number + 1, window, name, section, "否" if name in apart else "是",
             "否" if name in apart or rng.random() < 0.12 else "是"]
            for number, (window, section, name) in enumerate(services_104())]
    write_csv(folder / "windows-104.csv", header, rows)
    # In 103 every section still had windows of its own.
    split = {"民政課": ["民政窗口", "兵役窗口"], "社政課": ["社會救助窗口", "社會福利窗口", "身心障礙窗口"], "經建課": ["農經窗口"]}
    earlier = []
    for window, section, name in services_104():
        if name in ("托育補助", "公有市場攤位申請", "老人假牙補助", "水溝清淤", "天然災害救助", "健保投保"):
            continue
        own = "調解窗口" if window == "調解窗口" else pick(rng, split[section])
        earlier.append([len(earlier) + 1, own, name, section, yes(rng, 0.62), yes(rng, 0.55)])
    write_csv(folder / "windows-103.csv", header, earlier, encoding="cp950")


# Procedures of the case register: section, standard working days, working days before and after, month in which the
# procedure was simplified. Those with 0 standard days are done at the counter, in minutes.
PROCEDURES = [
    ("低收入戶證明", "社政課", 0, 16, 9, 4), ("敬老卡製發", "社政課", 0, 12, 8, 4), ("身心障礙停車證", "社政課", 0, 18, 12, 7),
    ("調解聲請登記", "民政課", 0, 15, 11, 7), ("急難救助申請", "社政課", 7, 5, 3, 4), ("中低收入老人津貼", "社政課", 20, 16, 11, 7),
    ("身心障礙生活補助", "社政課", 20, 15, 11, 7), ("育兒津貼", "社政課", 15, 11, 8, 4), ("國民年金認定", "社政課", 15, 12, 9, 7),
    ("農地農用證明", "經建課", 10, 8, 6, 7), ("路燈報修", "經建課", 5, 2, 1, 4), ("特殊境遇家庭扶助", "社政課", 15, 12, 9, 7),
]
NO_GATEWAY = {"路燈報修", "調解聲請登記"}


def case(rng, year, number, received_on, procedure):
    name, section, standard, before, after, month = procedure
    simplified = year == 2015 and received_on.month >= month
    middle = after if simplified else before
    start = 8 * 60 + 5 + whole(rng, 0, 500)
    received = moment(received_on, start)
    channel = "臨櫃" if standard == 0 else pick(rng, ["線上", "書面", "臨櫃收件續處"], [34, 20, 46] if year == 2015 else [24, 26, 50])
    told = ""
    if standard == 0:
        closed = received + datetime.timedelta(minutes=max(2, int(middle + 3.4 * normal(rng))))
    else:
        length = max(1, int(middle + 0.19 * middle * normal(rng) + 0.5))
        # One in twenty waits for a document or an inspection; no lamp ever did.
        if name != "路燈報修" and rng.random() < 0.06:
            length = standard + whole(rng, 1, 6)
        if name == "路燈報修":
            length = min(length, standard)
        last = after_working_days(received_on, length)
        closed = moment(last, 8 * 60 + 20 + whole(rng, 0, 510))
        if length > standard:
            told = "是" if rng.random() < 0.8 else "否"
        # What came in at the end of the year is not done yet.
        if last > datetime.date(2016, 1, 15):
            closed = None
    gateway = "不適用" if name in NO_GATEWAY else yes(rng, 0.86 if simplified else 0.7 if year == 2015 else 0.6)
    style = "roc" if year == 2014 or rng.random() < 0.2 else "half_day"
    finished = "" if closed is None else time_text(closed, style)
    return [f"{year - 1911}{number:04}", name, section, channel, time_text(received, style), finished, standard or "",
            "簡化後" if simplified else "簡化前", "" if standard == 0 else yes(rng, 0.965 if year == 2015 else 0.85), told, gateway]


CASE_HEADER = ["案號", "業務項目", "主辦課室", "申辦管道", "收件時間", "結案時間", "標準處理天數（工作天）", "流程階段", "受理通知", "逾期告知",
               "電子閘門查驗"]


def cases(rng, folder):
    weights = [5, 5, 3, 3, 4, 4, 4, 5, 3, 3, 4, 2]
    for year, count in ((2014, 240), (2015, 460)):
        received = sorted(any_working_day(rng, year) for _ in range(count))
        rows = [case(rng, year, number + 1, day, pick(rng, PROCEDURES, weights)) for number, day in enumerate(received)]
        if year == 2015:
            # The register was begun with cases of the year before, and two of the last days are still open.
            old = [case(rng, 2014, 9000 + number, datetime.date(2014, 12, 29 + number), PROCEDURES[5]) for number in range(2)]
            late = [case(rng, 2015, count + 1 + number, datetime.date(2015, 12, 30 + number), PROCEDURES[5]) for number in range(2)]
            rows = old + rows + late
            write_csv(folder / "cases-104.csv", CASE_HEADER, rows)
        else:
            write_csv(folder / "cases-103.csv", CASE_HEADER, rows, encoding="cp950")


def documents(rng, folder):
    needs = {"低收入戶證明": (3, 1), "敬老卡製發": (2, 2), "身心障礙停車證": (4, 2), "急難救助申請": (5, 3), "中低收入老人津貼": (6, 3),
             "身心障礙生活補助": (6, 3), "育兒津貼": (5, 2), "國民年金認定": (4, 3), "農地農用證明": (5, 4), "特殊境遇家庭扶助": (7, 5)}
    rows = []
    for name, (before, after) in needs.items():
        count = whole(rng, 180, 2600)
        rows.append([name, wide(str(before)) if name == "育兒津貼" else before, after, thousands(count)])
    total = sum(int(row[3].replace(",", "")) for row in rows)
    write_csv(folder / "documents.csv", ["業務項目", "簡化前應備份數", "簡化後應備份數", "本年度件數"], rows, encoding="cp950",
              after=[["合計", "", "", thousands(total)]])


def procedures(rng, folder):
    header = ["業務項目", "主辦課室", "聯絡資訊", "標準作業程序", "辦理時限", "現場查詢", "電話查詢", "網路查詢", "行動裝置查詢"]
    # Two procedures were new in 104; their time limits were not published yet.
    new = {"托育補助", "公有市場攤位申請"}
    rows = [[name, section, "是", "否" if name == "公有市場攤位申請" else "是", "否" if name in new else "是", "是", "是", yes(rng, 0.9),
             yes(rng, 0.6)] for _, section, name in services_104()]
    write_csv(folder / "procedures.csv", header, rows)


def queries(rng, folder):
    rows = []
    for number in range(160):
        channel = pick(rng, ["現場", "電話", "網路", "行動裝置"], [30, 40, 22, 8])
        day = any_working_day(rng, 2015)
        asked = moment(day, 8 * 60 + 30 + whole(rng, 0, 420))
        low, high = {"現場": (2, 12), "電話": (3, 25), "網路": (15, 110), "行動裝置": (1, 5)}[channel]
        rows.append((asked, channel, asked + datetime.timedelta(minutes=whole(rng, low, high))))
    rows.sort()
    write_csv(folder / "queries.csv", ["序號", "查詢管道", "查詢時間", "回應時間"],
              [[number + 1, channel, time_text(asked, "half_day"), time_text(replied, "half_day")]
               for number, (asked, channel, replied) in enumerate(rows)], encoding="utf-8")


# MARK: 壹二（一） 機關形象

def facilities(rng, folder):
    core = "服務櫃臺 等候座椅 盥洗室 哺乳室 斜坡道 電梯 身障專用停車位 愛心鈴 身障專用盥洗室 申辦書表 填寫範例".split()
    general = "書寫臺 公用電腦 免費無線上網 飲水機 公用電話 影印機 停車位 諮商室 宣導資料 文具用品".split()
    rows = []
    for month in (3, 9):
        day = working_day(rng, 2015, month)
        for kind, names in (("核心設施", core), ("一般設施", general)):
            for name in names:
                result = "不適用" if name in ("電梯", "諮商室") else "符合"
                # The public telephone was taken away, the copier stood still in March.
                if name == "公用電話" or (name == "影印機" and month == 3):
                    result = "不符合"
                rows.append([mixed(rng, day), kind, name, result, "已報修" if result == "不符合" else ""])
    write_csv(folder / "facilities.csv", ["檢查日期", "類別", "設施", "檢查結果", "備註"], rows, encoding="cp950")


def phone_table(rng, year, mean):
    """One test of each section in each month; the points are moved until their mean is `mean` in every section."""
    sheets = []
    for section in SECTIONS:
        own = []
        for month in range(1, 13):
            speed, manners, content = 20 - whole(rng, 0, 2), 40 - whole(rng, 0, 4), 40 - whole(rng, 0, 5)
            own.append([working_day(rng, year, month), section, speed, manners, content])
        # Sections differ by up to one point and cancel each other out.
        shift = {"秘書室": 6, "民政課": 9, "社政課": -3, "經建課": -9, "人事室": 3, "會計室": -6}[section]
        missing = int(mean * 12) + shift - sum(row[2] + row[3] + row[4] for row in own)
        while missing != 0:
            row = pick(rng, own)
            place = whole(rng, 2, 4)
            step = 1 if missing > 0 else -1
            if 14 <= row[place] + step <= (20 if place == 2 else 40) and (place == 2 or row[place] + step >= 32):
                row[place] += step
                missing -= step
        sheets += own
    return sorted(sheets, key=lambda row: (row[0], SECTIONS.index(row[1])))


def phone(rng, folder):
    for year, mean, encoding in ((2014, 95, "cp950"), (2015, 98.5, "utf-8-sig")):
        rows = []
        for number, (day, section, speed, manners, content) in enumerate(phone_table(rng, year, mean)):
            rows.append([number + 1, mixed(rng, day), section, pick(rng, ["王", "林", "陳", "李"]) + "查核員", speed,
                         wide(str(manners)) if number % 17 == 3 else manners, content,
                         "轉接時未先說明" if content < 36 else ""])
        # The headers of 103 were copied from the plan's PDF, whose font shows 試 as 詴.
        test = "測試" if year == 2015 else "測詴"
        write_csv(folder / f"phone-{year - 1911}.csv",
                  ["序號", f"電話{test}日期", "受測單位", "測試人員", "接聽速度", "電話禮貌", "答話內容", "備註"], rows, encoding=encoding)


def answers(rng, folder):
    topics = ["福利資格", "應備文件", "辦理時限", "兵役", "調解", "農業", "轉介窗口"]
    for year, share, count, encoding in ((2014, 0.9, 200, "cp950"), (2015, 0.963, 240, "utf-8-sig")):
        rows = []
        for number in range(count):
            rows.append([any_working_day(rng, year), pick(rng, COUNTER_SECTIONS), pick(rng, topics),
                         "正確" if rng.random() < share else "錯誤"])
        rows.sort(key=lambda row: row[0])
        write_csv(folder / f"answers-{year - 1911}.csv", ["題號", "測試日期", "受測課室", "題目類別", "結果"],
                  [[number + 1, mixed(rng, row[0])] + row[1:] for number, row in enumerate(rows)], encoding=encoding)


def law_quiz(rng, folder):
    rows = []
    for number in range(36):
        section = pick(rng, SECTIONS, [5, 11, 10, 7, 2, 3])
        right = sum(rng.random() < 0.9 for _ in range(20))
        rows.append([f"受測{number + 1:02}", section, wide("20") if number == 7 else 20, right])
    write_csv(folder / "law-quiz.csv", ["受測人員", "課室", "題數", "答對題數"], rows, encoding="cp950",
              after=[["總計", "", 720, sum(row[3] for row in rows)]])


def marketing(rng, folder):
    kinds = {"里民大會": 110, "社區活動": 140, "學校合作": 95, "企業合作": 60, "廣播及影音": 180, "節慶活動": 260}
    partners = {"社區活動": "社區發展協會", "學校合作": "國民小學", "企業合作": "園區廠商", "節慶活動": "商圈協會"}
    for year, count, size in ((2014, 42, 0.94), (2015, 47, 1.0)):
        rows = []
        for _ in range(count):
            kind = pick(rng, list(kinds), [10, 12, 8, 5, 4, 6])
            people = max(15, int(kinds[kind] * size * (1 + 0.28 * normal(rng))))
            rows.append([any_working_day(rng, year), kind, people])
        rows.sort(key=lambda row: row[0])
        table = [[mixed(rng, day), kind, thousands(people) if people > 999 else people, partners.get(kind, "無")]
                 for day, kind, people in rows]
        write_csv(folder / f"marketing-{year - 1911}.csv", ["日期", "行銷方式", "參與人次", "合作單位"], table,
                  after=[["合計", "", thousands(sum(row[2] for row in rows)), ""]])


# MARK: questionnaires

SATISFIED = ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"]
FOUR = ["非常不滿意", "不太滿意", "還算滿意", "非常滿意"]
AGREE = ["非常不同意", "不同意", "普通", "同意", "非常同意"]
KNOW = ["非常不瞭解", "不瞭解", "普通", "瞭解", "非常瞭解"]
AGES = ["20-34歲", "35-49歲", "50-64歲", "65歲以上"]
COUNTER_STEM = "請問您對東區區公所下列各項服務是否滿意？"
COUNTER_ITEMS = {
    "洽公環境": [("環境整潔", "洽公環境整潔舒適", 0.24), ("環境標示", "服務動線及標示清楚", 0.08), ("環境停車", "停車及無障礙設施", -0.20)],
    "服務禮儀": [("禮儀態度", "服務人員態度親切", 0.34), ("禮儀主動", "主動招呼及引導", 0.18), ("禮儀電話", "電話應對有禮", 0.14)],
    "服務專業性": [("專業熟悉", "服務人員熟悉業務", 0.16), ("專業解答", "正確回答問題", 0.10), ("專業時效", "案件處理時效", -0.06)],
    "服務措施": [("措施窗口", "單一窗口服務", 0.16), ("措施網路", "線上申辦及查詢", -0.16), ("措施延時", "中午及夜間延時服務", 0.08)],
}
POPULATION = {"性別": {"女": 26400, "男": 22200}, "年齡": {"20-34歲": 10800, "35-49歲": 15400, "50-64歲": 13900, "65歲以上": 8500}}


def clamp(points, top=5):
    return min(top, max(1, int(points + 0.5)))


def counter(rng, year, rows):
    """As a form exports it: the whole question as header, the items of a matrix in brackets."""
    header = ["時間戳記", "您今天洽辦的業務"] + [f"{COUNTER_STEM} [{wording}]" for items in COUNTER_ITEMS.values() for _, wording, _ in items]
    header += ["整體來說，您對東區區公所的服務是否滿意？", "您是否瞭解本所提供的各項服務？", "您的性別", "您的年齡", "其他建議"]
    level = 3.95 if year == 2014 else 4.10
    table = []
    for _ in range(rows):
        sex = pick(rng, ["女", "男"], [55, 45])
        # Older visitors have more time for a questionnaire: their share is above that of all visitors.
        age = pick(rng, AGES, [18, 29, 31, 22])
        mood = level + 0.06 * (AGES.index(age) - 1) + 0.50 * normal(rng)

        def label(points, unused=0.0):
            draw = rng.random()
            if draw < unused:
                return "未使用過"
            if draw < unused + 0.02:
                return "無意見"
            return "" if draw < unused + 0.028 else SATISFIED[clamp(points) - 1]

        cells = []
        for construct, items in COUNTER_ITEMS.items():
            shared = 0.2 * normal(rng)
            cells += [label(mood + shared + shift + 0.52 * normal(rng), 0.07 if construct == "服務措施" else 0.0) for _, _, shift in items]
        cells.append(label(mood + 0.16 + 0.45 * normal(rng)))
        cells.append(KNOW[clamp(3.72 + (0.12 if year == 2015 else 0) + 0.8 * normal(rng)) - 1])
        when = moment(working_day(rng, year, whole(rng, 5, 6), 4), 8 * 60 + whole(rng, 5, 520))
        table.append([time_text(when, "half_day"), pick(rng, ["社會福利", "兵役及調解", "農業及工程", "健保", "其他"], [42, 16, 12, 22, 8])]
                     + cells + [sex, age, pick(rng, ["", "希望增加停車位", "服務親切，謝謝", "網站找不到表單, 請改善", "無"], [82, 6, 6, 3, 3])])
    return header, table


def staff(rng, year, rows):
    items = STAFF_ITEMS
    header = ["填答時間", "服務課室"] + [f"Q{number + 1}.{wording}" for number, (_, wording, _) in enumerate(
        item for group in items.values() for item in group)] + ["Q10.整體而言，我對在本所工作感到滿意"]
    sections = (["秘書室"] * 5 + ["民政課"] * 12 + ["社政課"] * 11 + ["經建課"] * 7 + ["人事室"] * 2 + ["會計室"] * 3)[:rows + 2]
    # Two people did not answer.
    for _ in range(len(sections) - rows):
        sections.pop(whole(rng, 6, len(sections) - 6))
    table = []
    for section in sections:
        mood = (3.72 if year == 2014 else 3.92) + 0.55 * normal(rng)
        cells = []
        for group in items.values():
            shared = 0.2 * normal(rng)
            cells += [AGREE[clamp(mood + shared + shift + 0.5 * normal(rng)) - 1] for _, _, shift in group]
        cells.append(AGREE[clamp(mood + 0.12 + 0.4 * normal(rng)) - 1])
        when = moment(working_day(rng, year, 10, 5, 16), 9 * 60 + whole(rng, 0, 480))
        table.append([time_text(when), section] + cells)
    return header, table


STAFF_ITEMS = {
    "工作環境": [("環境空間", "辦公空間與設備足敷使用", -0.1), ("環境資訊", "資訊系統好用", -0.3), ("環境負荷", "工作負荷合理", -0.35)],
    "主管領導": [("領導支持", "主管支持同仁改善服務", 0.2), ("領導溝通", "主管願意傾聽意見", 0.1), ("領導公平", "考核公平", -0.1)],
    "士氣與協調": [("士氣投入", "我樂於為民眾服務", 0.3), ("士氣配合", "課室之間彼此配合", 0.05), ("士氣協調", "跨機關協調順暢", -0.05)],
}


def replied(rng, year, rows):
    """The telephone interview: four points without a middle, and answers that are none."""
    header = ["序號", "意見類型", "請問您對本所處理您意見的結果滿不滿意？", "請問您對本所回復的速度滿不滿意？", "性別", "年齡"]
    shares = {2014: [0.11, 0.22, 0.46, 0.21], 2015: [0.09, 0.19, 0.47, 0.25]}[year]
    table = []
    for number in range(rows):
        def answer(shares):
            draw = rng.random()
            if draw < 0.04:
                return "不知道/無意見"
            return "拒答" if draw < 0.05 else pick(rng, FOUR, shares)

        table.append([number + 1, pick(rng, COMPLAINT_TYPES, COMPLAINT_WEIGHTS), answer(shares), answer([0.07, 0.16, 0.5, 0.27]),
                      pick(rng, ["女", "男"]), pick(rng, AGES, [20, 34, 30, 16])])
    return header, table


def online_users(rng, year, rows):
    """In 103 the form had four answers, in 104 five."""
    scale = FOUR if year == 2014 else SATISFIED
    header = ["填答時間", "Q1.線上申辦操作容易", "Q2.線上申辦處理快速", "Q3.整體而言，您對線上申辦是否滿意", "年齡"]
    table = []
    for _ in range(rows):
        mood = (3.0 if year == 2014 else 4.05) + 0.5 * normal(rng)
        cells = []
        for shift in (-0.1, 0.05, 0.1):
            points = clamp(mood + shift + 0.45 * normal(rng), len(scale))
            cells.append(f"{points}.{scale[points - 1]}")
        when = moment(any_working_day(rng, year), whole(rng, 0, 1439))
        table.append([time_text(when)] + cells + [pick(rng, AGES, [38, 40, 17, 5])])
    return header, table


def joint_users(rng, year, rows):
    header = ["編號", "一次遞件免奔波", "等候時間", "轉介及後續通知", "整體滿意度", "填表日期"]
    table = []
    for number in range(rows):
        mood = (3.78 if year == 2014 else 4.28) + 0.45 * normal(rng)
        cells = [f"({points}){SATISFIED[points - 1]}" for points in
                 (clamp(mood + shift + 0.5 * normal(rng)) for shift in (0.15, -0.1, 0.0, 0.12))]
        table.append([number + 1] + cells + [mixed(rng, working_day(rng, year, whole(rng, 9, 10)))])
    return header, table


def column_lines(name, identifier, *members):
    return [f'  - name: "{name}"', f"    id: {identifier}"] + [f"    {member}" for member in members]


def codebook(title, overall, columns, constructs=(), scales=()):
    lines = [f"# {title}", "schema: survey-stats/codebook@1"] + ([f"overall: {overall}"] if overall else []) + ["columns:"]
    for column in columns:
        lines += column_lines(*column)
    if constructs:
        lines.append("constructs:")
        lines += [f"  - {{name: {name}, items: [{', '.join(items)}], minimum_answered: 2}}" for name, items in constructs]
    for scale in scales:
        lines += scale
    return ("\n".join(lines) + "\n").encode()


def codebooks():
    five, four = "scale: satisfaction-5", "scale: satisfaction-4"
    know = ["scales:", "  - name: 瞭解程度", "    options:"] + [
        f"      - {{label: {label}, score: {score}, role: {role}}}" for label, score, role in
        zip(KNOW, (1, 2, 3, 4, 5), ("negative", "negative", "neutral", "positive", "positive"))]
    counter_columns = [("您今天洽辦的業務", "洽辦業務")]
    counter_columns += [(f"{COUNTER_STEM} [{wording}]", name, f"label: {wording}", five) for items in COUNTER_ITEMS.values() for name, wording, _ in items]
    counter_columns += [("整體來說，您對東區區公所的服務是否滿意？", "整體滿意度", five), ("您是否瞭解本所提供的各項服務？", "服務瞭解", "scale: 瞭解程度"),
                        ("您的性別", "性別"), ("您的年齡", "年齡")]
    staff_columns = [("服務課室", "服務課室")]
    staff_items = [item for group in STAFF_ITEMS.values() for item in group]
    staff_columns += [(f"Q{number + 1}.{wording}", name, f"label: {wording}", "scale: agreement-5") for number, (name, wording, _) in enumerate(staff_items)]
    staff_columns.append(("Q10.整體而言，我對在本所工作感到滿意", "工作滿意", "scale: agreement-5"))

    def online(scale):
        return [("Q1.線上申辦操作容易", "線上操作", scale), ("Q2.線上申辦處理快速", "線上快速", scale),
                ("Q3.整體而言，您對線上申辦是否滿意", "線上整體", scale), ("年齡", "年齡")]

    def names(groups):
        return [(name, [item[0] for item in items]) for name, items in groups.items()]

    return {
        "counter-codebook.yaml": codebook("The counter questionnaire, 103 and 104.", "整體滿意度", counter_columns, names(COUNTER_ITEMS), [know]),
        "staff-codebook.yaml": codebook("The staff questionnaire, 103 and 104.", "工作滿意", staff_columns, names(STAFF_ITEMS)),
        "replied-codebook.yaml": codebook("Telephone interviews on how complaints were handled: four points.", "處理滿意", [
            ("請問您對本所處理您意見的結果滿不滿意？", "處理滿意", four), ("請問您對本所回復的速度滿不滿意？", "速度滿意", four), ("意見類型", "意見類型")]),
        "online-users-codebook-103.yaml": codebook("Users of online services, 103: four points.", "線上整體", online(four)),
        "online-users-codebook-104.yaml": codebook("Users of online services, 104: five points.", "線上整體", online(five)),
        "joint-users-codebook.yaml": codebook("Users of the joint welfare service, 103 and 104.", "整體滿意度", [
            ("一次遞件免奔波", "一次遞件", five), ("等候時間", "等候時間", five), ("轉介及後續通知", "轉介通知", five), ("整體滿意度", "整體滿意度", five)]),
    }


def surveys(folder):
    for year, rows, seed, encoding in ((2014, 350, 1030504, "cp950"), (2015, 384, 1040504, "utf-8-sig")):
        write_csv(folder / f"counter-{year - 1911}.csv", *counter(random.Random(seed), year, rows), encoding=encoding)
    for year, rows, seed in ((2014, 37, 1031005), (2015, 38, 1041005)):
        write_csv(folder / f"staff-{year - 1911}.csv", *staff(random.Random(seed), year, rows))
    for year, rows, seed, encoding in ((2014, 104, 1031102, "cp950"), (2015, 112, 1041102, "cp950")):
        write_csv(folder / f"replied-{year - 1911}.csv", *replied(random.Random(seed), year, rows), encoding=encoding)
    for year, rows, seed in ((2014, 140, 1030301), (2015, 190, 1040301)):
        write_csv(folder / f"online-users-{year - 1911}.csv", *online_users(random.Random(seed), year, rows))
    for year, rows, seed, encoding in ((2014, 140, 1030901, "cp950"), (2015, 160, 1040901, "utf-8-sig")):
        write_csv(folder / f"joint-users-{year - 1911}.csv", *joint_users(random.Random(seed), year, rows), encoding=encoding)
    margins = [[variable, name, count] for variable, counts in POPULATION.items() for name, count in counts.items()]
    write_csv(folder / "counter-population.csv", ["variable", "category", "count"], margins, encoding="utf-8", line_end="\n")
    for name, text in codebooks().items():
        (folder / name).write_bytes(text)


def improvements(rng, folder):
    subjects = ["停車位不足", "網站表單不易尋找", "等候座位不足", "電話轉接多次", "夜間服務時段少", "書表字體過小", "冷氣溫度", "標示不清", "線上繳費失敗", "叫號音量"]
    rows = []
    for number, subject in enumerate(subjects):
        done = number not in (0, 8)
        rows.append([number + 1, subject, pick(rng, COUNTER_SECTIONS + ["秘書室"]), mixed(rng, working_day(rng, 2015, whole(rng, 8, 9))),
                     "已完成" if done else "辦理中"])
    write_csv(folder / "improvements.csv", ["項次", "改善事項", "主辦課室", "列管日期", "辦理情形"], rows, encoding="cp950")


# MARK: 壹二（二） 民眾意見

COMPLAINT_TYPES = ["環境清潔", "路燈道路", "社會福利", "服務態度", "公園設施", "其他"]
COMPLAINT_WEIGHTS = [30, 28, 16, 6, 12, 8]


def complaints(rng, folder):
    measures = ["延長夜間服務", "路燈線上報修", "福利通知簡訊", "資源回收站公告"]
    for year, count in ((2014, 176), (2015, 151)):
        received = sorted(any_working_day(rng, year) for _ in range(count))
        rows = []
        for number, day in enumerate(received):
            kind = pick(rng, COMPLAINT_TYPES, COMPLAINT_WEIGHTS)
            length = max(1, int((5.6 if year == 2015 else 7.4) + 2.6 * normal(rng)))
            closed = later(day, length)
            if year == 2015 and closed > datetime.date(2016, 1, 15):
                closed = None
            measure = measures[number // 30 % 4] if year == 2015 and number % 30 == 14 else "無"
            rows.append([f"{year - 1911}-{number + 1:03}", mixed(rng, day), kind,
                         pick(rng, ["區長信箱", "電話", "臨櫃", "1999專線", "里辦公處"], [26, 24, 12, 26, 12]), pick(rng, VILLAGES),
                         date_text(later(day, 10), "roc"), "" if closed is None else mixed(rng, closed), yes(rng, 0.93 if year == 2015 else 0.8), measure])
        if year == 2015:
            # Two reached the office on the last day of the year; one waits for the city's answer.
            rows[-1][6] = ""
            rows[-2][6] = ""
        write_csv(folder / f"complaints-{year - 1911}.csv",
                  ["編號", "受理日期", "意見類型", "反映管道", "里別", "應復期限", "回復日期", "後續追蹤", "轉化之服務措施"], rows,
                  encoding="utf-8-sig" if year == 2015 else "cp950")


def news(rng, folder):
    rows = []
    for number in range(24):
        day = any_working_day(rng, 2015)
        seen = moment(day, 7 * 60 + whole(rng, 0, 300))
        rows.append((seen, pick(rng, ["中國時報", "自由時報", "聯合報", "地方電視台", "網路論壇"]), seen + datetime.timedelta(minutes=whole(rng, 40, 330))))
    rows.sort()
    write_csv(folder / "news.csv", ["報導時間", "媒體", "回應時間"],
              [[time_text(seen, "half_day"), media, time_text(answered, "half_day")] for seen, media, answered in rows], encoding="cp950")


def reviews(rng, folder):
    rows = [[mixed(rng, working_day(rng, 2015, month)), f"第{number + 1}次意見處理檢討會議", whole(rng, 9, 14)] for number, month in enumerate((2, 5, 8, 11))]
    write_csv(folder / "reviews.csv", ["會議日期", "會議名稱", "出席人數"], rows)


# MARK: 壹三 高齡友善

def elder(rng, folder):
    accessible = "斜坡道 無障礙廁所 身障停車位 服務鈴 導盲磚 扶手 輪椅通道".split()
    friendly = "老花眼鏡 放大鏡 輪椅借用 血壓計 飲水機 急救箱 高齡服務臺 敬老座椅 長者安全走道".split()
    rows = []
    for month in (1, 4, 7, 10):
        day = working_day(rng, 2015, month)
        for kind, names in (("無障礙設施", accessible), ("高齡友善設施", friendly)):
            for name in names:
                result = "符合"
                if (name, month) in (("血壓計", 7), ("長者安全走道", 1), ("放大鏡", 4)):
                    result = "不符合"
                if name == "導盲磚" and month < 7:
                    result = "施工中，不適用"
                rows.append([mixed(rng, day), kind, name, result.replace("施工中，", "")])
    write_csv(folder / "elder-facilities.csv", ["檢查日期", "類別", "設施", "檢查結果"], rows)
    services = {"專人導讀": 62, "協助叫車": 18, "代填申請書": 88, "優先受理": 240, "輪椅借用": 12, "行動載具到府服務": 9}
    for year, factor in ((2014, 0.86), (2015, 1.0)):
        rows = []
        for month in range(1, 13):
            for name, middle in services.items():
                uses = max(0, int(middle * factor * (1 + 0.15 * normal(rng))))
                rows.append([f"{year - 1911}年{month}月", name, wide(str(uses)) if month == 5 and name == "協助叫車" else uses])
        total = sum(int(row[2]) for row in rows)
        write_csv(folder / f"elder-services-{year - 1911}.csv", ["年月", "服務項目", "服務人次"], rows, encoding="cp950",
                  after=[["總計", "", thousands(total)]])
    rows = [[working_day(rng, 2015, month), "宣導", pick(rng, ["社區據點宣導", "樂齡學堂說明", "長青運動會攤位"]), whole(rng, 35, 120)] for month in range(1, 13)]
    rows += [[working_day(rng, 2015, month), "宣導", "重陽敬老活動", whole(rng, 150, 400)] for month in (9, 10)]
    rows += [[working_day(rng, 2015, month), "同仁講習", "高齡者溝通與同理心", people] for month, people in ((3, 37), (6, 38), (10, 38))]
    rows.sort(key=lambda row: row[0])
    write_csv(folder / "elder-activities.csv", ["日期", "類別", "名稱", "參加人數"], [[mixed(rng, row[0])] + row[1:] for row in rows])


# MARK: 貳 資訊流通服務

def web_audit(rng, folder):
    items = ("組織職掌 聯絡資訊 行政指導文書 施政計畫 業務統計 研究報告 預算書 決算書 請願處理結果 訴願決定 採購契約 支付或接受補助 合議制會議紀錄 服務措施 活動訊息 常見問題集 "
             "出版品 申辦須知 書表下載 里鄰資訊").split()
    rows = []
    for number, name in enumerate(items):
        shown = "不適用" if name == "合議制會議紀錄" else "否" if name == "研究報告" else "是"
        fresh = "" if shown != "是" else "否" if name in ("業務統計", "出版品") else "是"
        rows.append([number + 1, name, shown, "" if shown != "是" else mixed(rng, any_working_day(rng, 2015)), fresh])
    write_csv(folder / "disclosure.csv", ["項次", "公開項目", "是否公開", "最後更新日期", "依限更新"], rows, encoding="cp950")
    units = {"首頁及導覽": 84, "便民服務": 236, "里鄰資訊": 152, "活動訊息": 128}
    for year, bad in ((2014, 0.017), (2015, 0.006)):
        rows = []
        for month in range(1, 13):
            day = working_day(rng, year, month)
            for name, links in units.items():
                count = links + whole(rng, 0, 12)
                # Announcements go stale the soonest.
                share = bad * (2.6 if name == "活動訊息" else 0.7)
                broken = sum(rng.random() < share for _ in range(count))
                rows.append([mixed(rng, day), name, count, count - broken, sum(rng.random() < (0.25 if year == 2015 else 0.4) for _ in range(2))])
        write_csv(folder / f"links-{year - 1911}.csv", ["檢查日期", "網站單元", "檢查連結數", "有效連結數", "錯誤及過期則數"], rows,
                  after=[["合計", "", thousands(sum(row[2] for row in rows)), thousands(sum(row[3] for row in rows)), sum(row[4] for row in rows)]])
    checks = [("檢索", "檢索結果分頁"), ("檢索", "依相似程度排列"), ("檢索", "依時間排列"), ("檢索", "依主題排列"), ("版面", "首頁配置符合需求"), ("版面", "網站導覽"),
              ("版面", "表單一頁可及"), ("版面", "行動版網頁"), ("無障礙", "替代文字"), ("無障礙", "鍵盤操作"), ("無障礙", "無障礙標章重新檢測")]
    rows = []
    for number, (kind, name) in enumerate(checks):
        day = datetime.date(2015, 6, 12) if kind == "無障礙" else datetime.date(2015, 9, 16)
        rows.append([number + 1, date_text(day, "roc"), kind, name, "不符合" if name == "依相似程度排列" else "符合"])
    write_csv(folder / "site.csv", ["項次", "查核日期", "類別", "查核項目", "查核結果"], rows)


# Online services: kind, cases of 103 online and in all, cases of 104 likewise; None where it was not there in 103.
ONLINE = [
    ("敬老卡線上申請", "申辦", (310, 1420), (520, 1510)), ("育兒津貼線上申請", "申辦", (260, 880), (430, 910)),
    ("國民年金認定線上申請", "申辦", (75, 420), (130, 405)), ("低收入戶證明線上申請", "申辦", (190, 610), (260, 640)),
    ("身心障礙停車證線上申請", "申辦", (80, 530), (140, 560)), ("農地農用證明線上申請", "申辦", (22, 240), (61, 255)),
    ("里民活動中心線上申請", "申辦", (140, 310), (205, 330)), ("調解線上聲請", "申辦", (66, 350), (118, 362)),
    ("路燈線上報修", "申辦", (720, 1530), (1104, 1688)), ("役男出境線上申請", "申辦", (402, 470), (466, 512)),
    ("特殊境遇扶助線上申請", "申辦", (9, 96), (24, 102)), ("輔具補助線上申請", "申辦", (38, 260), (80, 275)),
    ("急難救助線上申辦", "申辦", (0, 190), (46, 214)), ("托育補助線上申請", "申辦", None, (95, 210)),
    ("場地費網路繳費", "網路繳費", (88, 260), (150, 290)), ("規費網路繳費", "網路繳費", (210, 940), (345, 985)),
    ("攤位費網路繳費", "網路繳費", (45, 160), (72, 162)), ("補助款入帳查詢", "網路繳費", None, (330, 700)),
    ("證明書取件通知", "取件通知", (410, 1190), (690, 1240)), ("敬老卡取件通知", "取件通知", (380, 1420), (705, 1510)),
    ("補件簡訊通知", "取件通知", (160, 430), (298, 455)), ("調解期日通知", "取件通知", (210, 350), (301, 362)),
    ("法律諮詢線上預約", "預約", None, (212, 380)), ("專人服務線上預約", "預約", None, (58, 120)),
    ("國旗借用線上預約", "預約", None, (0, 0)),
]


def online(folder):
    header = ["服務項目", "服務型態", "線上案件數", "總案件數"]
    for year, place, encoding in ((103, 2, "cp950"), (104, 3, "utf-8-sig")):
        rows = [[service[0], service[1], thousands(service[place][0]), thousands(service[place][1])] for service in ONLINE if service[place]]
        sums = [thousands(sum(service[place][part] for service in ONLINE if service[place])) for part in (0, 1)]
        write_csv(folder / f"online-{year}.csv", header, rows, encoding=encoding, after=[["合計", ""] + sums])


def participation(rng, folder):
    rows = [[f"104年{month}月", whole(rng, 18, 60) + 3 * month] for month in range(4, 13)]
    write_csv(folder / "messaging.csv", ["年月", "諮詢件數"], rows, after=[["合計", sum(row[1] for row in rows)]])
    channels = [("區長信箱", "是", "是"), ("網站留言板", "是", "是"), ("臉書粉絲專頁", "是", "是"), ("網路民意調查", "否", "是"), ("網路投票", "否", "是"),
                ("影音頻道", "是", "是"), ("討論區", "是", "否")]
    for year, place in ((103, 1), (104, 2)):
        write_csv(folder / f"channels-{year}.csv", ["途徑", "使用中"], [[channel[0], channel[place]] for channel in channels], encoding="cp950")
    for year, count in ((2014, 150), (2015, 210)):
        posts = sorted((moment(pick(rng, list(days(year, last=(12, 20)))), whole(rng, 0, 1439)),
                        pick(rng, ["區長信箱", "網站留言板", "臉書粉絲專頁", "影音頻道"], [24, 20, 48, 8])) for _ in range(count))
        rows = []
        for asked, channel in posts:
            answered = rng.random() < (0.96 if year == 2015 else 0.9)
            # Answers are written in office hours; the fan page is answered the same day.
            wait = whole(rng, 25, 900) if channel == "臉書粉絲專頁" else whole(rng, 300, 3600)
            if year == 2014:
                wait = wait * 2
            reply = asked + datetime.timedelta(minutes=wait)
            rows.append([time_text(asked, "half_day"), channel, "是" if answered else "否", time_text(reply, "half_day") if answered else ""])
        write_csv(folder / f"posts-{year - 1911}.csv", ["留言時間", "途徑", "是否回應", "回應時間"], rows, encoding="utf-8" if year == 2015 else "cp950")


# MARK: 參 創新加值服務

def innovation(rng, folder):
    measures = [("線上一站式福利申辦", "不出門能辦大小事", 4200, 1), ("路燈線上報修", "不出門能辦大小事", 1104, 1), ("一處收件八項福利", "臨櫃服務一次OK", 2380, 4),
                ("跨區代收代辦", "臨櫃服務一次OK", 640, 3), ("行動區公所", "主動關心服務到家", 512, 14), ("到府製發敬老卡", "主動關心服務到家", 126, 20),
                ("超商張貼服務訊息", "公私協力或異業結盟", 980, 32), ("社區大樓聯合收件", "公私協力或異業結盟", 415, 9), ("新手爸媽專人服務", "專人全程服務", 930, 1),
                ("喪葬關懷專人服務", "專人全程服務", 388, 1), ("戶籍及財稅電子查驗", "跨機關電子查驗", 5260, 4), ("園區夜間調解", "其他創新服務樣態", 74, 2)]
    header = ["措施名稱", "樣態", "使用人次", "服務據點數"]
    write_csv(folder / "innovations-104.csv", header, [[name, kind, thousands(users), places] for name, kind, users, places in measures],
              after=[["合計", "", thousands(sum(measure[2] for measure in measures)), sum(measure[3] for measure in measures)]])
    earlier = [[name, kind, thousands(int(users * (0.62 + 0.25 * rng.random()))), max(1, places - 2)] for name, kind, users, places in measures
               if name not in ("跨區代收代辦", "社區大樓聯合收件", "園區夜間調解")]
    write_csv(folder / "innovations-103.csv", header, earlier, encoding="cp950")
    visitors = [(1, "苗栗市公所", "否"), (3, "竹北市公所", "是"), (4, "北區區公所", "是"), (5, "香山區公所", "是"), (7, "頭份鎮公所", "否"), (9, "竹東鎮公所", "是"),
                (11, "竹北市公所", "是")]
    write_csv(folder / "visits.csv", ["日期", "來訪機關", "人數", "後續採行"],
              [[mixed(rng, working_day(rng, 2015, month)), name, whole(rng, 6, 30), adopted] for month, name, adopted in visitors])
    for year, counts in ((2014, (2, 4, 5, 3, 1, 1)), (2015, (3, 6, 7, 4, 2, 1))):
        rows = [[any_working_day(rng, year), section] for section, count in zip(SECTIONS, counts) for _ in range(count)]
        rows.sort(key=lambda row: (row[0], row[1]))
        write_csv(folder / f"proposals-{year - 1911}.csv", ["提案編號", "提案日期", "提案課室", "採行"],
                  [[f"{year - 1911}創{number + 1:02}", mixed(rng, day), section, "是" if number % 5 in (0, 2, 3) else "否"]
                   for number, (day, section) in enumerate(rows)], encoding="cp950")
    rows = [[mixed(rng, working_day(rng, 2015, month)), whole(rng, 7, 12), whole(rng, 2, 5)] for month in (1, 3, 5, 10, 12)]
    write_csv(folder / "innovation-meetings.csv", ["會議日期", "出席人數", "審查提案數"], rows)


# MARK: 附件2 服務規劃機關

def planning(rng, folder):
    flows = [("低收入戶與健保補助併辦", "跨機關水平整合", 3, "是"), ("身障證明與停車證併辦", "同機關水平整合", 1, "是"), ("出生登記與育兒津貼通報", "跨機關水平整合", 3, "是"),
             ("除戶與津貼停發通報", "跨機關水平整合", 4, "是"), ("市府區公所福利審核串接", "跨機關垂直整合", 2, "是"), ("急難救助轉介", "跨機關垂直整合", 3, "否"),
             ("調解與法律諮詢併辦", "同機關水平整合", 1, "否"), ("農地證明電子查驗", "跨機關水平整合", 3, "是"), ("長照轉介單一收件", "跨機關水平整合", 4, "是")]
    write_csv(folder / "integration.csv", ["流程名稱", "整合類型", "參與機關數", "導入資通訊"], flows)
    contents = {"引導諮詢": 96, "關懷訪視": 54, "文書協助": 38}
    rows = []
    for month in range(1, 13):
        for name, hours in contents.items():
            rows.append([f"104/{month:02}", name, whole(rng, 6, 18), int(hours * (1 + 0.12 * normal(rng)))])
    write_csv(folder / "volunteers.csv", ["年月", "服務內容", "志工人數", "服務時數"], rows, encoding="cp950",
              after=[["總計", "", "", thousands(sum(row[3] for row in rows))]])
    for year, middle in ((2014, 205), (2015, 262)):
        rows = [[f"{year - 1911}年{month}月", max(40, int(middle * (1 + 0.12 * normal(rng))))] for month in range(1, 13)]
        write_csv(folder / f"beneficiaries-{year - 1911}.csv", ["年月", "受益人數"], rows, after=[["合計", thousands(sum(row[1] for row in rows))]])
    works = [("資格查調", 0.5, 0.2, 3120, 18600, 4200), ("公文往返", 0.8, 0.5, 1480, 42500, 20800), ("補件通知", 0.3, 0.1, 960, 21400, 6100),
             ("資料建檔", 0.25, 0.2, 3120, 5200, 5200), ("轉介聯繫", 0.6, 0.55, 410, 3800, 3300)]
    write_csv(folder / "internal.csv", ["作業項目", "專案前每件人時", "專案後每件人時", "年件數", "專案前紙張郵資費", "專案後紙張郵資費"],
              [[name, before, after, thousands(count), thousands(money), thousands(less)] for name, before, after, count, money, less in works], encoding="cp950")
    projects = [("一站式福利服務", 180000, 420000, 310000, 3140, 9420, "", ""), ("線上申辦系統擴充", 45000, 380000, 60000, 6210, 7450, "", ""),
                ("跨機關電子查驗", 20000, 90000, 84000, 5260, 6575, "", ""),
                ("山邊里行動載具到府服務", 36000, 64000, 148000, 512, 1530, "是", "服務對象為行動不便長者，無法到所洽公，基於社會公平正義仍予提供。"),
                ("園區夜間調解", 12000, 0, 26000, 74, 150, "", "")]
    rows = [[name] + [f"NT$ {thousands(money)}" if name == "一站式福利服務" else thousands(money) for money in (a, b, c)]
            + [thousands(people), thousands(hours), flag, reason] for name, a, b, c, people, hours, flag, reason in projects]
    write_csv(folder / "projects.csv", ["專案名稱", "行政成本", "資本設備費", "人力成本", "受益人數", "民眾節省時數", "例外", "例外理由"], rows)


# MARK: 參、陸 實施對象與管制查核

GROUPS = {
    "第1組": [("衛生局", 88), ("稅務局", 91), ("環保局", 85), ("消防局", 87), ("文化局", 86)],
    "第2組": [("東區區公所", 89), ("北區區公所", 86.5), ("香山區公所", 84), ("東區戶政事務所", 91.5), ("北區戶政事務所", 88.5), ("香山戶政事務所", 85.5)],
    "第3組": [("地政事務所", 90), ("殯葬管理所", 84), ("東區衛生所", 87), ("北區衛生所", 85), ("香山衛生所", 86)],
}
ASSESSORS = ["委員甲", "委員乙", "委員丙", "委員丁", "委員戊"]


def assessments(rng, folder):
    strict = {"委員甲": 1.0, "委員乙": -1.5, "委員丙": 0.5, "委員丁": 1.0, "委員戊": -1.0}
    rows = [[assessor, group, name, int((level + strict[assessor] + 1.1 * normal(rng)) * 10 + 0.5) / 10]
            for assessor in ASSESSORS for group, agencies in GROUPS.items() for name, level in agencies]
    # The header was copied from the PDF of the plan.
    write_csv(folder / "ranking.csv", ["考核委員", "組別", "受評機關", "評核帄均分數"], rows, encoding="cp950")
    parts = ["優質便民服務", "資訊流通服務", "創新加值服務"]
    for year, level in ((2014, 86.2), (2015, 89.0)):
        rows = [[assessor, part, wide(str(points)) if assessor == "委員丙" and part == parts[2] else points]
                for assessor in ASSESSORS for part in parts
                for points in [int(level + strict[assessor] + 1.6 * normal(rng) + 0.5)]]
        if year == 2015:
            # The fifth assessor was ill; the sheets stayed empty.
            rows = [[assessor, part, "" if assessor == "委員戊" else points] for assessor, part, points in rows]
        write_csv(folder / f"sheets-{year - 1911}.csv", ["考核委員", "評核構面", "得分"], rows)
    subjects = ["主動公開研究報告", "更新業務統計", "增設電子謄本查驗", "補登申辦時限", "加強逾期告知", "影印機維護", "檢索結果排序", "提案數偏低課室輔導", "活動訊息連結失效", "線上使用率偏低項目推廣"]
    rows = []
    for number, subject in enumerate(subjects):
        found = datetime.date(2015, 9, 22)
        due = later(found, 45 if number < 6 else 60)
        done = None if subject == "主動公開研究報告" else later(found, whole(rng, 12, 44))
        rows.append([number + 1, subject, date_text(found, "roc"), date_text(due, "roc_words"), "" if done is None else mixed(rng, done)])
    write_csv(folder / "findings.csv", ["項次", "建議事項", "考核日期", "改善期限", "改善完成日"], rows)
    write_csv(folder / "publication.csv", ["事項", "日期"], [["市府計畫函頒", "104年1月26日"], ["執行計畫核定", "104.03.12"], ["執行計畫公布於網站", "104/3/18"]],
              encoding="cp950")


def write(folder):
    """Writes all files into `folder/hsinchu-104`. Each part has its own seed, so that one may change without the others."""
    folder = pathlib.Path(folder) / PLAN
    folder.mkdir(parents=True, exist_ok=True)
    parts = [windows, cases, documents, procedures, queries, facilities, phone, answers, law_quiz, marketing, improvements, complaints,
             news, reviews, elder, web_audit, participation, innovation, planning, assessments]
    for number, part in enumerate(parts):
        part(random.Random(1040000 + number), folder)
    online(folder)
    surveys(folder)
