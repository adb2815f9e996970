import CSurveyShims

/// Sums of weights times the small answers of several items, all items of a row added at once.
///
/// ```
/// columns of bytes ─▶ rows of bytes ─▶ sums of the row's cell, eight items an instruction
///                        └ missing ──▶ weights of rows without an answer, which are few as a rule
/// ```
/// What ``ExactSumBank`` holds for each item and cell (Σw, Σwy) stands here in two 64-bit parts for the low and the high
/// bits of the weights, which need no carry for ``mostRows`` rows; ``bank(of:)`` puts them together. The sums are exact
/// whole numbers of units of 2^``grid``, so that it cannot show which road a row took.
package final class AnswerBlock {
  package let items: Int
  package let grid: Int
  /// Rows added so far; at most ``mostRows``.
  package private(set) var rowCount = 0
  private var cellCount = 0
  private var capacity = 0
  /// 64-bit numbers for each cell; see survey_answers.h.
  private let stride: Int
  /// Sums of answers in groups of eight, the last of them of answer 1: the weight itself.
  private let groups: Int
  private var sums: UnsafeMutablePointer<Int64>
  private var domainRows: [Int64] = []
  private var absentRows: [Int64] = []
  private var rows: [Int8]

  package static let mostRows = 1 << 24
  private static let lanes = Int(SURVEY_LANES)
  private static let tile = Int(SURVEY_TILE)
  /// Rows that are turned at a time, so that they are still near when they are added.
  private static let rowsAtOnce = 1024

  /// For weights that are whole multiples of 2^`grid`.
  package init(items: Int, grid: Int) {
    self.items = items
    self.grid = grid
    groups = items / Self.lanes + 1
    stride = groups * Self.lanes * 4
    sums = Self.allocate(0)
    rows = [Int8](repeating: 0, count: Self.rowsAtOnce * (items / Self.tile + 1) * Self.tile)
  }

  deinit { sums.deallocate() }

  /// What a block of so many items and cells takes.
  package static func bytes(items: Int, cells: Int) -> Int {
    let (bytes, overflow) = cells.multipliedReportingOverflow(by: (items / lanes + 1) * lanes * 4 * 8)
    return overflow ? .max : bytes
  }

  /// Adds row i of every column (`.min` for a missing answer) with weight `weights[i]`, in units of 2^``grid``, to cell
  /// `cells[i]` and domain `domains[i]`; negative cells belong to none. False, with nothing added, where the columns do
  /// not fit.
  package func add(
    _ columns: [[Int8]], cells: [Int32], domains: [Int32], weights: [Int64], cellCount: Int, domainCount: Int
  ) -> Bool {
    let count = cells.count
    guard columns.count == items, columns.allSatisfy({ $0.count == count }), domains.count == count,
      weights.count == count, rowCount + count <= Self.mostRows
    else { return false }
    ensure(cells: cellCount, domains: domainCount)
    rowCount += count
    survey_count_rows(cells, domains, count, domainRows.count, &domainRows)
    let width = rows.count / Self.rowsAtOnce
    var pointers: [UnsafePointer<Int8>?] = []
    pointers.reserveCapacity(Self.tile)
    absentRows.withUnsafeMutableBufferPointer { absentRows in
      var to = survey_answer_sums(
        sums: sums, stride: stride, absent: groups * Self.lanes * 2, absent_rows: absentRows.baseAddress,
        items: items)
      rows.withUnsafeMutableBufferPointer { rows in
        guard let rows = rows.baseAddress else { return }
        cells.withUnsafeBufferPointer { cells in
          domains.withUnsafeBufferPointer { domains in
            weights.withUnsafeBufferPointer { weights in
              guard let cells = cells.baseAddress, let domains = domains.baseAddress,
                let weights = weights.baseAddress
              else { return }
              var row = 0
              while row < count {
                let length = min(Self.rowsAtOnce, count - row)
                for first in Swift.stride(from: 0, through: items, by: Self.tile) {
                  let here = min(Self.tile, items - first)
                  pointers.removeAll(keepingCapacity: true)
                  withPointers(columns[first..<first + here], at: row, &pointers) { pointers in
                    survey_answers_to_rows(
                      pointers, first, here, here, length, rows + first, width, cells + row, domains + row,
                      weights + row, &to)
                  }
                }
                survey_add_rows(rows, width, groups, cells + row, weights + row, length, &to)
                row += length
              }
            }
          }
        }
      }
    }
    return true
  }

  /// The sums Σw and Σwy of an item in every cell.
  package func bank(of item: Int) -> ExactSumBank {
    let (group, lane) = (item / Self.lanes, item % Self.lanes)
    let (weightGroup, weightLane) = (items / Self.lanes, items % Self.lanes)
    let absent = groups * Self.lanes * 2 + 2 * item
    return ExactSumBank(rows: cellCount, columns: 2, grid: grid) { cell, column in
      let own = sums + cell * stride
      func sum(_ group: Int, _ lane: Int) -> Int128 {
        Self.whole(own[group * 2 * Self.lanes + lane], own[(group * 2 + 1) * Self.lanes + lane])
      }
      if column == 1 { return sum(group, lane) }
      return sum(weightGroup, weightLane) - Self.whole(own[absent], own[absent + 1])
    }
  }

  /// The rows with an answer to an item, by domain.
  package func valid(of item: Int) -> [Int] {
    domainRows.indices.map { Int(domainRows[$0] - absentRows[$0 * items + item]) }
  }

  private static func whole(_ low: Int64, _ high: Int64) -> Int128 { Int128(high) << 31 + Int128(low) }

  private func ensure(cells: Int, domains: Int) {
    while domainRows.count < domains {
      domainRows.append(0)
      absentRows.append(contentsOf: repeatElement(0, count: items))
    }
    if cells > capacity {
      let larger = max(cells, capacity * 2, 64)
      let moved = Self.allocate(larger * stride)
      // Memory that no cell has yet is not written: of a small file's it is most.
      moved.initialize(from: sums, count: cellCount * stride)
      sums.deallocate()
      (sums, capacity) = (moved, larger)
    }
    if cells > cellCount {
      (sums + cellCount * stride).initialize(repeating: 0, count: (cells - cellCount) * stride)
      cellCount = cells
    }
  }

  /// Memory that begins a line of the cache, as the wide instructions like it.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Int64> {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 8, alignment: 64)
    return bytes.bindMemory(to: Int64.self, capacity: max(count, 1))
  }
}

/// Calls `body` with where row `row` of each column stands.
private func withPointers(
  _ columns: ArraySlice<[Int8]>, at row: Int, _ pointers: inout [UnsafePointer<Int8>?],
  _ body: ([UnsafePointer<Int8>?]) -> Void
) {
  guard let first = columns.first else { return body(pointers) }
  first.withUnsafeBufferPointer { answers in
    pointers.append(answers.baseAddress.map { $0 + row })
    withPointers(columns.dropFirst(), at: row, &pointers, body)
  }
}
