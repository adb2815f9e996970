import SurveyNumerics
import SurveyTable

/// The totals of one term in every cell, and what the rows' own variance needs where rows are the units.
///
/// A cell is a (unit, domain) pair where there are clusters, else a (stratum, domain) pair.
struct TermSums {
  let term: TotalsTerm
  /// The columns described at ``TotalsTerm``.
  var sums: ExactSumBank
  /// Σwy², one column.
  var squares: ExactSumBank?
  /// Sums over rows of products of two columns' contributions, for designs whose rows are the units; see
  /// ``moment(cell:_:_:)``.
  var secondMoments: SecondMoments?
  var moments: ExactSumBank?
  /// Whether `moments` holds the upper triangle of pairs; else the diagonal only.
  private let hasPairs: Bool
  /// Whether the diagonal is followed by the pairs of column 0 with each other column, which residuals of a
  /// calibrated design need.
  private let hasWeightPairs: Bool
  /// Valid answers by domain.
  var valid: [Int] = []
  /// For `computed`, what place a domain has for the functions.
  private var functionDomains: [Int] = []
  /// The rows that gave each answer of a `levels` term, by domain and code; empty where nobody asks.
  private(set) var answerRows: [[Int]] = []
  private let countsAnswers: Bool
  /// The answers' texts, for `levels`: code c is counted in column c + 1.
  var dictionary: TextDictionary?
  /// The numbers of a `distribution`.
  var values: ValueSums?

  init(
    _ term: TotalsTerm, rowsAreUnits: Bool, squares wantsSquares: Bool, pairs wantsPairs: Bool,
    residuals wantsResiduals: Bool, answerRows countsAnswers: Bool = false
  ) {
    self.term = term
    self.countsAnswers = countsAnswers
    let width: Int
    switch term {
    case .numbers: width = 2
    case .levels, .distribution: width = 1
    case .joint(let items): width = 1 + items.count
    case .products(let items): width = TotalsTerm.productColumns(of: items.count)
    case .computed(let functions): width = 1 + functions.count
    }
    hasPairs = if case .joint = term { true } else { wantsPairs }
    hasWeightPairs = if case .computed = term { wantsResiduals && !wantsPairs } else { false }
    sums = ExactSumBank(columns: width)
    if case .distribution = term { values = ValueSums(squares: rowsAreUnits) }
    if wantsSquares, case .numbers = term { squares = ExactSumBank(columns: 1) }
    if rowsAreUnits {
      switch term {
      case .numbers: secondMoments = SecondMoments()
      case .levels: moments = ExactSumBank(columns: width)
      case .joint, .computed:
        moments = ExactSumBank(
          columns: hasPairs ? width * (width + 1) / 2 : hasWeightPairs ? 2 * width - 1 : width)
      case .products, .distribution: break
      }
    }
  }

  /// Adds the sums of another pass over other rows: its cell c to cell `cells[c]`, its domain d to domain
  /// `domains[d]`, which all have been made. Returns how its answers are numbered here, for `levels`.
  mutating func add(_ other: TermSums, cells: [Int32], domains: [Int32]) -> [Int32] {
    for (domain, count) in other.valid.enumerated() where count > 0 {
      valid[Int(domains[domain])] += count
    }
    var columns: [Int]?
    var codes: [Int32] = []
    if let theirs = other.dictionary {
      let own = dictionary ?? TextDictionary()
      dictionary = own
      codes = theirs.codes(in: own)
      sums.ensureColumns(own.count + 1)
      moments?.ensureColumns(own.count + 1)
      // Answers that nobody gave have a column with nothing in it.
      columns = [0] + codes.map { Int($0) + 1 }
      for (domain, counts) in other.answerRows.enumerated() {
        for (code, count) in counts.enumerated() where count > 0 {
          addAnswerRows(count, code: Int(codes[code]), domain: Int(domains[domain]))
        }
      }
      let width = max(other.sums.columns, other.moments?.columns ?? 0)
      while (columns?.count ?? 0) < width { columns?.append(.max) }
    }
    sums.add(other.sums, rows: cells, columns: columns)
    if let theirs = other.squares { squares?.add(theirs, rows: cells) }
    if let theirs = other.values { values?.add(theirs, cells: cells) }
    if let theirs = other.moments { moments?.add(theirs, rows: cells, columns: columns) }
    if let theirs = other.secondMoments { secondMoments?.add(theirs, rows: cells) }
    return codes
  }

  /// The sum over the rows of a cell of column a's contribution times column b's. `joint` holds the upper
  /// triangle row by row; `levels` the diagonal, since two answers never meet in a row and an answer is
  /// always a valid one.
  func moment(cell: Int, _ a: Int, _ b: Int) -> DoubleDouble {
    let (low, high) = (min(a, b), max(a, b))
    switch term {
    case .numbers:
      return secondMoments?.value(row: cell, power: a + b) ?? .zero
    case .distribution:
      return .zero
    case .levels:
      return low > 0 && low != high ? .zero : moments?.value(row: cell, column: high) ?? .zero
    case .joint, .computed, .products:
      if !hasPairs {
        if low == high { return moments?.value(row: cell, column: high) ?? .zero }
        let column = sums.columns + high - 1
        return low == 0 && hasWeightPairs ? moments?.value(row: cell, column: column) ?? .zero : .zero
      }
      let column = TotalsTerm.triangle(low, high, width: sums.columns)
      return moments?.value(row: cell, column: column) ?? .zero
    }
  }

  /// Bytes that the totals of this term take with so many cells.
  func bytes(cells: Int) -> Int {
    let columns = sums.columns + (moments?.columns ?? 0) + (squares?.columns ?? 0)
    return ExactSumBank.bytes(rows: cells, columns: columns)
      .addingClamped(secondMoments?.bytes(rows: cells) ?? 0).addingClamped(values?.byteCount ?? 0)
  }

  mutating func prepare(cells: Int, domains: Int) {
    sums.ensureRows(cells)
    squares?.ensureRows(cells)
    moments?.ensureRows(cells)
    secondMoments?.ensureRows(cells)
    while valid.count < domains { valid.append(0) }
  }

  /// Tells the functions of a `computed` term which of their domains each of `count` is: domains are met in another
  /// order in every pass. `answers` are those of a domain, in any spelling.
  mutating func recogniseDomains(_ count: Int, answers: (Int) -> [String]) {
    guard case .computed(let functions) = term, functionDomains.count < count else { return }
    let known = functions.domains.map { $0.map(foldedSpelling) }
    for domain in functionDomains.count..<count {
      functionDomains.append(known.firstIndex(of: answers(domain).map(foldedSpelling)) ?? -1)
    }
  }

  /// Makes a column for every answer met so far.
  mutating func admitLevels(
    of column: CodeColumn, cells: Int, limits: ResourceLimits
  ) throws(SurveyStatsError) {
    dictionary = column.dictionary
    let count = column.dictionary.count
    if count + 1 <= sums.columns { return }
    if count > limits.levels {
      throw SurveyStatsError(
        .limitExceeded,
        "'\(term.items[0])' has more than \(limits.levels) different answers, the limit of levels; is it free text or a number? A number has a mean",
        chinese: "「\(term.items[0])」有超過 \(limits.levels) 種答案；是否為自由文字或數值？數值請改求平均數"
      )
    }
    let banks = moments == nil ? 1 : 2
    try limits.checkMemory(
      bytes: ExactSumBank.bytes(rows: cells, columns: (count + 1) * 2 * banks),
      for: "the totals of \(count) answers of '\(term.items[0])'")
    sums.ensureColumns(count + 1)
    moments?.ensureColumns(count + 1)
  }

  /// Whether batches of small answers can be added in an ``AnswerBlock``, together with other terms.
  var isBlockable: Bool {
    if case .numbers = term { squares == nil && secondMoments == nil } else { false }
  }

  /// Adds what the rows of a block gave the item at this place; cells and domains are numbered as here.
  mutating func add(_ block: AnswerBlock, item: Int) {
    let bank = block.bank(of: item)
    if sums.rows == 0 {
      sums = bank
    } else {
      sums.ensureRows(bank.rows)
      sums.add(bank, rows: Array(0..<Int32(clamping: bank.rows)))
    }
    for (domain, count) in block.valid(of: item).enumerated() {
      while valid.count <= domain { valid.append(0) }
      valid[domain] += count
    }
  }

  /// Adds a batch: row i belongs to cell `cells[i]` (-1 for none) and domain `domains[i]` with weight
  /// `weights[i]`; `isWhole` where all have a cell and there is one domain.
  mutating func add(
    _ columns: [BatchColumn], cells: [Int32], domains: [Int32], isWhole: Bool, weights: RowWeights
  ) {
    switch (term, columns.first) {
    case (.numbers, .numbers(let column)?):
      addNumbers(column, cells, domains, isWhole, weights)
    case (.levels, .codes(let column)?):
      addLevels(column, cells, domains, weights)
    case (.joint, _), (.products, _), (.computed, _):
      addComplete(columns, cells, domains, weights)
    default:
      break
    }
  }

  private mutating func addNumbers(
    _ column: NumberColumn, _ cells: [Int32], _ domains: [Int32], _ isWhole: Bool, _ weights: RowWeights
  ) {
    if column.isSmall {
      let answers = column.answers
      countAnswers(answers, cells: cells, domains: domains, isWhole: isWhole, into: &valid)
      sums.addWeighted(answers: answers, cells: cells, weights: weights)
      secondMoments?.add(answers: answers, cells: cells, weights: weights)
      if squares == nil { return }
      squares?.addWeightedSquares(column.values, valid: column.valid, cells: cells, weights: weights)
      return
    }
    let (values, isThere) = (column.values, column.valid)
    for row in cells.indices where cells[row] >= 0 && isThere[row] != 0 { valid[Int(domains[row])] &+= 1 }
    sums.addWeighted(values, valid: isThere, cells: cells, weights: weights)
    squares?.addWeightedSquares(values, valid: isThere, cells: cells, weights: weights)
    secondMoments?.add(values, valid: isThere, cells: cells, weights: weights)
  }

  private mutating func addLevels(
    _ column: CodeColumn, _ cells: [Int32], _ domains: [Int32], _ weights: RowWeights
  ) {
    countRows(of: column.codes, cells, domains)
    sums.addCounts(codes: column.codes, cells: cells, weights: weights)
    moments?.addSquaredCounts(codes: column.codes, cells: cells, weights: weights)
  }

  private mutating func countRows(of codes: [Int32], _ cells: [Int32], _ domains: [Int32]) {
    if !countsAnswers {
      valid.withUnsafeMutableBufferPointer { valid in
        for row in cells.indices where cells[row] >= 0 && codes[row] >= 0 { valid[Int(domains[row])] &+= 1 }
      }
      return
    }
    // A code of one domain in its place, since nested arrays would be looked up for every row.
    let width = sums.columns - 1
    if valid.count.multipliedReportingOverflow(by: width).overflow || valid.count * width > Self.mostCounts {
      for row in cells.indices where cells[row] >= 0 && codes[row] >= 0 {
        valid[Int(domains[row])] &+= 1
        addAnswerRows(1, code: Int(codes[row]), domain: Int(domains[row]))
      }
      return
    }
    var counts = [Int](repeating: 0, count: valid.count * width)
    counts.withUnsafeMutableBufferPointer { counts in
      for row in cells.indices where cells[row] >= 0 && codes[row] >= 0 {
        counts[Int(domains[row]) &* width &+ Int(codes[row])] &+= 1
      }
    }
    for domain in valid.indices {
      for code in 0..<width where counts[domain * width + code] > 0 {
        valid[domain] += counts[domain * width + code]
        addAnswerRows(counts[domain * width + code], code: code, domain: domain)
      }
    }
  }

  /// Of a batch's own counts, which must cost less than its rows.
  private static let mostCounts = 4 * ColumnBatch.capacity

  private mutating func addAnswerRows(_ count: Int, code: Int, domain: Int) {
    while answerRows.count <= domain { answerRows.append([]) }
    while answerRows[domain].count <= code { answerRows[domain].append(0) }
    answerRows[domain][code] += count
  }

  /// Adds the rows that answer all items of a term.
  private mutating func addComplete(
    _ columns: [BatchColumn], _ cells: [Int32], _ domains: [Int32], _ weights: RowWeights
  ) {
    let numbers = columns.compactMap { column in
      if case .numbers(let numbers) = column { numbers } else { nil }
    }
    guard numbers.count == columns.count else { return }
    if addSmallProducts(numbers, cells, domains, weights) { return }
    let width = sums.columns
    var contributions = [DoubleDouble](repeating: .zero, count: width)
    var answers = [Double](repeating: 0, count: numbers.count)
    var computed: [Double] = []
    var factors: [Double] = []
    if case .computed(let functions) = term {
      computed = [Double](repeating: 0, count: functions.count)
      factors = [1] + computed
    }
    let (values, isThere) = (numbers.map(\.values), numbers.map(\.valid))
    for row in cells.indices {
      let cell = Int(cells[row])
      if cell < 0 || !isThere.allSatisfy({ $0[row] != 0 }) { continue }
      valid[Int(domains[row])] &+= 1
      for index in values.indices { answers[index] = values[index][row] }
      let weight = weights.values[row]
      if case .computed(let functions) = term {
        functions.evaluate(&answers, functionDomains[Int(domains[row])], &computed)
        if moments == nil {
          for index in computed.indices { factors[index + 1] = computed[index] }
          sums.add(weight: weight, times: factors, row: cell)
          continue
        }
        contribute(computed, weight: weight, products: false, &contributions)
      } else if case .products = term {
        contribute(answers, weight: weight, products: true, &contributions)
      } else {
        contribute(answers, weight: weight, products: false, &contributions)
      }
      for column in 0..<width { sums.add(contributions[column], row: cell, column: column) }
      guard moments != nil else { continue }
      for a in 0..<width {
        for b in a..<(hasPairs ? width : a + 1) {
          moments?.add(
            contributions[a] * contributions[b], row: cell,
            column: hasPairs ? TotalsTerm.triangle(a, b, width: width) : a)
        }
      }
      if !hasWeightPairs { continue }
      for column in 1..<width {
        moments?.add(contributions[column] * weight, row: cell, column: width + column - 1)
      }
    }
  }

  /// Adds products of small answers; false where there is anything else.
  private mutating func addSmallProducts(
    _ numbers: [NumberColumn], _ cells: [Int32], _ domains: [Int32], _ weights: RowWeights
  ) -> Bool {
    guard case .products = term, numbers.allSatisfy(\.isSmall) else { return false }
    var left: [Int] = []
    guard
      sums.addProducts(
        answers: numbers.flatMap(\.answers), items: numbers.count, cells: cells, domains: domains,
        weights: weights, counts: &valid, others: &left)
    else { return false }
    var contributions = [DoubleDouble](repeating: .zero, count: sums.columns)
    for row in left {
      valid[Int(domains[row])] &+= 1
      contribute(
        numbers.map { Double($0.answers[row]) }, weight: weights.values[row], products: true, &contributions)
      for column in contributions.indices {
        sums.add(contributions[column], row: Int(cells[row]), column: column)
      }
    }
    return true
  }

  /// What a row of these numbers adds to each column: its weight, the weighted numbers, their products.
  private func contribute(
    _ numbers: [Double], weight: Double, products: Bool, _ contributions: inout [DoubleDouble]
  ) {
    contributions[0] = DoubleDouble(weight)
    for (index, number) in numbers.enumerated() {
      contributions[index + 1] = DoubleDouble.exactProduct(weight, number)
    }
    if !products { return }
    var column = numbers.count + 1
    for i in numbers.indices {
      for j in i..<numbers.count {
        contributions[column] = contributions[i + 1] * numbers[j]
        column += 1
      }
    }
  }
}
