import SurveyDocuments
import SurveyTable

extension Codebook {
  /// The name that a codebook file carries in `schema`.
  public static let schema = "survey-stats/codebook@1"

  /// A codebook file, YAML or JSON:
  ///
  /// ```yaml
  /// schema: survey-stats/codebook@1
  /// missing: [9, 99]                 # codes that are no answer, in every item
  /// overall: 整體滿意度               # the item that asks for satisfaction as a whole
  /// columns:
  ///   - name: 您對洽公環境的滿意程度    # the header
  ///     id: 環境                      # what commands and results call it
  ///     scale: satisfaction-5         # built in or declared below; reversed: true turns it round
  /// constructs:
  ///   - {name: 洽公環境, items: [環境, 動線], weight: 2}
  /// scales:
  ///   - name: 等候
  ///     options:
  ///       - {label: 很快, score: 3, role: positive, aliases: [快]}
  /// ```
  /// A file compressed by gzip or Zstandard is read as its content.
  ///
  /// Errors: `malformedData` with line and column, also for a member that does not exist; `inputOutput`;
  /// `limitExceeded`; `unsupported` for an archive, a workbook, and what is compressed in another way.
  public init(file path: String) throws(SurveyStatsError) {
    let bytes = try wholeFile(path: path, limit: DocumentLimits.standard.bytes)
    try self.init(document: bytes, name: path == "-" ? "stdin" : path)
  }

  /// The same from bytes, compressed or not; `name` is what messages call them.
  public init(document bytes: [UInt8], name: String) throws(SurveyStatsError) {
    let bytes = try wholeContent(of: bytes, name: name, limit: DocumentLimits.standard.bytes)
    do throws(DocumentError) {
      self = try Self.read(try parseDocument(bytes, name: name), name: name)
    } catch {
      throw SurveyStatsError(error)
    }
  }

  /// The codebook that stands at a place of a larger document.
  package static func read(_ document: DocumentNode, name: String) throws(DocumentError) -> Codebook {
    let object = try document.object(expecting: "the codebook")
    try object.finish(allowed: ["schema", "missing", "overall", "columns", "scales", "constructs"])
    if let schema = object.optional("schema"), try schema.text(expecting: "'schema'") != Self.schema {
      throw schema.error(
        "this is not a codebook that this version reads; its schema must be \(Self.schema)",
        chinese: "此檔不是本版可讀之編碼簿；「schema」須為 \(Self.schema)")
    }
    var codebook = Codebook(name: name)
    codebook.missing = MissingCodes(list: try object.texts("missing").joined(separator: ","))
    codebook.overall = try object.optionalText("overall")
    for node in try object.optionalList("scales") {
      let scale = try Self.scale(node)
      if codebook.scales.contains(where: { $0.name == scale.name }) {
        throw node.error(
          "the scale '\(scale.name)' is declared twice; give one of them another name",
          chinese: "量表「\(scale.name)」重複定義；請為其中之一另取名稱")
      }
      codebook.scales.append(scale)
    }
    var ids: Set<String> = []
    for node in try object.optionalList("columns") {
      let column = try Self.column(node, scales: codebook.scales)
      // The id may repeat the column's own header.
      for taken in [column.name, column.id == column.name ? nil : column.id].compactMap({ $0 })
      where !ids.insert(taken).inserted {
        throw node.error(
          "the name '\(taken)' is used twice; names and ids of columns must differ",
          chinese: "名稱「\(taken)」重複使用；各欄之 name 與 id 均不可相同")
      }
      codebook.columns.append(column)
    }
    for node in try object.optionalList("constructs") {
      let construct = try Self.construct(node)
      if codebook.constructs.contains(where: { $0.name == construct.name }) || ids.contains(construct.name) {
        throw node.error(
          "the name '\(construct.name)' is used twice; give the construct one of its own",
          chinese: "名稱「\(construct.name)」重複使用；請為構面另取名稱")
      }
      codebook.constructs.append(construct)
    }
    return codebook
  }

  private static func column(
    _ node: DocumentNode, scales: [AnswerScale]
  ) throws(DocumentError) -> Column {
    let object = try node.object(expecting: "a column")
    try object.finish(
      allowed: ["name", "id", "label", "scale", "reversed", "missing", "choices", "separator"])
    var column = Column(name: try object.text("name"))
    column.id = try object.optionalText("id")
    column.label = try object.optionalText("label")
    let isReversed = try object.boolean("reversed", default: false)
    if let named = object.optional("scale") {
      let text = try named.text(expecting: "'scale' of a column")
      do throws(SurveyStatsError) {
        let scale = try AnswerScale.named(text, own: scales)
        column.scale = isReversed ? scale.reversed() : scale
      } catch {
        throw named.error(error.message, chinese: error.chinese)
      }
    } else if isReversed {
      throw node.error(
        "a column is reversed on a scale; add its 'scale'",
        chinese: "反向題（reversed）須有量表；請補上該欄之「scale」")
    }
    if object.optional("missing") != nil {
      column.missing = MissingCodes(list: try object.texts("missing").joined(separator: ","))
    }
    column.choices = try object.texts("choices")
    if let separator = try object.optionalText("separator") { column.separator = separator }
    return column
  }

  private static func construct(_ node: DocumentNode) throws(DocumentError) -> Construct {
    let object = try node.object(expecting: "a construct")
    try object.finish(allowed: ["name", "label", "items", "weight", "minimum_answered"])
    let items = try object.texts("items")
    if items.isEmpty {
      throw node.error(
        "a construct needs 'items', the columns that make it",
        chinese: "構面須有「items」，列出所含題項")
    }
    for (place, item) in items.enumerated() where items[..<place].contains(item) {
      throw node.error(
        "the construct names '\(item)' twice; name each item once",
        chinese: "構面重複列出「\(item)」；每題僅能列一次")
    }
    let weight = try object.number("weight", default: 1)
    if !(weight > 0) {
      throw node.error(
        "'weight' of a construct must be greater than 0",
        chinese: "構面之「weight」須大於 0")
    }
    let least = try object.optionalNumber("minimum_answered") ?? 1
    guard least >= 1, least <= Double(items.count), least == least.rounded() else {
      throw node.error(
        "'minimum_answered' must be a whole number from 1 to the number of items",
        chinese: "「minimum_answered」須為 1 至題數之整數")
    }
    return Construct(
      name: try object.text("name"), label: try object.optionalText("label"), items: items, weight: weight,
      minimumAnswered: Int(least))
  }

  private static func scale(_ node: DocumentNode) throws(DocumentError) -> AnswerScale {
    let object = try node.object(expecting: "a scale")
    try object.finish(allowed: ["name", "options", "minimum", "maximum", "numbers", "blank"])
    let nodes = try object.optionalList("options")
    let acceptsNumbers = try object.boolean("numbers", default: false)
    var scores: [Double] = []
    for option in nodes {
      if let score = try option.object(expecting: "an option").optionalNumber("score") {
        scores.append(score)
      }
    }
    let low = try object.optionalNumber("minimum") ?? scores.min()
    let high = try object.optionalNumber("maximum") ?? scores.max()
    guard let low, let high, low < high else {
      throw node.error(
        "a scale needs at least two scores, or 'minimum' and 'maximum', the first smaller than the second",
        chinese: "量表至少須有兩種分數，或指定「minimum」及「maximum」，且前者小於後者")
    }
    let name = try object.text("name")
    if name == "auto" || name.hasSuffix(":reversed") || (name.contains(":") && name.hasSuffix("+")) {
      throw node.error(
        "'\(name)' cannot be the name of a scale, since --scale reads it otherwise; choose another",
        chinese: "量表不可命名為「\(name)」，因 --scale 另有解讀；請另取名稱")
    }
    var scale = AnswerScale(
      name: name, options: [], minimum: low, maximum: high, acceptsNumbers: acceptsNumbers)
    if max(abs(low), abs(high)) > AnswerScale.largestScore {
      throw node.error(
        "scores of a scale must lie between -1e15 and 1e15",
        chinese: "量表分數須介於 -1e15 與 1e15 之間")
    }
    if let blank = try object.optionalNumber("blank") {
      guard blank >= low, blank <= high else {
        throw node.error(
          "'blank', the score of a blank, must lie between the scale's minimum and maximum",
          chinese: "「blank」（空白之分數）須介於量表最低分與最高分之間")
      }
      scale.blankScore = blank
    }
    var spellings: [String: String] = [:]
    for node in nodes {
      let option = try Self.option(node, of: scale)
      // The score stands in for a code that is not given; two answers may share it.
      let code = try node.object(expecting: "an option").optionalText("code")
      let all = [option.label] + (code.map { [$0] } ?? []) + option.aliases
      for spelling in Set(all.map(foldedForMatching)) {
        if let other = spellings[spelling] {
          throw node.error(
            "'\(option.label)' is spelled as '\(other)' of the same scale is; no file could tell them apart",
            chinese: "「\(option.label)」與同一量表之「\(other)」寫法相同，無法區分")
        }
        spellings[spelling] = option.label
      }
      scale.options.append(option)
    }
    if scale.options.isEmpty, !acceptsNumbers {
      throw node.error(
        "a scale needs 'options', or 'numbers: true' for bare numbers",
        chinese: "量表須有「options」；若答案為純數字，請指定「numbers: true」")
    }
    return scale
  }

  private static func option(
    _ node: DocumentNode, of scale: AnswerScale
  ) throws(DocumentError) -> AnswerScale.Option {
    let object = try node.object(expecting: "an option")
    try object.finish(allowed: ["label", "aliases", "code", "score", "role"])
    let score = try object.optionalNumber("score")
    if let score, score < scale.minimum || score > scale.maximum {
      throw node.error(
        "the score lies outside the scale's minimum and maximum",
        chinese: "分數超出量表之最低分至最高分")
    }
    let named = try object.optionalChoice("role", AnswerScale.Role.self)
    let role: AnswerScale.Role
    if let named {
      if named.isSubstantive != (score != nil) {
        throw node.error(
          named.isSubstantive
            ? "an option of role \(named.rawValue) needs a 'score'"
            : "an option of role \(named.rawValue) has no score",
          chinese: named.isSubstantive
            ? "role 為 \(named.rawValue) 之選項須有「score」" : "role 為 \(named.rawValue) 之選項不得有分數")
      }
      role = named
    } else if let score {
      role = scale.role(ofScore: score)
    } else {
      throw node.error(
        "an option needs a 'score', or a 'role' of noopinion, refused or na",
        chinese: "選項須有「score」，或指定「role」為 noopinion、refused 或 na")
    }
    return AnswerScale.Option(
      try object.text("label"), score: score, role: role,
      code: try object.optionalText("code") ?? score.map { shortestText($0) },
      aliases: try object.texts("aliases"))
  }
}

extension SurveyStatsError {
  /// A document's error as this library's: the line is the row.
  package init(_ error: DocumentError) {
    let code: Code
    switch error.kind {
    case .encoding: code = .badEncoding
    case .syntax, .content: code = .malformedData
    case .limit: code = .limitExceeded
    }
    self.init(code, error.message, chinese: error.chinese, row: error.line, column: error.column)
  }
}
