/// The common-era year that a text names: `2014`, `103`, `103年`, `民國103年`, `民國 103 年度`, `2014年`; `nil` where
/// it names none. A number below 1912 is a year of the Republic (民國 1 is 1912).
package func commonEraYear(_ text: String) -> Int? {
  var digits = ""
  var rest = text.trimmingSpaces()
  for prefix in ["中華民國", "民國", "ROC"] where rest.hasPrefix(prefix) {
    rest = String(rest.dropFirst(prefix.count)).trimmingSpaces()
    break
  }
  for suffix in ["年度", "學年度", "年"] where rest.hasSuffix(suffix) {
    rest = String(rest.dropLast(suffix.count)).trimmingSpaces()
    break
  }
  for scalar in rest.unicodeScalars {
    switch scalar.value {
    case 0x30...0x39: digits.unicodeScalars.append(scalar)
    case 0xFF10...0xFF19: digits += String(scalar.value - 0xFF10)
    default: return nil
    }
  }
  guard digits.count <= 4, let number = Int(digits), number > 0 else { return nil }
  return number < 1912 ? number + 1911 : number
}
