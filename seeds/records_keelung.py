"""The records of 基隆市選舉委員會 for the year 101 (2012), in whose January president and legislators were elected, and of 100.

The plan is real, the records are made up: nobody in them exists, and no number is the commission's. `write(folder)`
puts the files into `folder/keelung-101`, each as offices keep theirs.
"""
import datetime
import pathlib
import random

from district_office import normal, pick, whole, wide
from office_days import OfficeDays, later, minutes_later, mixed, moment, thousands
from record_writing import date_text, time_text, writer_into
from respondents import Question, Respondent, answer, answers, codebook, pick_share

PLAN = "keelung-101"
UNITS = ["第一組", "第二組", "第三組", "第四組", "行政室", "人事室", "會計室", "政風室"]
DISTRICTS = {"中正區": 53210, "七堵區": 54130, "暖暖區": 38220, "仁愛區": 47150, "中山區": 49340, "安樂區": 82460, "信義區": 51800}
DAYS = OfficeDays(
    {2011: [(2, 2), (2, 3), (2, 4), (2, 7), (2, 28), (4, 4), (4, 5), (6, 6), (9, 12), (10, 10)],
     # 8/2: the day of the typhoon.
     2012: [(1, 23), (1, 24), (1, 25), (1, 26), (1, 27), (2, 27), (2, 28), (4, 4), (8, 2), (10, 10), (12, 31)],
     2013: [(1, 1)]},
    {2012: [(3, 3), (12, 22)]})


# 一、便民標準服務

def facilities():
    """The premises, looked at in June and in December."""
    items = {
        "環境整潔及綠美化": ["辦公室整潔", "庭院綠美化", "廁所清潔"], "服務標示及方向引導": ["樓層標示", "方向引導牌", "雙語標示"],
        "申辦動線": ["收件櫃台位置", "等候區動線"], "行政設備": ["飲水機檢測", "盥洗室設備", "照明", "滅火器"],
        "書表文具桌椅": ["申辦書表", "填寫範例", "文具", "桌椅"], "無障礙設施": ["電梯", "導盲設施", "無障礙廁所", "斜坡道"],
    }
    faults = {("1010618", "雙語標示"): "不符合", ("1010618", "導盲設施"): "不符合", ("1010618", "填寫範例"): "不符合", ("1011210", "導盲設施"): "不符合"}
    rows = [[day, kind, item, "不適用" if item == "庭院綠美化" else faults.get((day, item), "符合"),
             "本會位於大樓內，無庭院" if item == "庭院綠美化" else ""]
            for day in ("1010618", "1011210") for kind, names in items.items() for item in names]
    return ["檢核日期", "細項", "檢核項目", "檢核結果", "備註"], rows


def maintenance(rng):
    rows = []
    for item, months in (("飲水機", (2, 5, 8, 11)), ("盥洗室", (3, 9)), ("空調", (4, 10)), ("照明", (6,)), ("監視系統", (1, 7))):
        for month in months:
            rows.append((DAYS.one(rng, 2012, month), item, "異常" if (item, month) in (("空調", 4), ("飲水機", 8)) else "正常"))
    rows.sort()
    return ["檢測日期", "設備", "檢測結果"], [[date_text(day, "roc"), *rest] for day, *rest in rows]


QUESTIONS = [
    Question("環境整潔", "內外環境整潔及綠美化", "洽公環境", 0.15), Question("環境標示", "服務標示及動線", "洽公環境", 0.0),
    Question("環境設備", "書表、文具及桌椅", "洽公環境", 0.08), Question("環境無障礙", "無障礙設施", "洽公環境", -0.3, 0.1),
    Question("禮儀臨櫃", "臨櫃人員服務態度", "服務禮儀", 0.24), Question("禮儀電話", "電話禮貌", "服務禮儀", 0.02, 0.2),
    Question("禮儀引導", "現場主動協助引導", "服務禮儀", 0.1), Question("專業法規", "法規及業務解說正確", "服務專業性", 0.12),
    Question("專業時效", "等候及受理時間", "服務專業性", -0.12), Question("措施網站", "選務資訊上網公布", "服務措施", 0.02, 0.15),
    Question("措施表件", "表件下載及填寫說明", "服務措施", -0.1, 0.12)]
AGES = ["20-29歲", "30-39歲", "40-49歲", "50-59歲", "60歲以上"]


def counter(rng, year, count):
    """Visitors who filled in the form that lies at the counter, as the web tool exports it after typing."""
    header = ["填答時間", *[f"洽公服務滿意度-{question.wording}" for question in QUESTIONS], "整體滿意度", "意見反映處理情形", "身分別", "性別", "年齡"]
    rows = []
    for _ in range(count):
        person = Respondent(rng, 4.22 if year == 2012 else 4.12)
        when = moment(DAYS.any(rng, year), whole(rng, 8, 16), whole(rng, 0, 59), whole(rng, 0, 59))
        handled = answer(rng, person.points("", -0.35), unused=0.62)
        rows.append([f"{when:%Y-%m-%d %H:%M:%S}", *answers(rng, person, QUESTIONS), answer(rng, person.points("", 0.05)), handled,
                     pick(rng, ["一般民眾", "參選人或其工作人員", "政黨", "機關代表"], [62, 24, 6, 8]), pick(rng, ["男", "女"]),
                     pick(rng, AGES, [10, 19, 26, 27, 18])])
    return header, rows


def counter_codebook():
    headers = [f"洽公服務滿意度-{question.wording}" for question in QUESTIONS] + ["整體滿意度", "意見反映處理情形"]
    more = [Question("整體滿意度", "整體滿意度", "", 0.0), Question("意見處理", "意見反映處理情形", "", 0.0)]
    return codebook("The form at the counter, years 100 and 101.", headers, QUESTIONS + more,
                    [("身分別", "身分別"), ("性別", "性別"), ("年齡", "年齡")])


def phone(rng, year):
    level = {unit: 0.9 + 0.04 * normal(random.Random(1000 + place)) for place, unit in enumerate(UNITS)}
    rows = []
    for month in (3, 6, 9, 11) if year == 2012 else (5, 10):
        for unit in UNITS:
            mood = level[unit] + 0.045 * normal(rng) - (0.0 if year == 2012 else 0.012)
            scores = [min(most, max(most * 4 // 10, int((mood + 0.035 * normal(rng)) * most + 0.5))) for most in (20, 50, 30)]
            rows.append((DAYS.one(rng, year, month), unit, scores))
    rows.sort(key=lambda row: (row[0], UNITS.index(row[1])))
    return ["測試日期", "受測單位", "接聽", "語調禮貌", "答話", "總分", "測試人員"], [
        [mixed(rng, day, ("roc", "roc_dot")), unit, *scores, wide(str(sum(scores))) if number % 11 == 5 else sum(scores), "研考"]
        for number, (day, unit, scores) in enumerate(rows)]


def answers_test(rng):
    rows = []
    for kind, asked, right in (("選舉法規", 96, 0.93), ("選務作業", 84, 0.95), ("政治獻金及財產申報", 40, 0.84)):
        for number in range(asked):
            rows.append((DAYS.one(rng, 2012, whole(rng, 2, 11)), kind, pick(rng, UNITS[:4], [5, 4, 3, 2]), "正確" if rng.random() < right else "不正確"))
    rows.sort()
    return ["測試日期", "題目類別", "答復單位", "結果"], [[date_text(day, "roc"), *rest] for day, *rest in rows]


def contacts(rng):
    rows = []
    for month, count in ((1, 22), (2, 8), (3, 4), (4, 3), (5, 4), (6, 5), (7, 3), (8, 2), (9, 4), (10, 3), (11, 5), (12, 4)):
        for _ in range(count):
            rows.append((DAYS.one(rng, 2012, month), pick(rng, ["電話聯繫", "書面通知", "到訪"], [5, 4, 2]),
                         pick(rng, ["候選人", "政黨", "投開票所主任管理員", "里辦公處"], [5, 2, 4, 3])))
    rows.sort()
    return ["日期", "方式", "對象", "筆數"], [[date_text(day, "slash"), *rest, whole(rng, 1, 24)] for day, *rest in rows]


def outsourcing(rng):
    rows = []
    for month in range(1, 13):
        for item in ("機關保全", "電梯維護"):
            if (item, month) == ("電梯維護", 2):
                continue
            rows.append((DAYS.one(rng, 2012, month), item, "待改善" if (item, month) == ("電梯維護", 7) else "合格"))
    rows += [(DAYS.one(rng, 2012, month), "消防檢查", "合格") for month in (5, 11)]
    rows.sort()
    return ["檢查日期", "委外項目", "檢查結果"], [[date_text(day, "roc_words"), *rest] for day, *rest in rows]


def events(rng, year):
    """Talks and stalls: what the commission does, how elections work, and that votes are not for sale."""
    kinds = {"施政宣導": 85, "社區活動": 140, "公益活動": 190, "反賄選宣導": 120}
    rows = []
    for month in range(1, 13):
        for _ in range(whole(rng, 4, 6) if (year, month) in ((2012, 1), (2011, 11), (2011, 12)) else whole(rng, 1, 2)):
            kind = pick(rng, list(kinds), [4, 3, 2, 4])
            led = kind == "反賄選宣導" and rng.random() < 0.75
            rows.append((DAYS.one(rng, year, month), kind, pick(rng, list(DISTRICTS)), pick(rng, ["里民活動中心", "區選務作業中心", "廟口", "學校"]),
                         kinds[kind] * whole(rng, 60, 140) // 100, "是" if led else "否"))
    if year == 2012:
        # Before the election its heads went to the centre of each district.
        rows += [(DAYS.one(rng, year, 1, last=13), "反賄選宣導", district, "區選務作業中心", whole(rng, 34, 72), "是") for district in DISTRICTS]
    rows.sort()
    table = [[date_text(row[0], "roc"), *row[1:4], thousands(row[4]), row[5]] for row in rows]
    return ["日期", "類別", "行政區", "地點", "參加人次", "主管到場"], table, ["合計", "", "", "", thousands(sum(row[4] for row in rows)), ""]


KNOWS = ["完全不瞭解", "不太瞭解", "大致瞭解", "非常瞭解"]
TASKS = [("選舉人資格", 0.25), ("投票程序", 0.45), ("候選人登記及保證金", -0.35), ("反賄選檢舉", 0.1)]


def awareness(rng, wave, count):
    """Voters rung up before the campaign of autumn 100 and after the election of January 101."""
    level = 2.59 if wave == "宣導後" else 2.49
    rows = []
    for number in range(1, count + 1):
        mood = level + 0.42 * normal(rng)

        def label(shift):
            points = min(4, max(1, int(mood + shift + 0.45 * normal(rng) + 0.5)))
            return pick(rng, ["不知道", "拒答"], [3, 1]) if rng.random() < 0.03 else KNOWS[points - 1]

        day = datetime.date(2012, 2, whole(rng, 6, 17)) if wave == "宣導後" else datetime.date(2011, 9, whole(rng, 5, 16))
        rows.append([f"{number:04}", date_text(day, "roc"), wave, *[label(shift) for _, shift in TASKS], label(0.1),
                     pick_share(rng, DISTRICTS), pick(rng, ["男", "女"]), pick(rng, AGES, [16, 19, 19, 20, 26])])
    return ["樣本編號", "訪問日期", "時點", *[f"Q{place + 1} 您對{name}的瞭解程度" for place, (name, _) in enumerate(TASKS)],
            "Q5 整體而言，您對選舉委員會服務內容的瞭解程度", "居住區", "性別", "年齡"], rows


def awareness_codebook():
    headers = [f"Q{place + 1} 您對{name}的瞭解程度" for place, (name, _) in enumerate(TASKS)]
    questions = [Question(name, name, "選務瞭解", 0.0) for name, _ in TASKS]
    scale = ["scales:", "  - name: 瞭解程度-4", "    options:",
             "      - {label: 非常瞭解, score: 4, role: positive}", "      - {label: 大致瞭解, score: 3, role: positive}",
             "      - {label: 不太瞭解, score: 2, role: negative}", "      - {label: 完全不瞭解, score: 1, role: negative}",
             "      - {label: 不知道, role: noopinion}", "      - {label: 拒答, role: refused}"]
    return codebook("Telephone interviews before and after the campaign.", headers + ["Q5 整體而言，您對選舉委員會服務內容的瞭解程度"],
                    questions + [Question("服務內容", "服務內容瞭解程度", "", 0.0)], [("居住區", "居住區"), ("性別", "性別"), ("年齡", "年齡")],
                    overall="服務內容", scale="瞭解程度-4", scales=scale)


BUSINESS = {"領表及登記": (9, 11), "法規諮詢": (5, 7), "選舉人名冊閱覽": (6, 8), "政治獻金專戶": (7, 12), "公報及選舉資料": (4, 4)}


def tickets(rng, year):
    """Tickets of the queue at the counter: taken, called, finished."""
    days_used = sorted(DAYS.one(rng, year, month) for month in (1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 12) for _ in range(2))
    rows = []
    number = 0
    for day in days_used:
        for shift in ("A", "B") if day.month in (1, 11) else ("A",):
            for _ in range(whole(rng, 5, 8) if year == 2012 else whole(rng, 4, 7)):
                number += 1
                name = pick(rng, list(BUSINESS), [5, 4, 2, 2, 3])
                wait, work = BUSINESS[name]
                taken = moment(day, pick(rng, [8, 9, 10, 11, 13, 14, 15]), whole(rng, 0, 59))
                slow = 1.0 if year == 2012 else 1.28
                called = minutes_later(taken, max(0, int(wait * slow * (1 + 0.45 * normal(rng)))))
                finished = minutes_later(called, max(2, int(work * (1.0 if year == 2012 else 1.12) * (1 + 0.35 * normal(rng)))))
                gone = rng.random() < 0.02
                style = "half_day" if year == 2012 else "roc"
                rows.append((taken, [name, time_text(taken, style), time_text(called, style), "" if gone else time_text(finished, style),
                                     f"{date_text(day, 'roc_digits')}-{shift}", "過號" if gone else ""]))
    rows.sort(key=lambda row: row[0])
    return ["票號", "業務", "取號時間", "叫號時間", "完成時間", "班次", "備註"], [[f"{place + 1:04}", *row] for place, (_, row) in enumerate(rows)]


def documents():
    kept = [("總統副總統連署人名冊", 4, 4, 12), ("區域立委候選人登記", 11, 9, 6), ("推薦書及黨證明文件", 3, 2, 5), ("競選辦事處登記", 4, 3, 14), ("助選員登記", 3, 2, 31),
            ("監察員推薦", 5, 4, 268), ("政治獻金專戶", 6, 5, 8), ("選舉人名冊閱覽", 2, 1, 74), ("選舉資料申請", 3, 1, 92), ("投開票所工作人員遴派", 4, 3, 1640),
            ("保證金發還", 4, 4, 5), ("競選費用補貼", 6, 6, 4)]
    total = ["合計", sum(row[1] for row in kept), sum(row[2] for row in kept), thousands(sum(row[3] for row in kept))]
    return ["申辦項目", "上年度應附件數", "本年度應附件數", "年申辦件數"], [
        [name, before, wide(str(after)) if name == "助選員登記" else after, thousands(number)] for name, before, after, number in kept], total


def channels():
    items = ["承辦人員及分機公布", "承辦業務公布", "電話查詢", "網路查詢", "現場查詢"]
    missing = {("第四組", "網路查詢"), ("政風室", "網路查詢"), ("會計室", "承辦業務公布")}
    return ["單位", "項目", "結果", "檢視日期"], [
        [unit, item, "無" if (unit, item) in missing else "有", "101.07.16"] for unit in UNITS for item in items]


def publications(rng):
    """What of the election was to be on the web at once: when it was done, and when it stood there."""
    things = [("候選人登記名單", 11, 25), ("候選人號次抽籤結果", 12, 16), ("選舉公報", 1, 4), ("投開票所一覽", 1, 3), ("投票率", 1, 14), ("開票結果", 1, 14),
              ("當選人名單", 1, 20), ("競選費用補貼名單", 3, 6), ("保證金發還名單", 2, 20), ("當選證書頒發", 1, 30), ("監察小組會議紀錄", 2, 14), ("委員會議紀錄", 3, 14),
              ("委員會議紀錄", 5, 16), ("委員會議紀錄", 7, 18), ("委員會議紀錄", 9, 19), ("委員會議紀錄", 11, 14), ("選舉實錄", 8, 22), ("選舉人統計", 1, 11)]
    rows = []
    for name, month, day in things:
        start = moment(datetime.date(2012, month, day), 20 if name in ("投票率", "開票結果") else whole(rng, 9, 16), whole(rng, 0, 59))
        spent = whole(rng, 70, 1500) if "紀錄" in name or name == "選舉實錄" else whole(rng, 8, 55)
        if name == "投開票所一覽":
            spent = 186
        rows.append((start, [name, "會議及刊物" if "紀錄" in name or name == "選舉實錄" else "選務結果", time_text(start, "roc"),
                             time_text(minutes_later(start, spent), "roc")]))
    rows.sort(key=lambda row: row[0])
    return ["選務事項", "類別", "完成時間", "上網時間"], [row for _, row in rows]


def cases(rng):
    rows = []
    for number in range(1, 111):
        day = DAYS.one(rng, 2012, pick(rng, list(range(1, 13)), [30, 9, 6, 5, 6, 5, 5, 5, 6, 6, 12, 8]))
        done = DAYS.after(day, whole(rng, 0, 5))
        rows.append((day, [pick(rng, list(BUSINESS)), date_text(day, "roc"), date_text(done, "roc"), "是" if rng.random() < 0.9 else "否",
                           "是" if rng.random() < 0.82 else "否"]))
    rows.sort(key=lambda row: row[0])
    return ["案號", "案件別", "受理日期", "辦結日期", "主動通知", "確認收悉"], [[f"101-{place + 1:03}", *row] for place, (_, row) in enumerate(rows)]


COMPLAINTS = {"投開票所設置": 6, "選務人員態度": 4, "競選噪音": 9, "選舉公報": 3, "賄選檢舉": 5, "網站資訊": 3, "其他": 4}


def complaints(rng, year):
    count = 41 if year == 2012 else 52
    rows = []
    for number, received in enumerate(sorted(DAYS.any(rng, year) for _ in range(count))):
        due = later(received, 14)
        answered = later(received, whole(rng, 1, 10) if year == 2012 else whole(rng, 2, 13))
        if number in ((8, 30) if year == 2012 else (5, 17, 29, 40)):
            answered = later(due, whole(rng, 1, 6))
        petition = rng.random() < 0.7
        rows.append([f"{year - 1911}意{number + 1:02}", mixed(rng, received, ("roc", "roc_words")),
                     pick(rng, ["首長信箱", "民意信箱", "電話", "書面", "臨櫃"], [4, 5, 6, 2, 2]), pick(rng, list(COMPLAINTS), list(COMPLAINTS.values())),
                     pick_share(rng, DISTRICTS), date_text(due, "roc"), date_text(answered, "roc"), "是" if petition else "否",
                     ("是" if rng.random() < 0.93 else "否") if petition else "", "是" if rng.random() < (0.94 if year == 2012 else 0.82) else "否",
                     pick(rng, ["是", ""], [1, 6])])
    return ["編號", "收件日期", "管道", "類型", "行政區", "處理期限", "回覆日期", "屬陳情案件", "掛號登錄", "後續追蹤", "轉為改善措施"], rows


def clippings(rng):
    rows = []
    for day in DAYS.of(2012):
        chance = 0.85 if day.month in (1, 12) else 0.3
        if rng.random() > chance:
            continue
        own = rng.random() < 0.22
        seen = moment(day, 8, whole(rng, 20, 59))
        rows.append([date_text(day, "roc_dot"), whole(rng, 1, 8), "是" if own else "否", time_text(seen, "roc") if own else "",
                     time_text(minutes_later(seen, whole(rng, 50, 470)), "roc") if own else "", pick(rng, ["澄清", "說明", "改進措施"]) if own else ""])
    total = ["總計", sum(row[1] for row in rows), "", "", "", ""]
    return ["剪報日期", "則數", "涉及本會", "簽會時間", "回應時間", "處理方式"], rows, total


# 二、資訊流通服務

def web_audit():
    items = {
        "主動公開": ["法規命令", "組織職掌及聯絡方式", "施政計畫", "業務統計", "研究報告", "預算及決算", "請願及訴願決定", "工程採購契約", "支付或接受之補助", "委員會議紀錄"],
        "選務資訊": ["常見選務問答集", "最新消息", "下載區", "選舉資料庫", "選務法規", "與全國法規資料庫連結"],
        "檢索便捷": ["一般機關排列標準", "網站導覽表列化", "無障礙網頁檢測", "候選人姓名檢索", "全文檢索"],
    }
    results = {"研究報告": "不適用", "工程採購契約": "不適用", "請願及訴願決定": "不符合", "候選人姓名檢索": "不符合"}
    return ["類別", "檢視項目", "檢視結果", "檢視日期"], [
        [kind, item, results.get(item, "符合"), "101年9月3日"] for kind, names in items.items() for item in names]


def faq(year):
    names = ["如何查詢投票所", "投票時應帶證件", "選舉人年齡如何計算", "戶籍遷徙與投票", "身心障礙者投票", "候選人登記資格", "保證金數額", "號次抽籤", "競選辦事處登記", "政見發表會",
             "選舉公報寄送", "監察員推薦", "投開票所工作人員報名", "賄選檢舉獎金", "違規競選活動", "選票圈選有效認定", "當選無效", "競選費用補貼", "政治獻金專戶", "財產申報"]
    return ["項次", "問題", "更新日期"], [
        [number + 1, name, f"{year - 1911}/{1 + number * 5 % 12}/{2 + number * 3 % 26}"] for number, name in enumerate(names[:20 if year == 2012 else 16])]


def links(rng, year):
    rows = []
    for month in (3, 6, 9, 12):
        for part in ("首頁及選舉資訊", "法規及下載", "相關機關連結"):
            checked = whole(rng, 34, 82)
            broken = whole(rng, 0, 2) + (2 if part == "相關機關連結" else 0) + (1 if year == 2011 else 0)
            rows.append([date_text(DAYS.one(rng, year, month), "roc"), part, checked, checked - broken])
    return ["檢查日期", "網頁區塊", "連結數", "存續連結數"], rows


def pages(rng):
    names = ["機關簡介", "首長信箱", "選舉簡介", "選舉概況", "最新消息", "公告", "會議紀錄", "選舉資料庫", "下載區", "法規", "問答集", "政府資訊公開", "反賄選", "財產申報", "友站連結",
             "投開票所查詢", "選舉公報", "英文網頁", "網站導覽", "隱私權宣告"]
    checked = datetime.date(2012, 12, 17)
    rows = []
    for place, name in enumerate(names):
        age = whole(rng, 200, 520) if name in ("英文網頁", "隱私權宣告") else whole(rng, 2, 140)
        rows.append([name, date_text(later(checked, -age), "roc"), date_text(checked, "roc"), whole(rng, 0, 6),
                     "", 1 if name in ("英文網頁", "選舉概況") else 0])
        # Some link to no other site, and some open one in the same window.
        rows[-1][4] = max(0, rows[-1][3] - (1 if name in ("法規", "下載區", "反賄選") else 0))
    return ["網頁", "最後更新日期", "檢查日期", "外部連結數", "新視窗開啟數", "錯誤數"], rows


def online(rng, year):
    """Forms to be had on the web; the declarations of property were put there in 101, and nobody could fetch them before."""
    forms = [("候選人登記申請書", "候選人登記"), ("政見稿", "候選人登記"), ("設立競選辦事處登記書", "候選人登記"), ("助選員登記書", "候選人登記"), ("監察員推薦表", "候選人登記"),
             ("切結書", "候選人登記"), ("公職人員財產申報表", "財產申報"), ("變動申報表", "財產申報"), ("信託申報表", "財產申報"), ("中央選舉委員會", "機關連結"), ("監察院", "機關連結"),
             ("法務部", "機關連結"), ("基隆市政府", "機關連結")]
    rows = []
    for name, kind in forms:
        offered = year == 2012 or (kind != "財產申報" and name not in ("切結書", "法務部"))
        used = whole(rng, 90, 460) if kind == "候選人登記" else whole(rng, 20, 75) if kind == "財產申報" else whole(rng, 300, 1300)
        rows.append([name, kind, "是" if offered else "否", thousands(used if year == 2012 else used * 8 // 10) if offered else 0])
    total = ["合計", "", "", thousands(sum(int(str(row[3]).replace(",", "")) for row in rows))]
    return ["項目", "類別", "線上提供", "下載或點閱次數"], rows, total


def mailbox(rng):
    """Who opened the mailbox on each day: on two days nobody did."""
    rows = []
    for day in DAYS.of(2012):
        if (day.month, day.day) in ((7, 30), (11, 9)):
            continue
        rows.append([date_text(day, "roc"), "V", pick(rng, [0, 0, 0, 1, 2], [6, 4, 3, 3, 1]) or "", pick(rng, ["專責人員", "代理人"], [9, 1])])
    return ["查收日期", "已查收", "來信件數", "查收人"], rows


# 三、創新加值服務

def measures():
    return ["措施", "樣態", "使用人次", "直接經費", "人力費用", "節省時數", "成為標準服務", "實施年數", "最近檢討日期", "成本例外", "理由"], [
        ["競選期間假日服務", "服務時間彈性", "186", "0", "18,600", "120", "是", 4, "101/3/12", "", ""],
        ["中午不打烊", "服務時間彈性", "412", "0", "9,800", "206", "是", 5, "101/3/12", "", ""],
        ["候選人號次抽籤異地辦理", "服務地點延伸", "64", "12,400", "6,200", "96", "是", 3, "101/3/12", "是", "抽籤須同時於七區辦理，屬法定程序"],
        ["表單網路下載", "服務方法創新", "2,460", "0", "4,500", "1,230", "是", 6, "101/9/18", "", ""],
        ["開票結果簡訊通知", "服務方法創新", "310", "930", "1,200", "62", "否", 1, "101/9/18", "", ""],
        ["跨機關聯合宣導", "其他", "1,280", "21,000", "7,600", "", "否", 2, "", "", ""],
        ["投開票所地圖查詢", "服務方法創新", "5,120", "8,800", "3,000", "853", "否", 1, "101/9/18", "", ""]]


# 柒、考核方式

def plan_dates():
    return ["日期", "事項"], [["101年1月9日", "各組室提報"], ["101年1月17日", "計畫完成"], ["101年1月20日", "簽奉核定"], ["101/2/6", "公布於網站"], ["1010207", "公布於服務場所"]]


def reviews(rng):
    rows = []
    for month in (4, 7, 10):
        for unit in UNITS:
            if (month, unit) in ((7, "政風室"), (10, "會計室")):
                continue
            found = whole(rng, 0, 4)
            rows.append((DAYS.one(rng, 2012, month), unit, "書面評核", found, max(0, found - (1 if (month, unit) in ((10, "第三組"), (10, "行政室")) else 0))))
    rows.sort(key=lambda row: (row[0], UNITS.index(row[1])))
    return ["評核日期", "受評單位", "評核方式", "待改善項數", "已改善項數"], [[date_text(day, "roc"), *rest] for day, *rest in rows]


def write(folder):
    """Writes all files into `folder/keelung-101`."""
    folder = pathlib.Path(folder) / PLAN
    rng = random.Random

    put = writer_into(folder)

    put("facilities.csv", facilities(), "cp950")
    put("maintenance.csv", maintenance(rng(10100101)))
    put("counter-101.csv", counter(rng(10100102), 2012, 268))
    put("counter-100.csv", counter(rng(10000102), 2011, 241), "cp950")
    (folder / "counter-codebook.yaml").write_bytes(counter_codebook().encode())
    put("phone-101.csv", phone(rng(10100103), 2012), "cp950")
    put("phone-100.csv", phone(rng(10000103), 2011), "cp950")
    put("answers.csv", answers_test(rng(10100104)))
    put("contacts.csv", contacts(rng(10100105)), "cp950")
    put("outsourcing.csv", outsourcing(rng(10100106)))
    put("events-101.csv", events(rng(10100107), 2012))
    put("events-100.csv", events(rng(10000107), 2011), "cp950")
    put("awareness-after.csv", awareness(rng(10100108), "宣導後", 342))
    put("awareness-before.csv", awareness(rng(10000108), "宣導前", 328), "cp950")
    (folder / "awareness-codebook.yaml").write_bytes(awareness_codebook().encode())
    put("tickets-101.csv", tickets(rng(10100109), 2012))
    put("tickets-100.csv", tickets(rng(10000109), 2011), "cp950")
    put("documents.csv", documents())
    put("channels.csv", channels(), "cp950")
    put("publications.csv", publications(rng(10100110)))
    put("cases.csv", cases(rng(10100111)), "cp950")
    put("complaints-101.csv", complaints(rng(10100112), 2012))
    put("complaints-100.csv", complaints(rng(10000112), 2011), "cp950")
    put("clippings.csv", clippings(rng(10100113)))
    put("web-audit.csv", web_audit(), "cp950")
    put("faq-101.csv", faq(2012))
    put("faq-100.csv", faq(2011))
    put("links-101.csv", links(rng(10100201), 2012))
    put("links-100.csv", links(rng(10000201), 2011), "cp950")
    put("pages.csv", pages(rng(10100202)), "utf-8", line_end="\n")
    put("online-101.csv", online(rng(10100203), 2012))
    put("online-100.csv", online(rng(10000203), 2011), "cp950")
    put("mailbox.csv", mailbox(rng(10100204)), "cp950")
    put("measures.csv", measures())
    put("plan-dates.csv", plan_dates())
    put("reviews.csv", reviews(rng(10100301)), "cp950")
