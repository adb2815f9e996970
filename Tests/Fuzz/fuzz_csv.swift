// Any bytes give a table or a SurveyStatsError, the same however they are cut into pieces. The first byte
// chooses the options, the second the encoding, the rest is the file.
import SurveyInput
import SurveyTable

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
  let choice = input.first ?? 0
  let encodings = ["auto", "cp950", "big5-hkscs", "utf-16", "utf-16le", "utf-16be", "utf-8", "auto"]
  let bytes = Array(input.dropFirst(2))
  // Compressed bytes are for fuzz_compressed, whose buffers are made for what they may hold.
  if bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    || bytes.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
  {
    return 0
  }
  let options = CSVOptions(
    encoding: encodings[Int(input.dropFirst().first ?? 0) & 7],
    delimiter: choice & 1 == 0 ? nil : ";", headerRows: choice & 2 == 0 ? nil : 0,
    missing: MissingCodesByColumn(all: MissingCodes(list: "9,99,x,拒答")),
    limits: ResourceLimits(columns: 50, cellBytes: 400, levels: choice & 8 == 0 ? 3 : 30),
    keepTotalRows: choice & 16 != 0)
  let whole = outcome(of: bytes, options, numbers: choice & 4 == 0, bufferBytes: 256 * 1024)
  let cut = outcome(of: bytes, options, numbers: choice & 4 == 0, bufferBytes: 1 + Int(choice >> 4))
  precondition(whole == cut, "the table depends on how the bytes were cut")
  describe(bytes, options)
  return 0
}

private struct Outcome: Equatable {
  var cells: [String] = []
  var error: SurveyStatsError?
}

private func outcome(of bytes: [UInt8], _ options: CSVOptions, numbers: Bool, bufferBytes: Int) -> Outcome {
  var outcome = Outcome()
  do throws(SurveyStatsError) {
    let data = try SurveyData(
      origin: MemoryBytes(bytes), name: "fuzz", options: options, bufferBytes: bufferBytes)
    // One column is left out and one is read twice.
    var requests = data.columnNames.indices.filter { $0 != 1 }.map { index in
      ColumnRequest(
        column: index, reading: numbers && index % 2 == 0 ? .number : .text, missing: data.missing.all)
    }
    requests.append(ColumnRequest(column: 0, reading: .text))
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: nil)
    while try source.next(into: batch) {
      for column in batch.columns {
        switch column {
        case .numbers(let numbers):
          precondition(numbers.values.count == batch.rowCount && numbers.valid.count == batch.rowCount)
          outcome.cells += zip(numbers.values, numbers.valid).map { "\($0) \($1)" }
        case .codes(let codes):
          precondition(codes.codes.count == batch.rowCount)
          outcome.cells += codes.codes.map { $0 < 0 ? "missing" : "=" + codes.dictionary[$0] }
        }
      }
    }
  } catch {
    outcome.cells = []
    outcome.error = error
  }
  return outcome
}

private func describe(_ bytes: [UInt8], _ options: CSVOptions) {
  guard let data = try? SurveyData(csv: bytes, options: options), let description = try? data.describe()
  else {
    return
  }
  for column in description.columns {
    precondition(column.valid + column.missing == description.rows)
    precondition(column.answers.isEmpty || column.answers.reduce(0) { $0 + $1.count } == column.valid)
  }
}
