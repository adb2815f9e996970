// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// Nodes, indicators and points of an evaluation, and the evaluation as a document.
public import CSurveyStats
import SurveyStats

@c @implementation
public func surveystats_evaluation_destroy(_ evaluation: OpaquePointer?) {
  release(evaluation, as: EvaluationHandle.self)
}

@c @implementation
public func surveystats_evaluation_confidence(_ evaluation: OpaquePointer?) -> Double {
  object(evaluation, as: EvaluationHandle.self)?.evaluation.plan.assumptions.level ?? .nan
}

@c @implementation
public func surveystats_evaluation_score(
  _ evaluation: OpaquePointer?, _ out_points: UnsafeMutablePointer<surveystats_points>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  fill(out_points, "out_points", empty: surveystats_points(), error) { () throws(SurveyStatsError) in
    let score = try required(evaluation, "evaluation", as: EvaluationHandle.self).evaluation.score
    var value = surveystats_points()
    value.points = score?.points ?? .nan
    value.full_points = score?.fullPoints ?? .nan
    value.missing_points = score?.missingPoints ?? .nan
    value.std_error = score?.standardError ?? .nan
    value.conf_low = score?.confidenceLow ?? .nan
    value.conf_high = score?.confidenceHigh ?? .nan
    return value
  }
}

@c @implementation
public func surveystats_evaluation_n_nodes(_ evaluation: OpaquePointer?) -> Int64 {
  Int64(object(evaluation, as: EvaluationHandle.self)?.nodes.count ?? 0)
}

@c @implementation
public func surveystats_evaluation_node(
  _ evaluation: OpaquePointer?, _ node: Int64, _ out_node: UnsafeMutablePointer<surveystats_node>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  fill(out_node, "out_node", empty: surveystats_node(), error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let source = evaluation.nodes[try position(node, of: evaluation.nodes.count, "node")]
    var value = surveystats_node()
    value.depth = Int64(source.depth)
    value.parent = Int64(source.parent ?? -1)
    value.number = evaluation.texts.pointer(source.number)
    value.label = evaluation.texts.pointer(source.label)
    value.level = evaluation.texts.pointer(source.level)
    value.first_indicator = Int64(source.firstIndicator)
    value.n_indicators = Int64(source.indicatorCount)
    value.points = source.score?.points ?? .nan
    value.full_points = source.score?.fullPoints ?? .nan
    value.missing_points = source.score?.missingPoints ?? .nan
    value.std_error = source.score?.standardError ?? .nan
    value.conf_low = source.score?.confidenceLow ?? .nan
    value.conf_high = source.score?.confidenceHigh ?? .nan
    return value
  }
}

// MARK: Indicators

@c @implementation
public func surveystats_evaluation_n_indicators(_ evaluation: OpaquePointer?) -> Int64 {
  Int64(object(evaluation, as: EvaluationHandle.self)?.items.count ?? 0)
}

@c @implementation
public func surveystats_evaluation_indicator(
  _ evaluation: OpaquePointer?, _ indicator: Int64, _ language: Int32,
  _ out_indicator: UnsafeMutablePointer<surveystats_indicator>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  fill(out_indicator, "out_indicator", empty: surveystats_indicator(), error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let item = try evaluation.item(indicator)
    let language = try evaluation.language(language)
    let texts = evaluation.texts
    var value = numbers(of: item.result)
    value.id = texts.pointer(item.id)
    value.label = texts.pointer(item.label)
    value.kind = texts.pointer(item.kind)
    value.status = texts.pointer(item.status)
    value.reason_code = texts.pointer(item.reasonCode)
    value.reason = texts.pointer(item.reason?.offset(in: language) ?? -1)
    value.unit = texts.pointer(item.unit)
    value.target = texts.pointer(item.target?.offset(in: language) ?? -1)
    value.inventory = texts.pointer(item.inventory)
    value.node = Int64(item.node)
    value.n_tables = Int64(item.tables.count)
    value.n_notes = item.notes.count
    value.n_evidence = Int64(item.evidence.count)
    return value
  }
}

private func numbers(of source: IndicatorResult) -> surveystats_indicator {
  var value = surveystats_indicator()
  value.n = Int64(source.count)
  value.value = source.value ?? .nan
  value.numerator = source.numerator ?? .nan
  value.denominator = source.denominator ?? .nan
  value.std_error = source.standardError ?? .nan
  value.conf_low = source.confidenceLow ?? .nan
  value.conf_high = source.confidenceHigh ?? .nan
  value.df = source.degreesOfFreedom ?? (source.standardError == nil ? .nan : .infinity)
  value.p_value = source.pValue ?? .nan
  value.previous = source.previous ?? .nan
  value.difference = source.difference ?? .nan
  value.growth = source.growth ?? .nan
  value.growth_low = source.growthLow ?? .nan
  value.growth_high = source.growthHigh ?? .nan
  value.achievement = source.achievement ?? .nan
  value.points = source.points ?? .nan
  value.full_points = source.fullPoints ?? .nan
  value.is_sample = source.isSample ? 1 : 0
  return value
}

@c @implementation
public func surveystats_evaluation_indicator_note(
  _ evaluation: OpaquePointer?, _ indicator: Int64, _ note: Int64, _ language: Int32,
  _ out_code: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ out_text: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  hand(note, evaluation, language, out_code, out_text, error) { (evaluation) throws(SurveyStatsError) in
    try evaluation.item(indicator).notes
  }
}

@c @implementation
public func surveystats_evaluation_evidence(
  _ evaluation: OpaquePointer?, _ indicator: Int64, _ evidence: Int64,
  _ out_dataset: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ out_condition: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ out_rows: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_dataset?.pointee = nil
  out_condition?.pointee = nil
  out_rows?.pointee = 0
  return answer(error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let item = try evaluation.item(indicator)
    let index = try position(evidence, of: item.evidence.count, "evidence")
    out_dataset?.pointee = evaluation.texts.pointer(item.evidence[index].dataset)
    out_condition?.pointee = evaluation.texts.pointer(item.evidence[index].condition)
    out_rows?.pointee = Int64(item.result.evidence[index].rows)
  }
}

// MARK: Notes and documents

@c @implementation
public func surveystats_evaluation_n_notes(_ evaluation: OpaquePointer?) -> Int64 {
  object(evaluation, as: EvaluationHandle.self)?.notes.count ?? 0
}

@c @implementation
public func surveystats_evaluation_note(
  _ evaluation: OpaquePointer?, _ note: Int64, _ language: Int32,
  _ out_code: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ out_text: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  hand(note, evaluation, language, out_code, out_text, error) { (evaluation) throws(SurveyStatsError) in
    evaluation.notes
  }
}

/// Hands out one of the notes that `notes` finds in an evaluation.
func hand(
  _ note: Int64, _ evaluation: OpaquePointer?, _ language: Int32,
  _ outCode: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ outText: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ error: UnsafeMutablePointer<surveystats_error>?,
  _ notes: (EvaluationHandle) throws(SurveyStatsError) -> HandedNotes
) -> surveystats_status {
  outCode?.pointee = nil
  outText?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    try notes(evaluation).hand(
      note, in: try evaluation.language(language), evaluation.texts, outCode, outText)
  }
}

@c @implementation
public func surveystats_evaluation_render(
  _ evaluation: OpaquePointer?, _ format: Int32, _ language: Int32,
  _ out_text: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_text?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let out = try required(out: out_text, "out_text")
    let format = try planReportFormat(format)
    let document = try evaluation.evaluation.document(
      as: format, language: try evaluation.language(language))
    out.pointee = handle(TextHandle(bytes: document))
  }
}
