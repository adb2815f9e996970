import SurveyTable

/// The wording of sampling in two languages, as official reports have it.
struct SamplingWords {
  private let chinese: Bool
  init(_ language: Language) { chinese = language == .traditionalChinese }

  var sizeTitle: String { chinese ? "所需樣本數" : "Sample size" }
  var sizeSteps: String { chinese ? "計算步驟" : "Steps" }
  var step: String { chinese ? "步驟" : "step" }
  var answers: String { chinese ? "份數" : "answers" }

  var title: String { chinese ? "抽樣與樣本代表性" : "Sample and representativeness" }
  var sample: String { chinese ? "調查樣本" : "Sample" }
  var representativeness: String { chinese ? "樣本代表性" : "Representativeness" }
  var sampleCount: String { chinese ? "樣本人數" : "sample n" }
  var sampleShare: String { chinese ? "樣本百分比" : "sample" }
  var weightedShare: String { chinese ? "加權後百分比" : "weighted" }
  var populationShare: String { chinese ? "母體百分比" : "population" }
  var residual: String { chinese ? "調整後殘差" : "adj. residual" }

  /// `margin` is `nil` where there is none to state; `leavesDesignOut` where it is that of a simple random
  /// sample although the sample was another one.
  func method(
    issued: String?, returned: String?, valid: String, returnRate: String?, validRate: String?, level: String,
    margin: String?, inference: SampleInference, leavesDesignOut: Bool
  ) -> String {
    chinese
      ? chineseMethod(
        issued, returned, valid, returnRate, validRate, level, margin, inference, leavesDesignOut)
      : englishMethod(
        issued, returned, valid, returnRate, validRate, level, margin, inference, leavesDesignOut)
  }

  private func chineseMethod(
    _ issued: String?, _ returned: String?, _ valid: String, _ returnRate: String?, _ validRate: String?,
    _ level: String, _ margin: String?, _ inference: SampleInference, _ leavesDesignOut: Bool
  ) -> String {
    var text = "本次調查"
    if let issued { text += "發出問卷 \(issued) 份，" }
    if let returned { text += "回收 \(returned) 份\(returnRate.map { "（回收率 \($0)）" } ?? "")，" }
    text += "有效樣本 \(valid) 份\(validRate.map { "（有效回收率 \($0)）" } ?? "")"
    if inference == .census { return text + "；本調查為普查，無抽樣誤差。" }
    guard let margin else { return text + "；非隨機抽樣，不宜推論抽樣誤差。" }
    if inference == .none {
      return text + "，在 \(level) 信心水準下，名目抽樣誤差為 \(margin) 個百分點（非隨機抽樣，不宜推論抽樣誤差，僅供參考）。"
    }
    let conditions =
      (inference == .unsaid ? ["若為隨機抽樣"] : []) + (leavesDesignOut ? ["以簡單隨機抽樣計算（未計入分層或集群）"] : [])
    text += conditions.isEmpty ? "，" : "；\(conditions.joined(separator: "，"))，"
    // Everything below that is inferred rests on the same condition.
    return text + "在 \(level) 信心水準下，抽樣誤差為 \(margin) 個百分點"
      + (inference == .unsaid ? "（以下統計推論亦以此為前提）。" : "。")
  }

  private func englishMethod(
    _ issued: String?, _ returned: String?, _ valid: String, _ returnRate: String?, _ validRate: String?,
    _ level: String, _ margin: String?, _ inference: SampleInference, _ leavesDesignOut: Bool
  ) -> String {
    var text = ""
    if let issued { text += "Questionnaires issued: \(issued). " }
    if let returned { text += "Returned: \(returned)\(returnRate.map { " (\($0))" } ?? ""). " }
    text += "Valid answers: \(valid)\(validRate.map { " (\($0) of those issued)" } ?? "")"
    if inference == .census { return text + ". A census has no sampling error." }
    guard let margin else {
      return text + ". Respondents were not chosen at random: no sampling error can be inferred."
    }
    if inference == .none {
      return text
        + "; at the \(level) confidence level the nominal sampling error is \(margin) points, that of a random sample of this size: respondents were not chosen at random."
    }
    let conditions =
      (inference == .unsaid ? [" if this is a random sample,"] : [])
      + (leavesDesignOut ? [" taken as a simple random sample (without its strata or clusters),"] : [])
    return text
      + ";\(conditions.joined()) at the \(level) confidence level the sampling error is \(margin) points"
      + (inference == .unsaid ? "; all inference below rests on that, too." : ".")
  }

  var finitePopulation: String {
    chinese
      ? "抽樣誤差已依母體人數作有限母體修正。" : "The sampling error is corrected for the size of the population."
  }

  func effective(_ size: String) -> String {
    chinese
      ? "加權後有效樣本數（Kish）為 \(size)，抽樣誤差已納入加權之設計效應。"
      : "Kish's effective sample size is \(size); the sampling error includes the design effect of the weights."
  }

  func test(
    _ variable: String, isPearson: Bool, value: String, df: String, df2: String?, p: String, effect: String,
    differs: Bool?, inference: SampleInference, isWeighted: Bool, leftOut: Int, empty: [String]
  ) -> String {
    let outside = besides(leftOut: leftOut, empty: empty)
    if !inference.isAllowed {
      return untested(variable, effect, isCensus: inference == .census, isWeighted: isWeighted, outside)
    }
    let statistic =
      isPearson
      ? "χ² = \(value)\(chinese ? "，自由度" : ", df") \(df)"
      : "F = \(value)\(chinese ? "，自由度" : ", df") \(df)\(df2.map { chinese ? " 與 \($0)" : " and \($0)" } ?? "")"
    if chinese {
      let verdict =
        differs.map { $0 ? "樣本與母體有顯著差異，\(isWeighted ? "已依母體結構加權" : "建議加權")" : "未發現樣本與母體有顯著差異" } ?? "無法檢定"
      return
        "\(variable)：\(isPearson ? "卡方適合度檢定" : "Rao–Scott 修正之適合度檢定") \(statistic)，\(p)，效果量 w = \(effect)；\(verdict)\(outside)。"
    }
    let verdict =
      differs.map {
        $0
          ? "the sample differs from the population; \(isWeighted ? "it was weighted" : "weighting is advised")"
          : "no difference from the population was found"
      }
      ?? "no test is possible"
    return
      "\(variable): \(isPearson ? "chi-square test of fit" : "Rao–Scott test of fit") \(statistic), \(p), effect size w = \(effect); \(verdict)\(outside)."
  }

  /// Who is not compared: respondents without a category, and categories without respondents.
  private func besides(leftOut: Int, empty: [String]) -> String {
    var parts: [String] = []
    if leftOut > 0 {
      let count = groupedText(leftOut)
      parts.append(
        chinese
          ? "\(count) 筆無答案或不在母體類別中，未納入比較"
          : "\(count) \(agreeing(leftOut, "row in no category is", "rows in no category are")) left out")
    }
    if !empty.isEmpty {
      parts.append(
        chinese
          ? "樣本中無\(empty.map { "「\($0)」" }.joined(separator: "、"))"
          : "nobody of the sample is in \(empty.joined(separator: ", "))")
    }
    if parts.isEmpty { return "" }
    return chinese ? "（\(parts.joined(separator: "；"))）" : " (\(parts.joined(separator: "; ")))"
  }

  /// How far the sample is from the population where nothing was left to chance that a test could judge.
  private func untested(
    _ variable: String, _ effect: String, isCensus: Bool, isWeighted: Bool, _ outside: String
  ) -> String {
    if chinese {
      return "\(variable)：與母體結構之差異，效果量 w = \(effect)（0.1 小、0.3 中、0.5 大）"
        + "；\(isCensus ? "普查" : "非隨機抽樣")不作統計檢定\(isWeighted ? "，已依母體結構加權" : "")\(outside)。"
    }
    return
      "\(variable): distance from the population, effect size w = \(effect) (0.1 small, 0.3 medium, 0.5 large); "
      + "\(isCensus ? "a census" : "a sample not drawn at random") is not tested\(isWeighted ? "; it was weighted" : "")\(outside)."
  }
}
