// Any bytes are a codebook or a located error. A codebook is written and read back as the same, applied to a small
// table, and every item and construct that it makes is scored and counted: an answer or an error, never a trap.
import SurveyDesign
import SurveyInference
import SurveyInput
import SurveyTable

/// The answers a survey holds, and what it should not.
private let table = Array(
  """
  q1,q2,q3,整體滿意度,管道,n
  非常滿意,5,滿意,10,"網站, 電話",1
  滿意,4.滿意,(3)普通,9,電話,2
  普通,３,不太滿意,1,,3
  非常滿義,9,無意見,0,"傳真;網站",1
  很不滿意,-1e15,未使用過,10.5,朋友,2
  ,1e300,拒答,,"a,b,c",0

  """.utf8)

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  let codebook: Codebook
  do throws(SurveyStatsError) {
    codebook = try Codebook(document: bytes, name: "fuzz")
  } catch {
    checkPlace(of: error, in: bytes)
    return 0
  }
  checkRoundTrip(codebook)
  do throws(SurveyStatsError) {
    let data = try SurveyData(csv: table, name: "table")
    let described = try data.described(
      by: codebook, scales: ScaleRequest(all: .detected), items: data.columnNames)
    apply(described)
  } catch {
    precondition(!error.message.isEmpty)
  }
  if let data = try? SurveyData(csv: table, name: "table"), let described = try? data.described(by: codebook)
  {
    apply(described)
  }
  return 0
}

private func checkRoundTrip(_ codebook: Codebook) {
  do throws(SurveyStatsError) {
    let again = try Codebook(document: Array(codebook.yaml.utf8), name: "fuzz")
    precondition(again == codebook, "the codebook changed")
  } catch {
    preconditionFailure("what was written cannot be read: \(error.message)")
  }
}

/// Every statistic of every column; each alone, since one may have no answer.
private func apply(_ data: SurveyData) {
  guard let design = try? SampleDesign(data) else { return }
  for name in data.columnNames.prefix(40) {
    for kind in [ScoreKind.mean, .scoreOfMax, .scoreOfRange, .topTwo(.valid), .topTwo(.users), .topTwo(.all)]
    {
      guard let estimates = try? design.score(ColumnList(name), as: [kind]) else { continue }
      for row in estimates.rows {
        precondition(row.estimate.map { $0.isFinite } ?? true, "an estimate is not finite")
        if case .topTwo = kind { precondition(row.estimate.map { $0 >= 0 && $0 <= 1 } ?? true) }
      }
    }
    if let estimates = try? design.frequency(ColumnList(name)) {
      // Of several answers in a cell each option is counted, and what is no option has a note.
      if estimates.notes.contains(where: { $0.code == "multiple_answers" }) { continue }
      let counts = estimates.rows.filter { $0.statistic == "count" }.compactMap(\.estimate)
      precondition(counts.reduce(0, +) == 6, "the counts of \(name) are not the rows")
    }
  }
}
