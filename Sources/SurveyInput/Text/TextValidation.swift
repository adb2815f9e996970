import CSurveyShims

/// How far bytes are text: up to `good` they are; what stands there, if anything, is a character that may
/// go on behind the last byte, or one that cannot be text.
struct ValidatedText {
  var good: Int
  var isBroken: Bool
}

/// Checks that bytes are UTF-8 (RFC 3629: shortest forms, no surrogates, nothing past U+10FFFF) without
/// NUL bytes. Blocks without a fault are passed at once, what is left a character at a time.
func validateText(_ bytes: UnsafePointer<UInt8>, count: Int) -> ValidatedText {
  validateText(bytes, from: survey_utf8_prefix(bytes, count), count: count)
}

/// The same from byte `i` on, where a character begins; ASCII is skipped sixteen bytes at a time.
func validateText(_ bytes: UnsafePointer<UInt8>, from start: Int, count: Int) -> ValidatedText {
  var i = start
  while i < count {
    let lead = bytes[i]
    if lead < 0x80 {
      if lead == 0 { return ValidatedText(good: i, isBroken: true) }
      i += survey_scan_ascii(bytes + i, count - i)
      continue
    }
    // Chinese text is a run of three-byte characters that need no special care.
    if lead & 0xF0 == 0xE0, lead != 0xE0, lead != 0xED {
      if i + 2 < count, bytes[i + 1] & 0xC0 == 0x80, bytes[i + 2] & 0xC0 == 0x80 {
        i += 3
        continue
      }
    }
    let length: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch lead {
    case 0xE1...0xEC, 0xEE, 0xEF: length = 3
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, low) = (3, 0xA0)
    case 0xED: (length, high) = (3, 0x9F)
    case 0xF0: (length, low) = (4, 0x90)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, high) = (4, 0x8F)
    default: return ValidatedText(good: i, isBroken: true)
    }
    var k = 1
    while k < length, i + k < count {
      let byte = bytes[i + k]
      if byte < low || byte > high { return ValidatedText(good: i, isBroken: true) }
      (low, high) = (0x80, 0xBF)
      k += 1
    }
    if k < length { return ValidatedText(good: i, isBroken: false) }
    i += length
  }
  return ValidatedText(good: count, isBroken: false)
}
