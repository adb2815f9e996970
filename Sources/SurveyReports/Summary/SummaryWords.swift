import SurveyTable

/// The wording of a summary in two languages, as official reports of Taiwanese agencies and their English
/// counterparts have it.
struct SummaryWords {
  private let chinese: Bool
  init(_ language: Language) { chinese = language == .traditionalChinese }

  var title: String { chinese ? "滿意度調查結果摘要" : "Satisfaction survey: summary of results" }

  func numbered(_ number: Int, _ heading: String) -> String {
    let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
    if chinese, number <= numerals.count { return "\(numerals[number - 1])、\(heading)" }
    return "\(number). \(heading)"
  }

  var reliability: String { chinese ? "信度" : "Reliability" }
  var distribution: String { chinese ? "各題次數分配" : "Answers" }
  var items: String { chinese ? "各題滿意度" : "Items" }
  var constructs: String { chinese ? "各構面滿意度" : "Constructs" }
  var overall: String { chinese ? "整體滿意度" : "Overall satisfaction" }
  var groups: String { chinese ? "分組比較" : "Groups" }
  var growth: String { chinese ? "與前次調查比較" : "Change since the earlier survey" }

  var allItems: String { chinese ? "全部題項" : "all items" }
  var scale: String { chinese ? "量表" : "scale" }
  var construct: String { chinese ? "構面" : "construct" }
  var measure: String { chinese ? "項目" : "measure" }
  var scoreOfMax: String { chinese ? "百分制分數" : "score of max" }
  var topTwo: String { chinese ? "滿意度" : "top two" }
  var topTwoOfAll: String { chinese ? "占全體" : "of all" }
  var noAnswer: String { chinese ? "無意見／未答（占全體）" : "no answer (of all)" }
  var significance: String { chinese ? "顯著性" : "significance" }
  var rise: String { chinese ? "顯著提高" : "significant rise" }
  var fall: String { chinese ? "顯著降低" : "significant fall" }
  var noChange: String { chinese ? "未達統計顯著" : "not significant" }

  var distributionBase: String {
    chinese
      ? "各答案為占有效答案之百分比；最右欄為未表示意見者占全體之百分比。"
      : "Shares of the valid answers; the last share is that of people without a valid answer among all."
  }

  var scoreWording: String {
    chinese
      ? "滿意度為正向答案（如滿意、非常滿意）占有效答案之比例；「占全體」以全部受訪者為分母；百分制分數＝平均數÷最高分×100。"
      : "Top two: positive answers among the valid ones; \"of all\": among all respondents; score of max: 100 × mean / highest score."
  }

  /// `interval`, here and below, is `nil` where nothing may be inferred from the sample.
  func alpha(_ scale: String, alpha: String, n: String, interval: String?) -> String {
    chinese
      ? "\(scale)之 Cronbach's α 為 \(alpha)（n = \(n)\(interval.map { "，\($0)" } ?? "")）。"
      : "Cronbach's α of \(scale) is \(alpha) (n = \(n)\(interval.map { ", \($0)" } ?? ""))."
  }

  func satisfaction(
    _ name: String, share: String, interval: String?, mean: String, score: String
  ) -> String {
    chinese
      ? "「\(name)」滿意度 \(share)\(interval.map { "（\($0)）" } ?? "")，平均 \(mean) 分，換算百分制 \(score) 分。"
      : "\(name): \(share) satisfied\(interval.map { " (\($0))" } ?? ""), mean \(mean), \(score) of 100."
  }

  func average(_ method: String) -> String {
    switch method {
    case "person-mean": chinese ? "全部題項（先求個人平均）" : "all items (respondents' means)"
    case "item-mean": chinese ? "全部題項（各題平均之平均）" : "all items (mean of the items' means)"
    case "construct-mean": chinese ? "全部構面（依權重平均）" : "all constructs (weighted mean)"
    default: method
    }
  }

  func growthStatistic(_ name: String) -> String {
    name == "top2" ? topTwo : chinese ? "平均數" : "mean"
  }

  var differenceInterval: String { chinese ? "差距信賴區間" : "interval of the difference" }
  var growthInterval: String { chinese ? "成長率信賴區間" : "interval of growth" }

  var unroundedDifferences: String {
    chinese
      ? "差距與成長率以未四捨五入之數值計算，與表列數值相減可能略有出入。"
      : "Differences and rates are computed before rounding; the printed figures may not subtract to them."
  }

  /// `verdict` is `nil` where nothing may be inferred from the samples.
  func change(
    _ name: String, from: String, _ before: String, to: String, _ after: String, gap: Double, points: String,
    rate: String, verdict: String?
  ) -> String {
    let end = verdict.map { chinese ? "，\($0)" : ", \($0)" } ?? ""
    if points == "0.0" {
      return chinese
        ? "「\(name)」滿意度\(from)為 \(before)，\(to)為 \(after)，持平。"
        : "The top-two share of \(name) was \(before) (\(from)) and \(after) (\(to)): unchanged."
    }
    if chinese {
      return
        "「\(name)」滿意度由\(from)之 \(before) \(gap >= 0 ? "提高" : "降低")為\(to)之 \(after)，\(gap >= 0 ? "增加" : "減少") \(points) 個百分點，成長率 \(rate)\(end)。"
    }
    return
      "The top-two share of \(name) went from \(before) (\(from)) to \(after) (\(to)): \(gap >= 0 ? "up" : "down") \(points) points, growth \(rate)\(end)."
  }
}
