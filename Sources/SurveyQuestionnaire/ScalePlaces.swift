/// What a reliability analysis says of each item.
package enum ItemStatistic: String, Sendable, CaseIterable {
  case mean
  case standardDeviation = "std_dev"
  case itemTotalCorrelation = "item_total_correlation"
  case alphaIfDropped = "alpha_if_dropped"
}

/// The statistics of a scale that are asked for, and the place of each among the numbers that a row gives: the two of the
/// scale, then those of each item. Who reports a few leaves out the others, since every one is a sum over all rows.
struct ScalePlaces: Sendable {
  static let alpha = 0
  static let standardizedAlpha = 1

  let items: Int
  /// In the order in which rows come.
  let statistics: [ItemStatistic]

  init(items: Int, _ chosen: Set<ItemStatistic> = Set(ItemStatistic.allCases)) {
    self.items = items
    statistics = ItemStatistic.allCases.filter(chosen.contains)
  }

  /// How many numbers a row gives.
  var count: Int { 2 + statistics.count * items }

  /// Where the statistic of the first item stands, those of the others `statistics.count` apart each; `nil` where it is not
  /// asked for.
  func first(_ statistic: ItemStatistic) -> Int? { statistics.firstIndex(of: statistic).map { $0 + 2 } }
}
