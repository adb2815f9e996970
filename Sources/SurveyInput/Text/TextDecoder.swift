import CSurveyShims

/// What one call of a decoder did.
struct DecodedRun {
  enum Stop {
    /// The input is used up, but for the first bytes of a character whose rest is not there.
    case needsInput
    case needsRoom
    /// What stands behind the bytes read is no character, or NUL.
    case broken
  }

  var read = 0
  var written = 0
  var stop = Stop.needsInput
}

/// Makes UTF-8 of another encoding, a whole character at a time.
struct TextDecoder {
  /// Room that a character may need.
  static let longestCharacter = 4

  let encoding: TextEncoding
  /// Characters so far for which Unicode has no place of its own (user-defined ones).
  var privateUse = 0

  mutating func decode(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
  ) -> DecodedRun {
    guard let from = input.baseAddress, let to = output.baseAddress else { return DecodedRun() }
    let source = UnsafeBufferPointer(start: from, count: input.count)
    let room = UnsafeMutableBufferPointer(start: to, count: output.count)
    switch encoding {
    case .cp950: return decodeBig5(source, into: room, survey_big5_cp950())
    case .hkscs: return decodeBig5(source, into: room, survey_big5_hkscs())
    case .utf16LittleEndian: return decodeUTF16(source, into: room, high: 1)
    case .utf16BigEndian: return decodeUTF16(source, into: room, high: 0)
    case .utf8, .undecided:
      let count = min(source.count, room.count)
      to.update(from: from, count: count)
      return DecodedRun(read: count, written: count, stop: count < source.count ? .needsRoom : .needsInput)
    }
  }

  @inline(__always)
  private mutating func decodeBig5<Word: FixedWidthInteger & UnsignedInteger>(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>,
    _ table: UnsafePointer<Word>?
  ) -> DecodedRun {
    guard let table, let from = input.baseAddress, let to = output.baseAddress else { return DecodedRun() }
    let count = input.count
    let room = output.count
    var read = 0
    var written = 0
    while read < count {
      if room - written < Self.longestCharacter {
        return DecodedRun(read: read, written: written, stop: .needsRoom)
      }
      let lead = from[read]
      if lead < 0x80 {
        if lead == 0 { return DecodedRun(read: read, written: written, stop: .broken) }
        let ascii = asciiRun(from + read, min(count - read, room - written), to + written)
        read += ascii
        written += ascii
        continue
      }
      if lead &- 0x81 >= 0x7E { return DecodedRun(read: read, written: written, stop: .broken) }
      if read + 1 == count { break }
      let trail = from[read + 1]
      let column: UInt8
      if trail &- 0x40 < 0x3F {
        column = trail &- 0x40
      } else if trail &- 0xA1 < 0x5E {
        column = trail &- 0x62
      } else {
        return DecodedRun(read: read, written: written, stop: .broken)
      }
      let code = UInt32(table[Int(lead &- 0x81) * Int(SURVEY_BIG5_TRAILS) + Int(column)])
      if code == 0 { return DecodedRun(read: read, written: written, stop: .broken) }
      if code &>> 31 != 0 {
        written += writeUTF8((code &>> 16) & 0x7FFF, to + written)
        written += writeUTF8(code & 0xFFFF, to + written)
      } else {
        if code &- 0xE000 < 0x1900 { privateUse &+= 1 }
        written += writeUTF8(code, to + written)
      }
      read += 2
    }
    return DecodedRun(read: read, written: written, stop: .needsInput)
  }

  /// `high` is the place of a unit's high byte.
  @inline(__always)
  private func decodeUTF16(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>, high: Int
  ) -> DecodedRun {
    guard let from = input.baseAddress, let to = output.baseAddress else { return DecodedRun() }
    let count = input.count
    let room = output.count
    var read = 0
    var written = 0
    while read + 1 < count {
      if room - written < Self.longestCharacter {
        return DecodedRun(read: read, written: written, stop: .needsRoom)
      }
      let unit = UInt32(from[read + high]) &<< 8 | UInt32(from[read + 1 - high])
      if unit &- 1 < 0x7F {
        to[written] = UInt8(truncatingIfNeeded: unit)
        written += 1
        read += 2
      } else if unit == 0 {
        return DecodedRun(read: read, written: written, stop: .broken)
      } else if unit & 0xF800 != 0xD800 {
        written += writeUTF8(unit, to + written)
        read += 2
      } else {
        if unit >= 0xDC00 { return DecodedRun(read: read, written: written, stop: .broken) }
        if read + 3 >= count { break }
        let second = UInt32(from[read + 2 + high]) &<< 8 | UInt32(from[read + 3 - high])
        if second & 0xFC00 != 0xDC00 { return DecodedRun(read: read, written: written, stop: .broken) }
        written += writeUTF8(0x10000 + ((unit & 0x3FF) &<< 10 | (second & 0x3FF)), to + written)
        read += 4
      }
    }
    return DecodedRun(read: read, written: written, stop: .needsInput)
  }
}

/// Copies a run of ASCII without NUL; a delimiter between two Chinese cells is the usual one.
@inline(__always)
private func asciiRun(_ from: UnsafePointer<UInt8>, _ most: Int, _ to: UnsafeMutablePointer<UInt8>) -> Int {
  var count = 0
  while count < most, count < 8 {
    let byte = from[count]
    if byte == 0 || byte >= 0x80 { return count }
    to[count] = byte
    count += 1
  }
  let rest = survey_scan_ascii(from + count, most - count)
  (to + count).update(from: from + count, count: rest)
  return count + rest
}

/// Writes a code point, which is no surrogate, and says how many bytes it took.
@inline(__always)
private func writeUTF8(_ code: UInt32, _ to: UnsafeMutablePointer<UInt8>) -> Int {
  func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (code &>> shift) & 0x3F) }
  if code < 0x80 {
    to[0] = UInt8(truncatingIfNeeded: code)
    return 1
  }
  if code < 0x800 {
    to[0] = UInt8(truncatingIfNeeded: 0xC0 | code &>> 6)
    to[1] = tail(0)
    return 2
  }
  if code < 0x10000 {
    to[0] = UInt8(truncatingIfNeeded: 0xE0 | code &>> 12)
    to[1] = tail(6)
    to[2] = tail(0)
    return 3
  }
  to[0] = UInt8(truncatingIfNeeded: 0xF0 | code &>> 18)
  to[1] = tail(12)
  to[2] = tail(6)
  to[3] = tail(0)
  return 4
}
