import Dispatch
import SurveyNumerics
import SurveyTable

/// Variances and covariances of statistics from the replicates of a design: see ``Replicates``.
///
/// The totals of units are multiplied by the factors, and each statistic is evaluated at the totals of every replicate.
/// The work is replicates × units × columns, whatever the number of rows.
package struct ReplicateEstimates {
  package let scales: ReplicateScales
  /// What making the replicates decided.
  package let notes: [Note]
  /// How far each statistic is from its estimate in every replicate, not finite where it is not defined; empty where
  /// nobody asks for covariances.
  private let deviations: [[Double]]
  private let variances: [Double]
  private let undefined: [Int]

  /// Tasks of so many statistics share the factors that they multiply with.
  private static let statisticsAtOnce = 4
  /// Fewer multiplications than this are not worth a second thread.
  private static let fewest = 1_000_000

  /// The variances of these statistics, and with `keepsDeviations` what their covariances need.
  ///
  /// Errors: those of ``ReplicateFactors``; `limitExceeded`; `cancelled`.
  package init(
    _ statistics: [ReplicatedStatistic], totals: DesignTotals, design: SampleDesign,
    pairs keepsDeviations: Bool = true, run: RunControl? = nil
  ) throws(SurveyStatsError) {
    let factors = try ReplicateFactors(totals, design)
    scales = factors.scales
    notes = factors.notes
    let (numbers, overflow) = factors.count.multipliedReportingOverflow(by: statistics.count)
    if keepsDeviations {
      try design.data.limits.checkMemory(
        bytes: overflow || numbers > Int.max / 8 ? Int.max : 8 * numbers,
        for: "\(factors.count) replicates of \(statistics.count) rows")
    }
    let tasks = Self.tasks(statistics)
    let work = totals.cells.reduce(0) { max($0, $1.count) }.multipliedReportingOverflow(
      by: overflow ? Int.max : numbers)
    let isSmall = !work.overflow && work.partialValue < Self.fewest
    let shares = isSmall ? 1 : min(design.data.limits.threadCount, max(1, tasks.count))
    let job = Job(
      statistics: statistics, totals: totals, factors: factors, keepsDeviations: keepsDeviations,
      slots: ResultSlots<Result>(statistics.count))
    // Many at a time, and a look at whether the work is still wanted in between.
    for wave in stride(from: 0, to: tasks.count, by: 32 * shares) {
      try run?.advance(rows: 0, bytes: 0)
      let own = tasks[wave..<min(wave + 32 * shares, tasks.count)]
      DispatchQueue.concurrentPerform(iterations: shares) { share in
        for task in stride(from: own.startIndex + share, to: own.endIndex, by: shares) {
          job.evaluate(own[task])
        }
      }
    }
    let results = job.slots.all
    deviations = results.map(\.deviations)
    variances = results.map(\.variance)
    undefined = results.map(\.undefined)
  }

  /// The places of statistics of one domain.
  private static func tasks(_ statistics: [ReplicatedStatistic]) -> [[Int]] {
    var byDomain: [Int: [Int]] = [:]
    for (place, statistic) in statistics.enumerated() {
      byDomain[statistic.domain, default: []].append(place)
    }
    return byDomain.sorted { $0.key < $1.key }.flatMap { _, places in
      stride(from: 0, to: places.count, by: statisticsAtOnce).map {
        Array(places[$0..<min($0 + statisticsAtOnce, places.count)])
      }
    }
  }

  private struct Result {
    var deviations: [Double]
    var variance: Double
    var undefined: Int
  }

  /// What all threads read, and the places where each leaves what it made.
  private struct Job: @unchecked Sendable {
    let statistics: [ReplicatedStatistic]
    let totals: DesignTotals
    let factors: ReplicateFactors
    let keepsDeviations: Bool
    let slots: ResultSlots<Result>

    /// Works out statistics of one domain.
    func evaluate(_ task: [Int]) {
      guard let domain = task.first.map({ statistics[$0].domain }) else { return }
      var columns = ReplicateColumns(totals, domain: domain)
      let formulas = task.map { columns.formula(of: statistics[$0]) }
      let replicated = ReplicatedColumns(columns.table, factors, strata: totals.stratumOfUnit)
      for (place, formula) in zip(task, formulas) {
        let deviations = formula.deviations(in: replicated, replicates: factors.count)
        slots.set(
          place,
          Result(
            deviations: keepsDeviations ? deviations : [],
            variance: factors.scales.covariance(deviations, deviations),
            undefined: deviations.count { !$0.isFinite }))
      }
    }
  }

  /// How far statistic `index` is from its estimate in each replicate.
  package func deviations(of index: Int) -> [Double] { deviations[index] }

  /// The variance of statistic `index`; not a number where too few replicates define it.
  package func variance(of index: Int) -> Double { variances[index] }

  /// In how many replicates statistic `index` is not defined.
  package func undefinedCount(of index: Int) -> Int { undefined[index] }

  package func covariance(_ first: Int, _ second: Int) -> Double {
    first == second ? variances[first] : scales.covariance(deviations[first], deviations[second])
  }
}
