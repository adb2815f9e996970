import SurveyInference
import SurveyInput
import SurveyQuestionnaire
import SurveySampling
import SurveyTable

extension Evaluator {
  /// What a survey found, for the chapters of a report; parts that its data cannot give are left out with a note.
  func surveyResult(_ survey: PlanSurvey) throws(SurveyStatsError) -> PlanEvaluation.SurveyResult? {
    guard let round = try surveys.round(survey.id, .current) else { return nil }
    var result = PlanEvaluation.SurveyResult(
      survey: survey, items: round.items, constructs: round.constructs, overall: round.overall, labels: [:],
      notes: round.notes)
    if let repeated = try records.open(survey.dataset, .current)?.tables.first?.describe().repeatedRecords,
      repeated > 0
    {
      result.notes.append(.repeatedRecords(repeated))
    }
    let whole = [round.overall].compactMap { $0 }
    for name in round.items + round.constructs + whole { result.labels[name] = round.data.label(of: name) }
    let all = round.items + whole
    if all.isEmpty { return result }
    var options = EstimateOptions()
    options.run = run
    options.confidence = level
    if let weighted = try? round.design.mean(ColumnList([all[0]]), options) {
      result.notes += weighted.notes.filter { ["raked", "post_stratified"].contains($0.code) }
    }
    result.validity = part(&result.notes) { () throws(SurveyStatsError) in try validity(round) }
    if result.validity?.rows.first(where: { $0.statistic == "valid" }).map({ $0.count < plan.suppressBelow })
      ?? false
    {
      result.notes.append(.suppressed(plan.suppressBelow))
      return result
    }
    result.answers = part(&result.notes) { () throws(SurveyStatsError) in
      try round.design.frequency(ColumnList(all), blank: "", options)
    }
    let scored = ColumnList(round.items + round.constructs + whole)
    result.scores = part(&result.notes) { () throws(SurveyStatsError) in
      try round.design.score(scored, as: [.mean, .scoreOfMax, .topTwo(.valid)], options)
    }
    if round.scaleItems.count > 1 {
      result.reliability = part(&result.notes) { () throws(SurveyStatsError) in
        var rows = try round.design.reliability(ColumnList(round.scaleItems), options)
        for construct in round.constructs where round.data.scoredItems(of: construct).count > 1 {
          let own = try round.design.reliability([construct], options)
          rows.rows += own.rows.filter { $0.statistic == "alpha" }.map { row in
            var row = row
            row.term = construct
            return row
          }
        }
        return rows
      }
    }
    if let then = try surveys.round(survey.id, .prior) {
      let shared = (whole + round.constructs + round.items).filter { name in
        then.data.position(ifPresent: name) != nil
          && round.design.changedScales(of: [name], since: then.design).isEmpty
      }
      if !shared.isEmpty {
        result.growth = part(&result.notes) { () throws(SurveyStatsError) in
          var growth = GrowthOptions(
            statistic: .topTwo, id: survey.respondent, sharedClusters: survey.sharedClusters)
          growth.estimates.confidence = level
          var found = try round.design.growth(
            ColumnList(shared), since: then.design, from: "prior", to: "current", growth)
          found.notes = Self.own(found.notes, round, then)
          return found
        }
      }
    }
    return result
  }

  /// A part of a chapter, or a note that says why it is not there.
  private func part(
    _ notes: inout [Note], _ make: () throws(SurveyStatsError) -> Estimates
  ) -> Estimates? {
    do throws(SurveyStatsError) {
      return try make()
    } catch {
      notes.append(
        Note(
          code: "part_left_out", english: "Left out: \(error.message)", chinese: "無法計算，未列示：\(error.message)"))
      return nil
    }
  }
}
