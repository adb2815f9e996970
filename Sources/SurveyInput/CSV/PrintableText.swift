/// At most 40 characters of a text from outside, with control characters escaped, so that a message stays
/// one short line.
func printable(_ text: String) -> String {
  var shown = ""
  var count = 0
  for scalar in text.unicodeScalars {
    if count == 40 { return shown + "…" }
    count += 1
    switch scalar {
    case "\n": shown += "\\n"
    case "\r": shown += "\\r"
    case "\t": shown += "\\t"
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate:
        shown += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
  }
  return shown
}

/// The same for bytes; only as many are decoded as can be shown.
func printable(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
  printable(String(decoding: bytes.prefix(200), as: UTF8.self))
}
