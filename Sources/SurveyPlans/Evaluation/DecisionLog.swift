/// Gathers which of the cases that plans leave open touched which indicator.
struct DecisionLog {
  private let plan: Plan
  private var touched: [String: [String]] = [:]

  init(_ plan: Plan) { self.plan = plan }

  mutating func add(_ codes: Set<String>, _ indicator: String) {
    for code in codes { touched[code, default: []].append(indicator) }
  }

  func decisions() -> [PlanEvaluation.Decision] {
    var decisions: [PlanEvaluation.Decision] = []
    for entry in catalogue {
      let own = touched[entry.code] ?? []
      if own.isEmpty, !entry.isGeneral { continue }
      decisions.append(
        PlanEvaluation.Decision(
          code: entry.code, question: entry.question, choice: entry.choice,
          isStated: entry.key.map(plan.assumptions.stated.contains) ?? false, indicators: own))
    }
    return decisions
  }

  private struct Entry {
    var code: String
    var key: String?
    /// Holds for every plan, whatever its indicators.
    var isGeneral = false
    var question: Wording
    var choice: Wording
  }

  private var catalogue: [Entry] {
    let a = plan.assumptions
    let tolerance = Int((a.tolerance * 100).rounded())
    return [
      Entry(
        code: "U1", key: "zero_prior",
        question: Wording(english: "Growth over a last year of 0", chinese: "上年度為 0 時之成長率"),
        choice: a.zeroPrior == .undefined
          ? Wording(english: "cannot be computed", chinese: "無法計算，不以 0%、100% 或無限大表示")
          : Wording(english: "new, and the target is met", chinese: "視為新增，並視為達成")),
      Entry(
        code: "U2", key: "missing_points",
        question: Wording(english: "No value of last year", chinese: "無上年度資料"),
        choice: Wording(
          english: "no growth rate; points as for what cannot be computed", chinese: "不計算成長率；配分依無法計算項目處理")),
      Entry(
        code: "U3", question: Wording(english: "Indicators where less is better", chinese: "數值愈低愈佳之指標"),
        choice: Wording(
          english: "the sign of the formula is kept; less is called a reduction", chinese: "公式正負號不變，減少以「減少」表示"
        )),
      Entry(
        code: "U4",
        question: Wording(english: "What average satisfaction averages over", chinese: "平均服務滿意度之平均方式"),
        choice: Wording(
          english: "each person's mean over the answered items, then over persons; the same in both years",
          chinese: "先計算每位受訪者所答題項之平均，再對受訪者平均；兩年度採同一定義")),
      Entry(
        code: "U5", question: Wording(english: "Points and per cent", chinese: "百分點與百分比"),
        choice: Wording(
          english: "differences of shares in points, growth in per cent, both shown",
          chinese: "比例之差以百分點、成長率以百分比表示，兩者並列")),
      Entry(
        code: "U6", question: Wording(english: "The scale changed between the years", chinese: "兩年度量表不同"),
        choice: Wording(
          english: "no growth unless the plan says that they are comparable", chinese: "除計畫註明可比較外，不計算成長率")),
      Entry(
        code: "U7", question: Wording(english: "What satisfaction is a share of", chinese: "滿意比例之分母"),
        choice: Wording(
          english: "valid answers, unless the indicator says all", chinese: "有效回答（不含無意見、拒答、未使用），指標另有註明者除外")),
      Entry(
        code: "U8", question: Wording(english: "Whether 'fair' is satisfied", chinese: "「普通」是否屬滿意"),
        choice: Wording(english: "no", chinese: "不計入滿意")),
      Entry(
        code: "U9", question: Wording(english: "Growth within the error of the samples", chinese: "成長未達統計顯著"),
        choice: Wording(
          english: "shown with its interval and called not significant", chinese: "列出信賴區間並註明未達統計顯著")),
      Entry(
        code: "U10",
        question: Wording(english: "Sampling error of a sample not drawn at random", chinese: "非隨機抽樣之抽樣誤差"),
        choice: Wording(
          english: "none is given; targets are compared with the sample itself",
          chinese: "不推論抽樣誤差，僅以樣本數值比較目標值")),
      Entry(
        code: "U11", question: Wording(english: "Sampling error of a census", chinese: "普查之抽樣誤差"),
        choice: Wording(english: "none", chinese: "無抽樣誤差")),
      Entry(
        code: "U12", key: "partial_periods",
        question: Wording(english: "Periods not over, days not open", chinese: "未屆滿之期間與非上班日"),
        choice: a.partialPeriods == .exclude
          ? Wording(
            english: "unfinished periods are not judged; only open days count where the plan says so",
            chinese: "未屆滿期間不予評核；每日項目僅計上班日")
          : Wording(english: "unfinished periods are judged as they are", chinese: "未屆滿期間仍予評核")),
      Entry(
        code: "U13", key: "tolerance", question: Wording(english: "'About' in a target", chinese: "目標值之「約」"),
        choice: Wording(english: "met from \(tolerance) % below on", chinese: "容許低於目標值 \(tolerance)%")),
      Entry(
        code: "U14", question: Wording(english: "Targets for each unit and for all", chinese: "各單位與總數雙重目標"),
        choice: Wording(english: "both must hold; units that fail are named", chinese: "兩者皆須達成，並列出未達成單位")),
      Entry(
        code: "U15", key: "days",
        question: Wording(english: "Calendar days or working days", chinese: "日曆天或工作天"),
        choice: a.days == .calendar
          ? Wording(
            english: "calendar days, unless the indicator says working days", chinese: "日曆天，指標註明工作天者除外")
          : Wording(english: "working days", chinese: "工作天")),
      Entry(
        code: "U16", key: "open_cases",
        question: Wording(english: "Cases not closed on the day of the evaluation", chinese: "評核日未結案件"),
        choice: a.openCases == .overdueIfDue
          ? Wording(
            english: "overdue where the limit has passed, else not counted; no duration",
            chinese: "已逾期限者計為逾期，未到期者不計；不計入處理時間")
          : Wording(english: "not counted", chinese: "不予計算")),
      Entry(
        code: "U17", question: Wording(english: "The year of a case", chinese: "案件年度歸屬"),
        choice: Wording(
          english: "by the dataset's date column; without one all records are the year's",
          chinese: "依資料集指定之日期欄位；未指定者全數視為本年度")),
      Entry(
        code: "U18", question: Wording(english: "Whose total an online share is of", chinese: "線上占比之總案件數"),
        choice: Wording(
          english: "each service's own; pooled over those services", chinese: "該項服務之總案件數，並列合併占比")),
      Entry(
        code: "U19",
        question: Wording(english: "Before and after with another mix of cases", chinese: "前後案件組成不同"),
        choice: Wording(
          english: "procedure by procedure, pooled with the same weights", chinese: "逐項比較，合併時採相同權數")),
      Entry(
        code: "U20", key: "test_average",
        question: Wording(english: "Averaging tests or units first", chinese: "電話測試之平均方式"),
        choice: a.testAverage == .units
          ? Wording(english: "tests of a unit first, then units", chinese: "先平均各單位，再平均單位")
          : Wording(english: "all tests alike", chinese: "全部測試逐次平均")),
      Entry(
        code: "U21", key: "missing_points", isGeneral: true,
        question: Wording(english: "Points of what cannot be computed", chinese: "無法計算項目之配分"),
        choice: plan.scoring.missing == .renormalise
          ? Wording(english: "left out; the other points stand for it", chinese: "不計配分，由其餘項目按比例代表")
          : Wording(english: "0 points", chinese: "以 0 分計")),
      Entry(
        code: "U22", isGeneral: !plan.surveys.isEmpty,
        question: Wording(english: "Questionnaires that repeat another one", chinese: "重複填答之問卷"),
        choice: Wording(english: "flagged, not deleted", chinese: "予以標示，不逕行刪除")),
      Entry(
        code: "U23", isGeneral: true, question: Wording(english: "Rounding", chinese: "進位"),
        choice: Wording(
          english: "full precision inside, halves rounded up where shown", chinese: "以完整精度計算，顯示時四捨五入")),
      Entry(
        code: "U24", question: Wording(english: "Small groups", chinese: "人數過少之組別"),
        choice: Wording(
          english: "fewer than \(plan.suppressBelow) people are not shown, nor what they would follow from",
          chinese: "少於 \(plan.suppressBelow) 人不予顯示，可推算者亦同")),
      Entry(
        code: "U25", isGeneral: true, question: Wording(english: "Years of the Republic", chinese: "民國日期"),
        choice: Wording(english: "years of up to three digits are ROC years", chinese: "三位數以內之年份視為民國年")),
    ]
  }
}
