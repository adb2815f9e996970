import SurveyDocuments
import SurveyInference
import SurveyPlans
import SurveyTable

extension PlanEvaluation {
  /// `survey-stats/evaluation@1`: nodes with their indicators, datasets, decisions, points. Shares and rates are
  /// fractions; what is undefined is `null`.
  public func json(_ language: Language) -> String {
    var json = JSONWriter(indentedLevels: 5)
    json.object { json in
      json.member("schema", "survey-stats/evaluation@1")
      json.member("plan", plan.id)
      json.member("title", plan.title)
      json.member("agency", plan.agency.name)
      json.member("year") { json in
        json.object { json in
          json.member("roc", plan.republicanYear)
          json.member("ce", plan.year)
        }
      }
      json.member("as_of", asOf.isoText)
      if let score {
        json.member("score") { Self.write(score, to: &$0) }
      }
      json.member("statuses") { json in
        json.object { json in
          for status in IndicatorStatus.allCases {
            json.member(status.rawValue, indicators.count { $0.status == status })
          }
        }
      }
      json.member("nodes") { json in
        json.array { json in for node in nodes { Self.write(node, to: &json, language) } }
      }
      json.member("decisions") { json in
        json.array { json in
          for decision in decisions {
            json.object { json in
              json.member("code", decision.code)
              json.member("question", decision.question.text(in: language))
              json.member("choice", decision.choice.text(in: language))
              json.name("stated")
              json.boolean(decision.isStated)
              json.member("indicators") { json in
                json.array { json in for id in decision.indicators { json.string(id) } }
              }
            }
          }
        }
      }
      json.member("datasets") { json in
        json.array { json in
          for use in datasets {
            json.object { json in
              json.member("id", use.id)
              json.member("label", use.label)
              json.member("file", use.file)
              json.name("prior")
              json.boolean(use.isPrior)
              json.member("rows", use.rows)
              json.member("encoding", use.encoding)
              json.member("sha256", use.hash)
              json.member("notes", use.notes, language)
            }
          }
        }
      }
      json.member("notes", notes, language)
    }
    return json.text + "\n"
  }

  private static func write(_ score: ScoreResult, to json: inout JSONWriter) {
    json.object { json in
      json.member("points", number: score.points)
      json.member("full_points", number: score.fullPoints)
      json.member("missing_points", number: score.missingPoints)
      json.member("std_error", number: score.standardError)
      json.member("conf_low", number: score.confidenceLow)
      json.member("conf_high", number: score.confidenceHigh)
    }
  }

  private static func write(_ node: NodeResult, to json: inout JSONWriter, _ language: Language) {
    json.object { json in
      if let number = node.node.number { json.member("no", number) }
      json.member("label", node.node.label)
      if let level = node.level { json.member("level", level) }
      if let score = node.score { json.member("score") { write(score, to: &$0) } }
      if !node.indicators.isEmpty {
        json.member("indicators") { json in
          json.array { json in for result in node.indicators { write(result, to: &json, language) } }
        }
      }
      if !node.children.isEmpty {
        json.member("nodes") { json in
          json.array { json in for child in node.children { write(child, to: &json, language) } }
        }
      }
    }
  }

  private static func write(_ result: IndicatorResult, to json: inout JSONWriter, _ language: Language) {
    json.object { json in
      json.member("id", result.indicator.id)
      json.member("label", result.indicator.label)
      json.member("kind", result.indicator.kind.name.rawValue)
      json.member("inventory") { json in
        json.array { json in for row in result.indicator.inventory { json.string(row) } }
      }
      json.member("status", result.status.rawValue)
      if let reason = result.reason { json.member("reason", [reason], language) }
      json.member("value", number: result.value)
      if let unit = result.indicator.unit { json.member("unit", unit) }
      json.member("numerator", number: result.numerator)
      json.member("denominator", number: result.denominator)
      json.member("n", result.count)
      json.name("sample")
      json.boolean(result.isSample)
      json.member("std_error", number: result.standardError)
      json.member("conf_low", number: result.confidenceLow)
      json.member("conf_high", number: result.confidenceHigh)
      json.member("df", number: result.degreesOfFreedom)
      json.member("p_value", number: result.pValue)
      json.member("previous", number: result.previous)
      json.member("difference", number: result.difference)
      json.member("growth", number: result.growth)
      json.member("growth_low", number: result.growthLow)
      json.member("growth_high", number: result.growthHigh)
      if let target = result.target { json.member("target", target.text(in: language)) }
      json.member("achievement", number: result.achievement)
      json.member("points", number: result.points)
      json.member("full_points", number: result.fullPoints)
      json.member("evidence") { json in
        json.array { json in
          for evidence in result.evidence {
            json.object { json in
              json.member("dataset", evidence.dataset)
              if let condition = evidence.condition { json.member("where", condition) }
              json.member("rows", evidence.rows)
            }
          }
        }
      }
      json.member("tables") { json in
        json.array { json in for table in result.tables { write(table, to: &json, language) } }
      }
      json.member("notes", result.notes, language)
    }
  }

  private static func write(_ table: DetailTable, to json: inout JSONWriter, _ language: Language) {
    json.object { json in
      json.member("role", table.role.rawValue)
      json.member("title", table.title.text(in: language))
      json.member("columns") { json in
        json.array { json in for column in table.columns { json.string(column.name.text(in: language)) } }
      }
      json.member("rows") { json in
        json.array { json in
          for row in table.rows {
            json.array { json in
              for cell in row.cells {
                switch cell {
                case .words(let words): json.string(words.text(in: language))
                case .number(let value): json.number(value)
                case .empty: json.null()
                case .hidden(let complementary): json.string(complementary ? "*complementary" : "*suppressed")
                }
              }
            }
          }
        }
      }
    }
  }
}
