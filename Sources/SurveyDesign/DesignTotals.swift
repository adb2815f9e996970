import SurveyNumerics
import SurveyTable

/// The totals of a finished pass, everything sorted by key.
package struct DesignTotals {
  /// A stratum as variance sees it; under `collapse` several of the file's strata may be one here.
  package struct Stratum {
    /// The stratum's text, or several joined by `+`.
    package var name: String
    /// Sampled units, those without a row in the domain included.
    package var units: Int
    /// Units in the population; infinite without fpc.
    package var populationUnits: Double
    /// The fraction of units that was not sampled: 1 − f.
    var unsampledFraction: Double {
      if populationUnits.isInfinite { return 1 }
      return max(0, (populationUnits - Double(units)) / populationUnits)
    }
    /// As messages call it; a sample without strata is one.
    var words: (english: String, chinese: String) {
      name.isEmpty ? ("the sample", "樣本") : ("stratum '\(name)'", "分層「\(name)」")
    }
    /// A stratum taken whole has no sampling variance.
    var isCensus: Bool { unsampledFraction < 1e-12 }
  }

  /// A combination of `by` answers with at least one row, or the one domain of a request without `by`.
  package struct Domain {
    /// The answers, one for each column of `by`.
    package var key: [String]
    /// Rows of positive weight.
    package var rows: Int
    /// Units and strata with such a row; the units are not known where the request wanted no unit totals.
    package var units: Int
    package var strata: Int
    /// Units − strata: the design-based degrees of freedom of the domain.
    package var degreesOfFreedom: Int { units - strata }
  }

  /// A cell of a domain: where its sums are, and where it stands in the sorted design.
  struct Cell {
    var index: Int
    /// Rank of the unit among all units; of the stratum where the rows are the units.
    var group: Int
    var stratum: Int
    /// What the stratum's weights are multiplied by (N/n where the file gives no weights).
    var scale: DoubleDouble
  }

  package let strata: [Stratum]
  package let domains: [Domain]
  /// Rows read, and those of weight 0.
  package let rowCount: Int
  package let zeroWeightRows: Int
  package let rowsWithoutGroup: Int
  /// Decisions about the design, and what reading the data decided.
  package let notes: [Note]
  package internal(set) var sourceNotes: [Note] = []
  package let unitCount: Int
  /// Stratum and name of every cluster, where the request asked for them.
  package let clusterNames: Set<[String]>
  package let rowsAreUnits: Bool
  /// The stratum of each unit, by rank; empty where the rows are the units.
  let stratumOfUnit: [Int32]
  let calibration: Calibration?
  /// For each cell of the accumulator the cell of the margins; empty without calibration.
  let placeOfCell: [Int32]
  /// Weights by unit and cell of the margins; empty without calibration.
  let weightCells: [WeightCell]
  /// What `TotalsRequest.weightCells` asked for: combinations of answers in key order, and the rows that lack one.
  package let answerCells: [AnswerCell]
  package let withoutAnswerCell: AnswerCell
  /// What the weights of a stratum are multiplied by, by its name in the file, where they follow from its population.
  package let scaleOfStratum: [String: DoubleDouble]
  var terms: [TermSums]
  let crossMoments: [CrossMoments]
  /// For each domain its cells in the order of units.
  let cells: [[Cell]]
  /// Where the sums of a domain's cells are; `nil` where a cell's are scaled.
  let unscaledRows: [[Int]?]
  /// Each domain's place in the order in which domains were met.
  let domainOrder: [Int]

  /// Units − strata present in any of these domains.
  package func degreesOfFreedom(acrossDomains chosen: [Int]) -> Int {
    var units: Set<Int> = []
    var strata: Set<Int> = []
    for domain in chosen {
      for cell in cells[domain] {
        units.insert(cell.group)
        strata.insert(cell.stratum)
      }
    }
    // A row belongs to one domain only.
    let count = rowsAreUnits ? chosen.reduce(0) { $0 + domains[$1].rows } : units.count
    return count - strata.count
  }

  /// How many clusters have rows in both groups of domains, and in each.
  package func clusters(
    in first: [Int], and second: [Int]
  ) -> (shared: Int, first: Int, second: Int) {
    let a = Set(first.flatMap { cells[$0].map(\.group) })
    let b = Set(second.flatMap { cells[$0].map(\.group) })
    return (a.intersection(b).count, a.count, b.count)
  }

  /// Valid answers of a term in a domain, unweighted.
  package func validCount(term: Int, domain: Int) -> Int {
    let met = domainOrder[domain]
    return met < terms[term].valid.count ? terms[term].valid[met] : 0
  }

  /// The rows of a domain that count and gave the answer of a column from 1 on, where the request asked for them.
  package func answerRows(term: Int, column: Int, domain: Int) -> Int {
    let (rows, met) = (terms[term].answerRows, domainOrder[domain])
    guard rows.indices.contains(met), rows[met].indices.contains(column - 1) else { return 0 }
    return rows[met][column - 1]
  }

  /// A total of the domain, to about 106 bits.
  package func total(term: Int, column: Int, domain: Int) -> DoubleDouble {
    sum(of: terms[term].sums, column: column, domain: domain)
  }

  /// Σwy² of a `numbers` term, where the request asked for squares.
  package func sumOfSquares(term: Int, domain: Int) -> DoubleDouble {
    terms[term].squares.map { sum(of: $0, column: 0, domain: domain) } ?? .zero
  }

  /// Σw² of a term's valid answers, for designs whose rows are the units.
  package func sumOfSquaredWeights(term: Int, domain: Int) -> Double {
    var sum = DoubleDouble.zero
    for cell in cells[domain] {
      sum += cell.scale * cell.scale * terms[term].moment(cell: cell.index, 0, 0)
    }
    return sum.rounded
  }

  /// How many columns a term has: for `levels` one more than there are different answers in the whole file.
  package func columnCount(term: Int) -> Int { terms[term].sums.columns }

  /// The answer that a column from 1 on of a `levels` term counts.
  package func level(term: Int, column: Int) -> String {
    terms[term].dictionary?[Int32(truncatingIfNeeded: column - 1)] ?? ""
  }
}

extension DesignTotals {
  /// The totals with the one of another term in the place of `term`'s, each of whose sums over rows is a linear function of
  /// that term's. `numbers` gets a domain and reads the sums of some of its cells, a column at a time; it gives the new
  /// term's columns from 1 on for the same cells. Column 0, the sum of weights, stays.
  package func replacing(
    term: Int, by new: TotalsTerm,
    _ numbers: (_ domain: Int, _ read: (_ column: Int) -> DoubleDoubleColumn) -> [DoubleDoubleColumn]
  ) -> DesignTotals {
    var made = TermSums(new, rowsAreUnits: false, squares: false, pairs: false, residuals: false)
    let old = terms[term].sums
    made.sums.ensureRows(old.rows)
    for (domain, cells) in cells.enumerated() {
      // Not all columns of all cells at once: there may be many of both.
      for first in stride(from: 0, to: cells.count, by: 1024) {
        let places = cells[first..<min(first + 1024, cells.count)].map(\.index)
        let weights = old.values(rows: places, column: 0)
        let columns = [weights] + numbers(domain) { old.values(rows: places, column: $0) }
        for (column, sums) in columns.enumerated() where column < made.sums.columns {
          for (index, place) in places.enumerated() { made.sums.add(sums[index], row: place, column: column) }
        }
      }
    }
    made.valid = terms[term].valid
    var totals = self
    totals.terms[term] = made
    return totals
  }
}

extension SampleDesign {
  /// Reads the data once and sums what `request` needs.
  package func totals(
    _ request: TotalsRequest, run: RunControl? = nil
  ) throws(SurveyStatsError) -> DesignTotals {
    let read: (accumulator: TotalsAccumulator, notes: [Note])
    if let ledger {
      read = try ledger.totals(request, self, run)
    } else {
      read = try accumulate(request, run: run)
    }
    var totals = try DesignTotals(read.accumulator)
    totals.sourceNotes = read.notes
    return totals
  }

  /// Reads the data once; the notes are those of opening and reading it.
  func accumulate(
    _ request: TotalsRequest, run: RunControl?
  ) throws(SurveyStatsError) -> (TotalsAccumulator, notes: [Note]) {
    let source = try data.makeSource()
    if request.keptBytes > 0 { source.keepColumns(bytes: request.keptBytes) }
    if let shared = source.shares(data.limits.threadCount) {
      if let read = try accumulate(request, shared, run) { return read }
    }
    var accumulator = try TotalsAccumulator(request, design: self)
    let batch = ColumnBatch()
    do throws(SurveyStatsError) {
      try source.begin(accumulator.plan.requests, into: batch, run: run)
    } catch {
      guard isCalibrated, error.code == .sourceChanged else { throw error }
      throw SurveyStatsError(
        .sourceChanged,
        "weights that fit margins need the data once more than the estimate. \(error.message)",
        chinese: "依母體加權須重複讀取資料；\(error.chinese ?? error.message)"
      )
    }
    do throws(SurveyStatsError) {
      while try source.next(into: batch) { try accumulator.add(batch) }
    } catch {
      guard error.isNotANumber, !error.namesObstacle, let column = error.column else { throw error }
      var advised = error
      let advice = accumulator.plan.advice(column: column - 1)
      advised.message += "; " + advice.english
      if let chinese = advised.chinese { advised.chinese = "\(chinese)；\(advice.chinese)" }
      throw advised
    }
    return (accumulator, data.notes + source.passNotes)
  }
}
