/// Rows of a questionnaire as bytes of a CSV file.
///
/// The columns are those of a city's export: id, stratum, cluster, weight, the items, nine more that the job does
/// not name, a reader having to step over them.
struct RowWriter {
  private let specification: Specification
  private var random: RandomStream
  private var buffer: OutputBuffer
  private let perStratum: Int
  /// Cluster numbers begin anew in a stratum's own block, so that they differ across strata as well.
  private let block: Int
  private let separator: [UInt8]
  private let first: [UInt8]
  private let last: [UInt8]
  private static let labels = ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"].map { Array($0.utf8) }
  private static let stratumWords = (Array("第".utf8), Array("區".utf8))
  private static let clusterWord = Array("里".utf8)
  private static let domainWord = Array("號窗口".utf8)
  private static let sexes = (Array("男".utf8), Array("女".utf8))
  private static let note = Array("some note".utf8)
  private static let chineseNote = Array("意見不多".utf8)
  private static let brokenNote = Array("waited, then \"\"served\"\"\nand left".utf8)

  init(_ specification: Specification, into buffer: OutputBuffer) {
    self.buffer = buffer
    self.specification = specification
    random = RandomStream(seed: specification.seed)
    perStratum = specification.clusters / specification.strata
    var block = 10
    while block <= perStratum { block *= 10 }
    self.block = block
    let quoted = specification.kind == .quoted
    let quote = UInt8(ascii: "\"")
    first = quoted ? [quote] : []
    separator = quoted ? [quote, UInt8(ascii: ","), quote] : [UInt8(ascii: ",")]
    let ending: [UInt8] = specification.kind == .crlf ? [13, 10] : [10]
    last = first + ending
  }

  var failed: Bool { buffer.failed }

  mutating func finish() {
    buffer.flush()
  }

  mutating func header() {
    let names = specification.names
    var cells = Array(names[0...3])
    for item in 1...specification.items { cells.append("\(names[4])\(item)") }
    cells += names[5...8]
    for extra in 1...4 { cells.append("\(names[9])\(extra)") }
    cells.append(names[10])
    buffer.put(first)
    buffer.put(Array(cells.joined(separator: String(decoding: separator, as: UTF8.self)).utf8))
    buffer.put(last)
  }

  mutating func row(_ index: Int) {
    let chinese = specification.kind == .chinese
    let stratum = random.below(specification.strata) + 1
    let cluster = stratum * block + random.below(perStratum) + 1
    buffer.put(first)
    number(index)
    buffer.put(separator)
    if chinese { buffer.put(Self.stratumWords.0) }
    number(stratum)
    if chinese { buffer.put(Self.stratumWords.1) }
    buffer.put(separator)
    number(cluster)
    if chinese { buffer.put(Self.clusterWord) }
    buffer.put(separator)
    millionths(500_000 + random.below(2_500_001))
    buffer.put(separator)
    for item in 1...specification.items {
      answer(item: item, cluster: cluster)
      buffer.put(separator)
    }
    let sex = random.below(2) == 0
    if chinese {
      buffer.put(sex ? Self.sexes.0 : Self.sexes.1)
    } else {
      buffer.put(UInt8(ascii: sex ? "F" : "M"))
    }
    buffer.put(separator)
    number(18 + random.below(72))
    buffer.put(separator)
    if !chinese { buffer.put(UInt8(ascii: "v")) }
    number(random.below(specification.domains) + 1)
    if chinese { buffer.put(Self.domainWord) }
    buffer.put(separator)
    buffer.put(UInt8(ascii: "c"))
    number(random.below(4) + 1)
    buffer.put(separator)
    for _ in 1...4 {
      number(random.below(100_000))
      buffer.put(separator)
    }
    switch specification.kind {
    case .chinese: buffer.put(Self.chineseNote)
    case .quoted: buffer.put(random.below(100) == 0 ? Self.brokenNote : Self.note)
    case .plain, .crlf, .missing: buffer.put(Self.note)
    }
    buffer.put(last)
  }

  /// One answer from 1 to 5. A quarter of the answers are their cluster's own, so that clustering has an effect.
  private mutating func answer(item: Int, cluster: Int) {
    if random.happens(specification.missing) {
      if specification.kind == .missing, random.below(4) == 0 {
        buffer.put(UInt8(ascii: "N"))
        buffer.put(UInt8(ascii: "A"))
      }
      return
    }
    let draw = random.below(20)
    let code = draw < 5 ? (cluster * 7 + item * 3) % 5 : draw % 5
    if specification.kind == .chinese {
      buffer.put(Self.labels[code])
    } else {
      buffer.put(UInt8(ascii: "1") + UInt8(code))
    }
  }

  private mutating func number(_ value: Int) {
    if value >= 10 { number(value / 10) }
    buffer.put(UInt8(ascii: "0") + UInt8(value % 10))
  }

  private mutating func millionths(_ value: Int) {
    number(value / 1_000_000)
    buffer.put(UInt8(ascii: "."))
    var place = 100_000
    while place > 0 {
      buffer.put(UInt8(ascii: "0") + UInt8(value / place % 10))
      place /= 10
    }
  }
}
