import SurveyTable

/// Column names as all doors know them: no two alike, none empty.
struct HeaderNames {
  private(set) var names: [String] = []
  private(set) var notes: [Note] = []

  /// A name that comes again becomes `name.2`, `name.3` …, the first that is not in the header by itself;
  /// an empty one becomes `column3`.
  init(_ header: [String]) {
    var taken = Set(header)
    var given: Set<String> = []
    var lastNumber: [String: Int] = [:]
    var empty: [Int] = []
    var repeated: [(old: String, new: String)] = []
    for (index, cell) in header.enumerated() {
      var base = cell
      if cell.isEmpty {
        empty.append(index + 1)
        base = "column\(index + 1)"
        if taken.insert(base).inserted {
          given.insert(base)
          names.append(base)
          continue
        }
      } else if given.insert(cell).inserted {
        names.append(cell)
        continue
      }
      var number = lastNumber[base] ?? 1
      var name: String
      repeat {
        number += 1
        name = "\(base).\(number)"
      } while !taken.insert(name).inserted
      lastNumber[base] = number
      given.insert(name)
      names.append(name)
      if !cell.isEmpty { repeated.append((cell, name)) }
    }
    note(empty: empty)
    note(repeated: repeated)
  }

  /// `column1` … `columnN` for a file without a header.
  init(columnCount: Int) { names = (0..<columnCount).map { "column\($0 + 1)" } }

  private mutating func note(empty: [Int]) {
    if empty.isEmpty { return }
    let list =
      empty.prefix(10).map { "column\($0)" }.joined(separator: ", ") + (empty.count > 10 ? ", …" : "")
    notes.append(
      Note(
        code: "empty_header",
        english:
          "\(counted(empty.count, "column")) without a name \(agreeing(empty.count, "was", "were")) named by position: \(list).",
        chinese: "\(empty.count) 個欄位沒有名稱，已依位置命名：\(list)。"))
  }

  private mutating func note(repeated: [(old: String, new: String)]) {
    if repeated.isEmpty { return }
    let list =
      repeated.prefix(10).map { "\(printable($0.new))" }.joined(separator: ", ")
      + (repeated.count > 10 ? ", …" : "")
    notes.append(
      Note(
        code: "duplicate_header",
        english:
          "\(counted(repeated.count, "column")) \(agreeing(repeated.count, "repeats", "repeat")) a name and \(agreeing(repeated.count, "was", "were")) numbered: \(list).",
        chinese: "\(repeated.count) 個欄位名稱重複，已加上編號：\(list)。"))
  }
}
