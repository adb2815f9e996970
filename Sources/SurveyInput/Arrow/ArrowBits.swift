/// Spreads `count` bits, from bit `start` of `bits` on, into a byte each: 1 where the bit is set. Reads no byte
/// that holds none of them.
func expandBits(
  _ bits: UnsafePointer<UInt8>, from start: Int, count: Int, into bytes: UnsafeMutablePointer<UInt8>
) {
  var done = 0
  while done < count, (start &+ done) & 7 != 0 {
    let place = start &+ done
    bytes[done] = bits[place >> 3] >> UInt8(truncatingIfNeeded: place & 7) & 1
    done &+= 1
  }
  let target = UnsafeMutableRawPointer(bytes)
  while count &- done >= 8 {
    let byte = UInt64(bits[(start &+ done) >> 3])
    // A copy of the byte in each of eight, of which each keeps another bit; then that bit is moved to the bottom.
    let kept = (byte &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
    let spread = ((kept &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7) & 0x0101_0101_0101_0101
    target.storeBytes(of: spread.littleEndian, toByteOffset: done, as: UInt64.self)
    done &+= 8
  }
  while done < count {
    let place = start &+ done
    bytes[done] = bits[place >> 3] >> UInt8(truncatingIfNeeded: place & 7) & 1
    done &+= 1
  }
}

extension ArrowColumn {
  /// Which of the rows are there, a byte each; false where all of them are, and then nothing is written.
  func expandValidity(
    _ row: Int, _ count: Int, into bytes: UnsafeMutablePointer<UInt8>, scratch: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    if type == .null {
      bytes.update(repeating: 0, count: count)
      return true
    }
    switch (validity, tableValidity) {
    case (nil, nil): return false
    case (let own?, nil): expandBits(own, from: start &+ row, count: count, into: bytes)
    case (nil, let table?): expandBits(table, from: tableStart &+ row, count: count, into: bytes)
    case (let own?, let table?):
      expandBits(own, from: start &+ row, count: count, into: bytes)
      expandBits(table, from: tableStart &+ row, count: count, into: scratch)
      for index in 0..<count { bytes[index] &= scratch[index] }
    }
    return true
  }
}
