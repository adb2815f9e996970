import SurveyTable

/// How the answers were sampled: one object for every statistic.
///
/// ```swift
/// let data = try SurveyData(csvFile: "apistrat.csv")
/// let design = try SampleDesign(data, weights: "pw", strata: "stype", fpc: "fpc")
/// let means = try design.mean(["api00", "enroll"], by: "stype")
/// ```
/// Data without any of it is the design with weight 1 in which every row is a unit of its own.
///
/// - Weights are sampling weights: how many members of the population a row stands for. A row of weight 0
///   stays a unit of the design and belongs to no domain.
/// - Clusters are counted within their stratum: equal names in two strata are two clusters.
/// - `fpc` holds, for every row of a stratum, the number of units in the population (all ≥ 1) or the fraction
///   that was sampled (all ≤ 1). Without weights, the weights are N/n.
/// - `population` is the size of the whole population of a simple random sample.
/// - `replicates` takes standard errors from replicates of the clusters; without it they come from linearization.
public struct SampleDesign: Sendable {
  /// One stage of selection, the first being the one whose units were drawn first.
  public struct Stage: Sendable, Hashable {
    public var strata: String?
    public var cluster: String?
    public var fpc: String?

    public init(strata: String? = nil, cluster: String? = nil, fpc: String? = nil) {
      self.strata = strata
      self.cluster = cluster
      self.fpc = fpc
    }
  }

  public private(set) var data: SurveyData
  public let weights: String?
  /// The stages of selection; at least one.
  public let stages: [Stage]
  public let population: Double?
  public let lonelyUnits: LonelyUnits
  /// What standard errors come from; `nil`: linearization.
  public package(set) var replicates: Replicates?
  /// Which stream of the seed a bootstrap takes: two samples that are compared must not share their draws.
  package var replicateStream = 0
  /// Factors from elsewhere in the place of `replicates`.
  package var givenFactors: ReplicateFactors.Given?
  package let calibration: Calibration?
  /// Takes or gives the totals of a statistic in the place of rows; `nil` as a rule.
  package var ledger: TotalsLedger?

  /// Whether weights were changed to fit margins of the population.
  public var isCalibrated: Bool { calibration != nil }

  /// A design over `data`; each list holds one column per stage.
  ///
  /// Errors: `unknownColumn` with the nearest name; `invalidArgument` for a population that is not a
  /// positive number or stands beside strata, clusters or fpc; `unsupported` for several stages, which this
  /// version does not estimate. What the strata and clusters must be like for `replicates` is found out when an estimate
  /// reads them.
  public init(
    _ data: SurveyData, weights: String? = nil, strata: ColumnList = [], cluster: ColumnList = [],
    fpc: ColumnList = [], population: Double? = nil, lonelyUnits: LonelyUnits = .fail,
    replicates: Replicates? = nil
  ) throws(SurveyStatsError) {
    for (role, list) in [("strata", strata), ("cluster", cluster), ("fpc", fpc)] {
      for name in list.names { _ = try data.position(of: name, as: role) }
      if list.names.count > 1 {
        throw SurveyStatsError(
          .unsupported,
          "\(role): \(list.names.count) columns mean a design of several stages, which this version does not estimate; name the first stage only (with replacement it gives the same variance)",
          chinese: "抽樣設計（\(role)）指定 \(list.names.count) 欄，屬多階段抽樣設計，本版無法估計；請僅指定第一階段"
        )
      }
    }
    if let weights { _ = try data.position(of: weights, as: "weights") }
    if let population {
      guard population.isFinite, population >= 1 else {
        throw SurveyStatsError(
          .invalidArgument, "population must be a number of at least 1, not \(shortestText(population))",
          chinese: "母體數（population）須為 1 以上之數字，而非 \(shortestText(population))")
      }
      if !strata.isEmpty || !cluster.isEmpty || !fpc.isEmpty {
        throw SurveyStatsError(
          .invalidArgument,
          "population is the size of a population sampled row by row; with strata, clusters or fpc give the sizes in an fpc column",
          chinese: "母體數（population）僅適用於逐筆抽樣之簡單樣本；若有分層（strata）、集群（cluster）或 fpc，請將各層母體數列為一欄，以 fpc 指定"
        )
      }
    }
    self.data = data
    self.weights = weights
    stages = [Stage(strata: strata.names.first, cluster: cluster.names.first, fpc: fpc.names.first)]
    self.population = population
    self.lonelyUnits = lonelyUnits
    self.replicates = replicates
    calibration = nil
  }

  private init(
    _ other: SampleDesign, stages: [Stage]? = nil, calibration: Calibration?
  ) {
    data = other.data
    weights = other.weights
    self.stages = stages ?? other.stages
    population = other.population
    lonelyUnits = other.lonelyUnits
    replicates = other.replicates
    replicateStream = other.replicateStream
    givenFactors = other.givenFactors
    self.calibration = calibration
    ledger = other.ledger
  }

  /// This design with its weights changed by a calibration.
  package func calibrated(by calibration: Calibration) -> SampleDesign {
    SampleDesign(self, calibration: calibration)
  }

  /// This design with its weights as they were before a calibration.
  package var withoutCalibration: SampleDesign { SampleDesign(self, calibration: nil) }

  /// This design with the answers of `column` as its clusters.
  ///
  /// Errors: `unsupported` where weights that follow from the number of units were calibrated already.
  package func clustered(by column: String) throws(SurveyStatsError) -> SampleDesign {
    if isCalibrated, weights == nil, stages[0].fpc != nil {
      throw SurveyStatsError(
        .unsupported,
        "the weights follow from the population sizes of rows and were fitted to margins so; name '\(column)' as cluster before weighting, or give a weights column",
        chinese: "權數係由各列之母體數推得並已依母體加權；請於加權前將「\(column)」指定為集群（cluster），或指定權數欄（weights）"
      )
    }
    let stage = Stage(strata: stages[0].strata, cluster: column, fpc: stages[0].fpc)
    return SampleDesign(self, stages: [stage], calibration: calibration)
  }
}

extension SampleDesign {
  /// The rows with their weights column, as if drawn one by one.
  package func withoutStages() throws(SurveyStatsError) -> SampleDesign {
    try SampleDesign(data, weights: weights)
  }

  /// The same design over other columns of the same rows.
  package func over(_ data: SurveyData) -> SampleDesign {
    var design = self
    design.data = data
    return design
  }
}

/// What to do with a stratum of which only one unit was sampled: it has no variance of its own.
public enum LonelyUnits: String, Sendable, Hashable, CaseIterable {
  /// Stop and name the stratum.
  case fail
  /// Count its variance as 0.
  case remove
  /// Centre its total at the mean of all units' totals instead of the stratum's.
  case adjust
  /// Give it the average variance of the other strata.
  case average
  /// Take it as sampled with certainty: its variance is 0.
  case certainty
  /// Merge the stratum with the next in key order, the last with the one before.
  case collapse
}
