/// What a made file looks like. The values come from the runner, which reads them from cases.json.
struct Specification {
  enum Kind: String {
    /// Bare cells, line feeds.
    case plain
    /// Every cell in quotes; one note in a hundred holds commas, doubled quotes and a line break.
    case quoted
    /// Bare cells, carriage return and line feed.
    case crlf
    /// Chinese headers and answers: labels instead of codes.
    case chinese
    /// Bare cells; a missing answer is blank or NA.
    case missing
  }

  var path = ""
  var kind = Kind.plain
  var rows = 1000
  var strata = 20
  /// In all; every stratum has as many.
  var clusters = 500
  var items = 21
  var domains = 39
  /// The share of missing answers, for each item by itself.
  var missing = 0.03
  var seed: UInt64 = 1
  /// Headers, in the order of `Column`; items are numbered after their prefix.
  var names = ["id", "stratum", "cluster", "weight", "q", "sex", "age", "domain", "channel", "x", "note"]

  init(arguments: [String]) throws(UsageError) {
    var words = arguments[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("--") else {
        path = word
        continue
      }
      guard let value = words.popFirst() else { throw UsageError("\(word) lacks a value") }
      switch word {
      case "--kind":
        guard let known = Kind(rawValue: value) else { throw UsageError("no kind of file: \(value)") }
        kind = known
      case "--rows": rows = try Self.count(value, word)
      case "--strata": strata = try Self.count(value, word)
      case "--clusters": clusters = try Self.count(value, word)
      case "--items": items = try Self.count(value, word)
      case "--domains": domains = try Self.count(value, word)
      case "--missing":
        guard let share = Double(value), (0...1).contains(share) else {
          throw UsageError("--missing takes a share from 0 to 1, not \(value)")
        }
        missing = share
      case "--seed":
        guard let number = UInt64(value) else {
          throw UsageError("--seed takes a whole number, not \(value)")
        }
        seed = number
      case "--names":
        let given = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard given.count == names.count else { throw UsageError("--names takes \(names.count) names") }
        names = given
      default: throw UsageError("no option \(word)")
      }
    }
    guard !path.isEmpty else { throw UsageError("no file to write") }
    guard clusters % strata == 0, clusters / strata >= 2 else {
      throw UsageError("every stratum has as many clusters, at least two: \(clusters) in \(strata) strata")
    }
  }

  private static func count(_ text: String, _ option: String) throws(UsageError) -> Int {
    guard let number = Int(text), (1...1_000_000_000).contains(number) else {
      throw UsageError("\(option) takes a whole number of 1 or more, not \(text)")
    }
    return number
  }
}

struct UsageError: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}
