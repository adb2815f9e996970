import SurveyInput
import SurveyTable

/// Rows that say the same as another in every column, where that cannot be chance.
enum RepeatedRows {
  /// `nil` where no row is, or where no column tells respondents apart: many people give the same few answers.
  static func note(_ description: DataDescription) -> Note? {
    guard let repeated = description.repeatedRecords, repeated > 0 else { return nil }
    let different = Double(description.rows - repeated)
    let tells = description.columns.first { column in
      let isTime = column.dates?.earliest.contains("T") ?? false
      return Double(column.valid) >= 0.9 * Double(description.rows)
        && (column.hasMoreDistinct || Double(column.distinct) >= (isTime ? 0.5 : 0.9) * different)
    }
    guard let tells, different >= 10 else { return nil }
    return Note(
      code: "repeated_rows",
      english:
        "\(repeated) row(s) repeat another one in every column, '\(tells.name)' included, which otherwise tells respondents apart: copies, most likely. They count as respondents; take them out if they are none.",
      chinese:
        "有 \(repeated) 列與其他列各欄完全相同（含可區別受訪者之「\(tells.name)」），疑為重複匯入；目前仍計為受訪者，如確為重複請先刪除。")
  }
}
