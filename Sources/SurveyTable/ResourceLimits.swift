import Glibc

/// What outside data may ask of this process. Every limit refuses before it allocates.
public struct ResourceLimits: Sendable, Hashable {
  /// Columns in one table.
  public var columns: Int
  /// Bytes in one cell, quotes and line breaks included.
  public var cellBytes: Int
  /// Sampled units (clusters, or strata times domains) that totals are kept for.
  public var units: Int
  /// Different answers that one column may have where each gets a row of its own.
  public var levels: Int
  /// Operators and parentheses inside one another in an expression.
  public var expressionDepth: Int
  /// Bytes that one call may hold in tables and totals.
  public var memoryBytes: Int
  /// Threads that one call may use; 0 for as many as the machine has. Results are the same to the last bit.
  public var threads: Int

  public init(
    columns: Int = 100_000, cellBytes: Int = 1 << 20, units: Int = 20_000_000, levels: Int = 10_000,
    expressionDepth: Int = 200, memoryBytes: Int = 8 << 30, threads: Int = 0
  ) {
    self.columns = columns
    self.cellBytes = cellBytes
    self.units = units
    self.levels = levels
    self.expressionDepth = expressionDepth
    self.memoryBytes = memoryBytes
    self.threads = threads
  }

  public static let standard = ResourceLimits()

  /// How many threads to use; more than 64 would only add up their memory.
  package var threadCount: Int {
    min(64, max(1, threads > 0 ? threads : Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
  }

  /// Refuses a growth of `bytes` for `what` where it would pass the memory limit.
  package func checkMemory(bytes: Int, for what: String) throws(SurveyStatsError) {
    if bytes > memoryBytes {
      throw SurveyStatsError(
        .limitExceeded,
        "\(what) would need \(bytes) bytes, more than the memory limit of \(memoryBytes); ask for fewer items, groups or levels, or raise the memory limit",
        chinese: "所需記憶體 \(bytes) 位元組超過上限 \(memoryBytes)；請減少題項、分組或答案種類，或提高上限（memory-limit）"
      )
    }
  }
}

extension Int {
  /// The sum, or the largest number where it has no place: sizes of outside data must not wrap.
  package func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? Int.max : sum
  }
}
