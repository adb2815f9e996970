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
  var topTwoOfAll: String { chinese ? "占全體" : "of all" }
  var verdictBasis: String {
    chinese
      ? "是否顯著以差距之信賴區間是否包含 0 判定；成長率是比率，其信賴區間可能略有出入。"
      : "Whether a change is more than chance is read from the interval of the difference; that of the rate, a quotient, may say otherwise by a little."
  }
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

  /// What `top2` is called: a satisfaction only where answers speak of it.
  func positiveShare(_ positive: PositiveAnswers) -> String {
    switch positive {
    case .satisfied: chinese ? "滿意度" : "top two"
    case .agreeing: chinese ? "同意度" : "top two"
    case .important: chinese ? "重要度" : "top two"
    case .numbers(let low, let high): chinese ? "\(range(low, high)) 分占比" : "share of \(range(low, high))"
    case .various: chinese ? "正向答案占比" : "positive"
    }
  }

  private func range(_ low: Double, _ high: Double) -> String {
    low == high ? shortestText(high) : "\(shortestText(low))–\(shortestText(high))"
  }

  /// `numbers` are the codes that count as positive where the labels are those of satisfaction.
  func scoreWording(_ items: [PositiveAnswers], numbers: [ClosedRange<Double>]) -> String {
    var seen: Set<PositiveAnswers> = []
    var definitions = items.filter { seen.insert($0).inserted }.map(definition)
    let codes = numbers.map { range($0.lowerBound, $0.upperBound) }.joined(separator: chinese ? "、" : ", ")
    if !codes.isEmpty {
      definitions.append(chinese ? "數字代碼以 \(codes) 分為正向答案" : "of numbers, \(codes) are positive")
    }
    return chinese
      ? definitions.joined(separator: "；") + "；「占全體」以全部受訪者為分母；百分制分數＝平均數÷最高分×100。"
      : definitions.joined(separator: "; ")
        + "; \"of all\": among all respondents; score of max: 100 × mean / highest score."
  }

  private func definition(_ positive: PositiveAnswers) -> String {
    let noun = positiveShare(positive)
    switch positive {
    case .satisfied:
      return chinese ? "滿意度為正向答案（如滿意、非常滿意）占有效答案之比例" : "Top two: positive answers among the valid ones"
    case .agreeing:
      return chinese ? "同意度為正向答案（如同意、非常同意）占有效答案之比例" : "Top two: answers that agree among the valid ones"
    case .important:
      return chinese
        ? "重要度為正向答案（如重要、非常重要）占有效答案之比例" : "Top two: answers of importance among the valid ones"
    case .numbers(let low, let high):
      return chinese
        ? "\(noun)為評 \(range(low, high)) 分者占有效答案之比例"
        : "Share of \(range(low, high)): those who gave \(range(low, high)) among the valid answers"
    case .various:
      return chinese ? "正向答案占比以有效答案為分母" : "Positive: positive answers among the valid ones"
    }
  }

  /// `interval`, here and below, is `nil` where nothing may be inferred from the sample.
  func alpha(_ scale: String, alpha: String, n: String, interval: String?) -> String {
    chinese
      ? "\(scale)之 Cronbach's α 為 \(alpha)（n = \(n)\(interval.map { "，\($0)" } ?? "")）。"
      : "Cronbach's α of \(scale) is \(alpha) (n = \(n)\(interval.map { ", \($0)" } ?? ""))."
  }

  func satisfaction(
    _ name: String, _ positive: PositiveAnswers, share: String, interval: String?, mean: String, score: String
  ) -> String {
    chinese
      ? "「\(name)」\(positiveShare(positive)) \(share)\(interval.map { "（\($0)）" } ?? "")，平均 \(mean) 分，換算百分制 \(score) 分。"
      : "\(name): \(share) \(verb(positive))\(interval.map { " (\($0))" } ?? ""), mean \(mean), \(score) of 100."
  }

  private func verb(_ positive: PositiveAnswers) -> String {
    switch positive {
    case .satisfied: "satisfied"
    case .agreeing: "agree"
    case .important: "find it important"
    case .numbers(let low, let high): "gave \(range(low, high))"
    case .various: "positive"
    }
  }

  func average(_ method: String) -> String {
    switch method {
    case "person-mean": chinese ? "全部題項（先求個人平均）" : "all items (respondents' means)"
    case "item-mean": chinese ? "全部題項（各題平均之平均）" : "all items (mean of the items' means)"
    case "construct-mean": chinese ? "全部構面（依權重平均）" : "all constructs (weighted mean)"
    default: method
    }
  }

  func changeOf(_ measure: String) -> String { chinese ? "\(measure)之變動" : "Change of the \(measure)" }
  var difference: String { chinese ? "差距" : "difference" }
  /// The interval's limits stand without a unit, which the title has where it is not that of the scale.
  func differenceInterval(inPoints: Bool) -> String {
    chinese
      ? "差距信賴區間" + (inPoints ? "（百分點）" : "") : "interval of the difference" + (inPoints ? " (points)" : "")
  }
  var growthInterval: String { chinese ? "成長率信賴區間" : "interval of growth" }

  var unroundedDifferences: String {
    chinese
      ? "差距與成長率以未四捨五入之數值計算，與表列數值相減可能略有出入。"
      : "Differences and rates are computed before rounding; the printed figures may not subtract to them."
  }

  /// `verdict` is `nil` where nothing may be inferred from the samples.
  func change(
    _ name: String, _ positive: PositiveAnswers, from: String, _ before: String, to: String, _ after: String,
    gap: Double, points: String,
    rate: String, verdict: String?
  ) -> String {
    let noun = positiveShare(positive)
    let end = verdict.map { chinese ? "，\($0)" : ", \($0)" } ?? ""
    if points == "0.0" {
      return chinese
        ? "「\(name)」\(noun)\(from)為 \(before)，\(to)為 \(after)，持平。"
        : "The \(englishShare(noun)) of \(name) was \(before) (\(from)) and \(after) (\(to)): unchanged."
    }
    if chinese {
      return
        "「\(name)」\(noun)由\(from)之 \(before) \(gap >= 0 ? "提高" : "降低")為\(to)之 \(after)，\(gap >= 0 ? "增加" : "減少") \(points) 個百分點，成長率 \(rate)\(end)。"
    }
    return
      "The \(englishShare(noun)) of \(name) went from \(before) (\(from)) to \(after) (\(to)): \(gap >= 0 ? "up" : "down") \(points) points, growth \(rate)\(end)."
  }

  private func englishShare(_ noun: String) -> String { noun.hasPrefix("share") ? noun : "\(noun) share" }
}

/// What positive answers say, as far as a page must name them.
enum PositiveAnswers: Hashable {
  case satisfied, agreeing, important
  /// Marks from the first to the second.
  case numbers(Double, Double)
  /// Several kinds, or ticks.
  case various
}
