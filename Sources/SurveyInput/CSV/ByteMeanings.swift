/// What each byte means to the parser outside quotes, one bit for each meaning.
final class ByteMeanings {
  static let delimiter: UInt8 = 1
  static let lineFeed: UInt8 = 2
  static let carriageReturn: UInt8 = 4
  /// NUL: the text ends here for now.
  static let end: UInt8 = 8
  static let blank: UInt8 = 16
  /// What ends a cell for certain.
  static let endsCell: UInt8 = 7
  /// What a row of totals or of nothing may begin with: its word, a quote, or a first cell that is empty.
  static let mayBeTotal: UInt8 = 32
  /// What asks for a second look when a record begins with it.
  static let isOddFirst: UInt8 = 62

  let table: UnsafeMutablePointer<UInt8>

  init(delimiter: UInt8, totals: Bool) {
    table = .allocate(capacity: 256)
    table.initialize(repeating: 0, count: 256)
    table[0x00] = Self.end
    table[0x09] = Self.blank
    table[0x0A] = Self.lineFeed
    table[0x0D] = Self.carriageReturn
    table[0x20] = Self.blank
    table[Int(delimiter)] = Self.delimiter
    // An empty first cell may begin a row of nothing.
    table[Int(delimiter)] |= Self.mayBeTotal
    for byte in [UInt8(ascii: "\""), 0xE3, 0xC2] { table[Int(byte)] |= Self.mayBeTotal }
    if totals { for byte in TotalWord.firstBytes { table[Int(byte)] |= Self.mayBeTotal } }
  }

  deinit { table.deallocate() }
}
