import Foundation
import SurveyStats
import Testing

/// The Swift door of `Tests/Doors/doors.py`: answers every case and writes a line for each row, numbers by
/// their bits, to the file that the environment names.
@Suite struct DoorTable {
  @Test("writes its answers", .enabled(if: ProcessInfo.processInfo.environment["SURVEYSTATS_DOORS"] != nil))
  func writes() throws {
    guard let path = ProcessInfo.processInfo.environment["SURVEYSTATS_DOORS"] else { return }
    var lines: [String] = []
    for reference in ReferenceCase.all + ReferenceCase.doors { lines += answerLines(reference) }
    for door in try PlanDoor.all() { lines += door.lines() }
    // A heading, and so a term, may hold a line break: lines end with more than that.
    try lines.map { $0 + "\u{1E}\n" }.joined().write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func answerLines(_ reference: ReferenceCase) -> [String] {
    let estimates: Estimates
    do {
      estimates = try answer(reference)
    } catch {
      return ["\(reference.id)\terror\t\(error)"]
    }
    var lines = [
      [reference.id, "answer", estimates.command, Self.bits(estimates.confidence)].joined(separator: "\t")
    ]
    for (index, row) in estimates.rows.enumerated() {
      let group = row.group.map { "\($0.column)=\($0.value);" }.joined()
      let df = row.degreesOfFreedom.flatMap { $0.isFinite ? $0 : nil }
      let df2 = row.secondDegreesOfFreedom.flatMap { $0.isFinite ? $0 : nil }
      let numbers = [
        row.estimate, row.standardError, row.confidenceLow, row.confidenceHigh, df, row.weightedCount,
        row.designEffect, row.coefficientOfVariation, row.statisticValue, df2, row.pValue,
        row.probability,
      ]
      let periods = [row.period, row.periodFrom, row.periodTo].map { $0 ?? "-" }.joined(separator: "|")
      let ways = [row.section, row.method, row.base].map { $0 ?? "-" }.joined(separator: "|")
      let fields =
        [reference.id, String(index), row.statistic, row.term, row.level ?? "-", periods, ways, group]
        + [String(row.count), String(row.missingCount)] + numbers.map(Self.bits)
      lines.append(fields.joined(separator: "\t"))
    }
    if let covariance = estimates.covariance {
      let values = covariance.joined().map { Self.bits($0) }
      lines.append(([reference.id, "covariance"] + values).joined(separator: "\t"))
    }
    let notes = estimates.notes.flatMap { [$0.code, $0.english] }
    lines.append(([reference.id, "notes"] + notes).joined(separator: "\t"))
    let document = estimates.rendered(as: .json, language: .english)
    lines.append([reference.id, "document", Self.checksum(of: Array(document.utf8))].joined(separator: "\t"))
    return lines
  }

  /// CRC-32 as zlib has it: whole documents are compared by it.
  static func checksum(of bytes: [UInt8]) -> String {
    var state = UInt32.max
    for byte in bytes {
      state ^= UInt32(byte)
      for _ in 0..<8 { state = (state >> 1) ^ (state & 1 == 0 ? 0 : 0xEDB8_8320) }
    }
    let digits = String(~state, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  static func bits(_ value: Double?) -> String {
    guard let value, !value.isNaN else { return "-" }
    let digits = String(value.bitPattern, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension ReferenceCase {
  /// Cases that only compare doors: errors, empty domains, undefined values.
  static let doors = load(folder.deletingLastPathComponent().appending(path: "Doors/cases-doors.json"))
}
