/// The common-era year that a text names: `2014`, `西元2014年`, `103`, `103年`, `民國103年`, `民國 103 年度`; `nil` where
/// it names none. A year of up to three digits is one of the Republic (民國 1 is 1912), unless 西元 says
/// otherwise.
///
/// With `ofDates` the text may also be a date, of which the year is taken: `112/5/4`, `2023/5/4 下午 3:21:10`.
package func commonEraYear(_ text: String, ofDates: Bool = false) -> Int? {
  if ofDates, let date = parseDate(text), date.month != nil { return date.year }
  var rest = text.trimmingSpaces()
  var isCommon = false
  for prefix in ["中華民國", "民國", "ROC", "西元", "公元"] where rest.hasPrefix(prefix) {
    rest = String(rest.dropFirst(prefix.count)).trimmingSpaces()
    isCommon = prefix == "西元" || prefix == "公元"
    break
  }
  for suffix in ["學年度", "年度", "年"] where rest.hasSuffix(suffix) {
    rest = String(rest.dropLast(suffix.count)).trimmingSpaces()
    break
  }
  var digits = ""
  for scalar in rest.unicodeScalars {
    switch scalar.value {
    case 0x30...0x39: digits.unicodeScalars.append(scalar)
    case 0xFF10...0xFF19: digits += String(scalar.value - 0xFF10)
    default: return nil
    }
  }
  guard digits.count <= 4, let number = Int(digits), number > 0 else { return nil }
  return isCommon || number >= 1000 ? number : number + 1911
}
