import SurveyDesign
import SurveyTable

/// What is to be said of quantiles: how they and their limits are made, and where these say little.
extension Note {
  static func quantileRule(_ rule: QuantileRule, _ interval: QuantileInterval) -> Note {
    let (definition, limits) = (rule.words, interval.words)
    return Note(
      code: "quantile_rule",
      english:
        "Quantiles follow the rule '\(rule.rawValue)' (\(definition.english)); their limits are '\(interval.rawValue)' (\(limits.english)).",
      chinese:
        "分位數採「\(rule.rawValue)」規則（\(definition.chinese)），信賴界限採「\(interval.rawValue)」法（\(limits.chinese)）。")
  }

  /// Columns with how many different answers each has.
  static func quantilesOfFewValues(_ columns: [(name: String, values: Int)]) -> Note {
    Note(
      code: "quantile_few_values",
      english:
        "So few different answers that quantiles and their limits jump from one to the next and say little; a mean or a proportion says more (column, different answers): \(firstOf(columns.map { "\($0.name) (\($0.values))" }, in: .english)).",
      chinese:
        "相異答案過少，分位數及其信賴界限僅能落在少數幾個值，參考價值有限，宜改看平均數或百分比（欄位及相異答案數）：\(firstOf(columns.map { "\($0.name)（\($0.values)）" }, in: .traditionalChinese))。"
    )
  }
}

extension [WeightedDistribution] {
  /// The scales that questionnaires have end at eleven answers, from 0 to 10.
  private static let mostValuesOfScales = 11

  /// How many different answers a column has over all of its domains, where these are few and come again: a handful
  /// of respondents has few different answers whatever the column. Else `nil`.
  func fewValues(answers count: Int) -> Int? {
    guard allSatisfy({ $0.values.count <= Self.mostValuesOfScales }) else { return nil }
    let different = Set(flatMap(\.values)).count
    return different > 0 && different <= Self.mostValuesOfScales && count >= 2 * different ? different : nil
  }
}

extension QuantileRule {
  fileprivate var words: (english: String, chinese: String) {
    switch self {
    case .math, .hf1:
      ("the smallest answer at or below which is the share or more", "累積比例達該比例之最小答案")
    case .school, .hf2:
      (
        "the smallest answer at or below which is the share or more, halfway to the next where it is exactly the share",
        "累積比例達該比例之最小答案；恰等於該比例時，取與次一答案之中點"
      )
    case .hf3:
      (
        "the answer of the row nearest to the share, of two as near the one of even rank",
        "最接近該比例之資料列；等距時取偶數序位"
      )
    case .hf4, .hf5, .hf6, .hf7, .hf8, .hf9:
      (
        "linear between rows, definition \(rawValue.dropFirst(2)) of Hyndman and Fan",
        "資料列間線性內插，Hyndman 與 Fan 第 \(rawValue.dropFirst(2)) 式"
      )
    }
  }
}

extension QuantileInterval {
  fileprivate var words: (english: String, chinese: String) {
    switch self {
    case .mean:
      ("Woodruff's, from the t interval of the share at or below", "Woodruff 法，由累積比例之 t 信賴區間換算")
    case .beta:
      (
        "Woodruff's, from the Korn–Graubard interval of the share at or below",
        "Woodruff 法，由累積比例之 Korn–Graubard 信賴區間換算"
      )
    case .xlogit:
      ("Woodruff's, from the logit interval of the share at or below", "Woodruff 法，由累積比例之 logit 信賴區間換算")
    case .arcsine:
      ("Woodruff's, from the arcsine interval of the share at or below", "Woodruff 法，由累積比例之 arcsine 信賴區間換算")
    case .score:
      ("Francisco and Fuller's, where the test of the share turns", "Francisco–Fuller 法，由累積比例之檢定反推")
    }
  }
}
