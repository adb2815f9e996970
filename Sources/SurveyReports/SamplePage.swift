import SurveyInference
import SurveyTable

/// What may be inferred from a sample, as far as its notes say how it was drawn.
enum SampleInference {
  case random
  /// Nobody said how respondents were chosen.
  case unsaid
  case census
  /// People who were not chosen at random.
  case none

  var isAllowed: Bool { self == .random || self == .unsaid }
}

extension Estimates {
  var inference: SampleInference {
    for note in notes {
      switch note.code {
      case "no_margin_of_error_census": return .census
      case "no_margin_of_error_non_probability", "nominal_margin_of_error": return .none
      case "margin_needs_random_sample": return .unsaid
      default: continue
      }
    }
    return .random
  }
}

/// The parts of a page about the sample: its size and margin of error, and how it compares with the population.
struct SamplePage {
  let estimates: Estimates
  let words: SamplingWords
  private let labels: Labels
  private let language: Language

  init(_ estimates: Estimates, _ language: Language) {
    self.estimates = estimates
    self.language = language
    words = SamplingWords(language)
    labels = Labels(language)
  }

  private func value(_ statistic: String) -> Double? {
    estimates.rows.first { $0.term == "sample" && $0.statistic == statistic }?.estimate
  }

  private func count(_ statistic: String) -> String? {
    value(statistic).map { groupedText(Int($0.rounded())) }
  }

  /// `±2.96`: points, half rounded away from zero.
  private func points(_ margin: Double) -> String { "±" + fixedText(margin, decimals: 2, shift: 2) }

  var sample: SummaryPage.Part? {
    guard let valid = count("valid") else { return nil }
    var part = SummaryPage.Part(heading: words.sample)
    let codes = Set(estimates.notes.map(\.code))
    part.sentences.append(
      words.method(
        issued: count("issued"), returned: count("returned"), valid: valid,
        returnRate: value("return_rate").map { percentText($0) },
        validRate: value("valid_rate").map { percentText($0) }, level: percentLabel(estimates.confidence),
        margin: value("margin_of_error").map(points), inference: estimates.inference,
        leavesDesignOut: codes.contains("margin_without_design")))
    if estimates.rows.contains(where: {
      $0.statistic == "margin_of_error" && $0.estimate != nil && $0.method?.hasSuffix("-fpc") == true
    }) {
      part.sentences.append(words.finitePopulation)
    }
    // A design effect is one of a sampling error: without the error there is nothing to say of it.
    if let effective = value("effective_n"), estimates.inference.isAllowed, value("margin_of_error") != nil {
      part.sentences.append(words.effective(fixedText(effective, decimals: 1)))
    }
    return part
  }

  var fit: SummaryPage.Part? {
    let tests = estimates.rows.filter { $0.statistic == "goodness_of_fit" }
    if tests.isEmpty { return nil }
    var part = SummaryPage.Part(heading: words.representativeness)
    for test in tests {
      let own = estimates.rows.filter { $0.term == test.term && $0.level != nil }
      func rows(_ statistic: String) -> [EstimateRow] { own.filter { $0.statistic == statistic } }
      func number(_ value: Double?, _ decimals: Int) -> String {
        value.map { fixedText($0, decimals: decimals) } ?? labels.undefined
      }
      func share(_ value: Double?) -> String { value.map { percentText($0) } ?? labels.undefined }
      let shares = rows("sample_share")
      let after = rows("weighted_share")
      let weighted = PlainColumn(
        title: words.weightedShare, isNumber: true, cells: after.map { share($0.estimate) })
      part.tables.append(
        PlainTable(
          columns: [
            PlainColumn(
              title: estimates.termLabels[test.term] ?? test.term, cells: shares.map { $0.level ?? "" }),
            PlainColumn(
              title: words.sampleCount, isNumber: true, cells: shares.map { groupedText($0.count) }),
            PlainColumn(title: words.sampleShare, isNumber: true, cells: shares.map { share($0.estimate) }),
          ] + (after.isEmpty ? [] : [weighted]) + [
            PlainColumn(
              title: words.populationShare, isNumber: true,
              cells: rows("population_share").map { share($0.estimate) }),
            PlainColumn(
              title: words.residual, isNumber: true,
              cells: rows("adjusted_residual").map { number($0.estimate, 2) }),
          ]))
      let effect = estimates.rows.first { $0.statistic == "effect_size" && $0.term == test.term }?.estimate
      part.sentences.append(
        words.test(
          estimates.termLabels[test.term] ?? test.term, isPearson: test.method == "pearson",
          value: number(test.statisticValue, 3),
          df: number(test.degreesOfFreedom, test.method == "pearson" ? 0 : 2),
          df2: test.secondDegreesOfFreedom.map { number($0, 1) }, p: probability(test.pValue),
          effect: number(effect, 3),
          differs: test.pValue.map { $0 <= 1 - estimates.confidence }, inference: estimates.inference,
          isWeighted: estimates.rows.contains { $0.statistic == "weighted_share" && $0.term == test.term },
          leftOut: test.missingCount))
    }
    return part
  }

  /// `p = 0.043`, `p < 0.001`.
  private func probability(_ p: Double?) -> String {
    guard let p else { return "p = \(labels.undefined)" }
    return p < 0.001 ? "p < 0.001" : "p = \(fixedText(p, decimals: 3))"
  }

  /// The steps of a sample size.
  var sizeDocument: SummaryPage.Document {
    let steps = estimates.rows.map { row in
      (
        labels.statistic(row.statistic),
        row.statistic == "sample_size" || row.statistic == "sample_size_to_issue", row
      )
    }
    let table = PlainTable(columns: [
      PlainColumn(title: words.step, cells: steps.map(\.0)),
      PlainColumn(
        title: words.answers, isNumber: true,
        cells: steps.map { _, isWhole, row in
          guard let value = row.estimate else { return labels.undefined }
          return isWhole ? groupedText(Int(exactly: value.rounded()) ?? 0) : fixedText(value, decimals: 2)
        }),
    ])
    return SummaryPage.Document(
      title: words.sizeTitle,
      parts: [
        SummaryPage.Part(
          heading: words.sizeSteps, sentences: [words.level(percentLabel(estimates.confidence))],
          tables: [table])
      ], language: language)
  }

  var document: SummaryPage.Document {
    SummaryPage.Document(title: words.title, parts: [sample, fit].compactMap { $0 }, language: language)
  }
}

/// The wording of sampling in two languages, as official reports have it.
struct SamplingWords {
  private let chinese: Bool
  init(_ language: Language) { chinese = language == .traditionalChinese }

  var sizeTitle: String { chinese ? "所需樣本數" : "Sample size" }
  var sizeSteps: String { chinese ? "計算步驟" : "Steps" }
  var step: String { chinese ? "步驟" : "step" }
  var answers: String { chinese ? "份數" : "answers" }
  func level(_ level: String) -> String { chinese ? "信心水準 \(level)。" : "Confidence level \(level)." }

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
    differs: Bool?, inference: SampleInference, isWeighted: Bool, leftOut: Int
  ) -> String {
    let outside =
      leftOut == 0
      ? "" : chinese ? "（\(groupedText(leftOut)) 筆無答案或不在母體類別中，未納入檢定）" : " (\(groupedText(leftOut)) rows in no category are left out)"
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

  /// How far the sample is from the population where nothing was left to chance that a test could judge.
  private func untested(
    _ variable: String, _ effect: String, isCensus: Bool, isWeighted: Bool, _ outside: String
  ) -> String {
    if chinese {
      return "\(variable)：與母體結構之差異，效果量 w = \(effect)（0.1 小、0.3 中、0.5 大）"
        + "；\(isCensus ? "普查" : "非隨機抽樣")不作統計檢定\(isWeighted ? "，已依母體結構加權" : "")\(outside)。"
    }
    return "\(variable): distance from the population, effect size w = \(effect) (0.1 small, 0.3 medium, 0.5 large); "
      + "\(isCensus ? "a census" : "a sample not drawn at random") is not tested\(isWeighted ? "; it was weighted" : "")\(outside)."
  }
}
