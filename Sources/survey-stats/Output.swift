import Glibc
import SurveyStats

/// Writes everything to standard output or, whole or not at all, to a file.
enum Output {
  typealias Production = (inout ByteSink) throws(SurveyStatsError) -> Void

  /// Begins every CSV file that the tool writes: Excel takes one without it for the system's encoding, in Taiwan
  /// Big5. Standard output goes without, since readers of a pipe take it for a part of the first name.
  static let markOfCSVFiles = "\u{FEFF}"

  /// Writes `text`; `inputs` are the files it was made from, which must not be written over.
  static func write(
    _ text: String, to path: String?, inputs: [String] = []
  ) throws(SurveyStatsError) {
    try stream(to: path, inputs: inputs) { (sink) throws(SurveyStatsError) in try sink.write(text) }
  }

  /// Writes what `produce` makes, piece by piece.
  static func stream(
    to path: String?, as option: String = "output", inputs: [String], _ produce: Production
  ) throws(SurveyStatsError) {
    guard let path else {
      try write(descriptor: 1, name: "standard output", produce)
      return
    }
    var existing = stat()
    guard stat(path, &existing) == 0 else {
      try replace(path, permissions: nil, produce)
      return
    }
    for input in inputs {
      var source = stat()
      if stat(input, &source) == 0, source.st_dev == existing.st_dev, source.st_ino == existing.st_ino {
        throw SurveyStatsError(
          .invalidArgument, "--\(option) \(path) is the file that is read; name another file",
          chinese: "--\(option) \(path) 即為所讀取之檔案；請另指定檔名")
      }
    }
    // A device or a pipe is written to; only a regular file can be replaced.
    guard existing.st_mode & S_IFMT == S_IFREG else {
      let descriptor = open(path, O_WRONLY)
      guard descriptor >= 0 else { throw failure(path, "cannot be written") }
      defer { _ = close(descriptor) }
      try write(descriptor: descriptor, name: path, produce)
      return
    }
    // Behind a symbolic link stands the file that is meant.
    guard let resolved = realpath(path, nil) else { throw failure(path, "cannot be written") }
    defer { free(resolved) }
    try replace(String(cString: resolved), permissions: existing.st_mode & 0o7777, produce)
  }

  /// A temporary file beside the wanted one, because a rename must not cross file systems.
  private static func replace(
    _ path: String, permissions: mode_t?, _ produce: Production
  ) throws(SurveyStatsError) {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = Watch.shared.makeTemporary(&template)
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw failure(path, "cannot be written") }
    do throws(SurveyStatsError) {
      try write(descriptor: descriptor, name: path, produce)
      // mkstemp makes a private file; the result keeps the old file's permissions or gets a new file's.
      let mask = umask(0)
      umask(mask)
      _ = fchmod(descriptor, permissions ?? (0o666 & ~mask))
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(path, "cannot be written") }
      guard try Watch.shared.commit(temporary, as: path) else { throw failure(path, "cannot be replaced") }
    } catch {
      _ = close(descriptor)
      Watch.shared.discard(temporary)
      throw error
    }
    _ = close(descriptor)
  }

  private static func write(
    descriptor: Int32, name: String, _ produce: Production
  ) throws(SurveyStatsError) {
    // Work that was asked to stop while it computed writes nothing.
    try Watch.shared.run.advance(rows: 0, bytes: 0)
    var sink = ByteSink(descriptor: descriptor, name: name)
    try produce(&sink)
    try sink.flush()
  }

  static func message(_ text: String) { report("survey-stats: \(text)\n") }

  /// For the person, beside a result that standard output is taken by.
  static func report(_ text: String) {
    var sink = ByteSink(descriptor: 2, name: "standard error")
    try? sink.write(text)
    try? sink.flush()
  }

  static func failure(_ name: String, _ what: String) -> SurveyStatsError {
    let number = errno
    let (reason, chineseReason) =
      switch number {
      case ENOENT: ("there is no such folder", "找不到所在之資料夾")
      case ENOTDIR: ("a part of its path is not a folder", "路徑中有一部分不是資料夾")
      case EACCES, EPERM: ("permission denied", "沒有寫入權限")
      case EROFS: ("the file system is read-only", "磁碟為唯讀")
      case EISDIR: ("it is a folder", "它是資料夾")
      case ENOSPC: ("no space is left", "磁碟空間不足")
      case ENAMETOOLONG: ("the name is too long", "檔名過長")
      default: ("system error \(number)", "系統錯誤 \(number)")
      }
    return SurveyStatsError(
      .inputOutput, "\(name) \(what): \(reason)", chinese: "無法寫入 \(name)：\(chineseReason)")
  }
}
