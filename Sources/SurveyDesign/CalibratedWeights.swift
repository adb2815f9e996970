import SurveyNumerics
import SurveyTable

/// The calibrated weight of every row, batch by batch: what a file of weights holds.
package struct CalibratedWeights {
  private let design: SampleDesign
  private let calibration: Calibration
  private let scaleOfStratum: [String: DoubleDouble]
  private var cells: WeightCells
  private var weightSlot: Int?
  private var stratumSlot: Int?
  private var marginSlots: [Int] = []
  /// What the pass must read for this, after whatever else it reads.
  package private(set) var requests: [ColumnRequest] = []

  /// `nil` where the design is not calibrated. `scaleOfStratum` is what the pass said from which the weights were
  /// found (``DesignTotals/scaleOfStratum``).
  package init?(_ design: SampleDesign, scaleOfStratum: [String: DoubleDouble]) throws(SurveyStatsError) {
    guard let calibration = design.calibration else { return nil }
    self.design = design
    self.calibration = calibration
    self.scaleOfStratum = scaleOfStratum
    cells = WeightCells(columns: calibration.columns, calibration: calibration)
    if let weights = design.weights {
      weightSlot = try Self.request(weights, .number, "weights", design.data, &requests)
    }
    if let strata = design.stages[0].strata {
      stratumSlot = try Self.request(strata, .text, "strata", design.data, &requests)
    }
    for column in calibration.columns {
      marginSlots.append(try Self.request(column, .text, "margins", design.data, &requests))
    }
  }

  private static func request(
    _ column: String, _ reading: ColumnRequest.Reading, _ role: String, _ data: SurveyData,
    _ requests: inout [ColumnRequest]
  ) throws(SurveyStatsError) -> Int {
    requests.append(ColumnRequest(column: try data.position(of: column, as: role), reading: reading))
    return requests.count - 1
  }

  /// The weights of a batch whose columns from `first` on are those of `requests`; 0 for a row without an answer to
  /// a margin. Errors: `sourceChanged` where the rows are not those that the weights were made for.
  package mutating func weights(
    of batch: ColumnBatch, from first: Int
  ) throws(SurveyStatsError) -> [Double] {
    var design = [Double](repeating: 1, count: batch.rowCount)
    if let weightSlot, case .numbers(let column) = batch.columns[first + weightSlot] {
      for row in design.indices where column.valid[row] == 0 || !(column.values[row] >= 0) { throw changed() }
      design = column.values
    }
    let places = try cells.places(
      batch.codeColumns(marginSlots.map { first + $0 }), weights: design, data: self.design.data)
    var strata: CodeColumn?
    if let stratumSlot, case .codes(let column) = batch.columns[first + stratumSlot] { strata = column }
    var scales: [Int32: DoubleDouble] = [:]
    for row in design.indices {
      guard places[row] >= 0 else {
        design[row] = 0
        continue
      }
      let code = strata?.codes[row] ?? 0
      if scales[code] == nil {
        guard let scale = scaleOfStratum[strata?.dictionary[code] ?? ""] else { throw changed() }
        scales[code] = scale
      }
      let scale = scales[code] ?? DoubleDouble(1)
      design[row] = (scale * design[row] * calibration.cells[Int(places[row])].change).rounded
    }
    return design
  }

  private func changed() -> SurveyStatsError {
    SurveyStatsError(
      .sourceChanged, "\(design.data.name) changed since the weights were made; weight it again",
      chinese: "\(design.data.name) 於加權後遭到變更；請重新加權")
  }
}
