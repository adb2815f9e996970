// Any bytes are a plan or a located error. A plan whose files are those beside the fuzzer is evaluated and written in
// every format: a document or an error, never a trap, and nothing from outside becomes markup.
import SurveyPlans
import SurveyReports
import SurveyTable

/// Records that a plan may name; others are not opened, since a fuzzer would find /dev/zero.
private let files: Set<String> = [
  "log.csv", "log-prior.csv", "answers.csv", "answers-prior.csv", "margins.csv", "codebook.yaml",
]

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  let plan: Plan
  do throws(SurveyStatsError) {
    plan = try Plan(document: bytes, name: "fuzz", folder: "")
  } catch {
    checkPlace(of: error, in: bytes)
    return 0
  }
  var named = plan.datasets.flatMap { $0.files + $0.priorFiles }
  for survey in plan.surveys {
    named += [survey.margins].compactMap { $0 }
    for case .file(let path)? in [survey.codebook, survey.priorCodebook] { named.append(path) }
  }
  guard named.allSatisfy(files.contains) else { return 0 }
  _ = try? plan.problems()
  guard let evaluation = try? plan.evaluate() else { return 0 }
  for result in evaluation.indicators {
    precondition(result.value?.isFinite ?? true, "\(result.indicator.id): a value is not finite")
    precondition(result.points.map { $0 >= 0 && $0 <= (result.fullPoints ?? 0) * (1 + 1e-9) } ?? true)
  }
  for format in PlanReportFormat.allCases {
    for language in Language.allCases { _ = try? evaluation.document(as: format, language: language) }
  }
  return 0
}
