import SurveyDocuments
import SurveyTable

/// A number as CSV holds it: shortest round trip, empty for what is undefined or infinite.
func csvNumber(_ value: Double?) -> String {
  guard let value, value.isFinite else { return "" }
  return JSONWriter.numberText(value)
}

/// A text as CSV holds it. What a spreadsheet would run as a formula is led by an apostrophe.
func csvCell(_ text: String) -> String {
  var text = text
  if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
    parseNumber(text) == nil
  {
    text = "'" + text
  }
  let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
  guard needsQuotes else { return text }
  var quoted = "\""
  for scalar in text.unicodeScalars {
    if scalar == "\"" { quoted += "\"\"" } else { quoted.unicodeScalars.append(scalar) }
  }
  return quoted + "\""
}
