import SurveyInference
import SurveyNumerics
import SurveyTable

/// How many questionnaires a margin of error asks for.
public enum SampleSize {
  /// The sample size for a proportion, step by step:
  ///
  /// | `statistic` | what |
  /// |---|---|
  /// | `sample_size_srs` | n₀ = z²·p(1 − p)/e², a simple random sample from a large population |
  /// | `sample_size_deff` | n₁ = n₀ · design effect |
  /// | `sample_size_population` | n₂ = N·n₁/(N + n₁ − 1), from a population of N |
  /// | `sample_size_issued` | n₂ / response rate: questionnaires to hand out |
  /// | `sample_size` | the smallest whole number of valid answers, ⌈n₂⌉ |
  /// | `sample_size_to_issue` | ⌈n₂ / response rate⌉ |
  ///
  /// Steps that were not asked for are left out; a note repeats what was asked. `margin` is half the interval's width as a fraction (0.05 for 5
  /// points). Source: Cochran, Sampling Techniques (3rd ed. 1977), section 4.4; the finite population enters as
  /// in Valliant, Dever & Kreuter, Practical Tools (2013), equation 3.5, with N − 1.
  ///
  /// Errors: `invalidArgument` for a margin or proportion that is not between 0 and 1, a population below 1, a design
  /// effect that is not positive, a response rate outside 0 to 1.
  public static func required(
    margin: Double, proportion: Double = 0.5, population: Double? = nil, designEffect: Double? = nil,
    responseRate: Double? = nil, confidence: Double = 0.95
  ) throws(SurveyStatsError) -> Estimates {
    try check(
      margin > 0 && margin < 1, "the margin of error (margin) must lie between 0 and 1 (0.05 is 5 points)",
      "抽樣誤差（margin）須介於 0 與 1 之間（5 個百分點為 0.05）", margin)
    try check(
      proportion > 0 && proportion < 1, "the proportion (proportion) must lie between 0 and 1",
      "預期比例（proportion）須介於 0 與 1 之間（50% 為 0.5）", proportion)
    try check(
      confidence > 0 && confidence < 1, "the confidence level (level) must lie between 0 and 1",
      "信心水準（level）須介於 0 與 1 之間（95% 為 0.95）", confidence)
    if let population {
      try check(
        population >= 1 && population.isFinite, "the population (population) must be at least 1",
        "母體數（population）須為 1 以上", population)
    }
    if let designEffect {
      try check(
        designEffect > 0 && designEffect.isFinite, "the design effect (deff) must be positive",
        "設計效應（deff）須為正數", designEffect)
    }
    if let responseRate {
      try check(
        responseRate > 0 && responseRate <= 1,
        "the response rate (response-rate) must be above 0 and at most 1",
        "回收率（response-rate）須大於 0 且不超過 1（60% 為 0.6）", responseRate
      )
    }
    let z = studentQuantile(1 - (1 - confidence) / 2, degreesOfFreedom: .infinity)
    var size = z * z * proportion * (1 - proportion) / (margin * margin)
    var rows: [EstimateRow] = []
    func add(_ statistic: String, _ value: Double) {
      rows.append(EstimateRow(statistic: statistic, term: "sample", estimate: value))
    }
    add("sample_size_srs", size)
    if let designEffect {
      size *= designEffect
      add("sample_size_deff", size)
    }
    if let population {
      size = population * size / (population + size - 1)
      add("sample_size_population", size)
    }
    try check(
      size < 1e15, "no survey is this large; ask for a wider margin",
      "所需樣本過大；請放寬抽樣誤差（margin）", margin)
    let valid = wholeNumber(size)
    if let responseRate {
      add("sample_size_issued", size / responseRate)
      add("sample_size", valid)
      add("sample_size_to_issue", wholeNumber(size / responseRate))
    } else {
      add("sample_size", valid)
    }
    return Estimates(
      command: "sample-size", confidence: confidence, rows: rows,
      notes: [
        .premises(
          margin: margin, proportion: proportion, population: population, designEffect: designEffect,
          responseRate: responseRate, confidence: confidence)
      ])
  }

  /// Half the width of the interval of a proportion from `count` valid answers:
  /// z·√(p(1 − p)/n · deff · (N − n)/(N − 1)).
  ///
  /// With p = ½ it is the largest that a survey of that size can have, the number that reports print. Errors: as
  /// ``required(margin:proportion:population:designEffect:responseRate:confidence:)``.
  public static func marginOfError(
    count: Int, proportion: Double = 0.5, population: Double? = nil, designEffect: Double = 1,
    confidence: Double = 0.95
  ) throws(SurveyStatsError) -> Double {
    try check(
      count >= 1, "the number of valid answers must be at least 1",
      "有效答案數須為 1 以上", Double(count))
    try check(
      proportion > 0 && proportion < 1, "the proportion (proportion) must lie between 0 and 1",
      "預期比例（proportion）須介於 0 與 1 之間（50% 為 0.5）", proportion)
    try check(
      confidence > 0 && confidence < 1, "the confidence level (level) must lie between 0 and 1",
      "信心水準（level）須介於 0 與 1 之間（95% 為 0.95）", confidence)
    try check(
      designEffect > 0 && designEffect.isFinite, "the design effect (deff) must be positive",
      "設計效應（deff）須為正數", designEffect)
    let n = Double(count)
    var unsampled = 1.0
    if let population {
      try check(
        population >= n && population.isFinite, "the population cannot be smaller than the sample",
        "母體數（population）不可小於樣本數", population
      )
      unsampled = population > 1 ? (population - n) / (population - 1) : 0
    }
    let z = studentQuantile(1 - (1 - confidence) / 2, degreesOfFreedom: .infinity)
    return z * (proportion * (1 - proportion) / n * designEffect * unsampled).squareRoot()
  }

  /// Rounded up, but not for the last bits of a whole number.
  private static func wholeNumber(_ size: Double) -> Double {
    let nearest = size.rounded()
    return (size - nearest).magnitude <= 1e-9 * size ? nearest : size.rounded(.up)
  }

  private static func check(
    _ holds: Bool, _ rule: String, _ chinese: String, _ value: Double
  ) throws(SurveyStatsError) {
    if !holds {
      throw SurveyStatsError(
        .invalidArgument, "\(rule), not \(shortestText(value))",
        chinese: "\(chinese)，而非 \(shortestText(value))")
    }
  }
}
