/// A score made of several items that ask about one thing: the mean of a respondent's answers.
public struct Construct: Sendable, Hashable {
  /// The name of the column it becomes.
  public var name: String
  /// What reports call it.
  public var label: String
  public var items: [String]
  /// Its weight in an overall score.
  public var weight: Double
  /// A respondent with fewer answers than this has no score.
  public var minimumAnswered: Int

  public init(
    name: String, label: String? = nil, items: [String], weight: Double = 1, minimumAnswered: Int = 1
  ) {
    self.name = name
    self.label = label ?? name
    self.items = items
    self.weight = weight
    self.minimumAnswered = minimumAnswered
  }
}

extension SurveyData {
  /// The same data with a column for each construct: the mean of the respondent's answered items, missing
  /// where fewer than `minimumAnswered` are answered.
  ///
  /// Errors: `unknownColumn` with the nearest name; `invalidArgument` for a construct without items, a name
  /// that is taken, a weight that is not positive, or items whose scales have different ranges, which no mean
  /// can mix.
  public func adding(_ constructs: [Construct]) throws(SurveyStatsError) -> SurveyData {
    if constructs.isEmpty { return self }
    var derived: [DerivedColumn] = []
    for construct in constructs {
      if construct.items.isEmpty {
        throw SurveyStatsError(
          .invalidArgument, "construct '\(construct.name)' names no item",
          chinese: "構面「\(construct.name)」未列任何題項")
      }
      if position(ifPresent: construct.name) != nil || derived.contains(where: { $0.name == construct.name })
      {
        throw SurveyStatsError(
          .invalidArgument, "construct '\(construct.name)': a column has this name already; choose another",
          chinese: "構面「\(construct.name)」與欄名相同；請另取名稱")
      }
      guard construct.weight.isFinite, construct.weight > 0 else {
        throw SurveyStatsError(
          .invalidArgument,
          "construct '\(construct.name)': its weight must be a positive number, not \(shortestText(construct.weight))",
          chinese: "構面「\(construct.name)」之權重須為正數，而非 \(shortestText(construct.weight))"
        )
      }
      var seen: Set<String> = []
      for item in construct.items {
        _ = try position(of: item, as: "construct '\(construct.name)'", chinese: "構面「\(construct.name)」")
        if !seen.insert(item).inserted {
          throw SurveyStatsError(
            .invalidArgument, "construct '\(construct.name)' names '\(item)' twice; name each item once",
            chinese: "構面「\(construct.name)」重複列出「\(item)」；每題僅能列一次")
        }
      }
      _ = try scoreRange(of: construct.items, for: ("construct '\(construct.name)'", "構面「\(construct.name)」"))
      derived.append(
        DerivedColumn(
          name: construct.name,
          function: .mean(construct.items, minimumAnswered: max(1, construct.minimumAnswered))))
    }
    return try adding(derived).changed(constructs: self.constructs + constructs)
  }

  /// The lowest and highest score that items can have, or `nil` where no scale says it.
  package func scoreRange(
    of items: [String], for role: (english: String, chinese: String)
  ) throws(SurveyStatsError) -> (minimum: Double, maximum: Double)? {
    var range: (minimum: Double, maximum: Double, item: String)?
    for item in items {
      guard let scale = scales[item] else { continue }
      if let known = range, known.minimum != scale.minimum || known.maximum != scale.maximum {
        throw SurveyStatsError(
          .invalidArgument,
          "\(role.english): '\(known.item)' runs from \(shortestText(known.minimum)) to \(shortestText(known.maximum)) and '\(item)' from \(shortestText(scale.minimum)) to \(shortestText(scale.maximum)); give its items one scale",
          chinese:
            "\(role.chinese)：「\(known.item)」之全距為 \(shortestText(known.minimum)) 至 \(shortestText(known.maximum))，「\(item)」為 \(shortestText(scale.minimum)) 至 \(shortestText(scale.maximum))；同一構面之題項須用相同量表"
        )
      }
      range = (scale.minimum, scale.maximum, item)
    }
    return range.map { ($0.minimum, $0.maximum) }
  }

  /// The items that a score comes from: a construct's, or the item itself.
  package func scoredItems(of name: String) -> [String] {
    constructs.first { $0.name == name }?.items ?? [name]
  }
}
