"""The records of 基隆市信義區公所 for the year 103 (2014), up to the day of the evaluation, and of 102 where growth is asked.

The plan is real, the records are made up: nobody in them exists, and no number is the office's. Each file is kept as
offices keep theirs: one CP950, the next UTF-8 with a byte order mark; dates of the Republic in several spellings,
thousands separators, full-width digits, rows of totals. `write(folder)` puts them into `folder/xinyi-103`.
"""
import datetime
import pathlib
import random

from district_office import normal, pick, whole, wide
from record_writing import date_text, days, time_text, writer_into

PLAN = "xinyi-103"
AS_OF = datetime.date(2014, 12, 19)
# 里 and about how many live there.
VILLAGES = {
    "東光里": 2452, "東明里": 3127, "東信里": 4318, "東安里": 2974, "信綠里": 2241, "智誠里": 1633, "智慧里": 829, "仁義里": 1464,
    "仁壽里": 1718, "義民里": 1547, "義幸里": 1886, "義和里": 1379, "義昭里": 2063, "禮東里": 2871, "禮儀里": 1977, "孝德里": 2638,
    "孝深里": 3342, "孝岡里": 1594, "孝賢里": 2857, "孝忠里": 8736,
}
SECTIONS = ["秘書室", "民政課", "社政課", "經建課", "人事室", "會計室"]
COUNTER_SECTIONS = ["民政課", "社政課", "經建課"]
CLOSED = {
    2013: [(1, 1), (2, 11), (2, 12), (2, 13), (2, 14), (2, 15), (2, 28), (4, 4), (4, 5), (6, 12),
           (9, 19), (9, 20), (10, 10)],
    # 7/23: the day of the typhoon, on which the city closed its offices.
    2014: [(1, 1), (1, 30), (1, 31), (2, 3), (2, 4), (2, 28), (4, 4), (6, 2), (7, 23), (9, 8), (10, 10)],
}


def is_open(day):
    return day.weekday() < 5 and (day.month, day.day) not in CLOSED[day.year]


def opening_days(year):
    last = (AS_OF.month, AS_OF.day) if year == AS_OF.year else (12, 31)
    return [day for day in days(year, last=last) if is_open(day)]


def working_day(rng, year, month, first=1, last=28):
    """An opening day of a month, not after the day of the evaluation."""
    if (year, month) == (AS_OF.year, AS_OF.month):
        last = min(last, AS_OF.day)
    return pick(rng, [day for day in opening_days(year) if day.month == month and first <= day.day <= last])


def mixed(rng, day, styles=("roc", "roc", "roc_dot", "roc_words", "roc_digits", "slash")):
    return date_text(day, pick(rng, styles))


def thousands(number):
    return f"{number:,}"


def later(day, count):
    return day + datetime.timedelta(days=count)


def moment(day, hour, minute, second=0):
    return datetime.datetime(day.year, day.month, day.day, hour, minute, second)


def next_open(day):
    while not is_open(day):
        day = later(day, 1)
    return day


# 一、提升服務品質

def inspections(rng):
    """The monthly look at the premises: what was in order, and what was put in order since."""
    areas = [("一樓大廳", "綠美化及盆栽"), ("一樓大廳", "申辦動線"), ("服務台", "文宣資料架"), ("各樓層", "服務標示"), ("廁所", "清潔及用品"),
             ("停車場", "停車空間及標線"), ("各課室", "辦公環境整潔"), ("樓梯間", "照明及逃生動線")]
    faults = {(2, 4): "已改善", (3, 5): "已改善", (5, 2): "已改善", (6, 7): "已改善", (8, 4): "已改善", (9, 1): "已改善", (11, 5): "改善中"}
    rows = []
    for month in range(1, 13):
        day = working_day(rng, 2014, month, 3, 24)
        for place, (area, item) in enumerate(areas):
            result = "不適用" if month in (4, 5) and area == "停車場" else "不符合" if (month, place) in faults else "符合"
            spelled = area.replace("台", "臺") if month % 2 else area
            rows.append([date_text(day, "roc"), spelled, item, result, faults.get((month, place), ""),
                         date_text(next_open(later(day, whole(rng, 3, 12))), "roc")
                         if faults.get((month, place)) == "已改善" else ""])
    return ["檢查日期", "檢查區域", "檢查項目", "檢查結果", "改善情形", "改善日期"], rows


def cleaning(rng):
    rows = [[date_text(day, "roc_dot"), pick(rng, ["一樓大廳及廁所", "二、三樓辦公室", "四、五樓及禮堂", "周邊環境"]), "V",
             "V" if day.weekday() in (0, 3) else "", pick(rng, ["", "佈置年節盆花", "補植草花"], [40, 1, 1])]
            for day in opening_days(2014)]
    return ["日期", "區域", "打掃", "澆水修整", "備註"], rows


def facilities():
    items = {
        "無障礙設施": ["扶手斜坡道", "電梯", "身心障礙者專用廁所", "愛心服務鈴", "無障礙停車位", "低櫃台", "導盲磚", "輪椅借用"],
        "雙語環境": ["雙語樓層平面圖", "課室雙語標示牌", "承辦人及職務代理人標示牌", "櫃台業務標示", "公廁雙語標示", "出口雙語標示"],
        "書表及設備": ["服務項目一覽表", "作業時限表", "所需證件一覽表", "申辦資格說明", "書表填寫範例", "書寫檯及圓椅", "紙筆", "免費影印", "老花眼鏡",
                   "飲水機", "哺集乳室", "兒童遊戲區"],
    }
    faults = {"導盲磚": ("不符合", "列入104年度改善"), "公廁雙語標示": ("不符合", "已請購"), "兒童遊戲區": ("不適用", "空間不足，非應設項目")}
    return ["項次", "類別", "檢核項目", "檢核結果", "備註"], [
        [number + 1, kind, item, *faults.get(item, ("符合", ""))]
        for number, (kind, item) in enumerate((kind, item) for kind, names in items.items() for item in names)]


def led(rng):
    subjects = ["役男體檢通知", "全民健保補助", "防颱整備", "里民大會時間", "地價稅開徵", "登革熱防治", "疫苗接種", "就業博覽會", "九合一選舉投票", "節能減碳",
                "反詐騙165專線", "元宵燈會", "老人重陽敬老金", "馬上關懷", "資源回收"]
    rows = []
    for month in range(1, 13):
        for _ in range(whole(rng, 5, 9)):
            day = working_day(rng, 2014, month)
            place = pick(rng, ["本所", "各里辦公處"], [3, 2])
            rows.append([day, place, pick(rng, ["本所", "市府各處", "其他機關"], [5, 3, 2]), pick(rng, subjects), whole(rng, 3, 14)])
    rows.sort(key=lambda row: row[0])
    table = [[mixed(rng, row[0]), *row[1:]] for row in rows]
    total = ["合計", "", "", f"{len(table)}則", sum(row[4] for row in table)]
    return ["播放起日", "播放地點", "來源", "訊息主旨", "播放天數"], table, total


PHONE_LEVEL = {"秘書室": 0.915, "民政課": 0.885, "社政課": 0.905, "經建課": 0.855, "人事室": 0.93, "會計室": 0.895}


def phone(rng, year):
    """Telephone tests: two a month by the group of inspectors, one a month that each section makes itself."""
    gain = 0.0 if year == 2014 else -0.035
    rows = []
    for month in range(1, 13):
        tests = [("查核小組", pick(rng, SECTIONS)) for _ in range(3 if month in (3, 9) else 2)]
        tests += [("課室自測", section) for section in SECTIONS]
        for tester, section in tests:
            day = working_day(rng, year, month)
            # The accounts were closing their half year in July and nobody rang them up.
            if year == 2014 and month == 7 and section == "會計室":
                if tester == "課室自測":
                    continue
                section = "民政課"
            mood = PHONE_LEVEL[section] + gain + 0.045 * normal(rng) - (0.02 if tester == "查核小組" else 0.0)

            def points(most, shift):
                return min(most, max(most * 0.3, int((mood + shift + 0.03 * normal(rng)) * most + 0.5)))

            scores = [points(20, -0.01), points(50, 0.015), points(30, -0.02)]
            total = sum(scores)
            action = "糾正改善" if total < 80 else "簽陳獎勵" if total >= 97 else ""
            if year == 2014 and month == 12 and total < 80:
                action = ""
            rows.append((day, tester, section, scores, total, action))
    rows.sort(key=lambda row: (row[0], row[1], row[2]))
    style = "roc" if year == 2014 else "roc_digits"
    return ["測試日期", "施測單位", "受測課室", "接聽速度(20分)", "電話禮貌(50分)", "答話內容(30分)", "總分", "處置情形"], [
        [date_text(day, style), tester, section,
         *[wide(str(score)) if number % 17 == 0 and place == 1 else score
                 for place, score in enumerate(scores)], total, action]
        for number, (day, tester, section, scores, total, action) in enumerate(rows)]


def patrols(rng):
    rows = []
    for month in range(1, 13):
        for section in SECTIONS:
            day = working_day(rng, 2014, month)
            rows.append((day, section, pick(rng, ["良好", "良好", "應加強"], [6, 4, 1])))
    rows.sort(key=lambda row: (row[0], SECTIONS.index(row[1])))
    return ["巡查日期", "課室", "巡查主管職稱", "服務態度", "建議事項"], [
        [mixed(rng, day, ("roc", "roc_dot")), section, "主任" if section.endswith("室") else "課長", result,
         "已當場說明" if result == "應加強" else ""] for day, section, result in rows]


def volunteers(rng):
    """Who was on the rota of each opening day, morning and afternoon, and who came."""
    empty = {datetime.date(2014, 2, 5), datetime.date(2014, 7, 24), datetime.date(2014, 9, 9)}
    rows = []
    for day in opening_days(2014):
        absent = 0
        for shift in ("上午", "下午"):
            came = day not in empty and (absent == 1 or rng.random() > 0.03)
            absent += 0 if came else 1
            rows.append([date_text(day, "roc"), shift, f"V{whole(rng, 1, 34):02}", "是" if came else "否",
                         whole(rng, 3, 26) if came else ""])
    return ["值勤日期", "班別", "志工編號", "到班", "引導人次"], rows


def training(rng):
    plan = [(1, "櫃台人員訓練", "全功能櫃台作業講習", 3), (3, "櫃台人員訓練", "臨櫃服務禮儀", 3), (4, "平時考核", "第1次平時考核", 1),
            (5, "櫃台人員訓練", "社福業務法規", 2), (6, "櫃台人員訓練", "電話禮貌示範演練", 2), (8, "平時考核", "第2次平時考核", 1),
            (8, "櫃台人員訓練", "個人資料保護", 3), (9, "櫃台人員訓練", "情緒管理與抱怨處理", 3), (11, "櫃台人員訓練", "地政資訊系統查詢", 2),
            (12, "平時考核", "第3次平時考核", 1)]
    return ["辦理日期", "類別", "課程名稱", "時數", "參加人數"], [
        [date_text(working_day(rng, 2014, month, 5, 26), "roc_words"), kind, name, hours, whole(rng, 14, 31)]
        for month, kind, name, hours in plan]


def meetings(rng):
    """Meetings of the year: those of each 里, and those of the district."""
    rows = []
    for place, village in enumerate(VILLAGES):
        asked = whole(rng, 2, 9)
        # Two could not be answered on the spot and are still with the city.
        open_questions = 1 if village in ("孝忠里", "信綠里") else 0
        rows.append([working_day(rng, 2014, 4 + place % 3), "里民大會", village, whole(rng, 42, 128),
                     asked, asked - open_questions,
                     "否" if village == "智慧里" else "是"])
        rows.append([working_day(rng, 2014, 9 + place % 2), "鄰長會議", village, whole(rng, 11, 32), whole(rng, 0, 4), "", "是"])
        rows[-1][5] = rows[-1][4]
    for month in (1, 3, 5, 7, 9, 11):
        asked = whole(rng, 3, 8)
        rows.append([working_day(rng, 2014, month), "里長業務會報", "", whole(rng, 24, 38), asked, asked, "是"])
    for month in (2, 6, 10):
        asked = whole(rng, 4, 9)
        rows.append([working_day(rng, 2014, month), "區政聯繫會報", "", whole(rng, 28, 44), asked, asked, "是"])
    rows.sort(key=lambda row: (row[0], row[1], row[2]))
    return ["開會日期", "會議別", "里別", "出席人數", "提問數", "已答覆數", "主管出席"], [[date_text(row[0], "roc"), *row[1:]] for row in rows]


def activities(rng, year):
    """Joint events, lessons of self-defence, courses; with the number of people who came."""
    rows = []
    villages = list(VILLAGES)
    for month in (2, 3, 5, 6, 8, 9, 10, 11) if year == 2014 else (3, 5, 6, 8, 9, 11):
        name = pick(rng, ["社區健康檢查", "登革熱防治講座", "婦女抹片檢查", "銀髮保健講座", "血壓量測及保健諮詢"])
        rows.append([working_day(rng, year, month), "聯合活動", name, pick(rng, villages), pick(rng, ["信義衛生所", "地區診所"], [3, 1]),
                     whole(rng, 46, 138)])
    lessons = (12, 10, 13, 11, 9, 12, 14, 10, 11, 11) if year == 2014 else (11, 10, 12, 9, 10, 12, 11, 12, 10, 11)
    for number, people in enumerate(lessons):
        rows.append([working_day(rng, year, 3 + number * 2 // 3), "防身術", "婦女防身術課程", pick(rng, ["義昭里", "仁義里"]),
                     "跆拳道社團", people])
    courses = [("電腦研習", 21), ("國樂班", 17), ("元極舞", 34), ("書法研習", 15)]
    for month in range(1, 13):
        for name, people in courses:
            if month in (1, 2, 7, 12) or rng.random() < 0.12:
                continue
            rows.append([working_day(rng, year, month), "研習", name, pick(rng, villages), pick(rng, ["社區發展協會", "民間團體"]),
                         people + whole(rng, -4, 6) + (2 if year == 2014 else 0)])
    rows.sort(key=lambda row: (row[0], row[1], row[2]))
    style = ("roc", "roc_dot", "slash") if year == 2014 else ("roc_digits",)
    table = [[mixed(rng, row[0], style), *row[1:]] for row in rows]
    total = ["總計", "", "", "", "", thousands(sum(row[5] for row in table))]
    return ["辦理日期", "活動類別", "活動名稱", "地點", "合辦單位", "參加人次"], table, total


def village_reports(rng):
    """What the officer of each 里 reported, month by month. In August one 里 stayed below its eight; December is not over."""
    rows, total = [], 0
    for month in range(1, 13):
        is_cut = month == 12
        day = datetime.date(2014, 12, 15) if is_cut else max(day for day in opening_days(2014) if day.month == month)
        for village, people in VILLAGES.items():
            count = 8 + int(rng.random() * rng.random() * (3 + people // 900))
            if is_cut:
                count = whole(rng, 3, 5)
            if (village, month) == ("智慧里", 8):
                count = 7
            parts = [0, 0, 0, 0]
            for _ in range(count):
                parts[pick(rng, [0, 1, 2, 3], [38, 30, 18, 14])] += 1
            total += count
            rows.append([village, date_text(day, "roc"), *[part or "" for part in parts], count])
    return ["里別", "填報日期", "環境清潔", "道路路燈", "溝渠邊坡", "其他", "件數"], rows, ["總計", "", "", "", "", "", thousands(total)]


def care(rng):
    """The care stations of the communities, month by month."""
    stations = {"東明社區": 15, "孝忠社區": 24, "信綠社區": 12, "義昭社區": 10, "禮東社區": 14, "孝德社區": 11}
    rows = []
    for month in range(1, 13):
        day = working_day(rng, 2014, month, 8, 26)
        for station, helpers in stations.items():
            rows.append([date_text(day, "roc"), station, helpers + whole(rng, -2, 3), whole(rng, 18, 60), whole(rng, 12, 44),
                         whole(rng, 0, 9) or "", whole(rng, 0, 6)])
    return ["填報日", "關懷據點", "參與志工人數", "問安人次", "訪視人次", "衣物清洗", "打掃"], rows


# 二、便捷服務程序

SERVICES = [
    ("里鄰長證明", "民政課"), ("兵役申請", "民政課"), ("調解聲請", "民政課"), ("市民活動中心借用", "民政課"), ("禮堂借用", "秘書室"), ("低收入戶申請", "社政課"),
    ("中低收入戶申請", "社政課"), ("身心障礙證明", "社政課"), ("老人生活津貼", "社政課"), ("急難救助", "社政課"), ("健保投保", "社政課"),
    ("育兒津貼", "社政課"), ("敬老愛心卡", "社政課"), ("兒少生活補助", "社政課"), ("災害補助", "社政課"), ("農保投保", "經建課"), ("路燈報修", "經建課"),
    ("道路坑洞通報", "經建課"), ("空地空屋通報", "經建課"), ("公有市場業務", "經建課"), ("農情調查證明", "經建課"), ("耕地租約登記", "民政課"),
    ("原住民業務", "民政課"), ("宗教寺廟業務", "民政課"),
]


def windows(rng, year):
    """Which business each counter takes in. In 102 there were two kinds of counter more."""
    this_year = {"民政課": "全功能櫃台", "社政課": "全功能櫃台", "經建課": "經建窗口", "秘書室": "全功能櫃台"}
    last_year = {"民政課": "民政窗口", "社政課": "社福窗口", "經建課": "經建窗口", "秘書室": "總務窗口"}
    apart = {"調解聲請", "宗教寺廟業務"}
    rows = []
    for name, section in SERVICES if year == 2014 else SERVICES[:-2]:
        window = (this_year if year == 2014 else last_year)[section]
        if year == 2014 and name in apart:
            window = "調解及宗教窗口"
        single = window == "全功能櫃台" or (year == 2013 and rng.random() < 0.55)
        rows.append([window, name, section, "是" if single else "否"])
    rows.sort(key=lambda row: row[0])
    return ["窗口", "服務項目", "主辦課室", "一處收件全程服務"], rows


def duty(rng):
    """The officers of the 里 who took turns at the counter each afternoon."""
    villages = list(VILLAGES)
    return ["輪值日期", "輪值里幹事", "時段", "服務件數", "代班"], [
        [date_text(day, "roc"), f"{villages[number % 20]}里幹事", "13:30-17:30",
         whole(rng, 0, 14) or "", pick(rng, ["", "V"], [14, 1])]
        for number, day in enumerate(opening_days(2014))]


def online(rng, year):
    """Online inquiries and applications; booking a room began in 103, and in 102 nobody could."""
    services = [("表單下載申辦", 22, 118), ("路燈報修", 31, 64), ("區長信箱申請", 14, 9), ("老人福利申請", 6, 141), ("場地線上預約", 17, 38)]
    rows = []
    for month in range(1, 13):
        # Twelve days of December are still to come.
        part = 0.6 if (year, month) == (2014, 12) else 1.0
        for name, applied, counter in services:
            applications = whole(rng, applied * 7 // 10, applied * 13 // 10)
            if year == 2013:
                applications = 0 if name == "場地線上預約" else applications * 4 // 5
            others = whole(rng, counter * 8 // 10, counter * 12 // 10)
            seen = whole(rng, 180, 420) * (9 if name == "表單下載申辦" else 2)
            rows.append([date_text(AS_OF if part < 1 else datetime.date(year, month, 28), "roc"), name,
                         thousands(int(seen * part)),
                         int(applications * part), int(applications * part) + int(others * part)])
    return ["統計日期", "服務項目", "查詢次數", "線上申辦件數", "全部申辦件數"], rows


SOP_NAMES = [name for name, _ in SERVICES] + [
    "公文收發", "檔案借閱", "採購招標", "財產管理", "意見信箱處理", "人民陳情處理", "志工招募", "新進人員報到", "差勤管理", "退休撫卹", "預算編列", "經費核銷",
    "里鄰長異動", "守望相助隊申請", "防災演練", "社區發展協會立案"]
SOP_SECTIONS = [section for _, section in SERVICES] + ["秘書室"] * 7 + ["人事室"] * 3 + ["會計室"] * 2 + ["民政課"] * 3 + ["社政課"]


def sop(rng):
    rows = []
    for number, (name, section) in enumerate(zip(SOP_NAMES, SOP_SECTIONS)):
        made = datetime.date(2008 + whole(rng, 0, 5), whole(rng, 1, 12), whole(rng, 1, 28))
        rows.append([f"SOP-{number + 1:02}", name, section, date_text(made, "roc_dot"),
                     whole(rng, 1, 20) if name not in ("採購招標",) else "",
                     "否" if number in (27, 35) else "是", "無" if number in (25, 33, 34) else "有"])
    return ["編號", "業務名稱", "主辦課室", "訂定日期", "作業期限(日)", "公告上網", "書表範例"], rows


def sop_revisions(rng):
    rows = []
    for month, count in ((1, 2), (3, 4), (5, 3), (6, 1), (8, 5), (9, 2), (11, 3), (12, 1)):
        for _ in range(count):
            number = whole(rng, 1, 40)
            rows.append((working_day(rng, 2014, month), number))
    rows.sort()
    return ["修訂日期", "編號", "業務名稱", "種類", "修訂重點"], [
        [date_text(day, "roc_words"), f"SOP-{number:02}", SOP_NAMES[number - 1], "訂定" if number in (12, 40) else "修訂",
         pick(rng, ["減少附件", "縮短期限", "修正流程圖", "更新書表範例"])] for day, number in rows]


def cases(rng):
    """Applications taken in at the counter and otherwise, from receipt to the day on which they were done."""
    open_days = opening_days(2014)
    rows = []
    for number in range(1, 281):
        name, section = pick(rng, SERVICES[:22])
        if section == "秘書室":
            section = "民政課"
        day = open_days[int(rng.random() * len(open_days))]
        start = moment(day, whole(rng, 8, 16), whole(rng, 0, 59), whole(rng, 0, 59))
        limit = pick(rng, [3, 5, 7, 10], [3, 4, 2, 1])
        # One in eighteen takes longer than it may.
        spent = limit + whole(rng, 1, 4) if rng.random() < 0.055 else int(rng.random() * limit)
        end_day = later(day, spent)
        while not is_open(end_day):
            spent += 1 if spent > limit else -1
            end_day = later(day, spent)
        end = ""
        if end_day < AS_OF or spent == 0:
            end = moment(end_day, 16 if spent == 0 else whole(rng, 9, 16), whole(rng, 0, 59), whole(rng, 0, 59))
            if end < start:
                end = moment(end_day, 17, whole(rng, 0, 29))
        told = "是" if rng.random() < 0.955 else "否"
        if section == "經建課" and rng.random() < 0.12 or spent > limit and rng.random() < 0.35:
            told = "否"
        rows.append((start, [f"103{number:04}", name, section, pick(rng, ["臨櫃", "網路", "郵寄"], [78, 15, 7]),
                             time_text(start, "half_day"),
                             time_text(end, "half_day") if end else "", limit, told if end or told == "是" else "",
                             pick(rng, ["電話", "簡訊", "當場告知", "電子郵件"], [4, 1, 4, 1])]))
    rows.sort(key=lambda row: row[0])
    return ["案號", "申辦項目", "承辦課室", "收件方式", "收件時間", "結案時間", "處理期限(日)", "主動通知", "通知方式"], [row for _, row in rows]


def documents(rng):
    fewer = [("低收入戶申請", 7, 4), ("中低收入戶申請", 7, 4), ("身心障礙證明", 5, 4), ("老人生活津貼", 6, 3), ("急難救助", 5, 4), ("兒少生活補助", 7, 5),
             ("育兒津貼", 5, 3), ("敬老愛心卡", 3, 2), ("災害補助", 6, 6), ("健保投保", 4, 3), ("農保投保", 5, 4), ("空地空屋會勘", 4, 2),
             ("農情調查證明", 4, 3), ("耕地租約登記", 6, 5), ("市民活動中心借用", 3, 2), ("調解聲請", 3, 3)]
    rows = []
    for name, before, after in fewer:
        number = whole(rng, 40, 620) if before > 4 else whole(rng, 60, 1600)
        section = "經建課" if name in ("農保投保", "空地空屋會勘", "農情調查證明") else "社政課" if before in (5, 6, 7) else "民政課"
        looked_up = number * (before - after) * whole(rng, 6, 9) // 10
        rows.append([name, section, before, wide(str(after)) if name in ("育兒津貼", "耕地租約登記") else after, thousands(number),
                     thousands(looked_up), "全國社政系統" if section == "社政課" else "地政資訊系統" if after < before else ""])
    total = ["合計", "", "", "", "", thousands(sum(int(row[5].replace(",", "")) for row in rows)), ""]
    return ["申辦項目", "主辦課室", "原應附書證數", "現應附書證數", "年申辦件數", "線上查驗件數", "查驗系統"], rows, total


def handbooks():
    return ["修訂日期", "手冊名稱", "種類", "印製冊數", "分送對象"], [
        ["103年3月12日", "服務項目簡介手冊", "修訂", "1,200", "里鄰長、社區理事長"], ["103年5月20日", "社會福利申辦手冊", "修訂", "800", "里鄰長、洽公民眾"],
        ["103年6月9日", "防災避難手冊", "新製", "2,000", "各里住戶"], ["103年10月3日", "為民服務白皮書", "修訂", "３００", "里長、社區發展協會"]]


def posts(rng):
    sizes = {"秘書室": 8, "民政課": 27, "社政課": 12, "經建課": 9, "人事室": 2, "會計室": 3}
    without = {("民政課", 14), ("經建課", 5)}
    rows = []
    for section, size in sizes.items():
        for number in range(1, size + 1):
            has = (section, number) not in without
            title = pick(rng, ["課員", "辦事員", "書記"], [3, 1, 1])
            if section == "民政課" and number > 7:
                title = "里幹事"
            if number == 1:
                title = "主管"
            rows.append([section, f"{section[0]}{number:02}", title, "是" if has else "否",
                         pick(rng, ["有", ""], [3, 1]) if has else ""])
    return ["課室", "職務編號", "職稱", "已指定代理人", "第二代理人"], rows


# 三、探查民意趨勢

TYPES = ["環境清潔", "路燈及道路", "違規占用", "社會福利", "服務態度", "其他"]
LIMITS = {"環境清潔": 7, "路燈及道路": 7, "違規占用": 14, "社會福利": 14, "服務態度": 14, "其他": 30}


def petitions(rng, year):
    """Petitions with the day on which they were due. On the day of the evaluation some are open, two of them too long."""
    count = 131 if year == 2014 else 148
    end_of_records = AS_OF if year == 2014 else datetime.date(2013, 12, 31)
    late = {17, 46, 88} if year == 2014 else {9, 30, 31, 77, 102, 125}
    rows = []
    received_days = sorted(pick(rng, opening_days(year)) for _ in range(count))
    if year == 2014:
        # Two of last year's stand in the register too.
        received_days = [datetime.date(2013, 12, 30), datetime.date(2013, 12, 31)] + received_days
    names = list(VILLAGES)
    for number, received in enumerate(received_days):
        kind = pick(rng, TYPES, [31, 26, 14, 12, 5, 12])
        limit = LIMITS[kind]
        lag = pick(rng, [0, 1, 4], [90, 7, 3])
        registered = next_open(later(received, lag)) if received < datetime.date(year, 12, 12) else received
        due = later(received, limit)
        share = 0.25 + 0.62 * rng.random() if year == 2014 else 0.32 + 0.66 * rng.random()
        closed = later(received, max(1, int(limit * share)))
        if number in late:
            closed = later(due, whole(rng, 1, 6))
        if year == 2014 and number in (len(received_days) - 18, len(received_days) - 15):
            closed, due = datetime.date(2015, 1, 1), min(due, later(AS_OF, -2))
        is_open_case = closed > end_of_records
        if year == 2013:
            is_open_case = False
        village = pick(rng, names, [people + 600 for people in VILLAGES.values()])
        rows.append([f"{received.year - 1911}陳{number + 1:03}",
                     mixed(rng, received, ("roc", "roc", "roc_dot", "roc_digits")),
                     date_text(registered, "roc"), pick(rng, ["區長信箱", "電話專線", "臨櫃", "意見箱", "市府交辦"],
                              [34, 28, 16, 6, 16]), kind, village,
                     pick(rng, ["經建課", "民政課", "社政課"], [5, 3, 2]) if kind != "社會福利" else "社政課", date_text(due, "roc"),
                     "" if is_open_case else date_text(closed, "roc"), "辦理中" if is_open_case else "結案"])
    return ["編號", "收件日期", "建檔日期", "管道", "陳情類型", "里別", "承辦課室", "處理期限", "結案日期", "狀態"], rows


def clippings(rng):
    """What the papers wrote, day by day; what concerned the office was answered."""
    rows = []
    for day in opening_days(2014):
        own = rng.random() < 0.11
        seen = moment(day, 8, whole(rng, 20, 55)) if own else None
        answered = None
        if own:
            if rng.random() < 0.82:
                answered = moment(day, whole(rng, 10, 17), whole(rng, 0, 59))
            else:
                answered = moment(next_open(later(day, 1)), whole(rng, 8, 15), whole(rng, 0, 59))
            if answered.date() > AS_OF:
                answered = None
        rows.append([date_text(day, "roc"), whole(rng, 0, 6), "是" if own else "否",
                     pick(rng, ["中央社", "聯合報", "自由時報", "地方新聞網"]) if own else "",
                     time_text(seen, "roc") if own else "", time_text(answered, "roc") if answered else ""])
    return ["剪輯日期", "剪報則數", "涉及本所", "媒體", "簽會時間", "回應時間"], rows


def faq(rng, year, count):
    rows = []
    for number in range(1, count + 1):
        month = 1 + number % 11
        rows.append([number, pick(rng, ["民政課", "社政課", "經建課", "秘書室"], [3, 5, 2, 1]),
                     f"{pick(rng, SERVICES)[0]}{pick(rng, ['應備文件為何？', '可否委託他人辦理？', '需要幾天？', '可否線上申辦？'])}",
                     pick(rng, ["民眾來電", "意見信箱", "臨櫃詢問", "承辦建議"], [4, 3, 3, 2]),
                     date_text(working_day(rng, year, month), "roc"), "是" if number % 7 == 3 else ""])
    return ["項次", "課室", "問題", "來源", "更新日期", "轉化為服務措施"], rows


# The questionnaires: short name, wording, construct, how far its mean lies from the office's.
ITEMS = [
    ("環境整潔", "洽公環境整潔及綠美化", "洽公環境", 0.18), ("環境標示", "申辦動線及服務標示", "洽公環境", 0.02), ("環境無障礙", "無障礙設施", "洽公環境", -0.22),
    ("禮儀引導", "志工及服務人員主動引導", "服務禮儀", 0.14), ("禮儀態度", "服務人員態度親切有禮", "服務禮儀", 0.28), ("禮儀電話", "電話禮貌", "服務禮儀", -0.05),
    ("專業解說", "解說清楚、熟悉業務", "服務專業性", 0.12), ("專業時效", "案件處理時效", "服務專業性", -0.16), ("措施窗口", "單一窗口服務", "服務措施", 0.06),
    ("措施告知", "主動告知辦理進度", "服務措施", -0.12), ("措施網站", "網站資訊及線上查詢", "服務措施", -0.28),
]
CONSTRUCTS = ["洽公環境", "服務禮儀", "服務專業性", "服務措施"]
WORDS = ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"]
AGES = ["20-29歲", "30-39歲", "40-49歲", "50-64歲", "65歲以上"]
STEMS = {2014: "請問您對本所下列服務的滿意程度？", 2013: "您對本所下列服務是否滿意？"}
OVERALL = {2014: "整體來說，您對本所的服務滿意嗎？", 2013: "整體而言，您對本所服務的滿意程度"}
ADULTS = {"女": [3180, 3890, 4120, 6210, 3480], "男": [3340, 3960, 4030, 6020, 2890]}


class Visitor:
    """Who answers. The items share a mood, those of a construct a little more."""

    def __init__(self, rng, level):
        self.rng = rng
        self.sex = pick(rng, ["女", "男"], [57, 43])
        self.age = pick(rng, AGES, [10, 18, 22, 31, 19])
        self.village = pick(rng, list(VILLAGES), list(VILLAGES.values()))
        self.mood = level + 0.04 * (AGES.index(self.age) - 2) + 0.42 * normal(rng)
        self.shift = {name: 0.2 * normal(rng) for name in CONSTRUCTS}

    def points(self, construct, shift):
        return min(5, max(1, int(self.mood + self.shift.get(construct, 0.0) + shift + 0.5 * normal(self.rng) + 0.5)))


def survey_day(rng, year, first, last):
    return pick(rng, [day for day in opening_days(year) if first <= day.month <= last])


def counter_survey(rng, year, count):
    """The paper questionnaire at the counter, typed into a form."""
    header = ["時間戳記", "您今天洽辦的課室"] + [f"{STEMS[year]} [{wording}]" for _, wording, _, _ in ITEMS] + [
        OVERALL[year], "您的性別", "您的年齡", "您居住的里", "您的建議"]
    rows = []
    for _ in range(count):
        visitor = Visitor(rng, 4.28 if year == 2014 else 4.16)

        def label(points, unused=0.0):
            draw = rng.random()
            if draw < unused:
                return "未使用過"
            if draw < unused + 0.015:
                return "無意見"
            if draw < unused + 0.024:
                return ""
            if year == 2013 and points == 5 and draw > 0.97:
                return "很滿意"
            return WORDS[points - 1]

        day = survey_day(rng, year, 5, 6)
        when = moment(day, whole(rng, 8, 17), whole(rng, 0, 59), whole(rng, 0, 59))
        rows.append([time_text(when, "half_day"), pick(rng, COUNTER_SECTIONS + ["其他"], [38, 41, 14, 7])]
                    + [label(visitor.points(construct, shift), 0.16 if name == "措施網站" else 0.0)
                       for name, _, construct, shift in ITEMS]
                    + [label(visitor.points("", 0.06)), visitor.sex, visitor.age, visitor.village,
                       pick(rng, ["", "停車位不足", "承辦人很親切", "希望中午也能辦理", "無"], [84, 5, 5, 3, 3])])
    return header, rows


def web_survey(rng, count):
    """The questionnaire on the web site, as its tool exports it. It began in 103."""
    header = ["填答時間", "填答秒數"] + [f"Q{number + 1}-{wording}" for number, (_, wording, _, _) in enumerate(ITEMS)] + [
        "Q12-整體滿意度", "Q13-得知管道（可複選）", "性別", "年齡"]
    channels = ["本所網站", "親友告知", "里辦公處公告", "臉書", "新聞報導"]
    rows = []
    for _ in range(count):
        visitor = Visitor(rng, 4.02)

        def label(points):
            draw = rng.random()
            return "0.不知道/無意見" if draw < 0.02 else "" if draw < 0.03 else f"{points}.{WORDS[points - 1]}"

        when = moment(datetime.date(2014, whole(rng, 4, 9), whole(rng, 1, 30)),
                      whole(rng, 7, 23), whole(rng, 0, 59), whole(rng, 0, 59))
        chosen = [name for name, share in zip(channels, (0.5, 0.3, 0.25, 0.3, 0.1)) if rng.random() < share]
        rows.append([f"{when:%Y-%m-%d %H:%M:%S}", whole(rng, 48, 520)]
                    + [label(visitor.points(construct, shift)) for _, _, construct, shift in ITEMS]
                    + [label(visitor.points("", 0.03)), ",".join(chosen or ["其他"]), visitor.sex, visitor.age])
    return header, rows


def codebook(year):
    lines = [f"# The counter questionnaire of {year - 1911}.", "schema: survey-stats/codebook@1",
             "overall: 整體滿意度", "columns:"]
    for name, wording, _, _ in ITEMS:
        lines += [f'  - name: "{STEMS[year]} [{wording}]"', f"    id: {name}", f"    label: {wording}",
                  "    scale: satisfaction-5"]
    lines += [f'  - name: "{OVERALL[year]}"', "    id: 整體滿意度", "    scale: satisfaction-5"]
    for name, identifier in (("您今天洽辦的課室", "洽辦課室"), ("您的性別", "性別"), ("您的年齡", "年齡"), ("您居住的里", "里")):
        lines += [f'  - name: "{name}"', f"    id: {identifier}"]
    lines.append("constructs:")
    for construct in CONSTRUCTS:
        items = [name for name, _, own, _ in ITEMS if own == construct]
        lines.append(f"  - {{name: {construct}, items: [{', '.join(items)}], minimum_answered: {len(items) - 1}}}")
    return "\n".join(lines) + "\n"


def population():
    rows = [["性別", sex, sum(counts)] for sex, counts in ADULTS.items()]
    return ["variable", "category", "count"], rows + [
        ["年齡", age, sum(counts[place] for counts in ADULTS.values())] for place, age in enumerate(AGES)]


# 四、豐富服務資訊，五、創新，伍、考核

def disclosure():
    items = {
        "資訊公開": ["機關組織職掌", "聯絡方式", "施政計畫", "業務統計", "預算書", "決算書", "訴願決定", "書面之公共工程及採購契約", "支付或接受之補助", "合議制機關之會議紀錄",
                 "為民服務實施計畫", "申請案件應備證件", "申請資格"],
        "內容有效": ["區長信箱", "線上查報", "最新消息更新", "活動訊息更新", "連結他機關網站", "資料保密條款", "資訊系統維護契約"],
        "資訊檢索": ["站內檢索", "分類檢索", "網站導覽", "無障礙網頁標章", "英文網頁"],
    }
    faults = {"訴願決定": "不適用", "合議制機關之會議紀錄": "不適用", "業務統計": "不符合", "英文網頁": "不符合"}
    return ["類別", "檢視項目", "檢視結果", "最近更新"], [
        [kind, item, faults.get(item, "符合"),
         "" if faults.get(item) == "不適用" else f"103.{1 + place * 5 % 11:02}.{1 + place * 7 % 27:02}"]
        for place, (kind, item) in enumerate((kind, item) for kind, names in items.items() for item in names)]


def links(rng):
    rows = []
    for month in range(1, 13):
        checked = whole(rng, 146, 171)
        rows.append([date_text(working_day(rng, 2014, month, 5, 19), "roc"), checked, checked - whole(rng, 0, 4)])
    return ["檢查日期", "連結數", "有效連結數"], rows


def updates(rng):
    """What was put on the web site; in the week of the New Year and in one of July nothing was."""
    rows = []
    for day in opening_days(2014):
        week = day.isocalendar()[1]
        if week in (6, 30):
            continue
        chance = 0.52 if day.weekday() != 1 else 1.0
        if week in (18, 31, 40):
            chance = 1.0
        if rng.random() < chance:
            rows.append([date_text(day, "slash"), pick(rng, ["最新消息", "活動訊息", "法令宣導", "表單下載", "區政報導"], [4, 3, 2, 1, 1]),
                         pick(rng, SECTIONS, [3, 4, 4, 2, 1, 1])])
    return ["發布日期", "單元", "課室"], rows


def security(rng):
    rows = []
    for month, kind in ((2, "弱點通知"), (4, "釣魚郵件"), (6, "弱點通知"), (7, "網頁異常"), (10, "釣魚郵件"), (11, "弱點通知")):
        day = working_day(rng, 2014, month)
        hour, minute = whole(rng, 8, 15), whole(rng, 0, 59)
        start = moment(day, hour, minute)
        told = start + datetime.timedelta(minutes=whole(rng, 9, 52))
        rows.append([time_text(start, "roc"), time_text(told, "roc"), kind, "已排除"])
    return ["發現時間", "通報時間", "事件類型", "處理結果"], rows


def services():
    return ["項次", "服務項目", "種類", "實施日期", "說明"], [
        [1, "場地線上預約", "新增", "103/1/15", "里民活動中心及禮堂"], [2, "全功能櫃台", "改造", "103/1/2", "整併三個窗口"],
        [3, "社福資料線上查驗", "改造", "103/3/3", "民眾免附財稅證明"], [4, "地籍線上查詢", "改造", "103/3/3", "會勘免附謄本"],
        [5, "中午不打烊", "改造", "103/4/1", "增加中午輪值人力"], [6, "到府收件", "新增", "103/5/5", "行動不便長者"],
        [7, "紙本傳真申辦", "終結", "103/6/30", "使用者少"],
        [8, "簡訊通知進度", "新增", "103/7/1", "身心障礙證明及津貼"], [9, "里民大會意見線上查詢", "新增", "103/9/1", "公布處理情形"],
        [10, "電子看板代播", "改造", "103/10/1", "開放各機關申請"], [11, "聯合健康檢查", "改造", "103/10/20", "改至週末辦理"],
        [12, "臨櫃代填申請書", "新增", "103/11/3", "長者及新住民"]]


def findings(rng, year):
    faults = ["標示牌未更新", "電話鈴響過久", "未佩戴識別證", "書表範例過期", "櫃台無人輪值", "公文逾期未催", "文宣資料不足", "代理人不熟悉業務"]
    count = 34 if year == 2014 else 38
    found = sorted(pick(rng, opening_days(year)) for _ in range(count))
    rows = []
    for number, day in enumerate(found):
        spent = max(1, int((6.5 if year == 2014 else 8.5) + 3.2 * normal(rng)))
        fixed = next_open(later(day, spent)) if year == 2014 else later(day, spent)
        is_fixed = fixed <= AS_OF and number != 21 if year == 2014 else number not in (11, 12, 30)
        rows.append([date_text(day, "roc"), pick(rng, SECTIONS, [3, 5, 5, 4, 1, 1]), pick(rng, faults),
                     "已改善" if is_fixed else "改善中",
                     date_text(fixed, "roc") if is_fixed else "", pick(rng, ["平時考核", "民眾反映", "上級抽查"], [6, 2, 2])])
    return ["發現日期", "課室", "缺失事項", "改善情形", "改善完成日", "發現方式"], rows


def review_scores(rng):
    """The city's review of its seven district offices by five assessors; one has not handed in yet."""
    offices = {"基隆市中正區公所": 84.0, "基隆市信義區公所": 87.5, "基隆市仁愛區公所": 86.0, "基隆市中山區公所": 82.5, "基隆市安樂區公所": 88.5,
               "基隆市暖暖區公所": 81.0, "基隆市七堵區公所": 83.0}
    rows = []
    for assessor in "ABCDE":
        mild = 1.1 * normal(rng)
        for office, level in offices.items():
            score = int((level + mild + 1.2 * normal(rng)) * 2) / 2
            rows.append([office, "區公所", f"委員{assessor}", "" if assessor == "E" else score])
    return ["受評機關", "組別", "評核委員", "分數"], rows


def venues(rng, year):
    """The e-library, the hall on the fifth floor and the community centres, month by month."""
    places = [("E化圖書館", 0, 1180), ("5樓禮堂", 9, 640)] + [(f"{name}活動中心", 21, 410) for name in ("東明里", "孝忠里", "信綠里", "禮東里")]
    rows = []
    for month in range(1, 13):
        day = AS_OF if (year, month) == (2014, 12) else datetime.date(year, month, 28)
        for place, uses, people in places:
            part = 0.6 if day == AS_OF else 1.0
            held = int(whole(rng, uses * 7 // 10, uses * 13 // 10 + 1) * part) if uses else ""
            growth = 1.0 if year == 2013 else 1.1 if place == "E化圖書館" else 1.02
            rows.append([date_text(day, "roc_words" if year == 2014 else "roc"), place, held,
                         thousands(int(whole(rng, people * 8 // 10, people * 12 // 10) * growth * part))])
    total = ["總計", "", sum(row[2] or 0 for row in rows), thousands(sum(int(row[3].replace(",", "")) for row in rows))]
    return ["統計日期", "場地", "使用場次", "使用人次"], rows, total


def marketing(rng):
    subjects = ["全功能櫃台", "社會福利申辦", "線上預約場地", "防災避難", "E化圖書館", "健康檢查", "里民大會"]
    reach = {"新聞稿": 0, "網頁": 900, "說明會": 70, "文宣資料": 400, "活動攤位": 220, "有線電視跑馬燈": 0}
    rows = []
    for month in range(1, 13):
        for _ in range(whole(rng, 3, 6)):
            way = pick(rng, list(reach), [4, 5, 3, 3, 3, 2])
            rows.append((working_day(rng, 2014, month), way, pick(rng, subjects), pick(rng, ["秘書室", "民政課", "社政課"]),
                         thousands(whole(rng, reach[way] * 6 // 10, reach[way] * 15 // 10)) if reach[way] else ""))
    rows.sort()
    return ["日期", "行銷方式", "主題", "課室", "觸及人次"], [[mixed(rng, row[0], ("roc", "slash")), *row[1:]] for row in rows]


def write(folder):
    """Writes all files into `folder/xinyi-103`."""
    folder = pathlib.Path(folder) / PLAN
    rng = random.Random

    put = writer_into(folder)

    put("inspections.csv", inspections(rng(10300101)))
    put("cleaning.csv", cleaning(rng(10300102)), "cp950")
    put("facilities.csv", facilities(), "cp950")
    put("led.csv", led(rng(10300103)))
    put("phone-103.csv", phone(rng(10300104), 2014))
    put("phone-102.csv", phone(rng(10200104), 2013), "cp950")
    put("patrols.csv", patrols(rng(10300105)), "cp950")
    put("volunteers.csv", volunteers(rng(10300106)))
    put("training.csv", training(rng(10300107)), "cp950")
    put("meetings.csv", meetings(rng(10300108)))
    put("activities-103.csv", activities(rng(10300109), 2014))
    put("activities-102.csv", activities(rng(10200109), 2013), "cp950")
    put("village-reports.csv", village_reports(rng(10300110)), "cp950")
    put("care.csv", care(rng(10300111)), "utf-8", line_end="\n")
    put("windows-103.csv", windows(rng(10300201), 2014))
    put("windows-102.csv", windows(rng(10200201), 2013), "cp950")
    put("duty.csv", duty(rng(10300202)), "cp950")
    put("online-103.csv", online(rng(10300203), 2014))
    put("online-102.csv", online(rng(10200203), 2013))
    put("sop.csv", sop(rng(10300204)))
    put("sop-revisions.csv", sop_revisions(rng(10300205)), "cp950")
    put("cases.csv", cases(rng(10300206)))
    put("documents.csv", documents(rng(10300207)), "cp950")
    put("handbooks.csv", handbooks(), "cp950")
    put("posts.csv", posts(rng(10300208)))
    put("petitions-103.csv", petitions(rng(10300301), 2014))
    put("petitions-102.csv", petitions(rng(10200301), 2013), "cp950")
    put("clippings.csv", clippings(rng(10300302)), "cp950")
    put("faq-103.csv", faq(rng(10300303), 2014, 46))
    put("faq-102.csv", faq(rng(10200303), 2013, 39))
    put("counter-103.csv", counter_survey(rng(10300304), 2014, 412), "utf-8", line_end="\n")
    put("counter-102.csv", counter_survey(rng(10200304), 2013, 386), "cp950")
    put("web-103.csv", web_survey(rng(10300305), 198))
    put("population.csv", population(), "utf-8", line_end="\n")
    (folder / "counter-codebook-103.yaml").write_bytes(codebook(2014).encode())
    (folder / "counter-codebook-102.yaml").write_bytes(codebook(2013).encode())
    put("disclosure.csv", disclosure())
    put("links.csv", links(rng(10300401)), "cp950")
    put("updates.csv", updates(rng(10300402)), "utf-8", line_end="\n")
    put("security.csv", security(rng(10300403)))
    put("services.csv", services())
    put("findings-103.csv", findings(rng(10300501), 2014))
    put("findings-102.csv", findings(rng(10200501), 2013), "cp950")
    put("review-scores.csv", review_scores(rng(10300502)))
    put("venues-103.csv", venues(rng(10300503), 2014))
    put("venues-102.csv", venues(rng(10200503), 2013), "cp950")
    put("marketing.csv", marketing(rng(10300504)))
