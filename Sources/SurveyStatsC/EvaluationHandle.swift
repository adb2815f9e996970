import SurveyStats

/// An evaluation as a list of nodes and a list of indicators, and the texts it hands out.
final class EvaluationHandle: Sendable {
  /// A text in both languages.
  struct Words: Sendable {
    var english: Int
    var chinese: Int

    init(_ wording: Wording, _ texts: inout TextCollection) {
      english = texts.add(wording.english)
      chinese = texts.add(wording.chinese)
    }

    func offset(in language: Language) -> Int {
      switch language {
      case .english: english
      case .traditionalChinese: chinese
      }
    }
  }

  struct Node: Sendable {
    var depth: Int
    /// The position of the node above.
    var parent: Int?
    var number: Int
    var label: Int
    var level: Int
    var firstIndicator: Int
    var indicatorCount: Int
    var score: PlanEvaluation.ScoreResult?
  }

  struct Item: Sendable {
    var result: IndicatorResult
    var node: Int
    var id: Int
    var label: Int
    var kind: Int
    var status: Int
    var reasonCode: Int
    var reason: Words?
    var unit: Int
    var target: Words?
    var inventory: Int
    var notes: HandedNotes
    var evidence: [(dataset: Int, condition: Int)]
    var tables: [Table]
  }

  struct Table: Sendable {
    var role: Int
    var title: Words
    var columns: [Words]
    /// Of each row's cells; `nil` for what is no text.
    var cells: [[Words?]]
  }

  struct Decision: Sendable {
    var code: Int
    var question: Words
    var choice: Words
    var indicators: [Int]
  }

  struct File: Sendable {
    var id: Int
    var label: Int
    var file: Int
    var encoding: Int
    var hash: Int
    var notes: HandedNotes
  }

  let evaluation: PlanEvaluation
  let texts: FixedTexts
  let nodes: [Node]
  let items: [Item]
  let decisions: [Decision]
  let files: [File]
  let notes: HandedNotes

  init(_ evaluation: PlanEvaluation) {
    self.evaluation = evaluation
    var list = NodeList()
    for node in evaluation.nodes { list.add(node, parent: nil, depth: 0) }
    nodes = list.nodes
    items = list.items
    var texts = list.texts
    var decisions: [Decision] = []
    for decision in evaluation.decisions {
      var ids: [Int] = []
      for id in decision.indicators { ids.append(texts.add(id)) }
      decisions.append(
        Decision(
          code: texts.add(decision.code), question: Words(decision.question, &texts),
          choice: Words(decision.choice, &texts), indicators: ids))
    }
    self.decisions = decisions
    var files: [File] = []
    for use in evaluation.datasets {
      files.append(
        File(
          id: texts.add(use.id), label: texts.add(use.label), file: texts.add(use.file),
          encoding: texts.add(use.encoding), hash: texts.add(use.hash), notes: HandedNotes(use.notes, &texts))
      )
    }
    self.files = files
    notes = HandedNotes(evaluation.notes, &texts)
    self.texts = FixedTexts(texts)
  }

  /// The language of a constant, which may leave it to the plan.
  func language(_ constant: Int32) throws(SurveyStatsError) -> Language {
    constant == -1 ? evaluation.plan.report.language : try SurveyStatsC.language(constant)
  }

  func item(_ indicator: Int64) throws(SurveyStatsError) -> Item {
    items[try position(indicator, of: items.count, "indicator")]
  }
}

/// Lays the hierarchy out in the plan's order, each node before those inside it.
private struct NodeList {
  var nodes: [EvaluationHandle.Node] = []
  var items: [EvaluationHandle.Item] = []
  var texts = TextCollection()

  mutating func add(_ result: PlanEvaluation.NodeResult, parent: Int?, depth: Int) {
    let place = nodes.count
    nodes.append(
      EvaluationHandle.Node(
        depth: depth, parent: parent, number: texts.add(result.node.number),
        label: texts.add(result.node.label),
        level: texts.add(result.level), firstIndicator: items.count, indicatorCount: result.indicators.count,
        score: result.score))
    for indicator in result.indicators { items.append(item(indicator, node: place)) }
    for child in result.children { add(child, parent: place, depth: depth + 1) }
  }

  private mutating func item(_ result: IndicatorResult, node: Int) -> EvaluationHandle.Item {
    var evidence: [(dataset: Int, condition: Int)] = []
    for part in result.evidence { evidence.append((texts.add(part.dataset), texts.add(part.condition))) }
    var tables: [EvaluationHandle.Table] = []
    for table in result.tables { tables.append(self.table(table)) }
    return EvaluationHandle.Item(
      result: result, node: node, id: texts.add(result.indicator.id),
      label: texts.add(result.indicator.label),
      kind: texts.add(result.indicator.kind.name.rawValue), status: texts.add(result.status.rawValue),
      reasonCode: texts.add(result.reason?.code),
      reason: result.reason.map {
        EvaluationHandle.Words(Wording(english: $0.english, chinese: $0.chinese), &texts)
      },
      unit: texts.add(result.indicator.unit),
      target: result.target.map { EvaluationHandle.Words($0, &texts) },
      inventory: texts.add(result.indicator.inventory.joined(separator: " ")),
      notes: HandedNotes(result.notes, &texts), evidence: evidence, tables: tables)
  }

  private mutating func table(_ table: DetailTable) -> EvaluationHandle.Table {
    var columns: [EvaluationHandle.Words] = []
    for column in table.columns { columns.append(EvaluationHandle.Words(column.name, &texts)) }
    var rows: [[EvaluationHandle.Words?]] = []
    for row in table.rows {
      var cells: [EvaluationHandle.Words?] = []
      for cell in row.cells {
        if case .words(let words) = cell {
          cells.append(EvaluationHandle.Words(words, &texts))
        } else {
          cells.append(nil)
        }
      }
      rows.append(cells)
    }
    return EvaluationHandle.Table(
      role: texts.add(table.role.rawValue), title: EvaluationHandle.Words(table.title, &texts),
      columns: columns,
      cells: rows)
  }
}
