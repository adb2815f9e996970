extension DateReader {
  private enum Half {
    /// 上午, AM: 12 is midnight.
    case morning
    /// 下午, PM: 12 is noon.
    case afternoon
    /// 中午: from 11 to 2, and 12 is noon.
    case noon
    /// 晚上: 12 is midnight, and the hours up to 4 are those behind it.
    case night
  }

  private static let halves: [(word: String, half: Half)] = [
    ("上午", .morning), ("下午", .afternoon), ("凌晨", .morning), ("清晨", .morning), ("早上", .morning),
    ("中午", .noon), ("傍晚", .afternoon), ("晚上", .night), ("晚間", .night),
  ]

  /// `15:21`, `3:21:10 PM`, `下午 3:21`, `15時21分10秒`, with a time zone behind it or not: the second of the day.
  mutating func clock() -> Int? {
    var half = self.half()
    skipBlanks()
    guard let hour = digits(atMost: 2) else { return nil }
    var minute = 0
    var second = 0
    if take(":") {
      guard let minutes = digits(atMost: 2), minutes.count == 2 else { return nil }
      minute = minutes.value
      if take(":") {
        guard let seconds = digits(atMost: 2), seconds.count == 2 else { return nil }
        second = seconds.value
        if take("."), digits(atMost: 9) == nil { return nil }
      }
    } else {
      guard take("時") || take("點"), let words = minutesInWords() else { return nil }
      (minute, second) = words
    }
    skipBlanks()
    if half == nil { half = self.half() }
    skipBlanks()
    guard zone(), minute < 60, second < 60, let hour = self.hour(hour.value, half) else { return nil }
    skipBlanks()
    return hour * 3600 + minute * 60 + second
  }

  /// `21分`, `21分10秒`, `整`, nothing.
  private mutating func minutesInWords() -> (minute: Int, second: Int)? {
    if take("整") { return (0, 0) }
    guard let minute = digits(atMost: 2) else { return (0, 0) }
    guard take("分") else { return nil }
    guard let second = digits(atMost: 2) else { return (minute.value, 0) }
    return take("秒") ? (minute.value, second.value) : nil
  }

  private mutating func half() -> Half? {
    for (word, half) in Self.halves where take(word) { return half }
    for word in ["AM", "A.M."] where takeIgnoringCase(word) { return .morning }
    for word in ["PM", "P.M."] where takeIgnoringCase(word) { return .afternoon }
    return nil
  }

  private func hour(_ hour: Int, _ half: Half?) -> Int? {
    switch half {
    case nil: hour < 24 ? hour : nil
    case .morning: hour < 12 ? hour : hour == 12 ? 0 : nil
    case .afternoon: hour < 12 ? hour + 12 : hour < 24 ? hour : nil
    case .noon: hour == 11 || hour == 12 ? hour : hour == 1 || hour == 2 ? hour + 12 : nil
    case .night: hour < 5 ? hour : hour < 12 ? hour + 12 : hour == 12 ? 0 : hour < 24 ? hour : nil
    }
  }

  /// Reads over `Z`, `GMT+8`, `UTC`, `+08:00`, `+0800`; false where what stands here is cut short.
  private mutating func zone() -> Bool {
    let isNamed = take("GMT") || take("UTC")
    if !isNamed, take("Z") { return true }
    guard take("+") || take("-") || take("−") else { return true }
    guard let hours = digits(atMost: 4) else { return false }
    if hours.count <= 2, take(":") { return digits(atMost: 2)?.count == 2 }
    return isNamed || hours.count != 1
  }
}
