// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// What stands behind an evaluation: tables, decisions, files.
public import CSurveyStats
import SurveyStats

// MARK: Tables

@c @implementation
public func surveystats_evaluation_table(
  _ evaluation: OpaquePointer?, _ indicator: Int64, _ table: Int64, _ language: Int32,
  _ out_table: UnsafeMutablePointer<surveystats_table>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  fill(out_table, "out_table", empty: surveystats_table(), error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let (source, texts) = try evaluation.table(indicator, table)
    var value = surveystats_table()
    value.role = evaluation.texts.pointer(texts.role)
    value.title = evaluation.texts.pointer(texts.title.offset(in: try evaluation.language(language)))
    value.n_rows = Int64(source.rows.count)
    value.n_columns = Int64(source.columns.count)
    value.target = source.target ?? .nan
    return value
  }
}

@c @implementation
public func surveystats_evaluation_table_column(
  _ evaluation: OpaquePointer?, _ indicator: Int64, _ table: Int64, _ column: Int64, _ language: Int32,
  _ out_name: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ out_format: UnsafeMutablePointer<Int32>?,
  _ out_decimals: UnsafeMutablePointer<Int32>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_name?.pointee = nil
  out_format?.pointee = 0
  out_decimals?.pointee = 0
  return answer(error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let (source, texts) = try evaluation.table(indicator, table)
    let index = try position(column, of: source.columns.count, "column")
    let (format, decimals) = constant(of: source.columns[index].format)
    out_name?.pointee = evaluation.texts.pointer(
      texts.columns[index].offset(in: try evaluation.language(language)))
    out_format?.pointee = format
    out_decimals?.pointee = decimals
  }
}

private func constant(of format: DetailTable.Format) -> (format: Int32, decimals: Int32) {
  switch format {
  case .text: (0, 0)
  case .count: (1, 0)
  case .number(let decimals): (2, Int32(clamping: decimals))
  case .percent: (3, 0)
  case .growth: (4, 0)
  case .points: (5, 0)
  }
}

@c @implementation
public func surveystats_evaluation_table_cell(
  _ evaluation: OpaquePointer?, _ indicator: Int64, _ table: Int64, _ row: Int64, _ column: Int64,
  _ language: Int32, _ out_cell: UnsafeMutablePointer<surveystats_cell>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  fill(out_cell, "out_cell", empty: surveystats_cell(), error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let (source, texts) = try evaluation.table(indicator, table)
    let line = try position(row, of: source.rows.count, "row")
    let index = try position(column, of: source.columns.count, "column")
    let row = source.rows[line]
    var value = surveystats_cell()
    value.is_failing = row.failing.contains(index) ? 1 : 0
    value.is_total = row.isTotal ? 1 : 0
    value.number = .nan
    // A row may end before its table's last column.
    guard row.cells.indices.contains(index) else { return value }
    switch row.cells[index] {
    case .empty: break
    case .words:
      value.kind = 1
      value.text = evaluation.texts.pointer(
        texts.cells[line][index]?.offset(in: try evaluation.language(language)) ?? -1)
    case .number(let number):
      value.kind = 2
      value.number = number
    case .hidden(let isComplementary): value.kind = isComplementary ? 4 : 3
    }
    return value
  }
}

extension EvaluationHandle {
  /// A table of an indicator, and the texts of it.
  fileprivate func table(
    _ indicator: Int64, _ table: Int64
  ) throws(SurveyStatsError) -> (source: DetailTable, texts: Table) {
    let item = try item(indicator)
    let index = try position(table, of: item.tables.count, "table")
    return (item.result.tables[index], item.tables[index])
  }
}

// MARK: Decisions

@c @implementation
public func surveystats_evaluation_n_decisions(_ evaluation: OpaquePointer?) -> Int64 {
  Int64(object(evaluation, as: EvaluationHandle.self)?.decisions.count ?? 0)
}

@c @implementation
public func surveystats_evaluation_decision(
  _ evaluation: OpaquePointer?, _ decision: Int64, _ language: Int32,
  _ out_decision: UnsafeMutablePointer<surveystats_decision>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  fill(out_decision, "out_decision", empty: surveystats_decision(), error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let index = try position(decision, of: evaluation.decisions.count, "decision")
    let language = try evaluation.language(language)
    let texts = evaluation.decisions[index]
    var value = surveystats_decision()
    value.code = evaluation.texts.pointer(texts.code)
    value.question = evaluation.texts.pointer(texts.question.offset(in: language))
    value.choice = evaluation.texts.pointer(texts.choice.offset(in: language))
    value.n_indicators = Int64(texts.indicators.count)
    value.is_stated = evaluation.evaluation.decisions[index].isStated ? 1 : 0
    return value
  }
}

@c @implementation
public func surveystats_evaluation_decision_indicator(
  _ evaluation: OpaquePointer?, _ decision: Int64, _ indicator: Int64,
  _ out_id: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_id?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let out = try required(out: out_id, "out_id")
    let ids = evaluation.decisions[try position(decision, of: evaluation.decisions.count, "decision")]
      .indicators
    out.pointee = evaluation.texts.pointer(ids[try position(indicator, of: ids.count, "indicator")])
  }
}

// MARK: Files

@c @implementation
public func surveystats_evaluation_n_datasets(_ evaluation: OpaquePointer?) -> Int64 {
  Int64(object(evaluation, as: EvaluationHandle.self)?.files.count ?? 0)
}

@c @implementation
public func surveystats_evaluation_dataset(
  _ evaluation: OpaquePointer?, _ dataset: Int64, _ out_use: UnsafeMutablePointer<surveystats_dataset_use>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  fill(out_use, "out_use", empty: surveystats_dataset_use(), error) { () throws(SurveyStatsError) in
    let evaluation = try required(evaluation, "evaluation", as: EvaluationHandle.self)
    let index = try position(dataset, of: evaluation.files.count, "dataset")
    let source = evaluation.evaluation.datasets[index]
    let file = evaluation.files[index]
    var value = surveystats_dataset_use()
    value.id = evaluation.texts.pointer(file.id)
    value.label = evaluation.texts.pointer(file.label)
    value.file = evaluation.texts.pointer(file.file)
    value.encoding = evaluation.texts.pointer(file.encoding)
    value.sha256 = evaluation.texts.pointer(file.hash)
    value.rows = Int64(source.rows)
    value.n_notes = file.notes.count
    value.is_prior = source.isPrior ? 1 : 0
    return value
  }
}

@c @implementation
public func surveystats_evaluation_dataset_note(
  _ evaluation: OpaquePointer?, _ dataset: Int64, _ note: Int64, _ language: Int32,
  _ out_code: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ out_text: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  hand(note, evaluation, language, out_code, out_text, error) { (evaluation) throws(SurveyStatsError) in
    evaluation.files[try position(dataset, of: evaluation.files.count, "dataset")].notes
  }
}
