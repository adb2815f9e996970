import SurveyDocuments
import SurveyInput
import SurveyTable

/// All that is wrong with a plan file: what cannot be read of the plan, and the files, columns and cells that it names.
public struct PlanCheck: Sendable {
  /// The plan, where all of it can be read.
  public var plan: Plan?
  /// In the order of the file; empty for a plan that is sound.
  public var problems: [PlanProblem]

  /// Checks a plan file. What is wrong with it is no error of the call.
  ///
  /// Of a plan that cannot be read in full only the files of its datasets are tried, since nobody knows what its
  /// indicators ask of them. Errors: `inputOutput` where there is no such file; `limitExceeded`, `cancelled`.
  public init(file path: String, run: RunControl? = nil) throws(SurveyStatsError) {
    let (bytes, name, folder) = try PlanReader.file(path)
    try self.init(document: bytes, name: name, folder: folder, run: run)
  }

  /// The same from bytes, compressed by gzip or Zstandard or not; `name` is what messages call them, `folder` where
  /// their paths start.
  public init(
    document bytes: [UInt8], name: String, folder: String = "", run: RunControl? = nil
  ) throws(SurveyStatsError) {
    let bytes = try wholeContent(of: bytes, name: name, limit: DocumentLimits.standard.bytes)
    let document: DocumentNode
    do throws(DocumentError) {
      document = try parseDocument(bytes, name: name)
    } catch {
      problems = [PlanProblem(error)]
      return
    }
    let (plan, errors) = PlanReader.readAll(document, folder: folder)
    if errors.isEmpty, let plan {
      self.plan = plan
      problems = try plan.problems(run: run)
      return
    }
    var list = ProblemList()
    list.problems = errors.map { PlanProblem($0) }
    if let plan { try list.openDatasets(of: Evaluator(plan, run)) }
    problems = list.inOrder
  }
}

extension PlanProblem {
  fileprivate init(_ error: DocumentError) {
    self.init(
      line: error.line, column: error.column, message: error.words, chinese: error.chineseWords, isError: true
    )
  }
}
