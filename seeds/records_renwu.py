"""The records of 高雄市仁武區公所 for the year 105 (2016), and of 104 where growth is asked.

The plan is real, the records are made up: nobody in them exists, and no number is the office's. Each file is kept as
offices keep theirs: one CP950, the next UTF-8 with a byte order mark; dates of the Republic in several spellings,
thousands separators, full-width digits, rows of totals. `write(folder)` puts them into `folder/renwu-105`.
"""
import datetime
import pathlib
import random

from district_office import normal, pick, whole, wide
from office_days import OfficeDays, later, minutes_later, mixed, moment, thousands
from record_writing import date_text, time_text, writer_into
from respondents import Question, Respondent, answer, answers, codebook, pick_share

PLAN = "renwu-105"
END = datetime.date(2016, 12, 31)
# 里 and about how many live there.
VILLAGES = {"仁武里": 9120, "烏林里": 6480, "仁和里": 11260, "赤山里": 12740, "灣內里": 7350, "大灣里": 8970, "後安里": 5430, "文武里": 4860}
SECTIONS = ["秘書室", "民政課", "社會課", "工務課", "役政災防課", "會計室", "人事室"]
FIRST_LINE = ["民政課", "社會課", "工務課", "役政災防課"]
# 2016: with the days of the typhoons on which Kaohsiung closed its offices.
DAYS = OfficeDays(
    {2015: [(1, 1), (1, 2), (2, 18), (2, 19), (2, 20), (2, 23), (2, 27), (4, 3), (4, 6), (6, 19), (9, 28), (9, 29), (10, 9)],
     2016: [(1, 1), (2, 8), (2, 9), (2, 10), (2, 11), (2, 12), (2, 29), (4, 4), (4, 5), (6, 9), (6, 10), (7, 8), (9, 14),
            (9, 15), (9, 16), (9, 27), (9, 28), (10, 10)],
     2017: [(1, 2), (1, 27), (1, 30), (1, 31)]},
    {2016: [(1, 30), (6, 4), (9, 10)]})


# 一、提升服務品質

def plan_dates():
    return ["辦理日期", "辦理事項", "承辦"], [
        ["105年1月25日", "各課室提報重點工作", "秘書室"], ["105年3月18日", "執行計畫簽奉核定", "秘書室"], ["105/3/25", "執行計畫函頒", "秘書室"],
        ["105/3/28", "公布於本所網站", "秘書室"], ["1050406", "公布於服務場所", "秘書室"]]


def facilities():
    """What visitors find in the office, looked at once in the year."""
    items = {
        "服務場所": ["申請書繕寫服務區", "書寫檯及書寫範例", "書報閱覽區", "等候座椅", "無障礙廁所", "愛心鈴", "哺集乳室"],
        "服務措施": ["書報雜誌", "血壓測量器", "老花眼鏡", "飲水機", "輪椅", "愛心傘", "影印及傳真"],
        "網路服務": ["i-Taiwan無線上網", "現場查詢電腦", "電話查詢專線", "行動電源充電"],
        "服務動線": ["櫃台設置位置", "櫃台高度（含低櫃台）", "動線標示", "叫號系統", "樓層配置圖", "坡道及扶手"],
    }
    faults = {"哺集乳室": ("不適用", "樓地板面積未達應設標準"), "櫃台高度（含低櫃台）": ("不符合", "2樓櫃台列入106年度改善"), "行動電源充電": ("不符合", "採購中")}
    return ["項次", "類別", "檢核項目", "檢核日期", "檢核結果", "備註"], [
        [number + 1, kind, item, "105.05.18", *faults.get(item, ("符合", ""))]
        for number, (kind, item) in enumerate((kind, item) for kind, names in items.items() for item in names)]


EQUIPMENT = ["飲水機", "血壓測量器", "電梯", "消防設備", "照明設備", "空調設備", "無障礙設施", "監視設備", "叫號機"]


def equipment_checks(rng):
    rows = []
    for item in EQUIPMENT:
        for month in {"電梯": (2, 5, 8, 11), "飲水機": (3, 6, 9, 12), "消防設備": (4, 10)}.get(item, (5,)):
            day = DAYS.one(rng, 2016, month)
            fault = (item, month) in (("飲水機", 6), ("照明設備", 5), ("空調設備", 5), ("電梯", 8), ("無障礙設施", 5))
            fixed = later(day, whole(rng, 2, 20)) if fault and item != "無障礙設施" else None
            rows.append((day, [item, "需改善" if fault else "正常", "已改善" if fixed else "改善中" if fault else "",
                               date_text(DAYS.next_open(fixed), "roc") if fixed else ""]))
    rows.sort(key=lambda row: row[0])
    return ["檢查日期", "設備", "檢查結果", "改善情形", "改善完成日"], [[mixed(rng, day), *rest] for day, rest in rows]


def wifi(rng, year):
    base = 1420 if year == 2016 else 1130
    rows = [[date_text(datetime.date(year, month, 28), "roc"), thousands(whole(rng, base * 85 // 100, base * 115 // 100)),
             whole(rng, 40, 96)] for month in range(1, 13)]
    total = ["合計", thousands(sum(int(row[1].replace(",", "")) for row in rows)), sum(row[2] for row in rows)]
    return ["統計日期", "使用人次", "流量(GB)"], rows, total


def training(rng, year):
    courses = [(2, "臨櫃服務禮儀", "第一線服務人員"), (3, "電話禮貌演練", "第一線服務人員"), (4, "災害防救通報系統操作", "防救災人員"), (5, "社會福利法規", "第一線服務人員"),
               (6, "行動通報平台操作", "里幹事"), (7, "行動通報平台操作", "里鄰長"), (8, "抱怨處理及溝通技巧", "第一線服務人員"), (9, "防災資訊平台及衛星電話", "防救災人員"),
               (10, "個案轉介實務", "里幹事"), (11, "電子謄本及跨機關查驗", "第一線服務人員"), (11, "里鄰關懷通報", "里鄰長")]
    if year == 2015:
        courses = courses[:6] + courses[7:9]
    people = {"第一線服務人員": 26, "里幹事": 8, "里鄰長": 62, "防救災人員": 21}
    return ["辦理日期", "研習名稱", "對象", "時數", "參加人數"], [
        [date_text(DAYS.one(rng, year, month), "roc_words" if year == 2016 else "roc"), name, whom, whole(rng, 2, 4),
         wide(str(people[whom])) if place == 4 else people[whom] + whole(rng, -1, 3) if whom != "里幹事" else 8]
        for place, (month, name, whom) in enumerate(courses)]


PHONE_LEVEL = {"秘書室": 0.895, "民政課": 0.905, "社會課": 0.87, "工務課": 0.84, "役政災防課": 0.89, "會計室": 0.91, "人事室": 0.93}


def phone(rng, year):
    """Two rounds a year of three calls to each section."""
    gain = 0.0 if year == 2016 else -0.025
    rows = []
    for number, month in ((1, 5), (2, 10)):
        for section in SECTIONS:
            for _ in range(3):
                mood = PHONE_LEVEL[section] + gain + 0.05 * normal(rng)
                scores = [min(most, max(most * 4 // 10, int((mood + shift + 0.04 * normal(rng)) * most + 0.5)))
                          for most, shift in ((25, 0.0), (45, 0.01), (30, -0.02))]
                rows.append((DAYS.one(rng, year, month), f"第{number}次", section, scores))
    rows.sort(key=lambda row: (row[1], row[0], SECTIONS.index(row[2])))
    return ["測試梯次", "測試日期", "受測課室", "接聽速度(25分)", "電話禮貌(45分)", "答話內容(30分)", "總分"], [
        [turn, date_text(day, "roc" if year == 2016 else "roc_digits"), section,
         *[wide(str(score)) if number % 13 == 4 and place == 2 else score for place, score in enumerate(scores)], sum(scores)]
        for number, (day, turn, section, scores) in enumerate(rows)]


def answers_test(rng, year):
    """Testers who ask five questions each, at the counter or by telephone."""
    right = {"民政課": 0.95, "社會課": 0.92, "工務課": 0.88, "役政災防課": 0.94}
    rows = []
    for month in (3, 4, 6, 8, 9, 11):
        for section in FIRST_LINE:
            for _ in range(2 if month in (4, 9) else 1):
                correct = sum(1 for _ in range(5) if rng.random() < right[section] - (0.03 if year == 2015 else 0.0))
                rows.append((DAYS.one(rng, year, month), [section, pick(rng, ["臨櫃", "電話"]), 5, correct,
                                                          "是" if rng.random() < (0.9 if year == 2016 else 0.8) else "否"]))
    rows.sort(key=lambda row: row[0])
    return ["測試日期", "課室", "管道", "題數", "答對題數", "一次完整告知"], [[date_text(day, "roc_dot"), *rest] for day, rest in rows]


# Applications: name, section, documents and stamps before and after, days they take.
PROCEDURES = [
    ("低收入戶申請", "社會課", 8, 5, 6, 4, 14), ("中低收入戶申請", "社會課", 8, 5, 6, 4, 14), ("身心障礙證明", "社會課", 5, 4, 4, 3, 7),
    ("老人生活津貼", "社會課", 6, 4, 5, 3, 12), ("急難救助", "社會課", 6, 5, 5, 3, 5), ("育兒津貼", "社會課", 5, 3, 4, 3, 8), ("敬老卡", "社會課", 3, 2, 2, 2, 2),
    ("特殊境遇家庭扶助", "社會課", 7, 6, 5, 4, 14), ("健保投保", "社會課", 4, 3, 3, 2, 2), ("農保投保", "民政課", 5, 4, 4, 3, 5),
    ("調解聲請", "民政課", 3, 3, 4, 3, 3), ("活動中心借用", "民政課", 3, 2, 4, 2, 2), ("耕地租約登記", "民政課", 6, 5, 6, 5, 9),
    ("里鄰長證明", "民政課", 2, 1, 2, 1, 1), ("兵籍調查", "役政災防課", 3, 2, 3, 2, 1), ("替代役申請", "役政災防課", 4, 3, 4, 3, 4),
    ("災害救助申請", "役政災防課", 6, 4, 5, 4, 6), ("道路挖掘申請", "工務課", 7, 7, 7, 5, 7), ("路燈認養", "工務課", 4, 3, 5, 4, 5),
    ("無障礙坡道補助", "工務課", 5, 5, 5, 5, 10)]


def cases(rng, year):
    """Applications; what they came back for, and how the transcripts behind them were looked up."""
    rows = []
    for number in range(1, 261 if year == 2016 else 241):
        name, section, _, documents, _, _, limit = pick(rng, PROCEDURES)
        day = DAYS.any(rng, year)
        start = moment(day, whole(rng, 8, 16), whole(rng, 0, 59), whole(rng, 0, 59))
        missing = rng.random() < (0.16 if year == 2016 else 0.24) * (1.4 if documents > 3 else 0.7)
        again = whole(rng, 1, 2) if missing and rng.random() < 0.3 else 1 if missing else 0
        spent = int(limit * (0.25 + 0.6 * rng.random()) + 2 * again + (1 if year == 2015 else 0))
        end_day = DAYS.next_open(later(day, spent))
        end = moment(end_day, whole(rng, 9, 16) if end_day > day else 16, whole(rng, 0, 59), whole(rng, 0, 59))
        if end < start:
            end = minutes_later(start, whole(rng, 6, 40))
        visits = 1 + again if rng.random() < 0.8 else 1
        electronic = pick(rng, ["電子閘門", "電子謄本", "紙本", "免附"], [46, 17, 17, 20] if year == 2016 else [33, 14, 32, 21])
        style = "half_day" if year == 2016 else "roc"
        rows.append((start, [name, section, time_text(start, style), time_text(end, style) if end.date() <= later(END, 9) else "",
                             again or ("0" if number % 3 else ""), visits,
                             "V" if section == "社會課" and rng.random() < 0.86 else "", electronic]))
    rows.sort(key=lambda row: row[0])
    return ["案號", "申請項目", "承辦課室", "收件時間", "結案時間", "補件次數", "洽公次數", "一次告知單", "謄本查驗方式"], [
        [f"{year - 1911}申{number + 1:04}", *row] for number, (_, row) in enumerate(rows)]


def marketing(rng):
    """Ways of telling people, what they cost and how many they reached."""
    ways = {"大型活動": (38000, 620), "里民宣導": (1500, 75), "電台及有線電視": (12000, 3200), "文宣資料": (9000, 1100), "社群網站": (0, 1400), "QR code": (600, 260),
            "記者會": (6500, 900), "走馬燈": (0, 500)}
    topics = ["社會福利", "登革熱防治", "防災避難", "電子謄本", "一次告知單", "路平專案", "役男權益", "反詐騙", "資源回收"]
    rows = []
    for month in range(1, 13):
        for _ in range(whole(rng, 3, 5)):
            way = pick(rng, list(ways), [2, 7, 2, 4, 6, 3, 1, 4])
            money, people = ways[way]
            cost = money * whole(rng, 70, 130) // 100
            reached = people * whole(rng, 60, 140) // 100
            rows.append([DAYS.one(rng, 2016, month), f"{pick(rng, topics)}宣導", way, pick(rng, ["自辦", "結合社會資源"], [3, 2]),
                         cost, 300 * whole(rng, 0, 4) if way in ("大型活動", "里民宣導") else "", reached, "", ""])
    # The radio programme for new residents reaches few, and has its reason.
    rows.append([DAYS.one(rng, 2016, 7), "新住民母語廣播宣導", "電台及有線電視", "自辦", 24000, 2400, 310, "是", "服務對象人數少，屬權益保障必要支出"])
    rows.sort(key=lambda row: row[0])
    total = ["總計", "", "", "", thousands(sum(row[4] for row in rows)), thousands(sum(row[5] or 0 for row in rows)),
             thousands(sum(row[6] for row in rows)), "", ""]
    return ["辦理日期", "行銷案", "行銷管道", "執行方式", "直接經費", "人力費用", "觸及人次", "成本例外", "例外理由"], [
        [mixed(rng, row[0], ("roc", "slash")), *row[1:4], thousands(row[4]), row[5], thousands(row[6]), *row[7:]] for row in rows], total


QUESTIONS = [
    Question("環境整潔", "洽公環境整潔舒適", "洽公環境", 0.16), Question("環境動線", "櫃台位置、高度及動線標示", "洽公環境", -0.02),
    Question("環境設備", "書寫區、閱覽區及血壓計等設備", "洽公環境", 0.05), Question("禮儀引導", "服務人員主動招呼及引導", "服務禮儀", 0.04),
    Question("禮儀態度", "服務人員態度親切", "服務禮儀", 0.26), Question("禮儀電話", "電話禮貌", "服務禮儀", -0.06, 0.12),
    Question("專業正確", "解說正確、熟悉業務", "服務專業性", 0.12), Question("專業時效", "案件辦理時效", "服務專業性", -0.16),
    Question("專業一次告知", "一次完整告知應備文件", "服務專業性", -0.08), Question("措施上網", "免費無線上網", "服務措施", -0.22, 0.24),
    Question("措施減量", "減少應附書證謄本", "服務措施", -0.1)]
# The question about being told at once is new in 105.
ASKED = {2016: QUESTIONS, 2015: [question for question in QUESTIONS if question.name != "專業一次告知"]}
AGES = ["20-29歲", "30-39歲", "40-49歲", "50-59歲", "60歲以上"]
ADULTS = {"男": [4870, 6120, 5390, 4710, 4980], "女": [4610, 6240, 5570, 4930, 5640]}
STEMS = {2016: "您對本所各項服務的滿意程度", 2015: "請問您對下列服務是否滿意"}
WHOLE = {2016: "整體而言，您對本所的服務滿意嗎？", 2015: "整體而言，您對本所服務的滿意程度？"}


def counter(rng, year, count):
    """The questionnaire at the counters, typed into a form."""
    rows = []
    for _ in range(count):
        person = Respondent(rng, 4.19 if year == 2016 else 4.06)
        when = moment(DAYS.one(rng, year, whole(rng, 5, 8)), whole(rng, 8, 17), whole(rng, 0, 59), whole(rng, 0, 59))
        rows.append([time_text(when, "half_day"), pick(rng, FIRST_LINE + ["其他"], [26, 40, 14, 15, 5]),
                     *answers(rng, person, ASKED[year]), answer(rng, person.points("", 0.06)),
                     pick(rng, ["男", "女"], [46, 54]), pick(rng, AGES, [15, 23, 23, 20, 19]),
                     pick_share(rng, VILLAGES), pick(rng, ["", "停車不便", "謝謝承辦人耐心說明", "希望增設座位, 謝謝", "無"], [82, 6, 5, 3, 4])])
    header = ["時間戳記", "您今天洽辦的課室", *[f"{STEMS[year]} [{question.wording}]" for question in ASKED[year]], WHOLE[year],
              "您的性別", "您的年齡", "您居住的里", "其他建議"]
    return header, rows


def counter_codebook(year):
    whole_question = Question("整體滿意度", "整體滿意度", "", 0.0)
    headers = [f"{STEMS[year]} [{question.wording}]" for question in ASKED[year]] + [WHOLE[year]]
    return codebook(f"The counter questionnaire of {year - 1911}.", headers, ASKED[year] + [whole_question],
                    [("您今天洽辦的課室", "洽辦課室"), ("您的性別", "性別"), ("您的年齡", "年齡"), ("您居住的里", "里")])


def population():
    return ["variable", "category", "count"], [["性別", sex, sum(counts)] for sex, counts in ADULTS.items()] + [
        ["年齡", age, sum(counts[place] for counts in ADULTS.values())] for place, age in enumerate(AGES)]


# 二、便捷服務程序

def posts(rng):
    sizes = {"秘書室": 9, "民政課": 16, "社會課": 13, "工務課": 8, "役政災防課": 7, "會計室": 3, "人事室": 2}
    rows = []
    for section, size in sizes.items():
        for number in range(1, size + 1):
            title = "主管" if number == 1 else pick(rng, ["課員", "辦事員", "書記", "技士"] if section == "工務課" else ["課員", "辦事員", "書記"])
            if section == "民政課" and number > 8:
                title = "里幹事"
            has = (section, number) not in (("工務課", 6), ("社會課", 12))
            rows.append([section, f"{section[:1]}{number:02}", title, "是" if has else "否",
                         ("是" if rng.random() < 0.86 else "否") if has else "", "是" if rng.random() < 0.2 and number > 1 else "否",
                         "是" if section in FIRST_LINE and number <= 5 else "否"])
    return ["課室", "職務編號", "職稱", "已指定代理人", "代理人熟悉業務", "本年度職務輪調", "第一線櫃台"], rows


def procedures(rng):
    rows = []
    for number, (name, section, documents, fewer, stamps, fewer_stamps, days) in enumerate(PROCEDURES):
        count = whole(rng, 30, 260) if documents > 4 else whole(rng, 120, 1380)
        gate = "是" if fewer < documents else "否"
        rows.append([f"RW-{number + 1:02}", name, section, documents, wide(str(fewer)) if number % 7 == 2 else fewer, stamps, fewer_stamps,
                     thousands(count), days, gate, "否" if name == "無障礙坡道補助" else "是", "是" if number not in (7, 12, 19) else "否",
                     "有" if section == "社會課" and name != "健保投保" else ""])
    total = ["合計", "", "", sum(row[3] for row in rows), "", sum(row[5] for row in rows), sum(row[6] for row in rows),
             thousands(sum(int(row[7].replace(",", "")) for row in rows)), "", "", "", "", ""]
    return ["編號", "申辦項目", "主辦課室", "檢討前應附文件數", "檢討後應附文件數", "檢討前核章數", "檢討後核章數", "年申辦件數", "核辦時限(日)", "跨機關查驗",
            "SOP已公告", "流程圖", "一次告知單"], rows, total


def reviews(rng):
    """Reviews of forms and procedures. The personnel office never came to it."""
    rows = []
    for section in SECTIONS:
        for month in {"社會課": (3, 9), "民政課": (4, 10), "工務課": (5,), "役政災防課": (6,), "秘書室": (6, 12), "會計室": (11,)}.get(section, ()):
            rows.append((DAYS.one(rng, 2016, month), section, whole(rng, 3, 11), whole(rng, 0, 4)))
    rows.sort()
    return ["檢討日期", "課室", "檢討項目數", "刪減附件數"], [[date_text(day, "roc_words"), *rest] for day, *rest in rows]


def urging(rng):
    """The list of overdue papers that goes round each week; in the week of the New Year the office was closed."""
    rows = []
    for monday in DAYS.weeks(2016):
        open_days = [later(monday, number) for number in range(5) if DAYS.is_open(later(monday, number))]
        if not open_days:
            continue
        rows.append([date_text(open_days[0], "roc"), whole(rng, 210, 380), whole(rng, 0, 7), pick(rng, ["", "已提報區務會議"], [7, 2])])
    return ["查催日期", "待辦公文數", "逾期公文數", "備註"], rows


def official_documents(rng):
    """A sample of every 20th paper that came in: when, by when it had to be done, and when it was."""
    rows = []
    for number in range(1, 221):
        day = DAYS.any(rng, 2016)
        kind, limit = pick(rng, [("最速件", 1), ("速件", 3), ("普通件", 6)], [1, 3, 8])
        due = DAYS.after(day, limit)
        late = rng.random() < 0.035
        done = DAYS.after(due, whole(rng, 1, 4)) if late else DAYS.after(day, whole(rng, 0, limit))
        if done > datetime.date(2017, 1, 10):
            done = None
        rows.append((day, [pick(rng, SECTIONS, [3, 6, 7, 5, 4, 1, 1]), kind, date_text(day, "roc"), date_text(due, "roc"),
                           date_text(done, "roc") if done else ""]))
    rows.sort(key=lambda row: row[0])
    return ["收文號", "承辦課室", "速別", "收文日期", "限辦日期", "辦結日期"], [
        [f"105{number * 20 + 7:05}", *row] for number, (_, row) in enumerate(rows)]


# 三、探查民意趨勢

TYPES = {"環境衛生": (30, 6), "道路及路燈": (27, 6), "違規占用": (13, 10), "社會福利": (11, 10), "公園及活動中心": (9, 7), "服務態度": (4, 7), "其他": (6, 14)}
WORDS = ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"]


def petitions(rng, year):
    """Petitions: of what kind, from which 里, when due and answered, and how content who had written was."""
    count = 236 if year == 2016 else 279
    received_days = sorted(DAYS.any(rng, year) for _ in range(count))
    rows = []
    for number, received in enumerate(received_days):
        kind = pick(rng, list(TYPES), [share for share, _ in TYPES.values()])
        limit = TYPES[kind][1]
        due = DAYS.after(received, limit)
        part = (0.15 + 0.8 * rng.random()) if year == 2016 else (0.25 + 0.75 * rng.random())
        answered = DAYS.after(received, max(1, int(limit * part)))
        late = rng.random() < (0.028 if year == 2016 else 0.06)
        if late:
            answered = DAYS.after(due, whole(rng, 1, 5))
        if year == 2016 and number >= count - 4:
            answered, due = None, datetime.date(2017, 1, 20 if number != count - 3 else 6)
        content = ""
        if answered and rng.random() < 0.62:
            level = 3.75 + (0.12 if year == 2016 else 0.0) - (0.5 if late else 0.0) - (0.45 if kind == "違規占用" else 0.0)
            content = WORDS[min(5, max(1, int(level + 0.85 * normal(rng) + 0.5))) - 1]
        village = pick(rng, list(VILLAGES), [people * (1.5 if name == "灣內里" else 1.0) for name, people in VILLAGES.items()])
        if number in (40, 119, 171):
            village = "區外"
        section = {"社會福利": "社會課", "公園及活動中心": "民政課", "環境衛生": "民政課"}.get(kind) or pick(rng, ["工務課", "秘書室"], [5, 1])
        rows.append([f"{year - 1911}陳{number + 1:03}", mixed(rng, received, ("roc", "roc", "roc_dot", "roc_digits")),
                     pick(rng, ["區長信箱", "1999", "電子郵件", "書面", "電話", "臨櫃"], [30, 33, 8, 6, 15, 8]), kind, village, section,
                     date_text(due, "roc"), date_text(answered, "roc") if answered else "",
                     "是" if rng.random() < 0.97 else "否", content, "是" if rng.random() < (0.05 if year == 2016 else 0.08) else ""])
    return ["案號", "收件日期", "管道", "陳情型態", "里別", "承辦課室", "回覆期限", "回覆日期", "列管追蹤", "滿意度", "重複陳情"], rows


HANDLING = [Question("處理時效", "回覆及處理的時效", "", -0.12), Question("處理態度", "承辦人員的態度", "", 0.22), Question("處理說明", "回覆內容說明清楚", "", 0.02),
            Question("處理結果", "處理結果", "", -0.3)]


def handling(rng, year, count):
    """Petitioners drawn at random and rung up after their case was closed."""
    rows = []
    for number in range(1, count + 1):
        person = Respondent(rng, 3.98 if year == 2016 else 3.86, 0.6)
        rows.append([f"{year - 1911}P{number:03}", date_text(DAYS.one(rng, year, whole(rng, 6, 11)), "roc"),
                     pick(rng, list(TYPES), [share for share, _ in TYPES.values()]), pick_share(rng, VILLAGES),
                     *answers(rng, person, HANDLING, numbered=year == 2016), answer(rng, person.points("", -0.02), numbered=year == 2016)])
    return ["編號", "訪問日期", "陳情型態", "里別", *[f"Q{place + 1}.{question.wording}" for place, question in enumerate(HANDLING)],
            "Q5.整體處理滿意度"], rows


def media(rng, year):
    rows = []
    for _ in range(38 if year == 2016 else 43):
        seen = moment(DAYS.any(rng, year), whole(rng, 7, 10), whole(rng, 0, 59))
        hours = whole(rng, 45, 420) if year == 2016 else whole(rng, 60, 520)
        reply = minutes_later(seen, hours) if rng.random() < 0.93 else None
        rows.append((seen, [pick(rng, ["自由時報", "聯合報", "中國時報", "地方電視", "網路媒體", "社群網站"]), pick(rng, ["負面", "中性", "正面"], [4, 4, 2]),
                            pick(rng, ["工務課", "民政課", "社會課", "秘書室"], [4, 3, 2, 1]), time_text(reply, "roc") if reply else "",
                            pick(rng, ["澄清稿", "新聞稿", "電話說明", "現場會勘"]) if reply else "", "是" if rng.random() < 0.85 else "否"]))
    rows.sort(key=lambda row: row[0])
    return ["刊登時間", "媒體", "性質", "權責課室", "回應時間", "回應方式", "追蹤處理"], [[time_text(seen, "roc"), *rest] for seen, rest in rows]


def crises():
    return ["發生時間", "事件", "首次發布時間", "發布媒體數", "停損措施"], [
        ["105/2/6 04:10", "美濃地震房屋受損", "105/2/6 06:05", "６", "開設應變中心並每3小時更新"], ["105/7/8 05:30", "尼伯特颱風路樹倒塌", "105/7/8 07:10", 5, "公布通報專線"],
        ["105/9/14 08:20", "莫蘭蒂颱風停水停電", "105/9/14 10:50", 8, "設臨時供水站並逐里廣播"], ["105/9/27 14:00", "梅姬颱風大灣里淹水", "105/9/27 16:45", 7, "預布抽水機並公布收容處所"],
        ["105/11/3 09:15", "工廠異味陳情群聚", "105/11/3 14:20", 3, "會同環保局公布檢測結果"]]


def faq(rng, year, count):
    subjects = [name for name, *_ in PROCEDURES]
    return ["項次", "課室", "問題", "來源", "更新日期", "轉為服務措施"], [
        [number, pick(rng, FIRST_LINE, [3, 5, 2, 2]),
         f"{pick(rng, subjects)}{pick(rng, ['應備文件為何？', '可否委託他人辦理？', '需要幾天？', '可否線上申辦？', '資格為何？'])}",
         pick(rng, ["陳情案件", "來電詢問", "臨櫃詢問", "課室提報"], [3, 4, 3, 2]), date_text(DAYS.one(rng, year, 1 + number % 12), "roc_dot"),
         "是" if number % 8 == 5 else ""] for number in range(1, count + 1)]


# 四、豐富服務資訊

def open_data(year):
    names = ["里鄰長名冊", "活動中心一覽", "避難收容處所", "公園綠地清冊", "認養道路清冊", "里辦公處位置", "社區關懷據點", "調解業務統計", "陳情案件統計", "路燈統計", "區內廟宇清冊", "宣導活動場次"]
    if year == 2015:
        return ["資料集", "格式", "上架狀態", "上架日期"], [[name, "", "規劃中", ""] for name in names[:4]]
    return ["資料集", "格式", "上架狀態", "上架日期"], [
        [name, ["CSV", "CSV", "JSON"][place % 3], "已上架" if place < 9 else "審核中",
         f"105/{3 + place % 8}/{2 + place * 3 % 26}" if place < 9 else ""] for place, name in enumerate(names)]


def links(rng):
    rows = []
    for month in range(1, 13):
        checked = whole(rng, 182, 214)
        rows.append([date_text(DAYS.one(rng, 2016, month, 5, 20), "roc"), checked, checked - whole(rng, 1, 7) if month != 8 else checked - 19])
    return ["檢查日期", "檢查連結數", "有效連結數"], rows


def web_audit():
    items = {
        "主動公開": ["組織職掌及聯絡方式", "自治法規", "施政計畫", "執行計畫", "服務措施", "業務統計", "預算", "決算", "公共工程及採購契約", "支付或接受之補助", "訴願決定", "會議紀錄"],
        "資料正確": ["無明顯錯誤", "無過期資訊", "更新規定已訂定", "英文網頁同步更新"],
        "網站架構": ["政府版型", "行動版網頁", "多元語言", "網站導覽"],
        "分類檢索": ["主題分類", "施政分類", "服務分類", "檢索說明及範例", "分頁式檢索", "檢索結果排序", "找不到資訊時之建議", "RSS訊息訂閱"],
        "電子參與": ["區長信箱", "臉書粉絲專頁", "線上問卷", "開放格式授權標示"],
    }
    results = {"訴願決定": "不適用", "會議紀錄": "不適用", "英文網頁同步更新": "不符合", "無過期資訊": "不符合", "多元語言": "不符合", "找不到資訊時之建議": "不符合"}
    return ["類別", "檢視項目", "檢視結果", "檢視日期"], [
        [kind, item, results.get(item, "符合"), "105年11月15日"] for kind, names in items.items() for item in names]


def mailbox(rng, year):
    """What came into the director's mailbox on the web site, month by month."""
    rows = []
    for month in range(1, 13):
        letters = whole(rng, 4, 11) + (2 if year == 2016 else 0)
        rows.append([date_text(datetime.date(year, month, 28), "roc_dot"), letters, letters - (1 if month in (2, 9) else 0)])
    return ["統計日期", "信件數", "三日內回覆數"], rows, ["合計", sum(row[1] for row in rows), sum(row[2] for row in rows)]


# 五、創新服務方式

FIXED_DAY = {"仁武里": 5, "烏林里": 5, "仁和里": 6, "赤山里": 5, "灣內里": 6, "大灣里": 2, "後安里": 5, "文武里": 6}
WEEKDAYS = "一二三四五六日"
# Typhoons and the New Year took some weeks from some 里.
SKIPPED = {(6, "烏林里"), (6, "大灣里"), (6, "後安里"), (27, "灣內里"), (37, "文武里"), (39, "大灣里"), (39, "灣內里"), (52, "文武里")}


def cleaning(rng):
    """Volunteers clean each 里 once a week, on its day; after rain on another one."""
    rows = []
    for number, monday in enumerate(DAYS.weeks(2016)):
        for village, fixed in FIXED_DAY.items():
            if (number + 1, village) in SKIPPED:
                continue
            held = fixed if rng.random() > 0.045 else (fixed + 1) % 7
            # The first week begins in the year before; what fell on the last days of that belongs to this year's list.
            day = later(monday, held)
            rows.append((day, [village, f"週{WEEKDAYS[day.weekday()]}", "是" if held == fixed else "否",
                               whole(rng, 9, 31), pick(rng, ["環保志工隊", "社區發展協會", "里志工"], [5, 3, 2])]))
    rows.sort(key=lambda row: row[0])
    return ["日期", "里別", "星期", "固定日", "參加人數", "參與團體"], [[date_text(day, "roc"), *rest] for day, rest in rows]


def referrals(rng):
    rows = []
    for month in range(1, 13):
        for village in VILLAGES:
            for _ in range(whole(rng, 0, 2)):
                day = DAYS.one(rng, 2016, month)
                taken = DAYS.after(day, whole(rng, 0, 3))
                if taken > END:
                    taken = END
                rows.append((day, [village, pick(rng, ["里長", "里幹事", "鄰長", "防救災人員"], [5, 5, 3, 1]),
                                   pick(rng, ["急難救助", "獨居老人", "高風險家庭", "身心障礙", "災害通報"], [3, 3, 2, 2, 2]),
                                   pick(rng, ["APP", "通報平台", "電話"], [5, 3, 2]), date_text(taken, "roc")]))
    rows.sort(key=lambda row: row[0])
    return ["通報日期", "里別", "通報人", "類別", "通報方式", "受理日期"], [[date_text(day, "roc"), *rest] for day, rest in rows]


def commendations():
    return ["表揚日期", "名稱", "表揚志工人數"], [["105/4/23", "優良環保志工表揚", "32"], ["105/12/3", "國際志工日表揚大會", "５８"]]


def cross_unit(rng):
    """Matters that the office could not settle alone, before and after the city's coordinator took them up."""
    spent = {"道路會勘": (34, 19), "占用排除": (62, 41), "路樹修剪": (21, 14), "公園修繕": (45, 36)}
    rows = []
    for name, (before, after) in spent.items():
        for phase, level, count in (("協調前", before, 8), ("協調後", after, 9)):
            for _ in range(count):
                start = DAYS.one(rng, 2016, whole(rng, 1, 5) if phase == "協調前" else whole(rng, 6, 10))
                end = DAYS.next_open(later(start, max(3, int(level * (1 + 0.22 * normal(rng))))))
                rows.append((start, [name, phase, date_text(start, "roc"), date_text(end, "roc"), pick(rng, ["工務局", "水利局", "養工處", "警察局"])]))
    rows.sort(key=lambda row: row[0])
    return ["案由", "階段", "提出日期", "解決日期", "協調機關"], [row for _, row in rows]


def activities(rng, year):
    names = ["母親節表揚", "中秋晚會", "社區運動會", "元宵提燈", "歲末寒冬送暖", "銀髮才藝表演", "親子閱讀", "健康篩檢"]
    rows = []
    for month in (2, 3, 4, 5, 6, 8, 9, 10, 11, 12) if year == 2016 else (2, 4, 5, 7, 9, 10, 12):
        rows.append((DAYS.one(rng, year, month), [pick(rng, names), pick(rng, ["慈善會", "社區發展協會", "在地企業", "宮廟管理委員會"]),
                                                  whole(rng, 90, 640)]))
    rows.sort(key=lambda row: row[0])
    return ["辦理日期", "活動名稱", "合辦團體", "參加人次"], [[date_text(day, "slash"), *rest] for day, rest in rows]


def roads(year):
    kept = [("仁雄路", "水泥公司", "1,250", "赤山里"), ("京吉一路", "精密機械公司", "860", "仁和里"), ("水管路", "食品公司", "720", "烏林里"), ("鳳仁路", "石化公司", "2,140", "大灣里"),
            ("仁林路", "物流公司", "540", "仁武里"), ("澄觀路", "建設公司", "1,380", "灣內里"), ("八德東路", "醫療社團法人", "610", "仁武里"), ("文武一街", "營造公司", "３２０", "文武里"),
            ("後安路", "運輸公司", "480", "後安里")]
    return ["道路", "認養單位", "認養長度(公尺)", "里別"], [list(row) for row in (kept if year == 2016 else kept[:7])]


def homes(rng):
    rows = []
    for month in range(1, 13):
        for _ in range(whole(rng, 1, 3)):
            rows.append((DAYS.one(rng, 2016, month), [pick_share(rng, VILLAGES), pick(rng, ["居家環境整理", "物資關懷", "房屋修繕"], [5, 4, 1]),
                                                      pick(rng, ["慈善會", "環保志工隊", "基金會"]), whole(rng, 4, 16)]))
    rows.sort(key=lambda row: row[0])
    return ["服務日期", "里別", "服務類別", "服務團體", "志工人數"], [[date_text(day, "roc"), *rest] for day, rest in rows]


def care(rng, year):
    stations = {"赤山社區": 46, "灣內社區": 34, "大灣社區": 38, "仁和社區": 41, "後安社區": 22}
    if year == 2015:
        del stations["後安社區"]
    rows = []
    for month in range(1, 13):
        for station, people in stations.items():
            rows.append([date_text(datetime.date(year, month, 28), "roc"), station, people + whole(rng, -5, 6), whole(rng, 60, 160),
                         whole(rng, 120, 330) if station != "後安社區" or month > 3 else ""])
    return ["統計日期", "據點", "服務長者人數", "電話問安人次", "共餐人次"], rows


# 伍、管制考核

def findings(rng, year):
    faults = ["電話鈴響逾時", "未佩戴識別證", "書表範例過期", "代理人不在位", "一次告知單缺漏", "標示脫落", "公文逾期", "網頁資訊過期"]
    rows = []
    for number, day in enumerate(sorted(DAYS.any(rng, year) for _ in range(31 if year == 2016 else 36))):
        fixed = DAYS.next_open(later(day, max(1, int((6 if year == 2016 else 8) + 2.6 * normal(rng)))))
        is_fixed = number not in ((9, 29, 30) if year == 2016 else (3, 12, 20, 33))
        rows.append([date_text(day, "roc"), pick(rng, SECTIONS, [3, 5, 6, 4, 3, 1, 1]), pick(rng, faults), "已改善" if is_fixed else "改善中",
                     date_text(fixed, "roc") if is_fixed else "", pick(rng, ["平時測試", "平時查核", "民眾反映"])])
    return ["查核日期", "課室", "缺失事項", "改善情形", "改善完成日", "發現方式"], rows


def meetings(rng):
    """The monthly meeting of the heads; September's was called off for the typhoon and not held later."""
    rows = []
    for month in range(1, 13):
        if month == 9:
            continue
        raised = whole(rng, 2, 6)
        rows.append([date_text(DAYS.one(rng, 2016, month), "roc_words"), "區務會議", raised, raised - (1 if month in (10, 12) else 0)])
    return ["開會日期", "會議", "為民服務檢討案數", "已完成案數"], rows


def year_end(rng):
    level = {"秘書室": 87, "民政課": 90, "社會課": 91, "工務課": 84, "役政災防課": 88, "會計室": 86, "人事室": 86}
    rows = []
    for member in ("甲", "乙", "丙", "丁", "戊"):
        mild = 1.2 * normal(rng)
        for section in SECTIONS:
            rows.append([f"委員{member}", "團體", section, int((level[section] + mild + 1.4 * normal(rng)) * 2) / 2])
        for number in range(1, 9):
            rows.append([f"委員{member}", "個人", f"同仁{number:02}", int((84 + number % 4 * 2 + mild + 1.6 * normal(rng)) * 2) / 2])
    return ["考績委員", "類別", "受評對象", "分數"], rows


def write(folder):
    """Writes all files into `folder/renwu-105`."""
    folder = pathlib.Path(folder) / PLAN
    rng = random.Random

    put = writer_into(folder)

    put("plan-dates.csv", plan_dates())
    put("facilities.csv", facilities(), "cp950")
    put("equipment-checks.csv", equipment_checks(rng(10500101)))
    put("wifi-105.csv", wifi(rng(10500102), 2016))
    put("wifi-104.csv", wifi(rng(10400102), 2015), "cp950")
    put("training-105.csv", training(rng(10500103), 2016))
    put("training-104.csv", training(rng(10400103), 2015), "cp950")
    put("phone-105.csv", phone(rng(10500104), 2016))
    put("phone-104.csv", phone(rng(10400104), 2015), "cp950")
    put("answers-105.csv", answers_test(rng(10500105), 2016), "cp950")
    put("answers-104.csv", answers_test(rng(10400105), 2015), "cp950")
    put("cases-105.csv", cases(rng(10500106), 2016))
    put("cases-104.csv", cases(rng(10400106), 2015), "cp950")
    put("marketing.csv", marketing(rng(10500107)))
    put("counter-105.csv", counter(rng(10500108), 2016, 376), "utf-8", line_end="\n")
    put("counter-104.csv", counter(rng(10400108), 2015, 344), "cp950")
    for year in (2016, 2015):
        (folder / f"counter-codebook-{year - 1911}.yaml").write_bytes(counter_codebook(year).encode())
    put("population.csv", population(), "utf-8", line_end="\n")
    put("posts.csv", posts(rng(10500201)), "cp950")
    put("procedures.csv", procedures(rng(10500202)))
    put("reviews.csv", reviews(rng(10500203)), "cp950")
    put("urging.csv", urging(rng(10500204)))
    put("official-documents.csv", official_documents(rng(10500205)), "cp950")
    put("petitions-105.csv", petitions(rng(10500301), 2016))
    put("petitions-104.csv", petitions(rng(10400301), 2015), "cp950")
    put("handling-105.csv", handling(rng(10500302), 2016, 118))
    put("handling-104.csv", handling(rng(10400302), 2015, 102), "cp950")
    put("media-105.csv", media(rng(10500303), 2016))
    put("media-104.csv", media(rng(10400303), 2015), "cp950")
    put("crises.csv", crises())
    put("faq-105.csv", faq(rng(10500304), 2016, 58))
    put("faq-104.csv", faq(rng(10400304), 2015, 47), "cp950")
    put("open-data-105.csv", open_data(2016))
    put("open-data-104.csv", open_data(2015))
    put("links.csv", links(rng(10500401)))
    put("web-audit.csv", web_audit(), "cp950")
    put("mailbox-105.csv", mailbox(rng(10500402), 2016))
    put("mailbox-104.csv", mailbox(rng(10400402), 2015))
    put("cleaning.csv", cleaning(rng(10500501)), "cp950")
    put("referrals.csv", referrals(rng(10500502)))
    put("commendations.csv", commendations())
    put("cross-unit.csv", cross_unit(rng(10500503)), "cp950")
    put("activities-105.csv", activities(rng(10500504), 2016))
    put("activities-104.csv", activities(rng(10400504), 2015), "cp950")
    put("roads-105.csv", roads(2016))
    put("roads-104.csv", roads(2015))
    put("homes.csv", homes(rng(10500505)))
    put("care-105.csv", care(rng(10500506), 2016))
    put("care-104.csv", care(rng(10400506), 2015), "cp950")
    put("findings-105.csv", findings(rng(10500601), 2016))
    put("findings-104.csv", findings(rng(10400601), 2015), "cp950")
    put("meetings.csv", meetings(rng(10500602)))
    put("year-end.csv", year_end(rng(10500603)), "cp950")
