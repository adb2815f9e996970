import SurveyTable

// Numbers for people: fixed decimals, half away from zero as officials round, no locale.

/// `value` with `decimals` places. Half rounds away from zero in the decimal text that the shortest form of
/// the number shows, so that 2.675 becomes 2.68 although the double lies below it. The text is rounded to twelve
/// significant digits first: a weighted share of 0.5185 may have come out as 0.5184999999999998, and stands beside
/// one that is 0.5185.
///
/// `shift` moves the decimal point to the right first. A percentage is a shift by 2, not a product with 100: 0.5735 is
/// 57.4 %, and 100 × 0.5735 is 57.349999999999994.
func fixedText(_ value: Double, decimals: Int, shift: Int = 0) -> String {
  guard value.isFinite else { return "" }
  if value.magnitude >= 1e15 { return value.description }
  guard let exact = decimalDigits(value.magnitude) else { return value.description }
  let (digits, unshifted) = withoutNoise(exact, shown: exact.point + shift + decimals)
  let point = unshifted + shift
  // digits[0..<point] stand before the decimal point; point may be negative.
  var kept: [UInt8] = []
  let last = point + decimals
  for index in min(point, 0)..<max(last, 0) {
    kept.append(index >= 0 && index < digits.count ? digits[index] : 0)
  }
  if point > 0, kept.count < last { kept += [UInt8](repeating: 0, count: last - kept.count) }
  let next = last >= 0 && last < digits.count ? digits[last] : 0
  if next >= 5 {
    var index = kept.count - 1
    while index >= 0 {
      if kept[index] < 9 {
        kept[index] += 1
        break
      }
      kept[index] = 0
      index -= 1
    }
    if index < 0 { kept.insert(1, at: 0) }
  }
  while kept.count <= decimals { kept.insert(0, at: 0) }
  let isZero = kept.allSatisfy { $0 == 0 }
  var text = value < 0 && !isZero ? "-" : ""
  let whole = kept.count - decimals
  var started = false
  for (index, digit) in kept.enumerated() {
    if index == whole { text += "." }
    if digit != 0 || index >= whole - 1 { started = true }
    if started { text.append(Character(Unicode.Scalar(digit + 48))) }
  }
  return text
}

/// The digits of the shortest text of a number that is not negative, and how many stand before the point.
private func decimalDigits(_ value: Double) -> (digits: [UInt8], point: Int)? {
  let text = Array(value.description.utf8)
  var digits: [UInt8] = []
  var point: Int?
  var index = 0
  while index < text.count, text[index] != UInt8(ascii: "e") {
    if text[index] == UInt8(ascii: ".") {
      point = digits.count
    } else if text[index] >= 48, text[index] <= 57 {
      digits.append(text[index] - 48)
    } else {
      return nil
    }
    index += 1
  }
  var place = point ?? digits.count
  if index < text.count {
    guard let exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) else { return nil }
    place += exponent
  }
  return (digits, place)
}

/// The digits to twelve significant ones, half up, where no more than these are shown: what a chain of computations
/// in binary leaves behind them is noise.
private func withoutNoise(
  _ number: (digits: [UInt8], point: Int), shown: Int
) -> (digits: [UInt8], point: Int) {
  let first = number.digits.firstIndex { $0 != 0 } ?? 0
  let end = first + 12
  guard shown < end, number.digits.count > end else { return number }
  var digits = Array(number.digits[..<end])
  guard number.digits[end] >= 5 else { return (digits, number.point) }
  var index = end - 1
  while index >= 0, digits[index] == 9 {
    digits[index] = 0
    index -= 1
  }
  if index >= 0 {
    digits[index] += 1
    return (digits, number.point)
  }
  return ([1] + digits, number.point + 1)
}

/// A percentage with one decimal and its sign: 0.0218579 is 2.2 %.
func percentText(_ fraction: Double, decimals: Int = 1) -> String {
  fixedText(fraction, decimals: decimals, shift: 2) + "%"
}

/// `12.0% – 15.3%`; with a limit below zero `−15.3% to −0.2%`, since a dash between two minus signs cannot be read.
func intervalText(_ low: String, _ high: String, _ language: Language) -> String {
  let limits = [low, high].map(withMinusSign)
  if !limits.contains(where: { $0.hasPrefix("−") }) { return "\(low) – \(high)" }
  return limits.joined(separator: language == .traditionalChinese ? " 至 " : " to ")
}

/// The same of an interval that may reach beyond what the sample holds: `≤ 699` without a lower limit, `≥ 12` without an
/// upper one; `nil` without either.
func intervalText(low: String?, high: String?, _ language: Language) -> String? {
  switch (low, high) {
  case (let low?, let high?): intervalText(low, high, language)
  case (nil, let high?): "≤ \(withMinusSign(high))"
  case (let low?, nil): "≥ \(withMinusSign(low))"
  case (nil, nil): nil
  }
}

/// Whether the printed figures of two periods give the printed difference, which is computed before rounding.
func printedFiguresSubtract(
  from: Double, to: Double, difference: Double, decimals: Int, shift: Int = 0
) -> Bool {
  // Printed figures are whole numbers of their last place, which Doubles hold exactly.
  func lastPlaces(_ value: Double) -> Double? {
    parseNumber(fixedText(value, decimals: decimals, shift: shift)).map { number in
      (number * (0..<decimals).reduce(1.0) { factor, _ in factor * 10 }).rounded()
    }
  }
  guard let a = lastPlaces(from), let b = lastPlaces(to), let gap = lastPlaces(difference) else {
    return true
  }
  return b - a == gap
}

/// How many decimals show an estimate with two significant digits of its standard error: no more digits than
/// the sample supports, and never more than six.
func usefulDecimals(standardErrors: [Double], estimates: [Double]) -> Int {
  let errors = standardErrors.filter { $0 > 0 && $0.isFinite }
  let scale = errors.min() ?? estimates.map(\.magnitude).filter { $0 > 0 }.min()
  guard let scale else { return 2 }
  var decimals = 0
  var size = scale
  while size < 10, decimals < 6 {
    size *= 10
    decimals += 1
  }
  return errors.isEmpty ? min(decimals, 3) : decimals
}

/// The text of a number with a minus sign in place of a hyphen, as pages for people have it.
func withMinusSign(_ text: String) -> String { text.hasPrefix("-") ? "−" + text.dropFirst() : text }
