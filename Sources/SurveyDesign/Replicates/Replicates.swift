import SurveyTable

/// How standard errors come from replicates of the sample: every statistic is evaluated again with the units' weights
/// multiplied by each replicate's factors, and its variance is the spread of these values.
///
/// ```swift
/// let bootstrap = try Replicates(.bootstrap, count: 1000, seed: 1)
/// let design = try SampleDesign(data, weights: "w", strata: "district", cluster: "village", replicates: bootstrap)
/// ```
/// With n_h the sampled and N_h the population's units (clusters) of stratum h, f_h = n_h/N_h (0 without fpc), L strata,
/// n units and R replicates:
///
/// | kind | replicates | factor of the units of stratum h | variance |
/// |---|---|---|---|
/// | `jk1` | n: each unit left out once; one stratum | 0 for the unit, n/(n−1) for the others | (1−f)(n−1)/n · Σ_r (θ_r − θ̄)² |
/// | `jkn` | n: each unit left out once | 0 for the unit, n_h/(n_h−1) for the others of its stratum, 1 elsewhere | Σ_r (1−f_h)(n_h−1)/n_h · (θ_r − θ̄)² |
/// | `brr` | R ≥ L + 1 half samples | 1 ± √(1−f_h) for the two units, by the sign of a Hadamard matrix | 1/R · Σ_r (θ_r − θ̄)² |
/// | `fay` | the same | 1 ± (1−ρ)√(1−f_h) | 1/(R(1−ρ)²) · Σ_r (θ_r − θ̄)² |
/// | `bootstrap` | R: m_h = n_h − 1 units drawn with replacement, a unit r_hi times | 1 − λ_h + λ_h n_h/m_h · r_hi, λ_h = √(m_h(1−f_h)/(n_h−1)) | 1/(R−1) · Σ_r (θ_r − θ̄)² |
///
/// θ̄ is the mean of all replicates, or the estimate itself with `aboutEstimate` (`--mse`). Scales and centres are those
/// of R's `as.svrepdesign` (types JK1, JKn, BRR, Fay, subbootstrap), which drops fpc under BRR, Fay and subbootstrap;
/// here it counts, so that all kinds give the variance of a total that the design itself gives (the bootstrap: in
/// expectation). Half samples go by the first Hadamard order of at least L + 1; stratum h, the h-th in key order that has a
/// variance, takes column h + 1, whose sign is that of its unit that comes first in key order: full orthogonal balance.
///
/// Sources: Wolter, Introduction to Variance Estimation, 2nd ed. 2007, chapters 3 (half samples, fpc in section 3.5)
/// and 4 (jackknife); Judkins, Journal of Official Statistics 6, 1990, 223–239 (Fay); Rao & Wu, Journal of the American
/// Statistical Association 83, 1988, 231–241, and Rao, Wu & Yue, Survey Methodology 18, 1992, 209–217 (bootstrap).
///
/// Draws go replicate by replicate, stratum by stratum in key order, by xoshiro256** from the seed and Lemire's unbiased
/// bounds (`RandomStream`): they depend on nothing but the seed and the names of strata and clusters.
///
/// Degrees of freedom are units − strata present in the domain, for the whole sample the rank of the factors less 1; the
/// bootstrap has at most R − 1. A stratum with a single unit that is not its whole population stops the estimate, has
/// factor 1 everywhere under `remove` and `certainty`, and is merged before under `collapse`; `adjust` and `average` have
/// no replicates. The units are clusters: a design without a cluster column has no replicates.
public struct Replicates: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case jk1, jkn, brr, fay, bootstrap
  }

  public let kind: Kind
  /// How many a bootstrap draws; the others follow from the sample.
  public let count: Int
  /// The seed of a bootstrap, 1 … 2⁵³; `nil`: ``defaultSeed``, which a note names.
  public let seed: Int?
  /// Fay's ρ, from 0 (half samples) to below 1.
  public let fayRho: Double
  /// Whether deviations are from the estimate rather than from the mean of the replicates.
  public let aboutEstimate: Bool

  /// Bootstrap replicates where nobody says how many.
  public static let defaultCount = 1000
  /// The seed where nobody gives one.
  public static let defaultSeed = 1

  /// Replicates of a kind: `count` and `seed` are for the bootstrap, `fayRho` is for `fay` and must be given there.
  ///
  /// Errors: `invalidArgument` for a number that is out of range, lacks, or belongs to another kind.
  public init(
    _ kind: Kind, count: Int? = nil, seed: Int? = nil, fayRho: Double? = nil, aboutEstimate: Bool = false
  ) throws(SurveyStatsError) {
    if kind != .bootstrap, count != nil || seed != nil {
      throw SurveyStatsError(
        .invalidArgument,
        "\(kind.rawValue) draws nothing: its replicates follow from the sample; leave out the number of replicates and the seed (replicates, seed)",
        chinese: "\(kind.rawValue) 不需抽取，複本由樣本決定；請勿指定複本數與種子（replicates、seed）")
    }
    if let count, count < 2 || count > 1_000_000 {
      throw SurveyStatsError(
        .invalidArgument, "the bootstrap takes from 2 to 1000000 replicates, not \(count)",
        chinese: "拔靴法（bootstrap）之複本數須為 2 至 1000000，而非 \(count)")
    }
    if let seed, seed < 1 || seed > 1 << 53 {
      throw SurveyStatsError(
        .invalidArgument, "the seed must be a whole number from 1 to 9007199254740992, not \(seed)",
        chinese: "種子（seed）須為 1 至 9007199254740992 之整數，而非 \(seed)")
    }
    if (kind == .fay) != (fayRho != nil) {
      throw SurveyStatsError(
        .invalidArgument,
        kind == .fay
          ? "fay needs its rho (fay-rho), from 0 to below 1, such as 0.3"
          : "rho (fay-rho) is for replicates of type fay, not for \(kind.rawValue)",
        chinese: kind == .fay
          ? "fay 須指定 rho（fay-rho），為 0 以上、未滿 1 之數，如 0.3" : "rho（fay-rho）僅用於 fay，不適用於 \(kind.rawValue)")
    }
    if let fayRho, !(fayRho >= 0 && fayRho < 1) {
      throw SurveyStatsError(
        .invalidArgument, "rho (fay-rho) must be from 0 to below 1, not \(shortestText(fayRho))",
        chinese: "rho（fay-rho）須為 0 以上、未滿 1，而非 \(shortestText(fayRho))")
    }
    self.kind = kind
    self.count = count ?? Self.defaultCount
    self.seed = seed
    self.fayRho = fayRho ?? 0
    self.aboutEstimate = aboutEstimate
  }

  private init(defaultBootstrap: Void) {
    kind = .bootstrap
    count = Self.defaultCount
    seed = nil
    fayRho = 0
    aboutEstimate = false
  }

  /// The bootstrap with all its defaults.
  public static let bootstrap = Replicates(defaultBootstrap: ())

  /// What few bootstrap replicates leave of the design's degrees of freedom.
  package var largestDegreesOfFreedom: Double { kind == .bootstrap ? Double(count - 1) : .infinity }
}

extension SampleDesign {
  /// Refuses a statistic that has no replicates, rather than give it another variance than was asked for.
  ///
  /// Errors: `unsupported`, where the design has replicates or `isAsked` says that they are asked for otherwise.
  package func refuseReplicates(
    of statistic: String, chinese: String, because reason: (english: String, chinese: String),
    isAsked: Bool = false
  ) throws(SurveyStatsError) {
    guard isAsked || replicates != nil || givenFactors != nil else { return }
    throw SurveyStatsError(
      .unsupported,
      "\(statistic) has no replicates: \(reason.english); ask for it without them (replicate-type, method)",
      chinese: "\(chinese)不支援複本變異數：\(reason.chinese)；請勿指定複本（replicate-type、method）")
  }
}
