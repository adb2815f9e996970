// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CSurveyStats
import SurveyStats

/// Estimates and the texts they hand out.
final class EstimatesHandle: Sendable {
  struct RowTexts: Sendable {
    var statistic: Int
    var term: Int
    /// Negative where there is no level.
    var level: Int
    /// Negative where growth has none.
    var period = -1
    var periodFrom = -1
    var periodTo = -1
    /// Negative where a test or a score has none.
    var method = -1
    var base = -1
    /// Negative outside of summaries.
    var section = -1
    /// Column and answer of each group.
    var groups: [(column: Int, value: Int)]
  }

  let estimates: Estimates
  fileprivate let texts: FixedTexts
  fileprivate let command: Int
  fileprivate let rows: [RowTexts]
  fileprivate let notes: HandedNotes

  init(_ estimates: Estimates) {
    self.estimates = estimates
    var collection = TextCollection()
    command = collection.add(estimates.command)
    var rows: [RowTexts] = []
    rows.reserveCapacity(estimates.rows.count)
    for row in estimates.rows {
      var texts = RowTexts(
        statistic: collection.add(row.statistic), term: collection.add(row.term), level: -1, groups: [])
      if let level = row.level { texts.level = collection.add(level) }
      if let period = row.period { texts.period = collection.add(period) }
      if let from = row.periodFrom { texts.periodFrom = collection.add(from) }
      if let to = row.periodTo { texts.periodTo = collection.add(to) }
      if let method = row.method { texts.method = collection.add(method) }
      if let base = row.base { texts.base = collection.add(base) }
      if let section = row.section { texts.section = collection.add(section) }
      for group in row.group {
        texts.groups.append((collection.add(group.column), collection.add(group.value)))
      }
      rows.append(texts)
    }
    self.rows = rows
    notes = HandedNotes(estimates.notes, &collection)
    texts = FixedTexts(collection)
  }

  fileprivate func index(_ row: Int64, _ argument: String = "row") throws(SurveyStatsError) -> Int {
    try position(row, of: rows.count, argument)
  }

  fileprivate func covariance() throws(SurveyStatsError) -> [[Double]] {
    guard let covariance = estimates.covariance else {
      throw invalid("no covariance was asked for; set request.covariance to 1")
    }
    return covariance
  }
}

@c @implementation
public func surveystats_estimates_destroy(_ estimates: OpaquePointer?) {
  release(estimates, as: EstimatesHandle.self)
}

@c @implementation
public func surveystats_estimates_command(_ estimates: OpaquePointer?) -> UnsafePointer<CChar>? {
  guard let estimates = object(estimates, as: EstimatesHandle.self) else { return nil }
  return estimates.texts.pointer(estimates.command)
}

@c @implementation
public func surveystats_estimates_confidence(_ estimates: OpaquePointer?) -> Double {
  object(estimates, as: EstimatesHandle.self)?.estimates.confidence ?? .nan
}

@c @implementation
public func surveystats_estimates_n_rows(_ estimates: OpaquePointer?) -> Int64 {
  Int64(object(estimates, as: EstimatesHandle.self)?.rows.count ?? 0)
}

@c @implementation
public func surveystats_estimates_row(
  _ estimates: OpaquePointer?, _ row: Int64, _ out_row: UnsafeMutablePointer<surveystats_row>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out_row, "out_row")
    let size = UnsafeRawPointer(out).loadUnaligned(as: Int.self)
    try store(surveystats_row(), at: out, size: size, "out_row")
    let estimates = try required(estimates, "estimates", as: EstimatesHandle.self)
    let index = try estimates.index(row)
    let texts = estimates.rows[index]
    let source = estimates.estimates.rows[index]
    var value = surveystats_row()
    value.statistic = estimates.texts.pointer(texts.statistic)
    value.term = estimates.texts.pointer(texts.term)
    value.level = estimates.texts.pointer(texts.level)
    value.n_groups = Int64(texts.groups.count)
    value.n = Int64(source.count)
    value.n_missing = Int64(source.missingCount)
    value.weighted_n = source.weightedCount
    value.estimate = source.estimate ?? .nan
    value.std_error = source.standardError ?? .nan
    value.conf_low = source.confidenceLow ?? .nan
    value.conf_high = source.confidenceHigh ?? .nan
    value.df = source.degreesOfFreedom ?? .nan
    value.deff = source.designEffect ?? .nan
    value.cv = source.coefficientOfVariation ?? .nan
    value.period = estimates.texts.pointer(texts.period)
    value.period_from = estimates.texts.pointer(texts.periodFrom)
    value.period_to = estimates.texts.pointer(texts.periodTo)
    value.statistic_value = source.statisticValue ?? .nan
    value.df2 = source.secondDegreesOfFreedom ?? .nan
    value.p_value = source.pValue ?? .nan
    value.method = estimates.texts.pointer(texts.method)
    value.base = estimates.texts.pointer(texts.base)
    value.section = estimates.texts.pointer(texts.section)
    value.prob = source.probability ?? .nan
    try store(value, at: out, size: size, "out_row")
  }
}

@c @implementation
public func surveystats_estimates_text(
  _ estimates: OpaquePointer?, _ row: Int64, _ field: Int32,
  _ out_text: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_text?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let estimates = try required(estimates, "estimates", as: EstimatesHandle.self)
    let out = try required(out: out_text, "out_text")
    let texts = estimates.rows[try estimates.index(row)]
    out.pointee = estimates.texts.pointer(
      try choice(
        field,
        of: [
          texts.statistic, texts.term, texts.level, texts.period, texts.periodFrom, texts.periodTo,
          texts.method, texts.base, texts.section,
        ], "field"))
  }
}

@c @implementation
public func surveystats_estimates_number(
  _ estimates: OpaquePointer?, _ row: Int64, _ field: Int32, _ out_number: UnsafeMutablePointer<Double>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_number?.pointee = 0
  return answer(error) { () throws(SurveyStatsError) in
    let estimates = try required(estimates, "estimates", as: EstimatesHandle.self)
    let out = try required(out: out_number, "out_number")
    let source = estimates.estimates.rows[try estimates.index(row)]
    let numbers = [
      source.estimate, source.standardError, source.confidenceLow, source.confidenceHigh,
      source.degreesOfFreedom, source.designEffect, source.coefficientOfVariation, source.weightedCount,
      source.statisticValue, source.secondDegreesOfFreedom, source.pValue,
      source.probability,
    ]
    out.pointee = try choice(field, of: numbers, "field") ?? .nan
  }
}

@c @implementation
public func surveystats_estimates_count(
  _ estimates: OpaquePointer?, _ row: Int64, _ field: Int32, _ out_count: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_count?.pointee = 0
  return answer(error) { () throws(SurveyStatsError) in
    let estimates = try required(estimates, "estimates", as: EstimatesHandle.self)
    let out = try required(out: out_count, "out_count")
    let source = estimates.estimates.rows[try estimates.index(row)]
    let counts = [source.count, source.missingCount, source.group.count]
    out.pointee = Int64(try choice(field, of: counts, "field"))
  }
}

@c @implementation
public func surveystats_estimates_group(
  _ estimates: OpaquePointer?, _ row: Int64, _ group: Int64,
  _ out_column: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ out_value: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_column?.pointee = nil
  out_value?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let estimates = try required(estimates, "estimates", as: EstimatesHandle.self)
    let groups = estimates.rows[try estimates.index(row)].groups
    let found = groups[try position(group, of: groups.count, "group")]
    out_column?.pointee = estimates.texts.pointer(found.column)
    out_value?.pointee = estimates.texts.pointer(found.value)
  }
}

@c @implementation
public func surveystats_estimates_has_covariance(_ estimates: OpaquePointer?) -> Int32 {
  object(estimates, as: EstimatesHandle.self)?.estimates.covariance == nil ? 0 : 1
}

@c @implementation
public func surveystats_estimates_covariance(
  _ estimates: OpaquePointer?, _ row: Int64, _ other: Int64, _ out_covariance: UnsafeMutablePointer<Double>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_covariance?.pointee = 0
  return answer(error) { () throws(SurveyStatsError) in
    let estimates = try required(estimates, "estimates", as: EstimatesHandle.self)
    let out = try required(out: out_covariance, "out_covariance")
    let matrix = try estimates.covariance()
    let (first, second) = (try estimates.index(row), try estimates.index(other, "other"))
    out.pointee = matrix[first][second]
  }
}

@c @implementation
public func surveystats_estimates_covariance_matrix(
  _ estimates: OpaquePointer?, _ out_matrix: UnsafeMutablePointer<Double>?, _ capacity: Int64,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  answer(error) { () throws(SurveyStatsError) in
    let estimates = try required(estimates, "estimates", as: EstimatesHandle.self)
    let matrix = try estimates.covariance()
    let needed = matrix.count * matrix.count
    guard capacity >= Int64(needed) else {
      throw invalid("capacity is \(capacity), but the matrix has \(needed) numbers")
    }
    if needed == 0 { return }
    let out = try required(out: out_matrix, "out_matrix")
    var next = 0
    for line in matrix {
      for value in line {
        out[next] = value
        next += 1
      }
    }
  }
}

@c @implementation
public func surveystats_estimates_n_notes(_ estimates: OpaquePointer?) -> Int64 {
  object(estimates, as: EstimatesHandle.self)?.notes.count ?? 0
}

@c @implementation
public func surveystats_estimates_note(
  _ estimates: OpaquePointer?, _ note: Int64, _ language: Int32,
  _ out_code: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ out_text: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_code?.pointee = nil
  out_text?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let estimates = try required(estimates, "estimates", as: EstimatesHandle.self)
    try estimates.notes.hand(note, language, estimates.texts, out_code, out_text)
  }
}

@c @implementation
public func surveystats_estimates_render(
  _ estimates: OpaquePointer?, _ format: Int32, _ language: Int32,
  _ out_text: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_text?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let estimates = try required(estimates, "estimates", as: EstimatesHandle.self).estimates
    let out = try required(out: out_text, "out_text")
    let format = try reportFormat(format)
    out.pointee = handle(
      TextHandle(estimates.rendered(as: format, language: try SurveyStatsC.language(language))))
  }
}
