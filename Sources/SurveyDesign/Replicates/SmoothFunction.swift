import SurveyNumerics

/// How an estimate follows from the totals of one term in one domain, so that it can be evaluated again in replicates.
package enum SmoothFunction: Sendable {
  /// The total of a column.
  case total(Int)
  /// The total of a column over that of column 0, the weights; `nil` is a column of zeros. In another unit, `times` as
  /// large; what is added to it beside changes no replicate's distance from the estimate.
  case ratio(Int?, times: DoubleDouble = DoubleDouble(1))
  /// A function of the totals of columns 0 up to a last one, not finite where it is not defined.
  case function(last: Int, @Sendable (_ totals: [Double]) -> Double)
}

/// A statistic whose replicates are wanted.
package struct ReplicatedStatistic: Sendable {
  package var term: Int
  package var domain: Int
  package var function: SmoothFunction

  package init(term: Int, domain: Int, function: SmoothFunction) {
    self.term = term
    self.domain = domain
    self.function = function
  }
}
