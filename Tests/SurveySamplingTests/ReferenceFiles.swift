import Foundation
import SurveyStats

/// The folder of references from R.
let referenceFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "Reference")

struct ReferenceDocument<Case: Decodable>: Decodable { var cases: [Case] }

func referenceCases<Case: Decodable>(_ file: String, _ type: Case.Type) -> [Case] {
  guard let data = try? Data(contentsOf: referenceFolder.appending(path: file)) else { return [] }
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  do {
    return try decoder.decode(ReferenceDocument<Case>.self, from: data).cases
  } catch {
    print("\(file): \(error)")
    return []
  }
}

/// Equal but for a relative difference of `tolerance`.
func isClose(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9, beside scale: Double = 0) -> Bool {
  switch (a, b) {
  case (nil, nil): true
  case (let a?, let b?): (a - b).magnitude <= tolerance * max(b.magnitude, scale)
  default: false
  }
}

extension Estimates {
  func row(_ statistic: String, term: String? = nil, level: String? = nil) -> EstimateRow? {
    rows.first {
      $0.statistic == statistic && (term == nil || $0.term == term) && (level == nil || $0.level == level)
    }
  }

  var codes: [String] { notes.map(\.code) }

  func note(_ code: String) -> Note? { notes.first { $0.code == code } }
}

/// A table of texts; an empty cell is a missing answer.
func table(_ csv: String) throws -> SurveyData { try SurveyData(csv: Array(csv.utf8), name: "sample.csv") }
