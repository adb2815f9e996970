import SurveyTable

/// What one cell says, before missing codes are looked at. Whole columns of numbers are read without it.
enum ArrowCell {
  case missing
  /// A number, and its text where that is more than the shortest that reads back as the number.
  case number(Double, text: String?)
  /// A date or a time.
  case words(String)
  /// In the producer's memory.
  case text(UnsafeRawBufferPointer)
}

extension ArrowColumn {
  /// The cell in `row` of a column without a dictionary.
  func cell(_ row: Int) throws(Fault) -> ArrowCell {
    if !isThere(row) { return .missing }
    switch type {
    case .null, .unreadable: return .missing
    case .boolean: return .number(Double(integer(row)), text: nil)
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32:
      let value = integer(row)
      return .number(Double(value), text: String(value))
    case .uint64:
      let value = UInt64(bitPattern: integer(row))
      return .number(Double(value), text: String(value))
    case .float16, .float32, .float64:
      let value = float(row)
      return value.isNaN ? .missing : .number(value, text: nil)
    case .decimal(let bytes, let scale): return decimal(row, bytes: bytes, scale: scale)
    case .text, .textView: return .text(try text(row))
    case .days: return .words(try date(integer(row)))
    case .dayMilliseconds: return .words(try date(integer(row).flooredQuotient(by: 86_400_000)))
    case .time(_, let ticks): return .words(try time(integer(row), ticks))
    case .timestamp(let ticks, let zone): return .words(try timestamp(integer(row), ticks, zone: zone))
    }
  }

  func float(_ row: Int) -> Double {
    guard let values else { return .nan }
    let place = start + row
    switch type {
    case .float64: return values.loadUnaligned(fromByteOffset: place &* 8, as: Double.self)
    case .float32: return Double(values.loadUnaligned(fromByteOffset: place &* 4, as: Float.self))
    default: return halfPrecision(UInt16(truncatingIfNeeded: integer(row)))
    }
  }

  // MARK: Decimals

  private func decimal(_ row: Int, bytes: Int, scale: Int) -> ArrowCell {
    var value = Int128(integer(row))
    if bytes == 16, let values {
      let place = (start + row) &* 16
      let low = values.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      let high = values.loadUnaligned(fromByteOffset: place &+ 8, as: Int64.self)
      value = Int128(high) << 64 | Int128(low)
    }
    // A double holds the digits and the power of ten exactly: one division rounds once.
    if value.magnitude <= 1 << 53, 0...22 ~= scale {
      let number = Double(value) / powersOfTen[scale]
      return .number(number, text: scale == 0 ? String(value) : nil)
    }
    let text = decimalText(value, scale: scale)
    return .number(parseNumber(text) ?? .nan, text: text)
  }

  // MARK: Dates and times

  private func date(_ days: Int64) throws(Fault) -> String {
    // Years that ISO 8601 writes with four digits.
    guard -719_162...2_932_896 ~= days else { throw Fault(what: ": it is no day of the years 1 to 9999") }
    return DateText(daysSince1970: Int(days)).isoText
  }

  private func time(_ ticks: Int64, _ ticksPerSecond: Int64) throws(Fault) -> String {
    guard ticks >= 0, ticks / ticksPerSecond < 86_400 else { throw Fault(what: ": it is no time of a day") }
    return clock(ticks, ticksPerSecond)
  }

  private func timestamp(_ ticks: Int64, _ ticksPerSecond: Int64, zone: Int?) throws(Fault) -> String {
    let (local, overflow) = ticks.addingReportingOverflow(Int64(zone ?? 0) * ticksPerSecond)
    if overflow { throw Fault(what: ": it is no day of the years 1 to 9999") }
    let ticksPerDay = 86_400 * ticksPerSecond
    let days = local.flooredQuotient(by: ticksPerDay)
    let text = try date(days)
    let rest = local - days * ticksPerDay
    // Tables often store dates as times: midnight without a zone is the date.
    guard let zone else { return rest == 0 ? text : text + "T" + clock(rest, ticksPerSecond) }
    let minutes = abs(zone) / 60
    return text + "T" + clock(rest, ticksPerSecond) + (zone < 0 ? "-" : "+") + twoDigits(minutes / 60) + ":"
      + twoDigits(minutes % 60)
  }

  /// `15:21:10`, with six digits behind it where there is a part of a second, or nine where six are too few.
  private func clock(_ ticks: Int64, _ ticksPerSecond: Int64) -> String {
    let seconds = Int(ticks / ticksPerSecond)
    let whole = twoDigits(seconds / 3600) + ":" + twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60)
    let nanoseconds = ticks % ticksPerSecond * (1_000_000_000 / ticksPerSecond)
    if nanoseconds == 0 { return whole }
    let isFine = nanoseconds % 1000 != 0
    let digits = String(isFine ? nanoseconds : nanoseconds / 1000)
    return whole + "." + String(repeating: "0", count: (isFine ? 9 : 6) - digits.count) + digits
  }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// The digits of `value` with `scale` of them behind the point, zeros at the end left out.
private func decimalText(_ value: Int128, scale: Int) -> String {
  var digits = String(value.magnitude)
  if value == 0 { return "0" }
  if scale < 0 {
    digits += String(repeating: "0", count: -scale)
  } else if scale > 0 {
    digits = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    var fraction = digits.suffix(scale)
    digits = String(digits.dropLast(scale))
    while fraction.last == "0" { fraction = fraction.dropLast() }
    if !fraction.isEmpty { digits += "." + fraction }
  }
  return (value < 0 ? "-" : "") + digits
}

/// IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. Every value of it is a double.
func halfPrecision(_ bits: UInt16) -> Double {
  let fraction = Double(bits & 0x3FF)
  let exponent = Int(bits >> 10 & 0x1F)
  let magnitude: Double =
    switch exponent {
    case 0: fraction / 16_777_216
    case 31: fraction == 0 ? .infinity : .nan
    default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  return bits & 0x8000 == 0 ? magnitude : -magnitude
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
  1e19, 1e20, 1e21, 1e22,
]

extension Int64 {
  /// The quotient rounded down, for `divisor` > 0.
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
