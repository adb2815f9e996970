import SurveyInference
import SurveyTable

/// The formats that results are written in.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// A table for a terminal, in the reader's language.
  case text
  /// One row for each estimate, contract names, comma, UTF-8.
  case csv
  /// `survey-stats/result@1`.
  case json
  /// A table for a document.
  case markdown
}

extension Estimates {
  /// These estimates as a document. The language changes labels and notes, never names or numbers.
  public func rendered(as format: ReportFormat, language: Language = .english) -> String {
    switch format {
    case .text where command == "summary":
      SummaryPage(self, language).text + noteLines(notes, language)
    case .markdown where command == "summary":
      SummaryPage(self, language).markdown + markdownNotes(notes, language)
    case .text: tables(language).map(\.text).joined(separator: "\n") + noteLines(notes, language)
    case .csv: csv()
    case .json: json(language)
    case .markdown: tables(language).map(\.markdown).joined(separator: "\n") + markdownNotes(notes, language)
    }
  }
}
