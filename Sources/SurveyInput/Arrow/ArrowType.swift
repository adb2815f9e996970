/// What a column of an Arrow table holds, read from its format string (Apache Arrow, "The Arrow C data
/// interface", section "Data type description").
enum ArrowType: Sendable, Hashable {
  case null
  case boolean
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case float16, float32, float64
  /// Whole numbers of that many bytes, `scale` digits of which stand behind the point.
  case decimal(bytes: Int, scale: Int)
  /// UTF-8 with offsets of that many bytes.
  case text(offsetBytes: Int)
  /// UTF-8 in views of 16 bytes.
  case textView
  /// Days since 1970-01-01.
  case days
  /// Milliseconds since then, of whole days.
  case dayMilliseconds
  /// Time of the day.
  case time(bytes: Int, ticksPerSecond: Int64)
  /// Time since 1970-01-01; `zone` is the distance from UTC in seconds, `nil` where no zone is said.
  case timestamp(ticksPerSecond: Int64, zone: Int?)
  /// What no answer can be made of; `what` ends the sentence "the column holds …".
  case unreadable(what: String, chinese: String, remedy: Remedy)

  /// What somebody can do to have answers of a column that holds none.
  enum Remedy: Sendable, Hashable {
    case castToText
    case castToNumber
    case takeApart
    case removeZone
    case decode
  }
}

extension ArrowType {
  init(format: String) {
    switch format {
    case "n": self = .null
    case "b": self = .boolean
    case "c": self = .int8
    case "C": self = .uint8
    case "s": self = .int16
    case "S": self = .uint16
    case "i": self = .int32
    case "I": self = .uint32
    case "l": self = .int64
    case "L": self = .uint64
    case "e": self = .float16
    case "f": self = .float32
    case "g": self = .float64
    case "u": self = .text(offsetBytes: 4)
    case "U": self = .text(offsetBytes: 8)
    case "vu": self = .textView
    case "tdD": self = .days
    case "tdm": self = .dayMilliseconds
    case "tts": self = .time(bytes: 4, ticksPerSecond: 1)
    case "ttm": self = .time(bytes: 4, ticksPerSecond: 1000)
    case "ttu": self = .time(bytes: 8, ticksPerSecond: 1_000_000)
    case "ttn": self = .time(bytes: 8, ticksPerSecond: 1_000_000_000)
    default: self = Self.parametric(format)
    }
  }

  /// The formats that carry more than letters, and those that are refused.
  private static func parametric(_ format: String) -> ArrowType {
    if format.hasPrefix("ts") { return timestamp(format.dropFirst(2)) }
    if format.hasPrefix("d:") { return decimal(format.dropFirst(2)) }
    let kinds: [(prefix: String, what: String, chinese: String, remedy: Remedy)] = [
      ("z", "bytes", "位元組", .castToText), ("Z", "bytes", "位元組", .castToText),
      ("vz", "bytes", "位元組", .castToText), ("w:", "bytes of one width", "固定長度位元組", .castToText),
      ("tD", "durations", "時間長度", .castToNumber), ("ti", "intervals", "時間間隔", .castToText),
      ("+l", "lists", "清單", .takeApart), ("+L", "lists", "清單", .takeApart),
      ("+vl", "lists", "清單", .takeApart), ("+vL", "lists", "清單", .takeApart),
      ("+w:", "lists of one length", "固定長度清單", .takeApart), ("+s", "structs", "結構", .takeApart),
      ("+m", "maps", "對照表", .takeApart), ("+ud:", "unions", "聯合型別", .takeApart),
      ("+us:", "unions", "聯合型別", .takeApart), ("+r", "runs (run-end encoded)", "連續值編碼", .decode),
    ]
    if let kind = kinds.first(where: {
      $0.prefix.hasSuffix(":") ? format.hasPrefix($0.prefix) : format == $0.prefix
    })
      ?? kinds.first(where: { $0.prefix.hasPrefix("t") && format.hasPrefix($0.prefix) })
    {
      return .unreadable(what: kind.what, chinese: kind.chinese, remedy: kind.remedy)
    }
    return .unreadable(what: "values of a type that is not known", chinese: "無法辨識的型別", remedy: .castToText)
  }

  private static func timestamp(_ rest: Substring) -> ArrowType {
    let unknown = ArrowType.unreadable(
      what: "values of a type that is not known", chinese: "無法辨識的型別", remedy: .castToText)
    let ticks: Int64
    switch rest.prefix(2) {
    case "s:": ticks = 1
    case "m:": ticks = 1000
    case "u:": ticks = 1_000_000
    case "n:": ticks = 1_000_000_000
    default: return unknown
    }
    let zone = rest.dropFirst(2)
    if zone.isEmpty { return .timestamp(ticksPerSecond: ticks, zone: nil) }
    guard let seconds = secondsEast(zone) else {
      return .unreadable(
        what: "times of the zone \(printable(String(zone.prefix(40))))",
        chinese: "時區 \(printable(String(zone.prefix(40)))) 的時間", remedy: .removeZone)
    }
    return .timestamp(ticksPerSecond: ticks, zone: seconds)
  }

  /// Zones that need no table of the world's clocks: UTC under its names, and `+08:00`.
  private static func secondsEast(_ zone: Substring) -> Int? {
    let names: Set<Substring> = ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z", "Zulu", "Etc/Zulu"]
    if names.contains(zone) { return 0 }
    let digits = Array(zone.utf8)
    guard digits.count == 6, digits[0] == UInt8(ascii: "+") || digits[0] == UInt8(ascii: "-"),
      digits[3] == UInt8(ascii: ":")
    else { return nil }
    let numbers = [1, 2, 4, 5].map { Int(digits[$0]) - 48 }
    guard numbers.allSatisfy({ 0...9 ~= $0 }), numbers[2] < 6 else { return nil }
    let hours = numbers[0] * 10 + numbers[1]
    guard hours < 24 else { return nil }
    let seconds = hours * 3600 + (numbers[2] * 10 + numbers[3]) * 60
    return digits[0] == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// `precision,scale` and the width in bits, which is 128 where nothing is said.
  private static func decimal(_ rest: Substring) -> ArrowType {
    let parts = rest.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2 || parts.count == 3, let precision = parts[0], let scale = parts[1],
      let bits = parts.count == 3 ? parts[2] : 128, precision > 0, -76...76 ~= scale
    else {
      return .unreadable(
        what: "values of a type that is not known", chinese: "無法辨識的型別", remedy: .castToNumber)
    }
    if [32, 64, 128].contains(bits) { return .decimal(bytes: bits / 8, scale: scale) }
    return .unreadable(what: "decimals of \(bits) bits", chinese: "\(bits) 位元的小數", remedy: .castToNumber)
  }

  /// Bytes of one value in the second buffer; `nil` for types whose values have no width of their own.
  var width: Int? {
    switch self {
    case .null, .boolean, .unreadable: nil
    case .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32, .days: 4
    case .int64, .uint64, .float64, .dayMilliseconds, .timestamp: 8
    case .decimal(let bytes, _), .time(let bytes, _): bytes
    case .text(let offsetBytes): offsetBytes
    case .textView: 16
    }
  }

  /// Whether a column's values can be stored as numbers without a look at each cell.
  var isNumbersSideBySide: Bool {
    switch self {
    case .null, .boolean, .float16, .float32, .float64: true
    default: isInteger
    }
  }

  var isInteger: Bool {
    switch self {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: true
    default: false
    }
  }
}

extension ArrowType.Remedy {
  var english: String {
    switch self {
    case .castToText: "cast it to text or numbers"
    case .castToNumber: "cast it to numbers"
    case .takeApart: "take it apart into columns of numbers or text"
    case .removeZone: "turn it into local time without a zone, or into text"
    case .decode: "decode it into plain values"
    }
  }

  var chinese: String {
    switch self {
    case .castToText: "請先轉為文字或數字"
    case .castToNumber: "請先轉為數字"
    case .takeApart: "請先拆成數字或文字欄位"
    case .removeZone: "請先轉為不帶時區的當地時間，或轉為文字"
    case .decode: "請先還原為一般欄位"
    }
  }
}
