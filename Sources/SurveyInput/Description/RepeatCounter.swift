import SurveyTable

/// Counts records that came before, by their 64-bit hashes in an open table; it gives up where the table
/// would grow beyond some tens of megabytes.
struct RepeatCounter {
  /// Different records that are remembered.
  static let most = 2_000_000

  private var slots: [UInt64] = [UInt64](repeating: 0, count: 1024)
  private var used = 0
  private var repeated = 0
  private var isFull = false
  // Differs in each process, so that nobody can prepare records that all fall into one place.
  private let seed = UInt64.random(in: .min ... .max)

  /// `nil` where there were too many records.
  var count: Int? { isFull ? nil : repeated }

  var note: Note {
    Note(
      code: "duplicates_not_counted",
      english: "Repeated records were not counted: there are more than \(Self.most) different ones.",
      chinese: "相異的紀錄超過 \(Self.most) 筆，未計算重複筆數。")
  }

  mutating func add(_ hashes: [UInt64]) {
    if isFull { return }
    for hash in hashes {
      if !insert(mixed(hash ^ seed)) { repeated += 1 }
      if used > Self.most {
        isFull = true
        slots = []
        return
      }
      if used * 2 > slots.count { grow() }
    }
  }

  /// False where the key is there already. 0 marks a free slot and is kept as 1.
  private mutating func insert(_ key: UInt64) -> Bool {
    let key = max(key, 1)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while slots[slot] != 0 {
      if slots[slot] == key { return false }
      slot = (slot + 1) & mask
    }
    slots[slot] = key
    used += 1
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    used = 0
    for key in old where key != 0 { _ = insert(key) }
  }
}
