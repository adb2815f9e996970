// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// Plans, and what is wrong with them.
public import CSurveyStats
import SurveyStats

/// A plan and the texts it hands out.
final class PlanHandle: Sendable {
  let plan: Plan
  fileprivate let texts: FixedTexts
  fileprivate let id: Int
  fileprivate let title: Int
  fileprivate let agency: Int
  fileprivate let asOf: Int

  init(_ plan: Plan) {
    self.plan = plan
    var collection = TextCollection()
    id = collection.add(plan.id)
    title = collection.add(plan.title)
    agency = collection.add(plan.agency.name)
    asOf = collection.add(plan.asOf.isoText)
    texts = FixedTexts(collection)
  }
}

/// What is wrong with a plan or its records.
final class CheckHandle: Sendable {
  fileprivate let problems: [PlanProblem]
  fileprivate let texts: FixedTexts
  fileprivate let messages: [Int]

  init(_ problems: [PlanProblem]) {
    self.problems = problems
    var collection = TextCollection()
    var messages: [Int] = []
    for problem in problems { messages.append(collection.add(problem.message)) }
    self.messages = messages
    texts = FixedTexts(collection)
  }
}

@c @implementation
public func surveystats_plan_open(
  _ path: UnsafePointer<CChar>?, _ out_plan: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_plan?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out_plan, "out_plan")
    out.pointee = handle(PlanHandle(try Plan(file: try text(path, "path"))))
  }
}

@c @implementation
public func surveystats_plan_destroy(_ plan: OpaquePointer?) { release(plan, as: PlanHandle.self) }

@c @implementation
public func surveystats_plan_id(_ plan: OpaquePointer?) -> UnsafePointer<CChar>? {
  guard let plan = object(plan, as: PlanHandle.self) else { return nil }
  return plan.texts.pointer(plan.id)
}

@c @implementation
public func surveystats_plan_title(_ plan: OpaquePointer?) -> UnsafePointer<CChar>? {
  guard let plan = object(plan, as: PlanHandle.self) else { return nil }
  return plan.texts.pointer(plan.title)
}

@c @implementation
public func surveystats_plan_agency(_ plan: OpaquePointer?) -> UnsafePointer<CChar>? {
  guard let plan = object(plan, as: PlanHandle.self) else { return nil }
  return plan.texts.pointer(plan.agency)
}

@c @implementation
public func surveystats_plan_year(_ plan: OpaquePointer?) -> Int64 {
  Int64(object(plan, as: PlanHandle.self)?.plan.year ?? 0)
}

@c @implementation
public func surveystats_plan_as_of(_ plan: OpaquePointer?) -> UnsafePointer<CChar>? {
  guard let plan = object(plan, as: PlanHandle.self) else { return nil }
  return plan.texts.pointer(plan.asOf)
}

@c @implementation
public func surveystats_plan_language(_ plan: OpaquePointer?) -> Int32 {
  switch object(plan, as: PlanHandle.self)?.plan.report.language {
  case .traditionalChinese: 1
  case .english, nil: 0
  }
}

@c @implementation
public func surveystats_plan_n_indicators(_ plan: OpaquePointer?) -> Int64 {
  Int64(object(plan, as: PlanHandle.self)?.plan.indicators.count ?? 0)
}

// MARK: Checks

@c @implementation
public func surveystats_plan_check(
  _ plan: OpaquePointer?, _ run: OpaquePointer?, _ out_check: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_check?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let plan = try required(plan, "plan", as: PlanHandle.self).plan
    let out = try required(out: out_check, "out_check")
    out.pointee = handle(CheckHandle(try plan.problems(run: try activeRun(run))))
  }
}

@c @implementation
public func surveystats_check_destroy(_ check: OpaquePointer?) { release(check, as: CheckHandle.self) }

@c @implementation
public func surveystats_check_n_problems(_ check: OpaquePointer?) -> Int64 {
  Int64(object(check, as: CheckHandle.self)?.problems.count ?? 0)
}

@c @implementation
public func surveystats_check_problem(
  _ check: OpaquePointer?, _ problem: Int64, _ out_line: UnsafeMutablePointer<Int64>?,
  _ out_is_error: UnsafeMutablePointer<Int32>?, _ out_message: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_line?.pointee = 0
  out_is_error?.pointee = 0
  out_message?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let check = try required(check, "check", as: CheckHandle.self)
    let index = try position(problem, of: check.problems.count, "problem")
    out_line?.pointee = Int64(check.problems[index].line ?? 0)
    out_is_error?.pointee = check.problems[index].isError ? 1 : 0
    out_message?.pointee = check.texts.pointer(check.messages[index])
  }
}

// MARK: Evaluation

@c @implementation
public func surveystats_plan_evaluate(
  _ plan: OpaquePointer?, _ run: OpaquePointer?, _ out_evaluation: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_evaluation?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let plan = try required(plan, "plan", as: PlanHandle.self).plan
    let out = try required(out: out_evaluation, "out_evaluation")
    out.pointee = handle(EvaluationHandle(try plan.evaluate(run: try activeRun(run))))
  }
}
