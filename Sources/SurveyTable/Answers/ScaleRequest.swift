/// Which scales a user names for columns: `satisfaction-5`, `agreement-5:reversed`, `auto`, or a scale for each
/// column, `q1=satisfaction-5;q2=rating-10:reversed`.
public struct ScaleRequest: Sendable, Hashable {
  public enum Choice: Sendable, Hashable {
    /// Found from the answers.
    case detected
    case scale(AnswerScale)
  }

  /// For every item that has no scale of its own.
  public var all: Choice?
  public var byColumn: [String: Choice]

  public init(all: Choice? = nil, byColumn: [String: Choice] = [:]) {
    self.all = all
    self.byColumn = byColumn
  }

  /// Reads the text of `--scale`. `own` are scales that a codebook declares; they win over built-in ones.
  ///
  /// Errors: `invalidArgument` with the nearest name for a scale that is not known.
  public init(parsing text: String, own: [AnswerScale] = []) throws(SurveyStatsError) {
    self.init()
    for part in text.split(whereSeparator: { ";；".contains($0) }) {
      guard let equals = part.lastIndex(of: "=") else {
        all = try Self.choice(part.trimmingSpaces(), own)
        continue
      }
      let column = part[..<equals].trimmingSpaces()
      if column.isEmpty {
        throw SurveyStatsError(
          .invalidArgument, "scale '\(text)': a column name must stand before '='",
          chinese: "量表（scale）「\(text)」：「=」之前須有欄名")
      }
      byColumn[column] = try Self.choice(part[part.index(after: equals)...].trimmingSpaces(), own)
    }
  }

  private static func choice(_ text: String, _ own: [AnswerScale]) throws(SurveyStatsError) -> Choice {
    if text == "auto" { return .detected }
    return .scale(try AnswerScale.named(text, own: own, besides: ["auto"]))
  }
}

extension AnswerScale {
  /// The scale of a name, with `:reversed` behind it where it runs the other way; on scales of numbers `:7+` says that
  /// 7 and above count as positive.
  public static func named(_ text: String, own: [AnswerScale] = []) throws(SurveyStatsError) -> AnswerScale {
    try named(text, own: own, besides: [])
  }

  /// `others` are names that are no scales but possible where the user wrote this one.
  static func named(
    _ text: String, own: [AnswerScale], besides others: [String]
  ) throws(SurveyStatsError) -> AnswerScale {
    var name = text
    var isReversed = false
    if name.hasSuffix(":reversed") {
      name = String(name.dropLast(":reversed".count))
      isReversed = true
    }
    var positiveFrom: Double?
    if name.hasSuffix("+"), let colon = name.lastIndex(of: ":") {
      positiveFrom = parseNumber(String(name[name.index(after: colon)...].dropLast()))
      if positiveFrom != nil { name = String(name[..<colon]) }
    }
    guard var scale = own.first(where: { $0.name == name }) ?? builtIn(named: name) else {
      let names = own.map(\.name) + builtIn.map(\.name) + others
      let nearest = nearestName(to: name, among: names)
      let near = nearest.map { "; did you mean '\($0)'?" } ?? "."
      throw SurveyStatsError(
        .invalidArgument,
        "there is no scale '\(name)'\(near) Known are \(names.joined(separator: ", "))",
        chinese:
          "沒有「\(name)」這個量表（scale）\(nearest.map { "；是否為「\($0)」？" } ?? "；")可用的有 \(names.joined(separator: "、"))"
      )
    }
    if let positiveFrom {
      guard scale.acceptsNumbers, positiveFrom > scale.minimum, positiveFrom <= scale.maximum else {
        throw SurveyStatsError(
          .invalidArgument,
          "'\(text)': \(shortestText(positiveFrom))+ says from which number on answers of a scale of numbers are positive; "
            + (scale.acceptsNumbers
              ? "it must lie above \(shortestText(scale.minimum)) and be at most \(shortestText(scale.maximum))"
              : "the scale '\(name)' has labels, and a codebook says which of them are positive (role)"),
          chinese: scale.acceptsNumbers
            ? "「\(text)」：正向分數之起點須大於 \(shortestText(scale.minimum)) 且不超過 \(shortestText(scale.maximum))"
            : "「\(text)」：量表「\(name)」為文字選項，請於編碼簿以 role 指定何者為正向")
      }
      scale.positiveFrom = positiveFrom
    }
    return isReversed ? scale.reversed() : scale
  }
}

extension SurveyData {
  /// The same data where `items` are on the scales that the request names; columns that a codebook put on a
  /// scale keep it unless the request names them one by one.
  public func scored(
    _ items: [String], by request: ScaleRequest, run: RunControl? = nil
  ) throws(SurveyStatsError) -> SurveyData {
    var scales: [String: AnswerScale] = [:]
    var detected: [String] = []
    for (column, choice) in request.byColumn.sorted(by: { $0.key < $1.key }) {
      _ = try position(of: column, as: "scale")
      switch choice {
      case .detected: detected.append(column)
      case .scale(let scale): scales[column] = scale
      }
    }
    if let all = request.all {
      // A construct and one of its items may both be asked for.
      var seen: Set<String> = []
      let plain = items.flatMap(scoredItems).filter {
        self.scales[$0] == nil && request.byColumn[$0] == nil && seen.insert($0).inserted
          && (position(ifPresent: $0) ?? .max) < fileColumnCount
      }
      switch all {
      case .detected: detected += plain
      case .scale(let scale): for item in plain { scales[item] = scale }
      }
    }
    var notes: [Note] = []
    if !detected.isEmpty {
      let detection = try detectScales(of: detected, run: run)
      for item in detected {
        guard let code = detection.outlyingCodes[item].map({ shortestText($0) }) else { continue }
        throw SurveyStatsError(
          .invalidArgument,
          "\(name), column '\(item)': \(code) stands apart from the other numbers; if it means no answer, name it as a missing code (missing): \(code), else name the scale (scale): rating-10, rating-100",
          chinese:
            "\(name)「\(item)」欄：\(code) 與其他數字相差甚遠；若代表未答，請指定為未答代碼（missing）：\(code)；否則請指定量表（scale），如 rating-10、rating-100"
        )
      }
      scales.merge(detection.scales) { own, _ in own }
      notes = detection.notes
    }
    return try scored(by: scales).changed(notes: notes)
  }
}

extension SurveyData {
  /// The questions on satisfaction, found from the answers: the columns whose answers are on a scale of satisfaction,
  /// else of agreement or importance. Empty where there are none; bare numbers may be anything and are never taken.
  public func satisfactionItems(run: RunControl? = nil) throws(SurveyStatsError) -> [String] {
    let candidates = Array(columnNames.prefix(fileColumnCount))
    let detection = try detectScales(of: candidates, run: run)
    for family in ["satisfaction", "agreement", "importance"] {
      let found = candidates.filter { (scales[$0] ?? detection.scales[$0])?.name.hasPrefix(family) ?? false }
      if !found.isEmpty { return found }
    }
    return []
  }
}
