/// Which scales columns are on, found from the answers themselves.
public struct ScaleDetection: Sendable {
  /// The scale of each column that is on one.
  public var scales: [String: AnswerScale]
  /// What was decided, for the reader to check.
  public var notes: [Note]
  /// Columns of numbers among which one stands apart (1 to 5, and 9): it may mean no answer, which only the user
  /// can say. They are on no scale.
  public var outlyingCodes: [String: Double]
  /// The scale that the other numbers of these columns would be on.
  package var scalesWithoutCode: [String: AnswerScale] = [:]
  /// Different answers of each column, as many as were looked at, with their counts.
  package var answers: [String: [(text: String, count: Int)]]
}

extension SurveyData {
  /// Finds the scale of each of `items` by reading their answers once.
  ///
  /// A column is on a scale of labels where at least half of its answers are known there; a column of whole
  /// numbers is on the smallest of 1–4, 1–5, 1–7, 1–10, 0–10 and 0–100 that holds them, where items of one request
  /// with the same beginnings share the widest. Columns with more than 500 different answers are on none.
  /// Answers that the chosen scale does not know are not guessed; reading the column counts them.
  public func detectScales(
    of items: [String], run: RunControl? = nil
  ) throws(SurveyStatsError) -> ScaleDetection {
    ScaleDetection(of: items, answers: try answerCounts(of: items, run: run))
  }
}

extension ScaleDetection {
  /// The same from answers that were counted already.
  package init(of items: [String], answers: [String: [(text: String, count: Int)]]) {
    var found: [String: AnswerScale] = [:]
    let known = RecognisedAnswers()
    var asNumbers: [(item: String, low: Double, high: Double)] = []
    var outlying: [String: Double] = [:]
    var withoutCode: [String: AnswerScale] = [:]
    for item in items {
      guard let counts = answers[item], !counts.isEmpty else { continue }
      if counts.count <= 2, counts.allSatisfy({ Self.ticks.contains(known[$0.text].folded) }) {
        found[item] = AnswerScale.builtIn(named: "mark")
      } else if let code = Self.outlyingCode(counts, known) {
        outlying[item] = code
        if let range = Self.wholeNumbers(counts.filter { known[$0.text].number != code }, known) {
          withoutCode[item] = Self.numberScale(low: range.low, high: range.high)
        }
      } else if let range = Self.wholeNumbers(counts, known) {
        asNumbers.append((item, range.low, range.high))
      } else if let best = Self.bestLabelScale(counts, known) {
        found[item] = best
      }
    }
    // A middle answer on one item says that its sisters have one too.
    for (item, scale) in found where scale.name.hasSuffix("-4") {
      let five = scale.name.dropLast(1) + "5"
      if found.values.contains(where: { $0.name == five }) {
        found[item] = AnswerScale.builtIn(named: String(five)) ?? scale
      }
    }
    let withoutMiddle = Self.scalesWithoutMiddle(found, answers)
    for (item, scale) in found {
      if let four = withoutMiddle[scale.name] { found[item] = four }
    }
    let widest = asNumbers.filter { $0.low >= 1 && $0.high <= 5 }.map(\.high).max() ?? 0
    for (item, low, high) in asNumbers {
      if let scale = Self.numberScale(low: low, high: high <= 5 ? max(high, widest) : high) {
        found[item] = scale
      }
    }
    self.init(
      scales: found,
      notes: Self.notes(found, items)
        + withoutMiddle.keys.sorted().compactMap { Self.noMiddle($0, withoutMiddle[$0]) },
      outlyingCodes: outlying, scalesWithoutCode: withoutCode, answers: answers)
  }
}

extension SurveyData {
  /// Different answers of each column with their counts, in the order of counts; a column with more than `limit`
  /// has none.
  func answerCounts(
    of items: [String], limit: Int = 500, run: RunControl?
  ) throws(SurveyStatsError) -> [String: [(text: String, count: Int)]] {
    var requests: [ColumnRequest] = []
    for item in items {
      requests.append(
        ColumnRequest(
          column: try position(of: item, as: "items"), reading: .text, missing: missing.codes(for: item)))
    }
    let source = try makeSource()
    // What the answers mean is asked in order to read them.
    source.keepColumns(bytes: 64 << 20)
    if let shared = source.shares(limits.threadCount),
      let counts = try AnswerCounts.read(shared, requests, limit: limit, run: run)
    {
      return Dictionary(
        uniqueKeysWithValues: zip(items, counts).compactMap { item, own in own.map { (item, $0) } })
    }
    var counts = AnswerCounts(columns: items.count, limit: limit)
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: run)
    while try source.next(into: batch) { counts.add(batch) }
    return Dictionary(
      uniqueKeysWithValues: zip(items, AnswerCounts.sorted([counts])).compactMap { item, own in
        own.map { (item, $0) }
      })
  }
}

extension ScaleDetection {
  /// The range of a column whose answers are whole numbers, but for the usual words of people without an
  /// opinion.
  private static func wholeNumbers(
    _ counts: [(text: String, count: Int)], _ known: RecognisedAnswers
  ) -> (low: Double, high: Double)? {
    let words = Self.bareWords
    var range: (low: Double, high: Double)?
    for (text, _) in counts {
      guard let number = known[text].number else {
        if let answer = words.answer(text), answer.score == nil { continue }
        return nil
      }
      if number != number.rounded() || number < 0 { return nil }
      range = (min(range?.low ?? number, number), max(range?.high ?? number, number))
    }
    return range
  }

  private static let bareWords = ScaleReader(.rating(from: 0, to: 0))

  private static let ticks: Set<String> = ["○", "◯", "〇", "●", "✓", "✔", "☑", "■", "v"]

  /// The usual codes of people without an answer, where every other number is at most 5 (or 7, or 10 beside a code of
  /// two digits) and none lies between.
  private static func outlyingCode(
    _ counts: [(text: String, count: Int)], _ known: RecognisedAnswers
  ) -> Double? {
    let numbers = counts.compactMap { known[$0.text].number }.sorted()
    guard numbers.count > 2, numbers.count == counts.count, let last = numbers.last else { return nil }
    let rest = numbers.filter { ![8, 9, 98, 99, 998, 999].contains($0) }
    guard rest.count > 1, rest.count < numbers.count, let high = rest.last, let low = rest.first, low >= 0
    else { return nil }
    return high <= 5 || (high <= 7 && last > 10) || (high <= 10 && last > 90) ? last : nil
  }

  private static func numberScale(low: Double, high: Double) -> AnswerScale? {
    for (bottom, top) in [(1, 4), (1, 5), (1, 7), (1, 10), (0, 10), (0, 100)]
    where low >= Double(bottom) && high <= Double(top) {
      return high <= 1 ? nil : .rating(from: bottom, to: top)
    }
    return nil
  }

  private static func bestLabelScale(
    _ counts: [(text: String, count: Int)], _ recognised: RecognisedAnswers
  ) -> AnswerScale? {
    let total = counts.reduce(0) { $0 + $1.count }
    var best: (known: Int, substantive: Int, scale: AnswerScale)?
    // A bare number says nothing about which words it stands for.
    let words = counts.filter { recognised[$0.text].number == nil }
    let answers = words.map { recognised.answers($0.text) }
    for (place, scale) in recognised.scales.enumerated() {
      var (known, substantive) = (0, 0)
      for (word, own) in zip(words, answers) {
        guard let answer = own[place] else { continue }
        known += word.count
        if answer.isSubstantive { substantive += word.count }
      }
      guard substantive > 0, known * 2 >= total else { continue }
      // The longer scale of a family stands first: the shorter wins where it knows as much, and files whose
      // answers lack the middle are on it.
      let isBetter =
        best.map { known > $0.known || (known == $0.known && isFourPoints(scale, counts, $0.scale)) } ?? true
      if isBetter { best = (known, substantive, scale) }
    }
    return best?.scale
  }

  /// Whether answers that both scales of a family know speak for the one without a middle: telephone polls say
  /// 還算 and 不太 instead of the bare word.
  private static func isFourPoints(
    _ four: AnswerScale, _ counts: [(text: String, count: Int)], _ five: AnswerScale
  ) -> Bool {
    guard four.name == five.name.dropLast(1) + "4" else { return false }
    return counts.contains { text, _ in
      let folded = foldedForMatching(text)
      return folded.contains("還算") || folded.contains("不太") || folded.contains("somewhat")
    }
  }

  /// Five-point scales whose middle nobody chose on any item although all four other answers occur, with the scale
  /// of four points that their labels are on as well: a file of a form without 普通.
  private static func scalesWithoutMiddle(
    _ found: [String: AnswerScale], _ answers: [String: [(text: String, count: Int)]]
  ) -> [String: AnswerScale] {
    var result: [String: AnswerScale] = [:]
    for five in AnswerScale.builtIn where five.name.hasSuffix("-5") {
      if !found.values.contains(where: { $0.name == five.name }) { continue }
      guard let four = AnswerScale.builtIn(named: five.name.dropLast(1) + "4") else { continue }
      let (reader, shorter) = (ScaleReader.reader(of: five), ScaleReader.reader(of: four))
      let middle = (five.minimum + five.maximum) / 2
      var (scores, total, isKnown) = (Set<Double>(), 0, true)
      for (item, scale) in found where scale.name == five.name {
        for (text, count) in answers[item] ?? [] {
          guard let score = reader.answer(text)?.score else { continue }
          scores.insert(score)
          total += count
          isKnown = isKnown && shorter.answer(text)?.score != nil
        }
      }
      // A handful of answers may lack the middle by chance.
      if scores.count == 4, !scores.contains(middle), total >= 30, isKnown { result[five.name] = four }
    }
    return result
  }

  private static func noMiddle(_ five: String, _ four: AnswerScale?) -> Note? {
    guard let four else { return nil }
    return Note(
      code: "scale_without_middle",
      english:
        "Nobody gave the middle answer on any item, so that the answers were taken for \(four.name) and not for \(five); if the form had a middle answer, name the scale.",
      chinese: "各題皆無中間選項（如普通）之回答，採用\(four.chineseName)而非 \(five)；若問卷有中間選項，請指定量表。")
  }

  private static func notes(_ found: [String: AnswerScale], _ items: [String]) -> [Note] {
    var byScale: [(name: String, items: [String])] = []
    for item in items {
      guard let name = found[item]?.name else { continue }
      if let known = byScale.firstIndex(where: { $0.name == name }) {
        byScale[known].items.append(item)
      } else {
        byScale.append((name, [item]))
      }
    }
    return byScale.map { name, items in
      let shown = items.prefix(3).joined(separator: ", ") + (items.count > 3 ? ", … (\(items.count))" : "")
      let zh =
        items.prefix(3).map { "「\($0)」" }.joined(separator: "、")
        + (items.count > 3 ? "等 \(items.count) 題" : "")
      let isNumbers = name.hasPrefix("rating")
      let scaleName = items.first.flatMap { found[$0]?.chineseName } ?? name
      return Note(
        code: "scale_detected",
        english:
          "The answers of \(shown) were taken for the scale \(name)\(isNumbers ? ", the highest number being the best" : ""); if that is wrong, name the scale.",
        chinese: "依答案內容，\(zh)採用\(scaleName)\(isNumbers ? "（數字越大越好）" : "")；如有不符，請指定量表。")
    }
  }
}

/// The places of different answers in the order in which people expect them: that of the scale of labels that they
/// are on, answers without a score and unknown ones last. `nil` where they are on no such scale.
package func orderOnScale(_ answers: [String]) -> [Int]? {
  let name = "answers"
  let detection = ScaleDetection(of: [name], answers: [name: answers.map { ($0, 1) }])
  guard let scale = detection.scales[name], scale.options.count(where: { $0.score != nil }) > 2 else {
    return nil
  }
  let reader = ScaleReader.reader(of: scale)
  let places = answers.map { text in
    reader.answer(text).flatMap { answer in scale.options.firstIndex { $0.label == answer.label } }
      ?? scale.options.count
  }
  return answers.indices.sorted { (places[$0], $0) < (places[$1], $1) }
}
