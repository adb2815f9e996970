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
    // A page about a part of the respondents must not be read as one about all.
    if let note = estimates.notes.first(where: { $0.code == "subgroup" }) {
      part.sentences.append(note.text(in: language))
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
        value.map { withMinusSign(fixedText($0, decimals: decimals)) } ?? labels.undefined
      }
      func share(_ value: Double?) -> String { value.map { percentText($0) } ?? labels.undefined }
      let shares = rows("sample_share")
      let after = rows("weighted_share")
      let weighted = PlainColumn(
        title: words.weightedShare, isNumber: true, cells: after.map { share($0.estimate) })
      // A residual is a test, which only answers chosen at random can pass or fail.
      let residuals = PlainColumn(
        title: words.residual, isNumber: true,
        cells: rows("adjusted_residual").map { number($0.estimate, 2) })
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
              cells: rows("population_share").map { share($0.estimate) })
          ] + (estimates.inference.isAllowed ? [residuals] : [])))
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
          leftOut: test.missingCount,
          empty: shares.filter { $0.count == 0 }.compactMap(\.level)))
    }
    return part
  }

  /// `p = 0.043`, `p < 0.001`.
  private func probability(_ p: Double?) -> String {
    guard let p else { return "p = \(labels.undefined)" }
    return p < 0.001 ? "p < 0.001" : "p = \(fixedText(p, decimals: 3))"
  }

  /// The note that the page of a sample size begins with.
  static let premises = "sample_size_premises"

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
          // Nobody hands out .07 of a questionnaire; the size itself is rounded up already.
          return groupedText(Int(exactly: isWhole ? value.rounded() : value.rounded(.up)) ?? 0)
        }),
    ])
    return SummaryPage.Document(
      title: words.sizeTitle,
      parts: [
        SummaryPage.Part(
          heading: words.sizeSteps,
          sentences: estimates.notes.filter { $0.code == Self.premises }.map { $0.text(in: language) },
          tables: [table])
      ], language: language)
  }

  var document: SummaryPage.Document {
    SummaryPage.Document(title: words.title, parts: [sample, fit].compactMap { $0 }, language: language)
  }
}
