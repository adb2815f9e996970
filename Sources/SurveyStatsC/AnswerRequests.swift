// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// The statistics of answers on scales: scores and frequency tables.
public import CSurveyStats
import SurveyStats

/// In the order of their constants.
let answerBases: [AnswerBase] = [.valid, .users, .all]
let growthMethods: [GrowthMethod] = [.delta, .log, .fieller, .bootstrap]

@c @implementation
public func surveystats_score(
  _ design: OpaquePointer?, _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ n_items: Int64,
  _ kinds: UnsafePointer<Int32>?, _ n_kinds: Int64, _ base: Int32,
  _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    let base = try choice(base, of: answerBases, "base")
    let kinds = try scoreKinds(kinds, n_kinds, base: base)
    if kinds.contains(.topTwo(base)) {
      try asked.refuseLevels("score")
    } else {
      try asked.refuseProportionOptions("score other than a top-two share")
    }
    let items = try columns(items, n_items, of: design.data)
    return try design.score(items, as: kinds, by: asked.by, where: asked.condition, asked.options)
  }
}

/// The kinds that a caller names, each once; all where there are none.
private func scoreKinds(
  _ pointer: UnsafePointer<Int32>?, _ count: Int64, base: AnswerBase
) throws(SurveyStatsError) -> [ScoreKind] {
  let known: [ScoreKind] = [.mean, .scoreOfMax, .scoreOfRange, .topTwo(base)]
  if count == 0 { return known }
  guard count > 0, count <= Int64(known.count) else {
    throw invalid(
      "n_kinds is \(count); give 0 for all kinds of score, or each of the \(known.count) at most once")
  }
  guard let pointer else { throw invalid("kinds is NULL, but n_kinds is \(count)") }
  var kinds: [ScoreKind] = []
  for index in 0..<Int(count) {
    let kind = try choice(pointer[index], of: known, "kinds[\(index)]")
    if kinds.contains(kind) { throw invalid("kinds[\(index)] is there twice; name each kind once") }
    kinds.append(kind)
  }
  return kinds
}

@c @implementation
public func surveystats_frequency(
  _ design: OpaquePointer?, _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ n_items: Int64,
  _ blank: UnsafePointer<CChar>?, _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    let blank = try optionalText(blank, "blank") ?? "(blank)"
    if blank.isEmpty { throw invalid("blank is empty; a blank must be called something") }
    let items = try columns(items, n_items, of: design.data)
    return try design.frequency(items, by: asked.by, where: asked.condition, blank: blank, asked.options)
  }
}
