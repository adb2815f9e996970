import SurveyDocuments
import SurveyInference
import SurveyTable

extension Estimates {
  /// `survey-stats/result@1`: flat rows, covariance in their order, notes. Undefined values are `null`, and so
  /// are infinite degrees of freedom. A summary has the sentences of its page as well, in their order.
  func json(_ language: Language) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "survey-stats/result@1")
      json.member("command", command)
      json.member("confidence", number: confidence)
      json.member("rows") { json in
        json.array { json in
          for row in rows { write(row, to: &json) }
        }
      }
      if let covariance {
        json.member("covariance") { json in
          json.array { json in
            for line in covariance { json.array { json in for value in line { json.number(value) } } }
          }
        }
      }
      if !termLabels.isEmpty {
        json.member("labels") { json in
          json.object { json in
            for (term, label) in termLabels.sorted(by: { $0.key < $1.key }) { json.member(term, label) }
          }
        }
      }
      if command == "summary" {
        // What a report signs, worded once for every door: a caller need not put it together from rows.
        json.member("sentences") { json in
          json.array { json in
            for part in SummaryPage(self, language).parts {
              for sentence in part.sentences { json.string(oneLine(sentence)) }
            }
          }
        }
      }
      json.member("notes", notes, language)
    }
    return json.text + "\n"
  }

  private func write(_ row: EstimateRow, to json: inout JSONWriter) {
    json.object { json in
      if let section = row.section { json.member("section", section) }
      json.member("statistic", row.statistic)
      json.member("term", row.term)
      if !row.group.isEmpty {
        json.member("group") { json in
          json.object { json in for value in row.group { json.member(value.column, value.value) } }
        }
      }
      if let level = row.level { json.member("level", level) }
      if let probability = row.probability { json.member("prob", number: probability) }
      if let period = row.period { json.member("period", period) }
      if let from = row.periodFrom { json.member("period_from", from) }
      if let to = row.periodTo { json.member("period_to", to) }
      json.member("estimate", number: row.estimate)
      json.member("std_error", number: row.standardError)
      json.member("conf_low", number: row.confidenceLow)
      json.member("conf_high", number: row.confidenceHigh)
      json.member("df", number: row.degreesOfFreedom)
      json.member("n", row.count)
      json.member("n_missing", row.missingCount)
      json.member("weighted_n", number: row.weightedCount)
      if row.designEffect != nil { json.member("deff", number: row.designEffect) }
      json.member("cv", number: row.coefficientOfVariation)
      if let value = row.statisticValue { json.member("statistic_value", number: value) }
      if let df = row.secondDegreesOfFreedom { json.member("df2", number: df) }
      if let p = row.pValue { json.member("p_value", number: p) }
      if let method = row.method { json.member("method", method) }
      if let base = row.base { json.member("base", base) }
    }
  }
}

extension JSONWriter {
  mutating func member(_ name: String, _ notes: [Note], _ language: Language) {
    member(name) { json in
      json.array { json in
        for note in notes {
          json.object { json in
            json.member("code", note.code)
            json.member("text", note.text(in: language))
          }
        }
      }
    }
  }
}
