// Any bytes are refused as no state, or are one: written again they are the same bytes, and merging it with itself and
// asking for its result answers or refuses. The first byte chooses the request, or that the rest is the whole file;
// of a body the head and the hash are made right, so that the parts must defend themselves.
import SurveyDesign
import SurveyInference
import SurveyQuestionnaire
import SurveyTable

private let requests = [
  #"{"statistic":"mean","items":["q1","q2"],"by":["g"],"design":{"weights":"w","strata":"s","cluster":"c"}}"#,
  #"{"statistic":"proportion","items":["q1","g"],"covariance":true,"design":{"weights":"w","strata":"s","fpc":"N"}}"#,
  #"{"statistic":"mean","items":["q1","q2"],"deff":"true","covariance":true}"#,
  #"{"statistic":"contrast","by":["g","s"],"expression":"r = q1 / q2"}"#,
  #"{"statistic":"reliability","items":["q1","q2","q3"],"by":["g"],"design":{"strata":"s","cluster":"c"}}"#,
  #"{"statistic":"mean","items":["q1"],"design":{"cluster":"c","replicates":{"type":"bootstrap","count":9}}}"#,
]

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
  let choice = input.first ?? 0
  var bytes = Array(input.dropFirst())
  let request = (Int(choice & 3) + Int(choice & 8) / 2) % requests.count
  if choice & 4 == 0 { bytes = state(of: bytes, request: requests[request]) }
  let limits = ResourceLimits(units: 1000, levels: 50, memoryBytes: 64 << 20)
  do throws(SurveyStatsError) {
    let read = try SurveyState(bytes: bytes, name: "fuzz", limits: limits)
    // A state is read compressed, too, and never written so.
    if !bytes.starts(with: Array("SVYSTATE".utf8)) { bytes = read.bytes }
    precondition(read.bytes == bytes, "a state is not written as it was read")
    if let result = try? read.estimates() { precondition(!result.rows.isEmpty || result.notes.count >= 0) }
    let again = try SurveyState(bytes: bytes, limits: limits)
    let before = again.rowCount
    do throws(SurveyStatsError) {
      try again.merge(read)
      precondition(again.rowCount == 2 * before, "rows were lost")
      let merged = again.bytes
      let last = try? SurveyState(bytes: merged, limits: limits)
      precondition(last?.bytes == merged, "a merged state is none")
    } catch {
      precondition(again.bytes == bytes, "a refused merge changed the state")
    }
  } catch {
    precondition(!error.message.isEmpty)
  }
  return 0
}

private func state(of body: [UInt8], request: String) -> [UInt8] {
  var bytes = Array("SVYSTATE".utf8)
  func append<Number: FixedWidthInteger>(_ number: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }
  append(UInt32(1))
  append(fowlerNollVo(request.utf8))
  for text in [request, "answers as they stand"] {
    append(UInt32(text.utf8.count))
    bytes += Array(text.utf8)
  }
  bytes.append(1)
  bytes += body
  append(fowlerNollVo(bytes))
  return bytes
}
