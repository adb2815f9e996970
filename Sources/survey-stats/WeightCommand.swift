import SurveyStats
import SurveyTable

/// `weight`: a file with a column of weights that fit margins, and what they did.
extension Request {
  /// Writes the weighted file and, where it does not go to standard output itself, the summary there.
  func runWeight() throws {
    let words = WeightingMethod.allCases.map(\.rawValue)
    guard let word = arguments.files.first, let method = WeightingMethod(rawValue: word) else {
      throw UsageError(
        message: "weight needs a method first, \(words.joined(separator: " or ")): \(command.usage)",
        chinese: "weight 之後須先指定方法（\(words.joined(separator: " 或 "))）：\(command.usage)")
    }
    let files = Array(arguments.files.dropFirst())
    guard let file = files.first, files.count == 1 else {
      throw UsageError(
        message: "weight takes one file, not \(files.count): \(command.usage)",
        chinese: "weight 僅讀取一個檔案，目前指定了 \(files.count) 個：\(command.usage)")
    }
    guard let margins = arguments["margins"] else {
      throw UsageError(
        message: "no margins are named (--margins): \(command.usage)",
        chinese: "未指定母體檔（--margins）：\(command.usage)")
    }
    let format = try arguments.choice("format", ReportFormat.self) ?? .text
    // --format is that of the summary; the file is the one that was read with a column more.
    try requireSuffix(["csv"], of: "output")
    let data = try open(file)
    let weighted = try weighted(try plainDesign(over: data), by: method, margins: margins)
    let name = unusedName(arguments["name"] ?? "weight", among: data.columnNames)
    var summary = weighted.summary
    summary.notes.append(weightColumnNote(name))
    if format.isForPeople { summary.notes = summary.notes.map(OptionNames(command).written) }
    let output = arguments["output"]
    try Output.stream(to: output, inputs: [file, margins]) { (sink) throws(SurveyStatsError) in
      try write(weighted, weightColumn: name, to: &sink)
    }
    let report = summary.rendered(as: format, language: language)
    if output == nil { Output.report(report) } else { try Output.write(report, to: nil) }
    if format == .csv { for note in summary.notes { Output.message(note.text(in: language)) } }
  }

  /// `name`, or `name.2` … where the file has such a column.
  private func unusedName(_ name: String, among columns: [String]) -> String {
    let used = Set(columns)
    var candidate = name
    var number = 2
    while used.contains(candidate) {
      candidate = "\(name).\(number)"
      number += 1
    }
    return candidate
  }

  private func write(
    _ weighted: WeightedDesign, weightColumn: String, to sink: inout ByteSink
  ) throws(SurveyStatsError) {
    let names = weighted.design.data.columnNames
    if arguments["output"] != nil { try sink.write(Output.markOfCSVFiles) }
    for name in names {
      try writeCell(Array(name.utf8), to: &sink)
      try sink.write(",")
    }
    try writeCell(Array(weightColumn.utf8), to: &sink)
    try sink.write("\r\n")
    var line: [UInt8] = []
    try weighted.forEachBatch(of: Array(names.indices), run: run) {
      (batch, weights) throws(SurveyStatsError) in
      let columns = batch.columns.prefix(names.count).compactMap { column in
        if case .codes(let codes) = column { codes } else { nil }
      }
      for row in 0..<batch.rowCount {
        line.removeAll(keepingCapacity: true)
        for column in columns {
          let code = column.codes[row]
          if code >= 0 { column.dictionary.withBytes(of: code) { appendCell($0, to: &line) } }
          line.append(UInt8(ascii: ","))
        }
        line.append(contentsOf: shortestText(weights[row]).utf8)
        line.append(contentsOf: "\r\n".utf8)
        try sink.write(line)
      }
    }
  }

  private func writeCell(_ text: [UInt8], to sink: inout ByteSink) throws(SurveyStatsError) {
    var cell: [UInt8] = []
    text.withUnsafeBytes { appendCell($0, to: &cell) }
    try sink.write(cell)
  }

  /// The cell as it is, in quotes where its characters need them.
  private func appendCell(_ text: UnsafeRawBufferPointer, to line: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let needsQuotes = text.contains {
      $0 == quote || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
    }
    guard needsQuotes else {
      line.append(contentsOf: text)
      return
    }
    line.append(quote)
    for byte in text {
      if byte == quote { line.append(quote) }
      line.append(byte)
    }
    line.append(quote)
  }

  private func weightColumnNote(_ name: String) -> Note {
    Note(
      code: "weights_taken_for_fixed",
      english:
        "Standard errors from the column '\(name)' alone take the weights for fixed and are too large as a rule; --poststratify or --rake with the original file gives the right ones.",
      chinese: "若僅以「\(name)」欄作為權數估計，會將權數視為固定值，標準誤通常偏大；請以原始檔搭配 --poststratify 或 --rake 估計，方得正確的標準誤。")
  }
}

/// Margins in the commands that estimate.
extension Request {
  /// The design that the options describe, fitted to margins where they name a file of them.
  func design(over data: SurveyData) throws -> SampleDesign {
    try designAndSize(over: data).design
  }

  /// The same, with Kish's effective size of weights that were fitted.
  func designAndSize(over data: SurveyData) throws -> (design: SampleDesign, effectiveSize: Double?) {
    let plain = try plainDesign(over: data)
    // Said of no margins they would do nothing, and nobody would notice.
    for name in ["margins-from", "margins-where"] where arguments.has(name) {
      let files = ["margins"] + WeightingMethod.allCases.map(\.rawValue)
      if !files.contains(where: arguments.has) {
        throw UsageError(
          message: "--\(name) goes with a file of --margins, --poststratify or --rake",
          chinese: "--\(name) 須與 --margins、--poststratify 或 --rake 之檔案併用")
      }
    }
    let methods = WeightingMethod.allCases.filter { arguments.has($0.rawValue) }
    if methods.count > 1 {
      throw UsageError(
        message: "--poststratify and --rake exclude one another: rake to all margins at once",
        chinese: "--poststratify 與 --rake 不可併用；請以 --rake 一次指定所有母體變項")
    }
    guard let method = methods.first, let margins = arguments[method.rawValue] else {
      if arguments.has("keep-total") {
        throw UsageError(
          message: "--keep-total goes with --poststratify or --rake",
          chinese: "--keep-total 須與 --poststratify 或 --rake 併用")
      }
      return (plain, nil)
    }
    let weighted = try weighted(plain, by: method, margins: margins)
    return (weighted.design, weighted.summary.after.effectiveSize)
  }

  private func weighted(
    _ design: SampleDesign, by method: WeightingMethod, margins file: String
  ) throws -> WeightedDesign {
    let margins = try margins(file)
    let keepsTotal = arguments.has("keep-total")
    switch method {
    case .postStratification: return try design.postStratified(to: margins, keepsTotal: keepsTotal, run: run)
    case .raking: return try design.raked(to: margins, keepsTotal: keepsTotal, run: run)
    }
  }
}
