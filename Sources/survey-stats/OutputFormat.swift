import SurveyReports
import SurveyStats

/// The format of a result: as `--format` names it, else as the suffix of `--output` does.
extension Request {
  /// A file whose suffix names a format that the command lacks is refused: it would hold another one, and whoever
  /// gets it could not open it. Any other suffix, or none, leaves the command's own format.
  func format<Format: RawRepresentable & CaseIterable>(
    _ formats: Format.Type, otherwise usual: Format
  ) throws(UsageError) -> Format where Format.RawValue == String {
    try refuseCompression("output")
    if let named = try arguments.choice("format", formats) { return named }
    guard let file = arguments["output"], let suffix = FileSuffix(of: file) else { return usual }
    if let format = suffix.format.flatMap(Format.init(rawValue:)) { return format }
    throw Self.cannotWrite(suffix, file, formats.allCases.map(\.rawValue), of: command.name)
  }

  /// Refuses a name whose suffix promises a compressed file or an archive, whatever `--format` says: nothing that is
  /// written is one.
  func refuseCompression(_ option: String) throws(UsageError) {
    guard let file = arguments[option], let suffix = FileSuffix.ofCompression(file) else { return }
    let plain = file.dropLast(suffix.count + 1)
    let command = ["gz": "gzip", "zst": "zstd", "zip": "zip", "bz2": "bzip2", "xz": "xz"][suffix]
    throw UsageError(
      message:
        "--\(option) \(file): files are not written compressed (.\(suffix)); write \(plain)\(command.map { " and compress it afterwards (\($0))" } ?? "")",
      chinese:
        "--\(option) \(file)：無法直接輸出壓縮檔（.\(suffix)）；請輸出為 \(plain)\(command.map { "，再以 \($0) 壓縮" } ?? "")")
  }

  /// Refuses a name whose suffix promises another format than the only one there is.
  func requireSuffix(_ own: [String], of option: String) throws(UsageError) {
    try refuseCompression(option)
    guard let file = arguments[option], let suffix = FileSuffix(of: file), let format = own.first,
      !own.contains(suffix.text), suffix.format != ReportFormat.text.rawValue
    else { return }
    throw UsageError(
      message: "--\(option) \(file): this file is written as \(format); let its name end in .\(format)",
      chinese: "--\(option) \(file)：此檔僅能以 \(format) 格式輸出；請將檔名改為 .\(format) 結尾")
  }

  private static func cannotWrite(
    _ suffix: FileSuffix, _ file: String, _ formats: [String], of command: String
  ) -> UsageError {
    let suffixes = formats.compactMap(FileSuffix.usual)
    let advice = suffix.advice(among: formats)
    return UsageError(
      message:
        "--output \(file): \(command) writes no \(suffix.text); there is \(formats.joined(separator: ", ")): let the name end in \(suffixes.map { ".\($0)" }.joined(separator: ", "))\(advice.english), or say --format",
      chinese:
        "--output \(file)：\(command) 無法輸出 \(suffix.text) 格式，可輸出 \(formats.joined(separator: "、"))；請將檔名改為 \(suffixes.map { ".\($0)" }.joined(separator: "、")) 結尾\(advice.chinese)，或以 --format 指定格式"
    )
  }
}

/// The suffix of a file's name, where it names a format of documents or tables.
struct FileSuffix {
  /// In small letters, without its point.
  let text: String
  /// The name of the format where any command writes it.
  let format: String?

  /// `nil` where there is no suffix, or one that says nothing of a format.
  init?(of path: String) {
    guard let name = path.split(separator: "/").last, let point = name.lastIndex(of: "."),
      point != name.startIndex
    else { return nil }
    text = name[name.index(after: point)...].lowercased()
    format = Self.formats[text]
    if format == nil, !Self.foreign.contains(text) { return nil }
  }

  private static let formats = [
    "txt": "text", "csv": "csv", "json": "json", "md": "markdown", "markdown": "markdown", "html": "html",
    "htm": "html", "odt": "odt", "ods": "ods",
  ]

  /// What people ask for and no command writes.
  private static let foreign: Set<String> = [
    "xlsx", "xls", "xlsm", "doc", "docx", "pdf", "ppt", "pptx", "rtf", "odp", "xml", "yaml", "yml", "tsv",
    "tab", "sav", "dta", "rds", "parquet", "png", "svg",
  ]

  private static let compressions: Set<String> = [
    "gz", "tgz", "zst", "zip", "xz", "txz", "bz2", "tbz2", "lz4", "lzma", "z", "7z", "rar", "tar",
  ]

  /// The suffix, in small letters, of a compressed file or an archive; else `nil`.
  static func ofCompression(_ path: String) -> String? {
    guard let name = path.split(separator: "/").last, let point = name.lastIndex(of: "."),
      point != name.startIndex
    else { return nil }
    let suffix = name[name.index(after: point)...].lowercased()
    return compressions.contains(suffix) ? suffix : nil
  }

  static func usual(of format: String) -> String? {
    ["text": "txt", "markdown": "md"][format] ?? format
  }

  /// Which of the formats opens in the program that the suffix belongs to.
  func advice(among formats: [String]) -> (english: String, chinese: String) {
    let isSheet = ["xlsx", "xls", "xlsm", "tsv", "tab"].contains(text)
    let isLetter = ["doc", "docx", "rtf"].contains(text)
    if isSheet, formats.contains("csv") { return (" (Excel opens .csv)", "（Excel 可直接開啟 .csv）") }
    if isLetter, formats.contains("odt") { return (" (Word opens .odt)", "（Word 可直接開啟 .odt）") }
    return ("", "")
  }
}
