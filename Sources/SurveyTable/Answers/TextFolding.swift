// Texts as they are compared: never as they are shown or written.

/// `text` folded so that spellings of one word meet: full-width letters and digits become ASCII, spaces of
/// every width go, capitals become small, and characters that a PDF's fonts or another keyboard put in place of
/// the usual ones are replaced.
///
/// For matching headers and answers only; what people see keeps its own spelling. Compatibility ideographs
/// (U+F900…) need no entry: Swift compares strings by canonical equivalence.
package func foldedForMatching(_ text: String) -> String { folded(text, lettersToo: true) }

/// The same with letters as they are: `F` and `f` may be two codes.
package func foldedSpelling(_ text: String) -> String { folded(text, lettersToo: false) }

private func folded(_ text: String, lettersToo: Bool) -> String {
  var folded = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0xA0, 0x200B...0x200D, 0x2060, 0x3000, 0xFEFF:
      continue
    case 0x41...0x5A where lettersToo:
      folded.append(Unicode.Scalar(scalar.value + 0x20) ?? scalar)
    case 0xFF01...0xFF5E:
      let narrow = Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
      folded.append(
        lettersToo && ("A"..."Z").contains(narrow) ? Unicode.Scalar(narrow.value + 0x20) ?? narrow : narrow)
    default:
      folded.append(usualCharacter(scalar))
    }
  }
  return String(folded)
}

/// Whether folding replaced a character that is another one on paper (帄 for 平), which deserves a note.
package func hasFontVariant(_ text: String) -> Bool {
  text.unicodeScalars.contains { fontVariant($0) != nil }
}

@inline(__always)
private func usualCharacter(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  if scalar.value < 0x4E00 { return scalar == "∕" ? "/" : scalar }
  return fontVariant(scalar) ?? otherSpelling(scalar) ?? scalar
}

/// Characters that stand for others in text taken out of PDF files: the government's plans of 2010 to 2016
/// hold them by the dozen. A switch, because every character of every text is looked for here.
private func fontVariant(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
  switch scalar {
  case "帄": "平"
  case "詴": "試"
  case "尌": "就"
  case "頇": "須"
  case "逹": "達"
  case "塡": "填"
  case "褔": "福"
  case "机": "機"
  case "办": "辦"
  default: nil
  }
}

/// Two spellings that are both right.
private func otherSpelling(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
  switch scalar {
  case "臺": "台"
  case "衆": "眾"
  case "裏": "裡"
  default: nil
  }
}
