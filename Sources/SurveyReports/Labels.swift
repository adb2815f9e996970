import SurveyTable

/// Titles in two languages.
struct Labels {
  private let chinese: Bool
  init(_ language: Language) { chinese = language == .traditionalChinese }

  var item: String { chinese ? "題項" : "item" }
  var level: String { chinese ? "答案" : "answer" }
  var standardError: String { chinese ? "標準誤" : "std. error" }
  var standardErrorPoints: String { chinese ? "標準誤（百分點）" : "std. error (points)" }
  var designEffect: String { chinese ? "設計效應" : "deff" }
  var missing: String { chinese ? "未答" : "missing" }
  var undefined: String { chinese ? "無法計算" : "–" }
  var probability: String { chinese ? "累積比例" : "share at or below" }
  var notes: String { chinese ? "說明" : "Notes" }

  func interval(_ level: String) -> String {
    chinese ? "\(level) 信賴區間" : "\(level) interval"
  }

  func statistic(_ command: String) -> String {
    switch command {
    case "mean": chinese ? "平均數" : "mean"
    case "total": chinese ? "總計" : "total"
    case "proportion": chinese ? "百分比" : "share"
    case "quantile": chinese ? "分位數" : "quantile"
    case "difference": chinese ? "差異" : "difference"
    case "growth": chinese ? "成長率" : "growth"
    case "sample_size_srs": chinese ? "簡單隨機、母體無限大" : "simple random sample"
    case "sample_size_deff": chinese ? "乘以設計效應" : "times the design effect"
    case "sample_size_population": chinese ? "有限母體修正" : "for the finite population"
    case "sample_size_issued": chinese ? "除以回收率" : "divided by the response rate"
    case "sample_size": chinese ? "所需有效樣本數" : "valid answers needed"
    case "sample_size_to_issue": chinese ? "應發出問卷數" : "questionnaires to issue"
    case "count": chinese ? "人數" : "count"
    case "top2": chinese ? "滿意度（正向答案比例）" : "top-two share"
    case "score-of-max": chinese ? "百分制分數（÷最高分）" : "score of max (0–100)"
    case "score-of-range": chinese ? "百分制分數（0–100 全距）" : "score of range (0–100)"
    default: chinese ? "估計值" : "estimate"
    }
  }

  /// The labels of two files that nobody named.
  func periodName(_ name: String) -> String {
    guard chinese else { return name }
    return ["prior": "前次", "current": "本次"][name] ?? name
  }
  var period: String { chinese ? "期別" : "period" }
  var statistic: String { chinese ? "統計量" : "statistic" }
  var value: String { chinese ? "數值" : "value" }
  func points(_ number: String) -> String { chinese ? "\(number) 百分點" : "\(number) points" }

  func base(_ name: String) -> String {
    switch name {
    case "valid": chinese ? "有效答案" : "valid answers"
    case "users": chinese ? "使用者" : "users"
    case "all": chinese ? "全體" : "all"
    default: name
    }
  }
  var baseTitle: String { chinese ? "分母" : "base" }
  var shareOfAll: String { chinese ? "百分比" : "share of all" }
  var shareOfValid: String { chinese ? "有效百分比" : "valid share" }

  // reliability
  var alpha: String { "Cronbach's α" }
  var standardizedAlpha: String { chinese ? "標準化 α" : "standardized α" }
  var standardDeviation: String { chinese ? "標準差" : "std. deviation" }
  var itemTotal: String { chinese ? "修正後題項總相關" : "corrected item-total r" }
  var alphaIfDropped: String { chinese ? "刪題後 α" : "α if dropped" }

  // weight
  var weights: String { chinese ? "權數" : "weights" }
  var before: String { chinese ? "加權前" : "before" }
  var after: String { chinese ? "加權後" : "after" }
  var effectiveSize: String { chinese ? "有效樣本數 n_eff" : "n_eff" }
  var weightingEffect: String { chinese ? "加權效應 deff_w" : "deff_w" }
  var variable: String { chinese ? "加權變項" : "variable" }
  var category: String { chinese ? "類別" : "category" }
  var shareBefore: String { chinese ? "加權前占比" : "before" }
  var shareAfter: String { chinese ? "加權後占比" : "after" }
  var populationShare: String { chinese ? "母體占比" : "population" }

  // describe
  var column: String { chinese ? "欄位" : "column" }
  var kind: String { chinese ? "型態" : "kind" }
  var valid: String { chinese ? "有效" : "valid" }
  var distinct: String { chinese ? "相異值" : "distinct" }
  var values: String { chinese ? "內容" : "values" }

  func kind(_ name: String) -> String {
    guard chinese else { return name }
    return [
      "integer": "整數", "number": "數值", "text": "文字", "date": "日期", "mark": "勾選", "multiple": "複選",
      "empty": "空白",
    ][name] ?? name
  }
}
