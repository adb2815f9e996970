import SurveyTable

/// How respondents were chosen.
public enum SamplingKind: String, Sendable, Hashable, CaseIterable {
  case census
  case simpleRandom = "srs"
  case systematic
  case stratified
  case cluster
  case quota
  /// Whoever came: counter questionnaires.
  case convenience
  /// Whoever wanted: forms on the web.
  case voluntary

  /// Whether every member of the population had a known chance, without which there is no sampling error.
  public var isRandom: Bool {
    switch self {
    case .census, .simpleRandom, .systematic, .stratified, .cluster: true
    case .quota, .convenience, .voluntary: false
    }
  }
}

/// What is known of a survey besides its answers.
public struct SurveyFacts: Sendable {
  /// Questionnaires handed out, and those that came back.
  public var issued: Int?
  public var returned: Int?
  /// Members of the population.
  public var population: Double?
  public var sampling: SamplingKind?
  public var margins: PopulationMargins?
  /// Whether a nominal margin of error is wanted although respondents were not chosen at random.
  public var nominalMargin: Bool
  /// Kish's effective size where the caller knows it: of weights fitted to margins, for instance.
  public var effectiveSize: Double?

  public init(
    issued: Int? = nil, returned: Int? = nil, population: Double? = nil, sampling: SamplingKind? = nil,
    margins: PopulationMargins? = nil, nominalMargin: Bool = false,
    effectiveSize: Double? = nil
  ) {
    self.issued = issued
    self.returned = returned
    self.population = population
    self.sampling = sampling
    self.margins = margins
    self.nominalMargin = nominalMargin
    self.effectiveSize = effectiveSize
  }
}
