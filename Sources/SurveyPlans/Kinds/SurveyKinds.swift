import SurveyDesign
import SurveyInference
import SurveyNumerics
import SurveyQuestionnaire
import SurveySampling
import SurveyTable

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension IndicatorKind.Score {
  var scoreKind: ScoreKind {
    switch statistic {
    case .topTwo: .topTwo(base == .all ? .all : .valid)
    case .mean: .mean
    case .scoreOfMax: .scoreOfMax
    case .scoreOfRange: .scoreOfRange
    }
  }

  var growthStatistic: GrowthStatistic {
    switch statistic {
    case .topTwo: .topTwo
    case .mean: .mean
    case .scoreOfMax: .scoreOfMax
    case .scoreOfRange: .scoreOfRange
    }
  }

  var format: DetailTable.Format { statistic == .topTwo ? .percent : .number(decimals: 2) }
}

extension Evaluator {
  func measure(_ score: IndicatorKind.Score, _ year: RecordYear) throws(SurveyStatsError) -> Measurement? {
    guard let round = try surveys.round(score.survey, year) else { return nil }
    let (column, design) = try round.column(of: score.subject)
    var options = EstimateOptions()
    options.run = run
    options.confidence = level
    let estimates = try design.score([column], as: [score.scoreKind], where: score.condition, options)
    var result = Measurement(nil, score.format)
    result.notes = Self.own(estimates.notes, round)
    result.decisions = ["U7", "U8"]
    if case .items(let names) = score.subject, names.count > 1 { result.decisions.insert("U4") }
    if case .construct = score.subject { result.decisions.insert("U4") }
    guard let row = estimates.rows.first, row.count > 0 else {
      return .lacking(.noData, .noRecords(round.survey.label, score.condition), format: score.format)
    }
    result.evidence = [
      .init(dataset: round.survey.dataset, condition: score.condition, rows: row.count + row.missingCount)
    ]
    result.count = row.count
    var everybody = row.count
    if score.condition != nil {
      everybody = try design.score([column], as: [score.scoreKind], options).rows.first?.count ?? row.count
    }
    if row.count < plan.suppressBelow || isTelling(row.count, of: everybody) {
      return withheld(result)
    }
    result.value = row.estimate
    result.denominator = row.weightedCount
    if round.isInferential {
      result.isSample = true
      result.standardError = row.standardError
      result.low = row.confidenceLow
      result.high = row.confidenceHigh
      result.degreesOfFreedom = row.degreesOfFreedom
      var oneSided = options
      oneSided.confidence = 1 - 2 * testLevel
      let sides = try design.score([column], as: [score.scoreKind], where: score.condition, oneSided).rows
        .first
      result.lower = sides?.confidenceLow
      result.upper = sides?.confidenceHigh
      if let scale = score.pointScale { result.clipLimits(to: scale) }
      if let value = row.estimate, let error = row.standardError, error > 0 {
        let df = row.degreesOfFreedom ?? .infinity
        if score.statistic == .topTwo, value > 0, value < 1 {
          // As the logit interval: the distance is measured on the scale on which the share is symmetric.
          result.test = { target in
            guard target > 0, target < 1 else { return target <= 0 ? 0 : 1 }
            let distance = logit(value) - logit(target)
            return 1 - studentCDF(distance * value * (1 - value) / error, degreesOfFreedom: df)
          }
        } else {
          result.test = { 1 - studentCDF((value - $0) / error, degreesOfFreedom: df) }
        }
      }
    } else if round.survey.sampling == .census {
      result.decisions.insert("U11")
    } else {
      result.decisions.insert("U10")
      result.notes.append(.nonRandomVerdict)
    }
    if let by = score.by {
      let groups = try design.score(
        [column], as: [score.scoreKind], by: [by], where: score.condition, options)
      result.tables = [scoreTable(groups, by: by, total: row, score, round, &result)]
    }
    return result
  }

  /// Scores by group; small groups are hidden, and where only one is, the next smallest with it, since the total
  /// would give it away.
  private func scoreTable(
    _ groups: Estimates, by: String, total: EstimateRow, _ score: IndicatorKind.Score, _ round: SurveyRound,
    _ result: inout Measurement
  ) -> DetailTable {
    var table = DetailTable(
      .groups, title: Self.by(round.data.label(of: by)),
      columns: [
        .init(Wording(round.data.label(of: by)), .text),
        .init(Wording(english: "valid answers", chinese: "有效回答數"), .count),
        .init(Wording(english: "value", chinese: "數值"), score.format),
      ])
    if round.isInferential {
      table.columns += [
        .init(Wording(english: "low", chinese: "信賴區間下限"), score.format),
        .init(Wording(english: "high", chinese: "信賴區間上限"), score.format),
      ]
    }
    func cells(_ name: Wording, _ row: EstimateRow) -> [DetailTable.Cell] {
      var cells: [DetailTable.Cell] = [.words(name), .number(Double(row.count)), .number(row.estimate)]
      if round.isInferential {
        var limits = Measurement(row.estimate, score.format)
        (limits.low, limits.high) = (row.confidenceLow, row.confidenceHigh)
        if let scale = score.pointScale { limits.clipLimits(to: scale) }
        cells += [.number(limits.low), .number(limits.high)]
      }
      return cells
    }
    let rows = groups.rows.filter { $0.count > 0 }
    let hidden = hiddenGroups(rows.map(\.count))
    if !hidden.isEmpty {
      result.decisions.insert("U24")
      result.notes.append(.suppressed(plan.suppressBelow))
    }
    for (place, row) in rows.enumerated() {
      let name = row.group.first?.value ?? ""
      if let complementary = hidden[place] {
        table.rows.append(
          .init(
            [.text(name)]
              + Array(repeating: .hidden(complementary: complementary), count: table.columns.count - 1)))
      } else {
        table.rows.append(.init(cells(Wording(name), row)))
        result.unitValues.append((name, row.estimate))
      }
    }
    table.rows.append(.init(cells(.total, total), isTotal: true))
    return table
  }

  /// Places of groups that must not be shown: the small ones (`false`), and until at least two are hidden and
  /// these hold together enough people, the next smallest (`true`).
  func hiddenGroups(_ counts: [Int]) -> [Int: Bool] {
    var hidden: [Int: Bool] = [:]
    for (place, count) in counts.enumerated() where count < plan.suppressBelow { hidden[place] = false }
    if hidden.isEmpty { return [:] }
    func isOpen() -> Bool {
      hidden.count < 2 || hidden.keys.reduce(0) { $0 + counts[$1] } < plan.suppressBelow
    }
    let others = counts.indices.filter { hidden[$0] == nil }.sorted { (counts[$0], $0) < (counts[$1], $1) }
    for place in others {
      if !isOpen() { break }
      hidden[place] = true
    }
    return hidden
  }

  /// Growth of a survey's score with the covariance that its design gives.
  func growth(_ score: IndicatorKind.Score) throws(SurveyStatsError) -> GrowthOfScore {
    guard let now = try surveys.round(score.survey, .current),
      let then = try surveys.round(score.survey, .prior)
    else {
      return .lacking(.noData, .noPrior)
    }
    let (column, design) = try now.column(of: score.subject)
    let earlierColumn: String
    let earlier: SampleDesign
    do throws(SurveyStatsError) {
      (earlierColumn, earlier) = try then.column(of: score.subject)
    } catch {
      if error.code == .unknownColumn || error.code == .invalidArgument { return .lacking(.noData, .noPrior) }
      throw error
    }
    guard earlierColumn == column else { return .lacking(.noData, .noPrior) }
    let statistic = score.growthStatistic
    let canCompare = now.survey.isComparable && (statistic == .topTwo || statistic == .scoreOfRange)
    if !design.changedScales(of: [column], since: earlier).isEmpty, !canCompare {
      return .lacking(.undefined, .scaleChangedBetweenYears)
    }
    var options = GrowthOptions(
      statistic: statistic, id: now.survey.respondent, sharedClusters: now.survey.sharedClusters,
      base: score.base == .all ? .all : .valid, comparable: canCompare)
    options.estimates.confidence = level
    let estimates = try design.growth(
      [column], since: earlier, from: "prior", to: "current", where: score.condition, options)
    options.estimates.confidence = 1 - 2 * testLevel
    let sides = try design.growth(
      [column], since: earlier, from: "prior", to: "current", where: score.condition, options)
    var own = estimates
    own.notes = Self.own(estimates.notes, now, then)
    return .rows(own, oneSided: sides, isInferential: now.isInferential && then.isInferential)
  }

  enum GrowthOfScore {
    case lacking(IndicatorStatus, Note)
    case rows(Estimates, oneSided: Estimates, isInferential: Bool)
  }

  func measureReliability(
    _ asked: IndicatorKind.SurveyItems, _ year: RecordYear
  ) throws(SurveyStatsError) -> Measurement? {
    guard let round = try surveys.round(asked.survey, year) else { return nil }
    var names = asked.items
    if let construct = asked.construct {
      _ = try round.column(of: .construct(construct))
      names = [construct]
    }
    if names.isEmpty { names = round.scaleItems }
    let items = names.flatMap(round.data.scoredItems)
    if items.count < 2 {
      return .lacking(
        .noData,
        Note(
          code: "too_few_items", english: "Reliability needs at least two items.", chinese: "信度分析至少需要兩個題項。"),
        format: .number(decimals: 3))
    }
    var options = EstimateOptions()
    options.run = run
    options.confidence = level
    let estimates = try round.design.reliability(ColumnList(items), options)
    var result = Measurement(nil, .number(decimals: 3))
    result.notes = Self.own(estimates.notes, round)
    guard let row = estimates.rows.first(where: { $0.statistic == "alpha" }), row.estimate != nil else {
      return .lacking(.noData, .noRecords(round.survey.label, nil), format: .number(decimals: 3))
    }
    result.value = row.estimate
    result.count = row.count
    result.evidence = [.init(dataset: round.survey.dataset, rows: row.count + row.missingCount)]
    result.isSample = true
    result.standardError = row.standardError
    result.low = row.confidenceLow
    result.high = row.confidenceHigh
    options.confidence = 1 - 2 * testLevel
    if let sides = try round.design.reliability(ColumnList(items), options).rows.first(where: {
      $0.statistic == "alpha"
    }) {
      result.lower = sides.confidenceLow
      result.upper = sides.confidenceHigh
    }
    var table = DetailTable(
      .list, title: Wording(english: "Items", chinese: "各題項信度"),
      columns: [
        .init(Wording(english: "item", chinese: "題項"), .text),
        .init(Wording(english: "mean", chinese: "平均數"), .number(decimals: 2)),
        .init(Wording(english: "standard deviation", chinese: "標準差"), .number(decimals: 2)),
        .init(
          Wording(english: "corrected item–total correlation", chinese: "修正後題項總相關"), .number(decimals: 3)),
        .init(Wording(english: "alpha if dropped", chinese: "刪題後 α"), .number(decimals: 3)),
      ])
    for item in items {
      func value(_ statistic: String) -> DetailTable.Cell {
        .number(estimates.rows.first { $0.statistic == statistic && $0.term == item }?.estimate)
      }
      table.rows.append(
        .init([
          .text(round.data.label(of: item)), value("mean"), value("std_dev"), value("item_total_correlation"),
          value("alpha_if_dropped"),
        ]))
    }
    result.tables = [table]
    return result
  }

  /// What `validity` says of a survey: tests of fit and the margin of error.
  func measureSample(
    _ asked: IndicatorKind.SurveyItems, _ year: RecordYear, fit: Bool
  ) throws(SurveyStatsError) -> Measurement? {
    guard let round = try surveys.round(asked.survey, year) else { return nil }
    let estimates = try validity(round)
    func value(_ statistic: String) -> EstimateRow? { estimates.rows.first { $0.statistic == statistic } }
    let valid = value("valid")?.count ?? 0
    var result = Measurement(nil, fit ? .number(decimals: 3) : .percent)
    result.count = valid
    let ofFit: Set<String> = [
      "no_difference_from_population", "differs_from_population", "circular_check", "answers_outside_margins",
      "small_expected_counts", "shares_fixed_by_design",
    ]
    result.notes = Self.own(estimates.notes, round).filter { ofFit.contains($0.code) == fit }
    result.evidence = [.init(dataset: round.survey.dataset, rows: round.rows)]
    if fit {
      let tests = estimates.rows.filter { $0.statistic == "goodness_of_fit" }
      guard let least = tests.compactMap(\.pValue).min() else {
        return .lacking(
          .noData,
          Note(
            code: "no_margins", english: "The plan names no counts of the population to compare with.",
            chinese: "計畫檔未提供母體人數，無法檢定。"), format: .number(decimals: 3))
      }
      result.value = least
      result.pValue = least
      result.tables = tests.map { Self.fitTable($0, estimates) }
      return result
    }
    guard let row = value("margin_of_error"), let margin = row.estimate else {
      result.decisions.insert(round.survey.sampling == .census ? "U11" : "U10")
      result.lacking = (
        .notApplicable, result.notes.first { $0.code.hasPrefix("no_margin_of_error") } ?? .nonRandomVerdict
      )
      return result
    }
    result.value = margin
    return result
  }

  func validity(_ round: SurveyRound) throws(SurveyStatsError) -> Estimates {
    let asked = round.items + [round.overall].compactMap { $0 }
    var options = EstimateOptions()
    options.run = run
    options.confidence = level
    return try round.design.validity(round.facts, items: ColumnList(asked), options)
  }

  private static func fitTable(_ test: EstimateRow, _ estimates: Estimates) -> DetailTable {
    let own = estimates.rows.filter { $0.term == test.term }
    func value(_ statistic: String, _ level: String?) -> DetailTable.Cell {
      .number(own.first { $0.statistic == statistic && $0.level == level }?.estimate)
    }
    return DetailTable(
      .groups, title: Wording(english: "Fit: \(test.term)", chinese: "樣本代表性：\(test.term)"),
      columns: [
        .init(Wording(test.term), .text), .init(Wording(english: "sample n", chinese: "樣本數"), .count),
        .init(Wording(english: "sample", chinese: "樣本比例"), .percent),
        .init(Wording(english: "population", chinese: "母體比例"), .percent),
        .init(Wording(english: "adjusted residual", chinese: "調整後殘差"), .number(decimals: 2)),
      ],
      rows: own.filter { $0.statistic == "sample_share" }.map { row in
        .init([
          .text(row.level ?? ""), .number(Double(row.count)), .number(row.estimate),
          value("population_share", row.level), value("adjusted_residual", row.level),
        ])
      })
  }
}

extension Evaluator {
  /// Notes of an estimate without those of its survey, which the chapter on the survey has once.
  static func own(_ notes: [Note], _ rounds: SurveyRound...) -> [Note] {
    notes.filter { note in
      !["raked", "post_stratified"].contains(note.code)
        && !rounds.contains { round in
          // An earlier survey's notes name its file before them.
          round.notes.contains(note) || round.notes.contains { $0.about(round.data.name) == note }
        }
    }
  }
}

func logit(_ p: Double) -> Double { log(p / (1 - p)) }

extension IndicatorKind.Score {
  /// The ends of a scale of 100 points; shares have limits of their own, and means those of their answers.
  var pointScale: ClosedRange<Double>? {
    switch statistic {
    case .scoreOfMax, .scoreOfRange: 0...100
    case .topTwo, .mean: nil
    }
  }
}
