import SurveyDesign
import SurveyInference
import SurveyInput
import SurveyTable

/// The totals of a statistic over some of its rows: what agencies, machines and days can add up without sharing a row.
///
/// ```swift
/// let state = try SurveyState(SurveyRequest(json: request))
/// try state.update(with: SurveyData(csvFile: "east.csv"))
/// try state.merge(SurveyState(bytes: bytesFromTheWest))
/// let result = try state.estimates()
/// ```
/// Sums are exact and keys sorted, so that the estimates are those of all rows read at once, to the last digit, in
/// whatever order states meet; so are the bytes. A state holds, for each sampled unit and group, sums of weights and
/// weighted answers, and the names of units, strata, groups and (for proportions) answers: no respondent's row, but a
/// unit of one respondent is that respondent.
///
/// One state is used by one thread at a time.
public final class SurveyState {
  public let request: SurveyRequest
  private let limits: ResourceLimits
  private var totals: TotalsState?
  /// How the tables were read: codes of missing answers and scales, which must be the same everywhere.
  private var reading = ""

  /// A state of no rows.
  ///
  /// Errors: those of the request, as far as it can be judged without data.
  public init(_ request: SurveyRequest, limits: ResourceLimits = .standard) throws(SurveyStatsError) {
    // As whoever reads the state's bytes reads it, with the same refusals.
    self.request = try SurveyRequest(json: request.json)
    self.limits = limits
    _ = try Self.probe(self.request, limits)
  }

  /// Rows added so far.
  public var rowCount: Int { totals?.rowCount ?? 0 }

  /// The columns that the request names, each once: what a table must have.
  public var columns: [String] { (try? request.columns(limits: limits)) ?? [] }

  /// Adds the rows of a table.
  ///
  /// Errors: those of the statistic and of reading; `invalidArgument` where missing codes or scales differ from those
  /// of the rows before; `unsupported` for a statistic that reads its rows more than once. After an error the state is
  /// as before.
  public func update(with data: SurveyData, run: RunControl? = nil) throws(SurveyStatsError) {
    let reading = try Self.reading(of: data, request, limits)
    try check(reading)
    var design = try request.design(over: data)
    let ledger = TotalsLedger()
    design.ledger = ledger
    do throws(SurveyStatsError) {
      _ = try request.estimates(design, run: run)
    } catch {
      guard ledger.state != nil else { throw error }
    }
    guard let new = ledger.state else { throw SurveyStatsError(.unsupported, "the statistic has no state") }
    try add(new)
    self.reading = reading
  }

  /// Adds what another state of the same request holds.
  ///
  /// Errors: `invalidArgument` where the requests, missing codes or scales differ. After an error the state is as
  /// before.
  public func merge(_ other: SurveyState) throws(SurveyStatsError) {
    guard other.request == request else {
      throw SurveyStatsError(
        .invalidArgument, "the states answer different requests: \(request.json) and \(other.request.json)",
        chinese: "彙總檔（state）之統計項目不同：\(request.json) 與 \(other.request.json)")
    }
    guard let theirs = other.totals else { return }
    try check(other.reading)
    try add(theirs)
    reading = other.reading
  }

  /// The estimates of all rows together.
  ///
  /// Errors: those of the statistic, `emptyData` for a state of no rows among them.
  public func estimates() throws(SurveyStatsError) -> Estimates {
    guard let totals, totals.rowCount > 0 else {
      throw SurveyStatsError(.emptyData, "the state has no rows", chinese: "彙總檔（state）沒有任何資料列")
    }
    var design = try request.design(over: try Self.rowless(request, limits))
    design.ledger = TotalsLedger(giving: totals)
    return try request.estimates(design)
  }

  // MARK: bytes

  private static let magic = Array("SVYSTATE".utf8)
  private static let version: UInt32 = 1

  /// The state in bytes, the same for the same totals; see `docs/state-format.md`.
  public var bytes: [UInt8] {
    var writer = StateWriter()
    writer.raw(Self.magic)
    writer.integer(Self.version)
    let json = request.json
    writer.integer(fowlerNollVo(json.utf8))
    writer.text(json)
    writer.text(reading)
    writer.integer(UInt8(totals == nil ? 0 : 1))
    totals?.write(to: &writer)
    writer.integer(fowlerNollVo(writer.bytes))
    return writer.bytes
  }

  /// Reads a state, of whose bytes nothing is believed; `name` is what messages call them. They may be compressed by gzip
  /// or Zstandard.
  ///
  /// Errors: `malformedData` for what is no state, damaged or of a later version; `unsupported` for what is compressed in
  /// another way; `limitExceeded`.
  public init(
    bytes: [UInt8], name: String = "state", limits: ResourceLimits = .standard
  ) throws(SurveyStatsError) {
    self.limits = limits
    let bytes = try wholeContent(of: bytes, name: name, limit: limits.memoryBytes)
    guard bytes.starts(with: Self.magic) else {
      throw SurveyStatsError(
        .malformedData, "\(name) is not a state of survey-stats; fold writes one",
        chinese: "\(name) 不是 survey-stats 之彙總檔（state）；請以 fold 產生")
    }
    var reader = StateReader(bytes[...], name: name)
    _ = try reader.take(Self.magic.count)
    let version = try reader.integer(UInt32.self)
    guard version == Self.version else {
      throw SurveyStatsError(
        .malformedData,
        "\(name) is a state of version \(version); this program reads version \(Self.version)",
        chinese: "\(name) 為第 \(version) 版彙總檔；本程式僅能讀取第 \(Self.version) 版")
    }
    guard bytes.count >= reader.place + 8,
      StateReader.trailingHash(of: bytes) == fowlerNollVo(bytes[..<(bytes.count - 8)])
    else {
      throw SurveyStatsError(
        .malformedData, "\(name) is damaged or incomplete; copy it again",
        chinese: "\(name) 已損壞或不完整，請重新複製")
    }
    let hash = try reader.integer(UInt64.self)
    let json = try reader.text()
    guard fowlerNollVo(json.utf8) == hash else { throw reader.damaged("the request") }
    request = try SurveyRequest(json: json, name: "\(name), request")
    guard request.json == json else { throw reader.damaged("a request that is not written in its one way") }
    reading = try reader.text()
    let probe = try Self.probe(request, limits)
    switch try reader.integer(UInt8.self) {
    case 0:
      guard reader.place == bytes.count - 8, reading.isEmpty else {
        throw reader.damaged("bytes behind the end")
      }
    case 1:
      totals = try TotalsState(
        reading: bytes[reader.place..<(bytes.count - 8)], name: name, request: probe.request,
        design: probe.design)
    default:
      throw reader.damaged("a flag")
    }
  }

  // MARK: parts

  private func add(_ new: TotalsState) throws(SurveyStatsError) {
    guard var sum = totals else {
      totals = new
      return
    }
    try sum.add(new)
    totals = sum
  }

  private func check(_ other: String) throws(SurveyStatsError) {
    guard totals == nil || other == reading else {
      throw SurveyStatsError(
        .invalidArgument,
        "the rows were read in two ways, \(reading) and \(other); name the same missing codes and scales everywhere",
        chinese: "資料讀取方式不一致（\(reading) 與 \(other)）；請統一未答代碼（missing）與量表（scale）")
    }
  }

  private static func reading(
    of data: SurveyData, _ request: SurveyRequest, _ limits: ResourceLimits
  ) throws(SurveyStatsError) -> String {
    var parts: [String] = []
    for item in try request.columns(limits: limits) {
      let codes = data.missing.codes(for: item)
      var texts = Set(codes.texts)
      texts.formUnion(codes.numbers.map(shortestText))
      let scale = data.scales[item].map { " as \($0.fullName)" } ?? ""
      if texts.isEmpty, scale.isEmpty { continue }
      parts.append("'\(item)'\(scale) without \(texts.sorted().joined(separator: ","))")
    }
    return parts.isEmpty ? "answers as they stand" : parts.joined(separator: "; ")
  }

  /// A table that has the request's columns and no rows.
  private static func rowless(
    _ request: SurveyRequest, _ limits: ResourceLimits
  ) throws(SurveyStatsError) -> SurveyData {
    SurveyData(
      name: "state", columnNames: try request.columns(limits: limits), limits: limits
    ) { () throws(SurveyStatsError) -> any BatchSource in
      throw TotalsLedger.needsRows
    }
  }

  /// What the statistic asks of its rows, found out by asking.
  private static func probe(
    _ request: SurveyRequest, _ limits: ResourceLimits
  ) throws(SurveyStatsError) -> (request: TotalsRequest, design: SampleDesign) {
    var design = try request.design(over: try rowless(request, limits))
    let ledger = TotalsLedger(probing: ())
    design.ledger = ledger
    do throws(SurveyStatsError) {
      _ = try request.estimates(design)
    } catch {
      guard ledger.asked != nil else { throw error }
    }
    guard let asked = ledger.asked else { throw TotalsLedger.needsRows }
    return asked
  }
}
