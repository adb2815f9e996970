import SurveyTable

/// The cells of a column: each different text once, read as a number or a moment only once.
final class RecordColumn {
  let name: String
  /// Places in `texts`; -1 is a missing cell.
  private(set) var codes: [Int32] = []
  private(set) var texts: [String] = []
  private var places: [String: Int32] = [:]
  private var numbers: [Double?] = []
  private var moments: [Moment?] = []
  private var foldedTexts: [String] = []
  /// Whether month and day stand the other way round than `automatic` would take them.
  private var order: DateText.Order = .automatic

  init(name: String) { self.name = name }

  func append(_ text: String?) {
    guard let text, !text.isEmpty else {
      codes.append(-1)
      return
    }
    if let place = places[text] {
      codes.append(place)
      return
    }
    let place = Int32(truncatingIfNeeded: texts.count)
    places[text] = place
    texts.append(text)
    codes.append(place)
  }

  /// The cells of these rows as a column that knows no others, so that what was left out has no part in it.
  func only(_ rows: [Int]) -> RecordColumn {
    let result = RecordColumn(name: name)
    for row in rows { result.append(text(row)) }
    return result
  }

  func text(_ row: Int) -> String? { codes[row] < 0 ? nil : texts[Int(codes[row])] }

  /// The text as it is compared with other files and with lists of the plan: full width, blanks, 臺 and PDF fonts folded.
  func folded(_ row: Int) -> String? {
    if codes[row] < 0 { return nil }
    while foldedTexts.count < texts.count { foldedTexts.append(foldedForMatching(texts[foldedTexts.count])) }
    return foldedTexts[Int(codes[row])]
  }

  /// `nil` where the cell is missing or holds no number; ``isNumber(_:)`` tells which.
  func number(_ row: Int) -> Double? {
    if codes[row] < 0 { return nil }
    while numbers.count < texts.count { numbers.append(Self.number(texts[numbers.count])) }
    return numbers[Int(codes[row])]
  }

  /// The day and second of a cell; `nil` where it is missing or spells no day.
  func moment(_ row: Int) -> Moment? {
    if codes[row] < 0 { return nil }
    if moments.count < texts.count { readMoments() }
    return moments[Int(codes[row])]
  }

  /// Whether a cell that is there cannot be read.
  func isUnreadable(_ row: Int, _ value: Any?) -> Bool { codes[row] >= 0 && value == nil }

  private func readMoments() {
    // A day above 12 anywhere shows the order of all: 13/4/2016 makes 4/5/2016 the fourth of May.
    var dayFirst = false
    var monthFirst = false
    for text in texts {
      guard let date = parseDate(text), !date.isAmbiguous, let order = date.order else { continue }
      if order == .dayFirst { dayFirst = true } else { monthFirst = true }
    }
    order = dayFirst && !monthFirst ? .dayFirst : .automatic
    while moments.count < texts.count { moments.append(Moment(texts[moments.count], order: order)) }
  }

  /// `1,970`, `１２`, `35%`, `NT$ 1,200`, `12.5`.
  static func number(_ text: String) -> Double? {
    if let number = parseNumber(text) { return number.isFinite ? number : nil }
    var digits = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: digits.unicodeScalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x2212: digits += "-"
      case 0x3000, 0xA0: digits += " "
      default: digits.unicodeScalars.append(scalar)
      }
    }
    digits = digits.trimmingSpaces()
    for prefix in ["NT$", "$", "新臺幣", "新台幣"] where digits.hasPrefix(prefix) {
      digits = String(digits.dropFirst(prefix.count)).trimmingSpaces()
    }
    var isPercentage = false
    if digits.hasSuffix("%") {
      isPercentage = true
      digits = String(digits.dropLast()).trimmingSpaces()
    }
    let groups = digits.split(separator: ",", omittingEmptySubsequences: false)
    if groups.count > 1 {
      let whole = groups[groups.count - 1].split(separator: ".", omittingEmptySubsequences: false)[0]
      guard (1...4).contains(groups[0].count), whole.count == 3,
        groups.dropFirst().dropLast().allSatisfy({ $0.count == 3 })
      else { return nil }
      digits = groups.joined()
    }
    guard let number = parseNumber(digits), number.isFinite else { return nil }
    return isPercentage ? number / 100 : number
  }
}

/// A day, and the second of it where one is written.
struct Moment: Hashable, Comparable {
  var day: CalendarDay
  var second: Int?

  /// `nil` for what spells no day; a month or year alone does not.
  init?(_ text: String, order: DateText.Order) {
    guard let date = parseDate(text, order: order), let month = date.month,
      let day = CalendarDay(year: date.year, month: month, day: date.day ?? 1)
    else { return nil }
    self.day = day
    second = date.secondOfDay
    hasDay = date.day != nil
  }

  /// Whether the day is written and not only the month.
  var hasDay = true

  static func < (a: Moment, b: Moment) -> Bool { (a.day, a.second ?? 0) < (b.day, b.second ?? 0) }

  /// Seconds since 1970-01-01 00:00.
  var seconds: Int { day.number * 86_400 + (second ?? 0) }
}
