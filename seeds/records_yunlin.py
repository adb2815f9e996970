"""The records of 雲林縣選舉委員會 for the year 99 (2010), in whose June representatives and heads of villages were elected.

The plan runs for four years, 97 to 100; records of 98 are there where growth is asked. It is real, the records are made
up: nobody in them exists, and no number is the commission's. `write(folder)` puts the files into `folder/yunlin-99`.
"""
import datetime
import pathlib
import random

from district_office import normal, pick, whole, wide
from office_days import OfficeDays, later, minutes_later, mixed, moment, thousands
from record_writing import date_text, time_text, writer_into
from respondents import Question, Respondent, answer, answers, codebook, pick_share

PLAN = "yunlin-99"
UNITS = ["第一組", "第二組", "第三組", "第四組", "行政室", "人事室", "會計室", "政風室"]
# Towns, and about how many live there; each area is a stratum of the telephone survey.
AREAS = {
    "東區": {"斗六市": 106900, "古坑鄉": 33900, "林內鄉": 19400, "莿桐鄉": 30100},
    "中區": {"斗南鎮": 46700, "大埤鄉": 20900, "虎尾鎮": 69800, "土庫鎮": 30600, "褒忠鄉": 14000, "元長鄉": 27900},
    "北區": {"西螺鎮": 47900, "二崙鄉": 29000, "崙背鄉": 26600},
    "海線": {"北港鎮": 42700, "水林鄉": 28200, "口湖鄉": 29600, "四湖鄉": 26200, "臺西鄉": 25600, "東勢鄉": 16400, "麥寮鄉": 38900},
}
TOWNS = {town: people for towns in AREAS.values() for town, people in towns.items()}
DAYS = OfficeDays(
    {2009: [(1, 1), (1, 2), (1, 26), (1, 27), (1, 28), (1, 29), (1, 30), (5, 28), (5, 29), (8, 7)],
     2010: [(1, 1), (2, 15), (2, 16), (2, 17), (2, 18), (2, 19), (4, 5), (6, 16), (9, 22)]},
    {2009: [(1, 10), (6, 6)], 2010: [(2, 6)]})
AS_OF = datetime.date(2011, 1, 12)


# 一、提升服務品質，深化服務績效

def facilities():
    items = {
        "服務場所": ["環境整潔", "服務標示", "申辦動線", "等候座椅", "書寫檯及範例", "飲水設備"], "服務設施": ["電腦查詢設備", "影印傳真", "公告欄", "叫號或排隊動線"],
        "無障礙": ["斜坡道", "無障礙廁所", "服務鈴", "停車位"],
    }
    results = {"叫號或排隊動線": "不適用", "服務鈴": "不符合"}
    return ["類別", "檢核項目", "檢核結果", "檢核日期"], [
        [kind, item, results.get(item, "符合"), "99/5/4"] for kind, names in items.items() for item in names]


def phone(rng, year):
    rows = []
    for month in (2, 4, 5, 9, 11) if year == 2010 else (4, 10):
        for unit in UNITS:
            if month in (2, 9) and unit in ("人事室", "會計室", "政風室"):
                continue
            mood = 0.87 + 0.01 * UNITS.index(unit) * 0.6 + 0.05 * normal(rng) + (0.012 if year == 2010 else 0.0)
            scores = [min(most, max(most * 4 // 10, int((mood + 0.04 * normal(rng)) * most + 0.5))) for most in (30, 40, 30)]
            rows.append((DAYS.one(rng, year, month), unit, scores))
    rows.sort(key=lambda row: (row[0], UNITS.index(row[1])))
    return ["測試日期", "受測組室", "接聽速度(30)", "禮貌態度(40)", "專業答復(30)", "合計得分"], [
        [date_text(day, "roc_digits" if year == 2010 else "roc"), unit, *scores, wide(str(sum(scores))) if number % 9 == 2 else sum(scores)]
        for number, (day, unit, scores) in enumerate(rows)]


def events(rng, year):
    kinds = {"公聽會": 46, "說明會": 72, "村里民大會": 64, "社區發展協會會議": 38, "公益活動": 210}
    rows = []
    for month in range(1, 13):
        busy = month in (4, 5, 6) if year == 2010 else month in (9, 10, 11)
        for _ in range(whole(rng, 5, 8) if busy else whole(rng, 1, 2)):
            kind = pick(rng, list(kinds), [1, 4, 5, 3, 2])
            rows.append((DAYS.one(rng, year, month), kind, pick_share(rng, TOWNS), pick(rng, ["選務措施", "投票程序", "反賄選", "候選人登記"]),
                         pick(rng, ["企業", "社會團體", "公所"]) if kind == "公益活動" else "", kinds[kind] * whole(rng, 60, 140) // 100))
    rows.sort()
    table = [[mixed(rng, row[0], ("roc", "roc_dot")), row[1], row[2].replace("臺", "台") if place % 2 else row[2], *row[3:5], thousands(row[5])]
             for place, row in enumerate(rows)]
    return ["辦理日期", "類別", "鄉鎮市", "主題", "合辦單位", "參加人數"], table, ["合計", "", "", "", "", thousands(sum(row[5] for row in rows))]


# 二、便捷服務程序

def windows():
    items = ["設置服務窗口", "窗口業務告示", "代理人制度", "跨組室會辦窗口", "申辦表件齊備", "案件進度電話查詢", "案件進度網路查詢", "案件進度現場查詢", "處理流程圖公告"]
    kinds = ["窗口"] * 5 + ["查詢"] * 4
    return ["類別", "項目", "是否建置", "備註"], [
        [kind, item, "否" if item == "案件進度網路查詢" else "是", "列入100年度計畫" if item == "案件進度網路查詢" else ""]
        for kind, item in zip(kinds, items)]


STAFF = [Question("橫向聯繫", "組室間業務聯繫順暢", "", -0.15), Question("業務知能", "對各項申辦案件的統合知能", "", 0.05),
         Question("權責分明", "案件受理權責清楚", "", 0.0)]


def staff(rng):
    """All who work there were asked, and two did not answer."""
    sizes = {"第一組": 8, "第二組": 6, "第三組": 5, "第四組": 5, "行政室": 6, "人事室": 2, "會計室": 2, "政風室": 2}
    rows = []
    for unit, size in sizes.items():
        for _ in range(size - (1 if unit in ("第二組", "行政室") else 0)):
            person = Respondent(rng, 3.98)
            rows.append([unit, *answers(rng, person, STAFF, no_opinion=0.0), answer(rng, person.points("", 0.0), no_opinion=0.0)])
    return ["組室", *[f"{place + 1}、{question.wording}" for place, question in enumerate(STAFF)], "整體滿意度"], rows


# 三、匯集社會資源，即時反應民意

KINDS = {"選務作業": 7, "投開票所": 6, "競選活動": 9, "賄選檢舉": 6, "服務態度": 2, "其他": 4}


def complaints(rng, year):
    count = 58 if year == 2010 else 71
    rows = []
    received_days = sorted(DAYS.one(rng, year, pick(rng, list(range(1, 13)), [3, 2, 4, 6, 10, 12, 4, 3, 3, 3, 3, 3] if year == 2010 else
                                                    [2, 2, 2, 3, 3, 3, 4, 5, 6, 9, 12, 9])) for _ in range(count))
    for number, received in enumerate(received_days):
        kind = pick(rng, list(KINDS), list(KINDS.values()))
        due = later(received, 30 if kind == "其他" else 15)
        spent = whole(rng, 2, 13) if year == 2010 else whole(rng, 3, 14)
        if number in ((10, 33, 47) if year == 2010 else (5, 22, 40, 55, 66)):
            spent = (due - received).days + whole(rng, 2, 9)
        answered = later(received, spent)
        if answered > AS_OF or (year == 2010 and number == count - 1):
            answered = None
        rows.append([f"{year - 1911:03}-{number + 1:03}", date_text(received, pick(rng, ["roc", "roc_digits", "roc_words"])),
                     pick(rng, ["陳情", "興革建議", "抱怨"], [4, 2, 4]), kind, pick(rng, ["首長信箱", "網站留言", "電話", "書面", "臨櫃"], [4, 3, 5, 2, 2]),
                     pick_share(rng, TOWNS), date_text(due, "roc"), date_text(answered, "roc") if answered else "",
                     "是" if rng.random() < 0.92 else "否"])
    return ["案號", "收件日期", "性質", "類型", "管道", "鄉鎮市", "處理期限", "回復日期", "處理正確"], rows


def media(rng):
    rows = []
    for number in range(26):
        seen = moment(DAYS.one(rng, 2010, pick(rng, list(range(1, 13)), [1, 1, 2, 3, 6, 7, 2, 1, 1, 1, 1, 1])), whole(rng, 7, 11), whole(rng, 0, 59))
        reply = minutes_later(seen, whole(rng, 40, 560)) if number not in (7, 19) else None
        rows.append((seen, [pick(rng, ["報紙", "電視", "網路新聞", "電台"]), pick(rng, ["需澄清", "需說明", "正面"], [4, 4, 3]),
                            time_text(reply, "roc") if reply else "", pick(rng, ["更正啟事", "新聞稿", "電話說明"]) if reply else ""]))
    rows.sort(key=lambda row: row[0])
    return ["報導時間", "媒體", "性質", "回應時間", "回應方式"], [[time_text(seen, "roc"), *rest] for seen, rest in rows]


AGES = ["20-29歲", "30-39歲", "40-49歲", "50-59歲", "60歲以上"]


def needs(rng):
    """Slips on which visitors and people at meetings said what they would most like to have."""
    rows = []
    for number in range(1, 241):
        town = pick_share(rng, TOWNS)
        rows.append([number, mixed(rng, DAYS.one(rng, 2010, whole(rng, 7, 10)), ("roc", "roc_dot")), town,
                     pick(rng, AGES, [12, 18, 22, 24, 24]), pick(rng, ["選民", "參選人", "村里長", "政黨人員"], [70, 9, 15, 6]),
                     pick(rng, ["投開票所查詢", "選舉公報提早寄送", "無障礙投票所", "候選人資料查詢", "表單下載", "假日服務", "其他"], [24, 20, 16, 15, 10, 9, 6]),
                     "、".join(name for name, share in (("選舉公報", 0.6), ("電視", 0.4), ("村里廣播", 0.45), ("本會網站", 0.2)) if rng.random() < share)])
    return ["編號", "填表日期", "鄉鎮市", "年齡", "身分", "最需要的服務", "訊息來源（可複選）"], rows


PUBLIC = [
    Question("專業", "選務人員專業", "服務形象", 0.1), Question("便民", "服務便民", "服務形象", 0.02), Question("效率", "處理效率", "服務形象", -0.14),
    Question("態度", "服務態度親切", "服務行為", 0.22), Question("引導", "主動協助及引導", "服務行為", 0.02), Question("電話", "電話服務品質", "服務行為", -0.08, 0.18),
    Question("公報", "選舉公報及投票通知", "選務資訊", 0.12), Question("網站", "網站資訊及表單下載", "選務資訊", -0.16, 0.3)]


def public(rng, year, each):
    """Voters rung up, as many in each area; the weights bring the areas back to their size."""
    rows = []
    for area, towns in AREAS.items():
        people = sum(towns.values()) * 78 // 100
        for _ in range(each):
            person = Respondent(rng, 3.98 if year == 2010 else 3.9)
            rows.append([area, pick_share(rng, towns), f"{people / each:.2f}", *answers(rng, person, PUBLIC, no_opinion=0.03),
                         answer(rng, person.points("", 0.04), no_opinion=0.02), answer(rng, person.points("", -0.3), unused=0.75),
                         pick(rng, ["男", "女"], [51, 49]), pick(rng, AGES, [14, 17, 19, 20, 30])])
    return ["區域", "鄉鎮市", "權數", *[f"Q{place + 1}.{question.wording}滿意度" for place, question in enumerate(PUBLIC)],
            "Q9.整體滿意度", "Q10.意見及抱怨處理滿意度", "性別", "年齡"], rows


def public_codebook():
    headers = [f"Q{place + 1}.{question.wording}滿意度" for place, question in enumerate(PUBLIC)] + ["Q9.整體滿意度", "Q10.意見及抱怨處理滿意度"]
    return codebook("The telephone survey, years 98 and 99.", headers,
                    PUBLIC + [Question("整體滿意度", "整體滿意度", "", 0.0), Question("抱怨處理", "意見及抱怨處理滿意度", "", 0.0)],
                    [("區域", "區域"), ("鄉鎮市", "鄉鎮市"), ("權數", "權數"), ("性別", "性別"), ("年齡", "年齡")])


CANDIDATES = [Question("登記手續", "登記手續簡便", "", -0.05), Question("表件說明", "表件及填寫說明清楚", "", -0.1), Question("人員態度", "受理人員態度", "", 0.25),
              Question("抽籤公正", "號次抽籤公正", "", 0.3), Question("法規說明", "選舉法規說明會", "", 0.0)]
FOUR = ["非常不滿意", "不太滿意", "還算滿意", "非常滿意"]


def candidates(rng, year, count):
    """Candidates written to after the election. In 98 the sheet had four answers and no middle one, in 99 five."""
    rows = []
    for number in range(1, count + 1):
        if year == 2010:
            person = Respondent(rng, 4.08)
            cells = [*answers(rng, person, CANDIDATES), answer(rng, person.points("", 0.05))]
        else:
            person = Respondent(rng, 3.12, 0.35)
            cells = [answer(rng, person.points("", question.shift * 0.7, 4), FOUR) for question in CANDIDATES]
            cells.append(answer(rng, person.points("", 0.05, 4), FOUR))
        rows.append([number, pick(rng, ["村里長", "鄉鎮市民代表"], [3, 2]) if year == 2010 else pick(rng, ["縣長", "縣議員", "鄉鎮市長"], [1, 9, 6]),
                     pick_share(rng, TOWNS), *cells])
    return ["編號", "參選類別", "鄉鎮市", *[question.wording for question in CANDIDATES], "整體滿意度"], rows


def candidates_codebook(year):
    scale = "satisfaction-5" if year == 2010 else "satisfaction-4"
    whole_question = Question("候選人整體滿意度", "整體滿意度", "", 0.0)
    return codebook(f"The candidates' sheet of {year - 1911}.", [question.wording for question in CANDIDATES] + ["整體滿意度"],
                    CANDIDATES + [whole_question], [("參選類別", "參選類別")], overall="候選人整體滿意度", scale=scale)


def surveys_held():
    return ["調查日期", "調查名稱", "分析報告日期", "回饋改進項數", "已改進項數"], [
        ["99/7/12", "選務服務滿意度電話訪問", "99/8/27", "6", "5"], ["99年6月28日", "候選人服務滿意度調查", "99年8月2日", "４", "4"],
        ["99.07.01", "民眾需求調查", "99.11.08", "5", "2"]]


# 四、公開服務資訊，強化網路溝通

def web_audit():
    items = {
        "主動公開": ["基本資料", "核心政策", "執行計畫", "服務措施", "預算", "決算", "法規", "選舉公告", "委員會議紀錄", "採購契約"],
        "正確連結": ["連結中央選舉委員會", "連結全國法規資料庫", "首頁無失效連結", "更新日期標示"],
        "檢索": ["主題分類", "施政分類", "服務分類", "全文檢索", "網站導覽", "無障礙網頁"],
        "電子參與": ["意見留言", "首長信箱", "線上問卷"],
    }
    results = {"採購契約": "不適用", "首頁無失效連結": "不符合", "施政分類": "不符合", "線上問卷": "不符合"}
    return ["類別", "項目", "檢視結果", "檢視日期"], [
        [kind, item, results.get(item, "符合"), "991102"] for kind, names in items.items() for item in names]


def links(rng):
    rows = []
    for month in (1, 3, 5, 7, 9, 11):
        count = whole(rng, 96, 121)
        rows.append([date_text(DAYS.one(rng, 2010, month), "roc"), count, count - whole(rng, 0, 3), "是" if month != 7 else "否"])
    return ["檢查日期", "連結數", "正確連結數", "當月更新"], rows, ["合計", sum(row[1] for row in rows), sum(row[2] for row in rows), ""]


def online(rng, year):
    names = ["登記申請書", "政見稿", "保證金收據範本", "助選員登記書", "監察員推薦書", "選舉人名冊更正申請", "選舉資料申請", "投開票所查詢", "選舉公報電子檔", "歷屆選舉資料庫",
             "意見留言", "公職人員財產申報"]
    rows = []
    for place, name in enumerate(names):
        if year == 2009 and place in (5, 7, 11):
            continue
        used = whole(rng, 1200, 4800) if place in (7, 8, 9) else whole(rng, 60, 620)
        rows.append([name, "查詢" if place in (7, 8, 9) else "留言" if name == "意見留言" else "表單下載", thousands(used)])
    return ["線上項目", "類別", "使用次數"], rows


# 五、持續精進創新

def measures():
    return ["措施", "類別", "直接成本", "人力成本", "受益人次", "節省時數", "例外", "例外理由"], [
        ["村里長候選人異地登記", "流程再造", "26,000", "41,000", "640", "960", "", ""], ["開票統計即時上網", "資訊科技", "58,000", "22,000", "18,400", "1,150", "", ""],
        ["選務人員數位講習", "管理策略", "12,000", "9,600", "2,310", "1,386", "", ""], ["視障選民投票輔具", "加值服務", "34,500", "6,000", "118", "", "是", "保障身心障礙者投票權益，無法以成本衡量"],
        ["外籍配偶選舉講座", "加值服務", "8,800", "5,400", "146", "", "", ""], ["與戶政合署選舉人名冊核對", "跨機關整合", "0", "11,200", "1,040", "624", "", ""]]


# 陸、實施方式與步驟　柒、評核作業

def plan_dates():
    """When each year's plan was decided and shown, since the term began."""
    return ["年度", "事項", "日期"], [
        ["97", "計畫審定", "97/1/28"], ["97", "計畫公開", "97/2/1"], ["98", "計畫審定", "0980204"], ["98", "計畫公開", "98.02.06"], ["99", "計畫審定", "99年1月26日"],
        ["99", "計畫公開", "99年1月29日"]]


def proposals():
    """What surveys, the press and petitions of the years before asked for, and whether this year's plan took it up."""
    return ["序號", "資料年度", "來源", "需求事項", "納入99年度計畫"], [
        [number + 1, year, source, name, taken] for number, (year, source, name, taken) in enumerate([
            (97, "民意調查", "投票通知單字體放大", "是"), (97, "陳情", "增設無障礙投票所", "是"), (97, "輿情", "開票即時公布", "是"), (98, "民意調查", "縮短登記等候", "是"),
            (98, "民意調查", "網站查詢投開票所", "是"), (98, "民意調查", "電話不易接通", "是"), (98, "輿情", "選舉公報提早寄送", "否"), (98, "輿情", "競選噪音處理流程", "是"),
            (98, "陳情", "投開票所停車", "否"), (98, "陳情", "登記表件過多", "是"), (98, "民意調查", "增加夜間服務", "否"), (98, "陳情", "補發投票通知單", "是")])]


def quantified(year):
    names = ["電話禮貌測試平均分數", "滿意度調查整體滿意度", "抱怨件數減少率", "處理日數", "線上項目數", "宣導場次", "公益活動場次", "連結正確率", "輿情回應時數", "需求納入計畫比率", "問卷回收數"]
    return ["項次", "量化指標", "單位"], [[number + 1, name, unit] for number, (name, unit) in enumerate(
        zip(names if year == 2010 else names[:6], ["分", "%", "%", "天", "項", "場", "場", "%", "小時", "%", "份"]))]


ITEMS = {"優質便民服務": (40, 0.86), "資訊流通服務": (20, 0.83), "創新加值服務": (20, 0.78), "計畫研訂及考核": (20, 0.9)}


def scores(rng):
    """The commission's own review in writing, by the items of the central commission's sheet; one assessor was away."""
    rows = []
    for member in ("甲", "乙", "丙", "丁"):
        mild = 0.02 * normal(rng)
        for item, (most, level) in ITEMS.items():
            points = int(most * min(1.0, level + mild + 0.025 * normal(rng)) * 2 + 0.5) / 2
            rows.append([f"評核委員{member}", item, most, "" if member == "丁" else points, "請假" if member == "丁" else ""])
    return ["評核委員", "評核項目", "配分", "得分", "備註"], rows


def result_table(rng):
    """The central commission's table of its county commissions."""
    level = {"雲林縣選舉委員會": 85.5, "彰化縣選舉委員會": 86.5, "南投縣選舉委員會": 83.0, "嘉義縣選舉委員會": 84.0, "嘉義市選舉委員會": 86.0, "臺南縣選舉委員會": 88.0,
             "苗栗縣選舉委員會": 82.5}
    rows = []
    for member in ("A", "B", "C", "D", "E"):
        mild = 0.9 * normal(rng)
        for name, points in level.items():
            rows.append(["中南部組", name, f"中選會委員{member}", int((points + mild + 1.3 * normal(rng)) * 10) / 10])
    return ["組別", "受評機關", "評核委員", "總分數"], rows


def write(folder):
    """Writes all files into `folder/yunlin-99`."""
    folder = pathlib.Path(folder) / PLAN
    rng = random.Random

    put = writer_into(folder)

    put("facilities.csv", facilities(), "cp950")
    put("phone-99.csv", phone(rng(9900101), 2010))
    put("phone-98.csv", phone(rng(9800101), 2009), "cp950")
    put("events-99.csv", events(rng(9900102), 2010))
    put("events-98.csv", events(rng(9800102), 2009), "cp950")
    put("windows.csv", windows(), "cp950")
    put("staff.csv", staff(rng(9900103)))
    put("complaints-99.csv", complaints(rng(9900213), 2010))
    put("complaints-98.csv", complaints(rng(9800201), 2009), "cp950")
    put("media.csv", media(rng(9900202)), "cp950")
    put("needs.csv", needs(rng(9900203)))
    put("public-99.csv", public(rng(9900204), 2010, 90))
    put("public-98.csv", public(rng(9800204), 2009, 80), "cp950")
    (folder / "public-codebook.yaml").write_bytes(public_codebook().encode())
    put("candidates-99.csv", candidates(rng(9900205), 2010, 204), "cp950")
    put("candidates-98.csv", candidates(rng(9800205), 2009, 96), "cp950")
    for year in (2010, 2009):
        (folder / f"candidates-codebook-{year - 1911}.yaml").write_bytes(candidates_codebook(year).encode())
    put("surveys-held.csv", surveys_held())
    put("web-audit.csv", web_audit(), "cp950")
    put("links.csv", links(rng(9900301)))
    put("online-99.csv", online(rng(9900302), 2010))
    put("online-98.csv", online(rng(9800302), 2009), "cp950")
    put("measures.csv", measures())
    put("plan-dates.csv", plan_dates())
    put("proposals.csv", proposals(), "cp950")
    put("quantified-99.csv", quantified(2010))
    put("quantified-98.csv", quantified(2009), "cp950")
    put("scores.csv", scores(rng(9900401)), "cp950")
    put("result-table.csv", result_table(rng(9900402)))
