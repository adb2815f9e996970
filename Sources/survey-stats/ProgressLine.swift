import SurveyReports
import SurveyStats
import SurveyTable

/// How far the work is, in one line: `[=====>    ]  43%  1,234,567 rows  85 MB/s  5 s left`.
struct ProgressLine {
  private let begun: ContinuousClock.Instant
  private var passBegun: ContinuousClock.Instant
  private var pass = 0
  private var progress: RunControl.Progress?
  private var seconds = 0.0

  /// Work that is done sooner needs no line.
  private static let leastSeconds = 0.5

  init(begun: ContinuousClock.Instant) {
    self.begun = begun
    passBegun = begun
  }

  /// Takes down what a run says at `now`; a command may read its data several times, each time from the beginning.
  mutating func note(_ progress: RunControl.Progress, pass: Int, at now: ContinuousClock.Instant) {
    if pass != self.pass {
      self.pass = pass
      passBegun = now
    }
    self.progress = progress
    seconds = (now - passBegun) / .seconds(1)
  }

  /// Whether there is something to be shown of work that has lasted long enough.
  func isDue(at now: ContinuousClock.Instant) -> Bool {
    guard let progress, progress.rows > 0 || progress.bytes > 0 else { return false }
    return (now - begun) / .seconds(1) >= Self.leastSeconds
  }

  /// The line in at most `columns` columns: what matters less is left out where it is narrow; empty where nothing fits.
  func text(columns: Int, language: Language) -> String {
    guard let progress else { return "" }
    let isChinese = language == .traditionalChinese
    let fraction =
      progress.totalBytes > 0 ? min(1, max(0, Double(progress.bytes) / Double(progress.totalBytes))) : nil
    let percent = fraction.map { share in
      let digits = String(Int(share * 100))
      return String(repeating: " ", count: 3 - min(3, digits.count)) + digits + "%"
    }
    let bar = fraction.map(Self.bar)
    let unit = isChinese ? " 列" : agreeing(progress.rows, " row", " rows")
    let rows = progress.rows > 0 ? Self.grouped(progress.rows) + unit : nil
    let speed = seconds > 0.1 && progress.bytes > 0 ? Self.speed(Double(progress.bytes) / seconds) : nil
    let left = fraction.flatMap { Self.left($0, after: seconds, isChinese) }
    let again = pass > 1 ? (isChinese ? "第 \(pass) 次讀取" : "pass \(pass)") : nil
    for parts in [
      [bar, percent, rows, speed, left, again], [bar, percent, rows, speed, left],
      [bar, percent, rows, left],
      [percent, rows, left], [percent, left], [percent], [rows],
    ] {
      let text = parts.compactMap { $0 }.joined(separator: "  ")
      if !text.isEmpty, displayWidth(text) <= columns { return text }
    }
    return ""
  }

  private static func bar(_ share: Double) -> String {
    let width = 20
    let done = Int(share * Double(width))
    let head = done < width ? ">" : ""
    return "[" + String(repeating: "=", count: done) + head
      + String(repeating: " ", count: max(0, width - done - head.count)) + "]"
  }

  private static func speed(_ bytesPerSecond: Double) -> String {
    let tenths = Int(bytesPerSecond / 1e5)
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10) MB/s" : "\(grouped(tenths / 10)) MB/s"
  }

  /// How long it takes if it goes on as it went; `nil` while too little has been seen.
  private static func left(_ share: Double, after seconds: Double, _ isChinese: Bool) -> String? {
    guard share >= 0.02, seconds >= leastSeconds else { return nil }
    // At most 49 times what has passed.
    let rest = Int((seconds * (1 - share) / share).rounded(.up))
    let (hours, minutes) = (rest / 3600, rest / 60 % 60)
    if isChinese {
      let time =
        rest < 60 ? "\(rest) 秒" : hours == 0 ? "\(minutes) 分 \(rest % 60) 秒" : "\(hours) 小時 \(minutes) 分"
      return "約剩 \(time)"
    }
    return
      (rest < 60
      ? "\(rest) s" : hours == 0 ? "\(minutes) min \(rest % 60) s" : "\(hours) h \(minutes) min") + " left"
  }

  /// A count with thousands separators.
  private static func grouped(_ count: Int) -> String {
    var groups: [String] = []
    var digits = String(count)[...]
    while digits.count > 3 {
      groups.append(String(digits.suffix(3)))
      digits = digits.dropLast(3)
    }
    return ([String(digits)] + groups.reversed()).joined(separator: ",")
  }
}
