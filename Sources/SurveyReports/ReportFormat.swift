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
    case .text where document(language) != nil:
      (document(language)?.text ?? "") + noteLines(shownNotes, language)
    case .markdown where document(language) != nil:
      (document(language)?.markdown ?? "") + markdownNotes(shownNotes, language)
    case .text: tables(language).map(\.text).joined(separator: "\n") + noteLines(shownNotes, language)
    case .csv: csv()
    case .json: json(language)
    case .markdown:
      tables(language).map(\.markdown).joined(separator: "\n") + markdownNotes(shownNotes, language)
    }
  }

  /// Results that are a page rather than a table.
  private func document(_ language: Language) -> SummaryPage.Document? {
    switch command {
    case "summary": SummaryPage(self, language).document
    case "validity": SamplePage(self, language).document
    case "sample-size": SamplePage(self, language).sizeDocument
    default: nil
    }
  }
}
