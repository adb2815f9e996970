import SurveyDocuments
import SurveyTable
import SurveyWeighting

extension WeightingSummary {
  /// What weighting did as a document: how uneven the weights are before and after, and every category of the
  /// margins in the sample and in the population. Shares are fractions of 1 in JSON (`survey-stats/weighting@1`) and
  /// CSV, and % in text. CSV holds the categories alone. The language changes labels and notes, never names or
  /// numbers.
  public func rendered(as format: ReportFormat, language: Language = .english) -> String {
    let tables = [spreadTable(language), categoryTable(language)]
    switch format {
    case .text: return tables.map(\.text).joined(separator: "\n") + noteLines(notes, language)
    case .markdown:
      return tables.map(\.markdown).joined(separator: "\n") + markdownNotes(notes, language)
    case .csv: return csv()
    case .json: return json(language)
    }
  }

  private func spreadTable(_ language: Language) -> PlainTable {
    let labels = Labels(language)
    let spreads = [before, after]
    return PlainTable(columns: [
      PlainColumn(title: labels.weights, cells: [labels.before, labels.after]),
      PlainColumn(title: "n", isNumber: true, cells: spreads.map { String($0.count) }),
      PlainColumn(title: "Σw", isNumber: true, cells: spreads.map { fixedText($0.sum, decimals: 1) }),
      PlainColumn(
        title: labels.effectiveSize, isNumber: true,
        cells: spreads.map { fixedText($0.effectiveSize, decimals: 1) }),
      PlainColumn(
        title: labels.weightingEffect, isNumber: true,
        cells: spreads.map { fixedText($0.designEffect, decimals: 3) }),
    ])
  }

  private func categoryTable(_ language: Language) -> PlainTable {
    let labels = Labels(language)
    return PlainTable(columns: [
      PlainColumn(title: labels.variable, cells: categories.map(\.variable)),
      PlainColumn(title: labels.category, cells: categories.map(\.category)),
      PlainColumn(title: "n", isNumber: true, cells: categories.map { String($0.count) }),
      PlainColumn(
        title: labels.shareBefore, isNumber: true, cells: categories.map { percentText($0.shareBefore) }),
      PlainColumn(
        title: labels.shareAfter, isNumber: true, cells: categories.map { percentText($0.shareAfter) }),
      PlainColumn(
        title: labels.populationShare, isNumber: true,
        cells: categories.map { percentText($0.populationShare) }),
    ])
  }

  private func csv() -> String {
    let lines = categories.map { category in
      ([csvCell(category.variable), csvCell(category.category), String(category.count)]
        + [
          category.shareBefore, category.shareAfter, category.populationShare, category.populationCount,
        ].map(csvNumber)).joined(separator: ",")
    }
    let header = "variable,category,n,share_before,share_after,population_share,population_count"
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  private func json(_ language: Language) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "survey-stats/weighting@1")
      json.member("method", method.rawValue)
      json.member("margins") { json in json.array { json in for name in margins { json.string(name) } } }
      json.member("iterations", iterations)
      json.member("largest_deviation", number: largestDeviation)
      json.member("smallest_change", number: smallestChange)
      json.member("largest_change", number: largestChange)
      for (name, spread) in [("before", before), ("after", after)] {
        json.member(name) { json in
          json.object { json in
            json.member("n", spread.count)
            json.member("sum_of_weights", number: spread.sum)
            json.member("n_eff", number: spread.effectiveSize)
            json.member("deff_w", number: spread.designEffect)
          }
        }
      }
      json.member("categories") { json in
        json.array { json in
          for category in categories {
            json.object { json in
              json.member("variable", category.variable)
              json.member("category", category.category)
              json.member("n", category.count)
              json.member("share_before", number: category.shareBefore)
              json.member("share_after", number: category.shareAfter)
              json.member("population_share", number: category.populationShare)
              json.member("population_count", number: category.populationCount)
            }
          }
        }
      }
      json.member("notes", notes, language)
    }
    return json.text + "\n"
  }
}
