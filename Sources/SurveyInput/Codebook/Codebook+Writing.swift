import SurveyDocuments
import SurveyTable

extension Codebook {
  /// A first codebook for a table: its columns, the scales that their answers show, the choices of cells with several
  /// answers, and the questions of a matrix as constructs. Reading it back gives the same results as finding the scales from the answers.
  public static func drafted(
    for data: SurveyData, run: RunControl? = nil
  ) throws(SurveyStatsError) -> Codebook {
    let detection = try data.detectScales(of: data.columnNames, run: run)
    let several = try data.multipleChoices(
      of: data.columnNames.filter { detection.scales[$0] == nil }, run: run
    ).lists
    var codebook = Codebook(name: data.name)
    codebook.missing = data.missing.all
    var matrices: [(stem: String, items: [String])] = []
    var scaled: [String] = []
    for (index, name) in data.columnNames.enumerated() {
      var column = Column(name: name)
      // Numbers beyond ten are ages, counts and ids as often as answers.
      column.scale = detection.scales[name].flatMap { $0.name == "rating-100" ? nil : $0 }
      if let code = detection.outlyingCodes[name], let scale = detection.scalesWithoutCode[name] {
        column.scale = scale
        column.missing = MissingCodes(list: shortestText(code))
        let number = shortestText(code)
        codebook.remarks += [
          "\(name): \(number) stands apart from the other numbers and was taken for no answer; check it.",
          "「\(name)」：\(number) 與其他數值相距甚遠，暫視為未答，請確認。",
        ]
      }
      if let list = several[name] {
        column.choices = list.options
        column.separator = list.separator
      }
      if index < data.columnLabels.count { column.label = data.columnLabels[index] }
      codebook.columns.append(column)
      if column.scale != nil { scaled.append(name) }
      guard column.scale != nil, name.hasSuffix("]"), let open = name.lastIndex(of: "[") else { continue }
      let stem = name[..<open].trimmingSpaces()
      if let known = matrices.firstIndex(where: { $0.stem == stem }) {
        matrices[known].items.append(name)
      } else {
        matrices.append((stem, [name]))
      }
    }
    for (stem, items) in matrices where items.count > 1 && !stem.isEmpty && !data.columnNames.contains(stem) {
      let scales = Set(items.compactMap { detection.scales[$0].map { [$0.minimum, $0.maximum] } })
      if scales.count == 1 { codebook.constructs.append(Construct(name: stem, items: items)) }
    }
    codebook.overall = data.overallItem(among: scaled)
    return codebook
  }

  /// The codebook as a YAML file that ``init(file:)`` reads. Texts stand in quotes, so that none is taken for a
  /// number or a date.
  public var yaml: String {
    var text = "schema: \(Self.schema)\n"
    for remark in remarks {
      text += "# \(remark.split(whereSeparator: \.isNewline).joined(separator: " "))\n"
    }
    func quoted(_ value: String) -> String {
      var json = JSONWriter(indentedLevels: 0)
      json.string(value)
      // JSON takes these as they are, YAML does not.
      var text = ""
      for scalar in json.text.unicodeScalars {
        switch scalar.value {
        case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
          let digits = String(scalar.value, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
      }
      return text
    }
    func list(_ values: [String]) -> String { "[" + values.map(quoted).joined(separator: ", ") + "]" }
    if !missing.texts.isEmpty { text += "missing: \(list(missing.texts))\n" }
    if let overall { text += "overall: \(quoted(overall))\n" }
    text += columns.isEmpty ? "" : "columns:\n"
    for column in columns {
      text += "  - name: \(quoted(column.name))\n"
      if let id = column.id { text += "    id: \(quoted(id))\n" }
      if let label = column.label, label != column.name { text += "    label: \(quoted(label))\n" }
      if let scale = column.scale {
        text += "    scale: \(quoted(scale.nameWithCut))\n"
        if scale.isReversed { text += "    reversed: true\n" }
      }
      if let missing = column.missing { text += "    missing: \(list(missing.texts))\n" }
      if !column.choices.isEmpty {
        text += "    choices: \(list(column.choices))\n    separator: \(quoted(column.separator))\n"
      }
    }
    text += constructs.isEmpty ? "" : "constructs:\n"
    for construct in constructs {
      text += "  - name: \(quoted(construct.name))\n"
      if construct.label != construct.name { text += "    label: \(quoted(construct.label))\n" }
      text += "    items: \(list(construct.items))\n"
      if construct.weight != 1 { text += "    weight: \(shortestText(construct.weight))\n" }
      if construct.minimumAnswered != 1 { text += "    minimum_answered: \(construct.minimumAnswered)\n" }
    }
    text += scales.isEmpty ? "" : "scales:\n"
    for scale in scales {
      text += "  - name: \(quoted(scale.name))\n    minimum: \(shortestText(scale.minimum))\n"
      text += "    maximum: \(shortestText(scale.maximum))\n"
      if scale.acceptsNumbers { text += "    numbers: true\n" }
      if let blank = scale.blankScore { text += "    blank: \(shortestText(blank))\n" }
      text += scale.options.isEmpty ? "" : "    options:\n"
      for option in scale.options {
        text += "      - {label: \(quoted(option.label)), role: \(option.role.rawValue)"
        if let score = option.score { text += ", score: \(shortestText(score))" }
        // The score is the code that goes without saying.
        if let code = option.code, code != option.score.map({ shortestText($0) }) {
          text += ", code: \(quoted(code))"
        }
        if !option.aliases.isEmpty { text += ", aliases: \(list(option.aliases))" }
        text += "}\n"
      }
    }
    return text
  }
}
